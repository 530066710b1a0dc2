"""From what was found to points: pure, in whole fractions, told as a formula people can follow."""

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.evaluation.system import (
    BY_HAND,
    FULL,
    MINUS,
    SHARE,
    STEPS,
    WHOLE,
    Indicator,
    Part,
    System,
    shown,
)

SCORED, NOT_APPLICABLE, NO_DATA = "scored", "not_applicable", "no_data"
STATES: Mapping[str, str] = {
    SCORED: "已计分",
    NOT_APPLICABLE: "不适用",
    NO_DATA: "没有记录",
}
_CENT = Decimal("0.01")
_PLACES = re.compile(r"保留\s*([1一两二2])\s*位小数")
_NO_ROWS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Behind(NamedTuple):
    """The rows a number came from, as a list that can be opened."""

    words: str
    query: Query
    many: int


class Found(NamedTuple):
    """What a measure counted: so many of so many, out of these rows."""

    good: Fraction | int
    of: Fraction | int
    rows: Mapping[str, tuple[str, ...]] = _NO_ROWS  # table → ids of the rows it counted
    lacks: str = ""  # what is missing, in words
    sampled: bool = False  # `of` counts rows, so that a few of them say little
    late: frozenset[str] = frozenset()  # ids of those entered long after the day they tell of
    missed: int = 0  # of `of`: its time is over, nothing that is done now counts for it

    @property
    def seen(self) -> bool:
        """Does any row stand behind it?"""
        return any(self.rows.values())


class PartScore(NamedTuple):
    """What one part comes to; `points` is 0 where somebody has to judge."""

    part: Part
    label: str
    points: Fraction
    formula: str
    found: Found | None
    behind: tuple[Behind, ...] = ()


class Suggestion(NamedTuple):
    """What the records say to one indicator; the clerk decides."""

    indicator_id: str
    state: str
    points: Decimal
    most: Decimal
    formula: str
    parts: tuple[PartScore, ...] = ()
    notes: tuple[str, ...] = ()
    by_hand: Decimal = Decimal(0)  # of `most` only people can judge
    late: int = 0
    counted: int = 0

    @property
    def behind(self) -> tuple[Behind, ...]:
        return tuple(one for part in self.parts for one in part.behind)

    @property
    def computed(self) -> bool:
        """Is any of it worked out from records?"""
        return any(one.part.way != BY_HAND for one in self.parts)

    @property
    def missed(self) -> Decimal:
        """Points that nothing done from now on brings back."""
        lost = (_missed(one.part, one.found) for one in self.parts if one.found is not None)
        return rounded(sum(lost, Fraction(0)))


def _missed(part: Part, found: Found) -> Fraction:
    best = found._replace(good=Fraction(found.of) - found.missed)
    return points_of(part, found._replace(good=found.of)) - points_of(part, best)


def points_of(part: Part, found: Found | None) -> Fraction:
    """What a part earns; never below 0, except where it only takes away."""
    if part.way == BY_HAND or found is None:
        return Fraction(0)
    full, good, of = Fraction(part.points), Fraction(found.good), Fraction(found.of)
    if part.way == MINUS:
        if not of and part.points and not part.empty:
            return Fraction(0)
        left = full - Fraction(part.each) * (of - good)
        return max(left, Fraction(0)) if part.points else left
    if not of:
        return full if part.empty else Fraction(0)
    return _of_share(part, full, good / of)


def _of_share(part: Part, full: Fraction, share: Fraction) -> Fraction:
    share = min(share, Fraction(1))
    if part.way == SHARE:
        return full * share
    if part.way == WHOLE:
        return full if share == 1 else Fraction(0)
    if part.way == STEPS:
        reached = (points for least, points in part.steps if share * 100 >= Fraction(least))
        return Fraction(next(reached, Decimal(0)))
    raise ValueError(part.way)


def formula_of(part: Part, found: Found | None, points: Fraction) -> str:
    """How the points of a part come about, in plain words."""
    full = shown(part.points)
    if part.way == BY_HAND:
        return f"最多 {full} 分，要人工评定"
    if found is None:
        return f"最多 {full} 分，还没有这本台账，请按材料自评"
    good, of, got = _figure(found.good), _figure(found.of), shown(points)
    if not found.of and part.way != MINUS:
        earned = "没有应办的，得满分" if part.empty else "没有可计的记录"
        return f"{earned} = {got}"
    if part.way == MINUS:
        lacking = _figure(Fraction(found.of) - Fraction(found.good))
        if not part.points:
            told = f"{lacking} 件，每件扣 {shown(part.each)} 分 = {got}"
            return told if found.of else "没有，不扣分"
        return f"{full} － 缺 {lacking} × {shown(part.each)} = {got}"
    if part.way == WHOLE:
        return f"{good}/{of}，{'齐全得' if points else '没有齐全，得'} {got}"
    if part.way == STEPS:
        return f"{percent(found)}，按档得 {got}"
    if found.of == 1 and Fraction(found.good).denominator > 1:
        return f"{full} × {percent(found)} = {got}"
    return f"{full} × {good} ÷ {of} = {got}"


def percent(found: Found) -> str:
    share = Fraction(found.good) / Fraction(found.of) * 100
    value = Decimal(share.numerator) / Decimal(share.denominator)
    return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def _figure(value: Fraction | int) -> str:
    return shown(Fraction(value))


def rounded(points: Fraction, to: Decimal = _CENT) -> Decimal:
    """Two places, or as few as the issue says, half up, never below 0."""
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return max(exact, Decimal(0)).quantize(to, ROUND_HALF_UP)


def places_of(indicator: Indicator) -> Decimal:
    """What its points are rounded to: 保留1位小数, where it says so."""
    told = _PLACES.search(indicator.words)
    return Decimal("0.1") if told and told[1] in "1一" else _CENT


def scored(
    indicator: Indicator, parts: tuple[PartScore, ...], few: int, *, applies: bool = True
) -> Suggestion:
    """The suggestion to an indicator from its parts."""
    if not applies:
        words = "没有集体经济组织，这一项不适用，剔除后折算"
        return Suggestion(indicator.id, NOT_APPLICABLE, Decimal(0), indicator.points, words)
    notes: list[str] = []
    late: set[str] = set()
    counted: set[tuple[str, str]] = set()
    for one in parts:
        found = one.found
        if found is None:
            continue
        late |= found.late
        counted |= {(table, row_id) for table, ids in found.rows.items() for row_id in ids}
        if found.sampled and 0 < found.of < few:
            notes.append(f"样本过少：{one.label}只有 {_figure(found.of)} 件")
        if found.lacks:
            notes.append(f"{one.label}：{found.lacks}")
    if late:
        notes.append(f"补录 {len(late)} 条")
    state = SCORED if any(_says_something(one) for one in parts) else NO_DATA
    total = sum((one.points for one in parts), Fraction(0))
    to = places_of(indicator)
    points = min(rounded(total, to), indicator.points) if state == SCORED else Decimal(0)
    formula = _together(parts, points)
    if to != _CENT and Fraction(points) != total:
        formula += f"；保留 1 位小数，得 {shown(points)} 分"
    return Suggestion(
        indicator.id, state, points, indicator.points, formula, parts,
        tuple(notes), indicator.by_hand, len(late), len(counted),
    )  # fmt: skip


def _says_something(one: PartScore) -> bool:
    """Is there a record behind it, or was nothing due that could be missing?"""
    if one.found is None:
        return False
    return one.found.seen or bool(one.part.empty == FULL and not one.found.of)


def _together(parts: tuple[PartScore, ...], points: Decimal) -> str:
    told = [f"{one.label}：{one.formula}" for one in parts]
    return "；".join(told) + (f"；合计 {shown(points)} 分" if len(parts) > 1 else "")


# -- the whole ---------------------------------------------------------------------------------


class Total(NamedTuple):
    """All indicators together, what does not apply taken out and the rest told out of 100."""

    earned: Decimal
    applicable: Decimal
    points: Decimal  # earned × total ÷ applicable
    by_dimension: Mapping[str, tuple[Decimal, Decimal]]  # id → (earned, applicable)
    no_data: int


def total(
    system: System,
    states: Mapping[str, str],
    points: Callable[[str], Decimal],
) -> Total:
    """Adds up what each indicator got; `states` says which of them do not apply."""
    by: dict[str, tuple[Decimal, Decimal]] = {}
    for one in system.indicators:
        earned, most = by.get(one.dimension, (Decimal(0), Decimal(0)))
        if states.get(one.id) != NOT_APPLICABLE:
            earned, most = earned + points(one.id), most + one.points
        by[one.dimension] = earned, most
    earned = sum((one for one, _ in by.values()), Decimal(0))
    most = sum((one for _, one in by.values()), Decimal(0))
    share = Fraction(earned) * Fraction(system.total) / Fraction(most) if most else Fraction(0)
    none = sum(state == NO_DATA for state in states.values())
    return Total(earned, most, rounded(share), by, none)
