"""On which step is an objection, who answers, by when, and what may follow? Pure rules.

The steps stand in the pack `objections`, their days in `disclosure-rules`; nothing here knows
a number of days or who must answer.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.reckoning import Reckoning, Way, reckon
from qinglian_desktop.modules.disclosure import rules

END = "完"
A_NOTICE, A_SHARE = "notice", "share"  # what must be there before an outcome


class Outcome(NamedTuple):
    """How a step may end, and where the objection goes then."""

    id: str
    label: str
    ends: str
    result: str = ""
    needs: str = ""
    share: Fraction = Fraction(0)


class Stage(NamedTuple):
    """One step of the road of one kind of objection."""

    kind: str
    id: str
    name: str
    who: tuple[str, ...]
    state: str
    outcomes: tuple[Outcome, ...]
    rule: str = ""  # of the days to answer in; "" where the law names none
    field: str = "days"
    within: tuple[str, str] = ("", "")  # rule and field: days after posting to raise it in
    posted: tuple[str, str] = ("", "")  # rule and field: days the new notice must have hung

    def outcome(self, outcome_id: str) -> Outcome:
        """Refused when this step has no such end."""
        for one in self.outcomes:
            if one.id == outcome_id:
                return one
        usable = "、".join(one.label for one in self.outcomes)
        raise Refused(
            f"“{self.name}”这一步没有这个结论", f"可选：{usable}", field="outcome",
            code="QL-PD-061",
        )  # fmt: skip


def road(pack: Pack, kind: str) -> tuple[Stage, ...]:
    """The steps of one kind, the first one first."""
    return tuple(_stage(row) for row in pack.rows("stages") if row["kind"] == kind)


def stage_of(pack: Pack, kind: str, stage_id: str) -> Stage:
    """Refused when the pack of that day knows no such step."""
    for stage in road(pack, kind):
        if stage.id == stage_id:
            return stage
    raise Refused(f"规则包里没有“{kind}”异议的这一步", "请安装带新规则包的程序", code="QL-PD-062")


def _stage(row: Mapping[str, Any]) -> Stage:
    outcomes = tuple(
        Outcome(
            one["id"], one["label"], one["ends"], one.get("result", ""), one.get("needs", ""),
            Fraction(*one["share"]) if "share" in one else Fraction(0),
        )
        for one in row["outcomes"]
    )  # fmt: skip
    return Stage(
        row["kind"], row["id"], row["name"], tuple(row["who"]), row["state"], outcomes,
        row.get("rule", ""), row.get("field", "days"), _pair(row, "within"), _pair(row, "posted"),
    )  # fmt: skip


def _pair(row: Mapping[str, Any], key: str) -> tuple[str, str]:
    found = row.get(key) or {}
    return str(found.get("rule", "")), str(found.get("field", ""))


def rule_of(limits: Pack, rule_id: str) -> Mapping[str, Any]:
    """A row of `disclosure-rules` by its number: OB01, PR09."""
    for row in (*limits.rows("objections"), *limits.rows("posting")):
        if row["id"] == rule_id:
            return row
    raise Refused(f"规则包里没有“{rule_id}”", "请安装带新规则包的程序", code="QL-PD-063")


def limit(
    stage: Stage, start: date, limits: Pack, calendar: Calendar, unit_kind: str
) -> Reckoning | None:
    """By when this step must be done if it began on `start`; None where no days are set."""
    if not stage.rule:
        return None
    rule = rule_of(limits, stage.rule)
    where = f"{limits.id} {stage.rule}.{stage.field}"
    return counted(start, int(rule[stage.field]), rule, calendar, unit_kind, where)


def counted(
    start: date,
    days: int,
    rule: Mapping[str, Any],
    calendar: Calendar,
    unit_kind: str,
    where: str,
    told: str = "内答复",
) -> Reckoning:
    """`days` after `start` by this rule; the first day is not counted, a last day off moves."""
    what = f"{paper_day(start)}收到，当天不算；{days} 天{told}"
    by = rules.ground(rule, unit_kind)
    return reckon(calendar, Way("count", start, days, end="later", what=what, by=by, rule=where))


def in_time(stage: Stage, raised_on: date, posted_on: date | None, limits: Pack) -> str:
    """Why this objection comes too late; "" when it comes in time or no end is set."""
    rule_id, field = stage.within
    if not rule_id or posted_on is None:
        return ""
    days = int(rule_of(limits, rule_id)[field])
    last = posted_on + timedelta(days=days)
    if raised_on <= last:
        return ""
    return f"{paper_day(posted_on)}公布，{days} 天内可以提，{paper_day(last)}已经截止"


def posted_long_enough(stage: Stage, posted_on: date, day: date, limits: Pack) -> str:
    """Why a new posting does not end this step yet; "" when it does."""
    rule_id, field = stage.posted
    if not rule_id:
        return ""
    days = int(rule_of(limits, rule_id)[field])
    left = days - (day - posted_on).days
    return f"再次公示要满 {days} 天，还差 {left} 天" if left > 0 else ""


def enough(signers: int, base: int, share: Fraction) -> bool:
    """Is it the share or more? 以上 includes the number itself (民法典 1259)."""
    return base > 0 and Fraction(signers, base) >= share


def least(base: int, share: Fraction) -> int:
    """The smallest number of signers that is the share or more."""
    return -(-base * share.numerator // share.denominator)
