"""Approval slips (审批单): made from a payment, signed box by box, and what is not in order."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.funds import approving, evidence, reads
from qinglian_desktop.modules.funds.approving import Step
from qinglian_desktop.modules.funds.control import Approval, ApprovalSign
from qinglian_desktop.modules.funds.records import COMMITTEE, SPENDING, Entry
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_WORTH = ("book", "amount_fen", "payee", "sort")  # what somebody has signed for


def slip_for(book: Book, entry_id: str) -> Changes:
    """The approval slip of a payment, made from what the payment says. `result` is its id.

    There is one for each payment; the one that is there already is given back.
    """
    entry = ledger.there(book, Entry.table, entry_id)
    if entry["direction"] != SPENDING or not entry["amount_fen"] or not entry["day"]:
        raise Refused("这一笔还不能开审批单", "支出填了日期和金额以后再开", code="QL-SZ-154")
    there = reads.slip_of(book, entry_id)
    if there is not None:
        return Changes("", result=there["id"])
    pack = book.pack(evidence.PACK, date.fromisoformat(entry["day"]))
    draft = {
        "book": entry["book"], "asked_on": entry["day"], "reason": entry["summary"],
        "payee": entry["counterparty"], "amount_fen": entry["amount_fen"],
        "sort": approving.proposed_sort(evidence.kind_of(pack, entry)["name"]),
        "handler": entry["handler"], "matter_id": entry["matter_id"], "entry_id": entry_id,
    }  # fmt: skip
    return save_approval(book, None, draft)


def save_approval(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a slip; its number and its tier come by themselves. `result` is its id.

    Once somebody has signed, the amount, the payee and the sort stay as they were signed.
    """
    before = ledger.there(book, Approval.table, row_id) if row_id else None
    made: Row = {**(before or defaults(Approval)), **draft}
    fen = made.get("amount_fen")
    if fen is not None and fen <= 0:
        raise Refused("金额要大于 0", "请核对金额", field="amount_fen", code="QL-SZ-155")
    if before is not None and reads.signed_on(book, before["id"]):
        for name in _WORTH:
            if name in draft and (draft[name] or None) != (before[name] or None):
                label = Approval.fields[name].label
                raise Refused(
                    f"已经有人签字，〔{label}〕不能再改", "请撤下签字，或者另开一张审批单",
                    field=name, code="QL-SZ-156",
                )  # fmt: skip
    filled = dict(draft)
    if made.get("book") and made.get("asked_on") and fen:
        filled["tier"] = reads.tier_of(book, made).words
    label = ledger.label_of("改" if row_id else "开", Approval, made)
    with book.change(label, event_on=ledger.event_day(Approval, made)) as change:
        if not made.get("number") and made.get("asked_on") and made.get("book"):
            year = made["asked_on"][:4]
            number = change.number(f"approval:{made['book']}:{year}")
            mark = "" if made["book"] == COMMITTEE else "集"
            filled["number"] = f"{mark}{year}-{number:03d}"
        if row_id is None:
            change.result = change.add(Approval, filled)
        else:
            change.result = change.put_row(Approval.table, row_id, filled)
    return change.changes


def sign(
    book: Book, approval_id: str, step: str, name: str, day: date, present: str = ""
) -> Changes:
    """One signature from the paper is entered; entered again it is put right."""
    slip = ledger.there(book, Approval.table, approval_id)
    box = _box(book, slip, step)
    if not name.strip():
        raise Refused("还没有写签字人", f"请写在“{box.name}”格里签字的人", field="name",
                      code="QL-SZ-157")  # fmt: skip
    if day > clock.today():
        raise Refused(f"{paper_day(day)}还没有到", "请照审批单上的日期填", field="signed_on",
                      code="QL-SZ-158")  # fmt: skip
    draft = {
        "approval_id": approval_id, "step": step, "box": box.name, "name": name.strip(),
        "signed_on": day.isoformat(), "present": present.strip() or None,
    }  # fmt: skip
    there = book.find(ApprovalSign, approval_id=approval_id, step=step)
    with book.change(f"审批单 {slip['number'] or ''} {box.name}签字"[:60]) as change:
        if there is None:
            change.add(ApprovalSign, draft)
        else:
            change.put_row(ApprovalSign.table, there["id"], draft)
    return change.changes


def unsign(book: Book, approval_id: str, step: str) -> Changes:
    """The signature was entered by mistake."""
    slip = ledger.there(book, Approval.table, approval_id)
    there = book.find(ApprovalSign, approval_id=approval_id, step=step)
    if there is None:
        raise Refused("这一格还没有签字", "不用撤下", code="QL-SZ-159")
    with book.change(f"审批单 {slip['number'] or ''} 撤下{there['box']}签字"[:60]) as change:
        change.drop(ApprovalSign.table, there["id"])
    return change.changes


def slip_amount_problem(book: Book, slip: Row) -> str:
    """The slip says another amount than the payment it belongs to; "" when they agree."""
    entry = book.row(Entry.table, slip["entry_id"]) if slip["entry_id"] else None
    if entry is None or entry["deleted"] or entry["amount_fen"] == slip["amount_fen"]:
        return ""
    told = [money.show(one["amount_fen"] or 0) for one in (slip, entry)]
    return f"审批单是 {told[0]} 元，账上是 {told[1]} 元，请核实（PAY-09）"


def _box(book: Book, slip: Row, step: str) -> Step:
    for one in reads.tier_of(book, slip).steps:
        if one.id == step:
            return one
    raise Refused("这一档没有这一格", "请刷新审批单再看", field="step", code="QL-SZ-161")
