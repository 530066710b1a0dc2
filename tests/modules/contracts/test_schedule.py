"""What falls due: twenty-one schedules worked out by hand, and what must hold for any terms."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.modules.contracts.records import (
    ADVANCE,
    ARREARS,
    AS_LISTED,
    HALF,
    MONTHLY,
    ONCE,
    QUARTERLY,
    YEARLY,
)
from qinglian_desktop.modules.contracts.rules.schedule import (
    Free,
    Listed,
    Terms,
    begins,
    schedule,
    yearly_rent,
)

# first and last day, what is agreed, and the table made by hand: (due, 元)
BY_HAND: dict[str, tuple[str, str, dict[str, Any], list[tuple[str, str]]]] = {
    "a year in advance": (
        "2024-01-01", "2026-12-31", {"yearly_fen": 1_200_000},
        [("2024-01-01", "12000.00"), ("2025-01-01", "12000.00"), ("2026-01-01", "12000.00")],
    ),
    "half years afterwards, an odd cent": (
        "2025-03-15", "2026-03-14", {"yearly_fen": 1_000_001, "every": HALF, "when": ARREARS},
        [("2025-09-14", "5000.01"), ("2026-03-14", "5000.00")],
    ),
    "quarters within ten days": (
        "2025-02-01", "2026-01-31", {"yearly_fen": 999_999, "every": QUARTERLY, "days": 10},
        [("2025-02-11", "2500.00"), ("2025-05-11", "2500.00"), ("2025-08-11", "2499.99"),
         ("2025-11-11", "2500.00")],
    ),
    "months from the 31st": (
        "2025-01-31", "2026-01-30", {"yearly_fen": 1_000_000, "every": MONTHLY},
        [("2025-01-31", "833.33"), ("2025-03-01", "833.34"), ("2025-03-31", "833.33"),
         ("2025-05-01", "833.33"), ("2025-05-31", "833.34"), ("2025-07-01", "833.33"),
         ("2025-07-31", "833.33"), ("2025-08-31", "833.34"), ("2025-10-01", "833.33"),
         ("2025-10-31", "833.33"), ("2025-12-01", "833.34"), ("2025-12-31", "833.33")],
    ),
    "one sum at once": (
        "2020-06-01", "2040-05-31", {"total_fen": 5_000_000, "every": ONCE},
        [("2020-06-01", "50000.00")],
    ),
    "one sum at the end": (
        "2024-04-01", "2026-03-31", {"yearly_fen": 300_000, "every": ONCE, "when": ARREARS},
        [("2026-03-31", "6000.00")],
    ),
    "five per cent more each year": (
        "2023-01-01", "2026-12-31",
        {"yearly_fen": 1_000_000, "rise_percent": 5_000, "rise_every": 1},
        [("2023-01-01", "10000.00"), ("2024-01-01", "10500.00"), ("2025-01-01", "11025.00"),
         ("2026-01-01", "11576.25")],
    ),
    "three per cent every three years": (
        "2020-05-20", "2027-05-19",
        {"yearly_fen": 888_888, "rise_percent": 3_000, "rise_every": 3},
        [("2020-05-20", "8888.88"), ("2021-05-20", "8888.88"), ("2022-05-20", "8888.88"),
         ("2023-05-20", "9155.55"), ("2024-05-20", "9155.55"), ("2025-05-20", "9155.55"),
         ("2026-05-20", "9430.22")],
    ),
    "another rent in the middle of a year": (  # 181 days at 12,000 and 184 at 18,000
        "2026-01-01", "2026-12-31",
        {"yearly_fen": 1_200_000, "changes": ((date(2026, 7, 1), 1_800_000),)},
        [("2026-01-01", "15024.66")],
    ),
    "steps with the years": (
        "2024-09-01", "2027-08-31",
        {"yearly_fen": 1_000_000,
         "changes": ((date(2025, 9, 1), 1_200_000), (date(2026, 9, 1), 1_500_000))},
        [("2024-09-01", "10000.00"), ("2025-09-01", "12000.00"), ("2026-09-01", "15000.00")],
    ),
    "a quarter free": (
        "2025-01-01", "2025-12-31",
        {"yearly_fen": 1_200_000, "every": QUARTERLY,
         "free": (Free(date(2025, 1, 1), date(2025, 3, 31)),)},
        [("2025-04-01", "3000.00"), ("2025-07-01", "3000.00"), ("2025-10-01", "3000.00")],
    ),
    "a month free in a year": (  # 337 of 365 days
        "2025-01-01", "2025-12-31",
        {"yearly_fen": 1_200_000, "free": (Free(date(2025, 2, 1), date(2025, 2, 28)),)},
        [("2025-01-01", "11079.45")],
    ),
    "ninety days more than a year": (
        "2025-01-01", "2026-03-31", {"yearly_fen": 365_000},
        [("2025-01-01", "3650.00"), ("2026-01-01", "900.00")],
    ),
    "31 days of a leap year": (
        "2024-01-01", "2024-01-31", {"yearly_fen": 366_000}, [("2024-01-01", "310.00")],
    ),
    "two years from a leap day": (
        "2024-02-29", "2026-02-28", {"yearly_fen": 1_000_000},
        [("2024-02-29", "10000.00"), ("2025-03-01", "10000.00")],
    ),
    "two years at a time": (
        "2022-01-01", "2026-12-31", {"yearly_fen": 100_000, "prepaid_years": 2},
        [("2022-01-01", "2000.00"), ("2024-01-01", "2000.00"), ("2026-01-01", "1000.00")],
    ),
    "sums of the contract's own list": (
        "2025-01-01", "2027-12-31",
        {"every": AS_LISTED,
         "listed": (Listed(date(2026, 3, 1), 70_001), Listed(date(2025, 3, 1), 50_000))},
        [("2025-03-01", "500.00"), ("2026-03-01", "700.01")],
    ),
    "a total in quarters": (
        "2025-01-01", "2025-12-31", {"total_fen": 100_003, "every": QUARTERLY},
        [("2025-01-01", "250.01"), ("2025-04-01", "250.01"), ("2025-07-01", "250.00"),
         ("2025-10-01", "250.01")],
    ),
    "months afterwards, within five days": (
        "2025-11-10", "2026-02-09",
        {"yearly_fen": 600_000, "every": MONTHLY, "when": ARREARS, "days": 5},
        [("2025-12-14", "500.00"), ("2026-01-14", "500.00"), ("2026-02-14", "500.00")],
    ),
    "half years, rising, half of the first free": (
        "2024-07-01", "2026-06-30",
        {"yearly_fen": 2_000_000, "every": HALF, "rise_percent": 10_000, "rise_every": 1,
         "free": (Free(date(2024, 7, 1), date(2024, 9, 30)),)},
        [("2024-07-01", "5000.00"), ("2025-01-01", "10000.00"), ("2025-07-01", "11000.00"),
         ("2026-01-01", "11000.00")],
    ),
    "one day": (
        "2025-05-05", "2025-05-05", {"yearly_fen": 36_500}, [("2025-05-05", "1.00")],
    ),
}  # fmt: skip


def _fen(yuan: str) -> int:
    return int(yuan.replace(".", ""))


@pytest.mark.parametrize("name", BY_HAND)
def test_a_schedule_is_the_one_made_by_hand_to_the_cent(name: str) -> None:
    first, last, agreed, table = BY_HAND[name]
    made = schedule(Terms(date.fromisoformat(first), date.fromisoformat(last), **agreed))
    assert [(one.due_on.isoformat(), one.fen) for one in made] == [
        (due, _fen(yuan)) for due, yuan in table
    ]
    assert [one.seq for one in made] == list(range(1, len(made) + 1))


def test_there_are_at_least_twenty_of_them() -> None:
    assert len(BY_HAND) >= 20


days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
ways = st.sampled_from((YEARLY, HALF, QUARTERLY, MONTHLY))


@given(days, st.integers(1, 12), st.integers(1, 10**9), ways, st.sampled_from((ADVANCE, ARREARS)))
def test_whole_years_cost_whole_rents_however_they_are_paid(
    first: date, years: int, rent: int, every: str, when: str
) -> None:
    last = begins(first, 12 * years) - timedelta(days=1)
    made = schedule(Terms(first, last, every, when, yearly_fen=rent))
    assert sum(one.fen for one in made) == rent * years


@given(days, st.integers(0, 3000), ways, st.integers(10**6, 10**8))
def test_every_day_belongs_to_one_instalment(
    first: date, length: int, every: str, rent: int
) -> None:
    last = first + timedelta(days=length)
    made = schedule(Terms(first, last, every, yearly_fen=rent))
    assert made[0].first == first
    assert made[-1].last == last
    for one, following in pairwise(made):
        assert following.first == one.last + timedelta(days=1)


@given(days, st.integers(1, 4000), ways, st.integers(1, 10**9))
def test_a_total_is_shared_out_to_the_cent(
    first: date, length: int, every: str, total: int
) -> None:
    made = schedule(Terms(first, first + timedelta(days=length), every, total_fen=total))
    assert sum(one.fen for one in made) == total


@given(days, st.integers(1, 5), st.integers(1, 30_000), st.integers(1, 10**8))
def test_the_rent_rises_by_the_years_that_have_passed(
    first: date, every: int, percent: int, rent: int
) -> None:
    terms = Terms(
        first, first + timedelta(days=9000), yearly_fen=rent,
        rise_percent=percent, rise_every=every,
    )  # fmt: skip
    turn = begins(first, 12 * every)
    assert yearly_rent(terms, turn - timedelta(days=1)) == rent
    assert yearly_rent(terms, turn) == (rent * (100_000 + percent) * 2 + 100_000) // 200_000
