"""May the representatives decide this in place of the full meeting, on that day?"""

from collections.abc import Iterable
from datetime import date

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.modules.decisions.rules.law import Law
from qinglian_desktop.modules.decisions.rules.routes import Delegation


def delegation_problem(
    law: Law, delegations: Iterable[Delegation], class_code: str, day: date
) -> str:
    """Why the representatives may not decide on `day`; "" when a live delegation covers it.

    A delegation names its matters and its period (CQ10); outside of either it gives nothing.
    """
    full = _full_meeting(law)
    covering = [one for one in delegations if class_code in one.classes]
    if any(_lives(one, day) for one in covering):
        return ""
    if not covering:
        return f"{full}还没有把这类事授权给代表会议"
    later = [one for one in covering if one.from_on > day]
    if later:
        return f"授权从{paper_day(min(one.from_on for one in later))}才开始"
    last = max(one.until_on for one in covering if one.until_on is not None)
    return f"授权到{paper_day(last)}就到期了"


def _lives(one: Delegation, day: date) -> bool:
    return one.from_on <= day and (one.until_on is None or day <= one.until_on)


def _full_meeting(law: Law) -> str:
    rows = law.local.rows("bodies")
    return str(next(row["label"] for row in rows if row["id"] == "meeting"))
