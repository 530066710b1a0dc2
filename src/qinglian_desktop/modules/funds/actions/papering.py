"""The papers beside the books: approval slip, count of the cash box, budget."""

from datetime import date

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.funds import control_papers as papers
from qinglian_desktop.modules.funds import evidence, reads
from qinglian_desktop.modules.funds.actions.controlling import whose
from qinglian_desktop.modules.funds.control import Approval, CashCount
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_ON_THE_SLIP = ("审批单", "经办人签字")  # need not be asked for beside it


def slip_paper(book: Book, approval_id: str) -> Document:
    """The slip as it is printed: who still has to sign finds an empty box."""
    slip = ledger.there(book, Approval.table, approval_id)
    if not slip["amount_fen"] or not slip["asked_on"] or not slip["book"]:
        raise Refused("审批单还没填完", "请填上账本、日期和金额再打印", code="QL-SZ-160")
    entry = book.row(Entry.table, slip["entry_id"]) if slip["entry_id"] else None
    matter = book.row("matter", slip["matter_id"]) if slip["matter_id"] else None
    tier, day = reads.tier_of(book, slip), date.fromisoformat(slip["asked_on"])
    wanted = evidence.needed(book.pack(evidence.PACK, day), entry) if entry else ()
    wanted = tuple(paper for paper in wanted if paper not in _ON_THE_SLIP)
    return papers.approval(
        papers.Slip(
            unit=book.unit.name, whose=f"{reads.called(book, slip['book'])}账",
            number=slip["number"] or "", asked_on=day,
            reason=slip["reason"] or "", payee=slip["payee"] or "", fen=slip["amount_fen"],
            tier=tier, signed=tuple(reads.signed_on(book, approval_id)),
            papers=wanted,
            decision=matter["title"] if matter else (entry or {}).get("decision_no") or "",
        )
    )  # fmt: skip


def count_paper(book: Book, row_id: str) -> Document:
    """库存现金盘点表 of one count."""
    row = ledger.there(book, CashCount.table, row_id)
    if not row["counted_on"] or not row["book"]:
        raise Refused("盘点还没填完", "请填上账本和日期再打印", code="QL-SZ-165")
    return papers.cash_count(
        papers.Counting(
            book.unit.name, whose(book, row["book"]), date.fromisoformat(row["counted_on"]),
            row["book_fen"] or 0, row["counted_fen"], row["iou_fen"] or 0, row["cashier"] or "",
            row["witness"] or "", row["reason"] or "",
        )
    )  # fmt: skip


def empty_count(book: Book, account: str) -> Document:
    """The sheet to be filled in beside the cash box, with what the book says today."""
    today = clock.today()
    held = reads.balances(book, account, today).cash
    return papers.cash_count(papers.Counting(book.unit.name, whose(book, account), today, held))


def budget_paper(book: Book, account: str, year: int) -> Document:
    """预算执行表 of one book and year."""
    figures = reads.budget_of(book, account, year)
    if not figures:
        raise Refused(f"{year}年还没有预算，也没有支出", "先登记预算", code="QL-SZ-169")
    return papers.budget_table(book.unit.name, whose(book, account), year, clock.today(), figures)
