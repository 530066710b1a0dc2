"""kill -9 while recording: what was acknowledged is there, and no batch is there by half.

QINGLIAN_KILLS=200 makes more of them.
"""

import os
import random
from collections import Counter
from pathlib import Path

import pytest

from kill_rig import BATCH, Nursery
from office import make_book, make_person, make_unit
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are needed")
KILLS = int(os.environ.get("QINGLIAN_KILLS", "60"))


def batches(book: Book) -> Counter[str]:
    """How many rows of each batch are there."""
    return Counter(row["number"].partition("/")[0] for row in book.rows(Query("household")))


def test_nothing_acknowledged_is_lost_and_nothing_is_there_by_half(tmp_path: Path) -> None:
    make_book(tmp_path).close()
    home, chance, acknowledged, unheard = tmp_path / "home", random.Random(1), set[str](), 0
    with Nursery() as nursery:
        for turn in range(KILLS):
            said = nursery.kill("kill_rig:record_batches", home, after=chance.uniform(0, 0.05))
            acknowledged |= set(said)
            with Book.open(home, RECORDS) as book:
                found = batches(book)
                assert acknowledged <= set(found), "an acknowledged batch is gone"
                assert set(found.values()) <= {BATCH}, "half a batch"
                unheard = len(found) - len(acknowledged)
                if turn % 20 == 0 or turn == KILLS - 1:
                    assert book.trail_broken_at() is None
                    book.quick_check()
                    assert all(step["rows"] == BATCH for step in book.steps(50))
    assert acknowledged  # the rig did record something
    assert 0 <= unheard <= KILLS  # a commit may have happened unseen, once a kill at most


def test_the_rig_finds_a_batch_written_in_two_transactions(tmp_path: Path) -> None:
    make_book(tmp_path).close()
    home, chance = tmp_path / "home", random.Random(2)
    with Nursery() as nursery:
        for _ in range(40):
            nursery.kill("kill_rig:record_in_two_halves", home, after=chance.uniform(0, 0.03))
            with Book.open(home, RECORDS) as book:
                if set(batches(book).values()) - {BATCH}:
                    return
    pytest.fail("forty kills and no half batch seen: the rig cannot find one")


def test_a_folder_half_made_can_be_made_again(tmp_path: Path) -> None:
    chance, cut_short = random.Random(3), 0
    with Nursery() as nursery:
        for turn in range(12):
            home = tmp_path / str(turn)
            said = nursery.kill("kill_rig:begin_folder", home, after=chance.uniform(0, 0.08))
            if (home / "qinglian.db").exists():
                book = Book.open(home, RECORDS)
            else:
                assert said == []
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
    home, chance, seen = tmp_path / "home", random.Random(4), Counter[int]()
    with Nursery() as nursery:
        for turn in range(60):
            nursery.kill("kill_rig:restore_backup", home, after=chance.uniform(0, 0.06))
            with Book.open(home, RECORDS) as book:
                count = book.count(Query("person"))
                seen[count] += 1
                assert count in (1, 2)
                assert book.trail_broken_at() is None
                with book.sealed() as second:
                    second.quick_check()
                if count == 1:
                    make_person(book, "备份以后")
            if turn >= 14 and len(seen) == 2:
                break
    assert set(seen) == {1, 2}  # the kills fell on both sides of the decision
    assert not (home / "还原中").exists()
