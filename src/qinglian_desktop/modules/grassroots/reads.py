"""The rows of a self-check as papers and due items ask for them."""

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.grassroots.records import (
    LISTED,
    MovedDown,
    MovedDownLog,
    PartyCheck,
    PartyCheckMeasure,
    PartyCheckMonth,
    PartyCheckPoint,
)
from qinglian_desktop.store.book import Book


def there(book: Book, record: type[Record], row_id: str) -> Row:
    """Refused when it is gone."""
    row = book.row(record.table, row_id)
    if row is None or row["deleted"]:
        raise Refused(f"这条{record.label}已经不在了", "请刷新列表再试", code="QL-PA-045")
    return row


def points_of(book: Book, check_id: str) -> list[Row]:
    return _of(book, PartyCheckPoint, check_id, "created_at")


def measures_of(book: Book, check_id: str) -> list[Row]:
    return _of(book, PartyCheckMeasure, check_id, "due_on")


def months_of(book: Book, check_id: str) -> list[Row]:
    return _of(book, PartyCheckMonth, check_id, "month")


def _of(book: Book, record: type[Record], check_id: str, order: str) -> list[Row]:
    where = (Where("check_id", "=", check_id),)
    return book.rows(Query(record.table, where, order=((order, False),)))


def on_the_list(book: Book) -> list[Row]:
    """The checks of this office that led to the list and are not struck off, dated or not."""
    where = (
        Where("owner", "=", book.unit.office_id),
        Where("outcome", "=", LISTED),
        Where("cleared_on", "empty"),
    )
    return book.rows(Query(PartyCheck.table, where, order=(("listed_on", False),)))


def moved_in(book: Book, year: int) -> list[Row]:
    """What was moved down to this office in a year or still is, in the order it came."""
    mine = (Where("owner", "=", book.unit.office_id),)
    rows = book.rows(Query(MovedDown.table, mine, order=(("kind", False), ("from_on", False))))
    first, last = f"{year}-01-01", f"{year}-12-31"
    return [
        row for row in rows
        if (row["from_on"] or first) <= last and (row["until_on"] or last) >= first
    ]  # fmt: skip


def logs_of(book: Book, year: int) -> list[Row]:
    """Who was there in a year, day by day."""
    where = (
        Where("owner", "=", book.unit.office_id),
        Where("served_on", ">=", f"{year}-01-01"),
        Where("served_on", "<=", f"{year}-12-31"),
    )
    return book.rows(Query(MovedDownLog.table, where, order=(("served_on", False),)))


def logged(book: Book, moved_id: str) -> int:
    """How often it was there."""
    return book.count(Query(MovedDownLog.table, (Where("moved_down_id", "=", moved_id),)))
