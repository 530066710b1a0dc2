"""What does a clerk at the command line see of a bad bundle: words, status, no traceback?

Each is given to `bundle import` in a process of its own. QINGLIAN_EXPLORE=1 gives it 60 mutants.
"""

import hashlib
import json
import random
import re
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from exchange.at_work import FORBIDDEN
from exchange.desk import ASKED_ABOUT, Desk
from exchange.gone_bad import bytes_of
from exchange.made_bundles import Content, RawMember
from kill_rig import EXPLORE
from qinglian_desktop.core import canonical

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="peak memory is read there"
)
SAMPLE = 60 if EXPLORE else 4
BLOCKS = 100 if EXPLORE else 15  # of 2,000 rows each: 80 MB are staged on the disk
MOST = 300  # MiB
SAID = re.compile(r".+。.+。（(QL-[A-Z]{2}-\d{3})）")
# `qinglian` itself, and at the end the peak memory of this process alone.
CHILD = """
import sys
from pathlib import Path
from exchange.memory import peak_memory
from qinglian_desktop.shell.cli import main
status = main(sys.argv[2:])
Path(sys.argv[1]).write_text(str(peak_memory()))
sys.exit(status)
"""


class Answer(NamedTuple):
    status: int
    code: str
    out: str
    peak: int  # MiB


def told(desk: Desk, *paths: Path, words: tuple[str, ...] = (), verb: str = "import") -> Answer:
    """What one `bundle import` answers; what always holds is asserted."""
    path = paths[0]
    peak = desk.pristine.parent / "peak"
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(peak), "--home", str(desk.home), *words,
         "bundle", verb, *map(str, paths)],
        check=False, capture_output=True, text=True, timeout=120,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert "Traceback" not in child.stderr, child.stderr
    last = child.stderr.strip().splitlines()[-1]
    found = SAID.fullmatch(last)
    assert found, f"what happened, what to do, code: {last}"
    assert not [word for word in FORBIDDEN if word in last], last
    assert bytes_of(desk.home) == desk.before, f"{last}: something was changed"
    made = Answer(child.returncode, found[1], child.stdout, int(peak.read_text()))
    assert made.peak < MOST, f"{path.name}: {made.peak} MiB"
    return made


@pytest.fixture
def closed(desk: Desk) -> Iterator[Desk]:
    with desk.left():
        yield desk


def test_each_kind_of_bad_bundle_gets_its_status_and_its_words(desk: Desk) -> None:
    factory, seen, peak = desk.factory, Counter[tuple[int, str]](), 0
    kinds = [mutate for _, _, mutate in factory.kinds()]
    for turn in range(SAMPLE):
        trouble = None
        while trouble is None:  # some mutants say what the honest bundle says, and are taken
            kinds[turn * 4 % len(kinds)]()
            trouble = desk.judge()
        verb = "inspect" if turn % 5 == 4 and trouble.code != ASKED_ABOUT else "import"
        with desk.left():
            answer = told(desk, factory.path, verb=verb)
        assert (answer.status, answer.code) == (trouble.status, trouble.code)
        assert answer.out == ""
        seen[answer.status, answer.code] += 1
        peak = max(peak, answer.peak)
    sys.stdout.write(f"\nat the command line: {dict(seen)}, at most {peak} MiB\n")
    assert len(seen) > 2


def test_the_refusal_can_be_read_by_a_program(closed: Desk) -> None:
    closed.factory.row_twice()
    answer = told(closed, closed.factory.path, words=("--json",))
    assert (answer.status, answer.code) == (3, "QL-UB-122")
    assert json.loads(answer.out)["refused"]["code"] == answer.code


def test_of_many_bad_bundles_each_is_named_with_its_code(closed: Desk) -> None:
    path = closed.factory.path
    again, cut = path.with_name("again.qlb"), path.with_name("cut.qlb")
    closed.factory.row_twice()
    path.replace(again)
    cut.write_bytes(closed.factory.data[:-9])
    answer = told(closed, again, cut)
    assert answer.status == 3
    first, second = answer.out.strip().splitlines()
    assert first.startswith("〔again.qlb〕") and first.endswith("（QL-UB-122）")
    assert second.startswith("〔cut.qlb〕") and second.endswith("（QL-UB-102）")


def packed(pieces: Iterator[bytes], level: int = 9) -> tuple[bytes, int, str]:
    """Raw DEFLATE, size and SHA-256 of what must not be held in memory at once."""
    packer, sha, size, raw = zlib.compressobj(level, zlib.DEFLATED, -15), hashlib.sha256(), 0, []
    for piece in pieces:
        raw.append(packer.compress(piece))
        sha.update(piece)
        size += len(piece)
    raw.append(packer.flush())
    return b"".join(raw), size, sha.hexdigest()


def swollen(pieces: Iterator[bytes], rows: int, claimed: int | None = None) -> Content:
    """A table whose content is far larger than the file; `claimed`: the size it states."""
    raw, size, sha256 = packed(pieces)
    size = claimed or size
    one = RawMember(b"data/entry.jsonl", b"", raw=raw, size=size, crc=1)
    told = {"data/entry.jsonl": {"sha256": sha256, "size": size}}
    return Content(
        tables={},
        members=[one],
        manifest=lambda made: made.update(tables={"entry": {"rows": rows}}, members=told),
    )


def crowd(count: int) -> Content:
    return Content(
        tables={}, members=[RawMember(b"packs/p%d.toml" % n, b"", method=0) for n in range(count)]
    )


def tiny_values(made: dict[str, Any]) -> None:
    made["facts"] = [[]] * 1_100_000


def test_swollen_bundles_are_met_within_300_megabytes(closed: Desk) -> None:
    factory, noise, peaks = closed.factory, random.Random(5), dict[str, int]()
    said = json.loads(factory.rows[0])
    honest = b"".join(
        canonical.dumps({**said, "id": f"{noise.randbytes(16).hex()}", "note": f"第 {number} 笔"})
        + b"\n"
        for number in range(2000)
    )
    cases: dict[str, tuple[Content, str]] = {
        "bomb": (swollen((bytes(1 << 20) for _ in range(200)), 1), "QL-UB-110"),
        "lying-bomb": (swollen((bytes(1 << 20) for _ in range(200)), 1, 4000), "QL-UB-111"),
        "long-line": (
            swollen((noise.randbytes(1 << 19).hex().encode() for _ in range(20)), 1),
            "QL-UB-110",
        ),
        "brackets": (swollen((b'{"a":' + b"[" * 1_000_000 for _ in range(1)), 1), "QL-UB-111"),
        "open-strings": (
            swollen((b'{"a":"' + b'\\"{[' * 250_000 + b"\n" for _ in range(2)), 2),
            "QL-UB-112",
        ),
        "tiny-rows": (swollen((b"{}\n" * 300_000 for _ in range(2)), 600_000), "QL-UB-111"),
        "many-rows": (swollen((honest for _ in range(BLOCKS)), BLOCKS * 2000), "QL-UB-111"),
        "60001-members": (crowd(60_000), "QL-UB-110"),
        "tiny-values": (Content(manifest=tiny_values), "QL-UB-110"),
    }
    for name, (content, code) in cases.items():
        path = factory.path.with_name(f"{name}.qlb")
        factory.sender.forge(path, content)
        answer = told(closed, path)
        peaks[name] = answer.peak
        assert (name, answer.code) == (name, code)
        assert answer.status in (1, 3)
        path.unlink()
    sys.stdout.write(f"\nswollen, MiB: {peaks}\n")
