"""The register ties to the control accounts, and a broken copy is off by what was broken."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from holdings import make_asset, open_books
from office import make_book, make_entry
from qinglian_desktop.core import clock
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds import checks
from qinglian_desktop.modules.funds.books import Line
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE
from qinglian_desktop.modules.property import actions, tying
from qinglian_desktop.store.book import Book
from windows import TODAY

BEFORE = date(2026, 6, 30)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """Three things in the opening, one bought in July, nine months charged."""
    with clock.fixed(TODAY), make_book(tmp_path, "village") as made:
        make_asset(made, "综合楼", 50_000_000, kind="房屋及建筑物", acquired_on="2020-12-01",
                   worn_fen=10_000_000, worn_until="2025-12-31")  # fmt: skip
        make_asset(made, "音响", 92_000, kind="文教卫生设施", acquired_on="2025-12-05")
        make_asset(made, "化肥", 520_000, kind="库存物资", acquired_on="2025-12-31")
        open_books(made, {"15101": 50_000_000, "15102": 92_000, "152": -10_000_000,
                          "121": 520_000})  # fmt: skip
        pump = make_asset(made, "水泵", 360_000, acquired_on="2026-07-08")
        make_entry(made, 360_000, date(2026, 7, 8), account=COLLECTIVE, summary="买水泵",
                   asset_id=pump)  # fmt: skip
        entry = made.find(made.tables["entry"], asset_id=pump)
        assert entry is not None
        with made.change("对方科目") as change:
            change.put_row("entry", entry["id"], {"account": "15101"})
        actions.charge_month(made, COLLECTIVE, "2026-09")
        yield made


def off(book: Book, day: date = TODAY) -> dict[str, int]:
    return {n.account: n.gap for n in tying.tie(book, COLLECTIVE, day).lines if n.gap}


def first_cause(book: Book) -> tuple[str, int]:
    cause = tying.tie(book, COLLECTIVE, TODAY).causes[0]
    return cause.what, cause.amount


@pytest.mark.parametrize("day", [date(2026, 1, 1), BEFORE, date(2026, 7, 8), TODAY])
def test_register_and_books_agree_on_any_day(book: Book, day: date) -> None:
    report = tying.tie(book, COLLECTIVE, day)
    assert not report.gap and not report.causes
    assert {line.account for line in report.lines} >= {"121", "151", "152"}


def test_a_voucher_without_a_card_is_named(book: Book) -> None:
    lines = (Line("15101", debit_fen=120_000), Line("21101", credit_fen=120_000))
    funds.post_voucher(book, COLLECTIVE, date(2026, 10, 5), "买割草机", lines)
    assert off(book) == {"151": 120_000}
    said, amount = first_cause(book)
    assert "买割草机：不是从卡片记来的" in said and amount == 120_000


def test_a_payment_without_a_card_is_named(book: Book) -> None:
    make_entry(book, 77_700, date(2026, 10, 6), account=COLLECTIVE, summary="买打印机")
    row = book.find(book.tables["entry"], summary="买打印机")
    assert row is not None
    with book.change("对方科目") as change:
        change.put_row("entry", row["id"], {"account": "15102"})
    assert off(book) == {"151": 77_700}
    assert "买打印机：没有对应的卡片" in first_cause(book)[0]


def test_a_card_nobody_posted_is_named(book: Book) -> None:
    make_asset(book, "割草机", 130_000, acquired_on="2026-10-10")
    assert off(book) == {"151": -130_000}
    said, amount = first_cause(book)
    assert "割草机：有卡片，账上没有记" in said and amount == -130_000


def test_a_value_changed_by_hand_is_named_with_its_first_one(book: Book) -> None:
    house = book.find(book.tables["asset"], name="综合楼")
    assert house is not None
    actions.save_asset(book, house["id"], {"value_fen": 50_005_000})
    assert off(book) == {"151": -5_000}
    said, amount = first_cause(book)
    assert "原值手改过，500,000.00" in said and amount == -5_000


def test_a_voucher_reversed_past_the_register_is_named(book: Book) -> None:
    asset = make_asset(book, "割草机", 130_000, acquired_on="2026-10-10")
    draft = {"kind": "取得", "day": "2026-10-10"}
    done = actions.record_event(book, asset, draft, against="21101")
    assert not off(book)
    voucher = (book.row("asset_event", str(done.result)) or {})["voucher_id"]
    funds.reverse(book, "voucher", voucher, TODAY, "供货方退了款")
    assert off(book) == {"151": -130_000}
    assert "卡片上的变动没有冲销" in first_cause(book)[0]


def test_the_closing_of_a_month_is_told_what_is_off(book: Book) -> None:
    """As the books ask before a month is closed: 资产账和总账."""

    def told(month: str) -> list[str]:
        found = checks.of_month(book, COLLECTIVE, Period.parse(month))
        return [one.words for one in found if one.name == "资产账和总账一致"]

    assert told("2026-09") == [""]
    make_asset(book, "割草机", 130_000, acquired_on="2026-09-10")
    assert told("2026-09") == ["差 1,300.00，请到“账实核对”里找差额"]
    assert told("2026-08") == [""]
    assert checks.of_month(book, COMMITTEE, Period.parse("2026-09"))[-1].name != "资产账和总账一致"
