"""What is done about a finding: explained, made a task, or taken up into the clean-up."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Column, Document, Note, SignLine, Table, sealed
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.contracts import checkup, reads
from qinglian_desktop.modules.contracts.beside import (
    CLEAN_UP_STATES,
    CLEARED,
    FOUND_BY,
    CleanUp,
    ContractNote,
)
from qinglian_desktop.modules.contracts.checkup import Found
from qinglian_desktop.modules.contracts.records import Contract
from qinglian_desktop.modules.decisions.actions.papering import draw_all
from qinglian_desktop.modules.disclosure.reads import collective_of
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_LEAST = 4  # characters of an explanation
_DAYS = 30  # until a task is due
_ITEM = "（四）"  # of the street's plan: the collective's assets and contracts
_NAMED = 60  # characters of a title


def explain_finding(book: Book, contract_id: str, rule: str, reason: str) -> Changes:
    """Keeps a finding quiet until the terms of the contract change. Refused without a reason."""
    text = reason.strip()
    if len(text) < _LEAST:
        what = "说明太短，没有记下"
        raise Refused(what, "写明是怎么回事、凭什么", field="reason", code="QL-SZ-361")
    one = checkup.one_of(book, contract_id, rule)
    with book.change(f"说明合同问题：{one.name}"[:_NAMED]) as change:
        _note(change, one, {"reason": text})
    return change.changes


def make_task(book: Book, contract_id: str, rule: str) -> Changes:
    """A task out of a finding; `result` is its id. Refused while the one before is open."""
    one = checkup.one_of(book, contract_id, rule)
    if one.state == checkup.TASKED:
        raise Refused("这一条已经转成任务了", "到任务台账里接着办", code="QL-SZ-362")
    due = clock.today() + timedelta(days=_DAYS)
    with book.change(f"合同问题转任务：{one.name}"[:_NAMED]) as change:
        made = tasks.save_task(
            book, None,
            {"title": f"整改合同 {one.name}：{one.finding.what}", "item": _ITEM,
             "due_on": due.isoformat(), "evidence": one.finding.remedy,
             "note": f"依据：{one.finding.basis}"},
        )  # fmt: skip
        _note(change, one, {"task_id": made.result})
        change.result = made.result
    return change.changes


def _note(change: Change, one: Found, draft: Row) -> None:
    told = {"terms": checkup.mark_of(one.row), "said_on": clock.today().isoformat(), **draft}
    if one.note is not None:
        change.put_row(ContractNote.table, one.note["id"], told)
        return
    key = {"contract_id": one.row["id"], "rule": one.finding.rule}
    change.add(ContractNote, {**key, **told})


# -- 问题合同清理 --------------------------------------------------------------------------------


def clean_up(book: Book, contract_id: str, rule: str) -> Changes:
    """A line of the clean-up out of a finding; `result` is its id."""
    one = checkup.one_of(book, contract_id, rule)
    if one.state == checkup.CLEANING:
        raise Refused("这一条已经在清理台账里了", "到问题合同清理里接着办", code="QL-SZ-363")
    with book.change(f"列入清理：{one.name}"[:_NAMED]) as change:
        change.result = change.add(
            CleanUp,
            {**defaults(CleanUp), "contract_id": contract_id, "rule": rule,
             "category": one.finding.category, "problem": one.finding.what,
             "found_by": FOUND_BY[0], "found_on": clock.today().isoformat()},
        )  # fmt: skip
    return change.changes


def save_clean_up(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a line of the clean-up.

    Refused for a category the pack does not know, money below zero, and 已完成 without what was
    done and what proves it.
    """
    before = ledger.there(book, CleanUp.table, row_id) if row_id else defaults(CleanUp)
    made, given = {**before, **draft}, dict(draft)
    known = checkup.pack_of(book).value("clean_up.categories")
    if made.get("category") and made["category"] not in known:
        what = f"没有“{made['category']}”这一类"
        raise Refused(what, f"可以填：{'、'.join(known)}", field="category", code="QL-SZ-364")
    for name in ("amount_fen", "recovered_fen"):
        if (made.get(name) or 0) < 0:
            label = CleanUp.fields[name].label
            raise Refused(f"{label}小于 0", "核对金额", field=name, code="QL-SZ-365")
    if made["state"] == CLEARED:
        _refuse_unproven(made)
        if not made.get("done_on"):
            given["done_on"] = clock.today().isoformat()
    return ledger.save_row(book, CleanUp.table, row_id, given)


def _refuse_unproven(made: Row) -> None:
    if not (made.get("measure") or "").strip():
        what = "还没写怎么办的"
        raise Refused(what, "写清楚再记“已完成”", field="measure", code="QL-SZ-366")
    if made.get("files") in (None, "", "[]"):
        what = "还没有佐证"
        raise Refused(what, "附上新合同、补充协议或者收回的照片", field="files", code="QL-SZ-367")


def progress(book: Book) -> Document:
    """How far the clean-up is, a line a category, for the street."""
    rows = book.rows(Query(CleanUp.table, (reads.own(book),)))
    known = checkup.pack_of(book).value("clean_up.categories")
    listed = [_line(name, [r for r in rows if r["category"] == name]) for name in known]
    shown = tuple(line for line in listed if line[1])
    labels = ("问题类别", "份数", *CLEAN_UP_STATES)
    columns = (
        Column(labels[0], 14), *(Column(one, 8, counted=True) for one in labels[1:]),
        Column("涉及金额（元）", 14, money=True), Column("追回金额（元）", 14, money=True),
    )  # fmt: skip
    table = Table(columns, shown, totals=True)
    done = sum(row["state"] == CLEARED for row in rows)
    said = f"共 {len(rows)} 份，已完成 {done} 份。" if rows else "没有列入清理的合同。"
    blocks = (table, Note(said), SignLine(("填表人", "审核人", "日期")))
    return sealed(Document("问题合同清理进度表", "table", blocks, unit=collective_of(book)))


def print_progress(book: Book, tick: Callable[[int, int, str], Any]) -> Changes:
    """`result` is a tuple of one drawn paper."""
    return Changes("", result=draw_all([("问题合同清理进度表", progress(book))], tick))


def _line(name: str, rows: list[Row]) -> tuple[str | int, ...]:
    states = [sum(row["state"] == state for row in rows) for state in CLEAN_UP_STATES]
    sums = [sum(row[field] or 0 for row in rows) for field in ("amount_fen", "recovered_fen")]
    return (name, len(rows), *states, *sums)


def price_words(book: Book, row: Row) -> str:
    """同类单价 of a contract in one sentence; "" where too few are alike."""
    found = checkup.compare(book, row)
    return f"{found.words()}。" if found is not None else ""


def contract_words(book: Book, contract_id: str) -> str:
    """The same for a contract that is there."""
    row = book.row(Contract.table, contract_id)
    return price_words(book, row) if row is not None else ""


def matter_words(book: Book, matter_id: str) -> str:
    """What the contracts a meeting is to decide cost beside others of their kind."""
    where = (reads.own(book), Where("matter_id", "=", matter_id))
    said = [
        f"{row['title'] or '这份合同'}：{words.removesuffix('。')}"
        for row in book.rows(Query(Contract.table, where, order=(("number", False),)))
        if (words := price_words(book, row))
    ]
    return f"{'；'.join(said)}。" if said else ""
