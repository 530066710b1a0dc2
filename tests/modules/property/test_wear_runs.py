"""计提: one voucher a month, what was missed is caught up, the newest month can be undone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from holdings import make_asset, open_books
from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.funds.reads import account_balances
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE
from qinglian_desktop.modules.property import actions, reads, tying
from qinglian_desktop.store.book import Book
from windows import TODAY


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path, "village") as made:
        yield made


def charge(book: Book, month: str) -> Any:
    run = actions.charge_month(book, COLLECTIVE, month).result
    return book.row("wear_run", str(run))


def charged(book: Book, asset: str) -> dict[str, int]:
    return {line["month"]: line["amount_fen"] for line in reads.wear_of(book, asset)}


def on(book: Book, account: str, day: date = TODAY) -> int:
    found = account_balances(book, COLLECTIVE, day)
    return found[account].closing if account in found else 0


def test_a_month_is_charged_once_in_one_voucher_by_use(book: Book) -> None:
    let = make_asset(book, "门面", 2_400_000, kind="房屋及建筑物", status="出租",
                     acquired_on="2025-12-31")  # fmt: skip
    hall = make_asset(book, "文化站桌椅", 60_000, kind="办公设备", acquired_on="2025-12-31")
    open_books(book, {"15101": 2_400_000, "15102": 60_000})
    run = charge(book, "2026-01")
    assert charged(book, let) == {"2026-01": 9_600}  # 23,040.00 in 240 months
    assert charged(book, hall) == {"2026-01": 960}  # 576.00 in 60 months
    lines = book.rows(Query("voucher_line", (Where("voucher_id", "=", run["voucher_id"]),)))
    told = {(n["account"], n["debit_fen"], n["credit_fen"]) for n in lines}
    assert told == {("51102", 9_600, 0), ("51306", 960, 0), ("152", 0, 10_560)}
    with pytest.raises(Refused, match="已经提过了"):
        charge(book, "2026-01")
    assert len(reads.runs(book, COLLECTIVE)) == 1 and run["day"] == "2026-01-31"


def test_what_was_missed_is_caught_up_and_it_stops_at_the_residual(book: Book) -> None:
    asset = make_asset(book, value=1_000_000, residual_fen=50_000, life_months=6,
                       acquired_on="2026-01-10")  # fmt: skip
    assert charge(book, "2026-02")["total_fen"] == 158_333
    assert charge(book, "2026-05")["total_fen"] == 3 * 158_333
    assert charge(book, "2026-09")["total_fen"] == 158_333 + 158_335
    assert sum(charged(book, asset).values()) == 950_000
    with pytest.raises(Refused, match="没有要提的折旧"):
        charge(book, "2026-10")
    with pytest.raises(Refused, match="不能再补前面的"):
        charge(book, "2026-08")


def test_the_first_month_follows_the_one_it_came(book: Book) -> None:
    make_asset(book, acquired_on="2026-03-31")
    with pytest.raises(Refused, match="没有要提的折旧"):
        charge(book, "2026-03")
    assert charge(book, "2026-04")["count"] == 1


def test_a_card_brought_in_goes_on_where_the_old_books_stopped(book: Book) -> None:
    # 12 % of 100,000.00 over ten years, 800.00 a month: two and a half years are charged.
    asset = make_asset(book, value=10_000_000, residual_fen=400_000, acquired_on="2023-06-15",
                       worn_fen=2_400_000, worn_until="2025-12-31")  # fmt: skip
    assert charge(book, "2026-02")["total_fen"] == 2 * 80_000
    odd = make_asset(book, "旧车", 500_000, acquired_on="2015-01-01")
    due = actions.month_due(book, COLLECTIVE, "2026-03")
    assert [one.row["id"] for one in due.left_out] == [odd]
    assert "没写建卡时已提多少" in due.left_out[0].why
    assert [one.row["id"] for one in due.charges] == [asset]


def test_the_newest_month_is_taken_back_and_charged_anew(book: Book) -> None:
    asset = make_asset(book, acquired_on="2025-12-31")
    first, second = charge(book, "2026-01"), charge(book, "2026-02")
    with pytest.raises(Refused, match="只能冲销最近一次"):
        actions.reverse_month(book, first["id"], TODAY, "使用月数填错了")
    with pytest.raises(Refused, match="还没写为什么"):
        actions.reverse_month(book, second["id"], TODAY, "错")
    actions.reverse_month(book, second["id"], TODAY, "使用月数填错了")
    assert set(charged(book, asset)) == {"2026-01"}
    assert on(book, "152") == -charged(book, asset)["2026-01"]
    assert on(book, "152", date(2026, 2, 28)) == -first["total_fen"] - second["total_fen"]
    assert not tying.tie(book, COLLECTIVE, date(2026, 2, 28)).lines[-1].gap
    again = charge(book, "2026-02")
    assert set(charged(book, asset)) == {"2026-01", "2026-02"}
    assert again["id"] != second["id"]


def test_a_changed_value_is_spread_over_the_months_that_are_left(book: Book) -> None:
    asset = make_asset(book, value=120_000, residual_fen=0, life_months=12,
                       acquired_on="2025-12-31")  # fmt: skip
    assert charge(book, "2026-06")["total_fen"] == 60_000
    with clock.fixed(date(2026, 7, 5)):
        draft = {"kind": "增值", "day": "2026-07-05", "amount_fen": 60_000}
        actions.record_event(book, asset, draft)
        assert charge(book, "2026-07")["total_fen"] == 20_000  # 1,200.00 in six months


def test_what_is_gone_or_the_committee_s_is_not_charged(book: Book) -> None:
    gone = make_asset(book, value=100_000, acquired_on="2026-01-10")
    make_asset(book, value=100_000, book=COMMITTEE, kind="办公设备")
    make_asset(book, "大湾地", None, kind="耕地")  # type: ignore[arg-type]
    actions.record_event(book, gone, {"kind": "报废", "day": "2026-03-05"})
    assert on(book, "152") == 0  # its own three months went with it
    with pytest.raises(Refused, match="没有要提的折旧"):
        charge(book, "2026-04")
    assert not actions.month_due(book, COMMITTEE, "2026-04").charges


def test_a_month_with_something_that_left_since_stays(book: Book) -> None:
    asset = make_asset(book, value=100_000, acquired_on="2026-01-10")
    run = charge(book, "2026-02")
    actions.record_event(book, asset, {"kind": "报废", "day": "2026-03-05"})
    with pytest.raises(Refused, match="后来处置了"):
        actions.reverse_month(book, run["id"], TODAY, "使用月数填错了")


def test_nothing_is_charged_ahead_or_by_hand(book: Book) -> None:
    make_asset(book)
    with pytest.raises(Refused, match="还没到"):
        charge(book, "2026-12")
    run = charge(book, "2026-11")
    assert run["day"] == TODAY.isoformat()
    with pytest.raises(Refused, match="不能手改"):
        actions.keep_wear(book, run["id"], {"total_fen": 1})
    with pytest.raises(Refused, match="不能删"):
        actions.drop_asset(book, reads.wear_lines(book)[0]["asset_id"])


def test_no_undo_takes_away_the_wear_a_later_disposal_has_counted_in(book: Book) -> None:
    asset = make_asset(book, value=900_000)
    open_books(book, {"151": 900_000})
    run = actions.charge_month(book, COLLECTIVE, "2026-10")
    gone = actions.record_event(book, asset, {"kind": "报废", "day": "2026-11-02"})
    with pytest.raises(Refused, match="后来处置了"):
        book.undo(run.step)
    assert tying.tie(book, COLLECTIVE, TODAY).gap == 0
    book.undo(gone.step)
    book.undo(run.step)
    assert tying.tie(book, COLLECTIVE, TODAY).gap == 0
    assert reads.worn_by(book, TODAY) == {}
