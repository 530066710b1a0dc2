"""Is the lunar date right, and do proposals for meetings avoid what they should?"""

import tomllib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.test_calendar import CHINA, d

from qinglian_desktop import RESOURCES
from qinglian_desktop.core.lunar import Lunar, LunarDay
from qinglian_desktop.core.meeting_days import SOLAR, Avoid, Fair, conflicts, propose
from qinglian_desktop.core.pack import parse_pack

PACK = parse_pack(tomllib.loads((RESOURCES / "packs/lunar/lunar.toml").read_text("utf-8")))
LUNAR = Lunar.of([PACK])

# From published almanacs: New Year, 端午, 中秋, 重阳, 除夕 and the leap months of ten years.
SPOTS = """
2026-02-17 正月初一
2027-02-06 正月初一
2028-01-26 正月初一
2029-02-13 正月初一
2030-02-03 正月初一
2031-01-23 正月初一
2032-02-11 正月初一
2033-01-31 正月初一
2034-02-19 正月初一
2035-02-08 正月初一
2026-06-19 五月初五
2027-06-09 五月初五
2028-05-28 五月初五
2029-06-16 五月初五
2030-06-05 五月初五
2031-06-24 五月初五
2032-06-12 五月初五
2033-06-01 五月初五
2034-06-20 五月初五
2035-06-10 五月初五
2026-09-25 八月十五
2027-09-15 八月十五
2028-10-03 八月十五
2029-09-22 八月十五
2030-09-12 八月十五
2031-10-01 八月十五
2032-09-19 八月十五
2033-09-08 八月十五
2034-09-27 八月十五
2035-09-16 八月十五
2026-10-18 九月初九
2027-10-08 九月初九
2028-10-26 九月初九
2029-10-16 九月初九
2026-02-16 腊月廿九
2027-02-05 腊月廿九
2028-01-25 腊月廿九
2029-02-12 腊月廿九
2026-03-03 正月十五
2028-06-23 闰五月初一
2031-04-22 闰三月初一
2033-12-22 闰冬月初一
2034-01-19 闰冬月廿九
2034-01-20 腊月初一
2025-07-25 闰六月初一
2023-03-22 闰二月初一
"""
_SPOTS = [line.split() for line in SPOTS.strip().split("\n")]


@pytest.mark.parametrize(("day", "label"), _SPOTS)
def test_a_day_is_called_as_the_almanac_calls_it(day: str, label: str) -> None:
    found = LUNAR.of_day(d(day))
    assert found is not None
    assert found.label == label
    assert LUNAR.day_of(found) == d(day)


def test_forty_spots_lie_in_the_ten_years() -> None:
    assert sum("2026" <= day[:4] <= "2035" for day, _ in _SPOTS) >= 40


@given(st.dates(date(1900, 1, 31), date(2101, 1, 27)))
def test_every_day_has_one_name_and_comes_back_from_it(day: date) -> None:
    found, following = LUNAR.of_day(day), LUNAR.of_day(day + timedelta(days=1))
    assert found is not None and following is not None
    assert LUNAR.day_of(found) == day
    assert following.day in (1, found.day + 1)


@pytest.mark.parametrize(
    ("name", "label"), [("端午节", "五月初五"), ("中秋节", "八月十五"), ("春节", "正月初一")]
)
def test_the_published_holidays_hold_the_lunar_day_they_are_about(name: str, label: str) -> None:
    for year in range(2018, 2027):
        if (year, name) == (2020, "中秋节"):
            continue  # it fell on the first of October and was called 国庆节
        off = [day for day, why in CHINA.holidays.items() if name[:2] in why and day.year == year]
        called = [LUNAR.of_day(day) for day in off]
        assert label in [one.label for one in called if one], (year, name)


def test_the_last_day_of_a_year_and_days_that_do_not_exist() -> None:
    assert LUNAR.last_of_year(2025) == d("2026-02-16")
    assert LUNAR.last_of_year(2100) is None  # the table ends with that year
    assert LUNAR.day_of(LunarDay(2026, 5, 1, leap=True)) is None
    assert LUNAR.day_of(LunarDay(2026, 1, 31)) is None
    assert LUNAR.of_day(date(1900, 1, 30)) is None
    assert LUNAR.of_day(date(2150, 1, 1)) is None


def test_names_of_days_and_months() -> None:
    days = [LunarDay(2026, 1, n).day_label for n in (1, 10, 11, 19, 20, 21, 29, 30)]
    assert days == ["初一", "初十", "十一", "十九", "二十", "廿一", "廿九", "三十"]
    assert LunarDay(2026, 12, 1).short == "腊月"
    assert LunarDay(2026, 12, 2).short == "初二"


@pytest.mark.parametrize("text", ["逢1/4/7", "147", "一四七", "1、4、7", "逢一、四、七"])
def test_market_days_are_read_as_people_write_them(text: str) -> None:
    fair = Fair.read(text)
    assert fair.label == "逢1/4/7（农历）"
    held = [n for n in range(1, 31) if fair.holds(d("2026-02-16") + timedelta(days=n), LUNAR)]
    assert held == [1, 4, 7, 11, 14, 17, 21, 24, 27]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("逢5逢10", {5, 0}), ("逢10", {0}), ("5/10", {5, 0}), ("二五十", {2, 5, 0}),
        ("1、11、21", {1}), ("十一、二十一", {1}), ("２５８", {2, 5, 8}),
        ("1、4、7、10", {1, 4, 7, 0}),
    ],
)  # fmt: skip
def test_the_tenth_is_no_first(text: str, digits: set[int]) -> None:
    assert Fair.read(text).digits == digits


def test_no_market_days_and_those_of_the_common_calendar() -> None:
    assert Fair.read("").label == ""
    assert not Fair.read("").holds(d("2026-03-01"), LUNAR)
    ten = Fair.read("5、十", SOLAR)
    assert ten.label == "逢5/10（公历）"
    held = [n for n in range(1, 32) if ten.holds(date(2026, 3, n), LUNAR)]
    assert held == [5, 10, 15, 20, 25, 30]


FAIR = Fair.read("147")


@given(
    st.dates(date(2026, 1, 1), date(2026, 11, 1)), st.integers(0, 60),
    st.builds(Avoid, st.booleans(), st.booleans(), st.booleans()),
    st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.just("党员大会")),
)  # fmt: skip
def test_a_proposed_day_has_nothing_that_was_to_be_avoided(
    first: date, days: int, avoid: Avoid, busy: dict[date, str]
) -> None:
    last = first + timedelta(days=days)
    found = dict(propose(first, last, CHINA, LUNAR, FAIR, busy, avoid))
    for n in range(days + 1):
        day = first + timedelta(days=n)
        against = {
            "days_off": not CHINA.is_workday(day),
            "fairs": FAIR.holds(day, LUNAR),
            "busy": day in busy,
        }
        assert (day in found) == (not any(against[k] and getattr(avoid, k) for k in against))
        if day in found:
            assert len(found[day]) == sum(against.values())


def test_a_week_with_a_holiday_a_market_and_a_meeting() -> None:
    busy = {d("2026-10-12"): "党员大会"}
    free = propose(d("2026-09-30"), d("2026-10-14"), CHINA, LUNAR, FAIR, busy)
    assert [str(day) for day, _ in free] == [
        "2026-09-30", "2026-10-08", "2026-10-09", "2026-10-14",
    ]  # fmt: skip
    assert conflicts(d("2026-10-10"), CHINA, LUNAR, FAIR, busy) == [("fairs", "赶场")]
    assert conflicts(d("2026-10-01"), CHINA, LUNAR, FAIR, busy) == [
        ("days_off", "国庆节放假"), ("fairs", "赶场"),
    ]  # fmt: skip
