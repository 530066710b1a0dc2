"""基层组织有力: what the party ledgers and the reports of the collective say."""

from qinglian_desktop.core.module import Where
from qinglian_desktop.modules.evaluation.measures.frame import (
    HALF,
    MONTH,
    QUARTER,
    Frame,
    Rows,
    Source,
    ids,
    in_periods,
    in_spans,
    in_time,
    measure,
    missing,
    of_rows,
    there,
)
from qinglian_desktop.modules.evaluation.scoring import Found
from qinglian_desktop.modules.party import rules as life

_CLEAN = "清廉村居"
_MEETINGS = Source(
    "party_meeting", "held_on", (), ("kind", "subject", "topic", "branch_id", "due_period")
)
_BRANCHES = Source("party_branch", "", (), ("kind", "members", "from_on", "until_on"))
_ABOUT_REVIEW = ("述职述廉", "述职")


@measure("party-life", "组织生活按期开展", _MEETINGS, _BRANCHES)
def party_life(frame: Frame, meetings: Rows, branches: Rows) -> Found:
    """Each kind of meeting of each branch, as the page of party work counts them."""
    table = [cycle for cycle in frame.settings["party_cycles"] if cycle.life]
    ended = [
        slot for slot in life.slots(table, branches, meetings, frame.year)
        if slot.period.last <= frame.cutoff
    ]  # fmt: skip
    counted = life.tally(ended, frame.cutoff)
    lacking: dict[str, list[str]] = {}
    for slot in ended:
        if not slot.in_time:
            name = f"{slot.branch if len(branches) > 1 else ''}{slot.cycle.name}"
            period = slot.period.label.partition("年")[2] or "全年"
            lacking.setdefault(name, []).append(f"{period}{'（补开）' if slot.late else ''}")
    words = "；".join(f"{name}{missing(periods)}" for name, periods in lacking.items())
    rows, gone = {"party_meeting": counted.rows}, counted.due - counted.done
    return Found(counted.done, counted.due, rows, words, missed=gone)


@measure("clean-study", "每半年专题研究清廉村居", _MEETINGS)
def clean_study(frame: Frame, meetings: Rows) -> Found:
    """Those marked as on the subject, or whose topic says so."""
    rows = [row for row in meetings if row["subject"] == _CLEAN or _CLEAN in (row["topic"] or "")]
    return in_spans(frame, "party_meeting", rows, "held_on", HALF)


@measure("duty-log", "履责纪实每月有记录", Source("duty_log", "month"))
def duty_log(frame: Frame, logs: Rows) -> Found:
    return in_periods(frame, "duty_log", logs, "month", MONTH)


@measure("joint-meetings", "大党委联席会议每季度召开", Source("joint_meeting", "held_on"))
def joint_meetings(frame: Frame, meetings: Rows) -> Found:
    return in_spans(frame, "joint_meeting", meetings, "held_on", QUARTER)


@measure(
    "joint-projects",
    "三张清单的项目按期办结",
    Source("joint_item", "due_on", (Where("list", "=", "项目"),), ("done_on", "status")),
)
def joint_projects(frame: Frame, items: Rows) -> Found:
    kept = [row for row in items if row["status"] != "不办了"]
    return in_time(frame, "joint_item", kept, "due_on", "done_on")


@measure("posts-claimed", "报到党员认领岗位", Source("check_in", "year", (), ("post",)))
def posts_claimed(_frame: Frame, members: Rows) -> Found:
    return of_rows("check_in", [row for row in members if row["post"]], members, "没有认领岗位")


@measure(
    "served-and-told",
    "报到党员有服务并反馈单位",
    Source("check_in", "year", (), ("feedback_on",)),
    Source("service_log", "served_on", (), ("check_in_id",)),
)
def served_and_told(frame: Frame, members: Rows, services: Rows) -> Found:
    served = {row["check_in_id"] for row in services}
    good = [
        row for row in members
        if row["id"] in served and row["feedback_on"] and row["feedback_on"] <= frame.last
    ]  # fmt: skip
    return of_rows("check_in", good, members, "没有服务记录或者没有反馈")


@measure(
    "collective-reports",
    "集体经济组织向党组织报告",
    Source("collective_report", "period", (Where("kind", "=", "半年汇报"),), ("heard_on",)),
)
def collective_reports(frame: Frame, reports: Rows) -> Found:
    """Quarters a report covers that was heard: one on half a year covers two."""
    spans = frame.spans(QUARTER)
    heard = [row for row in reports if row["heard_on"] and row["heard_on"] <= frame.last]
    covered = {quarter for row in heard for quarter in _quarters(str(row["period"]))}
    lacking = [name for number, (name, *_) in enumerate(spans, 1) if number not in covered]
    good = len(spans) - len(lacking)
    return Found(good, len(spans), ids("collective_report", heard), missing(lacking))


def _quarters(period: str) -> tuple[int, ...]:
    """2026H1 → 1, 2; 2026Q3 → 3; 2026 → all four."""
    letter, number = period[4:5], period[5:6]
    if letter == "H" and number in ("1", "2"):
        return (1, 2) if number == "1" else (3, 4)
    if letter == "Q" and number in ("1", "2", "3", "4"):
        return (int(number),)
    return (1, 2, 3, 4) if len(period) == 4 else ()


@measure(
    "collective-review",
    "集体经济组织负责人年度述职",
    Source(
        "collective_report",
        "period",
        (Where("kind", "in", ("理事会述职", "监事会述职")),),
        ("heard_on",),
    ),
)
def collective_review(frame: Frame, reports: Rows) -> Found:
    heard = [row for row in reports if row["heard_on"] and row["heard_on"] <= frame.last]
    return there("collective_report", heard, "没有听取述职的记录")


@measure("yearly-review", "年度述职述廉", _MEETINGS)
def yearly_review(_frame: Frame, meetings: Rows) -> Found:
    rows = [
        row for row in meetings
        if row["kind"] == "述职述廉" or any(word in (row["topic"] or "") for word in _ABOUT_REVIEW)
    ]  # fmt: skip
    return there("party_meeting", rows, "没有述职述廉的会议记录")


@measure(
    "weak-party",
    "列入整顿还没有销号",
    Source("party_check", "", (Where("outcome", "=", "列入整顿"),), ("listed_on", "cleared_on")),
)
def weak_party(frame: Frame, checks: Rows) -> Found:
    """As on the cut-off day. Whether one struck off before still counts, the street confirms."""
    on_it = [
        row for row in checks
        if row["listed_on"] and row["listed_on"] <= frame.last
        and (not row["cleared_on"] or row["cleared_on"] > frame.last)
    ]  # fmt: skip
    return Found(0, len(on_it), ids("party_check", on_it), sampled=False)
