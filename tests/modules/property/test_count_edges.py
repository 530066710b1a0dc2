"""A count beside everything else that happens: wear, disposals, red vouchers, the other book."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases import make_office
from counted import add, begun, line, step, team
from holdings import make_asset, open_books
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.reads import account_balances
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE
from qinglian_desktop.modules.property import actions, reads, tying
from qinglian_desktop.modules.property import inventory_reads as counts
from qinglian_desktop.modules.property.actions import wearing
from qinglian_desktop.store.book import Book

TODAY = date(2027, 1, 20)
YEAR_END = date(2026, 12, 31)
LOST = {"cause": "丢失被盗", "responsible": "吴芳"}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_office(tmp_path, "village") as made:
        yield made


def entered(book: Book, ticks: str, day: date = TODAY, **facts: Any) -> str:
    """A count of which the sheet is typed in and the only difference is explained."""
    row_id = begun(book)
    actions.tick(book, row_id, ticks)
    team(book, row_id)
    step(book, row_id, "清查", day)
    actions.save_line(book, line(book, row_id, 1)["id"], facts or LOST)
    step(book, row_id, "登记", day)
    return row_id


def verify(book: Book, row_id: str, day: date = TODAY) -> None:
    step(book, row_id, "核实", day, verified_by="周强")


def passed(book: Book, on: date = TODAY) -> str:
    matter = add(book, "matter", number="1", title="清查", body="成员大会", opened_on="2024-01-02")
    add(book, "matter_step", matter_id=matter, gate="决议", body="成员大会",
        held_on=on.isoformat(), result="通过")  # fmt: skip
    return matter


def gaps(book: Book, *days: date) -> list[int]:
    return [tying.tie(book, COLLECTIVE, day).gap for day in days]


def ten_machines(book: Book) -> str:
    asset = make_asset(book, value=900_000, quantity=10_000, unit="台")
    open_books(book, {"151": 900_000})
    wearing.charge_month(book, COLLECTIVE, "2026-12")
    return asset


def test_a_part_that_is_gone_takes_its_wear_along_and_the_rest_wears_on(book: Book) -> None:
    """900 in ten machines, 40 ‰ left after ten years: 7.20 a month; of four machines 2.88."""
    asset = ten_machines(book)
    row_id = entered(book, "1=在4")
    verify(book, row_id)
    card = reads.asset(book, asset)
    assert (card["value_fen"], card["residual_fen"], card["quantity"]) == (360_000, 14_400, 4000)
    assert gaps(book, YEAR_END, date(2027, 1, 19), TODAY) == [0, 0, 0]
    assert reads.worn_by(book, YEAR_END)[asset] == 79_200
    assert reads.worn_by(book, TODAY)[asset] == 31_680
    actions.save_asset(book, asset, {"note": "少了六台"})  # the card is as good as any other
    wearing.charge_month(book, COLLECTIVE, "2027-01")
    assert reads.worn_by(book, TODAY)[asset] == 31_680 + 2_880
    assert gaps(book, YEAR_END, TODAY) == [0, 0]


def test_what_the_count_wrote_is_taken_back_by_its_step_and_not_on_the_card(book: Book) -> None:
    asset = ten_machines(book)
    row_id = entered(book, "1=在4")
    before = reads.asset(book, asset)
    done = actions.take_step(book, row_id, "核实", TODAY, {"verified_by": "周强"})
    event = reads.events_of(book, asset)[-1]
    with pytest.raises(Refused, match="年度清查记的"):
        actions.reverse_event(book, event["id"], TODAY, "登记错了东西")
    book.undo(done.step)
    after = reads.asset(book, asset)
    kept = ("value_fen", "residual_fen", "quantity", "status", "worn_fen")
    assert [after[name] for name in kept] == [before[name] for name in kept]
    assert gaps(book, YEAR_END, TODAY) == [0, 0]
    verify(book, row_id)
    assert reads.worn_by(book, TODAY)[asset] == 31_680


def test_of_what_is_spoilt_only_the_rest_stays_on_the_card(book: Book) -> None:
    asset = ten_machines(book)
    row_id = entered(book, "1=损3", cause="自然灾害")
    verify(book, row_id)
    assert reads.asset(book, asset)["quantity"] == 10_000
    matter = passed(book)
    actions.handle(book, line(book, row_id, 1)["id"], "列其他支出", TODAY, matter_id=matter)
    assert reads.asset(book, asset)["quantity"] == 7000
    assert gaps(book, YEAR_END, TODAY) == [0, 0]


def test_more_than_was_booked_needs_the_value_of_all_of_it(book: Book) -> None:
    asset = make_asset(book, value=900_000, quantity=5000, unit="台")
    open_books(book, {"151": 900_000})
    row_id = begun(book)
    actions.tick(book, row_id, "1=在")  # the value of the books, kept from here, would be wrong
    actions.tick(book, row_id, "1=在6")
    team(book, row_id)
    step(book, row_id, "清查", TODAY)
    actions.save_line(book, line(book, row_id, 1)["id"], {"cause": "登记漏了"})
    with pytest.raises(Refused, match="还没写价值"):
        step(book, row_id, "登记", TODAY)
    actions.save_line(book, line(book, row_id, 1)["id"], {"counted_fen": 180_000})
    with pytest.raises(Refused, match="写全部的价值"):
        step(book, row_id, "登记", TODAY)
    actions.save_line(book, line(book, row_id, 1)["id"], {"counted_fen": 1_080_000})
    step(book, row_id, "登记", TODAY)
    verify(book, row_id)
    card = reads.asset(book, asset)
    assert (card["value_fen"], card["quantity"]) == (1_080_000, 6000)
    assert gaps(book, TODAY) == [0]


def test_the_committee_s_book_has_no_181_and_waits_for_the_decision(book: Book) -> None:
    asset = make_asset(book, value=900_000, book=COMMITTEE)
    row_id = entered(book, "1=缺")
    verify(book, row_id)
    assert reads.asset(book, asset)["status"] == "自用"
    one = line(book, row_id, 1)
    with pytest.raises(Refused, match="要先有决议"):
        actions.handle(book, one["id"], "列其他支出", TODAY)
    matter = passed(book)
    actions.handle(book, one["id"], "责任人赔偿", TODAY, paid_fen=300_000, matter_id=matter)
    held = account_balances(book, COMMITTEE, TODAY)
    assert {code: held[code].closing for code in ("112", "151", "519")} == {
        "112": 300_000, "151": -900_000, "519": 600_000,
    }  # fmt: skip
    assert reads.asset(book, asset)["status"] == "已处置"
    assert line(book, row_id, 1)["handled_voucher"]


def test_what_was_disposed_of_meanwhile_is_not_lost_a_second_time(book: Book) -> None:
    asset = make_asset(book, value=900_000)
    row_id = begun(book)
    actions.record_event(book, asset, {"kind": "报废", "day": "2027-01-05"})
    actions.tick(book, row_id, "1=缺")
    team(book, row_id)
    step(book, row_id, "清查", TODAY)
    actions.save_line(book, line(book, row_id, 1)["id"], LOST)
    step(book, row_id, "登记", TODAY)
    verify(book, row_id)
    assert [event["kind"] for event in reads.events_of(book, asset)] == ["报废"]


def test_nothing_goes_before_the_wear_that_is_already_charged_to_it(book: Book) -> None:
    asset = ten_machines(book)
    wearing.charge_month(book, COLLECTIVE, "2027-01")
    early = date(2027, 1, 5)
    row_id = entered(book, "1=缺", early)
    with pytest.raises(Refused, match="2027-01的折旧已经提了"):
        verify(book, row_id, early)
    with pytest.raises(Refused, match="2027-01的折旧已经提了"):
        actions.record_event(book, asset, {"kind": "报废", "day": "2026-12-15"})
    verify(book, row_id)
    assert gaps(book, YEAR_END, TODAY) == [0, 0]


def test_a_voucher_reversed_by_itself_does_not_keep_the_card_from_going_back(book: Book) -> None:
    asset = make_asset(book, value=900_000)
    open_books(book, {"151": 900_000}, 2027)
    actions.record_event(book, asset, {"kind": "报废", "day": TODAY.isoformat()})
    event = reads.events_of(book, asset)[-1]
    funds.reverse(book, "voucher", event["voucher_id"], TODAY, "记错了凭证")
    assert gaps(book, TODAY) == [900_000]
    actions.reverse_event(book, event["id"], TODAY, "登记错了东西")
    assert gaps(book, TODAY) == [0] and reads.asset(book, asset)["status"] == "自用"


def test_nothing_is_verified_before_the_day_counted_for(book: Book) -> None:
    make_asset(book, value=900_000)
    with clock.fixed(date(2026, 12, 20)):
        with pytest.raises(Refused, match="2027年还没到"):
            actions.begin(book, 2027)
        row_id = begun(book)
        actions.tick(book, row_id, "其余=在")
        team(book, row_id)
        for name in ("清查", "登记"):
            step(book, row_id, name, clock.today())
        with pytest.raises(Refused, match="清查时点2026年12月31日还没到"):
            verify(book, row_id, clock.today())


def test_a_notice_that_came_down_early_and_a_decision_from_before_do_not_count(book: Book) -> None:
    make_asset(book, value=900_000)
    row_id = begun(book)
    actions.tick(book, row_id, "其余=在")
    team(book, row_id)
    for name in ("清查", "登记"):
        step(book, row_id, name, TODAY)
    verify(book, row_id)
    actions.draft_notice(book, row_id)
    notice = counts.inventory(book, row_id)["notice_id"]
    early = {"state": "公示不足", "posted_on": "2027-01-20", "removed_on": "2027-01-24"}
    with book.change("提前撤下") as change:
        change.put_row("notice", notice, early)
    with clock.fixed(date(2027, 2, 10)):
        with pytest.raises(Refused, match="公示要满 7 天，2027年1月24日就撤下了"):
            step(book, row_id, "公示", clock.today())
        with book.change("贴满了") as change:
            change.put_row("notice", notice, {"state": "已归档", "removed_on": "2027-01-27"})
        step(book, row_id, "公示", clock.today())
        with pytest.raises(Refused, match="那时还没有清查结果"):
            step(book, row_id, "确认", clock.today(), matter_id=passed(book, date(2025, 5, 1)))
