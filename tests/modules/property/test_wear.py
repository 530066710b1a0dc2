"""What wears off, to the 分: fixtures worked out by hand, and what holds for any asset."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.modules.property import rules
from qinglian_desktop.modules.property.rules import Card, charges, spread, whole_plan
from qinglian_desktop.modules.property.rules.posting import Leaving, left

FIRST = rules.month_of(date(2026, 1, 1))


def lived(card: Card, months: int) -> list[int]:
    """Charged month by month, as the office does it."""
    worn, made = 0, []
    for month in range(card.first, card.first + months):
        made.append(charges(card, worn, month))
        worn += made[-1]
    return made


def test_straight_line_over_five_years_to_the_cent() -> None:
    # A press for 10,000.00 with 4 % left after 60 months: 9,600.00 / 60 = 160.00 a month.
    assert lived(Card(1_000_000, 40_000, 60, FIRST), 61) == [16_000] * 60 + [0]
    # 9,500.00 / 60 = 158.3333…: 158.33 a month, and 158.53 in the last one.
    odd = lived(Card(1_000_000, 50_000, 60, FIRST), 62)
    assert odd == [15_833] * 59 + [15_853, 0, 0]
    assert [sum(odd[year * 12 : year * 12 + 12]) for year in range(5)] == [
        189_996, 189_996, 189_996, 189_996, 190_016,
    ]  # fmt: skip


def test_declining_balance_and_sum_of_digits_as_the_textbook_has_them() -> None:
    # 100,000.00, 5 years, 4,000.00 left: 40 % of the net for three years, then 17,600.00 in
    # 24 months of 733.33, the last of them 733.41.
    plan = whole_plan(Card(10_000_000, 400_000, 60, FIRST, "declining"))
    assert [sum(plan[n : n + 12]) for n in range(0, 60, 12)] == [
        4_000_000, 2_400_000, 1_440_000, 879_996, 880_004,
    ]  # fmt: skip
    # 5/15, 4/15 … of 96,000.00
    digits = whole_plan(Card(10_000_000, 400_000, 60, FIRST, "digits"))
    assert [sum(digits[n : n + 12]) for n in range(0, 60, 12)] == [
        3_200_000, 2_560_000, 1_920_000, 1_280_000, 640_000,
    ]  # fmt: skip


@given(
    st.integers(0, 10**9), st.integers(0, 1000), st.integers(1, 600),
    st.sampled_from(("even", "declining", "digits")),
)  # fmt: skip
def test_it_ends_at_the_residual_and_never_goes_below(
    value: int, permille: int, months: int, formula: str
) -> None:
    residual = value * permille // 1000
    plan = whole_plan(Card(value, residual, months, FIRST, formula))
    assert sum(plan) == value - residual
    assert all(charge >= 0 for charge in plan)
    assert len(plan) == (months if value > residual else 0)


@given(st.integers(0, 10**8), st.integers(1, 400))
def test_even_months_differ_only_at_the_end(amount: int, months: int) -> None:
    made = spread(amount, months)
    assert sum(made) == amount
    kept = [charge for charge in made[:-1] if charge]
    assert len(set(kept[:-1])) <= 1


@given(st.integers(1, 10**8), st.integers(2, 120), st.data())
def test_a_changed_value_is_spread_over_what_is_left(value: int, months: int, data: st.DataObject
) -> None:  # fmt: skip
    changed = data.draw(st.integers(1, months - 1))
    later = data.draw(st.integers(value, 2 * value))
    worn = sum(lived(Card(value, 0, months, FIRST), changed))
    card, month = Card(later, 0, months, FIRST), FIRST + changed
    for place in range(month, FIRST + months):
        worn += charges(card, worn, place)
    assert worn == later
    assert charges(card, worn, FIRST + months) == 0


@pytest.mark.parametrize(("month", "charge"), [(FIRST - 1, 0), (FIRST, 160), (FIRST + 60, 0)])
def test_nothing_before_the_first_month_and_after_the_last(month: int, charge: int) -> None:
    assert charges(Card(10_000, 400, 60, FIRST), 0 if month <= FIRST else 9_600, month) == charge


def test_land_never_wears_off() -> None:
    assert whole_plan(Card(1_000_000, 0, 60, FIRST, "none")) == ()
    assert charges(Card(1_000_000, 0, 60, FIRST, "none"), 0, FIRST) == 0


@given(
    st.integers(0, 10**9), st.integers(0, 100), st.integers(0, 100), st.integers(0, 10**9),
    st.sampled_from(("152", "162", "133", "")),
)  # fmt: skip
def test_what_goes_out_balances_and_clears_its_account(
    value: int, worn_share: int, charge_share: int, proceeds: int, contra: str
) -> None:
    worn = value * worn_share // 100 if contra else 0
    charge = worn * charge_share // 100
    lines = left(Leaving("15101", contra, value, worn, charge, "51306", proceeds, "11201",
                         "50403", "51503"))  # fmt: skip
    assert sum(line.debit for line in lines) == sum(line.credit for line in lines)
    assert all((line.debit > 0) != (line.credit > 0) for line in lines)
    moved = {a: sum(n.debit - n.credit for n in lines if n.account == a) for a in ("15101", "154")}
    assert moved == {"15101": -value, "154": 0}
