"""What the street sends down comes in at the unit: preview, one transaction, kept as it came.

Rows of the street, the answers to this unit's own bundles, rule packs that wait to be looked at,
the list of offices. Only the street of the unit file is believed, and nothing of the unit's own
rows can be in it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Damaged, Refused
from qinglian_desktop.core.pack import Pack, parse_pack
from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange import arrived as before
from qinglian_desktop.exchange import (
    gates,
    intake,
    noting,
    offices,
    orders,
    passing,
    receipts,
    roster,
)
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.directing import TO, travels_down
from qinglian_desktop.exchange.keys import PublicKeys
from qinglian_desktop.exchange.payload import PayloadReader
from qinglian_desktop.exchange.preview import Outcome
from qinglian_desktop.exchange.records import OfferedPack, ReceivedBundle, RulePack
from qinglian_desktop.exchange.road import Arrived, Road, Tick, blank
from qinglian_desktop.store import merge as merging
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.merge import Merge
from qinglian_desktop.store.table_plan import TablePlan

_MOST_ACKS = 200
_GONE = "street_rows_gone"  # setting: what the street lost with a restore, by table


def signer(book: Book, header: Header) -> PublicKeys:
    """Only the street that issued this unit's file; a street takes in nothing of the kind."""
    if book.unit.is_street:
        raise Refused(
            "这是街道写给村、社区的包，街道不用导入", "请把它交给那个单位", code="QL-UB-210"
        )
    street = offices.street_keys(book)
    if header.sender != street.office:
        raise Refused("这个包不是本街道写的，没有导入", "请核对是不是拿错了 U 盘", code="QL-UB-211")
    return street


def look(
    book: Book, header: Header, reader: PayloadReader, merge: Merge, name: str, tick: Tick | None
) -> Arrived:
    """What taking this in will do; nothing is written."""
    epoch = before.rank_of(book, header, before.epoch_of(reader))
    current = before.is_current(book, header)
    already = gates.known_since(book, header)
    if not already:
        _refuse_fork(book, header)
    returned, unknown = intake.stage_all(
        merge, _records(book), reader, header.sender, tick, from_street=True
    )
    handed = passing.Handed(book, header, reader, unknown)
    returned.join(handed.returned)
    unknown = [table for table in unknown if table not in handed.tables]
    known = [t for t in reader.tables() if t not in unknown and t not in handed.tables]
    reader.prove_others([*known, *handed.tables])
    for table in known:
        intake.told_digest(reader, table)
    _refuse_other_units(book, merge, known)
    for told in _acks(reader):
        receipts.told_in(told)
    roster.look(book, reader.json("roster.json"), newer=current and _follows(book, header))
    plans = _plans(merge, known, current=current)
    if any(plan.forks for plan in plans):
        raise _fork()
    for plan in plans:
        for row_id in plan.foreign:
            returned.add(plan.table, row_id, "这一行在这里是别的单位的")
    handed.look(orders.given(book, merge, known))
    notes = (
        *_notes(book, header, unknown, already, current=current),
        *handed.words(),
        *orders.words(book, merge, known),
    )
    offered = [pack.title for pack, _ in _offered(book, reader)]
    preview = replace(
        blank(header, name),
        plans=plans,
        returned=returned,
        unknown=tuple(unknown),
        already=already,
        notes=(*notes, *_about(returned, offered)),
    )
    return Arrived(header, reader, preview, merge, epoch, current, passing=handed)


def keep(book: Book, arrived: Arrived, *, approve_deletions: bool) -> Changes:
    """All of it in one transaction; once more equals once."""
    header, preview, reader = arrived.header, arrived.preview, arrived.reader
    if preview.already and not preview.new + preview.changed and not arrived.passing.news:
        said = f"{preview.from_name}第 {header.bundle_no} 号包"
        done = orders.carry_out(book)  # a program that died in between left it to do
        return Changes(said, result=Outcome(preview, None, (*preview.notes, *done)))
    _keep_blobs(book, reader)
    notes: dict[str, None] = {}
    packs = [(pack, book.files.add(text)) for pack, text in _offered(book, reader)]
    newer = arrived.current and _follows(book, header)
    told_roster = roster.look(book, reader.json("roster.json"), newer=newer)
    with book.change(f"读取{preview.from_name}第 {header.bundle_no} 号包", kind="merge") as change:
        merging.quiet(change)
        for plan in preview.plans:
            # The street's newest word stands: nothing of its rows is merged field by field.
            arrived.merge.apply(plan, change, lambda *_: None)
        merging.loud(change)
        both = arrived.passing.keep(change)
        for told in reversed(_acks(reader)):
            answer = receipts.told_in(told)
            notes |= dict.fromkeys(receipts.file(change, answer, header, newest=newer))
        for pack, file_id in packs:
            change.put(_offer(preview.from_name, pack, file_id))
        notes |= dict.fromkeys(roster.keep(book, told_roster))
        mismatch = _mismatch(book, arrived)
        change.put(_received(book, arrived, mismatch))
    told = ("和街道的条数对不上，下次报送会告诉街道重写整包",) if mismatch else ()
    done = orders.carry_out(book)
    outcome = Outcome(preview, None, (*preview.notes, *notes, *told, *both, *done))
    changes = change.changes
    return changes._replace(result=outcome)


ROAD = Road(signer, look, keep)


# --- gates -----------------------------------------------------------------------------------


def _refuse_fork(book: Book, header: Header) -> None:
    try:
        gates.refuse_broken_chain(book, header, "街道")
    except Refused:
        raise _fork() from None


def _fork() -> Refused:
    return Refused(
        "街道有两台电脑用了同一身份，没有导入",
        "请告诉街道：不要再用复制的数据文件夹",
        code="QL-UB-212",
    )


def _refuse_other_units(book: Book, merge: Merge, tables: list[str]) -> None:
    """A row meant for another unit is a mistake of the street's program or no row of it."""
    for table in tables:
        for row in merge.unheard(table):
            if row.get(TO) != book.unit.office_id:
                raise Damaged(
                    "包里有写给别的单位的内容，没有导入", "请让街道重新写一次", code="QL-UB-213"
                )


def _records(book: Book) -> Mapping[str, type[Record]]:
    return {table: one for table, one in book.tables.records.items() if travels_down(one)}


def _plans(merge: Merge, tables: list[str], *, current: bool) -> tuple[TablePlan, ...]:
    """Rows that the street's older history wrote differently give way to its newest one.

    A street that went back to a backup writes on from there; both its histories changed the row,
    and what it says now is its word.
    """
    plans = [merge.plan(table) for table in tables]
    if not current:
        for plan in plans:
            plan.behind += plan.apart
            plan.apart = []
        return tuple(plans)
    aside = {plan.table: tuple(plan.apart) for plan in plans if plan.apart}
    merge.set_aside = {**merge.set_aside, **aside}
    return tuple(merge.plan(plan.table) if plan.table in aside else plan for plan in plans)


def _acks(reader: PayloadReader) -> list[Any]:
    given = reader.json("ack.json")
    acks = given.get("acks") if isinstance(given, dict) else []
    if not isinstance(acks, list) or len(acks) > _MOST_ACKS:
        raise Damaged("回执内容不完整，没有读取", "请让街道重新写一次", code="QL-UB-130")
    return acks


def _follows(book: Book, header: Header) -> bool:
    """Is this at least as new as all that came of this stream?"""
    return not before.received(book, header, Where("number", ">", header.bundle_no))


# --- what is kept ----------------------------------------------------------------------------


def _offered(book: Book, reader: PayloadReader) -> Iterator[tuple[Pack, bytes]]:
    """The rule packs of the bundle that are not here yet in their version."""
    held = {(row["name"], row["version"]) for row in book.rows(Query(RulePack.table))}
    held |= {(row["name"], row["version"]) for row in book.rows(Query(OfferedPack.table))}
    for name in reader.packs():
        text = reader.pack(name)
        try:
            pack = parse_pack(tomllib.loads(text.decode("utf-8-sig")))
        except (ValueError, RecursionError, Refused) as trouble:
            raise Damaged(
                "包里的规则看不懂，没有导入", "请让街道改好再下发", code="QL-UB-214"
            ) from trouble
        if (pack.name, pack.version) not in held:
            yield pack, text


def _offer(street: str, pack: Pack, file_id: str) -> OfferedPack:
    return OfferedPack(
        name=pack.name,
        version=pack.version[:40],
        title=pack.title[:60],
        content=file_id,
        came_from=street,
        came_on=clock.today(),
    )


def _keep_blobs(book: Book, reader: PayloadReader) -> None:
    for sha256, _ in reader.blobs():
        if not book.files.has(sha256):
            book.files.add(reader.blob(sha256))


def _mismatch(book: Book, arrived: Arrived) -> str:
    """Tables in which this side does not hold what the street says it should.

    Asked of the newest bundle only, and where nothing before it is wanting.
    """
    header, preview, merge = arrived.header, arrived.preview, arrived.merge
    if preview.returned.count or preview.unknown or not arrived.current:
        return ""
    if not arrived.reader.comparable:
        return ""
    if not _follows(book, header) or header.base_seq > before.reached(book, header):
        return ""
    gone = _gone(book, arrived)
    differing = []
    for plan in preview.plans:
        told = intake.told_digest(arrived.reader, plan.table)
        left = dict.fromkeys(gone.get(plan.table, ()), "")
        if merge.digest(plan.table) != told and merge.recount(plan.table, left) != told:
            differing.append(plan.table)
    book.put_setting(_GONE, gone)
    return "、".join(differing)


def _gone(book: Book, arrived: Arrived) -> dict[str, list[str]]:
    """Rows here that a street which went back to a backup knows no more, by table.

    They stay, since the unit has worked with them, and are counted on neither side.
    """
    held: dict[str, list[str]] = book.setting(_GONE) or {}
    gone = {}
    for plan in arrived.preview.plans:
        table, merge = plan.table, arrived.merge
        known = set(merge.unnamed(table)) if arrived.header.full else set(held.get(table, ()))
        if left := sorted(known - merge.named(table, known)):
            gone[table] = left
    return gone


def _about(returned: intake.Returned, packs: list[str]) -> Iterator[str]:
    if packs:
        yield f"带来 {len(packs)} 份规则：{'、'.join(packs[:3])}。要在“规则包”里看过再采用"
    if returned.count:
        why = returned.rows[0]["reason"]
        yield f"有 {returned.count} 条没有收：{why}。下次报送会告诉街道重写"


def _notes(
    book: Book, header: Header, unknown: list[str], already: str, *, current: bool
) -> Iterator[str]:
    if already:
        yield noting.here_already(header, already)
    elif not _follows(book, header):
        newest = max(row["number"] for row in before.received(book, header))
        yield f"内容已包含在第 {newest} 号包中"
    else:
        yield from noting.gap(book, header, "下次报送会告诉街道补来")
    if not current:
        yield "这是街道还原备份以前写的包，只补上这里没有的"
    yield from noting.unread(unknown)


def _received(book: Book, arrived: Arrived, mismatch: str) -> ReceivedBundle:
    preview = arrived.preview
    return noting.received(
        book,
        arrived,
        preview.notes,
        mismatch=mismatch[:200] or None,
        # What could not be read is asked for again, until this program can.
        needs_full=bool(mismatch or preview.returned.count or preview.unknown),
        first_moment=True,
    )
