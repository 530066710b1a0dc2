"""录入 and 复核: two people, by PIN; what was checked is changed by no road but in red."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from office import make_book, make_entry
from qinglian_desktop.core import clock
from qinglian_desktop.core.held import RowEdit
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.funds import actions, reads
from qinglian_desktop.modules.funds.books import Line, Voucher
from qinglian_desktop.modules.funds.records import COMMITTEE, SPENDING, Entry
from qinglian_desktop.shell.desk_tools import undo_step, write_cells
from qinglian_desktop.store import keyfile, signers
from qinglian_desktop.store.book import Book, Operator

TODAY = date(2026, 11, 24)
PIN, OTHER = "2580", "7419"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """吴敏 and 郑立 may check; 周文书 sits at the desk."""
    with make_book(tmp_path) as made:
        signers.add(made, "吴敏", "监委会", PIN)
        signers.add(made, "郑立", "主任", OTHER, vouched_by="吴敏", their_pin=PIN)
        yield made


def enter(book: Book, by: str = "周文书", **facts: Any) -> str:
    before, book.operator = book.operator, Operator(by)
    draft = {
        "book": COMMITTEE, "day": "2026-11-03", "direction": SPENDING, "summary": "办公用品",
        "purpose": "办公费", "counterparty": "某文具店", "amount_fen": 238_000, **facts,
    }  # fmt: skip
    made = actions.save_entry(book, None, draft).ids(Entry.table)[0]
    book.operator = before
    return made


def checked(book: Book, *ids: str, name: str = "吴敏", pin: str = PIN) -> Any:
    return actions.review(book, Entry.table, ids, name, pin).result


def row_of(book: Book, row_id: str) -> dict[str, Any]:
    row = book.row(Entry.table, row_id)
    assert row is not None
    return row


def refused(act: Callable[..., object], *given: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        act(*given)
    return caught.value


def waiting(book: Book) -> list[str]:
    found = reads.unreviewed(book, date(2026, 11, 1), date(2026, 11, 30))
    return [row["id"] for _, row in found]


def test_another_person_checks_and_the_row_says_who_and_when(book: Book) -> None:
    one, two = enter(book), enter(book)
    assert waiting(book) == [one, two]
    assert checked(book, one) == 1
    row = row_of(book, one)
    assert (row["entered_by"], row["reviewer"], row["reviewed_on"]) == (
        "周文书", "吴敏", "2026-11-24"
    )  # fmt: skip
    assert waiting(book) == [two]


def test_many_are_checked_with_one_pin_all_or_none(book: Book) -> None:
    ids = [enter(book) for _ in range(5)]
    half = enter(book, amount_fen=None)
    assert refused(checked, book, *ids, half).code == "QL-SZ-153"
    assert len(waiting(book)) == 5
    assert checked(book, *ids) == 5
    assert waiting(book) == []
    assert refused(checked, book, *ids).code == "QL-SZ-151"
    with pytest.raises(Refused, match="PIN 不对"):
        checked(book, enter(book), pin=OTHER)


@pytest.mark.parametrize(
    "by",
    [
        "吴敏",
        "吴 敏",
        "吴敏（监委会）",
        "吴民",
        "吳敏",
        "监委会主任：吴敏",
        "吴敏2",
        "Wu Min",
        "周文书、吴敏",
        "郑立/吴敏",
    ],
)
def test_the_same_person_cannot_do_both(book: Book, by: str) -> None:
    one = enter(book, by)
    said = refused(checked, book, one)
    assert str(said) == "录入和复核不能是同一个人。请复核人输入 PIN。" and said.code == "QL-SZ-043"
    if "郑立" not in by:
        assert checked(book, one, name="郑立", pin=OTHER) == 1


@pytest.mark.parametrize("by", ["吴敏华", "小吴", "郑立"])
def test_another_name_is_another_person(book: Book, by: str) -> None:
    assert checked(book, enter(book, by)) == 1


def test_who_changed_it_since_cannot_check_it_either(book: Book) -> None:
    one = enter(book)
    book.operator = Operator("吴敏")
    actions.save_entry(book, one, {"amount_fen": 240_000})
    book.operator = Operator("周文书")
    actions.save_entry(book, one, {"amount_fen": 241_000})  # the last hand is another one
    assert refused(checked, book, one).code == "QL-SZ-043"
    assert checked(book, one, name="郑立", pin=OTHER) == 1


def test_before_the_check_changing_is_free_and_afterwards_no_road_leads_there(book: Book) -> None:
    one = enter(book)
    actions.save_entry(book, one, {"amount_fen": 239_000})
    earlier = actions.save_entry(book, one, {"amount_fen": 240_000}).step
    checking = actions.review(book, Entry.table, [one], "吴敏", PIN).step
    before = row_of(book, one)
    amount = [RowEdit(one, {"amount_fen": 9_900})]
    roads: dict[str, Callable[[], object]] = {
        "the form": lambda: actions.save_entry(book, one, {"amount_fen": 9_900}),
        "the mark taken away": lambda: actions.save_entry(book, one, {"reviewed_on": None}),
        "another name": lambda: actions.save_entry(book, one, {"reviewer": "郑立"}),
        "mark and amount at once": lambda: actions.save_entry(
            book, one, {"reviewed_on": "2026-11-01", "amount_fen": 9_900}
        ),
        "the recycle bin": lambda: saving.dropper(Entry.table)(book, one),
        "undo of the change before": lambda: undo_step(book, earlier),
        "undo of the check": lambda: undo_step(book, checking),
        "a cell": lambda: write_cells(book, Entry.table, amount, "改单元格"),
        "straight through the door": lambda: put(book, one, {"amount_fen": 1}),
    }
    for name, road in roads.items():
        try:
            road()
        except Refused as said:
            assert said.remedy, name
        now = row_of(book, one)
        now, then = ({k: v for k, v in r.items() if k in Entry.fields or k == "deleted"}
                     for r in (now, before))  # fmt: skip
        assert now == then, name
        assert one not in book.waiting(Entry.table), name
    actions.save_entry(book, one, {"note": "补了一张照片"})  # words beside it are free


def put(book: Book, row_id: str, draft: dict[str, Any]) -> None:
    with book.change("改") as change:
        change.put_row(Entry.table, row_id, draft)


def test_what_was_checked_is_put_right_in_red_and_the_red_one_is_checked_again(book: Book) -> None:
    one = enter(book)
    checked(book, one)
    red = actions.reverse(book, Entry.table, one, TODAY, "金额写错").ids(Entry.table)
    new = next(row_id for row_id in red if row_id != one)
    assert row_of(book, new)["reviewed_on"] is None
    assert new in waiting(book)


def test_nobody_writes_the_mark_by_hand(book: Book) -> None:
    one = enter(book)
    assert refused(actions.save_entry, book, one, {"reviewed_on": "2026-11-24"}).code == "QL-SZ-150"
    assert refused(actions.save_entry, book, one, {"reviewer": "吴敏"}).code == "QL-SZ-150"
    with pytest.raises(Refused):
        make_entry(book, reviewed_on=TODAY)
    assert book.count(Query(Entry.table)) == 1


def test_a_voucher_is_checked_like_an_entry(book: Book) -> None:
    lines = [Line("102", 60_000), Line("101", 0, 60_000)]
    made = actions.post_voucher(book, COMMITTEE, date(2026, 11, 4), "存现", lines).result
    assert waiting(book) == [made]
    actions.review(book, Voucher.table, [str(made)], "吴敏", PIN)
    assert waiting(book) == []
    assert refused(saving.dropper(Voucher.table), book, made).remedy


def lines_to(account: str, beside: str = "") -> list[Line]:
    return [Line(account, 60_000, 0, beside), Line("101", 0, 60_000)]


def test_the_lines_of_a_checked_voucher_stay_though_its_sum_would_be_the_same(book: Book) -> None:
    """Another account under the same day, words and sum touches the lines alone."""
    day = date(2026, 11, 4)
    made = actions.post_voucher(book, COMMITTEE, day, "付款", lines_to("51101")).result
    changed = actions.change_voucher(book, made, day, "付款", lines_to("51102")).step
    actions.review(book, Voucher.table, [made], "吴敏", PIN)
    stood = actions.lines_in(book, made)
    for other in (lines_to("51101"), lines_to("51102", "另一句话")):
        said = refused(actions.change_voucher, book, made, day, "付款", other)
        assert said.code == "QL-SZ-125"
    assert refused(undo_step, book, changed).remedy
    assert actions.lines_in(book, made) == stood


def test_who_changed_only_a_line_cannot_check_the_voucher(book: Book) -> None:
    day = date(2026, 11, 4)
    made = actions.post_voucher(book, COMMITTEE, day, "付款", lines_to("51101")).result
    book.operator = Operator("吴敏")
    actions.change_voucher(book, made, day, "付款", lines_to("51102"))
    book.operator = Operator("周文书")
    assert refused(actions.review, book, Voucher.table, [made], "吴敏", PIN).code == "QL-SZ-043"
    assert actions.review(book, Voucher.table, [made], "郑立", OTHER).result == 1


def test_who_entered_it_is_said_by_the_program_whatever_the_way(book: Book) -> None:
    """Neither typed nor pasted nor in bulk nor from a sheet, and never changed afterwards."""
    draft = {
        "book": COMMITTEE, "day": "2026-11-03", "direction": SPENDING, "summary": "甲",
        "purpose": "办公费", "counterparty": "某店", "amount_fen": 100, "entered_by": "别人",
    }  # fmt: skip
    said = refused(actions.save_entry, book, None, draft)
    assert said.field == "entered_by" and "去掉再导入" in said.remedy
    assert not isinstance(actions.review_entries(book)(draft), dict)
    write_cells(book, Entry.table, [RowEdit("", draft)], "粘贴 1 行")
    for row in book.rows(Query(Entry.table)):
        assert row["entered_by"] == "周文书"
    one = enter(book)
    assert refused(actions.save_entry, book, one, {"entered_by": "别人"}).field
    write_cells(book, Entry.table, [RowEdit(one, {"entered_by": "别人"})], "批量改")
    assert refused(put, book, one, {"entered_by": "别人"}).code == "QL-SZ-150"
    assert row_of(book, one)["entered_by"] == "周文书"
    with book.change("导入") as change:
        rows = actions.number_entries(
            change, [{k: v for k, v in draft.items() if k != "entered_by"}]
        )
        change.add_all(Entry, rows)
    assert {row["entered_by"] for row in book.rows(Query(Entry.table))} == {"周文书"}


def test_a_book_taken_in_keeps_the_name_that_stood_on_its_paper(book: Book) -> None:
    make_entry(book, reviewer="老吴", day=date(2026, 11, 2))
    assert len(waiting(book)) == 1
