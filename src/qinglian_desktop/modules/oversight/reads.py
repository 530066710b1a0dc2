"""Rows of supervision as papers and due items ask for them."""

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.oversight.records import SupervisionItem
from qinglian_desktop.store.book import Book


def there(book: Book, record: type[Record], row_id: str) -> Row:
    """Refused when it is gone."""
    row = book.row(record.table, row_id)
    if row is None or row["deleted"]:
        raise Refused(f"这条{record.label}已经不在了", "请刷新列表再试", code="QL-OV-005")
    return row


def items_of(book: Book, meeting_id: str) -> list[Row]:
    """What a meeting looked at, in the order it was written down."""
    where = (Where("meeting_id", "=", meeting_id),)
    return book.rows(Query(SupervisionItem.table, where, order=(("created_at", False),)))
