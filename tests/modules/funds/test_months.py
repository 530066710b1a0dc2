"""A closed month takes nothing, by no way; it is opened again by two people."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from office import WRITER, make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.held import RowEdit
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.funds import actions, checks, looking, reads
from qinglian_desktop.modules.funds.books import BookMonth, Line
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE
from qinglian_desktop.store import cells, signers, undoing
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 12)
OCTOBER, SEPTEMBER = Period.parse("2026-10"), Period.parse("2026-09")
CLOSED = "10 月已结账。要改请先反结账。"
PIN = "7319"
GOOD = (Line("51306", 500), Line("152", 0, 500))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def draft(**facts: Any) -> dict[str, Any]:
    return {
        "book": COLLECTIVE, "day": "2026-10-09", "direction": "支出", "summary": "打印纸",
        "purpose": "办公费", "counterparty": "某文具店", "amount_fen": 12_000, **facts,
    }  # fmt: skip


def entry(book: Book, **facts: Any) -> str:
    return str(actions.save_entry(book, None, draft(**facts)).result)


def closed(book: Book) -> tuple[str, str]:
    """October of the collective, closed with one entry and one voucher in it."""
    row_id = entry(book)
    voucher = actions.post_voucher(book, COLLECTIVE, date(2026, 10, 31), "计提折旧", GOOD).result
    actions.close_month(book, COLLECTIVE, OCTOBER)
    return row_id, str(voucher)


def reopen(book: Book, **other: Any) -> None:
    if not signers.listed(book):
        signers.add(book, "吴监督", signers_role(book), PIN)
    facts = {"reason": "0001号金额多打了一个0", "name": "吴监督", "pin": PIN, **other}
    actions.reopen_month(book, COLLECTIVE, OCTOBER, **facts)


def signers_role(_book: Book) -> str:
    return "监委会"


# -- every way of writing ------------------------------------------------------------------------


def by_form(book: Book, entry_id: str, voucher: str) -> None:
    actions.save_entry(book, entry_id, {"amount_fen": 1})


def by_new(book: Book, entry_id: str, voucher: str) -> None:
    entry(book)


def by_moving_in(book: Book, entry_id: str, voucher: str) -> None:
    made = entry(book, day="2026-11-02")
    actions.save_entry(book, made, {"day": "2026-10-30"})


def by_moving_out(book: Book, entry_id: str, voucher: str) -> None:
    actions.save_entry(book, entry_id, {"day": "2026-11-02"})


def by_cell(book: Book, entry_id: str, voucher: str) -> None:
    cells.write_cells(book, saving.saver("entry"), "entry", (RowEdit(entry_id, {"amount_fen": 1}),))


def by_deleting(book: Book, entry_id: str, voucher: str) -> None:
    saving.dropper("entry")(book, entry_id)


def by_voucher(book: Book, entry_id: str, voucher: str) -> None:
    actions.post_voucher(book, COLLECTIVE, date(2026, 10, 2), "补记", GOOD)


def by_changing_a_voucher(book: Book, entry_id: str, voucher: str) -> None:
    actions.change_voucher(book, voucher, date(2026, 10, 31), "改", GOOD)


def by_dropping_a_voucher(book: Book, entry_id: str, voucher: str) -> None:
    actions.drop_voucher(book, voucher)


def by_red_in_it(book: Book, entry_id: str, voucher: str) -> None:
    actions.reverse(book, "entry", entry_id, date(2026, 10, 20), "记错了")


def by_transfer(book: Book, entry_id: str, voucher: str) -> None:
    actions.transfer(book, COMMITTEE, date(2026, 10, 20), 100, "借用", "往来款")


def by_the_door(book: Book, entry_id: str, voucher: str) -> None:
    with book.change("绕道") as change:
        change.put_row("entry", entry_id, {"channel": "现金"})


def by_many_at_once(book: Book, entry_id: str, voucher: str) -> None:
    with book.change("导入") as change:
        change.add_all(book.tables["entry"], [draft(voucher_no=f"{n}") for n in range(5, 20)])


@pytest.mark.parametrize(
    "way",
    [by_form, by_new, by_moving_in, by_moving_out, by_cell, by_deleting, by_voucher,
     by_changing_a_voucher, by_dropping_a_voucher, by_red_in_it, by_transfer, by_the_door,
     by_many_at_once],
)  # fmt: skip
def test_a_closed_month_takes_nothing(book: Book, way: Any) -> None:
    entry_id, voucher = closed(book)
    before = reads.account_balances(book, COLLECTIVE, date(2026, 10, 31))
    with pytest.raises(Refused) as refused:
        way(book, entry_id, voucher)
    assert str(refused.value) == CLOSED and refused.value.code == "QL-SZ-042"
    assert reads.account_balances(book, COLLECTIVE, date(2026, 10, 31)) == before
    assert not book.rows(Query("held_cell")), "no text waits beside a row that is shut"


def test_nor_does_undoing_what_was_done_before_it(book: Book) -> None:
    made = actions.save_entry(book, None, draft())
    changed = actions.save_entry(book, str(made.result), {"amount_fen": 99})
    actions.close_month(book, COLLECTIVE, OCTOBER)
    for step in (changed.step, made.step):
        with pytest.raises(Refused, match=r"10 月已结账|后来又改过"):
            book.undo(step)
    with pytest.raises(Refused, match="10 月已结账"):
        undoing.take_back(book, changed.step)


def test_nor_does_a_row_come_back_out_of_the_bin(book: Book) -> None:
    gone = entry(book)
    saving.dropper("entry")(book, gone)
    entry(book)
    actions.close_gaps(book, COLLECTIVE, 2026)
    actions.close_month(book, COLLECTIVE, OCTOBER)
    with pytest.raises(Refused, match="10 月已结账"):
        saving.restorer("entry")(book, gone)


def test_nor_a_sheet_nor_a_text_that_is_no_value(book: Book) -> None:
    entry_id, _ = closed(book)
    review = saving.reviewer("entry")
    assert review is not None
    problem = review(book)(draft())
    assert (problem.what, problem.code) == ("10 月已结账", "QL-SZ-042")
    bad = reads_problem("amount_fen")
    with pytest.raises(Refused, match="10 月已结账"):
        cells.write_cells(book, saving.saver("entry"), "entry", (RowEdit(entry_id, {}, (bad,)),))
    bad = reads_problem("receipt_no")
    with pytest.raises(Refused, match="10 月已结账"):
        cells.write_cells(book, saving.saver("entry"), "entry", (RowEdit(entry_id, {}, (bad,)),))
    assert reads.balances(book, COLLECTIVE, TODAY).total == -12_000


def reads_problem(field: str) -> Any:
    from qinglian_desktop.core.outcome import Problem

    return Problem("看不懂", "只填金额", field, value="一百多")


def test_in_a_batch_only_the_rows_of_the_closed_month_stay(book: Book) -> None:
    entry_id, _ = closed(book)
    later = entry(book, day="2026-11-03")
    edits = (RowEdit(entry_id, {"amount_fen": 1}), RowEdit(later, {"amount_fen": 2}))
    written = cells.write_cells(book, saving.saver("entry"), "entry", edits).result
    assert (book.row("entry", later) or {})["amount_fen"] == 2
    assert (book.row("entry", entry_id) or {})["amount_fen"] == 12_000
    assert written.refused == (CLOSED,)  # type: ignore[attr-defined]


def test_papers_and_words_are_still_added_beside_it(book: Book) -> None:
    entry_id, _ = closed(book)
    actions.save_entry(book, entry_id, {"note": "验收单后补", "decision_no": "2026-3"})
    assert (book.row("entry", entry_id) or {})["note"] == "验收单后补"
    assert actions.save_entry(book, None, draft(book=COMMITTEE)).step, (
        "the other book has its own months"
    )
    assert entry(book, day="2026-11-01")


# -- closing and opening again -------------------------------------------------------------------


def test_what_was_before_the_first_closed_month_is_closed_with_it(book: Book) -> None:
    """Else the balance a closed month ended with would still move."""
    earlier = entry(book, day="2026-08-20")
    closed(book)
    held = reads.account_balances(book, COLLECTIVE, date(2026, 10, 31))
    with pytest.raises(Refused, match="8 月已结账"):
        actions.save_entry(book, earlier, {"amount_fen": 1})
    with pytest.raises(Refused, match="9 月已结账"):
        entry(book, day="2026-09-20")
    assert reads.account_balances(book, COLLECTIVE, date(2026, 10, 31)) == held


def test_what_stands_in_the_way_is_named(book: Book) -> None:
    first = entry(book)
    entry(book, purpose="说不清的事", summary="某事")
    third = entry(book)
    with book.change("半张") as change:
        change.add(book.tables["entry"], {"book": COLLECTIVE, "day": "2026-10-08"})
    saving.dropper("entry")(book, first)
    with pytest.raises(Refused) as refused:
        actions.close_month(book, COLLECTIVE, OCTOBER)
    said = refused.value.what
    assert "还有 1 笔没填完" in said and "还有 1 笔没归科目" in said and "缺 0001 号" in said
    assert not reads.closed(book, COLLECTIVE, date(2026, 10, 9))
    looked = {one.name: one for one in checks.of_month(book, COLLECTIVE, OCTOBER)}
    assert looked["全部科目借贷相等"].fine and not looked["收支都填完了"].fine
    assert third not in looked["收支都归了科目"].ids


def test_months_are_closed_one_after_the_other_and_only_when_over(book: Book) -> None:
    entry(book, day="2026-09-05")
    entry(book, day="2026-08-05")
    actions.close_month(book, COLLECTIVE, Period.parse("2026-08"))
    with pytest.raises(Refused, match="2026-09 还没结账"):
        actions.close_month(book, COLLECTIVE, OCTOBER)
    with pytest.raises(Refused, match="还没过完"):
        actions.close_month(book, COLLECTIVE, Period.parse("2026-11"))
    actions.close_month(book, COLLECTIVE, SEPTEMBER)
    made = actions.close_month(book, COLLECTIVE, OCTOBER)
    kept = book.row("book_month", str(made.result)) or {}
    assert (kept["closed_by"], kept["closed_on"]) == (WRITER, "2026-11-12")
    with pytest.raises(Refused, match="已经结过账"):
        actions.close_month(book, COLLECTIVE, OCTOBER)


def test_a_month_is_opened_again_by_two_people_with_a_reason_and_it_is_logged(book: Book) -> None:
    entry_id, voucher = closed(book)
    reopen(book)
    actions.save_entry(book, entry_id, {"amount_fen": 1})
    kept = book.rows(Query(BookMonth.table))[0]
    assert kept["reason"] == "0001号金额多打了一个0"
    assert (kept["reopened_by"], kept["confirmed_by"]) == (WRITER, "吴监督")
    assert "反结账：集体经济组织2026年10月，吴监督确认" in [s["label"] for s in book.steps()]
    with pytest.raises(Refused, match="还有 2 笔未复核"):
        actions.close_month(book, COLLECTIVE, OCTOBER)
    for table, row_id in (("entry", entry_id), ("voucher", voucher)):
        actions.review(book, table, [row_id], "吴监督", PIN)
    actions.close_month(book, COLLECTIVE, OCTOBER)
    assert len(book.rows(Query(BookMonth.table))) == 2, "what was stays"


@pytest.mark.parametrize(
    ("facts", "said"),
    [({"reason": " "}, "还没有写反结账的原因"), ({"pin": "9999"}, "PIN 不对"),
     ({"name": "没有的人"}, "复核人里没有")],
)  # fmt: skip
def test_not_without_the_second_one(book: Book, facts: dict[str, str], said: str) -> None:
    closed(book)
    with pytest.raises(Refused, match=said):
        reopen(book, **facts)
    assert reads.closed(book, COLLECTIVE, date(2026, 10, 9))


def test_nor_by_the_same_one(book: Book) -> None:
    closed(book)
    signers.add(book, WRITER, signers_role(book), PIN)
    with pytest.raises(Refused, match="不能是同一个人"):
        reopen(book, name=WRITER)


def test_only_the_latest_closed_month_opens(book: Book) -> None:
    entry(book, day="2026-09-05")
    actions.close_month(book, COLLECTIVE, SEPTEMBER)
    closed(book)
    with pytest.raises(Refused, match="只能反结最后结账的那个月：2026年10月"):
        actions.reopen_month(book, COLLECTIVE, SEPTEMBER, "改错了金额", "吴监督", PIN)


def test_closing_and_opening_again_are_not_undone(book: Book) -> None:
    entry(book)
    made = actions.close_month(book, COLLECTIVE, OCTOBER)
    with pytest.raises(Refused, match="结账和反结账不能撤销"):
        book.undo(made.step)
    with pytest.raises(Refused, match="结账和反结账不能撤销"):
        saving.saver("book_month")(book, str(made.result), {"month": "2026-09"})
    with pytest.raises(Refused, match="结账和反结账不能撤销"):
        saving.dropper("book_month")(book, str(made.result))
    assert reads.closed(book, COLLECTIVE, date(2026, 10, 9))


def test_a_subject_above_adds_its_check(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    entry(book)
    ledger = looking.Check("资产账与总账相符", "资产账与总账差 1,200.00")
    monkeypatch.setattr(looking, "_more", [lambda *_: ledger, lambda *_: None])
    with pytest.raises(Refused, match=r"资产账与总账差 1,200\.00"):
        actions.close_month(book, COLLECTIVE, OCTOBER)
    told = ledger._replace(blocks=False)
    monkeypatch.setattr(looking, "_more", [lambda *_: told])
    made = actions.close_month(book, COLLECTIVE, OCTOBER)
    assert "差 1,200.00" in (book.row("book_month", str(made.result)) or {})["told"]


def test_a_second_basic_account_is_told_and_stops_nothing(book: Book) -> None:
    entry(book)
    facts = {"book": COLLECTIVE, "holder": "某社", "bank": "农商行"}
    for number in ("5001 1", "5001 2"):
        actions.save_bank_account(book, None, {**facts, "number": number})
    looked = {one.name: one for one in checks.of_month(book, COLLECTIVE, OCTOBER)}
    assert "有 2 个没销户的基本户" in looked["基本户只有一个"].words
    made = actions.close_month(book, COLLECTIVE, OCTOBER)
    assert "基本户" in (book.row("book_month", str(made.result)) or {})["told"]


def test_the_first_closing_takes_no_unchecked_month_along(book: Book) -> None:
    """Everything up to its end is closed; what was there before anybody checked may go with it."""
    with clock.fixed(date(2026, 8, 1)):
        entry(book, day="2026-07-09")
    signers.add(book, "吴监督", "监委会", PIN)
    september = entry(book, day="2026-09-09")
    october = entry(book)
    actions.review(book, "entry", [october], "吴监督", PIN)
    with pytest.raises(Refused, match="还有 1 笔未复核"):
        actions.close_month(book, COLLECTIVE, OCTOBER)
    actions.review(book, "entry", [september], "吴监督", PIN)
    actions.close_month(book, COLLECTIVE, OCTOBER)
    assert reads.closed(book, COLLECTIVE, date(2026, 9, 9))
