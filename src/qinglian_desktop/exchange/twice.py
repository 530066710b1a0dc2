"""Rows people know by the same number or name: each was entered without the other one known."""

from collections.abc import Iterator
from typing import Any

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.store.book import Book

NUMBERED = ("entry", "voucher")  # whose numbers are put right together


def rows(book: Book, table: str) -> Iterator[Row]:
    """The second one of each two, and every further one."""
    record = book.tables[table]
    seen: set[tuple[Any, ...]] = set()
    for row in book.rows(Query(table, (Where("owner", "=", book.unit.office_id),))):
        number = tuple(row[name] for name in record.key)
        year = str(row[record.restarts] or "")[:4] if record.restarts else ""
        if None not in number and (number, year) in seen:
            yield row
        seen.add((number, year))
