"""Decisions (四议公开): the case, its steps, who was there, what households said, what hangs on it.

Bodies, classes and gates are stored in one wording for villages and communities; `ui/wording`
and the table of words say them in the words of the office. Figures of law stand in the packs.
"""

from datetime import date
from types import MappingProxyType

from qinglian_desktop.core.kinds import (
    CHOICE,
    COUNT,
    DAY,
    FEN,
    FILES,
    FLAG,
    LONG,
    MOMENT,
    NAME,
    REASON,
)
from qinglian_desktop.core.record import Board, Level, Owner, Record, Tie, fact

FULL, MASK = Board.FULL, Board.MASK

CLASSES = MappingProxyType(
    {
        "M01": "规划和章程",
        "M02": "资源发包租赁",
        "M03": "资产处置和借贷投资",
        "M04": "大额支出和分配",
        "M05": "误工补贴和报酬",
        "M06": "公益项目",
        "M07": "一事一议筹资筹劳",
        "M08": "宅基地和征地补偿",
        "M09": "救助评议",
        "M10": "帮扶",
        "M11": "成员和股份",
        "M12": "社区服务和经费",
        "M13": "其他",
    }
)
CLASS_CHOICES = tuple(f"{code} {name}" for code, name in CLASSES.items())

# The gates in order; the three between brackets of the domain document are steps like the others.
ORIGIN, PROPOSAL, TALK, PRE_REVIEW = "动议", "提议", "商议", "预审"
STUDY, DECISION, PUBLISHED, RESULT, ARCHIVE = "审议", "决议", "决议公开", "结果公开", "归档"
GATES = (ORIGIN, PROPOSAL, TALK, PRE_REVIEW, STUDY, DECISION, PUBLISHED, RESULT, ARCHIVE)
MEETINGS = (PROPOSAL, TALK, STUDY, DECISION)  # gates with people, attendance and votes

# Bodies that decide; 全体会议 is 村民会议 or 居民会议, 代表会议 that of their representatives.
BODIES = (
    "党组织", "两委", "党员大会", "全体会议", "代表会议", "小组会议", "成员大会", "成员代表大会",
    "理事会", "业主大会",
)  # fmt: skip
ORIGINS = ("党员群众提出", "干部提出", "上级要求")
PATHS = ("完整", "简易", "不需要", "不属于本程序")
RUNNING, FAILED, ARCHIVED, ENDED, REPLACED = "办理中", "未通过", "已归档", "已终止", "已变更"
STATES = (RUNNING, FAILED, ARCHIVED, ENDED, REPLACED)
PASSED, NOT_PASSED, TOO_FEW, BRIEFED = "通过", "未通过", "人数不足", "情况通报"
DONE = "已办"  # of a gate without a vote
RESULTS = (PASSED, NOT_PASSED, TOO_FEW, BRIEFED, DONE)
THERE, ABSENT, EXCUSED, AVOIDS = "到会", "缺席", "请假", "回避"
CAME_LATE, LEFT_EARLY = "迟到", "早退"
ATTENDANCE = (THERE, ABSENT, EXCUSED, AVOIDS, CAME_LATE, LEFT_EARLY)
VIEWS = ("同意", "不同意", "其他")


class Matter(
    Record,
    table="matter",
    label="决策事项",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "title"),
    restarts="opened_on",
    happened="opened_on",
):
    number: str = fact("编号", board=FULL, example="2026-001", given=True)
    title: str = fact("事项", board=FULL, example="临街门面出租")
    matter_class: str = fact("类别", CHOICE, board=FULL, choices=CLASS_CHOICES)
    origin: str = fact("来源", CHOICE, board=FULL, choices=ORIGINS)
    opened_on: date = fact("动议日期", DAY, board=FULL)
    group_name: str | None = fact("哪个组的事", board=FULL, default=None, example="2组")
    proposed_by: str | None = fact("谁提出", NAME, board=MASK, default=None, suggests="person")
    content: str | None = fact("内容", LONG, board=FULL, default=None)
    amount_fen: int | None = fact(
        "涉及金额", FEN, board=FULL, default=None, alike=("matter_class",)
    )
    # Routed once, when the case is opened or its facts change; the day tells which packs held.
    path: str = fact("程序", CHOICE, board=FULL, choices=PATHS, default="完整")
    body: str | None = fact("由谁决定", CHOICE, board=FULL, choices=BODIES, default=None)
    threshold: str | None = fact("表决规则", default=None)  # the row of the vote table
    for_collective: bool = fact("代行集体经济组织职能", FLAG, board=FULL, default=False)
    pre_review: bool = fact("要街道预审", FLAG, board=FULL, default=False)
    route_answers: str | None = fact("判断时的回答", LONG, default=None)  # JSON, as asked by rules
    route_pack: str | None = fact("判断依据的规则包", default=None)
    basis: str | None = fact("依据", board=FULL, default=None)
    executor: str | None = fact("谁来落实", NAME, board=FULL, default=None, suggests="person")
    planned_on: date | None = fact(
        "计划办结", DAY, board=FULL, default=None, ahead=True, why="planned_why"
    )
    planned_why: str | None = fact("为什么这天办结", REASON, default=None)
    # Written by the steps only.
    state: str = fact("状态", CHOICE, board=FULL, choices=STATES, default=RUNNING)
    stage: str = fact("当前步", CHOICE, board=FULL, choices=GATES, default=ORIGIN)
    next_step: str | None = fact("下一步", board=FULL, default=None)
    public_until: date | None = fact(
        "公示剩余", DAY, board=FULL, default=None, ahead=True, why="public_why"
    )
    public_why: str | None = fact("为什么公示到这天", REASON, default=None)
    late: bool = fact("补录", FLAG, board=FULL, default=False)  # one of its steps is
    # An emergency goes first and is decided afterwards; never a vote left out.
    emergency: bool = fact("紧急先办", FLAG, board=FULL, default=False)
    emergency_reason: str | None = fact("紧急的原因", LONG, board=FULL, default=None)
    authorised_by: str | None = fact("谁同意先办", NAME, default=None, suggests="person")
    street_told_on: date | None = fact("报街道日期", DAY, default=None)
    ratify_by: date | None = fact(
        "最迟补议", DAY, board=FULL, default=None, ahead=True, why="ratify_why"
    )
    ratify_why: str | None = fact("为什么补议到这天", REASON, default=None)
    one_sitting_reason: str | None = fact("提议商议合开的原因", LONG, default=None)
    supersedes: str | None = fact("变更哪个事项", link="matter", default=None)
    revokes: bool = fact("只终止原决议", FLAG, board=FULL, default=False)
    ended_on: date | None = fact("终止日期", DAY, board=FULL, default=None)
    ended_reason: str | None = fact("终止原因", LONG, board=FULL, default=None)
    archived_on: date | None = fact("归档日期", DAY, default=None)
    archive_no: str | None = fact("卷号", default=None)
    files: tuple[str, ...] | None = fact("附件", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class MatterStep(
    Record,
    table="matter_step",
    label="议事步骤",
    owner=Owner.COMMUNITY,
    key=("matter_id", "gate", "round_no", "sitting_no"),
    named_by=("gate", "held_on"),
    happened="held_on",
    adds_up=False,
    whole=True,
):
    matter_id: str = fact("事项", link="matter", tie=Tie.PART)
    gate: str = fact("哪一步", CHOICE, board=FULL, choices=GATES)
    round_no: int = fact("第几次", COUNT, board=FULL, default=1)  # a failed vote is held again
    sitting_no: int = fact("第几场", COUNT, board=FULL, default=1)  # one meeting held in parts
    after_id: str | None = fact("上一步", link="matter_step", default=None)  # holds it in place
    part: str | None = fact("分会场", board=FULL, default=None, example="一组")
    # The id of the first step of a meeting that dealt with several matters; no link, so that each
    # matter is undone by itself.
    meeting_key: str | None = fact("同一场会", default=None)
    body: str | None = fact("会议", CHOICE, board=FULL, choices=BODIES, default=None)
    planned_at: str | None = fact("定在何时", MOMENT, board=FULL, default=None)
    place: str | None = fact("地点", board=FULL, default=None, example="会议室")
    told_on: date | None = fact("通知日期", DAY, default=None)
    held_on: date | None = fact("日期", DAY, board=FULL, default=None)  # None: still to come
    held_time: str | None = fact("时间", board=FULL, default=None, example="14:30")
    entered_on: date | None = fact("登记日期", DAY, board=FULL, default=None)
    late: bool = fact("补录", FLAG, board=FULL, default=False)
    ratifies: bool = fact("补议", FLAG, board=FULL, default=False)
    rule_pack: str | None = fact("规则包", default=None)
    threshold: str | None = fact("表决规则", default=None)  # the row of the vote table
    basis: str | None = fact("依据", board=FULL, default=None)
    counted_by: str = fact("按什么算", CHOICE, choices=("人", "户"), default="人")
    roster_count: int | None = fact("名册人数", COUNT, default=None)
    excluded_count: int | None = fact("依法不计人数", COUNT, board=FULL, default=None)
    due_count: int | None = fact("应到", COUNT, board=FULL, default=None)
    present_count: int | None = fact("实到", COUNT, board=FULL, default=None)
    avoiding_count: int | None = fact("回避", COUNT, board=FULL, default=None)
    base_count: int | None = fact("计票基数", COUNT, board=FULL, default=None)
    yes_count: int | None = fact("赞成", COUNT, board=FULL, default=None)
    no_count: int | None = fact("反对", COUNT, board=FULL, default=None)
    abstain_count: int | None = fact("弃权", COUNT, board=FULL, default=None)
    vote_way: str | None = fact(
        "表决方式", CHOICE, choices=("无记名投票", "举手", "口头"), default=None
    )
    result: str | None = fact("结论", CHOICE, board=FULL, choices=RESULTS, default=None)
    decision: str | None = fact("决议内容", LONG, board=FULL, default=None)
    opinions: str | None = fact("主要意见", LONG, default=None)
    dissent: str | None = fact("不同意见", LONG, default=None)
    chair: str | None = fact("主持人", NAME, board=FULL, default=None, suggests="person")
    recorder: str | None = fact("记录人", NAME, board=FULL, default=None, suggests="person")
    street_people: str | None = fact("镇街到场和职务", LONG, board=FULL, default=None)
    supervisors: str | None = fact("监委会到场", LONG, board=FULL, default=None)
    combined: bool = fact("和上一步合开", FLAG, default=False)
    delegation_id: str | None = fact("依据哪次授权", link="delegation", default=None)
    slip_no: str | None = fact("预审回执号", default=None)
    slip_opinion: str | None = fact("预审意见", LONG, default=None)
    notice_id: str | None = fact("公告", link="notice", tie=Tie.LOOSE, default=None)
    published_note: str | None = fact("公开情况", LONG, board=FULL, default=None)
    supervision: str | None = fact("监督意见", LONG, board=FULL, default=None)
    minutes_file: str | None = fact("纪要", default=None)
    files: tuple[str, ...] | None = fact("材料", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class StepPerson(
    Record,
    table="step_person",
    label="参会人",
    owner=Owner.COMMUNITY,
    key=("step_id", "name"),
    named_by=("name", "role"),
    whole=True,
):
    step_id: str = fact("步骤", link="matter_step", tie=Tie.PART)
    seq: int | None = fact("名单次序", COUNT, default=None)
    person_id: str | None = fact("人员", link="person", default=None)
    name: str = fact("姓名", NAME, board=MASK, suggests="person")
    role: str | None = fact("职务", default=None, example="居民代表")
    group_name: str | None = fact("组/网格", default=None)
    household_no: str | None = fact("户号", default=None)  # where households are counted
    votes: bool = fact("有表决权", FLAG, default=True)
    attendance: str = fact("到会情况", CHOICE, choices=ATTENDANCE, default=THERE)
    delegate: str | None = fact("委托谁来", NAME, default=None, suggests="person")
    interest: str | None = fact("回避的原因", LONG, default=None)
    note: str | None = fact("备注", default=None)


class ExcludedAdult(
    Record,
    table="excluded_adult",
    label="依法不计入的成年人",
    owner=Owner.COMMUNITY,
    key=("step_id", "name"),
    named_by=("name",),
    whole=True,
):
    step_id: str = fact("步骤", link="matter_step", tie=Tie.PART)
    person_id: str | None = fact("人员", link="person", default=None)
    name: str = fact("姓名", NAME, suggests="person")
    reason: str = fact(
        "原因",
        CHOICE,
        level=Level.SENSITIVE,
        choices=("联系不上", "联系后不能回来", "精神疾病发病期间", "不能表达意愿"),
    )
    contacted_on: date | None = fact("联系日期", DAY, default=None)
    evidence: str | None = fact("联系记录", LONG, level=Level.SENSITIVE, default=None)
    files: tuple[str, ...] | None = fact("佐证", FILES, default=None)


class HouseholdView(
    Record,
    table="household_view",
    label="入户意见",
    owner=Owner.COMMUNITY,
    key=("matter_id", "household_no"),
    named_by=("household_no", "signer"),
    happened="asked_on",
    whole=True,
):
    matter_id: str = fact("事项", link="matter")
    household_id: str | None = fact("户", link="household", tie=Tie.LOOSE, default=None)
    household_no: str = fact("户号", example="2-015")
    group_name: str | None = fact("组/网格", default=None)
    head: str | None = fact("户主", NAME, default=None, suggests="person")
    signer: str | None = fact("签字人", NAME, default=None, suggests="person")
    view: str | None = fact("意见", CHOICE, choices=VIEWS, default=None)
    asked_on: date | None = fact("走访日期", DAY, default=None)
    entered_on: date | None = fact("登记日期", DAY, default=None)
    note: str | None = fact("备注", LONG, default=None)


class MatterLink(
    Record,
    table="matter_link",
    label="事项关联",
    owner=Owner.COMMUNITY,
    key=("other_table", "other_id"),
    named_by=("other_name",),
):
    """Ties a decision to a row of another ledger, or explains why a row needs no decision."""

    matter_id: str | None = fact("事项", link="matter", tie=Tie.PART, default=None)
    other_table: str = fact("哪一类")
    other_id: str = fact("哪一条")
    other_name: str | None = fact("关联的是", default=None)
    explanation: str | None = fact("没有决议的说明", LONG, default=None)


class MeetingPaper(
    Record,
    table="meeting_paper",
    label="会议材料",
    owner=Owner.COMMUNITY,
    key=("step_id", "paper"),
    named_by=("paper",),
    whole=True,
):
    """A paper printed for a step, and the signed pages that came back as scans."""

    step_id: str = fact("步骤", link="matter_step", tie=Tie.PART)
    paper: str = fact("材料名称", example="签到表")
    pages: int | None = fact("应有页数", COUNT, default=None)
    printed_on: date | None = fact("打印日期", DAY, default=None)
    fingerprint: str | None = fact("指纹", default=None)
    scans: tuple[str, ...] | None = fact("签字页扫描件", FILES, default=None)
    scanned_pages: int | None = fact("扫描页数", COUNT, default=None)
    note: str | None = fact("备注", LONG, default=None)


# What was held and by whom: written by the steps alone.
BY_STEPS = (MatterStep.table, StepPerson.table, ExcludedAdult.table)


class CheckNote(Record, table="check_note", label="自检说明", owner=Owner.LOCAL, key=("hint_key",)):
    """Why something that stands out in a matter is as it should be; for this office alone."""

    matter_id: str = fact("事项", link="matter", tie=Tie.PART)
    pattern: str = fact("提示")
    hint_key: str = fact("哪一处", LONG)
    explanation: str = fact("情况说明", LONG)
    noted_on: date = fact("说明日期", DAY)
