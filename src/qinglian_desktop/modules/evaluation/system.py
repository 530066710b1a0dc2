"""An indicator system (指标体系) as values: read from its dated pack, checked, told in words.

Points are whole decimals written as text in the pack, so that 0.6 and 0.2 add up to what they
should. What a system rules is looked for here and nowhere in code: sums, cap, cut-off day.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NamedTuple

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import TO_VERIFY, Pack

NAME = "evaluation-indicators"
RATIO, CHECKLIST, MIXED, GATE = "ratio", "checklist", "mixed", "gate"
BAND, DEDUCT, MANUAL = "band", "deduct", "manual"
RULES: Mapping[str, str] = {
    RATIO: "按比例",
    CHECKLIST: "逐项计分",
    MIXED: "分项计分",
    GATE: "设门槛",
    BAND: "分档",
    DEDUCT: "扣分",
    MANUAL: "人工评定",
}
# How a part turns what was found into points.
SHARE, WHOLE, MINUS, STEPS, BY_HAND = "share", "whole", "minus", "steps", "hand"
WAYS = (SHARE, WHOLE, MINUS, STEPS, BY_HAND)
COLLECTIVE = "collective"  # what an indicator needs so that it applies at all
# Of a part of which nothing was due: all of it is earned; the second only where another part of
# the indicator has records, since an empty ledger by itself shows nothing.
FULL, BESIDE = "full", "beside"


class Part(NamedTuple):
    """One part of an indicator: so many points, counted by this measure, in this way."""

    id: str
    points: Decimal
    way: str
    measure: str = ""  # a name of the registry; "" where somebody has to judge
    words: str = ""
    each: Decimal = Decimal(0)  # taken off for each one missing
    steps: tuple[tuple[Decimal, Decimal], ...] = ()  # (from so many per cent, points), falling
    empty: str = ""


class Indicator(NamedTuple):
    id: str
    dimension: str
    title: str
    points: Decimal
    rule: str
    words: str  # how it is scored, as issued
    papers: str  # what shows it, as issued
    item: str  # of the plan: 1—9, S1—S4, R1—R3
    needs: str
    parts: tuple[Part, ...]
    evidence: str = "GK"
    source: str = ""

    @property
    def by_hand(self) -> Decimal:
        """So many points only people can judge."""
        return sum((one.points for one in self.parts if one.way == BY_HAND), Decimal(0))


class Dimension(NamedTuple):
    id: str
    name: str
    points: Decimal


class Veto(NamedTuple):
    """One article of the negative list."""

    id: str
    title: str
    months: int  # how far one looks back from the cut-off day
    trigger: str
    confirmed_by: str
    effect: str
    pauses: bool  # the evaluation waits; otherwise the unit is not recognised
    measure: str  # of the registry, where the program can see it itself
    basis: str
    item: str = ""

    @property
    def number(self) -> int:
        return int("".join(sign for sign in self.id if sign.isdigit()) or 0)


class Bonus(NamedTuple):
    """One kind of bonus: points by level, or for each; so many at most."""

    id: str
    title: str
    words: str
    cap: Decimal
    each: Decimal
    levels: Mapping[str, Decimal]
    papers: str
    basis: str
    item: str = ""


class Level(NamedTuple):
    name: str
    at_least: Decimal


class System(NamedTuple):
    pack: str  # name@version, kept by whoever scored by it
    title: str
    source: str
    total: Decimal
    bonus_cap: Decimal
    cutoff: tuple[int, int]  # month, day
    late_days: int
    few: int
    gap_days: int  # until a task that makes up a lost point is due, unless said otherwise
    hand_in_days: int  # after the cut-off day until a self-assessment is handed in
    dimensions: tuple[Dimension, ...]
    indicators: tuple[Indicator, ...]
    vetoes: tuple[Veto, ...]
    bonuses: tuple[Bonus, ...]
    levels: tuple[Level, ...]
    settings: Mapping[str, Any]
    evidence: str = "GK"

    @property
    def unsure(self) -> str:
        """待核实 while points and rules are a proposal of the program."""
        return TO_VERIFY if self.evidence in ("GK", "LOC") else ""

    def cutoff_of(self, year: int) -> date:
        month, day = self.cutoff
        return date(year, month, day)

    def hand_in_by(self, year: int) -> date:
        return self.cutoff_of(year) + timedelta(days=self.hand_in_days)

    def dimension(self, dimension_id: str) -> Dimension:
        return next(one for one in self.dimensions if one.id == dimension_id)

    def level_of(self, points: Decimal) -> str:
        """The highest level these points reach."""
        reached = [one for one in self.levels if points >= one.at_least]
        return max(reached, key=lambda one: one.at_least).name if reached else ""


def of(pack: Pack) -> System:
    """The system a pack holds; Refused in words where a figure cannot be read."""
    data = pack.data
    return System(
        pack=pack.id,
        title=pack.title,
        source=pack.source,
        total=decimal(pack.value("total")),
        bonus_cap=decimal(pack.value("bonus_cap")),
        cutoff=(pack.value("period.cutoff_month"), pack.value("period.cutoff_day")),
        late_days=pack.value("period.late_days"),
        few=pack.value("period.few"),
        gap_days=pack.value("period.gap_days"),
        hand_in_days=data["period"].get("hand_in_days", 0),
        dimensions=tuple(
            Dimension(row["id"], row["name"], decimal(row["points"]))
            for row in pack.rows("dimensions")
        ),
        indicators=tuple(_indicator(row) for row in pack.rows("indicators")),
        vetoes=tuple(_veto(row) for row in pack.rows("vetoes")),
        bonuses=tuple(_bonus(row) for row in pack.rows("bonuses")),
        levels=tuple(
            Level(row["name"], decimal(row["at_least"])) for row in pack.rows("levels")
        ),
        settings=data.get("settings", {}),
        evidence=pack.evidence,
    )  # fmt: skip


def _indicator(row: Mapping[str, Any]) -> Indicator:
    return Indicator(
        row["id"], row["dimension"], row["title"], decimal(row["points"]), row["rule"],
        row["scoring"], row["papers"], row["item"], row.get("needs", ""),
        tuple(_part(one) for one in row["parts"]), row["evidence"], row["source"],
    )  # fmt: skip


def _part(row: Mapping[str, Any]) -> Part:
    steps = tuple((decimal(a), decimal(b)) for a, b in row.get("steps", ()))
    return Part(
        row["id"], decimal(row["points"]), row["way"], row.get("measure", ""),
        row.get("words", ""), decimal(row.get("each", "0")),
        tuple(sorted(steps, reverse=True)), row.get("empty", ""),
    )  # fmt: skip


def _veto(row: Mapping[str, Any]) -> Veto:
    return Veto(
        row["id"], row["title"], row["months"], row["trigger"], row["confirmed_by"],
        row["effect"], row["pauses"], row.get("measure", ""), row["basis"], row["item"],
    )  # fmt: skip


def _bonus(row: Mapping[str, Any]) -> Bonus:
    levels = {name: decimal(points) for name, points in row.get("levels", {}).items()}
    return Bonus(
        row["id"], row["title"], row["scoring"], decimal(row["cap"]),
        decimal(row.get("each", "0")), levels, row["papers"], row["basis"], row["item"],
    )  # fmt: skip


def decimal(text: Any) -> Decimal:
    """Points as the pack writes them: "0.6", 3."""
    try:
        value = Decimal(str(text))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= 10_000 or value != value.quantize(Decimal("0.0001")):
        raise Refused(f"分值“{text}”不是数", "请写成 3 或者 0.5 这样", code="QL-SA-001")
    return value


def shown(points: Decimal | Fraction) -> str:
    """Points as people write them: 3, 0.6, 2.75."""
    if isinstance(points, Fraction):
        points = Decimal(points.numerator) / Decimal(points.denominator)
    text = format(points.quantize(Decimal("0.0001")).normalize(), "f")
    return "0" if text in ("-0", "") else text


# -- whether it adds up ------------------------------------------------------------------------


def faults(system: System, before: System | None = None) -> tuple[str, ...]:
    """What does not add up, each with the aspect or indicator it stands in; () where all does.

    `before` is the system that held until now: it tells what an aspect should have.
    """
    return tuple(_faults(system, before))


def _faults(system: System, before: System | None) -> Iterator[str]:
    yield from _wrong_sums(system, before)
    counted = Counter(one.id for one in system.indicators)
    for indicator_id, times in counted.items():
        if times > 1:
            yield f"编号 {indicator_id} 有 {times} 项指标，应当各不相同"
    known = {one.id for one in system.dimensions}
    for one in system.indicators:
        if one.dimension not in known:
            yield f"指标 {one.id} 没有写属于哪个方面"
        if not one.title.strip():
            yield f"指标 {one.id} 没有写内容"
        if one.points <= 0:
            yield f"指标 {one.id} 没有分值"
        earned = sum((part.points for part in one.parts), Decimal(0))
        if earned != one.points:
            yield f"指标 {one.id} 各部分合计 {shown(earned)} 分，不是 {shown(one.points)} 分"
    if system.bonus_cap < 0:
        yield "加分上限比 0 小"


def _wrong_sums(system: System, before: System | None) -> Iterator[str]:
    found = sum((one.points for one in system.indicators), Decimal(0))
    off = [*_off(system.dimensions, system)]
    if found == system.total and not off:
        return
    if found == system.total:
        yield f"指标分值合计 {shown(found)}，但是{'；'.join(off)}"
        return
    if not off and before is not None:
        off = [*_off(before.dimensions, system)]
    whole = f"指标分值合计 {shown(found)}，不是 {shown(system.total)}"
    yield f"{whole}：{'；'.join(off)}" if off else f"{whole}：{_sums(system)}"


def _off(wanted: Sequence[Dimension], system: System) -> Iterator[str]:
    """第 3 方面少 2 分, for each aspect whose indicators miss what it should have."""
    if len(wanted) != len(system.dimensions):
        return
    for place, (want, there) in enumerate(zip(wanted, system.dimensions, strict=True), 1):
        gap = want.points - sum_of(system, there.id)
        if gap:
            yield f"第 {place} 方面{'少' if gap > 0 else '多'} {shown(abs(gap))} 分"


def _sums(system: System) -> str:
    return "，".join(
        f"第 {place} 方面 {shown(sum_of(system, one.id))} 分"
        for place, one in enumerate(system.dimensions, 1)
    )


def sum_of(system: System, dimension_id: str) -> Decimal:
    """What the indicators of an aspect have together."""
    return sum((o.points for o in system.indicators if o.dimension == dimension_id), Decimal(0))


def refuse_faulty(system: System, before: System | None = None) -> None:
    """Refused with the first thing that does not add up."""
    found = faults(system, before)
    if found:
        more = f"（另有 {len(found) - 1} 处）" if len(found) > 1 else ""
        raise Refused(f"{found[0]}{more}", "请改好指标表再导入", code="QL-SA-002")
