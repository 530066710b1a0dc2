"""Two books: what leaves one enters the other, as a pair, or nothing moves."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.funds import actions, checks, reads
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE, Entry
from qinglian_desktop.store.book import Book

TODAY = date(2026, 10, 12)
DAY = date(2026, 10, 8)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def moved(book: Book, source: str = COLLECTIVE, fen: int = 50_000, **rest: Any) -> tuple[str, str]:
    made = actions.transfer(book, source, DAY, fen, "借支付水电", "往来款", **rest).result
    assert isinstance(made, tuple)
    return made


def test_a_transfer_is_a_pair_numbered_in_both_books(book: Book) -> None:
    out, into = (book.row("entry", row_id) or {} for row_id in moved(book))
    assert (out["book"], out["direction"], out["account"]) == (COLLECTIVE, "支出", "11303")
    assert (into["book"], into["direction"], into["account"]) == (COMMITTEE, "收入", "113")
    assert out["transfer_id"] == into["transfer_id"]
    assert out["voucher_no"] == into["voucher_no"] == "0001"
    assert out["counterparty"] == "新街子社区居民委员会"
    assert into["counterparty"] == "新街子社区集体经济组织"
    assert checks.cross_balances(book, TODAY) == (50_000, -50_000)
    moved(book, COMMITTEE)
    assert checks.cross_balances(book, TODAY) == (0, 0), "paid back: nothing stands open"
    for account in (COLLECTIVE, COMMITTEE):
        assert reads.off_balance(book, account, TODAY) == 0


def test_support_goes_one_way_only(book: Book) -> None:
    actions.transfer(book, COLLECTIVE, DAY, 100, "补助运转", "运转补助")
    with pytest.raises(Refused, match="运转补助只能从集体经济组织划出"):
        actions.transfer(book, COMMITTEE, DAY, 100, "补助运转", "运转补助")
    held = reads.account_balances(book, COMMITTEE, TODAY)
    assert held["502"].credit == 100


@pytest.mark.parametrize(
    ("account", "code"), [(COLLECTIVE, "11303"), (COMMITTEE, "113"), (COMMITTEE, "502")]
)
def test_nothing_is_posted_across_without_its_pair(book: Book, account: str, code: str) -> None:
    draft = {
        "book": account, "day": "2026-10-08", "direction": "收入", "summary": "某事",
        "purpose": "往来", "counterparty": "某单位", "amount_fen": 5, "account": code,
    }  # fmt: skip
    with pytest.raises(Refused, match="要两本账一起记"):
        actions.save_entry(book, None, draft)
    assert book.count(Query(Entry.table, deleted=True)) == 0


def test_both_sides_or_none(book: Book) -> None:
    out, into = moved(book)
    with pytest.raises(Refused, match="两边要一起改"):
        actions.save_entry(book, out, {"amount_fen": 1})
    with pytest.raises(Refused, match="两边要一起改"), book.change("绕道") as change:
        change.drop("entry", into)
    with pytest.raises(Refused, match="由程序填写"):
        actions.save_entry(book, out, {"transfer_id": None})
    saving.dropper("entry")(book, into)
    assert book.count(Query(Entry.table)) == 0
    saving.restorer("entry")(book, out)
    assert book.count(Query(Entry.table)) == 2
    book.undo(book.steps(1)[0]["step"])
    assert book.count(Query(Entry.table)) == 0


def test_red_takes_both_sides_back(book: Book) -> None:
    out, _ = moved(book)
    actions.reverse(book, "entry", out, TODAY, "划错了账")
    assert checks.cross_balances(book, TODAY) == (0, 0)
    reds = [row for row in book.rows(Query(Entry.table)) if row["reverses_id"]]
    assert {row["book"] for row in reds} == {COLLECTIVE, COMMITTEE}
    assert len({row["transfer_id"] for row in reds}) == 1


def test_an_opening_that_only_one_book_knows_is_told(book: Book) -> None:
    from qinglian_desktop.core.period import Period
    from qinglian_desktop.modules.funds.books import Line

    actions.open_books(book, COLLECTIVE, 2026, [Line("11303", 700), Line("32202", 0, 700)])
    found = checks.of_month(book, COLLECTIVE, Period.parse("2026-09"))
    (pairs,) = [one for one in found if one.name == "跨账划转两边对得上"]
    assert pairs.words == "两本账的往来差 7.00 元，请核对跨账划转和期初"


def test_what_is_no_transfer_is_refused(book: Book) -> None:
    for source, fen, words, sort, said in (
        ("别的", 5, "某事", "往来款", "还没有选从哪本账出"),
        (COLLECTIVE, 0, "某事", "往来款", "要大于 0"),
        (COLLECTIVE, 5, " ", "往来款", "还没有写摘要"),
        (COLLECTIVE, 5, "某事", "没有的", "还没有选划转的种类"),
        (COLLECTIVE, 10**15, "某事", "往来款", "太大"),
    ):
        with pytest.raises(Refused, match=said):
            actions.transfer(book, source, DAY, fen, words, sort)
