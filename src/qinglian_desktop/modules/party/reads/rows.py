"""The rows of this office, and the packs they are looked at by."""

from datetime import date

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.party import rules
from qinglian_desktop.store.book import Book


def pack_of(book: Book, day: date | None = None) -> Pack:
    return book.pack(rules.PACK, day or clock.today())


def own(book: Book, record: type[Record], *where: Where, order: str = "") -> list[Row]:
    """Rows of this office, in the order of a field."""
    mine = Where("owner", "=", book.unit.office_id)
    ordered = ((order, False),) if order else ()
    return book.rows(Query(record.table, (mine, *where), order=ordered))


def there(book: Book, record: type[Record], row_id: str) -> Row:
    """Refused when the row is gone."""
    row = book.row(record.table, row_id)
    if row is None or row["deleted"]:
        raise Refused(f"这条{record.label}已经不在了", "请刷新列表再试", code="QL-PA-020")
    return row


def year_until(year: int, until: date) -> date:
    """The day up to which a year is looked at: the given one, or its own last."""
    return min(date(year, 12, 31), until)


def within(field: str, first: date, last: date) -> tuple[Where, Where]:
    """Days from the first to the last, as conditions."""
    return Where(field, ">=", first.isoformat()), Where(field, "<=", last.isoformat())
