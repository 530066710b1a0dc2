"""Which deadlines stand in this book, by which rules, and which of them does a calendar move?"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core import reckoning
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.reckoning import Reckoning
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.store.book import Book


class Dated(NamedTuple):
    """One deadline of one row of this office, with the rules that gave it."""

    record: type[Record]
    row: Row
    field: str
    day: date
    reckoned: Reckoning


class Moved(NamedTuple):
    """A deadline that is another day by the calendar of now."""

    dated: Dated
    again: Reckoning


IsOpen = Callable[[str, Row], bool]  # (table, row): does its deadline still run?


def reckoned(book: Book) -> list[Dated]:
    """Every deadline of this office whose reason can be worked out again."""
    return list(_each(book))


def _each(book: Book) -> Iterator[Dated]:
    own = Where("owner", "=", book.unit.office_id)
    for record in book.tables.records.values():
        for field, why in record.deadlines.items():
            there = Where(field, "filled"), Where(why, "filled")
            for row in book.rows(Query(record.table, (own, *there))):
                found = reckoning.parse(row[why])
                if found is not None:
                    yield Dated(record, row, field, date.fromisoformat(row[field]), found)


def moved(book: Book, calendar: Calendar, is_open: IsOpen) -> list[Moved]:
    """The open deadlines that this calendar gives another day, the earliest first."""
    found = []
    for one in _each(book):
        if one.day != one.reckoned.day or not is_open(one.record.table, one.row):
            continue  # set by hand since, or done
        again = one.reckoned.again(calendar)
        if again.day != one.day:
            found.append(Moved(one, again))
    return sorted(found, key=lambda move: (move.dated.day, move.again.day))


def accept(book: Book, chosen: Sequence[Moved], is_open: IsOpen) -> Changes:
    """Gives these deadlines their new day and reason, in one change that can be undone.

    One that was changed, done or deleted since it was listed stays as it is. `result` is the
    number of those that moved.
    """
    with book.change("期限按放假安排改") as change:
        done = 0
        for (record, before, field, day, _), again in chosen:
            row = book.row(record.table, before["id"])
            if row is None or row["deleted"] or row[field] != day.isoformat():
                continue
            if is_open(record.table, row):
                why = record.deadlines[field]
                draft = {field: again.day.isoformat(), why: again.stored()}
                change.put_row(record.table, row["id"], draft)
                done += 1
        change.result = done
    return change.changes
