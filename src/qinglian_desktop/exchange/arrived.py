"""What came before from the same office: how far its stream is here, and which one is its newest.

An office that went back to a backup begins a new stream; bundles of the one it left may still
lie in a drawer.
"""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.payload import PayloadReader
from qinglian_desktop.store.book import Book


class Came(NamedTuple):
    """A bundle that is here already, as far as its stream is asked about."""

    sender: str
    stream_id: str
    bundle_no: int


def received(book: Book, header: Header | Came, *where: Where) -> list[Row]:
    """What came before from the same office in the same stream."""
    return book.rows(_same(header, *where))


def _same(header: Header | Came, *where: Where) -> Query:
    # A stream's name is no secret: another office must not be able to speak for it.
    same = Where("from_office", "=", header.sender), Where("stream_id", "=", header.stream_id)
    return Query("received_bundle", (*same, *where))


def reached(book: Book, header: Header | Came) -> int:
    """How far this stream is here without a gap: the last image number covered from the first."""
    covered = 0
    for base, high, *_ in book.grouped(_same(header), ("base_seq", "high_seq"), "number"):
        if base <= covered:
            covered = max(covered, high)
    return covered


def furthest(book: Book, header: Header) -> int:
    """The highest image number any bundle of this stream covers, gaps before it or not."""
    return max(
        (high for high, *_ in book.grouped(_same(header), ("high_seq",), "number")), default=0
    )


def missing_numbers(book: Book, header: Header | Came) -> list[int]:
    """The first 20 numbers before this bundle of which nothing arrived.

    Ask only where there is a gap: a number may have been spent on a stick that was full.
    """
    have = {number for number, *_ in book.grouped(_same(header), ("number",), "number")}
    lacking = (number for number in range(1, header.bundle_no) if number not in have)
    return list(islice(lacking, 20))


def epoch_of(reader: PayloadReader) -> int:
    """How often the sender's history began anew, as it says; 1 where it does not say."""
    told = reader.manifest.facts.get("epoch")
    return told if type(told) is int and 0 < told < 2**31 else 1


def current_stream(received: Iterable[Row]) -> str:
    """The newest history among the bundles of one office, in the order they first came."""
    order: dict[str, tuple[int, int]] = {}
    for place, row in enumerate(received):
        order.setdefault(row["stream_id"], (row["epoch"] or 1, place))
    return max(order, key=lambda stream: order[stream], default="")


def rank_of(book: Book, header: Header, told: int) -> int:
    """Where a history stands among those of its office; the highest is the newest.

    That is its epoch. A history nobody here has seen that tells a lower one comes from a computer
    that knows nothing of the restores since (a new one, or an old backup on another): it ranks as
    the newest all the same, because what an office works with now must never count as gone.
    """
    came = _histories(book, header.sender)
    if header.stream_id in came:
        return came[header.stream_id]
    highest = max(came.values(), default=0)
    return told if told >= highest else highest + 1


def is_current(book: Book, header: Header) -> bool:
    """Is this the unit's newest history? An older one may still arrive, out of a drawer."""
    came = _histories(book, header.sender)
    if header.stream_id not in came or len(came) == 1:
        return True
    received = Query("received_bundle", (Where("from_office", "=", header.sender),))
    return current_stream(book.rows(received)) == header.stream_id


def newest_rank(book: Book, office: str) -> int:
    """The rank of the newest history of an office that came here; 0 when none did."""
    return max(_histories(book, office).values(), default=0)


def _histories(book: Book, office: str) -> dict[str, int]:
    """The streams of an office that came, with the highest epoch each has told."""
    query = Query("received_bundle", (Where("from_office", "=", office),))
    found: dict[str, int] = {}
    for stream, epoch, *_ in book.grouped(query, ("stream_id", "epoch"), "number"):
        found[stream] = max(found.get(stream, 1), epoch or 1)
    return found


def was_restored(book: Book, office: str) -> bool:
    """Has this office begun anew since the first bundle of it that is here?"""
    came = _histories(book, office)
    return len(came) > 1 or any(epoch > 1 for epoch in came.values())
