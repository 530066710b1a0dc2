"""kill -9 while a copy is made and carried: what bears the name of a copy is one.

QINGLIAN_EXPLORE=1 makes 200 kills of it.
"""

import os
import shutil
from pathlib import Path

import pytest

from faults.counting import counted
from kill_rig import EXPLORE, FULL, Nursery, Tally
from office import make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import copies, rounds, trial
from qinglian_desktop.store.book import Book

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are needed")
KILLS = FULL if EXPLORE else 12


def test_killed_at_any_moment_each_copy_that_has_its_name_can_be_restored(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        make_person(book)
        for number in range(3):
            book.files.add(b"photo %d" % number * 3000)
        keys = book.keys
    home, stick = tmp_path / "home", tmp_path / "盘"
    job, tally, parts = "store.kill_jobs:copy_round", Tally(KILLS), 0
    with Nursery() as nursery:
        moments = nursery.moments(job, home, seed=1)
        while tally.more():
            shutil.rmtree(home / "备份", ignore_errors=True)
            shutil.rmtree(stick, ignore_errors=True)
            tally.add(nursery.kill(job, home, next(moments)))
            parts += len(list(home.glob("备份/*.part"))) + len(list(stick.glob("*.part")))
            for place in (home / "备份", stick):
                for copy in copies.listed(place):
                    assert copy.is_told
                    assert trial.try_out(copy, keys, RECORDS, tmp_path / "x").ok
    tally.report("copying")
    assert parts, "no kill met a copy half made"
    with Book.open(home, RECORDS) as book:
        assert book.count(Query("person")) == 1
        made = rounds.go_round(book, stick, why="按了备份", always=True)
        assert made.away is not None
    for place in (home / "备份", stick):
        assert not list(place.rglob("*.part")), "what a dead program left goes with the next round"
    counted("PL-02", tally.kills, "copying")
    counted("F07", tally.kills, "copying")
