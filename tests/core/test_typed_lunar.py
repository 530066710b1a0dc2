"""Is a lunar day read as people say it, and refused where nobody could know which is meant?"""

from collections.abc import Iterator
from datetime import date

import pytest
from tests.core.test_lunar import LUNAR

from qinglian_desktop.core import clock, lunar_table
from qinglian_desktop.core.typed_days import read_typed_day
from qinglian_desktop.core.unreadable import Unreadable


@pytest.fixture(autouse=True)
def table() -> Iterator[None]:
    lunar_table.use(lambda: LUNAR)
    with clock.fixed(date(2026, 11, 24)):
        yield
    lunar_table.use(None)


@pytest.mark.parametrize(
    ("text", "past", "coming"),
    [
        ("正月十五", "2026-03-03", "2027-02-20"),
        ("农历正月十五", "2026-03-03", "2027-02-20"),
        ("腊月廿三", "2026-02-10", "2027-01-30"),
        ("农历八月十五", "2026-09-25", "2027-09-15"),
        ("冬月初一", "2025-12-20", "2026-12-09"),
        ("五月初五", "2026-06-19", "2027-06-09"),
        ("大年初一", "2026-02-17", "2027-02-06"),
        ("除夕", "2026-02-16", "2027-02-05"),
        ("大年三十", "2026-02-16", "2027-02-05"),
        ("闰六月初一", "2025-07-25", "2036-07-23"),
        ("2028年闰五月初一", "2028-06-23", "2028-06-23"),
        ("明年正月初八", "2027-02-13", "2027-02-13"),
        ("去年除夕", "2026-02-16", "2026-02-16"),
        ("农历2026年十月十六", "2026-11-24", "2026-11-24"),
    ],
)
def test_a_lunar_day_is_the_nearest_such_day(text: str, past: str, coming: str) -> None:
    assert read_typed_day(text) == date.fromisoformat(past)
    assert read_typed_day(text, ahead=True) == date.fromisoformat(coming)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("今年除夕", "2026-02-16"), ("今年腊月廿三", "2026-02-10"), ("今年正月十五", "2026-03-03"),
        ("去年除夕", "2025-01-28"), ("明年正月初一", "2027-02-06"),
    ],
)  # fmt: skip
def test_before_new_year_this_year_is_the_one_of_the_common_calendar(
    text: str, wanted: str
) -> None:
    with clock.fixed(date(2026, 1, 15)):
        assert read_typed_day(text) == date.fromisoformat(wanted)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("农历", "看不懂"), ("正月", "看不懂"), ("正月底", "看不懂"),
        ("2026年闰五月初一", "没有这一天"), ("正月三十一", "没有这一天"),
        ("农历十三月初一", "没有这一天"), ("2027年腊月三十", "没有这一天"),
    ],
)  # fmt: skip
def test_what_is_no_lunar_day_is_refused_in_words(text: str, what: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_typed_day(text)
    assert what in refusal.value.what and refusal.value.remedy


def test_without_the_table_a_lunar_day_is_not_guessed() -> None:
    lunar_table.use(None)
    with pytest.raises(Unreadable, match="是农历"):
        read_typed_day("正月十五")
