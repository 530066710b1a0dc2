"""A balance sheet that somebody else drew up: read as it stands, what does not tie is named."""

import csv
from typing import Any

import pytest

from qinglian_desktop import RESOURCES
from qinglian_desktop.core.kinds import FEN
from qinglian_desktop.modules.funds.statements.published import (
    Reading,
    Share,
    SheetLine,
    read_sheet,
)
from qinglian_desktop.store import packs

SAMPLE = RESOURCES / "samples" / "fenghua-cooperative-2018-balance-sheet.csv"
VILLAGE = (
    ("货币资金", 1, 10_000_00, 64_000_00), ("应收款项", 2, 0, 5_000_00),
    ("流动资产合计", 3, 10_000_00, 69_000_00),
    ("固定资产原价", 4, 90_000_00, 90_000_00), ("减：累计折旧", 5, 10_000_00, 13_000_00),
    ("固定资产净值", 6, 80_000_00, 77_000_00), ("资产总计", 7, 90_000_00, 146_000_00),
    ("应付款项", 8, 0, 2_000_00), ("负债合计", 9, 0, 2_000_00),
    ("资本", 10, 60_000_00, 100_000_00), ("未分配收益", 11, 30_000_00, 44_000_00),
    ("所有者权益合计", 12, 90_000_00, 144_000_00),
    ("负债及所有者权益总计", 13, 90_000_00, 146_000_00),
)  # fmt: skip


def read(lines: Any) -> Reading:
    pack = packs.named("collective-statements")[0]
    return read_sheet([SheetLine(*line) for line in lines], pack.data["published"])


def _sample() -> list[tuple[Any, ...]]:
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        return [
            (row["项目"], int(row["行次"]),
             *(FEN.read(row[name]) if row[name] else None for name in ("年初数(元)", "年末数(元)")))
            for row in csv.DictReader(file)
        ]  # fmt: skip


def test_the_published_cooperative_is_recognised_and_its_faults_are_named() -> None:
    found = read(_sample())
    assert "股金" in found.cooperative and "应付盈余返还" in found.cooperative
    assert not found.sound
    assert found.blanks == ("短期借款",)
    assert found.unknown == ()
    assert [fault.said for fault in found.faults] == [
        "年初数两边不平：资产总计 451,674.20，负债和所有者权益总计 0.00，差 451,674.20",
        "“长期资产合计”年初数写的是 0.00，各行加起来是 451,674.20，少了 451,674.20",
        "“长期资产合计”期末数写的是 0.00，各行加起来是 401,574.20，少了 401,574.20",
        "“固定资产原值”一年少了 50,100.00，“累计折旧”和“固定资产清理”都没有变，没写清楚去了哪里",
    ]


def test_a_sound_sheet_proposes_the_opening_by_account_and_asks_where_several_may_be_meant() -> (
    None
):
    found = read(VILLAGE)
    assert found.sound and found.faults == ()
    assert found.shares == (
        Share("货币资金", 64_000_00, ("101", "102")), Share("应收款项", 5_000_00, ("112", "113")),
        Share("固定资产原值", 90_000_00, ("151",)), Share("累计折旧", -13_000_00, ("152",)),
        Share("应付款项", -2_000_00, ("211", "113")), Share("资本", -100_000_00, ("301",)),
        Share("未分配收益", -44_000_00, ("32202",)),
    )  # fmt: skip
    assert sum(share.fen for share in found.shares) == 0
    assert [share.item for share in found.shares if share.asks] == [
        "货币资金", "应收款项", "应付款项"
    ]  # fmt: skip


@pytest.mark.parametrize("place", range(len(VILLAGE)))
def test_one_yuan_in_any_line_is_noticed(place: int) -> None:
    lines = list(VILLAGE)
    item, no, opening, closing = lines[place]
    lines[place] = (item, no, opening, closing + 100)
    faults = read(lines).faults
    assert faults and all(abs(fault.gap) == 100 for fault in faults), lines[place]


def test_a_sheet_that_tells_only_net_values_is_added_up_from_them() -> None:
    lines = [line for line in VILLAGE if line[0] not in ("固定资产原价", "减：累计折旧")]
    assert read(lines).faults == ()


def test_a_line_nobody_knows_is_told() -> None:
    assert read([*VILLAGE, ("树苗", 14, 0, 5_00)]).unknown == ("树苗",)
