"""The photos and scans of the other side: which came, and which are still to come?

Rows are merged whether their photos are here or not. What a bundle says its rows name and is not
here is wanted; the receipt asks for it.
"""

import json
from collections.abc import Mapping
from typing import Any

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.exchange import outgoing_rows, payload_limits
from qinglian_desktop.exchange.container_header import MORE, Header
from qinglian_desktop.exchange.payload import PayloadReader
from qinglian_desktop.exchange.records import Receipt
from qinglian_desktop.store import wanted_files
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_MOST = 5000  # photos a receipt asks for by name; beyond, they are only counted


def keep_all(book: Book, reader: PayloadReader) -> list[str]:
    """The photos of a bundle into the folder of files; each was proved; their ids."""
    ids = [sha256 for sha256, _ in reader.blobs()]
    for sha256 in ids:
        if not book.files.has(sha256):
            book.files.add(reader.blob(sha256))
    return ids


def note(change: Change, office: str, reader: PayloadReader, *, full: bool = False) -> str:
    """What the rows of a bundle name and is not here is wanted; in words, "" when nothing is.

    After a `full` bundle what its rows name no more is not waited for any longer.
    """
    book = change.book
    wanted_files.came(book.connection, office, [sha256 for sha256, _ in reader.blobs()])
    named = _named(reader.manifest.facts)
    lacking = {sha256: size for sha256, size in named.items() if not book.files.has(sha256)}
    wanted_files.note(book.connection, office, lacking)
    if full:
        forget_unnamed(change, office)
    return sentence(book, office)


def forget_unnamed(change: Change, office: str) -> None:
    """Rows went back or came whole: what no row here names any more is not waited for."""
    book = change.book
    if not wanted_files.count(book.connection, office):
        return
    named: dict[str, None] = {}
    for record in book.tables.records.values():
        outgoing_rows.photos_of(book, record, (office,), None, named)
    wanted_files.keep_only(book.connection, office, named)


def sentence(book: Book, office: str) -> str:
    """How many photos of an office have not come; "" when all have."""
    missing = wanted_files.count(book.connection, office)
    return f"照片还有 {missing} 张未送达，可以以后再补" if missing else ""


def asked_for(book: Book, office: str) -> dict[str, Any]:
    """What a receipt says about photos: which are wanted, and how many in all."""
    missing = wanted_files.count(book.connection, office)
    wanted = wanted_files.listed(book.connection, office, _MOST)
    return {"blobs_missing": missing, "blobs_wanted": wanted}


def _named(facts: Mapping[str, Any]) -> dict[str, int]:
    """The photos that rows of a bundle name, as its manifest tells; none where it does not."""
    told = facts.get("blobs")
    if not isinstance(told, dict) or len(told) > payload_limits.LIMITS.members:
        return {}
    return {
        name: size
        for name, size in told.items()
        if _is_id(name) and type(size) is int and 0 <= size < 2**40
    }


def wanted_text(told: Mapping[str, Any]) -> str | None:
    """What a receipt asks for, as the unit keeps it; None where it does not tell."""
    wanted = told.get("blobs_wanted")
    if not isinstance(wanted, list) or len(wanted) > _MOST:
        return None
    return json.dumps([one for one in wanted if isinstance(one, str) and _is_id(one)])


def missing_count(told: Mapping[str, Any]) -> int | None:
    """How many photos a receipt says are missing; None where it does not tell."""
    missing = told.get("blobs_missing")
    return missing if type(missing) is int and 0 <= missing < 2**31 else None


def wanted_by_the_street(book: Book) -> list[str]:
    """What the newest receipt of this history asks for; at a unit."""
    own = (Where("stream_id", "=", book.unit.stream_id),)
    found = book.rows(
        Query(Receipt.table, own, order=(("number", True), ("received_at", True)), limit=1)
    )
    return json.loads(found[0]["files_wanted"] or "[]") if found else []


def answered(header: Header) -> str:
    """The hash of the bundle a receipt answers: a further volume speaks for its first."""
    return header.prev_bundle_hash if header.kind == MORE else header.hash


def _is_id(text: str) -> bool:
    return payload_limits.SHA256.fullmatch(text) is not None
