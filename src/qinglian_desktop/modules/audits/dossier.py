"""离任资料包: everything a person touched in a time of office, out of every ledger that names him.

What is looked through is a table: which ledger, which of its days counts, which of its names.
A ledger that is not there is left out; one that comes later needs a line here.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from qinglian_desktop.core.kinds import mask_name
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Board, Field, Record, Row
from qinglian_desktop.modules.decisions.records import Matter, MatterStep, StepPerson
from qinglian_desktop.modules.registry.records import Person, Post
from qinglian_desktop.store.book import Book

DECISIONS, CONTRACTS, MONEY, ASSETS = "决策", "合同", "收支", "资产"
SEALS, PROJECTS, AUDITS = "用印", "工程用工", "审计清查"
GROUPS: Final = (DECISIONS, CONTRACTS, MONEY, ASSETS, SEALS, PROJECTS, AUDITS)


class Trace(NamedTuple):
    """A ledger that names people: `day` places a row in time, `until` makes it a stretch.

    Without `fields` every name the ledger declares counts.
    """

    table: str
    group: str
    day: str
    fields: tuple[str, ...] = ()
    until: str = ""
    money: str = ""


# What hangs on a decision he took part in belongs to him too, whoever signed it.
_DECIDED = "参加了决策"
TRACES: Final = (
    Trace("matter", DECISIONS, "opened_on", money="amount_fen"),
    Trace("consultation", DECISIONS, "held_on"),
    Trace("contract", CONTRACTS, "signed_on", money="total_fen"),
    Trace("entry", MONEY, "day", money="amount_fen"),
    Trace("voucher", MONEY, "day"),
    Trace("approval", MONEY, "asked_on", money="amount_fen"),
    Trace("approval_sign", MONEY, "signed_on"),
    Trace("cash_count", MONEY, "counted_on"),
    Trace("receipt_book", MONEY, "received_on", until="returned_on"),
    Trace("receipt_slip", MONEY, "day"),
    Trace("book_month", MONEY, "closed_on"),
    Trace("asset", ASSETS, "acquired_on", until="retired_on", money="value_fen"),
    Trace("asset_event", ASSETS, "day", money="amount_fen"),
    Trace("seal_use", SEALS, "day"),
    Trace("project", PROJECTS, "set_up_on", money="budget_fen"),
    Trace("project_change", PROJECTS, "day", money="amount_fen"),
    Trace("labour_order", PROJECTS, "ordered_on", money="budget_fen"),
    Trace("labour_day", PROJECTS, "day"),
    Trace("audit", AUDITS, "noticed_on"),
    Trace("finding", AUDITS, "due_on", money="amount_fen"),
    Trace("inventory", AUDITS, "counted_on"),
    Trace("inventory_line", AUDITS, "found_on", money="book_fen"),
)


class Term(NamedTuple):
    """Whose papers, of which time."""

    name: str
    first: date
    last: date
    post: str = ""

    def holds(self, first: str | None, last: str | None = None) -> bool:
        """Does a day, or a stretch of them, lie in the term? One without a day does not."""
        if not first:
            return False
        begun, ended = self.first.isoformat(), self.last.isoformat()
        return first <= ended and (last or "9999" if last is not None else first) >= begun


class Touched(NamedTuple):
    """One row the person had to do with, and as what."""

    group: str
    table: str
    row_id: str
    label: str
    on: str
    what: str
    role: str
    fen: int | None


def term_of(name: str, first: date | None, last: date | None, post: str = "") -> Term:
    """Refused while one of the two days is missing, or they stand the wrong way round."""
    if not name.strip():
        raise Refused("还没选是谁", "选择一名干部", field="person", code="QL-SZ-292")
    if first is None or last is None:
        raise Refused("任期不完整，请先补任职起止", "在名册的“任职”里补，或者在这里填上两个日期",
                      field="first" if first is None else "last", code="QL-SZ-293")  # fmt: skip
    if last < first:
        raise Refused("任职止早于任职起", "请核对两个日期", field="last", code="QL-SZ-294")
    return Term(name.strip(), first, last, post)


def posts(book: Book) -> list[Row]:
    """The posts of this office, by name and time."""
    mine = (Where("owner", "=", book.unit.office_id), Where("person_name", "filled"))
    order = (("person_name", False), ("from_on", False))
    return book.rows(Query(Post.table, mine, order=order, natural=True))


def namesakes(book: Book, name: str) -> int:
    """How many people of the register have this name: their papers cannot be told apart."""
    where = (Where("name", "=", name), Where("owner", "=", book.unit.office_id))
    return book.count(Query(Person.table, where))


def collected(book: Book, term: Term) -> dict[str, tuple[Touched, ...]]:
    """What the person touched, by group in the order of GROUPS; every group is there."""
    found: dict[str, dict[tuple[str, str], Touched]] = {group: {} for group in GROUPS}
    for one in (*_declared(book, term), *_in_meetings(book, term)):
        _put(found, one)
    decided = {row_id for table, row_id in found[DECISIONS] if table == Matter.table}
    for one in _by_decision(book, term, decided):
        _put(found, one)
    return {
        group: tuple(sorted(rows.values(), key=lambda one: (one.on, one.table, one.what)))
        for group, rows in found.items()
    }


def _put(found: dict[str, dict[tuple[str, str], Touched]], one: Touched) -> None:
    rows, key = found[one.group], (one.table, one.row_id)
    known = rows.get(key)
    rows[key] = one if known is None else known._replace(role=_both(known.role, one.role))


def _both(one: str, other: str) -> str:
    return "、".join(dict.fromkeys((*one.split("、"), *other.split("、"))))


def _declared(book: Book, term: Term) -> Iterator[Touched]:
    for trace in TRACES:
        record = book.tables.records.get(trace.table)
        if record is not None and trace.day in record.fields:
            yield from _of_ledger(book, term, trace, record)


def _of_ledger(book: Book, term: Term, trace: Trace, record: type[Record]) -> Iterator[Touched]:
    roles: dict[str, list[str]] = {}
    rows: dict[str, Row] = {}
    mine = Where("owner", "=", book.unit.office_id)
    for name, field in names_of(record, trace.fields).items():
        for row in book.rows(Query(trace.table, (mine, Where(name, "=", term.name)))):
            last = row[trace.until] or "" if trace.until else None
            if term.holds(row[trace.day] or _made_on(row), last):
                rows[row["id"]] = row
                roles.setdefault(row["id"], []).append(field.label)
    for row_id, row in rows.items():
        on = row[trace.day] or _made_on(row)
        fen = row.get(trace.money) if trace.money else None
        yield Touched(
            trace.group, trace.table, row_id, record.label, on, called(record, row, term.name),
            "、".join(roles[row_id]), fen,
        )  # fmt: skip


def _made_on(row: Row) -> str:
    """A row without its day counts by the day it was entered, so that it is not lost."""
    return str(row["created_at"])[:10]


def names_of(record: type[Record], fields: Sequence[str] = ()) -> dict[str, Field]:
    """The fields of a ledger that name people."""
    named = {n: f for n, f in record.fields.items() if f.kind.name == "name"}
    return {n: f for n, f in named.items() if n in fields} if fields else named


def called(record: type[Record], row: Mapping[str, Any], person: str) -> str:
    """How a row is called, with the names of other people masked."""
    said = []
    for name in record.named_by:
        field, value = record.fields[name], row.get(name)
        if value in (None, "") or field.kind.name == "link":
            continue
        text = field.kind.show(field.kind.load(value))
        masked = field.kind.name == "name" and field.board is Board.MASK and value != person
        said.append(mask_name(text) if masked else text)
    return " ".join(said) or f"没有写名称的{record.label}"


def _in_meetings(book: Book, term: Term) -> Iterator[Touched]:
    """Matters he chaired, wrote down or was at: the steps name people, the matter is counted."""
    mine = Where("owner", "=", book.unit.office_id)
    steps: dict[str, list[str]] = {}
    for name in ("chair", "recorder"):
        label = MatterStep.fields[name].label
        for row in book.rows(Query(MatterStep.table, (mine, Where(name, "=", term.name)))):
            steps.setdefault(row["id"], []).append(label)
    for row in book.rows(Query(StepPerson.table, (mine, Where("name", "=", term.name)))):
        steps.setdefault(row["step_id"], []).append(row["attendance"] or "到会")
    for step_id, roles in steps.items():
        step = book.row(MatterStep.table, step_id)
        if step is None or step["deleted"] or not term.holds(step["held_on"]):
            continue
        matter = book.row(Matter.table, step["matter_id"])
        if matter is None or matter["deleted"]:
            continue
        yield Touched(
            DECISIONS, Matter.table, matter["id"], Matter.label, step["held_on"],
            called(Matter, matter, term.name), "、".join(roles), matter["amount_fen"],
        )  # fmt: skip


def _by_decision(book: Book, term: Term, matters: set[str]) -> Iterator[Touched]:
    """Contracts, payments, assets and works that rest on such a decision and fall into the term."""
    mine = Where("owner", "=", book.unit.office_id)
    for trace in TRACES:
        record = book.tables.records.get(trace.table)
        if record is None or trace.group not in (CONTRACTS, MONEY, ASSETS, PROJECTS) or not matters:
            continue
        for name, field in record.fields.items():
            if field.link != Matter.table:
                continue
            chosen = (mine, Where(name, "in", tuple(sorted(matters))))
            for row in book.rows(Query(trace.table, chosen)):
                on = row[trace.day] or _made_on(row)
                if term.holds(on, row[trace.until] or "" if trace.until else None):
                    fen = row.get(trace.money) if trace.money else None
                    what = called(record, row, term.name)
                    yield Touched(trace.group, trace.table, row["id"], record.label, on, what,
                                  _DECIDED, fen)  # fmt: skip
