"""How far has a unit taken in what the street sent down? It says so in its next bundle.

Like upwards, nothing counts as received because it was written: the street's next bundle begins
where the unit says, and holds everything again when the unit says nothing.
"""

from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import arrived, computers
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.payload import PayloadReader
from qinglian_desktop.exchange.records import DownTaken
from qinglian_desktop.store import outbox
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_FACT = "took"


class Taken(NamedTuple):
    """The newest history of the street a unit has met, and how far it has come in it."""

    stream: str
    seq: int
    number: int
    roster: int = 0


def told(book: Book) -> dict[str, Any]:
    """The fact of a unit's bundle; nothing as long as nothing came down."""
    taken = taken_here(book)
    return {_FACT: taken._asdict()} if taken else {}


def taken_here(book: Book) -> Taken | None:
    """At a unit: what it has taken in of its street."""
    from_street = Where("from_office", "=", book.unit.street_id)
    rows = [] if book.unit.is_street else book.rows(Query("received_bundle", (from_street,)))
    stream = arrived.current_stream(rows)
    if not stream:
        return None
    rows = [row for row in rows if row["stream_id"] == stream]
    newest = max(rows, key=lambda row: row["number"])
    held = book.setting("roster") or {}
    seq = 0 if newest["needs_full"] else _reach(rows)
    return Taken(stream, seq, newest["number"], int(held.get("version", 0)))


def _reach(rows: list[Row]) -> int:
    covered = 0
    for row in sorted(rows, key=lambda row: int(row["base_seq"])):
        if row["base_seq"] <= covered:
            covered = max(covered, int(row["high_seq"]))
    return covered


def note(change: Change, header: Header, reader: PayloadReader) -> None:
    """At the street, while a unit's bundle is merged: what it says it has taken in.

    The newest bundle of the unit's newest history is believed, also when it says less than the
    ones before: the unit went back to a backup and lacks what it had.
    """
    given = reader.manifest.facts.get(_FACT)
    taken = (_read(given) if isinstance(given, dict) else None) or Taken("", 0, 0)
    book = change.book
    mine = arrived.streams_of_writer(book, header)  # each computer of an office says it for itself
    known = next((row for row in _of(book, header.sender) if row["from_stream"] in mine), None)
    alone = arrived.own_streams(book, header) is None
    if known is None and not taken.stream and alone:
        return
    if known and known["from_stream"] == header.stream_id:
        if known["from_number"] > header.bundle_no:
            return  # an older bundle, out of a drawer
    elif known and not arrived.is_current(book, header):
        return
    change.put(
        DownTaken(
            id=known["id"] if known else "",
            from_office=header.sender,
            from_stream=header.stream_id,
            from_number=header.bundle_no,
            street_stream=taken.stream or None,
            seq=taken.seq,
            number=taken.number,
            roster=taken.roster,
            told_at=clock.now(),
        )
    )


def _read(given: dict[str, Any]) -> Taken | None:
    stream = given.get("stream")
    numbers = [given.get(name) for name in ("seq", "number", "roster")]
    if type(stream) is not str or not 0 < len(stream) <= 64:
        return None
    if not all(type(number) is int and 0 <= number < 2**53 for number in numbers):
        return None
    return Taken(stream, *[int(number or 0) for number in numbers])


def base_for(book: Book, office: str) -> int:
    """At the street: from where the next bundle to this unit begins; 0 means everything.

    A street that went back to a backup begins a new stream, and nobody has confirmed that yet.
    """
    slowest = told_by(book, office)
    if not slowest or not slowest["street_stream"]:
        return 0
    return outbox.within(book.connection, int(slowest["seq"]))


def told_by(book: Book, office: str) -> Row | None:
    """At the street: the word of the unit's slowest computer that is in use; what it lacks counts.

    What it says of a stream the street has left behind is nothing.
    """
    stopped = computers.stopped_streams(book, office)
    words = [
        row if row["street_stream"] == book.unit.stream_id else {**row, "street_stream": None}
        for row in _of(book, office)
        if row["from_stream"] not in stopped
    ]
    return min(words, key=lambda row: (bool(row["street_stream"]), row["seq"]), default=None)


def _of(book: Book, office: str) -> list[Row]:
    return book.rows(Query(DownTaken.table, (Where("from_office", "=", office),)))
