"""What belongs together stays together: by the form, the recycle bin and undo alike."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds import actions, checks, reads
from qinglian_desktop.modules.funds.books import Line, Voucher
from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE, COMMITTEE
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

DAY, LATER = date(2026, 9, 3), date(2026, 9, 5)
YEAR_END = date(2025, 12, 31)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(date(2026, 10, 12)), make_book(tmp_path) as made:
        yield made


def entry(book: Book, **facts: Any) -> str:
    draft = {
        "book": COLLECTIVE, "day": DAY.isoformat(), "direction": "支出", "summary": "打印纸",
        "purpose": "某用途", "counterparty": "某文具店", "amount_fen": 12_000, "account": "51302",
        **facts,
    }  # fmt: skip
    return str(actions.save_entry(book, None, draft).result)


def voucher(book: Book, day: date = DAY, **rest: Any) -> str:
    lines = [Line("51302", 100), Line("21101", 0, 100)]
    return str(actions.post_voucher(book, COLLECTIVE, day, "某事", lines, **rest).result)


def red(book: Book, table: str, row_id: str) -> str:
    return str(actions.reverse(book, table, row_id, LATER, "记错了").result)


def moved(book: Book, day: date = LATER) -> dict[str, int]:
    held = reads.account_balances(book, COLLECTIVE, day)
    return {code: one.closing for code, one in held.items() if one.closing}


def last_step(book: Book) -> int:
    return int(book.steps(1)[0]["step"])


# -- red ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edit",
    [{"amount_fen": 5_000}, {"direction": "收入"}, {"channel": "现金"}, {"account": "51303"}],
)
def test_neither_side_of_a_red_entry_is_changed_alone(book: Book, edit: dict[str, Any]) -> None:
    first = entry(book)
    back = red(book, "entry", first)
    for row_id in (first, back):
        with pytest.raises(Refused, match="红字"):
            actions.save_entry(book, row_id, edit)
    assert moved(book) == {}
    actions.save_entry(book, first, {"note": "另见说明"})  # words beside it are free


def test_a_reversed_voucher_keeps_its_lines(book: Book) -> None:
    first = voucher(book)
    red(book, "voucher", first)
    lines = [Line("51303", 100), Line("21101", 0, 100)]
    with pytest.raises(Refused, match="红字"):
        actions.change_voucher(book, first, DAY, "某事", lines)
    assert moved(book) == {}


@pytest.mark.parametrize("table", ["entry", "voucher"])
def test_nothing_is_taken_back_twice_out_of_the_recycle_bin(book: Book, table: str) -> None:
    first = entry(book) if table == "entry" else voucher(book)
    old = red(book, table, first)
    drop, bring = {
        "entry": (actions.drop_entry, actions.bring_back_entry),
        "voucher": (actions.drop_voucher, actions.bring_back_voucher),
    }[table]
    drop(book, old)
    dropped = last_step(book)
    red(book, table, first)
    for again in (lambda: bring(book, old), lambda: book.undo(dropped)):
        with pytest.raises(Refused, match=r"只能冲回一次|已经用"):
            again()
    assert moved(book) == {}


def test_a_red_entry_does_not_stand_without_what_it_takes_back(book: Book) -> None:
    first = entry(book)
    step = last_step(book)
    back = red(book, "entry", first)
    with pytest.raises(Refused, match="要留在账上"):
        book.undo(step)
    actions.drop_entry(book, back)
    actions.drop_entry(book, first)
    with pytest.raises(Refused, match="要留在账上"):
        actions.bring_back_entry(book, back)
    assert moved(book) == {}


def test_undo_brings_no_red_back_that_no_longer_fits(book: Book) -> None:
    first = entry(book)
    actions.drop_entry(book, red(book, "entry", first))
    dropped = last_step(book)
    actions.save_entry(book, first, {"amount_fen": 777})
    with pytest.raises(Refused, match="抵消"):
        book.undo(dropped)


# -- transfers, opening balances ------------------------------------------------------------------


@pytest.mark.parametrize("edit", [{"account": "51302"}, {"account": None, "purpose": "办公费"}])
def test_one_side_of_a_transfer_keeps_its_account(book: Book, edit: dict[str, Any]) -> None:
    sides = actions.transfer(book, COMMITTEE, DAY, 10_000, "借用", "往来款").result
    assert isinstance(sides, tuple)
    for row_id in sides:
        with pytest.raises(Refused):
            actions.save_entry(book, row_id, edit)
    assert sum(checks.cross_balances(book, LATER)) == 0
    assert all(checks.cross_balances(book, LATER))


def test_a_year_has_one_opening_balance(book: Book) -> None:
    actions.open_books(book, COLLECTIVE, 2026, [Line("102", 5_000), Line("301", 0, 5_000)])
    actions.drop_opening(book, COLLECTIVE, 2026)
    dropped = last_step(book)
    (old,) = (row["id"] for row in book.rows(Query(Voucher.table, deleted=True)))
    actions.open_books(book, COLLECTIVE, 2026, [Line("102", 7_000), Line("301", 0, 7_000)])
    for again in (lambda: actions.bring_back_voucher(book, old), lambda: book.undo(dropped)):
        with pytest.raises(Refused, match="期初余额已经"):
            again()
    assert moved(book)["102"] == 7_000


# -- the end of a year -----------------------------------------------------------------------------


def earned(book: Book) -> list[str]:
    """2025 with income and spending, and its closing vouchers."""
    entry(book, day="2025-03-01")
    entry(book, day="2025-03-02", direction="收入", account="501", amount_fen=30_000)
    made = actions.close_year(book, COLLECTIVE, 2025).result
    assert isinstance(made, tuple)
    return [str(one) for one in made]


def test_a_year_is_closed_once_also_by_recycle_bin_and_undo(book: Book) -> None:
    old = earned(book)
    with pytest.raises(Refused, match="一起"):
        actions.drop_voucher(book, old[0])
    actions.drop_year_end(book, COLLECTIVE, 2025)
    dropped = last_step(book)
    actions.close_year(book, COLLECTIVE, 2025)
    whole = moved(book, YEAR_END)
    with pytest.raises(Refused, match="一起"):
        actions.bring_back_voucher(book, old[0])
    with pytest.raises(Refused, match="做过年终结转"):
        book.undo(dropped)
    assert moved(book, YEAR_END) == whole == {"102": 18_000, "322": -18_000, "32202": -18_000}


def test_years_are_closed_in_their_order_and_opened_the_other_way_round(book: Book) -> None:
    entry(book, day="2024-03-01")
    earned(book)
    with pytest.raises(Refused, match="2025年已经"):
        actions.close_year(book, COLLECTIVE, 2024)
    actions.drop_year_end(book, COLLECTIVE, 2025)
    actions.close_year(book, COLLECTIVE, 2024)
    actions.close_year(book, COLLECTIVE, 2025)
    with pytest.raises(Refused, match="2025年已经"):
        actions.drop_year_end(book, COLLECTIVE, 2024)
    assert moved(book, YEAR_END)["322"] == -6_000


def test_december_is_not_closed_over_what_came_after_the_year_end(book: Book) -> None:
    earned(book)
    december = Period.parse("2025-12")

    def told() -> list[str]:
        found = checks.of_month(book, COLLECTIVE, december)
        return [one.words for one in found if one.name == "年终结转以后没有再动"]

    assert told() == [""]
    entry(book, day="2025-05-01", amount_fen=10_000)
    assert "100.00 元" in told()[0]
    with pytest.raises(Refused, match="年终结转以后"):
        actions.close_month(book, COLLECTIVE, december)


# -- accounts --------------------------------------------------------------------------------------


def detail(book: Book, **facts: Any) -> str:
    draft = {
        "book": COLLECTIVE, "code": "5130201", "name": "打印费", "from_on": "2025-01-01", **facts,
    }  # fmt: skip
    return str(actions.save_account(book, None, draft).result)


def test_a_detail_that_was_closed_still_counts_above_it_and_at_the_year_end(book: Book) -> None:
    code = detail(book)
    entry(book, day="2025-03-01", account="5130201")
    actions.save_account(book, code, {"closed_on": "2025-06-30"})
    assert moved(book, YEAR_END)["513"] == 12_000
    actions.close_year(book, COLLECTIVE, 2025)
    assert moved(book, YEAR_END) == {"102": -12_000, "322": 12_000, "32202": 12_000}


def test_an_account_that_got_details_is_closed_and_taken_back(book: Book) -> None:
    first = voucher(book, date(2025, 8, 3))
    detail(book, from_on="2025-06-01")
    actions.close_year(book, COLLECTIVE, 2025)
    assert "513" not in moved(book, YEAR_END)
    red(book, "voucher", first)
    with pytest.raises(Refused, match="明细"):
        voucher(book)


@pytest.mark.parametrize("edit", [{"from_on": "2025-06-30"}, {"closed_on": "2025-02-01"}])
def test_an_account_holds_on_the_days_it_was_posted_to(book: Book, edit: dict[str, Any]) -> None:
    code = detail(book)
    step = last_step(book)
    entry(book, day="2025-03-01", account="5130201")
    with pytest.raises(Refused, match="记过账"):
        actions.save_account(book, code, edit)
    with pytest.raises(Refused, match="记过账"):
        book.undo(step)


def test_a_bank_account_of_closed_months_keeps_its_code(book: Book) -> None:
    for number in range(2):
        facts = {
            "book": COLLECTIVE, "holder": "某社", "bank": "农商行", "number": f"5001 {number}",
        }  # fmt: skip
        bank = str(actions.save_bank_account(book, None, facts).result)
    entry(book, bank_account_id=bank, direction="收入", account="501")
    assert moved(book)["102"] == 12_000  # a code of the office's own counts as bank too
    before = moved(book)
    actions.close_month(book, COLLECTIVE, Period.parse("2026-09"))
    with pytest.raises(Refused, match="已结账"):
        actions.save_bank_account(book, bank, {"account": "10209"})
    with pytest.raises(Refused, match="不能删"):
        ledger.drop_row(book, "bank_account", bank)
    assert moved(book) == before


# -- numbers ---------------------------------------------------------------------------------------


def test_a_number_is_the_same_however_it_is_spelt(book: Book) -> None:
    entry(book)
    for spelling in ("1", "01", "00001"):
        with pytest.raises(Refused, match="已经用过"):
            entry(book, voucher_no=spelling)


@pytest.mark.parametrize("slip", ["999999999", "99999999999", "9" * 5000])
def test_a_number_far_too_high_is_told_and_stops_nothing(book: Book, slip: str) -> None:
    entry(book)
    entry(book, voucher_no=slip)
    missing = checks.missing_numbers(book, COLLECTIVE, 2026)
    assert missing[:1] == (("0002",) if len(slip) <= 15 else ())
    assert len(missing) <= 100
    given = {(book.row("entry", entry(book)) or {})["voucher_no"] for _ in range(2)}
    assert len(given) == 2, "the numbers after it are each given once"


def test_a_voucher_of_another_ledger_is_not_dropped_here(book: Book) -> None:
    source = entry(book)
    made = voucher(book, source_table="entry", source_id=source)
    with pytest.raises(Refused, match="别的台账"):
        actions.drop_voucher(book, made)
    assert {row["book"] for row in book.rows(Query(Voucher.table))} <= set(BOOKS)
