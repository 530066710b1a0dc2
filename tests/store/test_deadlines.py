"""Does a new schedule move exactly the open deadlines it touches, and only when accepted?"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.reckoning import parse
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import PlannedPosting
from qinglian_desktop.modules.running import is_open
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.store import deadlines
from qinglian_desktop.store.book import Book

HOLIDAY = date(2027, 1, 15)  # a Friday on which the fourth quarter and December are due


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(date(2026, 11, 24)), make_book(tmp_path, "village") as made:
        disclosure.load_catalog(made, 2026)
        disclosure.plan_year(made, 2026)
        tasks.load_plan(made, 2026)
        yield made


def with_holiday(book: Book, *days: date) -> Calendar:
    calendar = book.calendar()
    more = dict.fromkeys(days, "厂庆")
    return Calendar({**calendar.holidays, **more}, calendar.makeups, calendar.years | {2027})


def rows(book: Book) -> dict[str, tuple[str, str | None]]:
    found = book.records(PlannedPosting)
    return {one.id: (str(one.due_on), one.why) for one in found}


def test_one_more_holiday_lists_exactly_the_open_deadlines_on_it(book: Book) -> None:
    due = [one for one in book.records(PlannedPosting) if one.due_on == HOLIDAY]
    assert len(due) > 5
    with book.change("贴了一份") as change:
        change.put_row("planned_posting", due[0].id, {"state": "已公开"})
    found = deadlines.moved(book, with_holiday(book, HOLIDAY), is_open)
    assert {one.dated.row["id"] for one in found} == {one.id for one in due[1:]}
    assert {(one.dated.day, one.again.day) for one in found} == {(HOLIDAY, date(2027, 1, 18))}
    assert deadlines.moved(book, book.calendar(), is_open) == []


def test_what_is_accepted_moves_and_one_undo_takes_it_back(book: Book) -> None:
    before, calendar = rows(book), with_holiday(book, HOLIDAY)
    found = deadlines.moved(book, calendar, is_open)
    changes = deadlines.accept(book, found[:3], is_open)
    assert changes.result == 3
    after = rows(book)
    moved = [one.dated.row["id"] for one in found[:3]]
    assert {key for key in before if before[key] != after[key]} == set(moved)
    for key in moved:
        day, why = after[key]
        again = parse(why)
        assert again is not None and day == str(again.day) == "2027-01-18"
        assert again.passed[0] == (HOLIDAY, "厂庆放假")
    assert len(deadlines.moved(book, calendar, is_open)) == len(found) - 3
    book.undo(changes.step)
    assert rows(book) == before


def test_what_changed_after_it_was_listed_stays(book: Book) -> None:
    calendar = with_holiday(book, HOLIDAY)
    first, second, third, fourth, *_ = found = deadlines.moved(book, calendar, is_open)
    with book.change("改了") as change:
        change.put_row("planned_posting", first.dated.row["id"], {"due_on": "2027-01-20"})
        change.put_row("planned_posting", second.dated.row["id"], {"state": "不适用"})
        change.drop("planned_posting", third.dated.row["id"])
    kept = rows(book)
    changes = deadlines.accept(book, [first, second, third, fourth], is_open)
    assert changes.result == 1
    after = rows(book)
    assert [key for key in kept if kept[key] != after[key]] == [fourth.dated.row["id"]]
    listed = {one.dated.row["id"] for one in deadlines.moved(book, calendar, is_open)}
    assert first.dated.row["id"] not in listed, "a day set by hand is nobody else's to move"
    assert len(listed) == len(found) - 4


def test_tasks_move_earlier_and_the_paper_on_the_wall_later(book: Book) -> None:
    december = {date(2026, 12, 31) - timedelta(days=n) for n in range(2)}
    found = deadlines.moved(book, with_holiday(book, *december), is_open)
    assert {(one.dated.record.table, str(one.again.day)) for one in found} == {
        ("task", "2026-12-29")
    }
