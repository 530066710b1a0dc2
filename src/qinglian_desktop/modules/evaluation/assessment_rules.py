"""A self-assessment, judged: pure. What adds up, what lacks a word, what would reach a level."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import assessment_records as records
from qinglian_desktop.modules.evaluation.assessment_records import NOT_FOR_US
from qinglian_desktop.modules.evaluation.system import shown

_UNIT = 1000  # a QUANTITY is kept in thousandths
_CENT = Decimal("0.01")

# From where to where what became of it may be written down; what comes before 已报送 is done by
# acts of their own.
NEXT: Mapping[str, tuple[str, ...]] = {
    records.SENT: (records.MARKED, records.BACK, records.PUBLIC),
    records.MARKED: (records.BACK, records.PUBLIC),
    records.BACK: (records.MARKED, records.PUBLIC),
    records.PUBLIC: (records.DISTRICT, records.RECOGNISED, records.REFUSED),
    records.DISTRICT: (records.RECOGNISED, records.REFUSED),
    records.RECOGNISED: (records.PAUSED, records.REVOKED),
    records.PAUSED: (records.RESUMED, records.REVOKED),
    records.RESUMED: (records.PAUSED, records.REVOKED),
}


def decimal(stored: int | None) -> Decimal:
    return Decimal(stored or 0) / _UNIT


def stored(points: Decimal) -> int:
    return int((points * _UNIT).to_integral_value(ROUND_HALF_UP))


def told(value: int | None) -> str:
    """2.75 as people write it; "" where nothing is said."""
    return "" if value is None else shown(decimal(value))


def applies(line: Row) -> bool:
    return bool(line["basis"] != NOT_FOR_US)


def may_be_left_out(line: Row) -> bool:
    """Does the issued table itself say that it is not for everybody?"""
    return "不适用" in f"{line['title']}{line['scoring'] or ''}"


# -- adding up -----------------------------------------------------------------------------------


class Aspect(NamedTuple):
    name: str
    earned: Decimal
    most: Decimal


class Tally(NamedTuple):
    """All lines together; what does not apply is taken out and the rest told out of the whole."""

    earned: Decimal
    most: Decimal  # of what applies
    points: Decimal  # earned × whole ÷ most
    aspects: tuple[Aspect, ...]
    said: int  # lines that have a score
    asked: int  # lines that need one
    whole: Decimal  # of all lines


def tally(lines: Sequence[Row], field: str = "self_score") -> Tally:
    """What one column of the lines comes to."""
    return added_up(lines, {line["id"]: line[field] for line in lines})


def added_up(lines: Sequence[Row], scores: Mapping[str, int | None]) -> Tally:
    by: dict[str, tuple[int, int]] = {}
    said = asked = whole = 0
    for line in lines:
        earned, most = by.get(line["dimension"], (0, 0))
        whole += line["points"]
        if applies(line):
            score = scores.get(line["id"])
            asked, said = asked + 1, said + (score is not None)
            earned, most = earned + (score or 0), most + line["points"]
        by[line["dimension"]] = earned, most
    earned, most = sum(one for one, _ in by.values()), sum(one for _, one in by.values())
    points = Fraction(earned * whole, most * _UNIT) if most else Fraction(0)
    aspects = tuple(Aspect(name, decimal(got), decimal(of)) for name, (got, of) in by.items())
    return Tally(decimal(earned), decimal(most), _rounded(points), aspects, said, asked,
                 decimal(whole))  # fmt: skip


def _rounded(points: Fraction) -> Decimal:
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return exact.quantize(_CENT, ROUND_HALF_UP)


# -- what still needs a word ---------------------------------------------------------------------


class Lacking(NamedTuple):
    """One thing before it can go on, and the field it is said in."""

    line_id: str
    what: str
    field: str


def lacking(
    lines: Iterable[Row], last: Mapping[str, int], marks: Mapping[str, int]
) -> list[Lacking]:
    """`last` is what last year came to by indicator, `marks` the street's of the version before."""
    found = []
    for line in lines:
        if not applies(line):
            continue
        if line["self_score"] is None:
            found.append(Lacking(line["id"], f"{line['indicator']} 还没自评", "self_score"))
            continue
        if why := unlike_suggested(line):
            found.append(Lacking(line["id"], f"{line['indicator']} {why}", "note"))
        if why := unlike_others(line, last, marks):
            found.append(Lacking(line["id"], f"{line['indicator']} {why}", "differs"))
    return found


def unlike_suggested(line: Row) -> str:
    """自评与系统建议差 3 分，请写一句原因 — while none is written."""
    gap = (line["self_score"] or 0) - (line["suggested"] or 0)
    if line["self_score"] is None or not gap or _said(line["note"]):
        return ""
    return f"自评与系统建议差 {told(abs(gap))} 分，请写一句原因"


def unlike_others(line: Row, last: Mapping[str, int], marks: Mapping[str, int]) -> str:
    if line["self_score"] is None or _said(line["differs"]):
        return ""
    named = (("上年", last), ("街道核评", marks))
    for what, scores in named:
        other = scores.get(line["indicator"])
        if other is not None and other != line["self_score"]:
            return f"自评与{what}差 {told(abs(line['self_score'] - other))} 分，请写一句说明"
    return ""


def _said(text: str | None) -> bool:
    return bool((text or "").strip())


# -- gaps ----------------------------------------------------------------------------------------


class Gap(NamedTuple):
    """What one line has lost and how it can be made up."""

    line_id: str
    indicator: str
    title: str
    lost: Decimal
    how: str
    can: bool = True  # can it still be made up?
    task_id: str = ""
    # What can still be done for it; once the cut-off day is over, what people can still judge.
    most_back: Decimal | None = None

    @property
    def back(self) -> Decimal:
        """So much of it can be made up."""
        return self.lost if self.most_back is None else min(self.lost, self.most_back)


def lost(line: Row) -> Decimal:
    """Points this line is short of; by the suggestion while the unit has said nothing."""
    if not applies(line):
        return Decimal(0)
    score = line["suggested"] if line["self_score"] is None else line["self_score"]
    return max(decimal(line["points"]) - decimal(score), Decimal(0))


class Reach(NamedTuple):
    """The fewest items that bring so many points; `reached` is what they come to."""

    items: tuple[Gap, ...]
    reached: Decimal
    enough: bool


def to_reach(gaps: Iterable[Gap], now: Tally, target: Decimal) -> Reach:
    """补齐哪几项可达标: the largest first, which needs the fewest of them."""
    chosen: list[Gap] = []
    points = now.points
    left = sorted((one for one in gaps if one.can), key=lambda one: (-one.back, one.indicator))
    for gap in left:
        if points >= target:
            break
        chosen.append(gap)
        earned = now.earned + sum((one.back for one in chosen), Decimal(0))
        points = _rounded(Fraction(earned) * Fraction(now.whole) / Fraction(now.most))
    return Reach(tuple(chosen), points, points >= target)
