"""What came into a closed month from elsewhere: another computer of this office that did not know
it was closed, or records handed over to this unit by the street.

The month was closed without it, and what was printed then does not tell it. Each case is named
until the month has been opened, looked at and closed again.
"""

import json
from typing import NamedTuple

from qinglian_desktop.core.kinds import LINK
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Record, Row, naming
from qinglian_desktop.modules.funds.books import BookMonth, Voucher, VoucherLine
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.store import anchors
from qinglian_desktop.store.book import Book

# What stands beside the books: papers, words, who checked.
_BESIDE = frozenset({"files", "note", "decision_no", "reviewer", "reviewed_on"})


class Late(NamedTuple):
    """One closed month and what came into it since."""

    book: str
    month: str
    table: str
    row_id: str  # of the first one
    names: tuple[str, ...]


def came_late(book: Book) -> list[Late]:
    """By month, the earliest first; asked only where anything can come from elsewhere."""
    if not (book.any_of("computer") or book.any_of("transfer_order")):
        return []
    mine = Where("owner", "=", book.unit.office_id), Where("reopened_on", "empty")
    closings = book.rows(Query(BookMonth.table, mine, order=(("month", False),)))
    keys = [(BookMonth.table, row["id"]) for row in closings]
    last = anchors.newest(book.connection, keys)
    # Closed on several computers: the last closing has seen what came before it.
    closed: dict[tuple[str, str], int] = {}
    for row in closings:
        place = row["book"], row["month"]
        closed[place] = max(closed.get(place, 0), last.get((BookMonth.table, row["id"]), 0))
    if not closed:
        return []
    tables = {record.table: record for record in (Entry, Voucher, VoucherLine)}
    found: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    images = anchors.came_after(book.connection, tables, min(closed.values()))
    for seq, table, row_id, before, after in images:
        sides = [json.loads(side) for side in (before, after) if side]
        if len(sides) == 2 and not _matters(tables[table], *sides):
            continue
        for side in sides:
            place = side.get("book") or "", str(side.get("day") or "")[:7]
            if seq > closed.get(place, 1 << 62):
                key, name = _named(book, table, row_id, side)
                found.setdefault(place, {})[key] = name
    return [
        Late(account, month, *next(iter(rows)), tuple(rows.values()))
        for (account, month), rows in sorted(found.items(), key=lambda one: one[0][1])
    ]


def _matters(record: type[Record], before: Row, after: Row) -> bool:
    names = [n for n, f in record.fields.items() if n not in _BESIDE and f.kind is not LINK]
    return any(before.get(name) != after.get(name) for name in ("deleted", *names))


def _named(book: Book, table: str, row_id: str, side: Row) -> tuple[tuple[str, str], str]:
    """A line is called by its voucher."""
    record: type[Record] = Entry
    if table != Entry.table:
        record, row_id = Voucher, side["voucher_id"] if table == VoucherLine.table else row_id
        side = book.row(Voucher.table, row_id) or side
    gone = "（已删）" if side.get("deleted") else ""
    return (record.table, row_id), f"{naming(record, side)}{gone}"
