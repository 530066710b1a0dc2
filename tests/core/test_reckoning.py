"""Does a deadline kept as data give its day again, by two ways, and say why in words?"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.test_calendar import CHINA, d

from qinglian_desktop.core import reckoning
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.reckoning import Way, parse, placed, reckon, words
from qinglian_desktop.core.recount import recount

DAYS = st.dates(date(2018, 1, 1), date(2028, 6, 1))


@st.composite
def ways(draw: st.DrawFn) -> Way:
    how = draw(st.sampled_from(["count", "place", "given"]))
    start = draw(DAYS)
    amount = draw(st.integers(-40, 60)) if how == "count" else draw(st.integers(-14, 14))
    first = draw(st.integers(-30, 60))
    pauses = tuple(
        (start + timedelta(days=first + gap), start + timedelta(days=first + gap + length))
        for gap, length in draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 25)),
                                         max_size=2))
    )  # fmt: skip
    end = draw(st.sampled_from(["later", "earlier", "stay"]))
    return Way(
        how, start, amount, draw(st.sampled_from(["day", "workday"])), draw(st.integers(0, 31)),
        end, pauses if how == "count" else (),
        what="规则", by="依据：《某法》第1条", rule="pack@1 row",
    )  # fmt: skip


@settings(max_examples=300)
@given(st.lists(ways(), min_size=1, max_size=3))
def test_two_ways_of_counting_agree_and_the_stored_text_keeps_all(some: list[Way]) -> None:
    found = reckon(CHINA, *some, told="最后一句")
    assert recount(found, CHINA) == found.day
    again = parse(found.stored())
    assert again == found
    assert again is not None
    assert again.again(CHINA) == found
    assert all(way.walk(CHINA)[-1].day == way.last(CHINA)[0] for way in some)
    assert "《某法》" in words(found.stored())


@given(DAYS, st.integers(1, 60), st.sampled_from(["day", "workday"]), st.integers(0, 90))
def test_one_more_holiday_never_moves_an_end_forward_in_time_of_the_clerk(
    start: date, amount: int, unit: str, place: int
) -> None:
    """A period ends no earlier, one counted backwards from an event no later."""
    after, before = start + timedelta(days=place), start - timedelta(days=place)
    for holiday in (after, before):
        richer = Calendar(
            {**CHINA.holidays, holiday: "地方假日"},
            {day: name for day, name in CHINA.makeups.items() if day != holiday},
            CHINA.years,
        )
        forward = Way("count", start, amount, unit, end="later")  # type: ignore[arg-type]
        backward = Way("count", start, -amount, unit, end="earlier")  # type: ignore[arg-type]
        assert reckon(richer, forward).day >= reckon(CHINA, forward).day
        assert reckon(richer, backward).day <= reckon(CHINA, backward).day


# start, amount, unit, pauses, end, last day: counted by hand, with pauses over holidays.
PAUSED = """
2026-02-10 5 workday 2026-02-12/2026-02-13 later 2026-02-26
2026-02-10 5 day 2026-02-14/2026-02-24 later 2026-02-26
2026-09-28 3 workday 2026-09-29/2026-09-30 later 2026-10-10
2026-09-28 3 day 2026-09-29/2026-10-08 later 2026-10-12
2026-10-01 2 day 2026-10-03/2026-10-03 later 2026-10-08
2025-01-24 2 workday 2025-01-26/2025-01-26 later 2025-02-05
2026-03-20 -5 workday 2026-03-16/2026-03-17 earlier 2026-03-11
2026-02-27 -4 workday - earlier 2026-02-14
2026-05-06 -1 day - earlier 2026-04-30
2026-05-09 -1 workday - earlier 2026-05-08
2026-10-08 -7 day - stay 2026-10-01
2026-10-08 -7 day - earlier 2026-09-30
"""


@pytest.mark.parametrize("line", [line for line in PAUSED.split("\n") if line])
def test_pauses_and_counting_backwards_by_hand(line: str) -> None:
    start, amount, unit, pause, end, last = line.split()
    pauses = () if pause == "-" else (tuple(d(part) for part in pause.split("/")),)
    way = Way("count", d(start), int(amount), unit, end=end, pauses=pauses)  # type: ignore[arg-type]
    found = reckon(CHINA, way)
    assert (found.day, recount(found, CHINA)) == (d(last), d(last))


# the month of, months on, the day, end, last day
PLACED = """
2026-02-01 0 20 later 2026-02-24
2026-02-01 0 20 earlier 2026-02-14
2026-01-01 0 20 later 2026-01-20
2026-09-30 1 15 later 2026-10-15
2026-06-30 1 31 later 2026-07-31
2026-12-31 1 15 later 2027-01-15
2026-01-31 1 31 stay 2026-02-28
2028-01-31 1 0 stay 2028-02-29
2026-03-31 0 0 earlier 2026-03-31
2026-05-31 0 0 earlier 2026-05-29
2026-10-01 0 5 later 2026-10-08
2025-02-01 0 1 later 2025-02-05
"""


@pytest.mark.parametrize("line", [line for line in PLACED.split("\n") if line])
def test_a_day_of_a_month_by_hand(line: str) -> None:
    start, months, on, end, last = line.split()
    way = Way("place", d(start), int(months), on=int(on), end=end)  # type: ignore[arg-type]
    found = reckon(CHINA, way)
    assert (found.day, recount(found, CHINA)) == (d(last), d(last))


def test_a_floor_keeps_an_early_end_from_going_back_before_it() -> None:
    way = Way("place", d("2026-02-01"), on=20, end="earlier", floor=d("2026-02-17"))
    found = reckon(CHINA, way)
    assert found.day == recount(found, CHINA) == d("2026-02-17")


def test_the_words_name_rule_article_and_the_days_off() -> None:
    way = Way("place", d("2026-09-01"), 1, on=1, end="later", what="次月1日前上墙", by="依据：某条")
    found = reckon(CHINA, way, told="最后")
    assert words(found.stored()) == (
        "次月1日前上墙；依据：某条；2026年10月1日（周四），国庆节放假，"
        "顺延到2026年10月8日（周四）；最后"
    )
    assert "2028 年放假安排还没导入" in words(
        reckon(CHINA, Way("place", d("2028-01-01"), on=3, end="later")).stored()
    )
    assert reckoning.given(d("2026-08-10"), "来文要求的日期").parts == ("来文要求的日期",)


_ENDLESS = reckon(
    CHINA, Way("given", d("2026-01-01"), pauses=((d("2000-01-01"), d("2199-01-01")),))
).stored()


@pytest.mark.parametrize(
    "text",
    ["", "街道电话通知", "{", "{}", '{"day":"2026-13-01","ways":[]}', "[1]",
     '{"day":"2026-01-01","ways":[{"how":"guess","from":"2026-01-01"}]}',
     '{"day":"2026-01-01","ways":[{"how":"given","from":"2026-01-01","end":"sideways"}]}',
     '{"day":"2026-01-01","ways":[1]}', "{" * 30_000,
     '{"day":"2026-01-01","ways":[]}', '{"day":"9999-01-01","ways":[]}',
     '{"day":"2026-01-01","ways":[{"how":"count","from":"2026-01-01","amount":999999999}]}',
     '{"day":"2026-01-01","ways":[{"how":"place","from":"2026-01-01","amount":5000}]}',
     '{"day":"2026-01-01","ways":[{"how":"place","from":"2026-01-01","on":77}]}',
     '{"day":"2026-01-01","ways":[{"how":"given","from":"9999-12-31"}]}',
     _ENDLESS],
)  # fmt: skip
def test_what_somebody_typed_is_its_own_words(text: str) -> None:
    assert parse(text) is None
    assert words(text) == text


def test_a_day_of_the_month_is_found_across_years() -> None:
    assert placed(d("2026-12-31"), 1, 15) == d("2027-01-15")
    assert placed(d("2026-01-01"), -1, 0) == d("2025-12-31")


def test_the_longest_way_that_is_read_can_still_be_counted() -> None:
    pause = (d("2200-12-31"), d("2200-12-31") + timedelta(days=9_998))
    for unit in ("day", "workday"):
        way = Way("count", d("2200-12-31"), 20_000, unit, end="later", pauses=(pause,))  # type: ignore[arg-type]
        found = reckon(CHINA, way)
        assert recount(found, CHINA) == found.day
    months = reckon(CHINA, Way("place", d("2200-12-31"), 1200, on=31, end="later"))
    assert recount(months, CHINA) == months.day
