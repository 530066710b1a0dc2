"""The whole 体检: what the store sees, what other offices have signed, what was sent long ago."""

from collections.abc import Callable
from pathlib import Path

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange import outgoing
from qinglian_desktop.exchange.records import SentBundle
from qinglian_desktop.store import health, mending
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.health import Fault

SENT = "sent"  # mended here: the store knows no bundles


def look(book: Book, tick: Callable[[int, int], bool] | None = None) -> list[Fault]:
    """Everything that is wrong, in the order of the harm; nothing is written."""
    found = health.look(book, tick)
    left = acknowledged(book)
    if left:
        said = f"本机还留着 {len(left):,} 个街道已经收下的报送包"
        found.append(Fault("报送", said, "可以清掉，省地方", "清掉", SENT))
    return found


def acknowledged(book: Book) -> list[Path]:
    """Local copies of bundles that the street has confirmed; the others stay until it does."""
    if book.unit.is_street:
        return []
    reached = outgoing.acked_seq(book)
    stream = Where("stream_id", "=", book.unit.stream_id)
    rows = book.rows(Query(SentBundle.table, (stream, Where("high_seq", "<=", reached))))
    wanted = {f"{book.unit.stream_id[-12:]}-{row['number']:03d}" for row in rows if reached}
    listed = sorted((book.home / "outgoing").glob("*.qlb"))
    return [path for path in listed if path.stem in wanted]


def mend(book: Book, what: str) -> Changes:
    if what != SENT:
        return mending.mend(book, what)
    left = acknowledged(book)
    for path in left:
        path.unlink(missing_ok=True)
    return Changes(f"清掉 {len(left):,} 个收下了的包")
