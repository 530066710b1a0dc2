"""Writes this office's bundles: numbered, chained, sealed, written, read back and noted.

The other side is never assumed to have what was only exported; the base is the newest receipt.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.access import leaves
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Owner, Record
from qinglian_desktop.exchange import (
    anchors,
    computers,
    confirming,
    offices,
    outgoing_plan,
    outgoing_rows,
    photos,
    practice,
    remarks,
    stick,
    suites,
)
from qinglian_desktop.exchange import outgoing_volumes as volumes
from qinglian_desktop.exchange.outgoing_rows import Tick, fill_rows
from qinglian_desktop.exchange.outgoing_survey import Plan, Survey, acked_seq, survey
from qinglian_desktop.exchange.payload import PayloadWriter
from qinglian_desktop.exchange.records import SentBundle
from qinglian_desktop.exchange.sealing import SealedFile, seal
from qinglian_desktop.store import outbox, own_sums
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

__all__ = [
    "SentFile",
    "acked_seq",
    "export_bundle",
    "fill_rows",
    "send_photos",
    "tables_leaving",
    "what_goes",
    "write",
]

_CHAIN = "last_bundle"  # stream and hash of the bundle sealed last
_ONE_LINE = ("up", "peer")  # numbered in one row whoever reads them; others for each addressee


@dataclass(frozen=True, slots=True)
class SentFile:
    """A bundle that was written, read back and found equal."""

    path: Path
    number: int
    rows: int
    size: int
    full: bool
    photos_left: int = 0  # that had no room on this stick
    why_left: str = ""
    notes: tuple[str, ...] = ()  # why it is larger than usual, or lacks something
    changes: Changes = field(compare=False, default=Changes(""))


def tables_leaving(book: Book) -> list[type[Record]]:
    """The record types an ordinary bundle of this office carries."""
    to = Owner.COMMUNITY if book.unit.is_street else Owner.STREET
    return [record for record in book.tables.records.values() if leaves(record, to)]


def export_bundle(
    book: Book,
    to_dir: Path,
    *,
    full: bool = False,
    remark: str = "",
    unfinished: int = 0,
    tick: Tick | None = None,
) -> Changes:
    """Writes the next bundle of this unit into a folder; `result` is a SentFile.

    The file appears under its name only after it was read back and compared. Photos that have no
    room on the stick follow in volumes of their own, now or with `send_photos`. `remark` is what
    the street is to be told, `unfinished` how many places are known to be unfinished.
    """
    if book.unit.is_street:
        raise Refused("街道的报送在村居那边写", "街道请用“导入”合并各单位的包")
    practice.refuse_to_write(book)
    stick.check_folder(to_dir)
    plan, unit, street = _plan(book, full=full), book.unit, offices.street_keys(book)
    planned = what_goes(book, plan)
    stick.check_room(to_dir, planned.rows_size // 2)  # rows that pack very well
    parts = volumes.split(planned.photos, stick.room_in(to_dir) - planned.rows_size)
    later = {file_id for part in parts[1:] for file_id in part}
    sums: dict[str, own_sums.Sum] = {}

    def fill(payload: PayloadWriter) -> None:
        blobs = dict.fromkeys(parts[0])
        told = fill_rows(
            book,
            payload,
            tables_leaving(book),
            plan.base,
            blobs=blobs,
            all_of=plan.unread,
            version=plan.version,
            tick=tick,
        )
        sums.update(told)
        # One that is gone here is named too, with 0: asked for, it goes once it was found again.
        named = {file_id: book.files.size(file_id) for file_id in (*blobs, *later)}
        # What a quarter's bundle, or a table that goes whole again, names besides, the street has;
        # else it asks for it.
        repeats = plan.photos_base != plan.base or (plan.base and plan.unread)
        going = parts[0] if repeats else blobs
        outgoing_rows.add_blobs(book, payload, [one for one in going if one not in later])
        payload.add_facts(
            **({"trail": anchors.told(book)} if plan.claims else {}),
            epoch=unit.epoch,
            blobs=named,
            **confirming.told(book),
            **remarks.facts(remark, unfinished),
        )

    def also(change: Change, sealed: SealedFile, path: Path) -> None:
        own_sums.keep(book.connection, sums, sealed.header.high_seq)
        volumes.keep_rest(book, sealed.header, name(sealed.header.bundle_no), parts)

    def name(number: int) -> str:
        return stick.bundle_name(computers.spoken(book), clock.today(), number, unit.epoch)

    def shown(number: int) -> str:
        return name(number) if len(parts) == 1 else stick.volume_name(name(number), 1, len(parts))

    sent = write(
        book,
        to_dir,
        "up",
        street.office,
        suites.to_the_street(book),
        fill,
        base=plan.base,
        version=plan.version,
        claims=plan.claims,
        name=shown,
        also=also,
        label={"volumes": {"no": 1, "of": len(parts)}} if len(parts) > 1 else {},
    )
    return _with_photos(book, to_dir, replace(sent, notes=plan.notes), tick)


def send_photos(book: Book, to_dir: Path, *, tick: Tick | None = None) -> Changes:
    """Goes on with the photos of the bundle before, on this stick; `result` is a SentFile."""
    practice.refuse_to_write(book)
    stick.check_folder(to_dir)
    rest = volumes.waiting(book)
    if rest is None:
        raise Refused("没有等着写的照片", "要报送请点“检查并写入 U 盘”", code="QL-UB-141")
    path = to_dir / stick.volume_name(rest.name, rest.of - len(rest.rest) + 1, rest.of)
    return _with_photos(book, to_dir, SentFile(path, rest.number, 0, 0, False), tick)


def _with_photos(book: Book, to_dir: Path, sent: SentFile, tick: Tick | None) -> Changes:
    changes, why = volumes.write_rest(book, to_dir, tick)
    rest = volumes.waiting(book)
    made = replace(sent, photos_left=rest.left if rest else 0, why_left=why)
    touched = (*sent.changes.touched, *changes.touched)
    label, step = sent.changes.label or changes.label, changes.step or sent.changes.step
    return Changes(label, touched, step, made)


def _plan(book: Book, *, full: bool = False) -> Plan:
    tables = [record.table for record in tables_leaving(book)]
    return outgoing_plan.of(book, tables, acked_seq(book), full=full)


def what_goes(book: Book, plan: Plan | None = None) -> Survey:
    """The content of the next bundle before it is written; since the newest receipt unless said."""
    plan = plan or _plan(book)
    asked = photos.wanted_by_the_street(book) if plan.photos_base else ()
    return survey(book, tables_leaving(book), plan, asked)


def write(
    book: Book,
    to_dir: Path,
    kind: str,
    to_office: str,
    recipients: Sequence[str],
    fill: Callable[[PayloadWriter], object],
    *,
    base: int,
    version: int,
    claims: bool = True,
    name: Callable[[int], str],
    also: Callable[[Change, SealedFile, Path], object] = lambda change, sealed, path: None,
    label: Mapping[str, Any] = MappingProxyType({}),
) -> SentFile:
    """One bundle of this stream into a folder; `fill` adds its content, in one snapshot.

    `kind` is that of the header, `name` makes the file name from the number; `also` is done in
    the change that notes the bundle. `base` 0 is a full bundle. `label` is what the header says
    besides, `version` the one of its rows. One that lacks what belongs in it (`claims` false) says
    it reaches no further than its base, so that all of it goes again. The file appears under its
    name only after it was read back and compared. Bundles are numbered and chained for themselves
    in every line: `up`, `peer`, and each addressee of any other kind.
    """
    stick.check_folder(to_dir)
    line = f"{kind} {to_office}" if kind not in _ONE_LINE else kind if kind != "up" else ""
    # The number is spent first: a bundle half written by a dead program never shares its number
    # with another content, which the other side would take for two computers with one identity.
    with book.change("给报送包编号") as change:
        number = change.number(" ".join(filter(None, ("bundle", book.unit.stream_id, line))))
    draft = _draft_path(book, line, number)
    chain = " ".join(filter(None, (_CHAIN, line)))
    header = {
        "kind": kind,
        "to": to_office,
        "bundle_no": number,
        "prev_bundle_hash": _previous_hash(book, chain),
        "base_seq": base,
        "full": base == 0,
        "schema": version,
        **computers.label(book),
        **label,
    }
    with outbox.snapshot(book.connection):
        header["high_seq"] = outbox.high_seq(book.connection) if claims else base
        sealed = _seal(book, draft, header, recipients, fill)
    # Before anything reaches the stick: the next bundle names this one as the one before, even
    # when this program dies between the writing and the noting of it.
    book.put_setting(chain, {"stream": book.unit.stream_id, "hash": sealed.hash})
    path = stick.write_file(draft, to_dir / name(number), replaces=())
    with book.change("写出报送包") as change:
        change.put(_noted(sealed, path))
        also(change, sealed, path)
    return SentFile(path, number, sealed.rows, sealed.size, base == 0, changes=change.changes)


def _draft_path(book: Book, line: str, number: int) -> Path:
    """Its name is the line's too: each line counts from 1, and none writes over another's."""
    work = book.home / "outgoing"
    try:
        work.mkdir(exist_ok=True)
    except OSError as trouble:
        raise stick.refusal(trouble, local=True) from None
    sort = "".join(f"-{word[-12:]}" for word in line.split())
    return work / f"{book.unit.stream_id[-12:]}{sort}-{number:03d}.qlb"


def _seal(
    book: Book,
    draft: Path,
    header: dict[str, Any],
    recipients: Sequence[str],
    fill: Callable[[PayloadWriter], object],
) -> SealedFile:
    fields = {
        **header,
        "suite": suites.of(recipients),
        "from": book.unit.office_id,
        "stream_id": book.unit.stream_id,
    }
    try:
        return seal(draft, fields, fill, offices.own_keys(book).signing, recipients)
    except OSError as trouble:
        raise stick.refusal(trouble, local=True) from None


def _noted(sealed: SealedFile, path: Path) -> SentBundle:
    header = sealed.header
    return SentBundle(
        kind=header.kind,
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


def _previous_hash(book: Book, chain: str) -> str:
    """Of the last bundle of this line that may have reached a stick; "" for the first."""
    last = book.setting(chain) or {}
    return str(last["hash"]) if last.get("stream") == book.unit.stream_id else ""
