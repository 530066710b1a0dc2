"""A day is read however a clerk writes it, and never invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day, read_day, show_day
from qinglian_desktop.core.unreadable import Unreadable

NOVEMBER_3 = date(2026, 11, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03", "2026-11-3", "2026.11.3", "2026/11/3", "20261103", "2026年11月3日",
        "2026年11月3", " 2026 年11月3日".replace(" 年", "年"),
        "２０２６－１１－０３".replace("－", "-"),
        "2026-11-03 00:00:00", "2026-11-03T08:30:00", "二〇二六年十一月三日",
        "二零二六年十一月三日", "11-3", "11.3", "11/3", "11月3日", "十一月三日", "11月3",
        "今天", "今日",
    ],
)  # fmt: skip
def test_one_day_written_in_many_ways(text: str) -> None:
    with clock.fixed(NOVEMBER_3):
        assert read_day(text) == NOVEMBER_3


@pytest.mark.parametrize(
    ("text", "day"),
    [("前天", 1), ("昨天", 2), ("明天", 4), ("后天", 5)],
)
def test_near_days_count_from_today(text: str, day: int) -> None:
    with clock.fixed(NOVEMBER_3):
        assert read_day(text) == date(2026, 11, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [("十月十日", (10, 10)), ("十二月三十一日", (12, 31)), ("三月二十日", (3, 20)),
     ("一月十五日", (1, 15))],
)  # fmt: skip
def test_chinese_numerals_of_a_day(text: str, day: tuple[int, int]) -> None:
    with clock.fixed(NOVEMBER_3):
        assert read_day(text) == date(2026, *day)


@pytest.mark.parametrize("text", ["2026-02-30", "2025-2-29", "13-1", "2026-00-10"])
def test_a_day_that_never_was_is_named(text: str) -> None:
    with clock.fixed(NOVEMBER_3), pytest.raises(Unreadable, match="没有这一天") as caught:
        read_day(text)
    assert caught.value.code == "QL-EN-006"


@pytest.mark.parametrize("text", ["1800-01-01", "2999-01-01", "29990101", "9999年12月31日"])
def test_a_year_nobody_means_is_named_as_that(text: str) -> None:
    with clock.fixed(NOVEMBER_3), pytest.raises(Unreadable, match="年份") as caught:
        read_day(text)
    assert "没有这一天" not in caught.value.what


@pytest.mark.parametrize(
    "text",
    ["", "下周", "2026", "2026-11", "2026-11-03-04", "十十十", "三四十日", "十", "45964", "11-3-",
     "2026年十一", "-", "NaN"],
)  # fmt: skip
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    with clock.fixed(NOVEMBER_3), pytest.raises(Unreadable):
        read_day(text)


@given(st.text("〇零一二三四五六七八九十年月日廿0123456789-./ T:今天明后", max_size=14))
def test_any_run_of_date_signs_is_a_day_or_a_refusal(text: str) -> None:
    try:
        assert 1900 <= read_day(text).year <= 2200
    except Unreadable as trouble:
        assert trouble.remedy


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_shown_days_are_read_back(day: date) -> None:
    assert read_day(show_day(day)) == day
    assert read_day(paper_day(day)) == day


def test_paper_writes_a_day_without_leading_zeros() -> None:
    assert paper_day(date(2026, 3, 5)) == "2026年3月5日"
