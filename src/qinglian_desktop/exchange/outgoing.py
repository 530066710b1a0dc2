"""Writes this office's bundle: what changed since the street's last receipt, sealed to the street.

The other side is never assumed to have what was only exported; the base is the newest receipt.
"""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from qinglian_desktop import __version__
from qinglian_desktop.core import check, clock
from qinglian_desktop.core.access import leaves
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused, Stopped
from qinglian_desktop.core.record import Owner, Record, naming
from qinglian_desktop.exchange import offices, practice, stick
from qinglian_desktop.exchange.payload import PayloadWriter
from qinglian_desktop.exchange.records import Receipt, SentBundle
from qinglian_desktop.exchange.sealing import SealedFile, seal
from qinglian_desktop.store import envelope, merge, outbox
from qinglian_desktop.store.book import Book

Tick = Callable[[int, int], bool]
_CHAIN = "last_bundle"  # stream and hash of the bundle sealed last
SCHEMA = 1  # raised when an older program could misunderstand the rows


@dataclass(frozen=True, slots=True)
class SentFile:
    """A bundle that was written, read back and found equal."""

    path: Path
    number: int
    rows: int
    size: int
    full: bool


def tables_leaving(book: Book) -> list[type[Record]]:
    """The record types an ordinary bundle of this office carries."""
    to = Owner.COMMUNITY if book.unit.is_street else Owner.STREET
    return [record for record in book.tables.records.values() if leaves(record, to)]


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
    return 0 if beyond or any(r["needs_full"] for r in newest) else reached


def preflight(book: Book) -> list[Problem]:
    """What the street would send back: unfinished rows, named, with what is missing."""
    found: list[Problem] = []
    for record in tables_leaving(book):
        waiting = book.waiting(record.table)
        for row in book.rows(Query(record.table, (Where("owner", "=", book.unit.office_id),))):
            for problem in (*check.problems(record, row), *waiting.get(row["id"], ())):
                what = f"{record.label}〔{naming(record, row)}〕：{problem.what}"
                found.append(Problem(what, problem.remedy, problem.field, value=row["id"]))
    return found


def export_bundle(
    book: Book, to_dir: Path, *, full: bool = False, tick: Tick | None = None
) -> Changes:
    """Writes the next bundle of this unit into a folder; `result` is a SentFile.

    The file appears under its name only after it was read back and compared. The numbering goes
    on only when that has happened.
    """
    if book.unit.is_street:
        raise Refused("街道的报送在村居那边写", "街道请用“导入”合并各单位的包")
    practice.refuse_to_write(book)
    stick.check_folder(to_dir)
    base = 0 if full else acked_seq(book)
    # The number is spent first: a bundle half written by a dead program never shares its number
    # with another content, which the street would take for two computers with one identity.
    with book.change("给报送包编号") as change:
        number = change.number(f"bundle {book.unit.stream_id}")
    draft = _draft_path(book, number)
    with outbox.snapshot(book.connection):
        sealed = _seal(book, draft, number, base, tick)
    # Before anything reaches the stick: the next bundle names this one as the one before, even
    # when this program dies between the writing and the noting of it.
    book.put_setting(_CHAIN, {"stream": book.unit.stream_id, "hash": sealed.hash})
    name = stick.bundle_name(book.unit.name, clock.today(), number, book.unit.epoch)
    path = stick.write_file(draft, to_dir / name, replaces=())
    with book.change("写出报送包") as change:
        change.put(_noted(sealed, path))
        change.result = SentFile(path, number, sealed.rows, sealed.size, base == 0)
    return change.changes


def _draft_path(book: Book, number: int) -> Path:
    work = book.home / "outgoing"
    try:
        work.mkdir(exist_ok=True)
    except OSError as trouble:
        raise stick.refusal(trouble, local=True) from None
    return work / f"{book.unit.stream_id[-12:]}-{number:03d}.qlb"


def _seal(book: Book, draft: Path, number: int, base: int, tick: Tick | None) -> SealedFile:
    street, keys = offices.street_keys(book), offices.own_keys(book)
    high = outbox.high_seq(book.connection)
    header = {
        "kind": "up",
        "from": book.unit.office_id,
        "to": street.office,
        "stream_id": book.unit.stream_id,
        "bundle_no": number,
        "prev_bundle_hash": _previous_hash(book),
        "base_seq": base,
        "high_seq": high,
        "full": base == 0,
        "schema": SCHEMA,
        "program": f"qinglian_desktop {__version__}",
    }

    def fill(payload: PayloadWriter) -> None:
        _fill(book, payload, base, tick)

    to = (street.recipient, offices.recovery_recipient(book))
    try:
        return seal(draft, header, fill, keys.signing, to)
    except OSError as trouble:
        raise stick.refusal(trouble, local=True) from None


def _noted(sealed: SealedFile, path: Path) -> SentBundle:
    header = sealed.header
    return SentBundle(
        number=header.bundle_no,
        bundle_id=sealed.bundle_id,
        file_name=path.name,
        to_office=header.addressee,
        stream_id=header.stream_id,
        base_seq=header.base_seq,
        high_seq=header.high_seq,
        full=header.full,
        row_count=sealed.rows,
        size=sealed.size,
        bundle_hash=sealed.hash,
        written_at=clock.now(),
    )


def _previous_hash(book: Book) -> str:
    """Of the last bundle of this stream that may have reached a stick; "" for the first."""
    last = book.setting(_CHAIN) or {}
    return str(last["hash"]) if last.get("stream") == book.unit.stream_id else ""


def _fill(book: Book, payload: PayloadWriter, base: int, tick: Tick | None) -> None:
    blobs: dict[str, None] = {}
    records = tables_leaving(book)
    for done, record in enumerate(records):
        if tick and not tick(done, len(records)):
            raise Stopped
        # What the other side must hold of this office afterwards, whatever it held before.
        held, total = merge.recount(book.connection, record.table, book.unit.office_id)
        payload.add_table(record.table, _lines(book, record, base, blobs), held=held, digest=total)
    for file_id in blobs:
        if book.files.has(file_id):
            payload.add_blob(io.BytesIO(book.files.read(file_id)), file_id)
    seq, head = book.trail_head()
    payload.add_facts(trail={"seq": seq, "head": head}, epoch=book.unit.epoch)


def _lines(book: Book, record: type[Record], base: int, blobs: dict[str, None]) -> Iterator[bytes]:
    files = [name for name, field in record.fields.items() if field.kind.name == "files"]
    archives = [name for name in ("content_file", "paper_file") if name in record.fields]
    for row in outbox.rows_since(
        book.connection, book.tables, record.table, book.unit.office_id, base
    ):
        for name in files:
            blobs.update(dict.fromkeys(json.loads(row[name] or "[]")))
        blobs.update(dict.fromkeys(row[name] for name in archives if row[name]))
        yield envelope.line(row)


def read_receipt_details(row: Receipt) -> list[dict[str, object]]:
    """The rows the street sent back, each with table, id and reason."""
    found: list[dict[str, object]] = json.loads(row.details or "[]")
    return found
