"""How is a contract saved, and how does its schedule follow its terms?"""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused, refuse
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.actions import letting
from qinglian_desktop.modules.contracts.actions.numbering import numbered
from qinglian_desktop.modules.contracts.records import (
    CHANGED,
    ENDED,
    EXPIRED,
    RUNNING,
    TO_CLEAR,
    Contract,
    ContractDetail,
    DepositMove,
    RentDue,
    RentReceipt,
    RentTerm,
)
from qinglian_desktop.modules.contracts.rules import terms
from qinglian_desktop.modules.contracts.rules.schedule import schedule
from qinglian_desktop.modules.funds.rules import LARGEST
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_AHEAD = 90  # days that the schedule of a contract without an end must reach


def save_contract(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a contract. `result` is its id.

    One that is 履行中 must have the terms without which nobody can carry it out; half-filled it
    is kept as 待清理. Its number comes by itself; its schedule follows its terms.
    """
    before = ledger.there(book, Contract.table, row_id) if row_id else None
    made: Row = {**(before or defaults(Contract)), **draft}
    refuse(terms.contract_problem(made))
    refuse(_chain_problem(book, row_id, made))
    refuse(_state_problem(before, made))
    refuse(terms.ended_problem(before, made, clock.today()))
    refuse(_flow_problem(book, before, made))
    if made["state"] == RUNNING:
        _refuse_gaps(made, reads.terms(book, row_id) if row_id else ())
    event_on = None if row_id else ledger.event_day(Contract, made)
    label = ledger.label_of("改" if row_id else "登记", Contract, made)
    with book.change(label, event_on=event_on) as change:
        filled = {**draft, **numbered(change, before, made)}
        if row_id is None:
            row_id = change.add(Contract, filled)
        else:
            change.put_row(Contract.table, row_id, filled)
        if before is None or any(before[name] != made.get(name) for name in terms.OF_MONEY):
            follow_terms(change, row_id)
        letting.follow(change, ledger.there(book, Contract.table, row_id))
        change.result = row_id  # the asset's card is saved by an action with a result of its own
    return change.changes


def _refuse_gaps(row: Row, agreed: Sequence[Row]) -> None:
    listed = any(one["kind"] == terms.FIXED for one in agreed)
    missing = terms.lacking(row, listed)
    if missing:
        raise Refused(
            f"还差：{terms.lacking_words(missing)}",
            "补齐再存；原件上没有的，先存成“待清理”",
            field=missing[0],
            code="QL-SZ-304",
        )


def _state_problem(before: Row | None, made: Row) -> Problem | None:
    """What a contract came to is written by its acts, which also settle what hangs on it."""
    if before is None or before["state"] == made["state"]:
        return None
    if {before["state"], made["state"]} <= {TO_CLEAR, RUNNING}:
        return None
    if made["state"] in (ENDED, EXPIRED) and made.get("ended_on"):
        return None
    return Problem(
        f"不能直接改成“{made['state']}”",
        "请打开合同，在“前后合同”里续签、补充或终止",
        "state",
        "QL-SZ-333",
    )


def _flow_problem(book: Book, before: Row | None, made: Row) -> Problem | None:
    """Money that came in does not turn into money that went out."""
    if before is None or before["flow"] == made["flow"] or not why_it_stays(book, before["id"]):
        return None
    return Problem(
        f"{why_it_stays(book, before['id'])}，不能改收付方向", "请另外登记一份合同", "flow",
        "QL-SZ-679",
    )  # fmt: skip


def _chain_problem(book: Book, row_id: str | None, row: Row) -> Problem | None:
    """A contract follows another one of this office, never itself nor one of its successors."""
    before = row.get("follows_id")
    if not before:
        return None
    seen = {row_id}
    while before:
        if before in seen:
            return Problem("合同不能接着自己", "请选它前面的那一份", "follows_id", "QL-SZ-307")
        seen.add(before)
        before = (book.row(Contract.table, before) or {}).get("follows_id")
    others = (
        Where("follows_id", "=", row["follows_id"]), Where("id", "!=", row_id or ""),
        reads.own(book),
    )  # fmt: skip
    if book.count(Query(Contract.table, others)):
        return Problem("那份合同后面已经有一份了", "请选最后的那一份", "follows_id", "QL-SZ-338")
    return None


def review_contracts(book: Book) -> Callable[[Row], Row | Problem]:
    """The rules of `save_contract` for the rows of a sheet; what lacks terms comes in as 待清理."""

    def judged(row: Row) -> Row | Problem:
        problem = terms.contract_problem(row)
        if problem is not None:
            return problem
        made = {**defaults(Contract), **row}
        if made["state"] == RUNNING and terms.lacking(made):
            return {**row, "state": TO_CLEAR}
        return row

    return judged


# -- terms and their schedule --------------------------------------------------------------------


def save_term(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Another rent from a day, days free or a fixed sum; the schedule follows."""
    before = ledger.there(book, RentTerm.table, row_id) if row_id else defaults(RentTerm)
    made = {**before, **draft}
    refuse(terms.term_problem(made))
    if not made.get("contract_id"):
        raise Refused("还没有说是哪份合同的约定", "请先选合同", field="contract_id",
                      code="QL-SZ-309")  # fmt: skip
    with book.change(ledger.label_of("改" if row_id else "登记", RentTerm, made)) as change:
        if row_id is None:
            change.result = change.add(RentTerm, draft)
        else:
            change.result = change.put_row(RentTerm.table, row_id, draft)
        follow_terms(change, made["contract_id"])
    return change.changes


def drop_term(book: Book, row_id: str) -> Changes:
    row = ledger.there(book, RentTerm.table, row_id)
    with book.change(ledger.label_of("删", RentTerm, row)) as change:
        change.drop(RentTerm.table, row_id)
        if row["contract_id"]:
            follow_terms(change, row["contract_id"])
    return change.changes


def put_terms(book: Book, contract_id: str, agreed: Sequence[Mapping[str, Any]]) -> Changes:
    """All departures from the rent at once, in the place of those there were."""
    row = reads.contract(book, contract_id)
    for one in agreed:
        refuse(terms.term_problem(one))
    with book.change(ledger.label_of("改租金约定：", Contract, row)) as change:
        _put_parts(change, RentTerm.table, contract_id, agreed, ("kind", "from_on"))
        follow_terms(change, contract_id)
    return change.changes


def put_details(book: Book, contract_id: str, said: Mapping[str, str]) -> Changes:
    """What contracts of this kind say besides; an emptied item goes."""
    row = reads.contract(book, contract_id)
    wanted = [{"item": item, "value": text.strip()} for item, text in said.items() if text.strip()]
    with book.change(ledger.label_of("改补充内容：", Contract, row)) as change:
        _put_parts(change, ContractDetail.table, contract_id, wanted, ("item",))
    return change.changes


def _put_parts(
    change: Change, table: str, contract_id: str, wanted: Sequence[Mapping[str, Any]],
    key: tuple[str, ...],
) -> None:  # fmt: skip
    """Rows of a list inside the contract: those with the same key keep their place in the book."""
    there = {
        tuple(row[name] for name in key): row
        for row in reads.rows_of(change.book, table, [contract_id])
    }
    for one in wanted:
        row = there.pop(tuple(one.get(name) for name in key), None)
        if row is None:
            change.add(change.book.tables[table], {"contract_id": contract_id, **one})
        else:
            change.put_row(table, row["id"], one)
    for row in there.values():
        change.drop(table, row["id"])


def make_schedule(book: Book, contract_id: str) -> Changes:
    """按条款生成: the schedule of one contract; refused while its terms say too little."""
    row = reads.contract(book, contract_id)
    with book.change(f"生成收款计划：{row['number'] or ''}") as change:
        change.result = follow_terms(change, contract_id)
    if not change.result:
        missing = terms.lacking(row, any(_is_fixed(one) for one in reads.terms(book, contract_id)))
        raise Refused(
            f"条款还不够，算不出收款计划，还差：{terms.lacking_words(missing) or '年租金或总价'}",
            "补上再生成",
            field=missing[0] if missing else "rent_fen",
            code="QL-SZ-673",
        )
    return change.changes


def _is_fixed(term: Row) -> bool:
    return bool(term["kind"] == terms.FIXED)


def make_schedules(book: Book) -> Changes:
    """For every running contract without one (after an import). `result` is how many were made."""
    lacking = without_schedule(book)
    with book.change(f"生成 {len(lacking)} 份合同的收款计划") as change:
        made = 0
        for row in lacking:
            with contextlib.suppress(Refused), change.part():  # the others do not wait for it
                made += bool(follow_terms(change, row["id"]))
        change.result = made
    return change.changes


def without_schedule(book: Book) -> list[Row]:
    """Running contracts whose terms say when money is due, and that have no schedule yet.

    One without an end is among them again before the last sum of its schedule is near.
    """
    where = (Where("state", "=", RUNNING), reads.own(book))
    rows = book.rows(Query(Contract.table, where, order=(("number", False),)))
    planned = set(book.distinct(RentDue.table, "contract_id"))
    endless = [row["id"] for row in rows if row["open_ended"] and row["id"] in planned]
    soon = (clock.today() + timedelta(days=_AHEAD)).isoformat()
    reached = {
        due["contract_id"]
        for due in reads.rows_of(book, RentDue.table, endless)
        if due["until_on"] >= soon
    }
    planned -= set(endless) - reached
    return [
        row for row in rows if row["id"] not in planned and not terms.lacking(row) and _has_sum(row)
    ]


def _has_sum(row: Row) -> bool:
    return row["rent_fen"] is not None or row["total_fen"] is not None


def horizon(today: date) -> date:
    """Until when the schedule of a contract without an end is made: the end of next year."""
    return date(today.year + 1, 12, 31)


def follow_terms(change: Change, contract_id: str) -> int:
    """The schedule as the terms say now; how many sums it has. What was paid stays.

    A due keeps its row as long as a period begins on its day, so that receipts go on naming it;
    the receipts of one that is gone count for the earliest open dues (rules/standing).
    """
    book = change.book
    row = book.row(Contract.table, contract_id)
    made = None
    if row is not None and not row["deleted"] and row["state"] != TO_CLEAR:
        made = terms.terms_of(row, reads.terms(book, contract_id), horizon(clock.today()))
    wanted = schedule(made) if made is not None else ()
    if any(one.fen >= LARGEST for one in wanted):
        raise Refused(
            "按这样涨，后面的租金太大了", "请核对涨多少、几年涨一次", field="rise_percent",
            code="QL-SZ-337",
        )  # fmt: skip
    there: dict[str, list[Row]] = {}
    for due in reads.rows_of(book, RentDue.table, [contract_id], "seq"):
        there.setdefault(due["from_on"], []).append(due)
    fresh = []
    for one in wanted:
        draft: Row = {
            "contract_id": contract_id,
            "seq": one.seq,
            "from_on": one.first.isoformat(),
            "until_on": one.last.isoformat(),
            "due_on": one.due_on.isoformat(),
            "amount_fen": one.fen,
        }
        same = there.get(draft["from_on"])
        if same:
            change.put_row(RentDue.table, same.pop(0)["id"], draft)
        else:
            fresh.append(draft)
    if fresh:
        change.add_all(RentDue, fresh)
    for due in (due for left in there.values() for due in left):
        change.drop(RentDue.table, due["id"])
    return len(wanted)


# -- going ---------------------------------------------------------------------------------------


def drop_contract(book: Book, row_id: str) -> Changes:
    """To the recycle bin; refused once money hangs on it or one follows it.

    Its schedule goes and is made anew when it comes back; what was agreed stays beside it.
    """
    row = ledger.there(book, Contract.table, row_id)
    if why := why_it_stays(book, row_id):
        raise Refused(f"不能删：{why}", "不再履行的请用“终止”", code="QL-SZ-311")
    with book.change(ledger.label_of("删", Contract, row)) as change:
        for due in reads.rows_of(book, RentDue.table, [row_id]):
            change.drop(RentDue.table, due["id"])
        change.drop(Contract.table, row_id)
        if row["follows_id"]:
            _free_the_one_before(change, row["follows_id"])
    return change.changes


def bring_back_contract(book: Book, row_id: str) -> Changes:
    """Out of the recycle bin, with the schedule its terms give today."""
    row = ledger.there(book, Contract.table, row_id)
    with book.change(ledger.label_of("还原", Contract, row)) as change:
        change.bring_back(Contract.table, row_id)
        save_contract(book, row_id, {})
        before = row["follows_id"] and book.row(Contract.table, row["follows_id"])
        if before and before["state"] == RUNNING:
            raise Refused(
                "它前面的那份合同又在履行了", "请先打开那一份，重新补充或续签", code="QL-SZ-332"
            )
        follow_terms(change, row_id)
        change.result = row_id
    return change.changes


def _free_the_one_before(change: Change, contract_id: str) -> None:
    """It is the last of its chain again."""
    before = change.book.row(Contract.table, contract_id)
    if before is not None and before["state"] == CHANGED:
        change.put_row(
            Contract.table, contract_id, {"state": RUNNING, "ended_on": None, "ended_why": None}
        )
        follow_terms(change, contract_id)


def why_it_stays(book: Book, row_id: str) -> str:
    """Why a contract may not be deleted; "" when it may."""
    for table, why in ((RentReceipt.table, "已经有收付记录"), (DepositMove.table, "有押金记录")):
        if book.count(Query(table, (Where("contract_id", "=", row_id),))):
            return why
    if book.count(Query(Contract.table, (Where("follows_id", "=", row_id),))):
        return "后面有接着它的合同"
    return ""
