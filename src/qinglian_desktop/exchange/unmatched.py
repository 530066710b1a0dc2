"""Which rows does the street hold otherwise than the unit now has them, and whose word stands?

A unit that went back to a backup begins a new stream with a whole bundle. Rows the street knows
from the time it lost are not in it, or older in it. They are listed (unmatched_row), left out of
the sums, and told to both sides, until the street lets the unit's word stand or the unit names
them again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.exchange import arrived
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.intake import Returned
from qinglian_desktop.exchange.preview import KEPT, Unmatched
from qinglian_desktop.exchange.records import UnmatchedRow
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.merge import Merge
from qinglian_desktop.store.table_plan import TablePlan

TABLE = UnmatchedRow.table
OPEN, SETTLED, DELETED = "待定", "以单位为准", "已删的"
NAMED = 5  # rows named in one sentence
NOTHING: frozenset[str] = frozenset()


@dataclass(slots=True)
class Found:
    """What one bundle changes in the list: entries to write, and ids of entries to take away."""

    entries: list[Unmatched] = field(default_factory=list)
    named_again: list[str] = field(default_factory=list)
    # Of an office with several computers: the streams of the one that wrote the bundle.
    streams: frozenset[str] | None = None


# -- what stands on the list -------------------------------------------------------------------


def listed(book: Book, office: str = "") -> list[Row]:
    """Entries of one office or of all, settled ones too."""
    where = (Where("from_office", "=", office),) if office else ()
    return book.rows(Query(TABLE, where))


def open_rows(book: Book, office: str = "") -> list[Row]:
    """Those that still wait for a decision."""
    return [row for row in listed(book, office) if row["state"] == OPEN]


def hold_refused(merge: Merge, book: Book, office: str, plans: Iterable[TablePlan]) -> None:
    """Deletions the street has not agreed to are not asked about again as long as they are the
    same: those rows stay as they are here.
    """
    known = {
        (row["table_name"], row["row_id"]): row["unit_hash"]
        for row in open_rows(book, office)
        if row["how"] == KEPT
    }
    for plan in plans:
        again = [row_id for row_id in plan.deleted if (plan.table, row_id) in known]
        plan.hold(
            [
                row_id
                for row_id in again
                if merge.both(plan.table, row_id)[1]["row_hash"] == known[plan.table, row_id]
            ]
        )


def refuse_deletions(merge: Merge, book: Book, plans: Iterable[TablePlan]) -> list[Unmatched]:
    """Every deletion of the bundle is not agreed to: the rows stay, and are listed."""
    made = []
    for plan in plans:
        for row_id in plan.deleted:
            local, incoming = merge.both(plan.table, row_id)
            record = book.tables[plan.table]
            what = f"{record.label}〔{naming(record, local)}〕"
            made.append(Unmatched(plan.table, row_id, what, True, incoming, kept=True))
        plan.hold(list(plan.deleted))
    return made


def prepare(merge: Merge, book: Book, office: str, *, current: bool) -> None:
    """A row that was settled comes back when the unit's newest history names it again."""
    settled: dict[str, set[str]] = {}
    for row in listed(book, office) if current else ():
        if row["state"] == SETTLED:
            settled.setdefault(row["table_name"], set()).add(row["row_id"])
    merge.set_aside = settled


def counted_instead(book: Book, office: str, table: str) -> dict[str, str]:
    """For the digest: the hash the unit has for a listed row, "" for one it has no more."""
    return {
        row["row_id"]: row["unit_hash"] or ""
        for row in listed(book, office)
        if row["table_name"] == table
    }


# -- what a bundle changes in it ---------------------------------------------------------------


def look(
    book: Book,
    header: Header,
    merge: Merge,
    plans: Iterable[TablePlan],
    returned: Returned,
    away: Mapping[str, set[str]] = MappingProxyType({}),
    *,
    current: bool,
) -> Found:
    """Compares the bundle, staged and planned, with what is here; changes nothing.

    `away`: rows that are on their way to this unit, which it cannot name yet.
    """
    found = Found(streams=arrived.own_streams(book, header))
    entries: dict[str, dict[str, Row]] = {}
    for row in listed(book, header.sender):
        entries.setdefault(row["table_name"], {})[row["row_id"]] = row
    if not current:
        for plan in plans:
            _from_before(book, merge, plan, entries.get(plan.table, {}), found)
    elif _is_newest(book, header):
        for plan in plans:
            known = entries.get(plan.table, {})
            _named(book, merge, plan, known, found)
            if header.full:
                refused = {*returned.ids.get(plan.table, ()), *away.get(plan.table, ())}
                _not_named(book, merge, plan.table, known, refused, found)
    return found


def _is_newest(book: Book, header: Header) -> bool:
    """Behind a newer bundle of its stream, what a bundle does not name says nothing."""
    return not arrived.received(book, header, Where("high_seq", ">", header.high_seq))


def _entry(book: Book, table: str, row: Row, unit_row: Row | None = None) -> Unmatched:
    record = book.tables[table]
    state = DELETED if row["deleted"] and unit_row is None else OPEN
    # In the unit's own words: what is here may be put together from both by this very bundle.
    what = f"{record.label}〔{naming(record, unit_row or row)}〕"
    return Unmatched(table, row["id"], what, unit_row is not None, unit_row, state)


def _own_work(book: Book, table: str, ids: Iterable[str], found: Found) -> set[str]:
    """Rows only the writing computer ever touched: what another one wrote is not lost because
    this one has not read it yet.
    """
    if found.streams is None:
        return set(ids)
    rows = book.page(table, list(ids))
    return {row["id"] for row in rows if json.loads(row["vv"]).keys() <= found.streams}


def _named(book: Book, merge: Merge, plan: TablePlan, known: dict[str, Row], found: Found) -> None:
    otherwise = _own_work(book, plan.table, {*plan.behind, *plan.apart}, found)
    for row_id in sorted(otherwise):
        local, incoming = merge.both(plan.table, row_id)
        found.entries.append(_entry(book, plan.table, local, incoming))
    for row_id in merge.named(plan.table, known) - otherwise - set(plan.held):
        found.named_again.append(known[row_id]["id"])


def _not_named(
    book: Book,
    merge: Merge,
    table: str,
    known: dict[str, Row],
    refused: Iterable[str],
    found: Found,
) -> None:
    told = {*refused, *(row_id for row_id, row in known.items() if row["content"] is None)}
    unnamed = [row_id for row_id in merge.unnamed(table) if row_id not in told]
    own_work = _own_work(book, table, unnamed, found)
    lost = [row_id for row_id in unnamed if row_id in own_work]
    found.entries += [_entry(book, table, row) for row in book.page(table, lost)]


def _from_before(
    book: Book, merge: Merge, plan: TablePlan, known: dict[str, Row], found: Found
) -> None:
    """Of a history the unit has left: what is new in it here, the unit has no more."""
    for row in merge.unheard(plan.table):
        found.entries.append(_entry(book, plan.table, row))
    for row_id in (*plan.newer, *plan.apart):
        if row_id not in known:
            local, incoming = merge.both(plan.table, row_id)
            found.entries.append(_entry(book, plan.table, incoming, local))


def keep(change: Change, book: Book, office: str, found: Found) -> None:
    """Writes into the list what `look` found, inside the change that merges."""
    known = {(row["table_name"], row["row_id"]): row for row in listed(book, office)}
    for row_id in found.named_again:
        change.drop(TABLE, row_id)
    for one in found.entries:
        before, content = known.get((one.table, one.row_id), {}), None
        if one.unit_row is not None:
            content = book.files.add(json.dumps(one.unit_row, ensure_ascii=False).encode())
        entry = UnmatchedRow(
            id=before.get("id", ""),
            from_office=office,
            table_name=one.table,
            row_id=one.row_id,
            what=one.what[:200],
            content=content,
            unit_hash=one.unit_row["row_hash"] if one.unit_row is not None else None,
            state=one.state,
            how=KEPT if one.kept else None,
            found_at=before.get("found_at") or clock.now(),  # when it was first seen
        )
        change.put(entry)


# -- in words ----------------------------------------------------------------------------------


def after(book: Book, office: str, found: Found) -> tuple[Unmatched, ...]:
    """What waits for a decision once this bundle is in: the list of the preview."""
    gone, made = set(found.named_again), {(o.table, o.row_id) for o in found.entries}
    kept = [
        row
        for row in open_rows(book, office)
        if row["id"] not in gone and (row["table_name"], row["row_id"]) not in made
    ]
    return (*of_list(kept), *(one for one in found.entries if one.state == OPEN))


def sentence(name: str, rows: Sequence[Unmatched], *, restored: bool = True) -> str:
    """新街子社区还原过备份：街道多 2 条，单位已没有（收支〔0003 办公用品〕…）."""
    parts = []
    for how, words in (
        ("单位已没有", "街道多 {} 条，单位已没有"),
        ("单位是还原前的旧内容", "有 {} 条单位已退回旧内容"),
        (KEPT, "有 {} 条单位要删、街道没有同意"),
    ):
        some = [one.what for one in rows if one.how == how]
        if some:
            more = "等" if len(some) > NAMED else ""
            parts.append(f"{words.format(len(some))}（{'、'.join(some[:NAMED])}{more}）")
    why = "还原过备份" if restored else "的数据少了"
    if all(one.kept for one in rows):
        why = ""
    return f"{name}{why}：{'；'.join(parts)}" if parts else ""


def of_list(rows: Iterable[Row]) -> tuple[Unmatched, ...]:
    """Entries as they are told."""
    return tuple(
        Unmatched(
            row["table_name"],
            row["row_id"],
            row["what"],
            bool(row["content"]),
            kept=row["how"] == KEPT,
        )
        for row in rows
    )


def to_the_unit(rows: Sequence[dict[str, str]], count: int) -> str:
    """What a receipt tells the unit: 街道有 2 条和本单位对不上：收支〔0003〕（单位已没有）…"""
    named = "、".join(f"{row['what']}（{row['how']}）" for row in rows[:NAMED])
    more = "等" if count > NAMED else ""
    return f"街道有 {count} 条和本单位对不上：{named}{more}。该有的请重新登记，不该有的告诉街道"
