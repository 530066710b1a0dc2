"""Bad bundles by the ten thousand, each the whole way of a clerk's file; a process of its own.

    python many_mutants.py SEED COUNT UNTIL

Prints one line of JSON when it is through: how many were refused, by code, and the memory used.
Anything else than a refusal in words, and any byte that changed, ends it with a traceback.
"""

import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from exchange.at_work import World
from exchange.desk import Desk
from exchange.gone_bad import GoneBad
from exchange.memory import peak_memory
from exchange.test_bad_imports import HARMLESS, in_words


def attacked(desk: Desk, count: int, until: float) -> dict[str, object]:
    factory = desk.factory
    plan = [(name, mutate) for name, share, mutate in factory.kinds() for _ in range(share)]
    refused, harmless, codes = Counter[str](), Counter[str](), Counter[str]()
    while refused.total() < count and time.time() < until:
        name, mutate = factory.chance.choice(plan)
        mutate()
        if factory.path.read_bytes() == factory.data:
            continue  # chance changed nothing
        trouble = desk.judge()
        if trouble is None:
            assert name in HARMLESS, name
            harmless[name] += 1
            continue
        in_words(trouble)
        refused[name] += 1
        codes[trouble.code] += 1
    return {
        "refused": refused.total(), "harmless": harmless.total(), "kinds": refused,
        "codes": codes, "memory": peak_memory(),
    }  # fmt: skip


def main() -> None:
    seed, count, until = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    with tempfile.TemporaryDirectory(prefix="qinglian-mutants-") as folder:
        world = World(Path(folder))
        desk = Desk(GoneBad(world), Path(folder))
        desk.factory.chance.seed(seed)
        told = attacked(desk, count, until)
        desk.book.close()
        world.close()
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
