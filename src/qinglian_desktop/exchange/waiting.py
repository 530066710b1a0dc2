"""Which rows name a row that has not come yet? They are kept, counted, and looked up again.

A bundle may come before the one it builds on. Its rows are merged all the same; each link that
leads nowhere yet stands in `waiting_link` until its row comes. Nothing is held back for it, and
nothing is dropped.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Owner, Record, Row, naming
from qinglian_desktop.exchange.records import WaitingLink
from qinglian_desktop.store import merge as merging
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.merge import Merge

_TABLE = WaitingLink.table
NAMED = 3  # rows named in one sentence


class Waiting(NamedTuple):
    """One link that leads nowhere yet."""

    table: str
    row_id: str
    field: str
    what: str  # the row, for a person
    waits_table: str
    waits_for: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.table, self.row_id, self.field


def look(merge: Merge, book: Book, tables: Iterable[str]) -> tuple[Waiting, ...]:
    """The links of a staged bundle that will lead nowhere once it is merged."""
    found = []
    for table in tables:
        record = book.tables[table]
        for name, target in _links(book, record):
            for row in merge.dangling(table, name, target):
                what = f"{record.label}〔{naming(record, row)}〕"[:200]
                found.append(Waiting(table, row["id"], name, what, target, row[name]))
    return tuple(found)


def _links(book: Book, record: type[Record]) -> list[tuple[str, str]]:
    """Links to rows that travel; what never leaves an office is never waited for."""
    travels = {t for t, r in book.tables.records.items() if r.owner is not Owner.LOCAL}
    return [(name, f.link) for name, f in record.fields.items() if f.link in travels]


def keep(change: Change, book: Book, office: str, bundle_id: str, found: Sequence[Waiting]) -> int:
    """Inside the merge: notes what waits from now on; how many that waited have got their row."""
    ended = retry(change, book)
    known = {(r["table_name"], r["row_id"], r["field_name"]): r for r in listed(book)}
    fresh = []
    for one in found:
        before = known.get(one.key)
        if before is None:
            fresh.append(one)
        elif before["waits_for"] != one.waits_for:
            change.put_row(_TABLE, before["id"], {"waits_for": one.waits_for})
    now = clock.now()
    change.add_all(
        WaitingLink,
        [
            {
                "from_office": office,
                "table_name": one.table,
                "row_id": one.row_id,
                "field_name": one.field,
                "what": one.what,
                "waits_table": one.waits_table,
                "waits_for": one.waits_for,
                "bundle_id": bundle_id,
                "since": now,
            }
            for one in fresh
        ],
    )
    return ended


def retry(change: Change, book: Book) -> int:
    """Ends the waiting of every link whose row is here now, or whose own row says otherwise."""
    ended = 0
    for row in listed(book):
        if _is_over(book, row):
            change.drop(_TABLE, row["id"])
            ended += 1
    return ended


def _is_over(book: Book, row: Row) -> bool:
    if merging.there(book.connection, row["waits_table"], [row["waits_for"]]):
        return True
    own = book.row(row["table_name"], row["row_id"])
    return own is None or bool(own["deleted"]) or own[row["field_name"]] != row["waits_for"]


def listed(book: Book, office: str = "") -> list[Row]:
    """What waits, of one office or of all."""
    where = (Where("from_office", "=", office),) if office else ()
    return book.rows(Query(_TABLE, where, order=(("since", False),)))


def sentence(what: Sequence[str]) -> str:
    """3 条等待上游数据（收支〔0003 办公用品〕…）; "" where nothing waits."""
    if not what:
        return ""
    more = "等" if len(what) > NAMED else ""
    return f"{len(what)} 条等待上游数据（{'、'.join(what[:NAMED])}{more}）"
