"""[写给各单位]: what the street has for each unit, sealed for it alone, onto one stick in one go.

Each unit's bundles have numbers and a chain of their own. Every bundle holds all that changed
since the unit last said what it has, so a lost stick costs nothing.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused, Stopped
from qinglian_desktop.core.record import Owner, Record, Row
from qinglian_desktop.exchange import (
    confirming,
    offices,
    outgoing,
    outgoing_rows,
    passing,
    reads,
    receipts,
    roster,
    stick,
)
from qinglian_desktop.exchange.payload import PayloadWriter
from qinglian_desktop.exchange.records import RulePack
from qinglian_desktop.store import envelope, outbox, shapes
from qinglian_desktop.store.book import Book

Tick = Callable[[int, int], bool]
TO = "to_office"  # the field of a street's row that says whose it is to be
_KINDS = {"village": "村", "community": "社区"}


class SentDown(NamedTuple):
    """One unit's file that was written, read back and found equal."""

    office: str
    name: str
    path: Path
    number: int
    rows: int
    packs: int
    full: bool


class Waiting(NamedTuple):
    """What a bundle to one unit would hold now."""

    unit: Row
    rows: tuple[tuple[str, Row], ...]  # (table, row) changed since the unit's last word
    packs: tuple[Row, ...]
    base: int


def travels_down(record: type[Record]) -> bool:
    """Rows the street writes for one unit, and nothing else of the street's own.

    Where units write such rows, too, each has its own: those of the street come down all the same.
    """
    written = record.owner in (Owner.STREET, Owner.EITHER)
    return written and not record.sealed and TO in record.fields


def enrolled(book: Book, codes: Collection[str] = ()) -> list[Row]:
    """The units that can be written to, in the order of their codes; all, or those named."""
    rows = book.rows(Query("enrolled_unit", order=(("code", False),)))
    known = {row["code"] for row in rows}
    if unknown := [code for code in codes if code not in known]:
        raise Refused(f"没有编码是 {unknown[0]} 的单位", "请核对编码", code="QL-UB-218")
    return [row for row in rows if row["state"] == "已登记" and (not codes or row["code"] in codes)]


def waiting(book: Book, unit: Row) -> Waiting:
    """What goes to this unit with the next bundle; read only."""
    office, base = unit["office_id"], confirming.base_for(book, unit["office_id"])
    rows = [
        (record.table, row)
        for record in book.tables.records.values()
        if travels_down(record)
        for row in _rows(book, record, office, base)
        if base or not row["deleted"]
    ]
    rows += [(r.table, row) for r, found in passing.for_owner(book, office, base) for row in found]
    return Waiting(unit, tuple(rows), tuple(_packs(book, unit, base)), base)


def write_down(
    book: Book, to_dir: Path, codes: Collection[str] = (), *, tick: Tick | None = None
) -> Changes:
    """One sealed file for each unit; `result` is a tuple of SentDown in the order of the codes.

    A stick that is full keeps what is already on it: those files are whole, and the refusal says
    for which unit there was no room.
    """
    if not book.unit.is_street:
        raise Refused("下发由街道来写", "本单位请用“检查并写入 U 盘”", code="QL-UB-219")
    units = enrolled(book, codes)
    if not units:
        raise Refused("没有可以下发的单位", "请先登记单位", code="QL-UB-220")
    stick.check_folder(to_dir)
    list_now = roster.current(book)
    made: list[SentDown] = []
    for done, unit in enumerate(units):
        if tick and not tick(done, len(units)):
            raise Stopped
        try:
            made.append(_write(book, unit, to_dir, list_now))
        except Refused as refused:
            if not made:
                raise
            what = f"写好了 {len(made)} 个单位的，到〔{unit['name']}〕停下了：{refused.what}"
            raise Refused(what, refused.remedy, code=refused.code) from refused
    return Changes(f"写给 {len(made)} 个单位", (("sent_bundle", ""),), 0, tuple(made))


def _write(book: Book, unit: Row, to_dir: Path, list_now: Row) -> SentDown:
    office, told = unit["office_id"], book.unit
    packs = 0

    def fill(payload: PayloadWriter) -> None:
        nonlocal packs
        packs = _fill(book, payload, unit, base, list_now, version)

    base = confirming.base_for(book, office)
    version, held_back = understood(book, office)
    sent = outgoing.write(
        book,
        to_dir,
        "down",
        office,
        (offices.unit_keys(book, office).recipient, offices.recovery_recipient(book)),
        fill,
        base=base,
        version=version,
        claims=not held_back,
        name=lambda number: stick.down_name(
            told.name, unit["name"], clock.today(), number, told.epoch
        ),
    )
    return SentDown(office, unit["name"], sent.path, sent.number, sent.rows, packs, sent.full)


def understood(book: Book, office: str) -> tuple[int, list[str]]:
    """The version a unit's bundle is written in, and what it has no words for."""
    version = reads.version_for(book, office)
    tables = [table for table, one in book.tables.records.items() if travels_down(one)]
    return version, reads.held_back(book, tables, version)


def _fill(
    book: Book, payload: PayloadWriter, unit: Row, base: int, list_now: Row, version: int
) -> int:
    """The content of one unit's bundle; how many rule packs are in it."""
    office, blobs = unit["office_id"], dict[str, None]()
    for record in book.tables.records.values():
        if not travels_down(record):
            continue
        # A row made and dropped before the unit ever heard of it is named all the same, so that
        # both sides count the same rows.
        name = shapes.was(record.table, version)
        if name is None:
            continue
        rows = [*_rows(book, record, office, base)]
        files = outgoing_rows.files_of(record)
        blobs.update(dict.fromkeys(f for row in rows for f in outgoing_rows.named_by(row, files)))
        lines = _spelt(record, rows, version)
        held, total = digest(book, record, office, version)
        payload.add_table(name, lines, held=held, digest=total)
    for record, found in passing.for_owner(book, office, base):
        if (name := shapes.was(record.table, version)) is None:
            continue
        files = outgoing_rows.files_of(record)
        blobs.update(dict.fromkeys(f for row in found for f in outgoing_rows.named_by(row, files)))
        spelt = list(_spelt(record, found, version))
        total = f"{sum(int(canonical.short(line), 16) for line in spelt) % 2**128:032x}"
        payload.add_table(name, spelt, held=len(found), digest=total)
    outgoing_rows.add_blobs(book, payload, blobs)
    packs = [*_packs(book, unit, base)]
    for place, pack in enumerate(packs, 1):
        payload.add_pack(f"{pack['name'][:40]}-{place}", book.files.read(pack["content"]))
    payload.add_json("ack.json", {"acks": receipts.acks(book, office)})
    payload.add_json("roster.json", list_now)
    seq, head = book.trail_head()
    payload.add_facts(trail={"seq": seq, "head": head}, epoch=book.unit.epoch)
    return len(packs)


def _spelt(record: type[Record], rows: Iterable[Row], version: int) -> Iterator[bytes]:
    """The rows as a reader of this version knows them."""
    for row in rows:
        line = envelope.line(row)
        if version < shapes.newest():
            line = canonical.dumps(shapes.lowered(record.table, json.loads(line), version))
        yield line


def digest(
    book: Book, record: type[Record], office: str, version: int | None = None
) -> tuple[int, str]:
    """How many rows of the street are for this unit, and the sum of their hashes."""
    own = Where("owner", "=", book.unit.office_id), Where(TO, "=", office)
    rows = book.rows(Query(record.table, own, deleted=True))
    hashes = [row["row_hash"] for row in rows]
    if version is not None and version < shapes.newest():
        hashes = [canonical.short(line) for line in _spelt(record, rows, version)]
    return len(rows), f"{sum(int(one, 16) for one in hashes) % 2**128:032x}"


def _rows(book: Book, record: type[Record], office: str, base: int) -> Iterator[Row]:
    return (row for row in _since(book, record, base) if row[TO] == office)


def _since(book: Book, record: type[Record], base: int) -> Iterator[Row]:
    """This street's rows of a table that changed after image `base`; 0 means all."""
    own, table = (book.unit.office_id,), record.table
    ids = outbox.changed_since(book.connection, base).get(table, {}) if base else None
    names = outbox.names(book.tables, table)
    found = outbox.rows_of(book.connection, book.tables, table, own, ids)
    return (dict(zip(names, values, strict=True)) for values in found)


def _packs(book: Book, unit: Row, base: int) -> Iterator[Row]:
    """Rule packs this street has issued since; those for the other kind of unit stay here."""
    for row in _since(book, RulePack, base):
        kind = _KINDS.get(row["unit_kind"] or "", unit["kind"])
        if not row["deleted"] and row["came_from"] == book.unit.name and kind == unit["kind"]:
            yield row
