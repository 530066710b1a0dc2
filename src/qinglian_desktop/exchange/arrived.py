"""What came before from the same office: how far its stream is here, and which one is its newest.

An office that went back to a backup begins a new stream; bundles of the one it left may still
lie in a drawer.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Protocol

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange.container_header import PROOF, Header
from qinglian_desktop.exchange.payload import PayloadReader
from qinglian_desktop.store.book import Book


class Sent(Protocol):
    """What a bundle says of its place among those of its sender."""

    @property
    def sender(self) -> str: ...
    @property
    def stream_id(self) -> str: ...
    @property
    def bundle_no(self) -> int: ...


def received(book: Book, header: Sent, *where: Where, also_taken_back: bool = False) -> list[Row]:
    """What came before from the same office in the same stream."""
    return book.rows(_same(header, *where)._replace(deleted=also_taken_back))


def taken_back(book: Book, header: Sent) -> list[Row]:
    """Bundles of this stream whose merge was taken back and that were not imported again."""
    came = received(book, header, also_taken_back=True)
    held = {row["bundle_hash"] for row in came if not row["deleted"]}
    return [row for row in came if row["deleted"] and row["bundle_hash"] not in held]


def _same(header: Sent, *where: Where) -> Query:
    # A stream's name is no secret: another office must not be able to speak for it.
    same = Where("from_office", "=", header.sender), Where("stream_id", "=", header.stream_id)
    return Query("received_bundle", (*same, *where))


def reached(book: Book, header: Sent) -> int:
    """How far this stream is here without a gap: the last image number covered from the first."""
    covered = 0
    for base, high, *_ in book.grouped(_same(header), ("base_seq", "high_seq"), "number"):
        if base <= covered:
            covered = max(covered, high)
    return covered


def furthest(book: Book, header: Sent) -> int:
    """The highest image number any bundle of this stream covers, gaps before it or not."""
    return max(
        (high for high, *_ in book.grouped(_same(header), ("high_seq",), "number")), default=0
    )


def missing_numbers(book: Book, header: Sent) -> list[int]:
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
    came = _histories(book, header.sender, header)
    if header.stream_id in came:
        return came[header.stream_id]
    highest = max(came.values(), default=0)
    return told if told >= highest else highest + 1


def is_current(book: Book, header: Header) -> bool:
    """Is this the unit's newest history? An older one may still arrive, out of a drawer."""
    came = _histories(book, header.sender, header)
    if header.stream_id not in came or len(came) == 1:
        return True
    received = Query("received_bundle", (Where("from_office", "=", header.sender),))
    mine = other_computer(book, header)
    rows = [row for row in book.rows(received) if row["signer"] == mine]
    return current_stream(rows) == header.stream_id


def newest_rank(book: Book, office: str) -> int:
    """The rank of the newest history of an office that came here; 0 when none did."""
    return max(_histories(book, office).values(), default=0)


def _histories(book: Book, office: str, of: Header | None = None) -> dict[str, int]:
    """The streams of an office that came, with the highest epoch each has told; `of`: only those
    of the computer that wrote this bundle, since another computer's is no history it has left.
    """
    query = Query("received_bundle", (Where("from_office", "=", office),))
    found: dict[str, int] = {}
    mine = None if of is None else other_computer(book, of)
    for stream, epoch, signer, *_ in book.grouped(
        query, ("stream_id", "epoch", "signer"), "number"
    ):
        if of is None or signer == mine:
            found[stream] = max(found.get(stream, 1), epoch or 1)
    return found


def other_computer(book: Book, header: Header) -> str | None:
    """The key of the computer that wrote this, unless it is the office's first one, whatever keys
    that was enrolled with in its time. A copy of it that goes on by itself, as the street has
    decided, is known by the line it was given.
    """
    if PROOF in header.extra:
        return header.signer_key_id
    own_line = Where("new_stream", "=", header.stream_id), Where("to_office", "=", header.sender)
    return header.stream_id if book.count(Query("fork_decision", own_line)) else None


def by_computer(received: Iterable[Row]) -> list[list[Row]]:
    """The bundles of one office, those of each of its computers together."""
    found: dict[str, list[Row]] = {}
    for row in received:
        found.setdefault(row["signer"] or "", []).append(row)
    return list(found.values())


def streams_of_writer(book: Book, header: Header) -> frozenset[str]:
    """The streams of the computer that wrote this, its earlier histories too."""
    return frozenset((*_histories(book, header.sender, header), header.stream_id))


def own_streams(book: Book, header: Header) -> frozenset[str] | None:
    """The streams of the computer that wrote this; None while its office has only one."""
    mine = streams_of_writer(book, header)
    if PROOF not in header.extra and _histories(book, header.sender).keys() <= mine:
        return None
    return mine


def was_restored(book: Book, office: str) -> bool:
    """Has this office begun anew since the first bundle of it that is here?"""
    query = Query("received_bundle", (Where("from_office", "=", office),))
    computers = by_computer(book.rows(query))
    return any(
        len({row["stream_id"] for row in rows}) > 1 or any((r["epoch"] or 1) > 1 for r in rows)
        for rows in computers
    )
