"""The street looks and decides: inspections (督查), joint meetings, practices it takes up.

What a unit has to do of it goes to the unit as an ordinary directive; the rows here stay at the
street and name the directive they became.
"""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FILES, LONG, NAME, REASON
from qinglian_desktop.core.record import Board, Owner, Record, Tie, fact
from qinglian_desktop.modules.tasks.records import ITEMS

FULL = Board.FULL

LIGHT, GRAVE, URGENT = SEVERITIES = ("一般", "较重", "严重")
NOTED, SENT, CLOSED, CALLED_OFF = FINDING_STATES = ("未下发", "已下发", "已销号", "已撤回")
PROBLEM, FINDING, JOINT_ITEM, LATE_TASK, LATE_MATTER, OTHER = TOPIC_KINDS = (
    "问题清单", "督查发现", "大党委事项", "逾期任务", "街道来件逾期", "其他",
)  # fmt: skip
TAKEN, KEPT, LEFT = CHOSEN = ("收录", "备选", "不收")


class InspectionRound(
    Record,
    table="inspection_round",
    label="督查计划",
    owner=Owner.STREET,
    key=("title",),
    happened="from_on",
):
    """One round: what is looked at; which unit on which day are rows of `inspection_visit`."""

    title: str = fact("督查名称", board=FULL, example="三季度督查")
    sheet: str = fact("检查表", board=FULL, example="清廉村居综合督查", given=True)
    from_on: date = fact("从哪天开始", DAY, board=FULL, ahead=True)
    to_on: date | None = fact("到哪天为止", DAY, board=FULL, default=None, ahead=True)
    inspectors: str | None = fact("谁去", board=FULL, default=None, example="民政办、纪工委")
    ground: str | None = fact("依据", LONG, board=FULL, default=None, example="年度督查安排")
    focus: str | None = fact("重点看什么", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("通知、方案", FILES, default=None)


class InspectionVisit(
    Record,
    table="inspection_visit",
    label="督查安排",
    owner=Owner.STREET,
    key=("round_id", "unit_id"),
    named_by=("unit_name", "planned_on"),
    happened="planned_on",
):
    round_id: str = fact("哪次督查", link="inspection_round", tie=Tie.PART)
    unit_id: str = fact("单位", link="enrolled_unit")
    unit_name: str | None = fact("单位名称", board=FULL, default=None, kept=True)
    planned_on: date = fact("计划哪天去", DAY, board=FULL, ahead=True)
    inspectors: str | None = fact("谁去", board=FULL, default=None)
    visited_on: date | None = fact("实际哪天去的", DAY, board=FULL, default=None)
    met: str | None = fact("单位谁在场", NAME, default=None)
    result: str | None = fact("总的情况", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("检查表扫描件、照片", FILES, default=None)


class InspectionFinding(
    Record,
    table="inspection_finding",
    label="督查发现",
    owner=Owner.STREET,
    key=("number",),
    named_by=("number", "what"),
    restarts="found_on",
    happened="found_on",
    together=(("state", "closed_on"), ("recheck_on", "recheck", "rechecked_by")),
):
    """What was found at a unit. Sent down it is a directive; closed there, it is closed here."""

    number: str = fact("编号", board=FULL, example="督2026-001", given=True)
    visit_id: str | None = fact("哪次督查", link="inspection_visit", default=None)
    unit_id: str = fact("单位", link="enrolled_unit")
    unit_name: str | None = fact("单位名称", board=FULL, default=None, kept=True)
    found_on: date = fact("发现日期", DAY, board=FULL)
    point: str | None = fact("检查内容", LONG, board=FULL, default=None, example="财务公开按季上墙")
    item: str = fact("方案条目", CHOICE, board=FULL, choices=ITEMS, default="其他")
    what: str = fact("发现的问题", LONG, board=FULL, example="三季度财务公告没有上墙")
    severity: str = fact("严重程度", CHOICE, board=FULL, choices=SEVERITIES, default=LIGHT)
    ground: str | None = fact("依据", LONG, board=FULL, default=None)
    asked: str | None = fact("整改要求", LONG, board=FULL, default=None, example="补贴公告并拍照")
    evidence: str | None = fact("要交的佐证", LONG, default=None, example="上墙照片")
    due_on: date | None = fact(
        "整改期限", DAY, board=FULL, default=None, ahead=True, why="due_reason"
    )
    due_reason: str | None = fact("为什么是这天", REASON, default=None)
    files: tuple[str, ...] | None = fact("照片", FILES, default=None)
    state: str = fact("整改", CHOICE, board=FULL, choices=FINDING_STATES, default=NOTED, kept=True)
    directive_id: str | None = fact("整改通知", link="directive", default=None, kept=True)
    recheck_on: date | None = fact("复查日期", DAY, board=FULL, default=None)
    recheck: str | None = fact("复查情况", LONG, board=FULL, default=None)
    rechecked_by: str | None = fact("谁复查", NAME, board=FULL, default=None)
    closed_on: date | None = fact("销号日期", DAY, board=FULL, default=None, kept=True)


class StreetMeeting(
    Record,
    table="street_meeting",
    label="街道联席会议",
    owner=Owner.STREET,
    key=("held_on", "title"),
    named_by=("held_on", "title"),
    happened="held_on",
):
    title: str = fact("会议名称", board=FULL, example="第三次联席会议")
    held_on: date = fact("日期", DAY, board=FULL, ahead=True)
    begins_at: str | None = fact("几点开始", board=FULL, default=None, example="14:30")
    place: str | None = fact("地点", board=FULL, default=None, example="街道三楼会议室")
    chair: str | None = fact("主持人", NAME, board=FULL, default=None)
    recorder: str | None = fact("记录人", NAME, board=FULL, default=None)
    attendees: str | None = fact(
        "参加的科室和单位", LONG, board=FULL, default=None, example="民政办、纪工委、各村（社区）"
    )
    absent: str | None = fact("请假的", LONG, default=None)
    minutes: str | None = fact("会议记录", LONG, board=FULL, default=None)
    issued_on: date | None = fact("纪要印发日期", DAY, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("签到表、纪要", FILES, default=None)


class StreetTopic(
    Record,
    table="street_topic",
    label="联席会议议题",
    owner=Owner.STREET,
    key=("meeting_id", "seq"),
    named_by=("title",),
):
    """One matter of a meeting; what it was collected from is named, never copied back."""

    meeting_id: str = fact("哪次会议", link="street_meeting", tie=Tie.PART, given=True)
    seq: int | None = fact("序号", COUNT, board=FULL, default=None)
    kind: str = fact("从哪里来", CHOICE, board=FULL, choices=TOPIC_KINDS, default=OTHER)
    unit_id: str | None = fact("单位", link="enrolled_unit", default=None)
    unit_name: str | None = fact("单位名称", board=FULL, default=None, kept=True)
    title: str = fact("议题", LONG, board=FULL, example="三季度财务公告没有上墙")
    state_words: str | None = fact("现在的情况", LONG, board=FULL, default=None)
    decision: str | None = fact("议定的事", LONG, board=FULL, default=None)
    source_table: str | None = fact("来自哪张表", default=None, kept=True)
    source_id: str | None = fact("来自哪条记录", default=None, kept=True)


class MeetingTask(
    Record,
    table="meeting_task",
    label="会议派的任务",
    owner=Owner.STREET,
    key=("meeting_id", "what", "unit_id"),
    named_by=("what",),
):
    """One resolution for one addressee: a unit gets it as a directive, the street as a task."""

    meeting_id: str = fact("哪次会议", link="street_meeting", given=True)
    topic_id: str | None = fact("哪个议题", link="street_topic", default=None)
    what: str = fact("要办的事", LONG, board=FULL, example="补贴三季度财务公告")
    unit_id: str | None = fact("派给哪个单位", link="enrolled_unit", default=None)
    unit_name: str | None = fact("单位名称", board=FULL, default=None, kept=True)
    office: str | None = fact("街道哪个科室办", board=FULL, default=None, example="农服中心")
    evidence: str | None = fact("要交的佐证", LONG, default=None)
    due_on: date | None = fact("截止日期", DAY, board=FULL, default=None, ahead=True)
    directive_id: str | None = fact("下发的事项", link="directive", default=None, kept=True)
    task_id: str | None = fact("登记的任务", link="task", default=None, kept=True)


class ExperienceNote(
    Record,
    table="experience_note",
    label="经验收录",
    owner=Owner.STREET,
    key=("experience_id",),
    named_by=("title",),
    happened="noted_on",
):
    """What the street says to a practice of a unit; the practice itself stays the unit's row."""

    experience_id: str = fact("哪一条", link="experience", kept=True)
    title: str = fact("标题", LONG, board=FULL, kept=True)
    unit_name: str = fact("单位", board=FULL, kept=True)
    chosen: str = fact("收不收", CHOICE, board=FULL, choices=CHOSEN, default=TAKEN)
    category: str | None = fact("类别", board=FULL, default=None, example="监督有为")
    remark: str | None = fact("街道点评", LONG, board=FULL, default=None, example="做法能照着学")
    noted_on: date | None = fact("收录日期", DAY, board=FULL, default=None)


RECORDS = (
    InspectionRound, InspectionVisit, InspectionFinding, StreetMeeting, StreetTopic, MeetingTask,
    ExperienceNote,
)  # fmt: skip
