"""The statements as values: right before and after the year is closed, tied, each figure opened."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_ledgers import Leg, Made, chart, layout, turnover, voucher, year_of
from qinglian_desktop.modules.funds.chart import SUSPENSE
from qinglian_desktop.modules.funds.statements.moved import income_and_expense
from qinglian_desktop.modules.funds.statements.open_items import debts, inner, special
from qinglian_desktop.modules.funds.statements.position import position
from qinglian_desktop.modules.funds.statements.result import Column, result
from qinglian_desktop.modules.funds.statements.sums import Ledger
from qinglian_desktop.modules.funds.statements.trial import trial
from qinglian_desktop.modules.funds.statements.values import RECEIVED, Statement

OPENED = voucher(
    "2025-12-31", ("10201", 500_000_00), ("15101", 300_000_00), ("152", -60_000_00),
    ("301", -700_000_00), ("32202", -40_000_00),
)  # fmt: skip
YEAR = (
    voucher("2026-01-10", ("10201", 120_000_00), ("50102", -120_000_00)),
    voucher("2026-02-03", ("51302", 2_380_50), ("101", -2_380_50)),
    voucher("2026-02-01", ("101", 5_000_00), ("10201", -5_000_00)),
    voucher("2026-03-15", ("11301", 8_000_00, "李建国"), ("50101", -8_000_00)),
    voucher("2026-04-02", ("51301", 30_000_00), ("11301", -3_000_00, "王秀英"),
            ("10201", -27_000_00)),
    voucher("2026-06-30", ("51306", 12_000_00), ("152", -12_000_00)),
    voucher("2026-09-09", ("10201", 50_000_00), ("24103", -50_000_00)),
    voucher("2026-10-01", ("51401", 6_000_00), ("21101", -6_000_00, "通惠超市")),
)  # fmt: skip
EARNED = 128_000_00 - 2_380_50 - 30_000_00 - 12_000_00 - 6_000_00
CLOSED = (
    voucher("2026-12-31", ("50102", 120_000_00), ("50101", 8_000_00), ("321", -128_000_00),
            kind="结转"),
    voucher("2026-12-31", ("321", 50_380_50), ("51302", -2_380_50), ("51301", -30_000_00),
            ("51306", -12_000_00), ("51401", -6_000_00), kind="结转"),
    voucher("2026-12-31", ("321", EARNED), ("32202", -EARNED), kind="结转"),
    voucher("2026-12-31", ("3220101", 23_000_00), ("31101", -23_000_00)),
    voucher("2026-12-31", ("32202", 23_000_00), ("3220101", -23_000_00), kind="结转"),
)  # fmt: skip


def _position(ledger: Ledger) -> Statement:
    return position(ledger, chart(), layout("assets"), layout("claims"), "2026年12月31日")


def _result(ledger: Ledger) -> Statement:
    return result([Column("本年数", ledger)], layout("result"), "2026年")


def _all(ledger: Ledger) -> list[Statement]:
    owed = ("113", "201", "211", "212", "213", "221")
    return [
        trial(ledger, chart(), ""), _position(ledger), _result(ledger),
        income_and_expense(ledger, ledger, chart(), ""),
        debts(ledger, chart(), ("112", "113"), owed, ""), inner(ledger, chart(), ""),
        special(ledger, chart(), ("231", "241"), ""),
    ]  # fmt: skip


def _assert_sound(ledger: Ledger) -> None:
    """Everything ties, and opening any figure comes to the figure."""
    for statement in _all(ledger):
        assert not statement.broken, (statement.title, statement.broken)
        for line in statement.lines:
            for figure in line.figures:
                if figure.behind is not None:
                    assert ledger.value(figure.behind) == figure.fen, (statement.title, line)


@pytest.mark.parametrize("vouchers", [YEAR, (*YEAR, *CLOSED)], ids=["open", "closed"])
def test_what_is_left_over_is_right_before_and_after_the_year_is_closed(
    vouchers: tuple[Made, ...],
) -> None:
    ledger = year_of((OPENED, *vouchers), 2026)
    reserved = 23_000_00 if vouchers[-1] in CLOSED else 0
    sheet, told = _position(ledger), _result(ledger)
    assert sheet.figure("未分配收益", 0) == 40_000_00
    assert sheet.figure("未分配收益", 1) == 40_000_00 + EARNED - reserved
    assert sheet.figure("公积公益金", 1) == reserved
    assert told.figure("净收益") == EARNED
    assert told.figure("年末未分配收益") == 40_000_00 + EARNED - reserved
    assert told.figure("减：提取公积公益金") == reserved
    _assert_sound(ledger)


def test_inner_accounts_stand_on_the_side_of_each_party() -> None:
    """李建国 owes 8 000, 王秀英 is owed 3 000: never 5 000 on one side."""
    sheet = _position(year_of((OPENED, *YEAR), 2026))
    assert sheet.figure("应收款项", 1) == 8_000_00
    assert sheet.figure("应付款项", 1) == 3_000_00 + 6_000_00
    listed = debts(year_of((OPENED, *YEAR), 2026), chart(), ("112", "113"), ("113", "211"), "")
    assert listed.figure("债权合计", 3) == 8_000_00
    assert listed.figure("债务合计", 3) == 9_000_00


def test_every_first_account_stands_on_the_balance_sheet_exactly_once() -> None:
    leaves = [one for one in (*layout("assets"), *layout("claims")) if one.of]
    summed = {no for one in (*layout("assets"), *layout("claims")) for no in one.sum}
    counted = [code for one in leaves if one.no in summed for code in one.of]
    tops = {item.code for item in chart().items.values() if not item.parent}
    assert set(counted) == tops
    assert {code for code in counted if counted.count(code) > 1} == {"113"}  # on either side


def test_an_account_that_no_line_takes_is_named_with_its_amount() -> None:
    lost = voucher("2026-05-05", ("000", 7_777_00), ("10201", -7_777_00))
    sheet = _position(year_of((OPENED, *YEAR, lost), 2026))
    assert [tie.gap for tie in sheet.broken] == [-7_777_00]
    (lead,) = sheet.broken[0].leads
    assert (lead.said, lead.fen) == ("“还没归科目”没有列进表里", 7_777_00)


def test_what_is_missing_at_the_new_year_opens_what_stood_there_then() -> None:
    lost = voucher("2025-05-05", ("000", 7_777_00), ("10201", -7_777_00))
    more = voucher("2026-05-05", ("000", 1_00), ("10201", -1_00))
    year = year_of((OPENED, *YEAR, lost, more), 2026)
    for tie, fen in zip(_position(year).broken, (7_777_00, 7_778_00), strict=True):
        (lead,) = tie.leads
        assert lead.fen == fen and lead.behind is not None
        assert year.value(lead.behind) == fen


def test_carrying_forward_into_a_wrong_account_is_named() -> None:
    wrong = voucher("2026-12-31", ("50102", 1_000_00), ("211", -1_000_00), kind="结转")
    told = _result(year_of((OPENED, *YEAR, wrong), 2026))
    assert told.broken[0].gap == 1_000_00
    assert "211" in told.broken[0].leads[0].said


def test_a_quarter_tells_its_own_movement_and_the_year_so_far() -> None:
    all_year = turnover((OPENED, *YEAR), date(2026, 1, 1))
    first_half = all_year.over(date(2026, 1, 1), date(2026, 6, 30))
    second = all_year.over(date(2026, 4, 1), date(2026, 6, 30))
    table = income_and_expense(second, first_half, chart(), "2026年第二季度")
    assert table.figure("支出合计", 0) == 42_000_00
    assert table.figure("支出合计", 1) == 44_380_50
    assert table.figure("收支结余", 1) == 128_000_00 - 44_380_50
    assert not table.broken


def test_what_has_no_account_yet_is_told_and_never_left_out() -> None:
    waiting = voucher("2026-05-06", (SUSPENSE, 3_000_00), ("10201", -3_000_00))
    came = voucher("2026-05-07", ("10201", 3_000_00), (SUSPENSE, -3_000_00))
    ledger = year_of((OPENED, *YEAR, waiting), 2026)
    for told in (income_and_expense(ledger, ledger, chart(), ""), _position(ledger)):
        assert [abs(tie.gap) for tie in told.broken] == [3_000_00], told.title
    both = year_of((OPENED, *YEAR, waiting, came), 2026)  # nothing is off, and yet it is told
    table = income_and_expense(both, both, chart(), "")
    assert table.figure("还没归科目的收款", 1) == table.figure("还没归科目的付款", 1) == 3_000_00
    assert table.figure("收支结余", 1) == EARNED and not table.broken
    assert "没有算进收入和支出" in table.notes[0]


_CODES = sorted(
    code for code, item in chart().items.items()
    if code not in chart().headings and not any(o.parent == code for o in chart().items.values())
)  # fmt: skip
_LEG = st.tuples(st.sampled_from(_CODES), st.integers(1, 10**9), st.sampled_from(("甲", "乙", "")))


@st.composite
def _vouchers(draw: st.DrawFn) -> Made:
    day = date(draw(st.sampled_from((2025, 2026))), draw(st.integers(1, 12)), 9)
    legs = [Leg(*one) for one in draw(st.lists(_LEG, min_size=1, max_size=4))]
    sign = draw(st.sampled_from((1, -1)))
    other = Leg(draw(st.sampled_from(_CODES)), -sign * sum(leg.fen for leg in legs), "丙")
    return Made(day, (*(leg._replace(fen=sign * leg.fen) for leg in legs), other))


@settings(max_examples=60, deadline=None)
@given(st.lists(_vouchers(), max_size=12), st.integers(1, 12))
def test_any_vouchers_give_statements_that_tie_and_open(vouchers: list[Made], month: int) -> None:
    _assert_sound(year_of(vouchers, 2026, month))


def test_public_table_sorts_by_words_first() -> None:
    from qinglian_desktop.modules.funds.statements.public import Flow, item_of, read_told
    from qinglian_desktop.store import packs

    told = read_told(packs.named("collective-statements")[0].data["public"]["income"])
    assert item_of(Flow("2026-01", "50403", "门面租金", 1, 0), told, RECEIVED) == "出租及承包收入"
    assert item_of(Flow("2026-01", "50102", "", 1, 0), told, RECEIVED) == "出租及承包收入"
    assert item_of(Flow("2026-01", "50403", "捐款", 1, 0), told, RECEIVED) == "其他收入"
