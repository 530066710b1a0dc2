"""Party work (党建): meetings, the secretary's log, 大党委, members who report, grids.

A sheet knows a grid, a branch or a member by name, not by a link: beside such a link stands the
name, which the program keeps with it (`actions/linking`).
"""

from datetime import date

from qinglian_desktop.core.kinds import (
    CHOICE,
    COUNT,
    DAY,
    FILES,
    LONG,
    NAME,
    PERIOD,
    PHONE,
    QUANTITY,
    REASON,
)
from qinglian_desktop.core.record import Board, Level, Owner, Record, fact

FULL, MASK, PERSON = Board.FULL, Board.MASK, Level.PERSON

COMMITTEE, GENERAL, BRANCH, GROUP = "党委", "党总支", "党支部", "党小组"
BRANCH_KINDS = (COMMITTEE, GENERAL, BRANCH, GROUP)

# The names stand in the pack `party-cycles`, which says how often each is held.
ALL_MEMBERS, BOARD_MEETING, GROUP_MEETING = "支部党员大会", "支委会", "党小组会"
LECTURE, THEME_DAY, LIFE, APPRAISAL = "党课", "主题党日", "组织生活会", "民主评议党员"
STUDY, REPORTING, OTHER = "党组织会议", "述职述廉", "其他"
MEETING_KINDS = (
    ALL_MEMBERS, BOARD_MEETING, GROUP_MEETING, LECTURE, THEME_DAY, LIFE, APPRAISAL, STUDY,
    REPORTING, OTHER,
)  # fmt: skip
CLEAN, NO_SUBJECT = "清廉村居", "没有专题"
SUBJECTS = (NO_SUBJECT, CLEAN, "听取集体经济组织报告", "述职", "其他专题")

ARRANGED, CARRIED_OUT, COORDINATED = "亲自部署", "亲自落实", "亲自协调"
DUTY_KINDS = (ARRANGED, CARRIED_OUT, COORDINATED)

NEED, RESOURCE, PROJECT = "需求", "资源", "项目"
LISTS = (NEED, RESOURCE, PROJECT)
OPEN, UNDER_WAY, DONE, DROPPED = "待认领", "办理中", "已办结", "不办了"
ITEM_STATES = (OPEN, UNDER_WAY, DONE, DROPPED)
ANSWERS = ("满意", "基本满意", "一般", "不满意")

WHERE = ("社区", "小区")
RESULTS = ("好", "较好", "一般", "没有参加")

LEADER, FULL_TIME, PART_TIME = "网格长", "专职", "兼职"
INSTRUCTOR, OTHERS = "指导员", "其他"
ROLES = (LEADER, FULL_TIME, PART_TIME, INSTRUCTOR, OTHERS)
LEVELS = ("一般", "较急", "紧急")


class PartyBranch(
    Record,
    table="party_branch",
    label="党组织",
    owner=Owner.COMMUNITY,
    key=("name",),
    rather="不用了就填撤销日期，以前的会还算它的",
):
    """Whose meetings are counted: each branch and each group holds its own."""

    name: str = fact("名称", board=FULL, example="第一党支部")
    kind: str = fact("哪一级", CHOICE, board=FULL, choices=BRANCH_KINDS, default=BRANCH)
    secretary: str | None = fact("负责人", NAME, board=FULL, default=None, suggests="person")
    members: int | None = fact("党员人数", COUNT, board=FULL, default=None)
    from_on: date | None = fact("成立日期", DAY, default=None)
    until_on: date | None = fact("撤销日期", DAY, default=None)
    note: str | None = fact("备注", LONG, default=None)


class PartyMeeting(
    Record,
    table="party_meeting",
    label="组织生活",
    owner=Owner.COMMUNITY,
    key=("kind", "branch", "held_on"),
    named_by=("kind", "held_on"),
    happened="held_on",
):
    kind: str = fact("哪种会", CHOICE, board=FULL, choices=MEETING_KINDS, default=ALL_MEMBERS)
    branch_id: str | None = fact("哪个党组织", link="party_branch", default=None)
    branch: str | None = fact("党组织", board=FULL, default=None, kept=True)
    subject: str = fact("专题", CHOICE, board=FULL, choices=SUBJECTS, default=NO_SUBJECT)
    topic: str = fact("议题", LONG, board=FULL, example="学习上级文件，讨论第三季度工作")
    held_on: date = fact("开会日期", DAY, board=FULL, ahead=True)
    begins_at: str | None = fact("开会时间", board=FULL, default=None, example="14:30")
    place: str | None = fact("地点", board=FULL, default=None, example="社区二楼会议室")
    due_period: str | None = fact("算哪一期", PERIOD, board=FULL, default=None, example="2026年9月")
    chair: str | None = fact("主持人", NAME, board=FULL, default=None, suggests="person")
    recorder: str | None = fact("记录人", NAME, board=FULL, default=None, suggests="person")
    expected: int | None = fact("应到人数", COUNT, board=FULL, default=None)
    present: int | None = fact("实到人数", COUNT, board=FULL, default=None)
    attendees: str | None = fact("应到名单", LONG, board=MASK, default=None, veiled=True)
    absent: str | None = fact("没到的人和原因", LONG, default=None, veiled=True)
    minutes: str | None = fact("会议记录", LONG, default=None)
    decided: str | None = fact("形成的意见", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("签到、记录、照片", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class DutyLog(
    Record,
    table="duty_log",
    label="履责纪实",
    owner=Owner.COMMUNITY,
    key=("month", "person", "kind", "done_on"),
    named_by=("month", "kind"),
    happened="done_on",
):
    """What the first responsible person arranged, carried out and coordinated in person."""

    month: str = fact("哪个月", PERIOD, board=FULL, example="2026年9月", given=True)
    done_on: date | None = fact("哪一天", DAY, board=FULL, default=None)
    person: str = fact("第一责任人", NAME, board=FULL, suggests="person")
    kind: str = fact("哪一种", CHOICE, board=FULL, choices=DUTY_KINDS, default=ARRANGED)
    text: str = fact("做了什么", LONG, board=FULL, example="主持研究清廉村居月度工作，明确分工")
    outcome: str | None = fact("结果", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("佐证", FILES, default=None)


class MemberUnit(
    Record,
    table="member_unit",
    label="共建单位",
    owner=Owner.COMMUNITY,
    key=("name",),
    rather="退出了就填退出日期，记录还在",
):
    name: str = fact("单位名称", board=FULL, example="某某小学")
    kind: str | None = fact("单位性质", board=FULL, default=None, example="学校")
    organisation: str | None = fact("单位党组织", board=FULL, default=None, example="小学党支部")
    deputy: str | None = fact("大党委委员", NAME, board=FULL, default=None, suggests="person")
    contact: str | None = fact("联系人", NAME, default=None, suggests="person")
    phone: str | None = fact("联系电话", PHONE, level=PERSON, default=None)
    joined_on: date | None = fact("加入日期", DAY, board=FULL, default=None)
    left_on: date | None = fact("退出日期", DAY, board=FULL, default=None)
    note: str | None = fact("备注", LONG, default=None)


class JointMeeting(
    Record,
    table="joint_meeting",
    label="大党委联席会",
    owner=Owner.COMMUNITY,
    key=("due_period", "held_on"),
    named_by=("held_on",),
    happened="held_on",
):
    held_on: date = fact("开会日期", DAY, board=FULL, ahead=True)
    begins_at: str | None = fact("开会时间", board=FULL, default=None, example="14:30")
    place: str | None = fact("地点", board=FULL, default=None, example="社区二楼会议室")
    due_period: str | None = fact(
        "算哪一季度", PERIOD, board=FULL, default=None, example="2026年第三季度"
    )
    chair: str | None = fact("主持人", NAME, board=FULL, default=None, suggests="person")
    recorder: str | None = fact("记录人", NAME, board=FULL, default=None, suggests="person")
    topic: str = fact("议题", LONG, board=FULL, example="更新三张清单，研究飞线充电整治")
    present: str | None = fact("到会单位", LONG, board=FULL, default=None)
    minutes: str | None = fact("会议记录", LONG, default=None)
    decided: str | None = fact("议定事项", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("签到、纪要、照片", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class JointItem(
    Record,
    table="joint_item",
    label="三张清单",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("list", "title"),
    happened="raised_on",
    together=(("status", "done_on"),),
):
    """What residents need, what a unit can give, and the project that brings both together."""

    number: str = fact("编号", board=FULL, example="2026-01", given=True)
    list: str = fact("哪张清单", CHOICE, board=FULL, choices=LISTS, default=NEED)
    title: str = fact("事项", board=FULL, example="三单元门口装路灯")
    detail: str | None = fact("具体内容", LONG, board=FULL, default=None)
    raised_on: date | None = fact("提出日期", DAY, board=FULL, default=None)
    raised_by: str | None = fact("谁提出", board=FULL, default=None, example="第二网格居民")
    meeting_id: str | None = fact("哪次联席会", link="joint_meeting", default=None)
    need_id: str | None = fact("对应的需求", link="joint_item", default=None)
    resource_id: str | None = fact("用到的资源", link="joint_item", default=None)
    owner_unit: str | None = fact("哪个共建单位", link="member_unit", default=None)
    unit_name: str | None = fact("责任单位", board=FULL, default=None, kept=True)
    responsible: str | None = fact("联系人", NAME, board=MASK, default=None, suggests="person")
    due_on: date | None = fact("办结期限", DAY, board=FULL, default=None, ahead=True, why="due_why")
    due_why: str | None = fact("为什么是这天", REASON, default=None)
    status: str = fact("进展", CHOICE, board=FULL, choices=ITEM_STATES, default=OPEN)
    done_on: date | None = fact("办结日期", DAY, board=FULL, default=None)
    result: str | None = fact("办理结果", LONG, board=FULL, default=None)
    feedback_on: date | None = fact("向居民反馈日期", DAY, board=FULL, default=None)
    feedback: str | None = fact("居民怎么说", CHOICE, board=FULL, choices=ANSWERS, default=None)
    opinion: str | None = fact("居民的意见", LONG, default=None)
    files: tuple[str, ...] | None = fact("佐证", FILES, default=None)


class CheckIn(
    Record,
    table="check_in",
    label="在职党员报到",
    owner=Owner.COMMUNITY,
    key=("year", "person", "unit"),
    rather="先删服务记录，再删这一条",
    named_by=("person", "unit"),
    happened="reported_on",
):
    year: int = fact("年度", COUNT, board=FULL, example="2026", given=True)
    person: str = fact("姓名", NAME, board=MASK)
    unit: str = fact("工作单位", board=FULL, example="某某小学")
    organisation: str | None = fact("所在党支部", board=FULL, default=None)
    where_to: str = fact("到哪里报到", CHOICE, board=FULL, choices=WHERE, default=WHERE[0])
    estate: str | None = fact("小区", board=FULL, default=None, example="阳光小区")
    phone: str | None = fact("联系电话", PHONE, level=PERSON, default=None)
    skills: str | None = fact("特长", board=FULL, default=None, example="法律咨询")
    reported_on: date = fact("报到日期", DAY, board=FULL)
    post: str | None = fact("认领岗位", board=FULL, default=None, example="政策宣传岗")
    post_on: date | None = fact("认领日期", DAY, board=FULL, default=None)
    performance: str | None = fact("现实表现", LONG, default=None)
    result: str | None = fact("年度评价", CHOICE, board=FULL, choices=RESULTS, default=None)
    feedback_on: date | None = fact("反馈单位日期", DAY, board=FULL, default=None)
    receipt_on: date | None = fact("收到回执日期", DAY, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("报到单、回执", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class Service(
    Record,
    table="service_log",
    label="服务记录",
    owner=Owner.COMMUNITY,
    key=("person", "unit", "served_on", "what"),
    named_by=("served_on", "what"),
    happened="served_on",
):
    check_in_id: str = fact("哪位党员", link="check_in", given=True)
    person: str | None = fact("姓名", NAME, board=MASK, default=None, kept=True)
    unit: str | None = fact("工作单位", board=FULL, default=None, kept=True)
    served_on: date = fact("服务日期", DAY, board=FULL)
    what: str = fact("服务内容", board=FULL, example="帮老人代办医保")
    hours: int = fact("服务时长（时）", QUANTITY, board=FULL, example="2")
    place: str | None = fact("地点", board=FULL, default=None)
    witness: str | None = fact("记录人", NAME, default=None, suggests="person")
    files: tuple[str, ...] | None = fact("照片", FILES, default=None)


class Grid(Record, table="grid", label="网格", owner=Owner.COMMUNITY, key=("number",),
    rather="不用了就填停用日期，记录还在",
           named_by=("number", "name")):  # fmt: skip
    number: str = fact("编号", board=FULL, example="01")
    name: str = fact("网格名称", board=FULL, example="阳光小区网格")
    area: str | None = fact("四至范围", LONG, board=FULL, default=None)
    groups: str | None = fact("包括哪些组", board=FULL, default=None, example="1组、2组")
    households: int | None = fact("户数", COUNT, board=FULL, default=None)
    buildings: int | None = fact("楼栋数", COUNT, board=FULL, default=None)
    micro: int | None = fact("微网格数", COUNT, board=FULL, default=None)
    from_on: date | None = fact("启用日期", DAY, default=None)
    until_on: date | None = fact("停用日期", DAY, default=None)
    files: tuple[str, ...] | None = fact("网格图", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class GridStaff(
    Record,
    table="grid_staff",
    label="网格人员",
    owner=Owner.COMMUNITY,
    key=("grid_no", "person", "role"),
    named_by=("person", "role"),
):
    grid_id: str = fact("哪个网格", link="grid", given=True)
    grid_no: str | None = fact("网格", board=FULL, default=None, kept=True)
    person: str = fact("姓名", NAME, board=FULL, suggests="person")
    role: str = fact("什么力量", CHOICE, board=FULL, choices=ROLES, default=FULL_TIME)
    duty: str | None = fact("具体身份", board=FULL, default=None, example="楼栋长")
    phone: str | None = fact("联系电话", PHONE, level=PERSON, default=None)
    from_on: date | None = fact("任职起", DAY, board=FULL, default=None)
    until_on: date | None = fact("任职止", DAY, board=FULL, default=None, ahead=True)
    change: str | None = fact("调整原因", default=None)


class GridVisit(
    Record,
    table="grid_visit",
    label="走访记录",
    owner=Owner.COMMUNITY,
    key=("grid_no", "visited_on", "household_no"),
    named_by=("visited_on", "household_no"),
    happened="visited_on",
):
    grid_id: str = fact("哪个网格", link="grid", given=True)
    grid_no: str | None = fact("网格", board=FULL, default=None, kept=True)
    visited_on: date = fact("走访日期", DAY, board=FULL)
    household_no: str | None = fact("走访的户号", board=FULL, default=None, example="2-015")
    who: str | None = fact("谁去的", NAME, board=FULL, default=None, suggests="person")
    purpose: str | None = fact("为什么走访", board=FULL, default=None, example="入户摸排")
    findings: str | None = fact("发现的情况", LONG, default=None)
    event_id: str | None = fact("转为哪件事", link="grid_event", default=None)
    files: tuple[str, ...] | None = fact("照片", FILES, default=None)


class GridEvent(
    Record,
    table="grid_event",
    label="网格事件",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "what"),
    restarts="found_on",
    happened="found_on",
):
    number: str = fact("编号", board=FULL, example="2026-001", given=True)
    grid_id: str = fact("哪个网格", link="grid", given=True)
    grid_no: str | None = fact("网格", board=FULL, default=None, kept=True)
    found_on: date = fact("发现日期", DAY, board=FULL)
    kind: str | None = fact("哪一类", board=FULL, default=None, example="环境卫生")
    what: str = fact("什么事", board=FULL, example="楼道堆放杂物")
    place: str | None = fact("地点", board=FULL, default=None)
    level: str = fact("缓急", CHOICE, board=FULL, choices=LEVELS, default=LEVELS[0])
    handler: str | None = fact("谁办理", NAME, board=MASK, default=None, suggests="person")
    sent_up: str | None = fact("上报平台编号", board=FULL, default=None)
    due_on: date | None = fact("办结期限", DAY, board=FULL, default=None, ahead=True, why="due_why")
    due_why: str | None = fact("为什么是这天", REASON, default=None)
    closed_on: date | None = fact("办结日期", DAY, board=FULL, default=None)
    result: str | None = fact("办理结果", LONG, board=FULL, default=None)
    answer: str | None = fact("居民满不满意", CHOICE, board=FULL, choices=ANSWERS, default=None)
    files: tuple[str, ...] | None = fact("照片", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


MEETINGS = (PartyMeeting, DutyLog, PartyBranch)
JOINT = (JointItem, JointMeeting, MemberUnit)
REPORTED = (CheckIn, Service)
GRIDS = (Grid, GridStaff, GridVisit, GridEvent)
RECORDS = (*MEETINGS, *JOINT, *REPORTED, *GRIDS)
