"""A hundred thousand bad bundles: refused in words, nothing changed, under 300 MB.

tests/exchange/test_bad_imports.py tells the kinds and proves that the judge can fail. The long form
(`make faults`) works on two cores for as long as it is given, up to a hundred thousand.
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from faults.counting import counted
from kill_rig import EXPLORE

WORKERS = 2 if EXPLORE else 1
COUNT = 100_000 if EXPLORE else 150
MEMORY = 300  # MiB of a whole process


def test_a_hundred_thousand_mutated_bundles_are_refused_in_words() -> None:
    script, each = str(Path(__file__).with_name("many_mutants.py")), COUNT // WORKERS
    until = os.environ.get("QINGLIAN_UNTIL") or str(time.time() + 3600)
    seed = int(time.time()) if EXPLORE else 7
    workers = [
        subprocess.Popen(
            [sys.executable, script, str(seed + number), str(each), until],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for number in range(WORKERS)
    ]  # fmt: skip
    refused, codes = 0, Counter[str]()
    for worker in workers:
        said, trouble = worker.communicate()
        assert worker.returncode == 0, trouble
        told = json.loads(said)
        refused += told["refused"]
        codes.update(told["codes"])
        assert told["memory"] < MEMORY, f"{told['memory']} MiB"
    assert refused >= (COUNT if not EXPLORE else 1000)
    assert len(codes) >= 12, codes
    counted("F35", refused, "mutants, the whole way")
    counted("F37", refused, "mutants, the whole way")
