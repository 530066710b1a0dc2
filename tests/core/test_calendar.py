"""Is a deadline the right day, and does it say why? Are periods read as people write them?"""

import tomllib
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop import RESOURCES
from qinglian_desktop.core.calendar import Calendar, say
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import parse_pack
from qinglian_desktop.core.period import Period, Term, frequencies, said


def _packs():
    for path in sorted((RESOURCES / "packs" / "holidays").glob("*.toml")):
        yield parse_pack(tomllib.loads(path.read_text(encoding="utf-8")))


CHINA = Calendar.of(_packs())
DUE = {
    "M": {"months": 1, "day": 15},
    "Q": {"months": 1, "day": 15},
    "H": {"months": 1, "day": 31},
    "Y": {"months": 1, "day": 31},
}


def d(text: str) -> date:
    return date.fromisoformat(text)


# start, amount, unit, last day; counted by hand from the published schedules.
FIXTURES = """
2023-07-17 1 day 2023-07-18
2023-07-17 3 day 2023-07-20
2023-07-17 5 day 2023-07-24
2023-07-17 7 day 2023-07-24
2023-07-17 10 day 2023-07-27
2023-07-17 15 day 2023-08-01
2023-07-17 30 day 2023-08-16
2023-09-19 10 day 2023-10-07
2023-09-19 15 day 2023-10-07
2023-09-28 3 day 2023-10-07
2023-12-27 5 day 2024-01-02
2024-02-05 7 day 2024-02-18
2024-02-05 10 day 2024-02-18
2024-02-05 15 day 2024-02-20
2024-04-03 1 day 2024-04-07
2024-04-30 3 day 2024-05-06
2024-04-30 11 day 2024-05-11
2024-06-07 3 day 2024-06-11
2024-09-13 3 day 2024-09-18
2024-09-27 10 day 2024-10-08
2024-10-10 2 day 2024-10-12
2025-01-19 7 day 2025-01-26
2025-01-21 7 day 2025-02-05
2025-01-27 3 day 2025-02-05
2025-04-03 3 day 2025-04-07
2025-04-30 5 day 2025-05-06
2025-05-30 3 day 2025-06-03
2025-09-30 7 day 2025-10-09
2025-12-31 1 day 2026-01-04
2026-01-01 15 day 2026-01-16
2026-02-10 7 day 2026-02-24
2026-02-13 15 day 2026-02-28
2026-02-28 15 day 2026-03-16
2026-05-01 7 day 2026-05-08
2026-05-02 7 day 2026-05-09
2026-06-18 3 day 2026-06-22
2026-09-24 2 day 2026-09-28
2026-09-30 10 day 2026-10-10
2023-07-17 5 workday 2023-07-24
2023-07-14 1 workday 2023-07-17
2023-09-27 3 workday 2023-10-08
2023-09-28 5 workday 2023-10-11
2023-12-29 1 workday 2024-01-02
2024-02-08 5 workday 2024-02-21
2024-02-02 1 workday 2024-02-04
2024-04-03 2 workday 2024-04-08
2024-04-26 1 workday 2024-04-28
2024-04-26 5 workday 2024-05-07
2024-05-10 1 workday 2024-05-11
2024-09-13 1 workday 2024-09-14
2024-09-30 5 workday 2024-10-12
2025-01-22 5 workday 2025-02-05
2025-01-24 1 workday 2025-01-26
2025-01-24 2 workday 2025-01-27
2025-02-07 1 workday 2025-02-08
2025-04-25 1 workday 2025-04-27
2025-09-26 1 workday 2025-09-28
2025-09-30 2 workday 2025-10-10
2025-09-30 3 workday 2025-10-11
2025-12-31 1 workday 2026-01-04
2026-02-13 1 workday 2026-02-14
2026-02-13 2 workday 2026-02-24
2026-02-13 6 workday 2026-02-28
2026-05-08 1 workday 2026-05-09
2026-09-18 1 workday 2026-09-20
2026-09-30 3 workday 2026-10-10
2023-10-20 -20 day 2023-09-28
2026-03-20 -10 day 2026-03-10
2026-03-20 -20 day 2026-02-28
2026-03-10 -20 day 2026-02-14
2026-10-20 -10 workday 2026-09-30
2026-07-01 0 day 2026-07-01
2026-07-04 0 day 2026-07-06
"""
CASES = [line.split() for line in FIXTURES.split("\n") if line]


@pytest.mark.parametrize(("start", "amount", "unit", "last"), CASES)
def test_the_last_day_is_the_one_counted_by_hand(
    start: str, amount: str, unit: str, last: str
) -> None:
    deadline = CHINA.deadline(d(start), int(amount), unit)
    assert deadline.day == d(last), "\n".join(deadline.why)
    assert deadline.notes == ()


def test_there_are_at_least_sixty_fixture_cases() -> None:
    assert len(CASES) >= 60


def test_every_day_says_why_it_counts_or_not() -> None:
    assert CHINA.deadline(d("2025-01-24"), 3, "workday").why == (
        "2025年1月24日（周五）：起算当天不算（民法典第201条）",
        "2025年1月25日（周六）：周六，不算工作日",
        "2025年1月26日（周日）：第 1 个工作日（春节调休上班）",
        "2025年1月27日（周一）：第 2 个工作日",
        *(f"{say(d('2025-01-28') + timedelta(days=n))}：春节放假，不算工作日" for n in range(8)),
        "2025年2月5日（周三）：第 3 个工作日",
    )


def test_a_last_day_off_moves_on_and_says_so() -> None:
    deadline = CHINA.deadline(d("2026-07-01"), 3)
    assert deadline.why[-3:] == (
        "2026年7月4日（周六）：第 3 天；周六，顺延到下一个工作日（民法典第203条）",
        "2026年7月5日（周日）：周日，顺延到下一个工作日（民法典第203条）",
        "2026年7月6日（周一）：最后一天",
    )
    assert deadline.left(d("2026-07-01")) == 5
    assert CHINA.deadline(d("2026-07-01"), 3, roll=False).day == d("2026-07-04")


def test_a_pause_is_not_counted_and_resuming_keeps_the_sum() -> None:
    pause = (d("2026-07-03"), d("2026-07-09"))
    plain = CHINA.deadline(d("2026-07-01"), 5, roll=False)
    paused = CHINA.deadline(d("2026-07-01"), 5, roll=False, pauses=[pause])
    assert (paused.day - plain.day).days == 7
    assert sum(step.counted for step in paused.steps) == 5
    assert [s.day for s in paused.steps if "暂停" in s.reason] == [
        d("2026-07-03") + timedelta(days=n) for n in range(7)
    ]


def test_an_endless_pause_and_a_mistyped_amount_are_refused() -> None:
    with pytest.raises(Refused):
        CHINA.deadline(d("2026-07-01"), 5, pauses=[(d("2026-07-02"), date.max)])
    with pytest.raises(Refused):
        CHINA.deadline(d("2026-07-01"), 1_000_000)
    with pytest.raises(Refused):
        CHINA.deadline(date(9999, 12, 30), 5)


def test_a_year_without_schedule_counts_monday_to_friday_and_says_so() -> None:
    deadline = CHINA.deadline(d("2028-09-29"), 2, "workday")
    assert deadline.day == d("2028-10-03")
    assert deadline.notes == ("2028 年放假安排还没导入，工作日先按周一到周五算",)
    assert deadline.why[-1] == deadline.notes[0]
    assert CHINA.deadline(d("2028-09-29"), 2, roll=False).notes == ()


def test_crossing_into_a_missing_year_is_said() -> None:
    assert CHINA.deadline(d("2026-12-30"), 5, "workday").notes == (
        "2027 年放假安排还没导入，工作日先按周一到周五算",
    )


def test_the_next_working_day_skips_the_holiday() -> None:
    assert CHINA.next_workday(d("2026-02-14")) == d("2026-02-24")
    assert CHINA.day_off(d("2026-10-01")) == "国庆节放假"
    assert CHINA.day_off(d("2026-07-04")) == "周六"
    assert CHINA.day_off(d("2026-07-03")) == ""


DAYS = st.dates(date(2018, 1, 1), date(2026, 11, 1))


@given(DAYS, st.integers(1, 40), st.sampled_from(["day", "workday"]), DAYS)
def test_adding_a_holiday_never_moves_a_deadline_earlier(
    start: date, amount: int, unit: str, holiday: date
) -> None:
    richer = Calendar(
        {**CHINA.holidays, holiday: "地方假日"},
        {day: name for day, name in CHINA.makeups.items() if day != holiday},
        CHINA.years,
    )
    before = CHINA.deadline(start, amount, unit)
    after = richer.deadline(start, amount, unit)
    assert after.day >= before.day


@given(DAYS, st.integers(-30, 40), st.sampled_from(["day", "workday"]))
def test_a_deadline_counts_exactly_its_days_and_ends_on_a_working_day(
    start: date, amount: int, unit: str
) -> None:
    deadline = CHINA.deadline(start, amount, unit)
    assert sum(step.counted for step in deadline.steps) == abs(amount)
    assert CHINA.is_workday(deadline.day)
    days = [step.day for step in deadline.steps]
    one = 1 if amount >= 0 else -1
    assert [(b - a).days for a, b in pairwise(days)] == [one] * (len(days) - 1)
    assert days[-1] == deadline.day


@pytest.mark.parametrize(
    ("text", "canonical", "label", "first", "last", "following", "previous"),
    [
        ("2026Q3", "2026Q3", "2026年第三季度", "2026-07-01", "2026-09-30", "2026Q4", "2026Q2"),
        ("2023q4", "2023Q4", "2023年第四季度", "2023-10-01", "2023-12-31", "2024Q1", "2023Q3"),
        ("2026-09", "2026-09", "2026年9月", "2026-09-01", "2026-09-30", "2026-10", "2026-08"),
        ("2024-2", "2024-02", "2024年2月", "2024-02-01", "2024-02-29", "2024-03", "2024-01"),
        ("2026H1", "2026H1", "2026年上半年", "2026-01-01", "2026-06-30", "2026H2", "2025H2"),
        ("2026", "2026", "2026年", "2026-01-01", "2026-12-31", "2027", "2025"),
        (
            "2026年第三季度",
            "2026Q3",
            "2026年第三季度",
            "2026-07-01",
            "2026-09-30",
            "2026Q4",
            "2026Q2",
        ),
        ("2026年3季度", "2026Q3", "2026年第三季度", "2026-07-01", "2026-09-30", "2026Q4", "2026Q2"),
        (" 2026年12月 ", "2026-12", "2026年12月", "2026-12-01", "2026-12-31", "2027-01", "2026-11"),
        ("2026年下半年", "2026H2", "2026年下半年", "2026-07-01", "2026-12-31", "2027H1", "2026H1"),
    ],
)
def test_a_period_is_read_as_people_write_it(
    text: str, canonical: str, label: str, first: str, last: str, following: str, previous: str
) -> None:
    period = Period.parse(text)
    assert (str(period), period.label, said(text)) == (canonical, label, label)
    assert (period.first, period.last) == (d(first), d(last))
    assert (str(period.following), str(period.previous)) == (following, previous)
    assert Period.parse(label) == period
    assert period.first in period
    assert period.following.first not in period


@pytest.mark.parametrize(
    "text", ["", "2026Q5", "2026-13", "2026-00", "2026H3", "上季度", "0001", "26Q1", "2026Q3;"]
)
def test_a_period_nobody_can_read_is_refused_with_examples(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        Period.parse(text)
    assert "2026年第三季度" in refusal.value.remedy
    assert said(text) == text, "a paper shows it as it was written"


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2026Q3", "2026-10-15"),
        ("2026Q4", "2027-01-15"),
        ("2026-09", "2026-10-15"),
        ("2026-12", "2027-01-15"),
        ("2026H1", "2026-07-31"),
        ("2026H2", "2027-01-31"),
        ("2026", "2027-01-31"),
    ],
)
def test_a_closed_period_is_due_as_the_pack_says(period: str, due: str) -> None:
    assert Period.parse(period).due_on(DUE) == d(due)


def test_a_day_the_month_does_not_have_becomes_its_last() -> None:
    rule = {"M": {"months": 1, "day": 31}}
    assert Period.parse("2026-01").due_on(rule) == d("2026-02-28")
    with pytest.raises(Refused, match="每季度"):
        Period.parse("2026Q1").due_on(rule)


def test_periods_of_a_year_and_of_a_day() -> None:
    assert [str(p) for p in Period.within(2026, "Q")] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert len(Period.within(2026, "M")) == 12
    assert str(Period.holding(d("2026-08-05"), "H")) == "2026H2"
    assert str(Period.holding(d("2026-08-05"), "Q")) == "2026Q3"


@pytest.mark.parametrize(
    ("text", "label"),
    [("15", "15 天"), ("5wd", "5 个工作日"), ("L", "长期"), ("-20", "提前 20 天")],
)
def test_posting_terms_of_the_catalogue(text: str, label: str) -> None:
    assert Term.parse(text).label == label
    with pytest.raises(Refused):
        Term.parse(text + "x")


def test_frequencies_come_apart() -> None:
    assert frequencies("Q/M") == ("Q", "M")
    assert frequencies("E+Y") == ("E", "Y")
    with pytest.raises(Refused):
        frequencies("X")


@pytest.mark.parametrize(
    ("period", "parts"),
    [
        ("2026-08", "2026-08"),
        ("2026Q3", "2026Q3 2026-07 2026-08 2026-09"),
        ("2026H2", "2026H2 2026-07 2026-08 2026-09 2026-10 2026-11 2026-12 2026Q3 2026Q4"),
    ],
)
def test_a_period_has_the_shorter_ones_within_it(period: str, parts: str) -> None:
    assert " ".join(map(str, Period.parse(period).parts)) == parts


def test_a_year_has_all_its_periods() -> None:
    assert len(Period.parse("2026").parts) == 1 + 12 + 4 + 2
