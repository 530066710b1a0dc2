"""The computers of one office tell one another what each of them has written, by stick.

A bundle of kind `peer` carries every row of the office the others may lack, whoever edited it,
so that three computers in a ring or a star end with the same. How far each one has read travels
with it and is handed on; the next bundle begins where the slowest of them is. Sealed subjects
stay on the one computer they were written on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from qinglian_desktop.core.access import leaves
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Owner, Record, naming
from qinglian_desktop.exchange import arrived as before
from qinglian_desktop.exchange import (
    computers,
    conflicting,
    gates,
    intake,
    noting,
    offices,
    outgoing_rows,
    photos,
    practice,
    reach,
    reads,
    settling,
    stick,
    twice,
)
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.keys import PublicKeys
from qinglian_desktop.exchange.outgoing import SentFile, write
from qinglian_desktop.exchange.outgoing_rows import fill_rows
from qinglian_desktop.exchange.payload import PayloadReader, PayloadWriter
from qinglian_desktop.exchange.preview import Outcome
from qinglian_desktop.exchange.road import Arrived, Road, Tick, blank
from qinglian_desktop.store import bodies, outbox
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.merge import Merge
from qinglian_desktop.store.table_plan import TablePlan

KIND = "peer"
_STATE = "peers"  # the setting: how far the other computers' streams are here, and what each told
_BUNDLES = "bundle "  # how the series of numbers of one computer begins
_NAMED = 3  # rows named in one sentence
_FEW = 10  # so many rows one clerk deletes in a week without anybody asking
# Of what never leaves an office, that which every clerk of it needs; the rest (what this computer
# sent and received, who may sit at it) is its own business.
_SHARED = frozenset(("asked_table", "check_note", "form_map", "own_value", "reported_number"))


# -- how far each has read ---------------------------------------------------------------------


def knows(book: Book) -> dict[str, int]:
    """How far each stream of the office is here without a gap; its own is here wholly."""
    return {**_state(book)["read"], book.unit.stream_id: outbox.high_seq(book.connection)}


def base_for_all(book: Book) -> int:
    """Where the next bundle begins, so that it serves every other computer of the office."""
    others = [row["key_id"] or "" for row in computers.others(book)]
    high = outbox.high_seq(book.connection)
    base = reach.base_for(_state(book), others, book.unit.stream_id, high)
    return outbox.within(book.connection, base)


def standing(book: Book, key: str) -> tuple[str, str]:
    """In words: how far what another computer wrote is here, and what of here is there."""
    rows = [
        row
        for row in book.rows(
            Query("received_bundle", (Where("from_office", "=", book.unit.office_id),))
        )
        if (row["signer"] or computers.first_keys(book).key_id) == key
    ]
    came = max((row["received_at"][:10] for row in rows), default="")
    told = _state(book)["told"].get(key)
    if told is None:
        return came or "还没有读过", "还不知道"
    reached = told["knows"].get(book.unit.stream_id, 0)
    lacking = sum(
        len(ids)
        for table, ids in outbox.changed_since(book.connection, reached).items()
        if table in {record.table for record in records(book)}
    )
    return came, f"还差 {lacking} 条" if lacking else "已是最新"


def _state(book: Book) -> reach.State:
    held: reach.State = book.setting(_STATE) or reach.NOTHING
    return held


def _heard(book: Book, header: Header, reader: PayloadReader, *, whole: bool) -> reach.State:
    facts = reader.manifest.facts
    bundle = reach.Told(
        header.signer_key_id,
        header.stream_id,
        before.epoch_of(reader),
        header.base_seq,
        header.high_seq,
        facts.get("knows"),
        facts.get("told"),
    )
    return reach.heard(_state(book), book.unit.stream_id, bundle, whole=whole)


# -- writing -----------------------------------------------------------------------------------


def records(book: Book) -> list[type[Record]]:
    """What the computers of an office share: all that may leave it, and what the office keeps to
    itself but every clerk of it needs.
    """
    shared = []
    for record in book.tables.records.values():
        goes = leaves(record, Owner.STREET) and record.owner is not Owner.STREET
        if goes or record.table in _SHARED:
            shared.append(record)
    return shared


def export_peer(
    book: Book, to_dir: Path, *, full: bool = False, tick: Tick | None = None
) -> Changes:
    """Writes what the other computers of the office may lack; `result` is a SentFile."""
    if not computers.others(book):
        raise Refused("本单位只有这一台电脑", "要两台一起用，请先加一台电脑", code="QL-UB-187")
    sent = write_for_all(book, to_dir, 0 if full else base_for_all(book), tick=tick)
    return sent.changes._replace(result=sent)


def write_for_all(
    book: Book,
    to_dir: Path,
    base: int,
    *,
    name: str = "",
    label: Mapping[str, Any] | None = None,
    tick: Tick | None = None,
) -> SentFile:
    """One bundle for every computer of the office, named `name` where that is said."""
    practice.refuse_to_write(book)
    if book.unit.is_street:
        raise Refused("街道端只用一台电脑", "换电脑请用备份还原", code="QL-UB-188")

    keys = [row["key_id"] for row in computers.others(book)]
    version = reads.version_for(book, book.unit.office_id, keys)
    held_back = reads.held_back(book, [one.table for one in records(book)], version)
    own = {book.unit.stream_id: base}

    def fill(payload: PayloadWriter) -> None:
        blobs: dict[str, None] = {}
        fill_rows(
            book,
            payload,
            records(book),
            base,
            blobs=blobs,
            whole=True,
            version=version,
            tick=tick,
        )
        outgoing_rows.add_blobs(book, payload, blobs)
        seq, head = book.trail_head()
        payload.add_facts(
            trail={"seq": seq, "head": head},
            epoch=book.unit.epoch,
            knows=own if held_back else knows(book),
            told=dict(_state(book)["told"]),
            counters=outbox.counters(book.connection),
        )

    def named(number: int) -> str:
        if name:
            return stick.safe_name(name)
        return stick.safe_name(f"对数_{computers.spoken(book)}_第{number:03d}次.qlb")

    public = offices.public_keys(book)
    recipients = (public.recipient, offices.recovery_recipient(book))
    sent = write(
        book, to_dir, KIND, book.unit.office_id, recipients, fill,
        base=base, version=version, claims=not held_back, name=named, label=label or {},
    )  # fmt: skip
    return replace(sent, notes=tuple(reads.words("另一台电脑", version, held_back)))


# -- reading -----------------------------------------------------------------------------------


def signer(book: Book, header: Header) -> PublicKeys:
    """Another computer of this very office, let in by its first one."""
    if header.sender != book.unit.office_id:
        raise Refused(
            "这是别的单位自己电脑之间的对数包，没有导入", "请核对是不是拿错了 U 盘",
            code="QL-UB-180",
        )  # fmt: skip
    if header.stream_id == book.unit.stream_id:
        raise Refused("这是本机自己写的对数包", "请拿到另一台电脑上读", code="QL-UB-181")
    return computers.signer(book, computers.first_keys(book), header)


def look(
    book: Book, header: Header, reader: PayloadReader, merge: Merge, name: str, tick: Tick | None
) -> Arrived:
    """What merging this bundle will do; nothing is written."""
    already = gates.known_since(book, header)
    if not already:
        gates.refuse_broken_chain(book, header, name)
    shared = {record.table: record for record in records(book)}
    returned, unknown = intake.stage_all(
        merge, shared, reader, header.sender, tick, among_peers=True
    )
    known = [table for table in reader.tables() if table not in unknown]
    reader.prove_others(known)
    plans = tuple(merge.plan(table) for table in known)
    gates.refuse_forks(plans, name)
    notes = []
    if already:
        notes.append(f"这一次的已于 {already[:10]} 读过，不会重复")
    elif header.base_seq > _state(book)["read"].get(header.stream_id, 0):
        notes.append(f"中间缺{name}前面写的一次，这次的已收，请让它再写一次整包")
    notes += noting.unread(unknown)
    made = replace(
        blank(header, name), plans=plans, returned=returned, unknown=tuple(unknown),
        already=already, notes=tuple(notes),
    )  # fmt: skip
    return Arrived(header, reader, made, merge)


def keep(book: Book, arrived: Arrived, *, approve_deletions: bool) -> Changes:
    """Merges what was looked at, in one change; the images let it travel on from here."""
    header, preview = arrived.header, arrived.preview
    if not approve_deletions:
        _guard_deletions(book, preview.plans)
    photos.keep_all(book, arrived.reader)
    whole = not (preview.returned.count or preview.unknown)
    conflicts = conflicting.Found()
    with book.change(f"和{preview.from_name}对数", kind=KIND) as change:
        stood = bodies.Before(change, arrived.merge, preview.plans)
        for plan in preview.plans:
            arrived.merge.apply(plan, change, conflicts.add)
        conflicts.settle(stood)
        conflicting.keep(change, conflicts)
        _raise_counters(change, arrived.reader)
        epoch, key = before.epoch_of(arrived.reader), before.other_computer(book, header)
        change.put(noting.received(book, arrived, preview.notes, epoch=epoch, signer=key))
        computers.show_itself(change)
        book.put_setting(_STATE, _heard(book, header, arrived.reader, whole=whole))
    notes = [*preview.notes, *_said(book, preview.plans, conflicts)]
    outcome = Outcome(preview, None, tuple(notes))
    return change.changes._replace(result=outcome)


ROAD = Road(signer, look, keep)


def _guard_deletions(book: Book, plans: tuple[TablePlan, ...]) -> None:
    deleting = sum(len(plan.deleted) for plan in plans)
    held = sum(book.count(Query(plan.table)) for plan in plans)
    if deleting > _FEW and settling.is_mass(deleting, held):
        raise Refused(
            f"那台电脑删掉了 {deleting} 条记录，还没有读入",
            "请先问清楚，属实再选“同意删除”读入",
            code="QL-UB-121",
        )


def _raise_counters(change: Change, reader: PayloadReader) -> None:
    """Numbers given there are not given again here."""
    for series, last in reach.numbers(reader.manifest.facts.get("counters")):
        if not series.startswith(_BUNDLES) and len(series) < 200:
            change.at_least(series, last)


# -- in words ----------------------------------------------------------------------------------


def _said(book: Book, plans: tuple[TablePlan, ...], conflicts: conflicting.Found) -> Iterator[str]:
    if conflicts.rows:
        yield f"有 {len(conflicts.rows)} 条两边都改过，请到“两边都改过”里看"
    both = [one for plan in plans if plan.new for one in _twice(book, plan.table)]
    if both:
        more = "等" if len(both) > _NAMED else ""
        books = any(plan.table in twice.NUMBERED and plan.new for plan in plans)
        how = "记账凭证的到“月结”里补齐凭证号，别的改其中一条" if books else "请改其中一条"
        yield f"有 {len(both)} 个编号两台都用了（{'、'.join(both[:_NAMED])}{more}），{how}"


def _twice(book: Book, table: str) -> Iterator[str]:
    """Numbers people know rows by that two rows have: each computer gave it without the other."""
    record = book.tables[table]
    if any(record.fields[name].given for name in record.key):
        yield from (f"{record.label}〔{naming(record, row)}〕" for row in twice.rows(book, table))
