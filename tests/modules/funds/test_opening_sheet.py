"""A published balance sheet taken in from its file: its totals stand, its faults are named."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from office import make_book
from qinglian_desktop import RESOURCES
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.sheets import import_file
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.funds.actions.opening_sheet import open_from_sheet
from qinglian_desktop.modules.funds.reads.sheets import sheet_reading, sheets
from qinglian_desktop.modules.funds.reads.telling import statement
from qinglian_desktop.modules.funds.records import COLLECTIVE, BalanceLine
from qinglian_desktop.store.book import Book

SAMPLE = RESOURCES / "samples" / "fenghua-cooperative-2018-balance-sheet.csv"
NAME = "丰华2018年资产负债表"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(date(2026, 3, 2)), make_book(tmp_path) as made:
        yield made


def test_the_published_sheet_keeps_its_totals_and_names_what_does_not_tie(book: Book) -> None:
    import_file(book, BalanceLine, SAMPLE, constants={"sheet": NAME})
    assert sheets(book) == [NAME]
    row = book.find(BalanceLine, sheet=NAME, item="资产总计")
    assert row is not None
    assert (row["opening_fen"], row["closing_fen"]) == (451_674_20, 559_708_92)
    found = sheet_reading(book, NAME)
    assert not found.sound and "股金" in found.cooperative
    assert found.blanks == ("短期借款",)
    named = [(fault.item, fault.column, fault.gap) for fault in found.faults]
    assert named == [
        ("资产总计", "年初数", 451_674_20),
        ("长期资产合计", "年初数", -451_674_20),
        ("长期资产合计", "期末数", -401_574_20),
        ("固定资产原值", "", 50_100_00),
    ]


VILLAGE = {
    "货币资金": (1, "资产", 64_000_00), "应收款项": (2, "资产", 5_000_00),
    "固定资产原价": (3, "资产", 90_000_00), "减：累计折旧": (4, "资产", 13_000_00),
    "资产总计": (5, "资产", 146_000_00), "应付款项": (6, "负债", 2_000_00),
    "负债合计": (7, "负债", 2_000_00), "资本": (8, "所有者权益", 100_000_00),
    "未分配收益": (9, "所有者权益", 44_000_00),
    "负债和所有者权益总计": (10, "负债及所有者权益", 146_000_00),
}  # fmt: skip
DIVIDED = {
    "货币资金": {"101": 4_000_00, "102": 60_000_00},
    "应收款项": {"112": 5_000_00},
    "应付款项": {"211": 2_000_00},
}


def _take_village(book: Book, **other: int) -> None:
    with book.change("导入") as change:
        for item, (no, side, fen) in VILLAGE.items():
            line = BalanceLine(
                sheet="红旗2025", side=side, item=item, line_no=no, opening_fen=0,
                closing_fen=other.get(item, fen),
            )  # fmt: skip
            change.put(line)


def test_a_sound_sheet_opens_the_books_and_its_totals_come_out_again(book: Book) -> None:
    _take_village(book)
    open_from_sheet(book, "红旗2025", 2026, DIVIDED)
    told = statement(book, COLLECTIVE, "position", Period.parse("2026Q1"))
    assert not told.broken
    for item, (_, _, fen) in VILLAGE.items():
        ours = {"固定资产原价": "固定资产原值"}.get(item, item)
        assert told.figure(ours, 0) == told.figure(ours, 1) == fen, item
    trial = statement(book, COLLECTIVE, "trial", Period.parse("2026Q1"))
    assert trial.figure("库存现金") == 4_000_00


def test_a_cooperative_and_a_sheet_that_does_not_tie_are_refused_politely(book: Book) -> None:
    import_file(book, BalanceLine, SAMPLE, constants={"sheet": NAME})
    with pytest.raises(Refused, match="农民专业合作社的报表，不是集体经济组织的"):
        open_from_sheet(book, NAME, 2019, {})
    _take_village(book, 未分配收益=45_000_00)
    with pytest.raises(Refused, match="期末数对不上") as refused:
        open_from_sheet(book, "红旗2025", 2026, DIVIDED)
    assert "1,000.00" in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [{}, {"101": 64_000_00, "102": 1}, {"101": 4_000_00, "111": 60_000_00}, {"102": 63_999_99}],
)
def test_a_line_of_several_accounts_asks_until_it_is_divided(
    book: Book, wrong: dict[str, int]
) -> None:
    _take_village(book)
    with pytest.raises(Refused, match="“货币资金”是 64,000") as refused:
        open_from_sheet(book, "红旗2025", 2026, {**DIVIDED, "货币资金": wrong})
    assert refused.value.field == "货币资金"


_HELD = (
    ("流动资产：", None, None, None), ("货币资金", 1, 5.2, 6.4), ("应收款项", 2, 1.2, 1.1),
    ("流动资产合计", 3, 6.4, 7.5), ("固定资产原值", 4, 8.8, 9.2), ("减：累计折旧", 5, 1.2, 1.5),
    ("固定资产净值", 6, 7.6, 7.7), ("固定资产小计", 7, 7.6, 7.7), ("资产总计", 8, 14, 15.2),
)  # fmt: skip
_OWED = (
    ("流动负债：", None, None, None), ("应付款项", 9, 2, 1.8), ("流动负债合计", 10, 2, 1.8),
    ("负债合计", 11, 2, 1.8), ("所有者权益：", None, None, None), ("资本", 12, 10, 10),
    ("未分配收益", 13, 2, 3.4), ("所有者权益合计", 14, 12, 13.4),
    ("负债和所有者权益总计", 15, 14, 15.2),
)  # fmt: skip
_BELOW = (*_HELD, *_OWED)
_LAYOUTS = {
    "two halves, each called by what stands in it": (
        ("资产", "行次", "年初数", "年末数", "负债及所有者权益", "行次", "年初数", "年末数"),
        [(*left, *right) for left, right in zip(_HELD, _OWED, strict=True)],
    ),
    "the end before the beginning": (
        ("项目", "行次", "期末余额", "年初余额"),
        [(item, no, end, start) for item, no, start, end in _BELOW],
    ),
    "no numbers of lines": (
        ("项　目", "年初余额", "期末余额"),
        [(item, start, end) for item, _, start, end in _BELOW],
    ),
    "numbers before the words": (
        ("项目", "行次", "年初数", "期末数"),
        [(f"（一）{item}" if no else f"一、{item}", no, *both) for item, no, *both in _BELOW],
    ),
}


@pytest.mark.parametrize("layout", _LAYOUTS)
def test_a_sheet_is_read_in_each_layout_it_is_published_in(
    book: Book, tmp_path: Path, layout: str
) -> None:
    head, rows = _LAYOUTS[layout]
    made = openpyxl.Workbook()
    for row in (["资产负债表"], ["2025年12月31日", "", "单位：万元"], head, *rows):
        made.active.append(list(row))
    made.save(tmp_path / "表.xlsx")
    for taken in (15, 0):  # the second time all is known
        made_of = import_file(
            book, BalanceLine, tmp_path / "表.xlsx", constants={"sheet": "某村"},
            complete=saving.completer(BalanceLine.table),
        )  # fmt: skip
        assert made_of.result.imported == taken
    found = sheet_reading(book, "某村")
    assert found.sound and not found.faults and not found.unknown
    shares = {share.item: share.fen for share in found.shares}
    assert shares["货币资金"] == 64_000_00 and shares["未分配收益"] == -34_000_00
    assert len(shares) == 7 and sum(shares.values()) == 0
    numbers = [row["line_no"] for row in book.rows(Query(BalanceLine.table, ()))]
    assert len(set(numbers)) == 15
