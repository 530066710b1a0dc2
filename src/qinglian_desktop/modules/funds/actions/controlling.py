"""What the clerk says beside a payment: papers, cash counts, budget, answers to hints."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused, refuse
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.funds import evidence, hints, reads, rules
from qinglian_desktop.modules.funds.control import BudgetLine, CashCount, EntryPaper, HintAnswer
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

# -- papers ------------------------------------------------------------------------------------


def tell_paper(book: Book, entry_id: str, paper: str, file_id: str = "") -> Changes:
    """This attachment is that paper; without an attachment the paper lies with the voucher.

    Said again of the same attachment the newer word holds. `result` is what is still missing.
    """
    entry = ledger.there(book, Entry.table, entry_id)
    day = date.fromisoformat(entry["day"]) if entry["day"] else clock.today()
    known = [row["name"] for row in book.pack(evidence.PACK, day).rows("papers")]
    if paper not in known:
        raise Refused(f"没有“{paper}”这一样材料", f"请选{'、'.join(known[:4])}等里的一样",
                      field="paper", code="QL-SZ-162")  # fmt: skip
    there = [
        row
        for row in reads.told_of(book, entry_id)
        if (row["file_id"] or "") == file_id and (file_id or row["paper"] == paper)
    ]
    with book.change(f"标明材料：{paper}") as change:
        draft = {"entry_id": entry_id, "paper": paper, "file_id": file_id or None}
        if there:
            change.put_row(EntryPaper.table, there[0]["id"], draft)
        else:
            change.add(EntryPaper, draft)
    return change.changes._replace(result=reads.missing_papers(book, entry, day))


def untell_paper(book: Book, entry_id: str, paper: str) -> Changes:
    """It is not there after all."""
    with book.change(f"取消材料：{paper}") as change:
        for row in reads.told_of(book, entry_id):
            if row["paper"] == paper:
                change.drop(EntryPaper.table, row["id"])
    return change.changes


# -- cash --------------------------------------------------------------------------------------


def save_count(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a count of the cash box; what the book held that evening comes by itself."""
    before = ledger.there(book, CashCount.table, row_id) if row_id else None
    made: Row = {**(before or defaults(CashCount)), **draft}
    for name in ("counted_fen", "iou_fen"):
        if (made.get(name) or 0) < 0:
            raise Refused("点到的钱不会小于 0", "请核对金额", field=name, code="QL-SZ-163")
    day = made.get("counted_on")
    if day and date.fromisoformat(day) > clock.today():
        raise Refused("盘点日期在今天之后", "盘点以后再登记", field="counted_on", code="QL-SZ-164")
    filled = dict(draft)
    if day and made.get("book"):
        filled["book_fen"] = reads.balances(book, made["book"], date.fromisoformat(day)).cash
    return ledger.save_row(book, CashCount.table, row_id, filled)


def whose(book: Book, account: str) -> str:
    """How a book is called on paper."""
    return f"{reads.called(book, account)}账"


# -- budget ------------------------------------------------------------------------------------


def save_budget(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves what may be spent on a purpose in a year; one line for each."""
    before = ledger.there(book, BudgetLine.table, row_id) if row_id else None
    made: Row = {**(before or defaults(BudgetLine)), **draft}
    refuse(budget_problem(made))
    if made.get("category"):
        draft = {**draft, "category": made["category"].strip()}
    if all(made.get(name) for name in ("book", "year", "direction", "category")):
        _refuse_twin(book, row_id, {**made, **draft})
    return ledger.save_row(book, BudgetLine.table, row_id, draft)


def budget_problem(row: Mapping[str, Any]) -> Problem | None:
    """What is wrong with a line of the budget, filled in or not."""
    fen = row.get("amount_fen")
    if fen is not None and not 0 <= fen < rules.LARGEST:
        return Problem("预算数不对", "填 0 或更大的金额", "amount_fen", "QL-SZ-166")
    year = row.get("year")
    if year is not None and not 2000 <= year <= 2100:
        return Problem(f"年度 {year} 不对", "请填四位数的年份，例：2026", "year", "QL-SZ-167")
    return None


def review_budget(_book: Book) -> Callable[[Row], Row | Problem]:
    """The rules of `save_budget` for rows of a sheet."""
    return lambda row: budget_problem(row) or row


def _refuse_twin(book: Book, row_id: str | None, made: Row) -> None:
    where = (
        *reads.own(book, made["book"]), Where("year", "=", made["year"]),
        Where("direction", "=", made["direction"]), Where("category", "=", made["category"]),
        Where("id", "!=", row_id or ""),
    )  # fmt: skip
    if book.count(Query(BudgetLine.table, where)):
        raise Refused(
            f"{made['year']}年“{made['category']}”的预算已经登记", "请打开那一条来改",
            field="category", code="QL-SZ-168",
        )  # fmt: skip


# -- hints -------------------------------------------------------------------------------------


def answer_hint(book: Book, hint: hints.Hint, reason: str) -> Changes:
    """Somebody looked and says why it is right; these payments are not asked about again."""
    words = " ".join(reason.split())
    if not words:
        raise Refused("还没有写核实的情况", "例如：两个月的保洁费，各有一张发票", field="reason",
                      code="QL-SZ-170")  # fmt: skip
    draft = {
        "hint": hint.key, "what": hint.what, "reason": words,
        "answered_by": book.operator.name, "answered_on": clock.today().isoformat(),
    }  # fmt: skip
    there = book.find(HintAnswer, hint=hint.key)
    with book.change(f"核实：{hint.name}") as change:
        if there is None:
            change.add(HintAnswer, draft)
        else:
            change.put_row(HintAnswer.table, there["id"], draft)
    return change.changes
