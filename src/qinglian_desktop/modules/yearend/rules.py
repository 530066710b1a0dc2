"""What becomes of a unit at the end of a year: pure. Scores in, a conclusion and its doubts out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation.assessment_records import REVIEWED
from qinglian_desktop.modules.evaluation.assessment_rules import (
    Tally,
    added_up,
    decimal,
    stored,
    tally,
    told,
)
from qinglian_desktop.modules.evaluation.standing import BonusTotal, Standing
from qinglian_desktop.modules.evaluation.system import System, shown
from qinglian_desktop.modules.yearend.records import ABSENT

# How far a unit is.
NOTHING, UNFROZEN, TO_REVIEW, BACK, TO_RULE, TO_SETTLE, CHANGED, SETTLED = (
    "没有收到", "没有报送", "待核评", "退回补充", "加分没核", "待核定", "有变化", "已核定",
)  # fmt: skip


class Case(NamedTuple):
    """All there is about one unit."""

    office: str
    code: str
    name: str
    kind: str
    handed_in: Row | None  # the newest version that was handed in
    begun: bool  # there is one that was not
    lines: Sequence[Row]
    marks: Mapping[str, Row]  # what the street gave, by line
    sent: Row | None  # how this version was sent back last
    bonus: BonusTotal
    standing: Standing
    verdict: Row | None


class Judged(NamedTuple):
    """One unit as the page and the notice tell it."""

    case: Case
    state: str
    own: Decimal | None  # 自评分, as handed in
    review: Decimal | None  # 复核分: marked lines as marked, all others as the unit said
    marked: int
    changed: int  # marked otherwise than the unit said
    worked_out: str  # 不予认定, 暂停评价, or the level these points reach
    conclusion: str  # as settled; else as worked out
    said: str
    doubts: tuple[str, ...]

    @property
    def bonus(self) -> Decimal:
        return self.case.bonus.points

    @property
    def settled(self) -> bool:
        return self.state == SETTLED


def judge(system: System, case: Case) -> Judged:
    """The points, what they come to by the rules, and whether what was settled still holds."""
    row = case.handed_in
    if row is None:
        state = SETTLED if _holds(case, "", None) else UNFROZEN if case.begun else NOTHING
        verdict = case.verdict if state == SETTLED else None
        return Judged(case, state, None, None, 0, 0, "", verdict["conclusion"] if verdict else "",
                      (verdict["said"] or "") if verdict else "", ())  # fmt: skip
    review, scores = reviewed(case)
    worked_out = case.standing.state or system.level_of(review.points) or system.levels[-1].name
    marked = sum(line["id"] in case.marks for line in case.lines)
    changed = sum(scores[line["id"]] != line["self_score"] for line in case.lines)
    if case.sent is None or case.sent["outcome"] != REVIEWED:
        state = BACK if case.sent else TO_REVIEW
    elif case.bonus.open:
        state = TO_RULE
    elif case.verdict is None:
        state = TO_SETTLE
    else:
        state = SETTLED if _holds(case, worked_out, review.points) else CHANGED
    held = case.verdict if state == SETTLED else None
    return Judged(
        case, state, decimal(row["total"]), review.points, marked, changed, worked_out,
        held["conclusion"] if held else worked_out,
        str((case.verdict or {}).get("said") or ""), _doubts(system, case, state),
    )  # fmt: skip


def reviewed(case: Case) -> tuple[Tally, dict[str, int | None]]:
    """What the lines come to after the street's marks, and each line's score."""
    scores = {}
    for line in case.lines:
        mark = case.marks.get(line["id"])
        given = mark["score"] if mark is not None else None
        scores[line["id"]] = line["self_score"] if given is None else given
    return added_up(case.lines, scores), scores


def _holds(case: Case, worked_out: str, points: Decimal | None) -> bool:
    """Was it settled from what is there now?"""
    verdict = case.verdict
    if verdict is None:
        return False
    row = case.handed_in
    now = {
        "assessment_id": row["id"] if row else None,
        "points": None if points is None else stored(points),
        "bonus": None if points is None else stored(case.bonus.points),
        "worked_out": worked_out or None,
    }
    return all(verdict[name] == value for name, value in now.items())


def _doubts(system: System, case: Case, state: str) -> tuple[str, ...]:
    row, found = case.handed_in, []
    assert row is not None
    if state == TO_REVIEW:
        found.append("街道还没核评完这一版，请先“核评这一家”")
    if state == BACK:
        found.append("这一版已经退回补充，等单位报来新的一版")
    if state == TO_RULE:
        found.append(f"还有 {case.bonus.open} 件加分没核，请先到“加分核定”")
    if state == CHANGED:
        found.append("核定以后分数、加分或负面清单有变化，请再看一遍")
    if (summed := tally(case.lines).points) != decimal(row["total"]):
        found.append(f"各项自评加起来是 {shown(summed)} 分，报送的是 {told(row['total'])} 分")
    if row["pack"] != system.pack:
        found.append("单位用的指标体系和街道现在的不是同一版")
    return tuple(found)


def choices(system: System, one: Judged) -> tuple[str, ...]:
    """What may be concluded: what the rules say, or a lower level with a reason; never more."""
    if one.case.handed_in is None:
        return (ABSENT,)
    if one.case.standing.state:
        return (one.case.standing.state,)
    falling = sorted(system.levels, key=lambda level: level.at_least, reverse=True)
    names = [level.name for level in falling]
    return tuple(names[names.index(one.worked_out) :])


def frozen_facts(one: Judged) -> Row:
    """What a verdict keeps of that from which it was drawn."""
    row = one.case.handed_in
    return {
        "assessment_id": row["id"] if row else None,
        "points": None if one.review is None else stored(one.review),
        "bonus": None if row is None else stored(one.bonus),
        "worked_out": one.worked_out or None,
    }


def by_conclusion(system: System, found: Sequence[Judged]) -> list[tuple[str, int]]:
    """How many units came to each conclusion, the levels as the system has them."""
    counted = Counter(one.conclusion for one in found)
    listed = [level.name for level in system.levels]
    return [
        (name, counted[name])
        for name in [*listed, *(n for n in counted if n not in listed)]
        if counted[name]
    ]


def lacking(found: Sequence[Judged]) -> str:
    """3 家没有报送，2 家待核定: why no notice can be issued yet; "" when all is settled."""
    counted = Counter(one.state for one in found if not one.settled)
    words = [
        f"{counted[state]} 家{state}"
        for state in (NOTHING, UNFROZEN, TO_REVIEW, BACK, TO_RULE, TO_SETTLE, CHANGED)
        if counted[state]
    ]
    return "，".join(words)


def score(points: Decimal) -> str:
    """86.90: figures under one another have their points under one another."""
    return f"{points:.2f}"


def next_after(found: Sequence[Judged], place: int) -> int:
    """下一家: the next one that is not settled, going round; -1 when all are."""
    many = len(found)
    order = [(place + step) % many for step in range(1, many + 1)] if many else []
    return next((one for one in order if not found[one].settled), -1)
