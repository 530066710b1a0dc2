"""Who looked at personal values of a row on the screen? Written down before they are shown."""

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange.records import RevealedRow
from qinglian_desktop.store.batches import LOOK
from qinglian_desktop.store.book import Book


def note(book: Book, table: str, row_id: str, fields: str, why: str = "") -> Changes:
    record = book.tables[table]
    seen = RevealedRow(
        of_table=table,
        of_row=row_id,
        what=record.label,
        shown=fields,
        who=book.operator.name,
        shown_at=clock.now(),
        why=why or None,
    )
    with book.change(f"看了一条{record.label}遮住的个人信息", kind=LOOK) as change:
        change.put(seen)
    return change.changes
