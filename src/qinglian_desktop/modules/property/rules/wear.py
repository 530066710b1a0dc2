"""How much wears off an asset, month by month, to the 分?

A plan is made once for the whole life. As long as what was charged is what the plan says, the
plan goes on; after a changed value, life or an earlier figure brought in, what is left is spread
evenly over the months that are left.
"""

from datetime import date
from typing import NamedTuple

EVEN, DECLINING, DIGITS, NONE = "even", "declining", "digits", "none"
_YEAR = 12


class Card(NamedTuple):
    """What the plan is made of, in 分 and months; a month is a number (year × 12 + month − 1)."""

    value: int
    residual: int
    months: int
    first: int  # the first month that is charged
    formula: str = EVEN
    factor: int = 2  # of the declining balance
    even_years: int = 2  # at its end, spread evenly


def month_of(day: date) -> int:
    """The number of a month, so that months can be counted."""
    return day.year * _YEAR + day.month - 1


def month_word(month: int) -> str:
    """2026-11"""
    return f"{month // _YEAR}-{month % _YEAR + 1:02d}"


def spread(amount: int, months: int) -> tuple[int, ...]:
    """Evenly, each month rounded to the 分; the last month takes what is left."""
    if months <= 0 or amount <= 0:
        return (0,) * max(months, 0)
    each, made, left = _rounded(amount, months), [], amount
    for _ in range(months - 1):
        made.append(min(each, left))
        left -= made[-1]
    return (*made, left)


def whole_plan(card: Card) -> tuple[int, ...]:
    """The charge of each month of the life; together the value less the residual."""
    base = max(card.value - card.residual, 0)
    if card.formula == NONE or card.months <= 0 or not base:
        return ()
    years = -(-card.months // _YEAR)
    if card.formula == DECLINING and years > card.even_years:
        return _declining(card, years)
    if card.formula == DIGITS:
        return _digits(base, card.months, years)
    return spread(base, card.months)


def charges(card: Card, worn: int, month: int) -> int:
    """What is to be charged in this month, with `worn` charged before it."""
    place, left = month - card.first, card.value - card.residual - worn
    if card.formula == NONE or not 0 <= place < card.months or left <= 0:
        return 0
    plan = whole_plan(card)
    if worn == sum(plan[:place]):
        return plan[place]
    return spread(left, card.months - place)[0]


def _declining(card: Card, years: int) -> tuple[int, ...]:
    made: list[int] = []
    net = card.value
    for _ in range(years - card.even_years):
        year = min(_rounded(net * card.factor, years), net - card.residual)
        made += spread(year, _YEAR)
        net -= year
    return (*made, *spread(net - card.residual, card.months - len(made)))


def _digits(base: int, months: int, years: int) -> tuple[int, ...]:
    made: list[int] = []
    total = years * (years + 1) // 2
    for year in range(years - 1):
        share = _rounded(base * (years - year), total)
        made += spread(min(share, base - sum(made)), _YEAR)
    return (*made, *spread(base - sum(made), months - len(made)))


def _rounded(part: int, whole: int) -> int:
    """Half a 分 counts as one."""
    return (2 * part + whole) // (2 * whole)
