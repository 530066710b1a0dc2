"""基层治理有效 and 清廉氛围有魂: grids, covenants, customs, environment, education, culture."""

from collections import defaultdict
from fractions import Fraction

from qinglian_desktop.core.module import Where
from qinglian_desktop.modules.evaluation.measures.frame import (
    HALF,
    MONTH,
    QUARTER,
    Frame,
    Rows,
    Source,
    attendance,
    ids,
    in_periods,
    in_spans,
    in_time,
    measure,
    of_rows,
)
from qinglian_desktop.modules.evaluation.scoring import Found

_WORKERS = frozenset({"专职", "兼职"})


@measure(
    "grids-staffed",
    "网格有网格长和网格员",
    Source("grid", "", (), ("from_on", "until_on")),
    Source("grid_staff", "", (), ("grid_id", "role", "from_on", "until_on")),
)
def grids_staffed(frame: Frame, grids: Rows, staff: Rows) -> Found:
    """As on the cut-off day."""
    roles: dict[str, set[str]] = defaultdict(set)
    for row in staff:
        if (row["from_on"] or "") <= frame.last and (row["until_on"] or "9999") >= frame.last:
            roles[row["grid_id"]].add(row["role"])
    standing = [
        row for row in grids
        if (row["from_on"] or "") <= frame.last and (row["until_on"] or "9999") >= frame.last
    ]  # fmt: skip
    good = [row for row in standing if "网格长" in roles[row["id"]] and roles[row["id"]] & _WORKERS]
    return of_rows("grid", good, standing, "人员不齐")._replace(sampled=False)


@measure(
    "households-visited",
    "应走访户走访率",
    Source("grid_visit", "visited_on", (Where("household_no", "filled"),)),
    Source("household", "", (), ("number",)),
)
def households_visited(frame: Frame, visits: Rows, households: Rows) -> Found:
    """Households of the register that were visited, of so many per cent that should be."""
    numbers = {row["number"] for row in households}
    visited = {row["household_no"] for row in visits} & numbers
    wanted = -(-len(numbers) * int(frame.settings["visit_percent"]) // 100)
    lacks = f"还有 {wanted - len(visited)} 户没有走访" if len(visited) < wanted else ""
    return Found(min(len(visited), wanted), wanted, ids("grid_visit", visits), lacks, sampled=True)


@measure(
    "grid-events-closed", "网格事件按期办结", Source("grid_event", "due_on", (), ("closed_on",))
)
def grid_events_closed(frame: Frame, events: Rows) -> Found:
    return in_time(frame, "grid_event", events, "due_on", "closed_on")


@measure("review-meetings", "道德评议每季度召开", Source("review_meeting", "held_on"))
def review_meetings(frame: Frame, meetings: Rows) -> Found:
    return in_spans(frame, "review_meeting", meetings, "held_on", QUARTER)


_INSPECTIONS = Source("environment_inspection", "month", (), ("score",))


@measure("environment-checks", "人居环境每月检查", _INSPECTIONS)
def environment_checks(frame: Frame, checks: Rows) -> Found:
    return in_periods(frame, "environment_inspection", checks, "month", MONTH)


@measure("environment-score", "人居环境年均得分", _INSPECTIONS)
def environment_score(_frame: Frame, checks: Rows) -> Found:
    """The average of a hundred; a score is kept in thousandths."""
    told = [row for row in checks if row["score"] is not None]
    if not told:
        return Found(0, 0, ids("environment_inspection", checks))
    mean = sum((Fraction(row["score"], 1000) for row in told), Fraction(0)) / len(told)
    return Found(mean, 100, ids("environment_inspection", told))


@measure(
    "environment-issues-closed",
    "厕所垃圾污水问题按期整改",
    Source("environment_issue", "due_on", (), ("closed_on",)),
)
def environment_issues_closed(frame: Frame, issues: Rows) -> Found:
    return in_time(frame, "environment_issue", issues, "due_on", "closed_on")


def _training(*kinds: str) -> Source:
    return Source("training", "held_on", (Where("kind", "in", kinds),), ("expected", "present"))


_INTEGRITY, _FINANCE = _training("廉政", "警示"), _training("财务")


@measure("integrity-training", "廉政、警示教育每季度开展", _INTEGRITY)
def integrity_training(frame: Frame, trainings: Rows) -> Found:
    return in_spans(frame, "training", trainings, "held_on", QUARTER)


@measure("integrity-attendance", "廉政、警示教育平均参加率", _INTEGRITY)
def integrity_attendance(_frame: Frame, trainings: Rows) -> Found:
    return attendance("training", trainings)


@measure("finance-training", "财务技能培训每半年开展", _FINANCE)
def finance_training(frame: Frame, trainings: Rows) -> Found:
    return in_spans(frame, "training", trainings, "held_on", HALF)


@measure("finance-attendance", "财务技能培训平均参训率", _FINANCE)
def finance_attendance(_frame: Frame, trainings: Rows) -> Found:
    return attendance("training", trainings)


@measure("culture-activities", "清廉文化活动每半年开展", Source("culture_activity", "held_on"))
def culture_activities(frame: Frame, activities: Rows) -> Found:
    return in_spans(frame, "culture_activity", activities, "held_on", HALF)
