"""The rows of this office, and the packs they are looked at by."""

from datetime import date

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.archive.records import Problem
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.store.book import Book


def pack_of(book: Book, name: str, day: date | None = None) -> Pack:
    return book.pack(name, day or clock.today())


def own(book: Book, record: type[Record], *where: Where, order: str = "") -> list[Row]:
    """Rows of this office, in the order of a field."""
    mine = Where("owner", "=", book.unit.office_id)
    ordered = ((order, False),) if order else ()
    return book.rows(Query(record.table, (mine, *where), order=ordered))


def there(book: Book, record: type[Record], row_id: str) -> Row:
    """Refused when the row is gone."""
    row = book.row(record.table, row_id)
    if row is None or row["deleted"]:
        raise Refused(f"这条{record.label}已经不在了", "请刷新列表再试", code="QL-SA-063")
    return row


def tasks_of(book: Book, year: int) -> list[Row]:
    """The tasks of a year, in the order of their numbers."""
    return own(book, Task, Where("year", "=", year), order="code")


def problems(book: Book, year: int) -> list[Row]:
    """Problems found in a year, and those of before that were still open when it began.

    One without a day counts from the day on which it was entered: it is in the ledger all the same.
    """
    first, last = f"{year}-01-01", f"{year}-12-31"
    return [
        row for row in own(book, Problem, order="number")
        if (day := row["found_on"] or row["created_at"][:10]) <= last
        and (day >= first or not row["closed_on"] or row["closed_on"] >= first)
    ]  # fmt: skip
