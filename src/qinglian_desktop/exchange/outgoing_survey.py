"""What would a bundle written now hold, how large would it be, and what has the street by now?"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.exchange import outgoing_rows
from qinglian_desktop.store import outbox, shapes
from qinglian_desktop.store.book import Book

ROW_SIZE = 130  # bytes of an ordinary row in the file; measured
_AROUND = 16 * 1024  # bytes of an empty bundle


class Plan(NamedTuple):
    """`base`: rows changed after this image go, 0 means all of them."""

    base: int
    photos_base: int  # photos named after this one go, 0 means all; a quarter's bundle begins later
    version: int
    held_back: tuple[str, ...]  # labels of tables the street's program has no words for
    unread: frozenset[str]  # tables it could not read the last time: they go whole until it can
    notes: tuple[str, ...]  # why this one is larger, or lacks something; in words

    @property
    def claims(self) -> bool:
        """May this bundle say that it holds all up to the end? Not where something stays here."""
        return not self.held_back


class Photo(NamedTuple):
    """A photo or scan that would go along, with its size in bytes."""

    file_id: str
    size: int


class Survey(NamedTuple):
    """The content of a bundle before it is written."""

    full: bool
    tables: tuple[tuple[str, int], ...]  # (label, rows), the most rows first
    photos: tuple[Photo, ...]  # newest first
    base: int
    waiting: int  # rows the street has not confirmed
    notes: tuple[str, ...]  # why it is larger than usual, or lacks something
    whole: bool = True  # nothing stays here that the street cannot read

    @property
    def rows(self) -> int:
        return sum(count for _, count in self.tables)

    @property
    def photo_size(self) -> int:
        return sum(photo.size for photo in self.photos)

    @property
    def rows_size(self) -> int:
        """About so many bytes of the file without its photos."""
        return self.rows * ROW_SIZE + _AROUND

    @property
    def size(self) -> int:
        """About so many bytes on the stick."""
        return self.rows_size + self.photo_size


def acked_seq(book: Book) -> int:
    """How far the street has confirmed this stream; 0 where a full bundle is wanted.

    A lower receipt of the same street stream never takes it back. A restored street begins a new
    stream; whichever of its streams answers to our newest bundle is the one that counts.
    """
    receipts = book.rows(Query("receipt", (Where("stream_id", "=", book.unit.stream_id),)))
    if not receipts:
        return 0
    number = max(r["number"] for r in receipts)
    newest = [r for r in receipts if r["number"] == number]
    reached = min(
        max(int(r["acked_seq"]) for r in receipts if r["street_stream"] == one["street_stream"])
        for one in newest
    )
    # Confirmed beyond what this file holds: it is an older copy, and only everything will do.
    beyond = reached > outbox.high_seq(book.connection)
    if beyond or any(r["needs_full"] for r in newest):
        return 0
    return outbox.within(book.connection, reached)


def survey(
    book: Book, records: Collection[type[Record]], plan: Plan, more: Collection[str] = ()
) -> Survey:
    """What a bundle of this plan would hold; `more` are photos the street asked for."""
    own, since = (book.unit.office_id,), plan.photos_base
    tables, blobs, waiting = list[tuple[str, int]](), dict.fromkeys(more), 0
    with outbox.snapshot(book.connection):
        changed = outbox.changed_since(book.connection, since) if since else {}
        for record in records:
            touched = changed.get(record.table, {}) if since else None
            if shapes.was(record.table, plan.version) is None:
                waiting += _count(book, record, touched)
                continue
            ids = touched if plan.base and record.table not in plan.unread else None
            count = _count(book, record, ids)
            tables += [(record.label, count)] if count else []
            waiting += count if ids is touched else _count(book, record, touched)
            if touched is None or touched:
                outgoing_rows.photos_of(book, record, own, touched, blobs)
    tables.sort(key=lambda one: (-one[1], one[0]))
    went = newest_first(book, blobs)
    return Survey(
        plan.base == 0, tuple(tables), went, plan.base, waiting, plan.notes, whole=plan.claims
    )


def _count(book: Book, record: type[Record], ids: Collection[str] | None) -> int:
    """This office's rows of a table: all, or those of `ids`."""
    if ids is not None and not ids:
        return 0
    return outbox.count_of(book.connection, record.table, (book.unit.office_id,), ids)


def newest_first(book: Book, file_ids: Collection[str]) -> tuple[Photo, ...]:
    """The photos this computer has of these, the one taken in last first."""
    found = []
    for file_id in file_ids:
        size = book.files.size(file_id)
        if size:  # else it is named by a row, and gone here
            taken = book.files.path(file_id).stat().st_mtime
            found.append((taken, Photo(file_id, size)))
    return tuple(photo for _, photo in sorted(found, key=lambda one: (-one[0], one[1].file_id)))


def standing(book: Book, acked: int, waiting: int) -> str:
    """街道已确认至 5月3日 第 1,204 条；未确认 37 条；最近收到街道 12 天前"""
    parts = []
    day = outbox.entered_on(book.connection, acked) if acked else None
    if day is not None:
        parts.append(f"街道已确认至 {day.month}月{day.day}日 第 {acked:,} 条")
    else:
        parts.append("街道还没有确认过")
    parts.append(f"未确认 {waiting:,} 条")
    came = _last_heard(book)
    parts.append("还没有收到过街道的文件" if came is None else f"最近收到街道 {_ago(came)}")
    return "；".join(parts)


def _last_heard(book: Book) -> date | None:
    answers: list[Row] = book.rows(Query("receipt", order=(("received_at", True),), limit=1))
    street = Where("from_office", "=", book.unit.street_id)
    bundles = book.rows(
        Query("received_bundle", (street,), order=(("received_at", True),), limit=1)
    )
    days = [str(row["received_at"])[:10] for row in (*answers, *bundles)]
    return date.fromisoformat(max(days)) if days else None


def _ago(day: date) -> str:
    days = (clock.today() - day).days
    return "今天" if days <= 0 else f"{days} 天前"
