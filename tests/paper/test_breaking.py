"""Chinese line breaking: 禁则, numbers kept whole, and nothing lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.paper.draw.breaking import NOT_FIRST, NOT_LAST, balanced, lines_of, titled
from qinglian_desktop.paper.fonts import Fonts, printable

FACE = Fonts()["fang"]
TEXT = st.text("居民委员会公开，。、；：？！（）《》“”〔〕—…％¥0123456789.ab ", max_size=120)


@given(TEXT, st.integers(60, 400))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, width: int) -> None:
    lines = lines_of(text, FACE, 16, width, first=32)
    joined = "".join(line.text for line in lines)
    assert joined.replace(" ", "") == printable(text).replace(" ", "")
    assert all(line.width <= width + 0.1 for line in lines)
    assert lines[0].width <= width - 32 + 0.1 or len(lines[0].text) == 1


@given(
    st.lists(
        st.sampled_from(["居民", "委员会", "公开，", "（续）", "《法》", "2026年"]), max_size=60
    )
)
def test_closing_marks_do_not_begin_and_opening_marks_do_not_end_a_line(parts: list[str]) -> None:
    for line in lines_of("".join(parts), FACE, 16, 160)[1:]:
        assert line.text[0] not in NOT_FIRST
    for line in lines_of("".join(parts), FACE, 16, 160)[:-1]:
        assert line.text[-1] not in NOT_LAST


def test_numbers_and_dashes_stay_whole() -> None:
    lines = lines_of("收入金额共计¥1,234,567.89元整，说明——见附表", FACE, 16, 150)
    assert any("¥1,234,567.89元" in line.text for line in lines)
    assert any("——" in line.text for line in lines)


def test_a_word_longer_than_a_line_is_cut_and_not_looped_over() -> None:
    lines = lines_of("8" * 300 + "！" * 50, FACE, 16, 100)
    assert "".join(line.text for line in lines) == "8" * 300 + "！" * 50
    assert all(line.width <= 100.1 for line in lines)


@pytest.mark.parametrize("text", ["", " ", "\n", "甲\n\n乙"])
def test_empty_lines_are_lines(text: str) -> None:
    assert len(lines_of(text, FACE, 16, 100)) == text.count("\n") + 1


def test_a_title_is_broken_into_even_lines() -> None:
    title = "关于清溪街道桂花社区居民委员会2026年第三季度财务收支情况以及集体资产情况的公示"
    first, second = balanced(title, Fonts()["title"], 22, 440)
    assert abs(first.width - second.width) < 3 * 22
    assert first.text + second.text == title


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("3组道路硬化：花多少钱、谁来做", ["3组道路硬化：", "花多少钱、谁来做"]),
        ("最低生活保障新名单，请大家看看", ["最低生活保障新名单，", "请大家看看"]),
        ("关于《补贴发放名单》公示情况的说明", ["关于《补贴发放名单》", "公示情况的说明"]),
        ("一、补贴发放名单公示和情况的说明", None),  # the mark stands too near to an end
        ("补贴名单公示", ["补贴名单公示"]),
        ("选举委员会公告\n（第1号）", ["选举委员会公告", "（第1号）"]),
    ],
)
def test_a_title_is_broken_where_its_sense_parts(title: str, lines: list[str] | None) -> None:
    face = Fonts()["title"]
    found = titled(title, face, 36, 12 * 36)
    if lines is None:
        assert len(found) == 2
        assert abs(len(found[0].text) - len(found[1].text)) <= 2
    else:
        assert [line.text for line in found] == lines
    assert "".join(line.text for line in found) == title.replace("\n", "")
    assert all(line.width <= 12 * 36 for line in found)


@given(st.text("关于居民公告，、：；《》（）的", min_size=1, max_size=30))
def test_a_title_keeps_its_words_and_its_marks(text: str) -> None:
    found = titled(text, FACE, 22, 442)
    assert "".join(line.text for line in found) == text
    if len(text) > 1 and len(found) == 2 and found[0].text[-1] in "：，、；》":
        assert found[1].text[0] not in NOT_FIRST
        assert found[0].text[-1] not in NOT_LAST
