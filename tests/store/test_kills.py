"""kill -9 while recording: what was acknowledged is there, and no batch is there by half.

QINGLIAN_EXPLORE=1 makes 200 kills of it; `pytest -s` prints where they fell.
"""

import itertools
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from faults.counting import counted
from kill_rig import EXPLORE, FULL, Moment, Nursery, Tally
from office import make_book, make_person, make_unit
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import trail
from qinglian_desktop.store.book import Book
from store.kill_jobs import BATCH, LATEST

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are needed")
KILLS = FULL if EXPLORE else 30


def survey(home: Path, acknowledged: set[str]) -> set[str]:
    """Whatever happened: it opens, it is whole, nothing said to be saved is gone. The batches."""
    with Book.open(home, RECORDS) as book:
        book.quick_check()
        assert book.trail_broken_at() is None, "the chain of the trail is broken"
        rows = book.rows(Query("entry"))
        found = Counter(row["voucher_no"].partition("/")[0] for row in rows)
        assert acknowledged <= found.keys(), "an acknowledged batch is gone"
        assert set(found.values()) <= {BATCH}, "half a batch"
        latest = book.row("household", LATEST)
        newest = rows[-1]["voucher_no"].partition("/")[0] if rows else None
        assert (latest and latest["number"]) == newest, "a batch with its old row unchanged"
        steps = book.steps(10**6)
        assert not [step for step in steps if step["kind"] == trail.STRAY], "written past the door"
        images = sum(step["rows"] for step in steps)
        assert images == len(found) * (BATCH + 1), "a batch without its trail"
        for row in rows[-3 * BATCH :: BATCH]:
            for paper in json.loads(row["files"]):
                book.files.read(paper)
        return set(found)


def killed(nursery: Nursery, home: Path, job: str, kills: int) -> Tally:
    """Kills a recorder again and again; AssertionError or Damaged where something is amiss."""
    job, tally, acknowledged = f"store.kill_jobs:{job}", Tally(kills), set[str]()
    # Measured with the right one: the wrong ones need the very same luck.
    moments = nursery.moments("store.kill_jobs:record", home, seed=1, rounds=4)
    before = survey(home, acknowledged)
    for moment in moments:
        rare = tally.at["commit"] < kills / 10 and tally.kills < 3 * kills  # luck is given time
        if tally.over or (not tally.more() and not rare):
            break
        death = nursery.kill(job, home, moment)
        tally.add(death)
        acknowledged |= set(death.said)
        found = survey(home, acknowledged)
        unheard = found - before - set(death.said)
        assert len(unheard) <= 1  # a commit may have happened unseen, and only the last one
        before = found
    assert acknowledged  # the rig did record something
    return tally


def test_nothing_acknowledged_is_lost_and_nothing_is_there_by_half(tmp_path: Path) -> None:
    make_book(tmp_path).close()
    with Nursery() as nursery:
        tally = killed(nursery, tmp_path / "home", "record", KILLS)
    tally.report("recording")
    assert tally.late == 0
    assert tally.over or {"change", "commit", "fsync in files"} <= tally.at.keys()
    assert tally.over or tally.at["commit"] >= KILLS / 10, "too few kills fell into a commit"
    counted("F01", tally.kills, "recording")
    counted("PL-02", tally.kills, "recording")


MADE_WRONG = {
    "record_and_say_too_early": "an acknowledged batch is gone",
    "record_in_two_halves": "half a batch",
    "record_and_update_later": "a batch with its old row unchanged",
    "record_without_the_trail": "a batch without its trail",
    "record_with_the_head_beside": "the chain of the trail is broken",
}


@pytest.mark.parametrize("job", MADE_WRONG)
def test_the_rig_finds_a_recorder_made_wrong(job: str, tmp_path: Path) -> None:
    make_book(tmp_path).close()
    with Nursery() as nursery, pytest.raises(AssertionError, match=MADE_WRONG[job]):
        killed(nursery, tmp_path / "home", job, FULL)


@pytest.mark.parametrize("job", ["record_before_the_paper", "record_without_a_journal"])
def test_the_rig_finds_a_file_that_is_not_whole(job: str, tmp_path: Path) -> None:
    make_book(tmp_path).close()
    with Nursery() as nursery, pytest.raises(Damaged):
        killed(nursery, tmp_path / "home", job, FULL)


def test_a_job_that_was_through_does_not_count_as_killed(tmp_path: Path) -> None:
    tally = Tally(5)
    with Nursery() as nursery:
        late = nursery.kill("store.kill_jobs:begin_folder", tmp_path / "a", Moment(10**6, 0))
        early = nursery.kill("store.kill_jobs:begin_folder", tmp_path / "b", Moment(1, 0))
    tally.add(late)
    tally.add(early)
    assert (late.ended, early.ended) == (True, False)
    assert (tally.kills, tally.late) == (1, 1)


def test_a_folder_half_made_can_be_made_again(tmp_path: Path) -> None:
    job, cut_short = "store.kill_jobs:begin_folder", 0
    with Nursery() as nursery:
        moments = nursery.moments(job, tmp_path / "first", seed=3)
        for turn, moment in enumerate(itertools.islice(moments, 60 if EXPLORE else 12)):
            home = tmp_path / str(turn)
            death = nursery.kill(job, home, moment)
            if (home / "qinglian.db").exists():
                book = Book.open(home, RECORDS)
            else:
                assert not death.ended
                cut_short += 1
                book = Book.create(home, RECORDS, make_unit())
            with book:
                make_person(book)
                assert book.trail_broken_at() is None
    assert cut_short


def test_a_restore_cut_short_is_old_or_new_and_never_between(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        make_person(book, "在备份里")
        book.back_up(tmp_path / "backups")
        make_person(book, "备份以后")
    home, job, seen = tmp_path / "home", "store.kill_jobs:restore_backup", Counter[int]()
    with Nursery() as nursery:
        moments = nursery.moments(job, home, seed=4)
        for turn, moment in enumerate(itertools.islice(moments, 60)):
            with Book.open(home, RECORDS) as book:
                if book.count(Query("person")) == 1:
                    make_person(book, "备份以后")
            nursery.kill(job, home, moment)
            with Book.open(home, RECORDS) as book:
                count = book.count(Query("person"))
                seen[count] += 1
                assert count in (1, 2)
                went_back = len(list(home.glob("还原前-*")))
                assert book.unit.epoch == went_back + 1, "a restore and its new stream are one"
                assert book.trail_broken_at() is None
                with book.sealed() as second:
                    second.quick_check()
            if turn >= 14 and len(seen) == 2 and not EXPLORE:
                break
    assert set(seen) == {1, 2}  # the kills fell on both sides of the decision
    assert not (home / "还原中").exists()
