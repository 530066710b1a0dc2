"""Each side holds the other's past: how long a trail was and how it ended, told and countersigned.

A chain alone does not show that somebody wrote it anew from the first link. So a unit's bundle
tells the end of its trail, the street keeps it and signs it in the receipt, and the next bundle
tells what stands at that place now. History rewritten in between is found by the unit's own check
and by the street at the next exchange; not before the first one.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from qinglian_desktop.core import canonical
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import arrived, keys, offices
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.payload import PayloadReader
from qinglian_desktop.store import anchors
from qinglian_desktop.store.book import Book

_MOST = 5  # places of a bundle that are looked at


class Anchor(NamedTuple):
    """A place in a unit's trail and the link that stood there, signed by the street."""

    seq: int
    head: str
    sign: str


# --- the unit ---------------------------------------------------------------------------------


def told(book: Book) -> dict[str, Any]:
    """The manifest's `trail`: where it ends, and what stands now where the street has signed."""
    seq, head = book.trail_head()
    signed = anchors.kept(book.connection, book.unit.stream_id)
    past = [[place, anchors.link_at(book.connection, place)] for place, _ in signed]
    return {"seq": seq, "head": head, **({"past": past} if past else {})}


def read(book: Book, given: Any, street: keys.PublicKeys) -> Anchor | None:
    """The countersign of an `ack.json`; None where there is none, or not one of this street."""
    if not isinstance(given, dict):
        return None
    seq, head, sign = given.get("seq"), given.get("head"), given.get("sign")
    if type(seq) is not int or seq < 1 or type(head) is not str or type(sign) is not str:
        return None
    try:
        signed = bytes.fromhex(sign)
    except ValueError:
        return None
    said = _said(book.unit.office_id, seq, head)
    return Anchor(seq, head, sign) if keys.verify(street.signing, signed, said) else None


# --- the street -------------------------------------------------------------------------------


def countersigned(book: Book, received: Row) -> dict[str, Any]:
    """For the receipt of a bundle: the end of the unit's trail, signed by this street."""
    seq, head = int(received["high_seq"]), received["trail_head"] or ""
    if not seq or not head:
        return {}
    sign = offices.own_keys(book).signing.sign(_said(received["from_office"], seq, head))
    return {"anchor": {"head": head, "seq": seq, "sign": sign.hex()}}


def rewritten(book: Book, header: Header, reader: PayloadReader) -> int:
    """The first place this street holds where the sender's trail is another one now; 0: none."""
    return min(_differing(book, header, reader.manifest.facts.get("trail")), default=0)


def _differing(book: Book, header: Header, trail: Any) -> Iterator[int]:
    past = trail.get("past") if isinstance(trail, Mapping) else None
    for told in past[:_MOST] if isinstance(past, list) else ():
        if not isinstance(told, list) or len(told) != 2 or type(told[0]) is not int:
            continue
        for row in arrived.received(book, header, Where("high_seq", "=", told[0])):
            if row["trail_head"] and row["trail_head"] != told[1]:
                yield told[0]


def words(name: str, seq: int) -> str:
    return f"〔{name}〕第 {seq} 条以前的留痕和以前报来的不一样，请和它核对"


def _said(office: str, seq: int, head: str) -> bytes:
    return b"qlb1-anchor\0" + canonical.dumps([office, seq, head])
