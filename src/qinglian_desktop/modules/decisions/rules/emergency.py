"""When something cannot wait: act first, then the whole procedure marked 补议 (§5.5).

The law relaxes only the notice of a meeting, never the vote; some classes may not be acted on
before the vote at all.
"""

from datetime import date

from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.pack import cited
from qinglian_desktop.core.reckoning import Reckoning, Way, reckon
from qinglian_desktop.modules.decisions.rules.law import Law
from qinglian_desktop.modules.decisions.rules.matters import class_of


def emergency_problem(law: Law, class_code: str, reason: str | None, authorised_by: str | None,
                      street_told_on: date | None) -> str:  # fmt: skip
    """Why this may not be done as an emergency yet; "" when it may."""
    kind = class_of(law, class_code)
    if not kind.emergency:
        return f"“{kind.name}”这类事不能先办后议，要先走完程序"
    if not (reason or "").strip():
        return "请写明为什么等不及"
    if not (authorised_by or "").strip():
        return "请写明谁同意先办的"
    if street_told_on is None:
        return "请先告诉街道，再填告诉的日期"
    return ""


def ratify_by(law: Law, acted_on: date, calendar: Calendar) -> Reckoning:
    """The day by which the normal gates must have made good what was done first (editable)."""
    rule = law.bodies.value("emergency")
    days = int(rule["ratify_days"])
    way = Way(
        "count", acted_on, days, end="later", what=f"先办以后 {days} 天内补议",
        by=f"依据：{cited(rule)}",
        rule=f"{law.bodies.id} emergency.ratify_days",
    )  # fmt: skip
    return reckon(calendar, way)


def short_notice_allowed(law: Law) -> bool:
    """May the full meeting be called at short notice in special circumstances?"""
    return bool(law.local.data.get("meeting", {}).get("notice_urgent"))
