"""续签, 补充, 终止: how one set of terms gives way to the next, or to none."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts import reads, rents
from qinglian_desktop.modules.contracts.actions import letting
from qinglian_desktop.modules.contracts.actions.carrying import carried
from qinglian_desktop.modules.contracts.actions.saving import follow_terms, save_contract
from qinglian_desktop.modules.contracts.records import (
    AS_LISTED,
    CHANGED,
    ENDED,
    EXPIRED,
    RENEWAL,
    RENEWED,
    RUNNING,
    SUPPLEMENT,
    TO_CLEAR,
    Contract,
    RentTerm,
)
from qinglian_desktop.modules.contracts.rules.days import day_of
from qinglian_desktop.modules.contracts.rules.terms import FIXED
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

# What each new contract says for itself; the rest it takes over from the one before.
_OWN_OF_RENEWAL = (
    "number", "signed_on", "start_on", "end_on", "matter_id", "study_on", "legal_review",
    "street_on", "filed_on", "floor_fen", "floor_basis", "ended_on", "ended_why", "files", "note",
    "award", "award_reason", "prepaid_years",
)  # fmt: skip
_OWN_OF_SUPPLEMENT = (
    "number", "signed_on", "start_on", "ended_on", "ended_why", "files", "note", "filed_on",
)  # fmt: skip


def renew(book: Book, contract_id: str, draft: Mapping[str, Any]) -> Changes:
    """A contract that follows this one with terms of its own. `result` is its id."""
    before = _running(book, contract_id, "续签")
    made = {
        **_taken_over(before, _OWN_OF_RENEWAL),
        "rent_fen": rents.at_end(book, before, clock.today()),
        **draft,
    }
    end = day_of(before, "end_on")
    if not made.get("start_on") and end:
        made["start_on"] = (end + timedelta(days=1)).isoformat()
    start = day_of(made, "start_on")
    if start and end and start <= end:
        raise Refused(
            f"原合同到{paper_day(end)}，续签要从后一天开始",
            "中途改条款请用“补充”",
            field="start_on",
            code="QL-SZ-312",
        )
    with book.change(f"续签：{before['number'] or ''} {before['title'] or ''}"[:60]) as change:
        change.put_row(Contract.table, contract_id, {"state": RENEWED})
        change.result = _follow(change, before, made, RENEWAL)
    return change.changes


def supplement(book: Book, contract_id: str, draft: Mapping[str, Any]) -> Changes:
    """Other terms from a day on (补充协议). `result` is the id of the contract with them.

    The one before keeps its schedule until the day before; what was agreed for later days goes
    over, as far as the draft says nothing else.
    """
    before = _running(book, contract_id, "补充")
    made = {**_taken_over(before, _OWN_OF_SUPPLEMENT), **draft}
    start, first = day_of(made, "start_on"), day_of(before, "start_on")
    if start is None:
        raise Refused("还没有填从哪天起按新条款", "请填日期", field="start_on", code="QL-SZ-313")
    if first and start <= first:
        raise Refused(
            f"原合同从{paper_day(first)}开始，新条款要在那以后", "请核对日期",
            field="start_on", code="QL-SZ-674",
        )  # fmt: skip
    last = start - timedelta(days=1)
    with book.change(f"补充：{before['number'] or ''} {before['title'] or ''}"[:60]) as change:
        change.put_row(
            Contract.table,
            contract_id,
            {"state": CHANGED, "ended_on": last.isoformat(), "ended_why": "签了补充协议"},
        )
        follow_terms(change, contract_id)
        facts, agreed = carried(book, before, draft, start)
        change.result = _follow(change, before, {**made, **facts}, SUPPLEMENT, agreed)
    return change.changes


def _running(book: Book, contract_id: str, what: str) -> Row:
    row = reads.contract(book, contract_id)
    if row["state"] != RUNNING:
        raise Refused(
            f"这份合同是“{row['state']}”，不能{what}", "请在正在履行的那一份上做",
            code="QL-SZ-314",
        )  # fmt: skip
    return row


def _taken_over(before: Row, apart: tuple[str, ...]) -> Row:
    return {name: before[name] for name in Contract.fields if name not in apart}


def _follow(change: Change, before: Row, made: Row, how: str, agreed: Sequence[Row] = ()) -> object:
    """The contract that takes over, with the rents agreed; one by list waits for its list."""
    if before["rent_fen"] is None and made["rent_fen"] is not None:
        made = {**made, "total_fen": None}  # so much a year from now on
    linked = {**made, "follows_id": before["id"], "chain": how, "state": TO_CLEAR}
    if not linked.get("signed_on"):
        linked["signed_on"] = clock.today().isoformat()
    made_id = save_contract(change.book, None, linked).result
    for term in agreed:
        change.add(RentTerm, {**term, "contract_id": made_id})
    listed = any(term["kind"] == FIXED for term in agreed)
    if linked["pay_every"] != AS_LISTED or listed:
        save_contract(change.book, str(made_id), {"state": RUNNING})
    return made_id


class Ending(NamedTuple):
    """How a contract ends: on which day, and why; `early` before its agreed end."""

    day: date
    why: str
    early: bool = True


def end_contract(book: Book, contract_id: str, ending: Ending) -> Changes:
    """终止 or 到期收回. `result` says in words what is still to be settled, "" for nothing.

    What falls due later goes; what is owed until that day stays, as does a deposit held.
    """
    row = _running(book, contract_id, "终止")
    if not ending.why.strip():
        raise Refused("还没有写为什么结束", "请写明原因", field="ended_why", code="QL-SZ-315")
    first = day_of(row, "start_on")
    if first and ending.day < first:
        raise Refused(
            f"合同从{paper_day(first)}才开始", "请核对结束的日期", field="ended_on",
            code="QL-SZ-316",
        )  # fmt: skip
    if ending.day > clock.today():
        raise Refused("结束的日期还没有到", "请到那天再登记", field="ended_on", code="QL-SZ-675")
    with book.change(f"终止合同：{row['number'] or ''} {row['title'] or ''}"[:60]) as change:
        change.put_row(
            Contract.table,
            contract_id,
            {
                "state": ENDED if ending.early else EXPIRED,
                "ended_on": ending.day.isoformat(),
                "ended_why": ending.why.strip(),
            },
        )
        follow_terms(change, contract_id)
        letting.follow(change, reads.contract(book, contract_id))
        change.result = unsettled(book, contract_id, clock.today())
    return change.changes


def unsettled(book: Book, contract_id: str, day: date) -> str:
    """What an ended contract leaves to be done: rent owed, too much paid, a deposit held."""
    kept, fen = reads.account_of(book, contract_id), reads.held(book, contract_id)
    parts = []
    if owed := kept.owed(day):
        parts.append(f"还欠 {money.show(owed)} 元")
    if kept.over:
        parts.append(f"多收了 {money.show(kept.over)} 元要退")
    if fen:
        parts.append(f"押金还有 {money.show(fen)} 元没退")
    return "，".join(parts)
