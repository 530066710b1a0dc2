"""合同体检 over every live contract: what stands out, and what was said to it already."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.beside import CLEARED, CleanUp, ContractNote
from qinglian_desktop.modules.contracts.records import SUPPLEMENT, Contract, RentDue, RentTerm
from qinglian_desktop.modules.contracts.rules import check as rules
from qinglian_desktop.modules.contracts.rules import comparing
from qinglian_desktop.modules.contracts.rules.check import Around, Finding
from qinglian_desktop.modules.contracts.rules.comparing import Compared
from qinglian_desktop.modules.contracts.rules.days import day_of
from qinglian_desktop.modules.contracts.rules.terms import ANOTHER_RENT
from qinglian_desktop.modules.decisions import reads as decisions
from qinglian_desktop.modules.decisions import steps as gates
from qinglian_desktop.modules.property.records import Asset
from qinglian_desktop.modules.registry import reads as registry
from qinglian_desktop.modules.registry.records import Body, Kin, Post
from qinglian_desktop.modules.registry.rules import bare, serves
from qinglian_desktop.modules.tasks.records import OPEN, Task
from qinglian_desktop.store.book import Book

PACK = "contract-checks"
TO_DO, EXPLAINED, TASKED, CLEANING = "待处理", "已说明", "已转任务", "清理中"
QUIET = (EXPLAINED, TASKED, CLEANING)
_WATCHED = ("党组织", "委员会", "务监督委员会", "集体经济组织理事会", "集体经济组织监事会")
# What may change without a finding having to be looked at again.
_APART = frozenset(("note", "files", "state"))


class Found(NamedTuple):
    """A finding with the contract it stands in and what was done about it."""

    finding: Finding
    row: Row
    state: str
    note: Row | None = None

    @property
    def name(self) -> str:
        return f"{self.row['number'] or ''} {self.row['title'] or ''}".strip()


def pack_of(book: Book) -> Pack:
    return book.pack(PACK, clock.today())


def found(book: Book) -> tuple[Found, ...]:
    """Every finding of this office: what waits first, red before yellow, by number."""
    rows = live(book)
    if not rows:
        return ()
    pack, looked = pack_of(book), _Looked(book, rows)
    notes = {(n["contract_id"], n["rule"]): n for n in book.rows(Query(ContractNote.table))}
    open_tasks, cleaned = _tasks(book, notes), _cleaning(book)
    made = []
    for row in rows:
        for finding in rules.check(pack, row, looked.around(row)):
            key = row["id"], finding.rule
            note = notes.get(key)
            made.append(Found(finding, row, _state(row, note, open_tasks, key in cleaned), note))
    order = {TO_DO: 0, TASKED: 1, CLEANING: 2, EXPLAINED: 3}
    return tuple(sorted(made, key=lambda f: (order[f.state], f.finding.light != rules.RED)))


def of_contract(book: Book, contract_id: str) -> tuple[Found, ...]:
    """Those of one contract."""
    return tuple(one for one in found(book) if one.row["id"] == contract_id)


def one_of(book: Book, contract_id: str, rule: str) -> Found:
    """Refused when it stands out no more."""
    for one in of_contract(book, contract_id):
        if one.finding.rule == rule:
            return one
    raise Refused("这一条已经没有问题了", "请刷新列表", code="QL-SZ-360")


def live(book: Book) -> list[Row]:
    """The contracts that are looked at: those in force, and those whose end nobody wrote down."""
    where = (reads.own(book), Where("state", "in", rules.LIVE))
    return book.rows(Query(Contract.table, where, order=(("number", False),)))


def mark_of(row: Mapping[str, Any]) -> str:
    """Another one as soon as the terms of the contract change."""
    told = {name: row[name] for name in Contract.fields if name not in _APART}
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _state(row: Row, note: Row | None, open_tasks: set[str], cleaned: bool) -> str:
    if cleaned:
        return CLEANING
    if note is None:
        return TO_DO
    if note["task_id"] in open_tasks:
        return TASKED
    return EXPLAINED if note["reason"] and note["terms"] == mark_of(row) else TO_DO


def _tasks(book: Book, notes: Mapping[Any, Row]) -> set[str]:
    ids = [note["task_id"] for note in notes.values() if note["task_id"]]
    rows = book.page(Task.table, ids) if ids else ()
    return {row["id"] for row in rows if not row["deleted"] and row["state"] in OPEN}


def _cleaning(book: Book) -> set[tuple[str, str]]:
    where = (reads.own(book), Where("state", "!=", CLEARED))
    rows = book.rows(Query(CleanUp.table, where))
    return {(row["contract_id"], row["rule"]) for row in rows if row["rule"]}


class _Looked:
    """What the rules need of other ledgers, each asked once for all contracts."""

    def __init__(self, book: Book, rows: Sequence[Row]) -> None:
        self._book, self._rows, self._pack = book, rows, pack_of(book)
        ids = [row["id"] for row in rows]
        self._scheduled = {r["contract_id"] for r in reads.rows_of(book, RentDue.table, ids)}
        self._rises = {
            r["contract_id"]
            for r in reads.rows_of(book, RentTerm.table, ids)
            if r["kind"] == ANOTHER_RENT
        }
        self._held = {row["id"]: fen for row, fen in reads.held_by_contract(book)}
        self._by_asset: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if row["asset_id"]:
                self._by_asset[row["asset_id"]].append(row)
        assets = book.page(Asset.table, list(self._by_asset))
        self._areas = {row["id"]: row["area"] for row in assets}
        self._decided = {m: is_decided(book, m) for m in {r["matter_id"] for r in rows} if m}
        self._ties = _Ties(book)
        self._all = comparable(book)

    def around(self, row: Row) -> Around:
        asset = row["asset_id"] or ""
        signed = day_of(row, "signed_on") or day_of(row, "start_on") or clock.today()
        others = [one for one in self._by_asset.get(asset, ()) if one["id"] != row["id"]]
        return Around(
            today=clock.today(),
            decided=self._decided.get(row["matter_id"], False),
            scheduled=row["id"] in self._scheduled,
            held_fen=self._held.get(row["id"], 0),
            rises=row["id"] in self._rises,
            tie=self._ties.of(row, signed),
            same_asset=tuple(o for o in others if o["id"] != row["follows_id"]),
            asset_area=self._areas.get(asset),
            compared=_compared(self._pack, row, self._all),
            began=_began(self._book, row),
        )


def _began(book: Book, row: Row) -> date | None:
    """The first day of the term that supplements left as it was; an end moved is another term."""
    here, seen = row, {row["id"]}
    while here["chain"] == SUPPLEMENT and here["follows_id"] and here["follows_id"] not in seen:
        before = book.row(Contract.table, here["follows_id"])
        if before is None or before["deleted"] or before["end_on"] != row["end_on"]:
            break
        here = before
        seen.add(here["id"])
    return day_of(here, "start_on")


class _Ties:
    """Who served on a day, and who was close to whoever did."""

    def __init__(self, book: Book) -> None:
        own = Where("owner", "=", book.unit.office_id)
        bodies = {b.name for b in book.records(Body, own) if b.kind in _WATCHED}
        self._posts: dict[str, list[Post]] = defaultdict(list)
        for post in registry.own_posts(book):
            if post.body in bodies:
                self._posts[bare(post.person_name)].append(post)
        self._kin: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for tie in book.records(Kin, own):
            pair = bare(tie.person_name), bare(tie.relative_name)
            for cadre, relative in (pair, pair[::-1]):
                self._kin[relative].append((cadre, tie.relation))

    def of(self, row: Row, day: date) -> str:
        for name in filter(None, (bare(row["party"]), bare(row["legal_rep"]))):
            if post := self._serving(name, day):
                return f"{post.body}{post.title}"
            for cadre, relation in self._kin.get(name, ()):
                if post := self._serving(cadre, day):
                    return f"{post.body}{post.title}{cadre}的亲属（{relation}）"
        return ""

    def _serving(self, name: str, day: date) -> Post | None:
        return next((post for post in self._posts.get(name, ()) if serves(post, day)), None)


def is_decided(book: Book, matter_id: str) -> bool:
    """Was the matter passed by whom it needs?"""
    try:
        case = decisions.case(book, matter_id)
    except Refused:
        return False
    return gates.passed(case.rows, gates.deciding(case.matter))


# -- 同类单价 ------------------------------------------------------------------------------------


def comparable(book: Book) -> list[Row]:
    """Contracts with a price, of this office; at the street those of every community."""
    return book.rows(Query(Contract.table, (Where("rent_fen", "filled"), Where("area", "filled"))))


def compare(book: Book, row: Row) -> Compared | None:
    """What contracts like this one cost; None where there are too few to say."""
    return _compared(pack_of(book), row, comparable(book))


def _compared(pack: Pack, row: Row, rows: Sequence[Row]) -> Compared | None:
    follows = {one["id"]: one["follows_id"] for one in rows}
    family, at = {row.get("id")}, row.get("follows_id")
    while at and at not in family:
        family.add(at)
        at = follows.get(at)
    replaced = set(follows.values())  # only the last of a chain is counted
    others = [one for one in rows if one["id"] not in family and one["id"] not in replaced]
    day = day_of(row, "signed_on") or clock.today()
    return comparing.compared(pack, row, others, day)
