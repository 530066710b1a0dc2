"""kill -9 while years are closed, carried, or brought up to date: each archive is one, or is not.

QINGLIAN_EXPLORE=1 kills at every mark.
"""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from faults.counting import counted
from kill_rig import EXPLORE, Moment, Nursery
from office import make_book, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import archives, copies
from qinglian_desktop.store.book import Book
from store.kill_jobs import with_later_step

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are needed")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with make_book(tmp_path) as book:
        make_person(book, "李建华")
        book.files.add(b"photo" * 500)
        book.catch_up_words()
        return book.home


def moments(nursery: Nursery, job: str, home: Path) -> list[int]:
    """The marks to kill at: all, or a few from beginning to end."""
    probe = home.parent / "probe" / "home"
    shutil.copytree(home, probe)
    marks = len(nursery.kill(f"store.kill_jobs:{job}", probe, Moment(999, 0.0)).marks)
    assert marks >= 8
    return list(range(marks + 1)) if EXPLORE else [marks // 2, marks - 2]


def victim(home: Path, mark: int) -> Path:
    made = home.parent / f"victim {mark}" / "home"
    shutil.copytree(home, made)
    return made


def whole_years(book: Book) -> list[int]:
    """The archives that are listed, each checked and opened."""
    found = archives.listed(book.home)
    for archive in found:
        assert archives.check(book, archive) == ""
        with archives.opened(book, archive, RECORDS) as then:
            assert [row["name"] for row in then.rows(Query("person"))] == ["李建华"]
            then.quick_check()
    return [archive.year for archive in found]


def test_a_year_is_closed_or_not_and_can_be_closed_again(home: Path) -> None:
    with Nursery() as nursery:
        points = moments(nursery, "close_years", home)
        for mark in points:
            dead = victim(home, mark)
            death = nursery.kill("store.kill_jobs:close_years", dead, Moment(mark, 0.0))
            with Book.open(dead, RECORDS) as book:
                years = whole_years(book)
                assert {int(said) for said in death.said if said.isdigit()} <= set(years)
                for copy in copies.listed(dead.parent / "盘" / "存档" / "2025年"):
                    assert copy.is_told and copy.sums
                for year in {2024, 2025} - set(years):
                    archives.close_year(book, year, RECORDS)
                archives.carry_along(book, dead.parent / "盘")
                assert whole_years(book) == [2025, 2024]
                assert book.trail_broken_at() is None and book.count(Query("person")) == 1
            assert not list((dead / "存档").rglob("*.part"))
            assert len(archives.listed(dead.parent / "盘")) == 2
    counted("F07", len(points), "archives")


def test_brought_up_to_date_it_is_the_old_one_or_the_new_one(home: Path) -> None:
    """An archive that no longer fits its own sums would be called meddled with for ever."""
    with Book.open(home, RECORDS) as book, clock.fixed(date(2026, 1, 5)):
        archives.close_year(book, 2024, RECORDS)
        archives.close_year(book, 2025, RECORDS)
    with Nursery() as nursery:
        points = moments(nursery, "open_years", home)
        for mark in points:
            dead = victim(home, mark)
            nursery.kill("store.kill_jobs:open_years", dead, Moment(mark, 0.0))
            with with_later_step(setattr, lambda _: None), Book.open(dead, RECORDS) as book:
                assert whole_years(book) == [2025, 2024]
            for year in (dead / "存档").iterdir():
                assert len(list(year.iterdir())) == 1, "the old one and what was half made are gone"
    counted("F07", len(points), "archives")
