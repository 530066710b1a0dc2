"""What falls due when by a contract? Pure: terms in, instalments out, to the cent.

Periods run from the first day of the contract, by its own months and not by the calendar's. Part
of a period counts by the day. Within a contract year cents are rounded on the running sum, so
that twelve months make the year's rent exactly.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from qinglian_desktop.core.reckoning import placed
from qinglian_desktop.modules.contracts.records import (
    ADVANCE,
    AS_LISTED,
    HALF,
    MONTHLY,
    ONCE,
    QUARTERLY,
    YEARLY,
)

_MONTHS: Final = {YEARLY: 12, HALF: 6, QUARTERLY: 3, MONTHLY: 1, ONCE: 12}
_PERCENT: Final = 100_000  # a quantity of 5 % is stored as 5,000
_DAY: Final = timedelta(days=1)
LONGEST: Final = 100  # years; a longer term is a slip of the keys


class Free(NamedTuple):
    """Days without rent, both included."""

    first: date
    last: date


class Listed(NamedTuple):
    """A sum that the contract names itself."""

    due_on: date
    fen: int


class Terms(NamedTuple):
    """What a contract says about money, as the schedule needs it."""

    first: date
    last: date
    every: str = YEARLY
    when: str = ADVANCE
    days: int = 0  # after the first day (or, paid afterwards, the last day) of a period
    yearly_fen: int | None = None
    total_fen: int | None = None
    rise_percent: int = 0  # as stored: thousandths of a percent
    rise_every: int = 0  # years
    changes: tuple[tuple[date, int], ...] = ()  # another yearly rent from a day on
    free: tuple[Free, ...] = ()
    listed: tuple[Listed, ...] = ()
    prepaid_years: int = 0  # paid so many years at a time
    agreed: date | None = None  # the last day agreed, where `last` came sooner


class Instalment(NamedTuple):
    seq: int
    first: date
    last: date
    due_on: date
    fen: int


class _Piece(NamedTuple):
    """A period of the smallest length, and what it costs exactly."""

    first: date
    last: date
    year: int  # the contract year it lies in, from 0
    fen: Fraction


def schedule(terms: Terms) -> tuple[Instalment, ...]:
    """Every sum that falls due, in order; periods wholly free of rent are left out."""
    if terms.every == AS_LISTED:
        found = [
            (one.due_on, one.due_on, one.due_on, one.fen)
            for one in sorted(terms.listed)
            if terms.agreed is None or one.due_on <= terms.last
        ]
    else:
        found = [
            (group[0][0].first, group[-1][0].last, _due(terms, group[0][0].first,
             group[-1][0].last), sum(fen for _, fen in group))
            for group in _grouped(terms, _rounded(terms, tuple(_pieces(terms))))
        ]  # fmt: skip
    some = [one for one in found if one[3]]
    return tuple(Instalment(seq, *one) for seq, one in enumerate(some, 1))


def yearly_rent(terms: Terms, day: date) -> int:
    """The rent of a year as it stands on that day, rounded to the cent at each rise."""
    changed = [fen for since, fen in sorted(terms.changes) if since <= day]
    if changed:
        return changed[-1]  # from then on the list of the contract says it, not the percentage
    rent = terms.yearly_fen or 0
    if terms.rise_percent and terms.rise_every:
        for _ in range(_years(terms.first, day) // terms.rise_every):
            rent = round_half_up(Fraction(rent) * (_PERCENT + terms.rise_percent) / _PERCENT)
    return rent


def rents_after(terms: Terms, start: date, end: date) -> list[tuple[date, int]]:
    """The other rents that come after a day: from when, and how much a year."""
    days = {since for since, _ in terms.changes}
    if terms.rise_percent and terms.rise_every:
        days |= {begins(terms.first, 12 * year) for year in range(1, LONGEST)}
    found, rent = [], yearly_rent(terms, start)
    for day in sorted(day for day in days if start < day <= end):
        if (fen := yearly_rent(terms, day)) != rent:
            found.append((day, fen))
            rent = fen
    return found


def round_half_up(exact: Fraction) -> int:
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def begins(first: date, months: int) -> date:
    """The day on which a period begins so many months later.

    Where that month lacks the day, the period before takes its last day (民法典 202), so that the
    next one begins on the first of the month after.
    """
    day = placed(first, months, first.day)
    return day if day.day == first.day else day + _DAY


def _years(first: date, day: date) -> int:
    """Whole contract years that have passed on that day."""
    years = day.year - first.year
    return years - (begins(first, 12 * years) > day)


def _pieces(terms: Terms) -> Iterator[_Piece]:
    months = _MONTHS[terms.every]
    start, place = terms.first, 0
    while start <= terms.last and place * months <= 12 * LONGEST:
        following = begins(terms.first, (place + 1) * months)
        last = min(following - _DAY, terms.last)
        whole = (following - start).days
        exact = sum(
            (
                _rate(terms, day) * Fraction(months, 12) * Fraction((end - day).days, whole)
                for day, end in _parts(terms, start, last)
            ),
            Fraction(0),
        )
        yield _Piece(start, last, place * months // 12, exact)
        start, place = following, place + 1


def _rate(terms: Terms, day: date) -> int:
    """With a total alone a year weighs the same throughout; see `_rounded`."""
    if any(one.first <= day <= one.last for one in terms.free):
        return 0
    return 1 if _by_total(terms) else yearly_rent(terms, day)


def _by_total(terms: Terms) -> bool:
    return terms.yearly_fen is None and not terms.changes and terms.total_fen is not None


def _parts(terms: Terms, first: date, last: date) -> Iterator[tuple[date, date]]:
    """The stretches of a period in which the rent stays the same: [first day, day after)."""
    end = last + _DAY
    cuts = {since for since, _ in terms.changes}
    cuts |= {one.first for one in terms.free} | {one.last + _DAY for one in terms.free}
    yield from pairwise(sorted({first, end} | {cut for cut in cuts if first < cut < end}))


def _rounded(terms: Terms, pieces: Sequence[_Piece]) -> list[tuple[_Piece, int]]:
    """In cents: the running sum of each contract year is rounded, not each period."""
    made: list[tuple[_Piece, int]] = []
    scale = Fraction(1)
    if _by_total(terms):
        whole = pieces if terms.agreed is None else _pieces(_as_agreed(terms, terms.agreed))
        total = sum((piece.fen for piece in whole), Fraction(0))
        scale = Fraction(terms.total_fen or 0) / total if total else Fraction(0)
    running, told, year = Fraction(0), 0, 0
    for piece in pieces:
        if piece.year != year and not _by_total(terms):
            running, told, year = Fraction(0), 0, piece.year
        running += piece.fen * scale
        made.append((piece, round_half_up(running) - told))
        told = round_half_up(running)
    return made


def _as_agreed(terms: Terms, last: date) -> Terms:
    """A price for the whole term is spread over all of it, however soon it ended."""
    return terms._replace(last=last, agreed=None)


def _grouped(
    terms: Terms, pieces: Sequence[tuple[_Piece, int]]
) -> Iterator[Sequence[tuple[_Piece, int]]]:
    """What is paid together: one period, several years at a time, or all at once."""
    size = len(pieces) if terms.every == ONCE else 1
    if terms.every == YEARLY and terms.prepaid_years > 1:
        size = terms.prepaid_years
    for place in range(0, len(pieces), max(size, 1)):
        yield pieces[place : place + size]


def _due(terms: Terms, first: date, last: date) -> date:
    return (first if terms.when == ADVANCE else last) + timedelta(days=terms.days)
