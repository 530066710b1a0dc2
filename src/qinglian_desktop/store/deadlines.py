"""Which deadlines stand in this book, and by which rules? Reads every declared one."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core import reckoning
from qinglian_desktop.core.module import Query, Where
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
