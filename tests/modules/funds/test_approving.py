"""Which tier an amount falls into, who signs there, and in which order."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.modules.funds import approving
from qinglian_desktop.modules.funds.approving import Signed
from qinglian_desktop.modules.funds.control import BUILDING, PRODUCTIVE, RUNNING, SORTS
from qinglian_desktop.store import own_values, packs

PACK = packs.worded("payment-approval", "community")[0]
DAY = date(2026, 11, 3)


def tier(yuan: float, sort: str = RUNNING, *, collective: bool = False) -> approving.Tier:
    return approving.tier_of(PACK, sort, round(yuan * 100), collective=collective)


@pytest.mark.parametrize(
    ("yuan", "sort", "found", "meeting"),
    [
        (0.01, RUNNING, "running-1", ""),
        (1_000, RUNNING, "running-1", ""),
        (1_000.01, RUNNING, "running-2", "两委会议"),
        (9_999.99, RUNNING, "running-2", "两委会议"),
        (10_000, RUNNING, "running-2", "两委会议"),
        (10_000.01, RUNNING, "running-3", "居民代表会议"),
        (9_999.99, PRODUCTIVE, "productive-2", "两委会议"),
        (10_000, PRODUCTIVE, "productive-2", "两委会议"),
        (10_000.01, PRODUCTIVE, "productive-3", "居民代表会议"),
        (9_999.99, BUILDING, "building-1", "两委会议"),
        (10_000, BUILDING, "building-1", "两委会议"),
        (10_000.01, BUILDING, "building-2", "居民代表会议"),
        (10**9, BUILDING, "building-2", "居民代表会议"),
    ],
)
def test_an_amount_lands_in_its_tier(yuan: float, sort: str, found: str, meeting: str) -> None:
    made = tier(yuan, sort)
    assert (made.id, made.meeting, made.doubt) == (found, meeting, "待核实")


@given(st.integers(1, 10**12), st.sampled_from(SORTS))
def test_every_amount_stands_between_the_edges_of_its_tier(fen: int, sort: str) -> None:
    made = approving.tier_of(PACK, sort, fen, collective=False)
    assert made.above_fen < fen and (made.upto_fen is None or fen <= made.upto_fen)
    assert sum(step.approver for step in made.steps) == 1
    assert any(step.group and step.seal for step in made.steps)


def test_the_tier_is_said_with_its_edges() -> None:
    assert tier(500).words == "非生产性支出，不超过 1,000.00 元"
    assert tier(5_000).words == "非生产性支出，超过 1,000.00 元、不超过 10,000.00 元"
    assert tier(50_000, BUILDING).words == "工程支出，超过 10,000.00 元"


def test_the_collective_has_bodies_of_its_own() -> None:
    names = [step.name for step in tier(50_000, collective=True).steps]
    assert names == ["经手人", "书记", "理事长", "监事会", "街道审核"]
    assert tier(50_000, collective=True).meeting == "成员代表大会"


def test_the_office_sets_its_own_edge_and_its_own_chain_from_a_day_on(tmp_path: Path) -> None:
    with clock.fixed(DAY), make_book(tmp_path) as book:
        rules = {one.spec.rule for one in own_values.open_values(book, DAY)}
        edge, chain = "payment-approval:tiers[running-2].upto", "payment-approval:use.chain"
        assert {edge, chain} <= rules
        own_values.settle(book, edge, "5,000", DAY, "街道张主任", DAY)
        own_values.settle(book, chain, "五笔会签", DAY, "街道张主任", DAY)
        now, before = (book.pack("payment-approval", day) for day in (DAY, DAY - timedelta(days=1)))
        at = [approving.tier_of(pack, RUNNING, 500_001, collective=False) for pack in (now, before)]
        assert [one.id for one in at] == ["running-3", "running-2"]
        assert [step.name for step in at[0].steps] == [
            "经手人", "证明人", "审批人", "监委会", "街道审核"
        ]  # fmt: skip
        assert at[0].chain == "五笔会签" and at[1].chain == "三签一章"


def signed(*days: int, present: str = "吴敏、郑立", names: str = "甲乙丙丁") -> list[Signed]:
    """The four of 三签一章, on these days of November."""
    steps = ("handler", "secretary", "head", "supervisors")
    made = [
        Signed(step, name, date(2026, 11, day))
        for step, name, day in zip(steps, names, days, strict=False)
    ]
    return [one._replace(present=present) if one.step == "supervisors" else one for one in made]


def problems(
    one: list[Signed], paid: int | None = None, yuan: float = 500, *, decided: bool = False
) -> str:
    paid_on = date(2026, 11, paid) if paid else None
    return "；".join(approving.order_problems(tier(yuan), one, paid_on=paid_on, decided=decided))


def test_all_in_order_says_nothing() -> None:
    assert problems(signed(1, 2, 3, 4), paid=4) == ""
    assert problems(signed(3, 3, 3, 3), paid=3) == ""
    assert problems([]) == ""


def test_the_next_to_sign_is_named() -> None:
    assert approving.still(tier(500), signed(1, 2, 3)) == "这一档还要监委会主任签字。"
    assert approving.still(tier(500), signed(1, 2, 3, 4)) == ""
    said = approving.still(tier(50_000), signed(1))
    assert said == "这一档还要书记、主任、监委会主任、街道审核签字。"


def test_an_earlier_box_signed_later_is_told() -> None:
    assert "书记 2026年11月1日签在经手人 2026年11月2日前面" in problems(signed(2, 1, 3, 4))


@pytest.mark.parametrize(
    ("days", "paid", "said"),
    [
        ((1, 2, 5, 6), 4, "主任 2026年11月5日才签：先付后批"),
        ((1, 2, 3, 5), 4, "监委会主任 2026年11月5日才签：先付后批"),
        ((1, 2, 3), 4, "监委会主任还没签（PAY-03）"),
        ((1, 2), 4, "主任、监委会主任还没签（PAY-03）"),
    ],
)
def test_paid_before_it_was_approved_is_told(days: tuple[int, ...], paid: int, said: str) -> None:
    assert said in problems(signed(*days), paid=paid)


@pytest.mark.parametrize("present", ["", "丁", " 丁 、丁", "丁（主任）"])
def test_supervision_is_done_by_a_group(present: str) -> None:
    assert "要集体审核" in problems(signed(1, 2, 3, 4, present=present))


def test_who_handles_it_does_not_approve_it() -> None:
    said = problems(signed(1, 2, 3, 4, names="甲乙甲丁"))
    assert said == "经手人和主任都是甲，请换一个人签"


def test_what_a_meeting_must_decide_asks_for_the_decision() -> None:
    assert "要先经两委会议定" in problems(signed(1, 2, 3, 4), yuan=5_000)
    assert problems(signed(1, 2, 3, 4), yuan=5_000, decided=True) == ""
