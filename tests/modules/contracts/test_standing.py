"""Who owes what: part payments, one sum for several dues, more than was due; and the colours."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.modules.contracts.rules.standing import (
    LATE,
    NOT_YET,
    OPEN,
    PAID,
    TOO_LATE,
    Due,
    Paid,
    Standing,
    account,
    spread,
)

DAY = date(2026, 3, 1)


def due(seq: int, fen: int, on: date = DAY) -> Due:
    return Due(f"d{seq}", "c", seq, on, fen)


def paid(fen: int, due_id: str = "", on: date = DAY) -> Paid:
    return Paid("c", due_id, on, fen)


@pytest.mark.parametrize(
    ("later", "state"),
    [
        (timedelta(days=-1), NOT_YET),
        (timedelta(0), OPEN),
        (timedelta(days=1), LATE),  # yellow from day 1
        (date(2026, 5, 1) - DAY, LATE),  # two months to the day
        (date(2026, 5, 2) - DAY, TOO_LATE),  # red
    ],
)
def test_a_due_is_yellow_from_day_one_and_red_after_two_months(
    later: timedelta, state: str
) -> None:
    assert Standing(due(1, 100)).state(DAY + later, 2) == state
    assert Standing(due(1, 100), 100).state(DAY + later, 2) == PAID
    assert Standing(due(1, 100), 99).state(DAY + later, 2) == state


def test_a_part_payment_leaves_the_rest_open() -> None:
    found = account([due(1, 1000)], [paid(300, "d1"), paid(200, "d1", date(2026, 4, 1))])
    assert (found.dues[0].paid, found.dues[0].left) == (500, 500)
    assert found.dues[0].last_on == date(2026, 4, 1)
    assert found.owed(DAY) == 0, "not late on the day itself"
    assert found.owed(DAY + timedelta(days=1)) == 500


def test_what_is_too_much_is_carried_to_the_next_dues_and_beyond() -> None:
    dues = [due(n, 1000, DAY.replace(year=2025 + n)) for n in (1, 2, 3)]
    found = account(dues, [paid(2500, "d1")])
    assert [one.paid for one in found.dues] == [1000, 1000, 500]
    assert account(dues, [paid(3333, "d1")]).over == 333


def test_a_due_that_is_gone_gives_its_money_to_the_earliest_open_one() -> None:
    found = account([due(2, 1000), due(1, 400, date(2026, 1, 1))], [paid(600, "gone")])
    assert [(one.due.id, one.paid) for one in found.dues] == [("d1", 400), ("d2", 200)]


def test_one_entry_is_laid_on_several_dues_in_order() -> None:
    standings = [Standing(due(1, 1000), 400), Standing(due(2, 500)), Standing(due(3, 500))]
    assert spread(standings, 1200) == (("d1", 600), ("d2", 500), ("d3", 100))
    assert spread(standings, 1800) == (("d1", 600), ("d2", 500), ("d3", 500), ("", 200))


@given(
    st.lists(st.integers(1, 10**6), max_size=8),
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 9)), max_size=12),
)
def test_no_cent_is_lost_or_counted_twice(
    amounts: list[int], payments: list[tuple[int, int]]
) -> None:
    dues = [due(n, fen, DAY + timedelta(days=n)) for n, fen in enumerate(amounts)]
    found = account(dues, [paid(fen, f"d{n}") for fen, n in payments])
    assert found.paid == sum(fen for fen, _ in payments)
    assert all(0 <= one.paid <= one.due.fen for one in found.dues)
    assert not found.over or all(one.settled for one in found.dues)
