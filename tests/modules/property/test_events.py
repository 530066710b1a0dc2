"""What happens to an asset: who must have decided, what is posted, and how it is taken back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cases import make_matter, make_office
from holdings import make_asset, open_books, passed_matter
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.decisions import links
from qinglian_desktop.modules.decisions.beside import MatterStandard
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.reads import account_balances
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE
from qinglian_desktop.modules.property import actions, reads, tying
from qinglian_desktop.store.book import Book
from windows import TODAY

ISO = TODAY.isoformat()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_office(tmp_path, "village") as made:
        yield made


def happen(book: Book, asset: str, kind: str, *, against: str = "", **facts: Any) -> str:
    draft = {"kind": kind, "day": ISO, **facts}
    return str(actions.record_event(book, asset, draft, against=against).result)


def row(book: Book, asset: str) -> Any:
    return reads.asset(book, asset)


def on(book: Book, account: str, book_name: str = COLLECTIVE) -> int:
    found = account_balances(book, book_name, TODAY)
    return found[account].closing if account in found else 0


@pytest.mark.parametrize(("value", "needs"), [(1_000_000, False), (1_000_001, True)])
def test_a_disposal_over_the_threshold_is_refused_without_a_decision(
    book: Book, value: int, needs: bool
) -> None:
    asset = make_asset(book, value=value)
    if not needs:
        happen(book, asset, "报废")
        assert row(book, asset)["status"] == "已处置"
        return
    with pytest.raises(Refused, match="处置超过限额，要先有决议") as refused:
        happen(book, asset, "报废")
    assert (refused.value.code, refused.value.field) == ("QL-SZ-236", "matter_id")
    assert row(book, asset)["status"] == "自用" and not reads.events_of(book, asset)
    undecided = make_matter(book, TODAY)
    with pytest.raises(Refused, match="还没有表决通过"):
        happen(book, asset, "报废", matter_id=undecided)
    matter, _ = passed_matter(book, TODAY - timedelta(days=20))
    event = happen(book, asset, "报废", matter_id=matter)
    assert row(book, asset)["retired_on"] == ISO
    assert [link["other_id"] for link in links.of_matter(book, matter)] == [event]


def test_land_is_never_disposed_of_without_a_decision(book: Book) -> None:
    plot = actions.save_asset(
        book, None, {"name": "大湾地", "kind": "耕地", "area": 42_500, "area_unit": "亩"}
    ).result
    with pytest.raises(Refused, match="资源性资产的处置都要有决议"):
        happen(book, str(plot), "调出")


def test_the_office_s_own_line_goes_before_that_of_the_pack(book: Book) -> None:
    with book.change("标准") as change:
        change.add(
            MatterStandard,
            {"matter_class": "M03 资产处置和借贷投资", "amount_fen": 500_000,
             "from_on": "2026-01-01", "resolution": "代表会议"},
        )  # fmt: skip
    with pytest.raises(Refused) as refused:
        happen(book, make_asset(book, value=500_000), "报废")
    assert "本单位的事项标准" in refused.value.remedy
    happen(book, make_asset(book, value=499_999), "报废")


def test_a_decision_comes_before_the_disposal(book: Book) -> None:
    matter, _ = passed_matter(book, TODAY - timedelta(days=9))
    asset = make_asset(book, value=2_000_000)
    early = (TODAY - timedelta(days=30)).isoformat()
    with pytest.raises(Refused, match="才通过的"):
        happen(book, asset, "报废", matter_id=matter, day=early)


def test_a_sale_clears_value_and_wear_and_is_taken_back_in_red(book: Book) -> None:
    asset = make_asset(
        book, value=900_000, acquired_on="2024-12-10", worn_fen=86_400, worn_until="2025-12-31"
    )
    open_books(book, {"15101": 900_000, "152": -86_400})
    # 120 months, 4 % left: 8,640.00 / 120 = 72.00 a month; eleven months of 2026 are missing.
    event = happen(book, asset, "出售", proceeds_fen=700_000, other="某机械厂")
    assert on(book, "151") == on(book, "152") == on(book, "154") == 0
    assert on(book, "112") == 700_000
    worn = 86_400 + 11 * 7_200
    assert on(book, "515") == 900_000 - worn - 700_000
    assert on(book, "513") == 11 * 7_200
    assert not tying.tie(book, COLLECTIVE, TODAY).gap
    actions.reverse_event(book, event, TODAY, "卖方反悔，登错了")
    back = row(book, asset)
    assert (back["status"], back["retired_on"]) == ("自用", None)
    assert on(book, "151") == 900_000 and on(book, "152") == -86_400
    assert not tying.tie(book, COLLECTIVE, TODAY).gap
    with pytest.raises(Refused, match="冲销过了"):
        actions.reverse_event(book, event, TODAY, "再来一次")


def test_a_gain_is_income(book: Book) -> None:
    asset = make_asset(book, value=100_000, acquired_on=ISO)
    open_books(book, {"15101": 100_000})
    happen(book, asset, "出售", proceeds_fen=130_000)
    assert (on(book, "504"), on(book, "515"), on(book, "151")) == (-30_000, 0, 0)


def test_a_sale_below_the_appraisal_says_why(book: Book) -> None:
    asset = make_asset(book, value=100_000)
    with pytest.raises(Refused, match="卖价低于评估价"):
        happen(book, asset, "出售", proceeds_fen=50_000, appraised_fen=80_000)
    happen(book, asset, "出售", proceeds_fen=50_000, appraised_fen=80_000,
           reason="两次拍卖流拍，第三次降价")  # fmt: skip


def test_a_committee_writes_off_to_its_own_accounts(book: Book) -> None:
    asset = make_asset(book, value=300_000, book=COMMITTEE, kind="办公设备")
    assert (row(book, asset)["account"], row(book, asset)["method"]) == ("151", "不提折旧")
    happen(book, asset, "报废", proceeds_fen=5_000)
    assert on(book, "519", COMMITTEE) == 295_000 and on(book, "112", COMMITTEE) == 5_000


def test_the_status_is_followed_and_goes_back_step_by_step(book: Book) -> None:
    asset = make_asset(book, kind="房屋及建筑物")
    first = happen(book, asset, "出租", other="周明远", until="2029-11-23", amount_fen=2_400_000)
    let = row(book, asset)
    assert (let["status"], let["user_name"], let["income_fen"]) == ("出租", "周明远", 2_400_000)
    second = happen(book, asset, "收回")
    assert (row(book, asset)["status"], row(book, asset)["user_name"]) == ("闲置", None)
    with pytest.raises(Refused, match="它后面还有收回"):
        actions.reverse_event(book, first, TODAY, "登错了资产")
    actions.reverse_event(book, second, TODAY, "还没有收回")
    assert (row(book, asset)["status"], row(book, asset)["user_name"]) == ("出租", "周明远")


def test_raised_and_lowered_values_are_posted(book: Book) -> None:
    asset = make_asset(book)
    open_books(book, {"15101": 1_000_000, "211": 0})
    happen(book, asset, "增值", amount_fen=200_000, against="21101")
    happen(book, asset, "减值", amount_fen=50_000)
    assert row(book, asset)["value_fen"] == 1_150_000
    assert (on(book, "151"), on(book, "211"), on(book, "515")) == (1_150_000, -200_000, 50_000)
    assert tying.tie(book, COLLECTIVE, TODAY).lines[0].gap == 0


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"kind": "维修"}, "维修要写金额"),
        ({"kind": "减值", "amount_fen": 1_000_001}, "减掉的比净值还多"),
        ({"kind": "改状态"}, "还没选改成什么状态"),
        ({"kind": "改状态", "status_after": "已处置"}, "还没选改成什么状态"),
        ({"kind": "出租", "day": "2027-01-01"}, "在今天之后"),
        ({"kind": "出租", "day": "2025-12-31"}, "比取得日期还早"),
        ({"kind": "", "day": ISO}, "还没填"),
    ],
)
def test_what_cannot_be_is_refused_in_words(book: Book, facts: dict[str, Any], said: str) -> None:
    asset = make_asset(book)
    with pytest.raises(Refused, match=said):
        actions.record_event(book, asset, {"day": ISO, **facts})
    assert not reads.events_of(book, asset)


def test_a_thing_is_obtained_once(book: Book) -> None:
    asset = make_asset(book)
    happen(book, asset, "取得", against="31103")
    assert (on(book, "151"), on(book, "311")) == (1_000_000, -1_000_000)
    with pytest.raises(Refused, match="已经登记过取得"):
        happen(book, asset, "取得", against="31103")


def test_a_card_without_its_book_waits_for_it(book: Book) -> None:
    asset = make_asset(book)
    with book.change("清空账本") as change:
        change.put_row("asset", asset, {"book": None})
    with pytest.raises(Refused, match="没写账本"):
        happen(book, asset, "维修", amount_fen=100)


def test_nothing_happens_to_what_is_gone(book: Book) -> None:
    asset = make_asset(book, value=100)
    happen(book, asset, "报废")
    with pytest.raises(Refused, match="已经处置了"):
        happen(book, asset, "出租", other="周明远")
    with pytest.raises(Refused, match="已经处置了"):
        actions.save_asset(book, asset, {"status": "自用"})
    with pytest.raises(Refused, match="不能直接改状态"):
        actions.save_asset(book, make_asset(book), {"status": "已处置"})


def test_a_closed_month_lets_nothing_in(book: Book) -> None:
    asset = make_asset(book, value=100_000, acquired_on="2026-01-10")
    open_books(book, {"15101": 100_000})
    funds.close_month(book, COLLECTIVE, Period.parse("2026-10"))
    with pytest.raises(Refused, match="结账"):
        happen(book, asset, "报废", day="2026-10-20")
    assert row(book, asset)["status"] == "自用" and not reads.events_of(book, asset)
    with pytest.raises(Refused, match="结账"):
        actions.charge_month(book, COLLECTIVE, "2026-10")
    assert not reads.runs(book, COLLECTIVE) and not reads.wear_lines(book)
    happen(book, asset, "报废")
    assert not tying.tie(book, COLLECTIVE, TODAY).gap


def test_one_undo_takes_the_whole_event_back(book: Book) -> None:
    asset = make_asset(book, value=100_000)
    done = actions.record_event(book, asset, {"kind": "报废", "day": ISO})
    book.undo(done.step)
    assert row(book, asset)["status"] == "自用" and not reads.events_of(book, asset)
    assert on(book, "151") == 0
    with pytest.raises(Refused, match="不能改"):
        actions.save_event(book, str(done.result), {"day": "2026-01-01"})
    with pytest.raises(Refused, match="不能删"):
        actions.drop_event(book, str(done.result))


def test_every_kind_of_event_has_an_account_the_chart_knows(book: Book) -> None:
    from qinglian_desktop.modules.funds.reads import chart_on

    given = reads.rules_on(book, TODAY)
    chart = chart_on(book, COLLECTIVE, TODAY)
    pack = given.pack
    codes = {kind.account for kind in given.kinds.values()}
    codes |= {kind.serving for kind in given.kinds.values()}
    codes |= {kind.contra for kind in given.kinds.values()}
    codes |= {row["account"] for row in (*pack.rows("expenses"), *pack.rows("against"))}
    codes |= {row[side] for row in pack.rows("disposing") for side in ("gain", "loss")}
    codes |= {pack.value("leaving.receivable"), pack.value("leaving.lowered"), "154"}
    assert not [code for code in codes - {""} if chart.problem(code)]
    committee = chart_on(book, COMMITTEE, TODAY)
    simple = [pack.value(f"committee.{n}") for n in ("receivable", "lowered", "gain", "loss")]
    simple += [row["committee"] for row in pack.rows("against")]
    assert not [code for code in set(simple) - {"", "-"} if committee.problem(code)]


@pytest.mark.parametrize(
    "draft",
    [{"status": "已处置", "retired_on": ISO}, {"retired_on": ISO}],
)
def test_no_way_of_writing_the_card_disposes_of_a_thing(book: Book, draft: dict[str, str]) -> None:
    asset = make_asset(book, value=5_000_000)
    with pytest.raises(Refused, match="按“处置”"):
        actions.save_asset(book, asset, draft)
    assert row(book, asset)["retired_on"] is None
    matter, _ = passed_matter(book, TODAY - timedelta(days=20))
    happen(book, asset, "报废", matter_id=matter)
    for back in ({"status": "自用", "retired_on": None}, {"retired_on": "2026-02-01"}):
        with pytest.raises(Refused, match="冲销那次处置"):
            actions.save_asset(book, asset, back)


def test_a_thing_lowered_first_or_without_a_value_still_needs_its_decision(book: Book) -> None:
    lowered = make_asset(book, value=5_000_000)
    happen(book, lowered, "减值", amount_fen=4_900_000)
    with pytest.raises(Refused, match=r"这件 50,000\.00 元"):
        happen(book, lowered, "报废")
    bare = make_asset(book, name="旧碾子", value=None)
    with pytest.raises(Refused, match="没写原值"):
        happen(book, bare, "报废")
