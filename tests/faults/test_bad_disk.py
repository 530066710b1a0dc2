"""A disk that fails to sync, to write, or writes less: refused, mended, and nothing lost."""

import errno
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from faults import bad_disk
from faults.counting import counted
from kill_rig import EXPLORE
from office import make_book
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book

HERE = Path(__file__).parent
MOST = 60 if EXPLORE else 12  # calls of the disk made to fail, one after the other


def worked(shim: Path, home: Path, call: int, code: int) -> list[dict[str, Any]]:
    script = [sys.executable, str(HERE / "bad_disk.py"), str(home)]
    done = subprocess.run(
        [*script, str(call), str(code), "1", str(MOST)],
        env={**os.environ, "LD_PRELOAD": str(shim)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


CASES = {
    "sync EIO": (bad_disk.SYNC, errno.EIO, "F14"),
    "sync ENOSPC": (bad_disk.SYNC, errno.ENOSPC, "F14"),
    "write EIO": (bad_disk.WRITE, errno.EIO, "F15"),
    "write ENOSPC": (bad_disk.WRITE, errno.ENOSPC, "F15"),
    "short write": (bad_disk.WRITE, bad_disk.SHORT, "F15"),
}


@pytest.mark.parametrize("name", CASES)
def test_one_call_that_fails_loses_nothing_and_work_goes_on(
    name: str, shim: Path, tmp_path: Path
) -> None:
    call, code, fault = CASES[name]
    make_book(tmp_path).close()
    rounds = worked(shim, tmp_path / "home", call, code)
    said = {batch for one in rounds for batch in one["said"]}
    refused = [trouble for one in rounds for trouble in one["refused"]]
    with Book.open(tmp_path / "home", RECORDS) as book:
        book.quick_check()
        assert book.trail_broken_at() is None
        found = Counter(row["number"].partition("/")[0] for row in book.rows(Query("household")))
    assert said <= found.keys(), "an acknowledged batch is gone"
    assert set(found.values()) == {bad_disk.BATCH}, "half a batch"
    if code != bad_disk.SHORT:
        assert refused, "no call of the disk was met"
    for one in rounds:
        troubled = any(told == "QL-PL-007" for told, _ in one["refused"])
        assert one["anew"] == troubled, "after trouble the file is opened anew, and only then"
    for told, words in refused:
        assert told in ("QL-PL-002", "QL-PL-007"), words
    counted(fault, sum(one["met"] for one in rounds), name)


def test_every_save_is_synced_before_it_is_told(shim: Path, tmp_path: Path) -> None:
    """A disk that loses what was not synced loses nothing that was told (F16)."""
    make_book(tmp_path).close()
    script = (
        "import ctypes, sys; from pathlib import Path; sys.path[:0] = [sys.argv[2]]\n"
        "import bad_disk\n"
        "from qinglian_desktop.modules.catalog import RECORDS\n"
        "from qinglian_desktop.store.book import Book\n"
        "shim = ctypes.CDLL(None)\n"
        "with Book.open(Path(sys.argv[1]), RECORDS) as book:\n"
        "    for turn in range(10):\n"
        "        shim.shim_set(0, 0, 0)\n"
        "        bad_disk.save(book, str(turn))\n"
        "        print(shim.shim_seen(0))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "home"), str(HERE)],
        env={**os.environ, "LD_PRELOAD": str(shim)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    syncs = list(map(int, done.stdout.split()))
    assert len(syncs) == 10
    assert min(syncs) >= 1
    counted("F16", len(syncs), "saves whose syncs were counted")
