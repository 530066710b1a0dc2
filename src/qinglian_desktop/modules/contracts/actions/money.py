"""登记收款: an entry in the collective's book and what it pays, in one act; deposits beside it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.records import (
    PERSON_PARTY,
    WE_PAY,
    WE_RECEIVE,
    Contract,
    DepositMove,
    RentDue,
    RentReceipt,
)
from qinglian_desktop.modules.contracts.rules.standing import Standing, spread
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.books import Line
from qinglian_desktop.modules.funds.records import COLLECTIVE, INCOME, SPENDING, Entry
from qinglian_desktop.modules.funds.rules import LARGEST
from qinglian_desktop.modules.registry.rules import bare
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

RECEIVED, REFUNDED, DEDUCTED = "收到", "退还", "扣下"


class Payment(NamedTuple):
    """Money that came in or went out: how much, when, how; the slip and who handled it."""

    fen: int
    day: date
    channel: str = "银行"
    receipt_no: str = ""
    handler: str = ""
    approver: str = ""
    bank_account_id: str = ""
    summary: str = ""


# -- rent ----------------------------------------------------------------------------------------


def receive(book: Book, contract_id: str, payment: Payment, due_ids: Sequence[str] = ()) -> Changes:
    """Registers money and lays it on the dues named, else on the earliest open ones.

    `result` is the entry's id. The dues may belong to several contracts of one party; what is
    more than they ask is carried forward.
    """
    row = reads.contract(book, contract_id)
    _refuse_sum(payment)
    dues = _chosen(book, contract_id, due_ids)
    with book.change(f"{_verb(row)}：{row['party'] or ''} {money.show(payment.fen)} 元"[:60],
                     event_on=payment.day) as change:  # fmt: skip
        entry_id = _entry(book, row, payment, _account(book, row), _purpose(book, row))
        for one in _laid(dues, payment.fen, contract_id):
            change.add(RentReceipt, {**one, "entry_id": entry_id,
                                     "paid_on": payment.day.isoformat()})  # fmt: skip
        change.result = entry_id
    return change.changes


def _verb(row: Row) -> str:
    return "合同付款" if row["flow"] == WE_PAY else "合同收款"


def _refuse_sum(payment: Payment) -> None:
    if not 0 < payment.fen < LARGEST:
        what = "金额要大于 0" if payment.fen <= 0 else "金额太大"
        raise Refused(what, "请核对金额", field="fen", code="QL-SZ-317")
    if payment.day > clock.today():
        raise Refused("日期在今天之后", "钱到了再登记", field="day", code="QL-SZ-318")


def _chosen(book: Book, contract_id: str, due_ids: Sequence[str]) -> list[Standing]:
    """The dues to be paid, the earliest first: those named, else every open one of the chain."""
    if not due_ids:
        return [one for one in reads.account_of(book, contract_id).dues if not one.settled]
    wanted, found = set(due_ids), list[Standing]()
    contracts = {row["contract_id"] for row in book.page(RentDue.table, list(due_ids))}
    for chain in reads.families(book):
        if contracts & {row["id"] for row in chain.rows}:
            kept = reads.accounts(book, [chain])[chain.root]
            found += [one for one in kept.dues if one.due.id in wanted]
    named = book.page(Contract.table, sorted({*contracts, contract_id}))
    parties = {bare(row["party"]) for row in named}
    if len(parties) > 1:
        raise Refused(
            "选的合同不是同一个对方，一笔款不能记在几家名下", "请一家一家登记", code="QL-SZ-339"
        )
    if len(found) < len(wanted):
        raise Refused("选的有一期已经变了", "请刷新再选", code="QL-SZ-319")
    return sorted(found, key=lambda one: (one.due.due_on, one.due.seq))


def _laid(dues: Sequence[Standing], fen: int, contract_id: str) -> list[Row]:
    contract_of = {one.due.id: one.due.contract_id for one in dues}
    return [
        {"contract_id": contract_of.get(due_id, contract_id), "due_id": due_id or None,
         "amount_fen": part}
        for due_id, part in spread(dues, fen)
    ]  # fmt: skip


def _entry(
    book: Book, row: Row, payment: Payment, account: str, purpose: str, direction: str = ""
) -> str:
    """The entry in the collective's book; the books' own rules hold."""
    way = direction or (SPENDING if row["flow"] == WE_PAY else INCOME)
    draft: dict[str, Any] = {
        "book": COLLECTIVE,
        "day": payment.day.isoformat(),
        "direction": way,
        "summary": payment.summary or f"{row['title'] or ''}{purpose}",
        "purpose": purpose,
        "counterparty": row["party"],
        "is_person": int(row["party_kind"] == PERSON_PARTY),
        "amount_fen": payment.fen,
        "channel": payment.channel,
        "receipt_no": payment.receipt_no or None,
        "handler": payment.handler or None,
        "approver": payment.approver or None,
        "contract_id": row["id"],
        "account": account,
        "bank_account_id": payment.bank_account_id or None,
        "matter_id": row["matter_id"],
    }
    known = {name: value for name, value in draft.items() if name in Entry.fields}
    return str(funds.save_entry(book, None, known).result)


def _rule(book: Book, row: Mapping[str, Any]) -> Mapping[str, str]:
    found: Mapping[str, str] = book.pack(reads.PACK, clock.today()).value(
        f"accounts.{row['kind'] or '其他'}"
    )
    return found


def _account(book: Book, row: Row) -> str:
    return str(_rule(book, row)["pays" if row["flow"] == WE_PAY else "account"])


def _purpose(book: Book, row: Row) -> str:
    name = str(_rule(book, row)["purpose"])
    return name.replace("收入", "支出") if row["flow"] == WE_PAY else name


def match(book: Book, entry_id: str, contract_id: str, due_ids: Sequence[str] = ()) -> Changes:
    """An entry that is in the book already pays these dues. `result`: how much was laid on them."""
    entry, row = ledger.there(book, Entry.table, entry_id), reads.contract(book, contract_id)
    wanted = SPENDING if row["flow"] == WE_PAY else INCOME
    if entry["book"] != COLLECTIVE or entry["direction"] != wanted:
        raise Refused(
            f"这一笔不是{COLLECTIVE}的{wanted}", "请另选一笔", field="entry", code="QL-SZ-320"
        )
    free = reads.free_fen(book, entry_id)
    if free <= 0:
        raise Refused("这一笔已经对应完了", "请另选一笔", field="entry", code="QL-SZ-321")
    dues = _chosen(book, contract_id, due_ids)
    with book.change(f"对应收付：{entry['voucher_no'] or ''} → {row['number'] or ''}") as change:
        for one in _laid(dues, free, contract_id):
            change.add(RentReceipt, {**one, "entry_id": entry_id, "paid_on": entry["day"]})
        if not entry.get("contract_id"):
            change.put_row(Entry.table, entry_id, {"contract_id": contract_id})
        change.result = free
    return change.changes


def unmatch(book: Book, entry_id: str) -> Changes:
    """Lets go of everything that an entry was laid on; the entry stays in the book."""
    entry = book.row(Entry.table, entry_id)
    if entry is None:
        raise Refused(
            "这一笔是从押金里扣的，不能取消对应", "要退回的，请把那张凭证红字冲回",
            code="QL-SZ-335",
        )  # fmt: skip
    with book.change(f"取消对应：{entry['voucher_no'] or ''}") as change:
        for row in _receipts_of(book, entry_id):
            change.drop(RentReceipt.table, row["id"])
    return change.changes


def _receipts_of(book: Book, entry_id: str) -> list[Row]:
    return book.rows(Query(RentReceipt.table, (Where("entry_id", "=", entry_id),)))


# -- deposits ------------------------------------------------------------------------------------


def deposit(
    book: Book, contract_id: str, kind: str, payment: Payment, reason: str = "", *,
    for_rent: bool = False,
) -> Changes:  # fmt: skip
    """收到, 退还 or 扣下: with its entry or voucher. `result` is what is held afterwards, in 分.

    No more goes out than is held; the books keep it under 押金保证金, so that both agree.
    `for_rent`: what is kept pays the open dues, the earliest first.
    """
    row = reads.contract(book, contract_id)
    if row["flow"] != WE_RECEIVE:
        raise Refused("付款的合同没有收押金", "交出去的押金请在收支里登记", code="QL-SZ-322")
    _refuse_sum(payment)
    before = reads.held(book, contract_id)
    if kind != RECEIVED and payment.fen > before:
        raise Refused(
            f"押金只有 {money.show(before)} 元，不能{_word(kind)} {money.show(payment.fen)} 元",
            "请核对金额",
            field="fen",
            code="QL-SZ-323",
        )
    if kind == DEDUCTED and not reason.strip():
        raise Refused("还没有写为什么扣", "请写明扣什么、依据哪一条", field="reason",
                      code="QL-SZ-324")  # fmt: skip
    with book.change(f"押金{kind}：{row['party'] or ''} {money.show(payment.fen)} 元"[:60],
                     event_on=payment.day) as change:  # fmt: skip
        draft: dict[str, Any] = {
            "contract_id": contract_id,
            "day": payment.day.isoformat(),
            "kind": kind,
            "amount_fen": payment.fen,
            "reason": reason.strip() or None,
        }
        if kind == DEDUCTED:
            draft["voucher_id"] = _deduct(book, row, payment, reason)
            for one in _laid(_owed(book, row, payment), payment.fen, row["id"]) if for_rent else ():
                change.add(RentReceipt, {**one, "voucher_id": draft["voucher_id"],
                                         "paid_on": payment.day.isoformat()})  # fmt: skip
        else:
            rule = book.pack(reads.PACK, clock.today()).value("accounts.deposit")
            way = INCOME if kind == RECEIVED else SPENDING
            purpose = str(rule["purpose"]) if kind == RECEIVED else "退押金"
            draft["entry_id"] = _entry(book, row, payment, str(rule["account"]), purpose, way)
        change.add(DepositMove, draft)
        change.result = reads.held(book, contract_id)
    return change.changes


def _owed(book: Book, row: Row, payment: Payment) -> list[Standing]:
    """The open dues that a deposit may pay; refused where it is more than they ask."""
    dues = _chosen(book, row["id"], ())
    late = sum(one.left for one in dues if one.due.due_on <= payment.day)
    if payment.fen > late:
        raise Refused(
            f"到这天欠的租金只有 {money.show(late)} 元", "抵租金的不能比欠的多", field="fen",
            code="QL-SZ-334",
        )  # fmt: skip
    return dues


def _word(kind: str) -> str:
    return "退" if kind == REFUNDED else "扣"


def _deduct(book: Book, row: Row, payment: Payment, reason: str) -> str:
    """No money moves: what was owed to the tenant becomes income of the collective."""
    rule = book.pack(reads.PACK, clock.today()).value("accounts.deposit")
    party = str(row["party"] or "")
    lines = (
        Line(str(rule["account"]), payment.fen, 0, reason, party),
        Line(_account(book, row), 0, payment.fen, reason, party),
    )
    made = funds.post_voucher(
        book, COLLECTIVE, payment.day, f"扣押金：{row['title'] or ''}", lines,
        source_table="contract", source_id=row["id"],
    )  # fmt: skip
    return str(made.result)
