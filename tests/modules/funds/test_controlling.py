"""Slips, papers, cash counts, budget and answers in a real book, and what 今日 is told of them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from office import make_book, make_opening
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.funds import actions, checks, reads
from qinglian_desktop.modules.funds.books import Line, Voucher
from qinglian_desktop.modules.funds.control import Approval, ApprovalSign, BudgetLine, EntryPaper
from qinglian_desktop.modules.funds.records import COMMITTEE, INCOME, SPENDING, Entry
from qinglian_desktop.modules.funds.slips import Invoice
from qinglian_desktop.shell.demo import unit as demo
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


def enter(book: Book, yuan: float = 2380, day: str = "2026-11-03", **facts: Any) -> str:
    draft = {
        "book": COMMITTEE, "day": day, "direction": SPENDING, "summary": "办公用品",
        "purpose": "办公费", "counterparty": "某文具店", "amount_fen": round(yuan * 100), **facts,
    }  # fmt: skip
    return actions.save_entry(book, None, draft).ids(Entry.table)[0]


def slip_of(book: Book, entry: str) -> str:
    return str(actions.slip_for(book, entry).result)


# -- slips -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yuan", "tier"),
    [(9_999.99, "不超过 10,000.00"), (10_000, "不超过 10,000.00"), (10_000.01, "超过 10,000.00")],
)
def test_a_slip_is_made_from_the_payment_with_the_tier_of_its_amount(
    book: Book, yuan: float, tier: str
) -> None:
    entry = enter(book, yuan, handler="周文书")
    slip = slip_of(book, entry)
    row = book.row(Approval.table, slip)
    assert row is not None
    assert row["tier"].endswith(f"{tier} 元") and row["number"] == "2026-001"
    assert (row["payee"], row["amount_fen"], row["handler"]) == (
        "某文具店", round(yuan * 100), "周文书"
    )  # fmt: skip
    assert slip_of(book, entry) == slip, "one slip for a payment"


def test_the_boxes_are_filled_in_and_a_signed_slip_is_the_paper_that_was_missing(
    book: Book,
) -> None:
    entry = enter(book, 800, purpose="误工补贴", handler="周文书", decision_no="3号")
    for paper in ("用工登记表", "发放表"):
        actions.tell_paper(book, entry, paper)
    assert lacks(book, entry) == ("审批单",)
    slip = slip_of(book, entry)
    steps = ("handler", "secretary", "head")
    for day, step in enumerate(steps, 1):
        actions.sign(book, slip, step, f"签字人{day}", date(2026, 11, day))
    assert lacks(book, entry) == ("审批单",)
    row = book.row(Approval.table, slip)
    assert row is not None
    assert "监委会主任还没签（PAY-03）" in "".join(reads.slip_problems(book, row))
    actions.sign(book, slip, "supervisors", "吴敏", date(2026, 11, 3), "吴敏、郑立")
    assert lacks(book, entry) == () and reads.slip_problems(book, row) == ()


def lacks(book: Book, entry: str) -> tuple[str, ...]:
    row = book.row(Entry.table, entry)
    assert row is not None
    return reads.missing_papers(book, row, date(2026, 11, 3))


def test_what_was_signed_for_stays_and_a_mistaken_signature_goes(book: Book) -> None:
    slip = slip_of(book, enter(book))
    actions.sign(book, slip, "handler", "周文书", date(2026, 11, 3))
    with pytest.raises(Refused) as caught:
        actions.save_approval(book, slip, {"amount_fen": 1})
    assert caught.value.field == "amount_fen"
    actions.save_approval(book, slip, {"note": "加急"})
    actions.sign(book, slip, "handler", "周文书", date(2026, 11, 2))
    assert book.count(Query(ApprovalSign.table)) == 1
    actions.unsign(book, slip, "handler")
    actions.save_approval(book, slip, {"amount_fen": 200_000})


@pytest.mark.parametrize(
    ("step", "name", "day"),
    [("nobody", "甲", TODAY), ("handler", " ", TODAY), ("handler", "甲", date(2026, 11, 25))],
)
def test_a_signature_that_cannot_be_is_refused(book: Book, step: str, name: str, day: date) -> None:
    with pytest.raises(Refused):
        actions.sign(book, slip_of(book, enter(book)), step, name, day)


def test_a_slip_goes_and_comes_back_with_its_signatures(book: Book) -> None:
    entry = enter(book)
    slip = slip_of(book, entry)
    actions.sign(book, slip, "handler", "周文书", date(2026, 11, 3))
    saving.dropper("approval")(book, slip)
    assert reads.slip_of(book, entry) is None and book.count(Query(ApprovalSign.table)) == 0
    saving.restorer("approval")(book, slip)
    assert len(reads.signed_on(book, slip)) == 1


def test_the_slip_and_the_payment_say_one_amount(book: Book) -> None:
    entry = enter(book, 2380)
    slip = slip_of(book, entry)
    actions.save_entry(book, entry, {"amount_fen": 240_000})
    row = book.row(Approval.table, slip)
    assert row is not None
    said = actions.slip_amount_problem(book, row)
    assert said == "审批单是 2,380.00 元，账上是 2,400.00 元，请核实（PAY-09）"


def test_income_has_no_slip(book: Book) -> None:
    with pytest.raises(Refused):
        actions.slip_for(book, enter(book, direction=INCOME))


# -- papers ------------------------------------------------------------------------------------


def test_an_attachment_is_told_what_it_is_and_told_again(book: Book, tmp_path: Path) -> None:
    scan = tmp_path / "扫描0001.pdf"
    scan.write_bytes(b"%PDF-1.4")
    file_id = book.take_file(scan)
    entry = enter(book, files=f'["{file_id}"]', handler="周文书")
    assert lacks(book, entry) == ("发票或收据", "验收单", "审批单")
    actions.tell_paper(book, entry, "验收单", file_id)
    assert lacks(book, entry) == ("发票或收据", "审批单")
    left = actions.tell_paper(book, entry, "发票或收据", file_id).result
    assert left == ("验收单", "审批单") and book.count(Query(EntryPaper.table)) == 1
    actions.untell_paper(book, entry, "发票或收据")
    assert lacks(book, entry) == ("发票或收据", "验收单", "审批单")
    with pytest.raises(Refused):
        actions.tell_paper(book, entry, "随便什么")


def test_the_payments_of_a_month_that_lack_papers_are_listed_each_with_its_own(
    book: Book,
) -> None:
    one, two = enter(book), enter(book, 300, purpose="电费", receipt_no="7")
    enter(book, 300, purpose="水费", receipt_no="8")
    actions.tell_paper(book, book.ids(Query(Entry.table))[-1], "缴费通知单")
    found = reads.lacking(book, date(2026, 11, 1), date(2026, 11, 30))
    assert [(one.row["id"], "、".join(one.papers)) for one in found] == [
        (one, "发票或收据、验收单、审批单、经办人签字"), (two, "缴费通知单")
    ]  # fmt: skip


def test_a_registered_invoice_is_the_paper_and_its_number_is_compared(book: Book) -> None:
    one, two = enter(book, 300, handler="周文书"), enter(book, 301, handler="周文书")
    assert lacks(book, one) == ("发票或收据",)
    for entry in (one, two):
        with book.change("登记发票") as change:
            change.add(Invoice, {"number": "2550 0012", "entry_id": entry})
    assert lacks(book, one) == ()
    found = reads.lacking(book, date(2026, 11, 1), date(2026, 11, 30))
    assert found == []
    (hint,) = reads.hints_of(book, TODAY)
    assert (hint.rule, hint.rows) == ("PAY-08", tuple(sorted((one, two))))


def test_the_closing_of_a_month_names_what_lacks_papers(book: Book) -> None:
    entry = enter(book, 300)
    told = checks.of_month(book, COMMITTEE, Period.holding(TODAY, "M"))
    (check,) = [one for one in told if one.name == "支出的材料都齐了"]
    assert (check.words, check.ids) == ("还有 1 笔支出还差材料，请补上", (entry,))
    assert not check.blocks


# -- cash --------------------------------------------------------------------------------------


def cash_rules(book: Book) -> str:
    return " ".join(one.rule for one in reads.cash_found(book, COMMITTEE, TODAY))


def test_takings_that_were_banked_by_a_voucher_and_spent_from_the_bank_are_in_order(
    book: Book,
) -> None:
    make_opening(book, cash_fen=50_000)
    enter(book, 600, "2026-11-03", direction=INCOME, channel="现金", purpose="卫生费")
    lines = [Line("102", 60_000), Line("101", 0, 60_000)]
    actions.post_voucher(book, COMMITTEE, date(2026, 11, 4), "存现", lines)
    count(book)
    assert cash_rules(book) == ""
    enter(book, 600, "2026-11-05", channel="现金", receipt_no="9")
    assert cash_rules(book) == "", "petty cash is missing, but no takings were touched"


def test_takings_that_were_spent_are_told(book: Book) -> None:
    enter(book, 600, "2026-11-20", direction=INCOME, channel="现金", purpose="卫生费")
    enter(book, 200, "2026-11-21", channel="现金")
    count(book)
    assert cash_rules(book) == "FUND-03 FUND-04 PAY-07"
    enter(book, 400, "2026-11-22", channel="现金", purpose="存现", summary="存银行")
    assert cash_rules(book) == "FUND-03 PAY-07"


def test_what_was_taken_back_in_red_moved_no_cash(book: Book) -> None:
    """Neither the mistake nor its red row is spent, banked late or without a receipt."""
    count(book)
    for direction, yuan in ((INCOME, 3000), (SPENDING, 1200)):
        wrong = enter(book, yuan, "2026-11-03", direction=direction, channel="现金")
        actions.reverse(book, Entry.table, wrong, date(2026, 11, 4), "记错了账")
    lines = [Line("101", 60_000), Line("504", 0, 60_000)]
    voucher = actions.post_voucher(book, COMMITTEE, date(2026, 11, 5), "收款", lines).result
    assert cash_rules(book) == "FUND-04"
    actions.reverse(book, Voucher.table, voucher, date(2026, 11, 6), "记错了账")
    assert cash_rules(book) == ""


def test_a_registered_invoice_is_a_receipt_for_cash(book: Book) -> None:
    make_opening(book, cash_fen=50_000)
    count(book)
    entry = enter(book, 300, channel="现金")
    assert cash_rules(book) == "PAY-07"
    with book.change("登记发票") as change:
        change.add(Invoice, {"number": "2550 0012", "entry_id": entry})
    assert cash_rules(book) == ""


def count(book: Book, **facts: Any) -> str:
    draft = {
        "book": COMMITTEE, "counted_on": "2026-11-24", "cashier": "周文书", "witness": "吴敏",
        "counted_fen": reads.balances(book, COMMITTEE, TODAY).cash, **facts,
    }  # fmt: skip
    return str(actions.save_count(book, None, draft).result)


def test_a_count_takes_what_the_book_says_and_a_gap_or_an_iou_is_told(book: Book) -> None:
    make_opening(book, cash_fen=50_000)
    row = book.row("cash_count", count(book, counted_fen=40_000, iou_fen=10_000))
    assert row is not None and row["book_fen"] == 50_000
    assert cash_rules(book) == "FUND-10 FUND-12"
    with pytest.raises(Refused):
        count(book, counted_on="2026-11-25")
    with pytest.raises(Refused):
        count(book, iou_fen=-1)


# -- budget ------------------------------------------------------------------------------------


def plan(book: Book, category: str, yuan: float) -> str:
    draft = {"book": COMMITTEE, "year": 2026, "category": category, "amount_fen": round(yuan * 100)}
    return str(actions.save_budget(book, None, draft).result)


def test_one_yuan_over_is_told_until_a_decision_is_linked(book: Book) -> None:
    line = plan(book, "办公费", 2380)
    enter(book, 2380)
    assert reads.over_budget(book, 2026) == []
    enter(book, 1)
    ((account, figure),) = reads.over_budget(book, 2026)
    assert (account, figure.over) == (COMMITTEE, 100)
    assert figure.words == "办公费超预算 1.00 元，还没有关联同意超支的决议"
    with book.change("议题") as change:
        from qinglian_desktop.modules.decisions.records import Matter

        matter = change.add(Matter, {"title": "追加办公费"})
    actions.save_budget(book, line, {"over_matter_id": matter})
    assert reads.over_budget(book, 2026) == []
    assert reads.budget_of(book, COMMITTEE, 2026)[0].state == "超支，已有决议"


def test_what_nobody_planned_is_listed_and_a_purpose_is_planned_once(book: Book) -> None:
    plan(book, " 办公费 ", 100)
    enter(book, 30, purpose="电费")
    figures = reads.budget_of(book, COMMITTEE, 2026)
    assert [(one.category, one.planned, one.actual) for one in figures] == [
        ("办公费", 10_000, 0), ("电费", None, 3_000)
    ]  # fmt: skip
    with pytest.raises(Refused) as caught:
        plan(book, "办公费", 5)
    assert caught.value.field == "category"
    with pytest.raises(Refused):
        actions.save_budget(book, None, {"year": 26})
    assert book.count(Query(BudgetLine.table)) == 1


# -- hints -------------------------------------------------------------------------------------


def test_a_hint_that_was_answered_stays_quiet_until_there_is_one_more(book: Book) -> None:
    for day in ("2026-11-03", "2026-11-10"):
        enter(book, 640, day)
    (hint,) = [one for one in reads.hints_of(book, TODAY) if one.rule == "PAY-14"]
    with pytest.raises(Refused):
        actions.answer_hint(book, hint, "  ")
    actions.answer_hint(book, hint, "两个点位各一笔，发票各一张")
    assert "PAY-14" not in [one.rule for one in reads.hints_of(book, TODAY)]
    assert hint in reads.hints_of(book, TODAY, answered=True)
    enter(book, 640, "2026-11-12")
    assert "PAY-14" in [one.rule for one in reads.hints_of(book, TODAY)]


def test_a_payment_that_was_reversed_is_not_asked_about(book: Book) -> None:
    enter(book, 640, receipt_no="12")
    second = enter(book, 640, receipt_no="12")
    assert reads.hints_of(book, TODAY)
    actions.reverse(book, Entry.table, second, TODAY, "记重了")
    assert reads.hints_of(book, TODAY) == ()


@pytest.mark.parametrize("seed", [1, 5])
def test_the_demonstration_is_hardly_asked_about(tmp_path: Path, seed: int) -> None:
    """At most two hints on books that nobody has tampered with."""
    with make_book(tmp_path, folder="demo") as book:
        quarter = Period.holding(TODAY, "Q")
        one = demo.Unit(book, Random(seed), 0)
        demo.settle(one)
        demo.keep_accounts(one, [quarter.previous.previous, quarter.previous, quarter])
        found = reads.hints_of(book, TODAY)
        assert len(found) <= 2, [hint.what for hint in found]
