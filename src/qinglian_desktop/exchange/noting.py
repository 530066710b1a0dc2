"""The line about a bundle that came in: what its label said, and what became of its rows.

The sentences every road says of a bundle stand here too.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.exchange import arrived as before
from qinglian_desktop.exchange import intake, reads
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.records import ReceivedBundle
from qinglian_desktop.exchange.road import Arrived
from qinglian_desktop.store.book import Book


def received(
    book: Book, arrived: Arrived, notes: Iterable[str], *, first_moment: bool = False, **told: Any
) -> ReceivedBundle:
    """The line of this bundle, written anew where it came before; `told` is what its kind adds.

    With `first_moment` it keeps the moment at which the bundle came first.
    """
    header, preview = arrived.header, arrived.preview
    if arrived.current:  # one left from before a restore says nothing of the program of today
        reads.note(book, header)
    known = book.find(ReceivedBundle, bundle_hash=header.hash)
    facts: dict[str, Any] = {
        "id": known["id"] if known else "",
        "bundle_id": header.bundle_id,
        "from_office": header.sender,
        "from_name": preview.from_name,
        "number": header.bundle_no,
        "stream_id": header.stream_id,
        "base_seq": header.base_seq,
        "high_seq": header.high_seq,
        "full": header.full,
        "bundle_hash": header.hash,
        "prev_hash": header.prev_bundle_hash or None,
        "new_count": preview.new,
        "changed_count": preview.changed,
        "same_count": preview.same,
        "refused_count": preview.returned.count,
        "note": "；".join(notes) or None,
        "trail_head": intake.trail_head(arrived.reader) or None,
        "epoch": arrived.epoch,
        "received_at": known["received_at"] if known and first_moment else clock.now(),
        "returned": intake.spelled(preview.returned),
        "unknown_tables": " ".join(sorted(preview.unknown)) or None,
    }
    return ReceivedBundle(**facts | told)


# -- in words ----------------------------------------------------------------------------------


def here_already(header: Header, since: str) -> str:
    """This very bundle was taken in before, at the moment `since`."""
    return f"第 {header.bundle_no} 号包已于 {since[:10]} 导入，不会重复"


def gap(book: Book, header: Header, remedy: str) -> Iterator[str]:
    """Something before this bundle is wanting; nothing where all before it is here."""
    if header.base_seq > before.reached(book, header):
        missing = "、".join(str(number) for number in before.missing_numbers(book, header))
        yield f"缺第 {missing or '前面的'} 号包。本次内容已收，{remedy}"


def unread(tables: Iterable[str]) -> Iterator[str]:
    """Some of its tables this program does not know yet."""
    if any(tables):
        yield "有些内容本机的程序还看不懂，升级以后对方会自动再带来，也可以把这一包再读一次"
