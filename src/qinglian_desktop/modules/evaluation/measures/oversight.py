"""基层监督有为: the committee, the monitor, key people, what was found and put right."""

from datetime import timedelta

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
    there,
)
from qinglian_desktop.modules.evaluation.scoring import Found

_PROBLEM = ("closed_on", "status")


@measure(
    "supervision-meetings", "监督委员会每月例会", Source("supervision_meeting", "held_on")
)  # fmt: skip
def supervision_meetings(frame: Frame, meetings: Rows) -> Found:
    return in_spans(frame, "supervision_meeting", meetings, "held_on", MONTH)


@measure(
    "supervision-attendance",
    "监督委员会列席率",
    Source("supervision_attendance", "held_on", (), ("expected", "present")),
)
def supervision_attendance(_frame: Frame, sittings: Rows) -> Found:
    return attendance("supervision_attendance", sittings)


@measure("supervision-report", "监督委员会年度报告", Source("supervision_report", "year"))
def supervision_report(_frame: Frame, reports: Rows) -> Found:
    return there("supervision_report", reports, "没有年度报告")


@measure(
    "monitor-logs",
    "监察监督员履职纪实按月报送",
    Source("monitor_log", "month", (Where("sent_on", "filled"),)),
)
def monitor_logs(frame: Frame, logs: Rows) -> Found:
    sent = [row for row in logs if row["sent_on"] <= frame.last]
    return in_periods(frame, "monitor_log", sent, "month", MONTH, later=True)


@measure("key-talks", "每半年谈话提醒", Source("key_person_talk", "held_on"))
def key_talks(frame: Frame, talks: Rows) -> Found:
    return in_spans(frame, "key_person_talk", talks, "held_on", HALF)


@measure(
    "duty-lists",
    "“一肩挑”人员有权责清单",
    Source("key_person", "", (), ("from_on", "until_on", "authority", "listed_on")),
)
def duty_lists(frame: Frame, people: Rows) -> Found:
    """Of those in office on the cut-off day."""
    now = [
        row for row in people
        if (row["from_on"] or "") <= frame.last and (row["until_on"] or "9999") >= frame.last
    ]  # fmt: skip
    good = [
        row for row in now
        if row["authority"] and row["listed_on"] and row["listed_on"] <= frame.last
    ]  # fmt: skip
    return of_rows("key_person", good, now, "没有公布权责清单")._replace(sampled=False)


_FROM_ABOVE = ("街道督查", "纪工委下沉", "巡察", "审计", "上级系统预警")


@measure(
    "higher-problems-closed",
    "上级反馈问题按期销号",
    Source("problem", "due_on", (Where("source", "in", _FROM_ABOVE),), _PROBLEM),
)
def higher_problems_closed(frame: Frame, problems: Rows) -> Found:
    return in_time(frame, "problem", problems, "due_on", "closed_on")


@measure(
    "long-overdue",
    "上级反馈问题逾期 90 日以上没有销号",
    Source("problem", "", (Where("source", "in", _FROM_ABOVE),), ("due_on", *_PROBLEM)),
)
def long_overdue(frame: Frame, problems: Rows) -> Found:
    """As on the cut-off day; `good` are those that keep to it, so that none is left out."""
    by = (frame.cutoff - timedelta(days=frame.settings["overdue_days"])).isoformat()
    late = [
        row for row in problems
        if row["due_on"] and row["due_on"] < by
        and (not row["closed_on"] or row["closed_on"] > frame.last)
    ]  # fmt: skip
    return Found(0, len(late), ids("problem", late), sampled=False)


@measure("special-plan", "年度整治方案", Source("special_plan", "year"))
def special_plan(_frame: Frame, plans: Rows) -> Found:
    return there("special_plan", plans, "没有年度整治方案")


@measure("special-checks", "每季度比对", Source("special_check", "quarter"))
def special_checks(frame: Frame, checks: Rows) -> Found:
    return in_periods(frame, "special_check", checks, "quarter", QUARTER, later=True)


@measure(
    "special-problems-closed",
    "不正之风和腐败问题按期销号",
    Source("problem", "due_on", (Where("plan_item", "=", "（七）"),), _PROBLEM),
)
def special_problems_closed(frame: Frame, problems: Rows) -> Found:
    return in_time(frame, "problem", problems, "due_on", "closed_on")
