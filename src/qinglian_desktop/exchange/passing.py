"""Records on their way from one unit to another (F55), at the street and at the one that gets them.

At the street: what the former owner still brings comes in under the new one. At the unit that
receives: rows in the street's bundle that are its own from here on. How they go from the lists of
the unit that gives stands in `leaving`.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.access import show
from qinglian_desktop.core.erasing import ERASED, is_erased
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.core.record import Record, Row, naming
from qinglian_desktop.exchange import conflicting, intake, transfers, twice
from qinglian_desktop.exchange.conflicting import Found
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.order_records import TransferOrder
from qinglian_desktop.exchange.payload import PayloadReader
from qinglian_desktop.store import anchors, bodies, erasing, handing, outbox
from qinglian_desktop.store.before import Before
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.guards import bodies as declared_bodies
from qinglian_desktop.store.handing import Aside
from qinglian_desktop.store.table_plan import TablePlan
from qinglian_desktop.store.versions import Lost

_NAMESPACE = uuid.UUID("3f1f7c52-6e0b-5b8f-9d0a-0c6a5d7e4b18")  # names the notes for ever
_NAMED = 3  # rows named in one sentence

# -- at the street: what the former owner still brings -----------------------------------------


class Rerouting:
    """The rows of one bundle that belong to another unit by now, staged under that one."""

    def __init__(self, book: Book, sender: str) -> None:
        self._book, self._sender = book, sender
        self._orders = transfers.orders(book)
        self._mine = {o.id for o in self._orders.values() if o.giver == sender}
        self._standing = transfers.standing(self._orders.values())
        self.beside = {*self._orders, book.unit.stream_id} if self._orders else frozenset[str]()
        self._asides: dict[str, Aside] = {}
        self._parts = {body.part: (head, body.link) for head, body in declared_bodies().items()}
        self._moving = {record.table for record in transfers.moving(book)} if self._mine else set()
        self._begun: dict[str, set[str]] = {}
        self.plans: list[tuple[Aside, TablePlan]] = []
        self.late: list[tuple[Aside, str, str]] = []  # changed on both sides: the new owner's word

    def __bool__(self) -> bool:
        return bool(self._mine)

    def place_of(self, table: str, row: Mapping[str, Any]) -> tuple[Aside, Row] | None:
        """Where a row of the bundle goes instead, and how it reads then; None for an own one."""
        if table not in self._moving:
            return None
        owner, stamps = self._whose(table, row)
        if not stamps:
            return None
        if owner not in self._asides:
            self._asides[owner] = Aside(self._book.connection, self._book.tables, owner)
        aside = self._asides[owner]
        begun = self._begun.setdefault(owner, set())
        if table not in begun:
            aside.begin(table)
            begun.add(table)
        vector = {**row["vv"], **dict.fromkeys(stamps, 1)}
        if ERASED in row and (here := self._book.row(table, row["id"])) is not None:
            # Nobody's word stands against an erasing: it counts as having seen every other one.
            for stream, number in json.loads(here["vv"]).items():
                vector[stream] = max(number, vector.get(stream, 0))
        return aside, {**row, "owner": owner, "vv": vector}

    def _whose(self, table: str, row: Mapping[str, Any]) -> tuple[str, set[str]]:
        """The owner of now and the orders it came by that the sender had not heard of."""
        here = self._book.row(table, row["id"])
        if here is not None:
            had = handing.stamps(here) & self._orders.keys()
            unheard = had - row["vv"].keys()
            return (here["owner"], had) if unheard & self._mine else ("", set())
        if table in self._parts:
            head_table, link = self._parts[table]
            head = self._book.row(head_table, str(row.get(link)))
            if head is not None and head["owner"] != self._sender:
                had = handing.stamps(head) & self._orders.keys()
                return (head["owner"], had) if had & self._mine else ("", set())
        return self._merged_into()

    def _merged_into(self) -> tuple[str, set[str]]:
        """For a row nobody here has met: a unit that was merged has no records of its own."""
        owner, stamps = self._sender, set[str]()
        while True:
            on = [o for o in self._standing if o.whole and o.giver == owner and o.id not in stamps]
            if not on:
                return owner, stamps
            stamps.add(on[-1].id)
            owner = on[-1].receiver

    def plan(self) -> None:
        """Once everything is staged: what merging it will do. Where the new owner has gone on
        from there, its word stands.
        """
        for owner, aside in self._asides.items():
            for table in sorted(self._begun[owner]):
                plan = aside.plan(table)
                self.late += [(aside, table, row_id) for row_id in plan.apart]
                plan.deleted = [row_id for row_id in plan.deleted if row_id not in plan.apart]
                plan.behind, plan.apart = [*plan.behind, *plan.apart], []
                self.plans.append((aside, plan))

    @property
    def news(self) -> bool:
        return any(plan.new + plan.changed for _, plan in self.plans)

    @property
    def count(self) -> int:
        return sum(plan.new + plan.changed + plan.same + plan.older for _, plan in self.plans)

    def deleted(self) -> int:
        return sum(len(plan.deleted) for _, plan in self.plans)

    def words(self) -> Iterator[str]:
        if not self.count:
            return
        titles = "、".join(o.title for o in self._orders.values() if o.id in self._mine)
        taken = sum(plan.new + plan.changed for _, plan in self.plans)
        kept = f"，其中 {taken} 条是这里没有的，已归到接收的单位" if taken else "，这里都有了"
        yield f"有 {self.count} 条已经按移交令（{titles}）归别的单位{kept}"
        if self.late:
            rows = [(t, self._book.row(t, i) or {}) for _, t, i in self.late[:_NAMED]]
            named = "、".join(naming(self._book.tables[t], row) for t, row in rows)
            more = "等" if len(self.late) > _NAMED else ""
            yield (
                f"有 {len(self.late)} 条接收的单位后来也改过（{named}{more}），"
                "以接收单位的为准，另一个记在“两边都改过”里，并告诉接收单位"
            )

    def keep(self, change: Change, stood: Before) -> None:
        """Inside the change that merges: with their images, so that they travel to the owner."""
        for aside, plan in self.plans:
            aside.apply(plan, change, lambda *_: None, stood)
        told = Found()
        for aside, table, row_id in self.late:
            here, comes = aside.both(table, row_id)
            lost = [*_unseen(self._book.tables[table], here, comes)]
            told.lost += [(table, row_id, one) for one in lost]
            if lost:
                self._tell_owner(change, table, here, lost)
        conflicting.keep(change, told)

    def _tell_owner(self, change: Change, table: str, here: Row, lost: list[Lost]) -> None:
        """An opinion of the street beside the record: what the former owner had written."""
        review_id = str(uuid.uuid5(_NAMESPACE, "/".join(sorted(one.id for one in lost))))
        if change.book.row("review", review_id) is not None:
            return
        record = self._book.tables[table]
        units = {row["office_id"]: row["name"] for row in self._book.rows(Query("enrolled_unit"))}
        labels = "、".join(
            f"{known.label}“{show(known, one.lost)}”"
            if (known := record.fields.get(one.field))
            else "删除"
            for one in lost
        )
        change.put_row(
            "review",
            review_id,
            {
                "to_name": units.get(here["owner"], ""),
                "to_office": here["owner"],
                "about": f"{record.label} {naming(record, here)}"[:200],
                "verdict": "意见",
                "said": f"移交以前〔{units.get(self._sender, '')}〕还填过：{labels}"[:500],
                "made_on": clock.today().isoformat(),
                "target_table": table,
                "target_id": here["id"],
                "target_version": here["vv"],
            },
        )


def _unseen(record: type[Record], here: Row, comes: Row) -> Iterator[Lost]:
    """The values of a late version that whoever wrote the one here had not seen."""
    seen, stamps = json.loads(here["vv"]), json.loads(comes["fv"])
    for name in ("deleted", *record.fields):
        number, stream = stamps.get(record.stamp_name(name), (0, ""))
        if comes.get(name) == here.get(name) or seen.get(stream, 0) >= number:
            continue
        named = uuid.uuid5(_NAMESPACE, f"{here['id']}/{name}/{number}/{stream}")
        who, at = comes["updated_by"] or "", comes["updated_at"] or ""
        yield Lost(name, here.get(name), comes.get(name), stream, str(named), number, who, at)


class Motion:
    """What of one unit's records the street and the unit cannot agree about yet."""

    def __init__(self, book: Book, header: Header, reader: PayloadReader) -> None:
        orders = transfers.orders(book).values()
        self._came = [o.id for o in orders if o.receiver == header.sender]
        self._gave = [o.id for o in orders if o.giver == header.sender]
        self._book, self._office = book, header.sender
        self._seq = _told(reader, book.unit.stream_id) if self._came or self._gave else 0

    def on_the_way(self) -> dict[str, set[str]]:
        """Records that are this unit's by an order it has not taken in yet: no unit can name
        those, and nobody counts them as lost.
        """
        if not self._came:
            return {}
        book, found = self._book, dict[str, set[str]]()
        moving = {record.table for record in transfers.moving(book)}
        changed = outbox.changed_since(book.connection, self._seq)
        for table in moving & changed.keys():
            rows = handing.rows_under(
                book.connection, book.tables, table, self._office, self._came, changed[table]
            )
            if ids := {row["id"] for row in rows}:
                found[table] = ids
        return found

    def unheard(self) -> bool:
        """Has the unit not taken in yet that it gave records away?"""
        if not self._gave:
            return False
        mine = Where("to_office", "=", self._office), Where("giver", "=", self._office)
        keys = [(TransferOrder.table, row_id) for row_id in self._book.ids(
            Query(TransferOrder.table, mine)
        )]  # fmt: skip
        last = anchors.newest(self._book.connection, keys)
        return any(last.get(key, 0) > self._seq for key in keys)


def _told(reader: PayloadReader, stream: str) -> int:
    """Up to which image of the street the unit says it has come."""
    told = reader.manifest.facts.get("took")
    if not isinstance(told, dict) or told.get("stream") != stream:
        return 0
    seq = told.get("seq")
    return seq if type(seq) is int and seq > 0 else 0


# -- at the street: what goes to the new owner -------------------------------------------------


def for_owner(book: Book, office: str, base: int) -> Iterator[tuple[type[Record], list[Row]]]:
    """The records that came to this unit by an order and that it may lack, by ledger."""
    came = [order.id for order in transfers.orders(book).values() if order.receiver == office]
    if not came:
        return
    changed = outbox.changed_since(book.connection, base) if base else None
    for record in transfers.moving(book):
        ids = None if changed is None else changed.get(record.table, {})
        rows = handing.rows_under(book.connection, book.tables, record.table, office, came, ids)
        if found := list(rows):
            yield record, found


# -- at the unit that receives -----------------------------------------------------------------


class Handed:
    """The records in a bundle of the street that are this unit's own from here on."""

    def __init__(
        self, book: Book, header: Header, reader: PayloadReader, unknown: list[str]
    ) -> None:
        self._book, self._stream, own = book, header.stream_id, book.unit.office_id
        moving = {record.table: record for record in transfers.moving(book)}
        self.tables = [table for table in unknown if table in moving]
        self.plans: tuple[TablePlan, ...] = ()
        self.returned = intake.Returned()
        if not self.tables:
            return
        self.aside = Aside(book.connection, book.tables, own)
        records = {table: moving[table] for table in self.tables}
        self.returned, _ = intake.stage_all(
            self.aside, records, reader, own, None, among_peers=True
        )

    def look(self, orders: Iterable[Row]) -> None:
        """Only what an order to this unit moved may be in it; Damaged for anything else."""
        known = list(orders)
        mine = {row["order_id"] for row in known if row["receiver"] == self._book.unit.office_id}
        for table in self.tables:
            for row in self.aside.staged(table, "owner", self._book.unit.office_id):
                if handing.stamps(row).isdisjoint(mine):
                    raise Damaged(
                        "包里有没有移交令的记录，没有导入", "请让街道重新写一次", code="QL-UB-253"
                    )
        if self.tables:
            self.aside.beside = {*(row["order_id"] for row in known), self._stream}
        self.plans = tuple(self.aside.plan(table) for table in self.tables)

    @property
    def news(self) -> bool:
        return any(plan.new + plan.changed for plan in self.plans)

    def words(self) -> Iterator[str]:
        counts = [(self._book.tables[p.table].label, p.new + p.changed) for p in self.plans]
        some = [f"{label} {count} 条" for label, count in counts if count]
        if some:
            yield f"带来移交给本单位的记录：{'、'.join(some)}"

    def keep(self, change: Change) -> tuple[str, ...]:
        """Inside the change: own rows from now on, with their images."""
        if not self.plans:
            return ()
        lost = Found()
        stood = bodies.Before(change, self.aside, self.plans)
        for plan in self.plans:
            self.aside.apply(plan, change, lost.add)
        lost.settle(stood)
        conflicting.keep(change, lost)
        self._forget(change)
        many = len(lost.rows)
        said = [f"有 {many} 条移交前后都改过，请到“两边都改过”里看"] if many else []
        return (*said, *self._twice())

    def _twice(self) -> Iterator[str]:
        """Both units had given the same numbers, or had the same things under one name."""
        counts = [
            (table, len(list(twice.rows(self._book, table))))
            for table in (plan.table for plan in self.plans if plan.new)
        ]
        if some := [f"{self._book.tables[t].label} {count} 条" for t, count in counts if count]:
            numbered = any(count for table, count in counts if table in twice.NUMBERED)
            how = "凭证号到“月结”里补齐，" if numbered else ""
            yield (
                f"收下以后有编号或名称一样的（{'、'.join(some)}），"
                f"{how}别的请核对，真是同一件的只留一条"
            )

    def _forget(self, change: Change) -> None:
        """What the unit that gave them has erased: its order stays with it, so one of this unit
        takes away what stands of them here.
        """
        gone = [
            (table, row["id"])
            for table in self.tables
            for row in self.aside.staged(table, "owner", self._book.unit.office_id)
            if is_erased(row)
        ]
        erasing.follow(change, gone, "移出的单位已经清除")
