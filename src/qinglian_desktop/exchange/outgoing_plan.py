"""What will the next report hold, from where on, in which version of the rows, and why?

Worked out before anything is written, so that the card of the page says it beforehand.
"""

from collections.abc import Iterator

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import reads
from qinglian_desktop.exchange.outgoing_survey import Plan
from qinglian_desktop.exchange.records import Receipt, SentBundle
from qinglian_desktop.store import shapes
from qinglian_desktop.store.book import Book


def of(book: Book, tables: list[str], acked: int, *, full: bool = False) -> Plan:
    """The next report of this unit; `acked` is how far the street has confirmed."""
    version = reads.version_for(book, book.unit.street_id)
    back, last = tuple(reads.held_back(book, tables, version)), _last_full(book)
    nothing_goes = shapes.is_beyond(version)
    quarterly = acked > 0 and not full and not nothing_goes and _is_due(book, last)
    base = 0 if full or quarterly else acked
    missed = unread(book)
    labels = [book.tables[table].label for table in tables if table in missed and base]
    notes = tuple(_notes(version, back, labels, quarterly=quarterly))
    return Plan(base, acked if quarterly else base, version, back, missed, notes)


def _notes(
    version: int, back: tuple[str, ...], unread: list[str], *, quarterly: bool
) -> Iterator[str]:
    if quarterly:
        what = "能带的内容都" if back else "全部内容"
        yield (
            f"这次比平时大：每个季度第一次报送，程序自动把{what}带一遍，"
            "街道好逐条核对。照片只带新的，不用多做什么"
        )
    yield from reads.words("街道", version, back)
    if unread:
        yield f"〔{reads.named(unread)}〕街道的程序还看不到，这次整表再带一遍，街道升级后就能看到"


def unread(book: Book) -> frozenset[str]:
    """Tables the newest receipt of this history says the street could not read."""
    own = (Where("stream_id", "=", book.unit.stream_id),)
    newest = book.rows(
        Query(Receipt.table, own, order=(("number", True), ("received_at", True)), limit=1)
    )
    return frozenset((newest[0]["unknown_tables"] or "").split()) if newest else frozenset()


# -- a whole bundle each quarter ---------------------------------------------------------------


def _last_full(book: Book) -> Row | None:
    where = (
        Where("stream_id", "=", book.unit.stream_id),
        Where("full", "=", True),
        Where("kind", "in", ("up", None)),
    )
    found = book.rows(Query(SentBundle.table, where, order=(("number", True),), limit=1))
    return found[0] if found else None


def _is_due(book: Book, last: Row | None) -> bool:
    """None was written this quarter, or it is lost: the street has answered a later one only."""
    if last is None or _quarter(last["written_at"]) != _quarter(clock.today().isoformat()):
        return True
    answered = book.rows(Query(Receipt.table, (Where("stream_id", "=", book.unit.stream_id),)))
    later = any(row["number"] > last["number"] for row in answered)
    return later and not any(row["bundle_id"] == last["bundle_id"] for row in answered)


def _quarter(moment: str) -> tuple[str, int]:
    return moment[:4], (int(moment[5:7]) - 1) // 3
