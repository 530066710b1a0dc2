"""Are the sheets of different banks read alike, and is a balance that does not run on named?"""

from datetime import date, timedelta
from pathlib import Path

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from qinglian_desktop.core import money
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.bank import (
    Statement,
    header_key,
    lay_out,
    layout_of,
    read_statement,
    sheet_rows,
    whole_header,
)

RURAL = [
    ["重庆某农商行 账户明细"],
    ["账号：5001 0200 0000 1234", "", "户名：綦江区红旗村股份经济合作社"],
    ["交易日期", "摘要", "借方发生额", "贷方发生额", "余额", "对方户名", "对方账号"],
    ["20261103", "租金", "", "1,200.00", "11,200.00", "张晓梅", "6222000011112222"],
    ["20261104", "办公用品", "300.00", "", "10,900.00", "綦江区某文具店", "5001"],
    ["合计", "", "300.00", "1,200.00", "", "", ""],
]
MARKED = [  # the newest first, one amount with 借贷标志
    ["交易时间", "交易金额(元)", "借贷标志", "账户余额", "对方名称", "摘要", "附言", "交易流水号"],
    ["2026-11-04 10:22:31", "300.00", "借", "10900.00", "綦江区某文具店", "转账", "办公用品", "A2"],
    ["2026-11-03 09:00:00", "1200.00", "贷", "11200.00", "张晓梅", "转账", "租金", "A1"],
]
SIGNED = [
    ["记账日期", "发生额", "余额", "对方单位"],
    ["2026/11/3", "+1200", "11200", "张晓梅"],
    ["2026/11/4", "-300", "10900", "綦江区某文具店"],
    ["以上共2笔", "", "", ""],
]
SPOKEN = [  # the mark with a word in brackets, the balance before the amount
    ["交易日期", "余额", "借贷标志", "交易金额", "对方信息"],
    ["'20261103", "11200.00", "贷（收入）", "1200.00", "张晓梅"],
    ["'20261104", "10900.00", "借(支出)", "300.00", "綦江区某文具店"],
]
TWO_LINES = [  # 发生额 above its two sides
    ["交易日期", "摘要", "发生额", "", "余额", "对方户名"],
    ["", "", "借方", "贷方", "", ""],
    ["20261103", "租金", "", "1,200.00", "11,200.00", "张晓梅"],
    ["20261104", "办公用品", "300.00", "", "10,900.00", "綦江区某文具店"],
]
EVERY_LAYOUT = {
    "two columns": RURAL, "a mark": MARKED, "a sign": SIGNED, "a mark with a word": SPOKEN,
    "a header of two lines": whole_header(TWO_LINES),
}  # fmt: skip


def read(rows: list[list[str]]) -> Statement:
    layout = layout_of(rows)
    assert layout is not None
    return read_statement(rows, layout)


@pytest.mark.parametrize("rows", EVERY_LAYOUT.values(), ids=EVERY_LAYOUT)
def test_each_layout_says_the_same(rows: list[list[str]]) -> None:
    made = read(rows)
    told = [(line.day, line.fen, line.balance, line.party) for line in made.lines]
    assert told == [
        (date(2026, 11, 3), 120_000, 1_120_000, "张晓梅"),
        (date(2026, 11, 4), -30_000, 1_090_000, "綦江区某文具店"),
    ]
    assert not made.breaks
    assert (made.opening, made.closing) == (1_000_000, 1_090_000)


def test_the_title_tells_the_account() -> None:
    assert read(RURAL).account == "5001020000001234"
    assert read(MARKED).account == ""


def test_a_bank_that_turns_the_sides_is_found_out_by_its_balances() -> None:
    turned = [row[:] for row in RURAL]
    turned[2][2], turned[2][3] = turned[2][3], turned[2][2]
    made = read(turned)
    assert made.turned
    assert [line.fen for line in made.lines] == [120_000, -30_000]


def test_a_minus_before_what_went_out_is_no_income_unless_it_was_taken_back() -> None:
    minus = [row[:] for row in RURAL]
    minus[4][2] = "-300.00"
    assert [line.fen for line in read(minus).lines] == [120_000, -30_000]
    bare = [["交易日期", "收入", "支出"], ["20261103", "1200", ""], ["20261104", "", "-300"]]
    assert [line.fen for line in read(bare).lines] == [120_000, -30_000]
    back = [*minus[:4], ["20261104", "冲正", "-300.00", "", "11,500.00", "某店", ""]]
    assert [line.fen for line in read(back).lines] == [120_000, 30_000]


@pytest.mark.parametrize("nothing", ["-", "--", "—", "－", "0.00", ""])
@pytest.mark.parametrize("with_balance", [True, False])
def test_a_dash_for_nothing_turns_no_income_into_spending(nothing: str, with_balance: bool) -> None:
    """A month with one line, as of interest, has no second balance that would tell."""
    rows = [["交易日期", "支出金额", "收入金额"], ["20261103", nothing, "1200.00"]]
    if with_balance:
        rows[0].append("账户余额")
        rows[1].append("11200.00")
    (line,) = read(rows).lines
    assert line.fen == 120_000
    assert not line.minus


def test_a_header_of_two_lines_keeps_the_numbers_of_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "流水.csv"
    lines = "\n".join(",".join(f'"{cell}"' for cell in row) for row in TWO_LINES)
    path.write_text(lines, "gbk")
    made = read(sheet_rows(path))
    assert [line.row for line in made.lines] == [3, 4]
    assert whole_header(RURAL) == RURAL
    bad = sheet_rows(path)
    bad[3][0] = "昨天"
    with pytest.raises(Refused, match="第 4 行"):
        read(bad)


def test_a_balance_that_does_not_run_on_is_named_with_its_row() -> None:
    rows = [row[:] for row in RURAL]
    rows[4][4] = "10,800.00"
    (found,) = read(rows).breaks
    assert str(found) == (
        "第 5 行余额接不上：按上一笔算应为 10,900.00，表上是 10,800.00，差 -100.00"
    )


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        ((3, 0), "十一月初三", "日期看不懂"),
        ((3, 0), "20261345", "没有这一天"),
        ((3, 3), "约1200", "金额看不懂"),
        ((3, 2), "5.00", "收入和支出两列都有金额"),
        ((3, 3), "1200.001", "不到一分"),
    ],
)
def test_a_row_that_cannot_be_read_stops_all_with_its_number(
    place: tuple[int, int], text: str, said: str
) -> None:
    rows = [row[:] for row in RURAL]
    rows[place[0]][place[1]] = text
    with pytest.raises(Refused) as refused:
        read(rows)
    assert "第 4 行" in refused.value.what
    assert said in refused.value.what
    assert refused.value.code == "QL-SZ-183"


def test_an_unknown_header_is_matched_once_and_known_again() -> None:
    rows = [
        ["哪天", "进", "出", "剩", "谁"],
        ["2026-11-03", "1200", "", "11200", "张晓梅"],
        ["2026-11-04", "", "300", "10900", "某店"],
    ]
    assert layout_of(rows) is None
    said = {"day": "哪天", "in": "进", "out": "出", "balance": "剩", "party": "谁"}
    made = read_statement(rows, lay_out(rows, 0, said))
    assert [line.fen for line in made.lines] == [120_000, -30_000]
    again = [["导出时间 2026-12-01"], *rows]
    layout = layout_of(again, {header_key(rows[0]): said})
    assert layout is not None
    assert read_statement(again, layout).lines[0].fen == 120_000


def test_a_layout_without_amounts_is_refused_in_words() -> None:
    rows = [["交易日期", "摘要", "对方户名"], ["20261103", "租金", "张晓梅"]]
    with pytest.raises(Refused, match="哪一列是金额"):
        read(rows)


def test_xlsx_xls_and_gbk_text_are_the_same(tmp_path: Path) -> None:
    new, old, text = (tmp_path / f"流水.{ending}" for ending in ("xlsx", "xls", "csv"))
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in RURAL:
        sheet.append(row)
    made.save(new)
    before = xlwt.Workbook()
    page = before.add_sheet("明细")
    for at, row in enumerate(RURAL):
        for across, cell in enumerate(row):
            page.write(at, across, cell)
    before.save(str(old))
    lines = [",".join(f'"{cell}"' for cell in row) for row in RURAL]
    text.write_bytes("\r\n".join(lines).encode("gbk"))
    assert read(sheet_rows(new)) == read(sheet_rows(old)) == read(sheet_rows(text)) == read(RURAL)


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(-(10**9), 10**9).filter(bool)),
        min_size=1,
        max_size=30,
    ),
    st.integers(0, 10**9),
    st.booleans(),
)
def test_any_statement_is_put_in_order_and_runs_on(
    moved: list[tuple[int, int]], opening: int, newest_first: bool
) -> None:
    rows, day, held = [], date(2026, 1, 1), opening
    for later, fen in moved:
        day += timedelta(days=later)
        held += fen
        rows.append([day.isoformat(), money.show(fen), money.show(held)])
    if newest_first:
        rows.reverse()
    made = read([["交易日期", "发生额", "余额"], *rows])
    assert not made.breaks
    if not made.turned:
        assert sum(line.fen for line in made.lines) == sum(fen for _, fen in moved)
