"""Which large payments hang on no decision? Links between a decision and rows of other ledgers.

The line is the office's own (事项标准, with its resolution). What may hang on a decision is a
table here: its name, where its money and its day stand; a ledger that is not there is left out.
"""

from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.modules.decisions.beside import MatterStandard
from qinglian_desktop.modules.decisions.records import (
    ENDED,
    FAILED,
    Matter,
    MatterLink,
)
from qinglian_desktop.store.book import Book

_LEAST = 4  # characters of an explanation


class Linkable(NamedTuple):
    """A ledger whose rows may need a decision."""

    table: str
    amount: str  # its money, in 分
    day: str  # a day, or a year
    matter_class: str  # whose line counts
    where: tuple[Where, ...] = ()
    number: str = ""  # a field with the number of the decision, where the ledger has one
    matter: str = ""  # a field that links the decision itself
    through: tuple[tuple[str, str], ...] = ()  # links to rows whose decision carries this one too


LINKABLE = (
    Linkable(
        "entry",
        "amount_fen",
        "day",
        "M04",
        (Where("direction", "=", "支出"),),
        "decision_no",
        "matter_id",
        (("project_id", "project"), ("contract_id", "contract")),
    ),
    Linkable("grant_line", "amount_fen", "year", "M04"),
    # Vouchers somebody wrote by hand; what another ledger posted is asked about there.
    Linkable(
        "voucher",
        "amount_fen",
        "day",
        "M04",
        (Where("kind", "=", "转账"), Where("source_table", "empty")),
        matter="matter_id",
    ),
    *(
        Linkable(
            "contract",
            amount,
            "signed_on",
            "M02",
            (Where("kind", "in", ("资源发包", "物业出租", "资产参股")),),
            matter="matter_id",
        )
        for amount in ("rent_fen", "total_fen")
    ),
    Linkable("project", "contract_fen", "set_up_on", "M06", matter="matter_id"),
    Linkable("labour_order", "budget_fen", "ordered_on", "M05", matter="matter_id"),
    Linkable(
        "asset_event",
        "amount_fen",
        "day",
        "M03",
        (Where("kind", "in", ("出售", "报废", "毁损", "调出")), Where("reversed_on", "empty")),
        matter="matter_id",
    ),
)


class Orphan(NamedTuple):
    """A row above the line that hangs on no decision and has no explanation."""

    table: str
    row_id: str
    label: str  # 收支
    name: str
    on: date
    amount_fen: int
    line_fen: int


def lines(book: Book, code: str) -> list[tuple[date, int]]:
    """From which amount on a class needs a decision here: (first day, 分), the newest first."""
    where = (
        Where("matter_class", "begins", code),
        Where("amount_fen", "filled"),
        Where("owner", "=", book.unit.office_id),
    )
    found = book.rows(Query(MatterStandard.table, where, order=(("from_on", True),)))
    return [(date.fromisoformat(row["from_on"]), int(row["amount_fen"])) for row in found]


def orphans(book: Book) -> tuple[Orphan, ...]:
    """Every row above the office's line without a decision, the newest first."""
    linked = _linked(book)
    own = Query(Matter.table, (Where("owner", "=", book.unit.office_id),))
    standing = [row for row in book.rows(own) if _stands(row)]
    named = {row["number"] for row in standing if row["number"]} | {row["id"] for row in standing}
    found = [
        one
        for kind in LINKABLE
        if kind.table in book.tables.records
        for one in _of_kind(book, kind, linked, named)
    ]
    apart = {(one.table, one.row_id): one for one in found}  # by one of its two sums is enough
    return tuple(sorted(apart.values(), key=lambda one: (one.on, one.name), reverse=True))


def _of_kind(
    book: Book, kind: Linkable, linked: set[tuple[str, str]], named: set[Any]
) -> list[Orphan]:
    standards = lines(book, kind.matter_class)
    if not standards:
        return []
    record = book.tables[kind.table]
    lowest = min(amount for _, amount in standards)
    mine = Where("owner", "=", book.unit.office_id)
    rows = book.rows(Query(kind.table, (*kind.where, mine, Where(kind.amount, ">=", lowest))))
    found = []
    for row in rows:
        on = _day(row[kind.day])
        line = next((amount for since, amount in standards if on and since <= on), None)
        if on is None or line is None or row[kind.amount] < line:
            continue
        told = [row[field] for field in (kind.number, kind.matter) if field]
        told += _of_what_it_pays(book, kind, row)
        if (kind.table, row["id"]) in linked or any(one in named for one in told):
            continue
        name = naming(record, row)
        found.append(Orphan(kind.table, row["id"], record.label, name, on, row[kind.amount], line))
    return found


def _of_what_it_pays(book: Book, kind: Linkable, row: Row) -> list[Any]:
    """The decisions of the project or contract that a payment belongs to."""
    found = (book.row(table, row[field]) for field, table in kind.through if row[field])
    return [other["matter_id"] for other in found if other and not other["deleted"]]


def _day(value: Any) -> date | None:
    if value in (None, ""):
        return None
    return date(int(value), 12, 31) if str(value).isdigit() else date.fromisoformat(str(value))


def _linked(book: Book) -> set[tuple[str, str]]:
    """Rows that hang on a decision that stands, or were explained."""
    standing = {row["id"] for row in book.rows(Query(Matter.table)) if _stands(row)}
    return {
        (row["other_table"], row["other_id"])
        for row in book.rows(Query(MatterLink.table))
        if row["matter_id"] in standing or (not row["matter_id"] and row["explanation"])
    }


def _stands(matter: Row) -> bool:
    """Whether money may hang on it: not once it was voted down, until it passes after all."""
    return not matter["deleted"] and matter["state"] not in (ENDED, FAILED)


def of_matter(book: Book, matter_id: str) -> list[Row]:
    """What hangs on one decision."""
    return book.rows(Query(MatterLink.table, (Where("matter_id", "=", matter_id),)))


def linkable_matters(book: Book) -> list[Row]:
    """The decisions a row may be hung on, the newest first."""
    mine = (Where("owner", "=", book.unit.office_id),)
    found = book.rows(Query(Matter.table, mine, order=(("opened_on", True),)))
    return [row for row in found if _stands(row)]


def link(book: Book, table: str, row_id: str, matter_id: str) -> Changes:
    """Hangs a row on a decision; refused when the decision was ended or is not there."""
    matter = book.row(Matter.table, matter_id)
    if matter is None or not _stands(matter):
        raise Refused(
            "这件事项没有通过、已经终止或者删除了", "请另选一件", field="matter", code="QL-DW-081"
        )
    name = _name(book, table, row_id)
    with book.change(f"关联：{name[:20]} → {matter['number']}") as change:
        _put(change, book, table, row_id, name, {"matter_id": matter_id, "explanation": None})
    return change.changes


def explain(book: Book, table: str, row_id: str, explanation: str) -> Changes:
    """Why a row above the line needs no decision of its own."""
    text = explanation.strip()
    if len(text) < _LEAST:
        what = "说明太短，没有记下"
        raise Refused(what, "请写明为什么没有决议", field="explanation", code="QL-DW-082")
    name = _name(book, table, row_id)
    with book.change(f"说明没有决议：{name[:20]}") as change:
        _put(change, book, table, row_id, name, {"matter_id": None, "explanation": text})
    return change.changes


def _name(book: Book, table: str, row_id: str) -> str:
    row = book.row(table, row_id)
    if row is None or row["deleted"]:
        raise Refused("这一条已经不在了", "请刷新列表再试", code="QL-DW-083")
    return naming(book.tables[table], row)


def _put(
    change: Any, book: Book, table: str, row_id: str, name: str, draft: dict[str, Any]
) -> None:
    known = book.find(MatterLink, other_table=table, other_id=row_id)
    given = {"other_table": table, "other_id": row_id, "other_name": name, **draft}
    if known:
        change.put_row(MatterLink.table, known["id"], given)
    else:
        change.add(MatterLink, given)


def said_line(book: Book) -> str:
    """The line in force today in words; "" while the office has not set one."""
    standards = lines(book, "M04")
    if not standards:
        return ""
    since, amount = standards[0]
    return f"{amount // 100:,} 元以上要有决议（从{paper_day(since)}起）"
