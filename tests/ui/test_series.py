"""How a column goes on when it is filled, where a clip goes, what chosen cells add up to."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core import kinds
from qinglian_desktop.core.record import Field
from qinglian_desktop.ui.grid import sums
from qinglian_desktop.ui.grid.area import Area, grown, target
from qinglian_desktop.ui.grid.series import continued

TEXT, COUNT, FEN = (Field("一", kind) for kind in (kinds.TEXT, kinds.COUNT, kinds.FEN))
DAY, PHONE, FLAG = (Field("一", kind) for kind in (kinds.DAY, kinds.PHONE, kinds.FLAG))
CHOICE = Field("一", kinds.CHOICE, choices=("第1类", "第2类"))


@pytest.mark.parametrize(
    ("field", "seeds", "expected"),
    [
        (TEXT, ["第1组"], ["第2组", "第3组", "第4组"]),
        (TEXT, ["2-015"], ["2-016", "2-017", "2-018"]),
        (TEXT, ["0099"], ["0100", "0101", "0102"]),
        (TEXT, ["第1组", "第3组"], ["第5组", "第7组", "第9组"]),
        (TEXT, ["办公用品"], ["办公用品"] * 3),
        (TEXT, ["甲", "乙"], ["甲", "乙", "甲"]),
        (COUNT, [1], [2, 3, 4]),
        (COUNT, [10, 8], [6, 4, 2]),
        (COUNT, [1, 2, 4], [1, 2, 4]),
        (FEN, [100_00], [101_00, 102_00, 103_00]),
        (DAY, ["2026-02-27"], ["2026-02-28", "2026-03-01", "2026-03-02"]),
        (DAY, ["2026-11-02", "2026-11-09"], ["2026-11-16", "2026-11-23", "2026-11-30"]),
        (PHONE, ["13800000000"], ["13800000000"] * 3),
        (FLAG, [1], [1, 1, 1]),
        (CHOICE, ["第1类"], ["第1类"] * 3),
        (TEXT, [None], [None] * 3),
        (DAY, [None, "2026-11-02"], [None, "2026-11-02", None]),
    ],
)
def test_a_column_goes_on(field: Field, seeds: list[Any], expected: list[Any]) -> None:
    assert continued(field, seeds, 3) == expected


def test_upwards_it_counts_down_and_never_below_nothing() -> None:
    assert continued(COUNT, [5, 6], 2, back=True) == [4, 3]
    assert continued(TEXT, ["第3组"], 2, back=True) == ["第2组", "第1组"]
    assert continued(TEXT, ["第1组"], 3, back=True) == ["第1组"] * 3
    assert continued(DAY, ["0001-01-01"], 2, back=True) == ["0001-01-01"] * 2


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=4), st.integers(0, 20))
def test_what_is_filled_always_fits_its_field(seeds: list[int], length: int) -> None:
    made = continued(COUNT, seeds, length)
    assert len(made) == length and all(kinds.COUNT.fits(value) for value in made)


@pytest.mark.parametrize(
    ("chosen", "size", "expected"),
    [
        (Area(2, 1, 2, 1), (3, 2), Area(2, 1, 4, 2)),
        (Area(0, 0, 5, 3), (3, 2), Area(0, 0, 5, 3)),
        (Area(0, 0, 4, 3), (3, 2), Area(0, 0, 2, 1)),
        (Area(0, 0, 9, 0), (1, 1), Area(0, 0, 9, 0)),
        (Area(5, 0, 5, 0), (10_000, 8), Area(5, 0, 10_004, 7)),
    ],
)
def test_a_clip_begins_at_the_top_left_and_repeats_only_exactly(
    chosen: Area, size: tuple[int, int], expected: Area
) -> None:
    assert target(chosen, *size) == expected


def test_the_handle_goes_one_way_only() -> None:
    block = Area(2, 2, 3, 3)
    assert grown(block, 6, 4) == Area(2, 2, 6, 3)
    assert grown(block, 0, 3) == Area(0, 2, 3, 3)
    assert grown(block, 3, 6) == Area(2, 2, 3, 6)
    assert grown(block, 3, 3) == block


@given(st.lists(st.integers(-(10**12), 10**12), min_size=2, max_size=30))
def test_amounts_are_added_to_the_fen(amounts: list[int]) -> None:
    found = sums.of_rows("money", ["a"], [{"a": amount} for amount in amounts])
    assert (found.total, found.numbers) == (sum(amounts), len(amounts))
    told = sums.said({"": found})
    assert told[0] == f"选中合计 {kinds.FEN.show(sum(amounts))}"


def test_averages_are_rounded_and_sides_stay_apart() -> None:
    assert sums.said({"": sums.Sum("money", 1_001, 3)}) == ["选中合计 10.01", "平均 3.34"]
    assert sums.said({"": sums.Sum("count", 10, 4)}) == ["选中合计 10", "平均 2.5"]
    assert sums.said({"": sums.Sum("count", 400, 4)}) == ["选中合计 400", "平均 100"]
    both = {"收入": sums.Sum("money", 500, 1), "支出": sums.Sum("money", 100, 1)}
    assert sums.said(both) == ["选中收入合计 5.00", "选中支出合计 1.00"]
    assert sums.said({"": sums.Sum("money", 500, 1)}) == []
