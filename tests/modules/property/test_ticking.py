"""A ticked sheet, typed back in: every way a clerk writes it, and what she gets wrong."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.modules.property.ticking import MARKS, Tick, read_ticks

SHEET = range(1, 121)


def read(text: str, open_numbers: object = SHEET) -> dict[int, tuple[str, int | None]]:
    found = read_ticks(text, SHEET, open_numbers)  # type: ignore[arg-type]
    return {tick.number: (tick.mark, tick.many) for tick in found}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("12=在 13=损 14=缺", {12: "在", 13: "损", 14: "缺"}),
        ("１２＝在，１３＝损；１４＝缺。", {12: "在", 13: "损", 14: "缺"}),
        ("12=在\n13=损\n\n14=缺\n", {12: "在", 13: "损", 14: "缺"}),
        ("12：在、13：损", {12: "在", 13: "损"}),
        ("12、13、14=闲", {12: "闲", 13: "闲", 14: "闲"}),
        ("12 13 14=x", {12: "闲", 13: "闲", 14: "闲"}),
        ("20-23=在 24—25=z，26至27=S", {**dict.fromkeys(range(20, 26), "在"), 26: "损", 27: "损"}),
        ("012=在", {12: "在"}),
        ("12在 13损，14缺", {12: "在", 13: "损", 14: "缺"}),
        ("第12号=在 13号=坏 14号丢 15-16号√", {12: "在", 13: "损", 14: "缺", 15: "在", 16: "在"}),
    ],
)
def test_it_is_read_as_it_is_written(text: str, told: dict[int, str]) -> None:
    assert {number: mark for number, (mark, _) in read(text).items()} == told


def test_the_rest_is_what_nobody_has_told_yet() -> None:
    found = read("13=损 其余=在 14=缺", open_numbers=[12, 13, 14, 15])
    assert found == {12: ("在", None), 13: ("损", None), 14: ("缺", None), 15: ("在", None)}
    assert read("剩下=在", open_numbers=[]) == {}
    for said in ("其余都在", "其余全在", "其余的=在", "剩下的都在"):
        assert read(said, open_numbers=[7]) == {7: ("在", None)}


def test_how_many_and_a_remark() -> None:
    assert read_ticks("40=在3 41=缺2.5（借给二组） 42=损", SHEET, SHEET) == (
        Tick(40, "在", 3000),
        Tick(41, "缺", 2500, "借给二组"),
        Tick(42, "损"),
    )
    assert read_ticks("40=在3张 41=缺2个", SHEET, SHEET) == (
        Tick(40, "在", 3000),
        Tick(41, "缺", 2000),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("121=在", "没有 121 号，最大 120"),
        ("0=在", "没有 0 号"),
        ("118-125=在", "没有 125 号，最大 120"),
        ("35-20=在", "写倒了"),
        ("12=在 12=缺", "12 号写了两次：一次“在”，一次“缺”"),
        ("12=好", "“12=好”看不懂"),
        ("12在13 14损", "有数量的要写等号"),  # thirteen of them, or two things?
        ("20-35=在3", "一个数量不能给几个编号"),
        ("12、13=缺1", "一个数量不能给几个编号"),
        ("12=缺0", "数量是 0"),
        ("40=在3。41=在", "“=在”看不懂"),
        ("12=在 桌子", "“桌子”看不懂"),
        ("=在", "“=在”看不懂"),
        ("12=在13=损", "“=损”看不懂"),  # is it three of them?
        ("其余=在 其余=缺", "“其余”写了两次"),
        ("其余=在3", "不能写数量"),
        ("12=在9999999", "太大"),
        ("  ", "还没有写"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_taken(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert said in str(caught.value)


@given(
    st.dictionaries(st.integers(1, 120), st.sampled_from(MARKS), min_size=1),
    st.sampled_from([" ", "，", "；", "\n", "、", "  "]),
    st.booleans(),
)
def test_any_marks_come_back_as_written(told: dict[int, str], between: str, wide: bool) -> None:
    text = between.join(f"{number}={mark}" for number, mark in told.items())
    if wide:
        text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
        assert unicodedata.normalize("NFKC", text) != text
    assert {number: mark for number, (mark, _) in read(text).items()} == told


@given(st.text(max_size=40))
def test_no_text_at_all_breaks_it(text: str) -> None:
    try:
        found = read(text)
    except Unreadable:
        return
    assert set(found) <= set(SHEET)
