"""Supervision (监督): the committee, the monitor, key people, 小切口整治, promises to residents."""

from datetime import date

from qinglian_desktop.core.kinds import (
    CHOICE,
    COUNT,
    DAY,
    FEN,
    FILES,
    FLAG,
    LONG,
    NAME,
    PERIOD,
    PHONE,
    QUANTITY,
)
from qinglian_desktop.core.record import Board, Level, Owner, Record, Tie, fact

FULL, MASK, PERSON = Board.FULL, Board.MASK, Level.PERSON

# What a monitor's log may not hold; it stands over list and form, and on the paper.
NO_CLUES = "不得填写涉嫌违纪违法的具体内容"

ITEM_KINDS = ("决策", "公开", "财务", "工程", "惠民", "其他")
SAT_IN = ("两委联席会", "委员会会议", "代表会议", "党组织会议", "其他会议")
FEAST_KINDS = ("婚事", "丧事", "其他喜庆事")
COMPARED = ("补贴救助和亲属", "临时用工和亲属", "种粮面积和流转合同", "流转付款和合同")
NOTHING, EXPLAINED, TO_CHECK = "无问题", "说明合理", "待核实"
CHECK_RESULTS = (NOTHING, EXPLAINED, TO_CHECK)
ANSWERS = ("满意", "基本满意", "一般", "不满意")


class SupervisionMeeting(
    Record,
    table="supervision_meeting",
    label="监督委员会例会",
    owner=Owner.COMMUNITY,
    key=("held_on",),
    happened="held_on",
    together=(("expected", "present", "present_rate"),),
):
    held_on: date = fact("开会日期", DAY, board=FULL, ahead=True)
    begins_at: str | None = fact("开会时间", board=FULL, default=None, example="14:30")
    place: str | None = fact("地点", board=FULL, default=None, example="社区二楼会议室")
    due_period: str = fact("算哪个月", PERIOD, board=FULL, example="2026年9月", given=True)
    chair: str | None = fact("主持人", NAME, board=FULL, default=None, suggests="person")
    recorder: str | None = fact("记录人", NAME, board=FULL, default=None, suggests="person")
    expected: int | None = fact("应到人数", COUNT, board=FULL, default=None)
    present: int | None = fact("实到人数", COUNT, board=FULL, default=None)
    present_rate: int | None = fact("到会率（%）", QUANTITY, board=FULL, default=None, kept=True)
    attendees: str | None = fact("到会名单", LONG, board=MASK, default=None, veiled=True)
    guests: str | None = fact("列席人员", LONG, default=None, veiled=True)
    topic: str | None = fact("议题", LONG, board=FULL, default=None, example="看本月票据和公开内容")
    minutes: str | None = fact("会议记录", LONG, default=None)
    decided: str | None = fact("形成的意见", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("签到、记录、照片", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class SupervisionItem(
    Record,
    table="supervision_item",
    label="例会审议事项",
    owner=Owner.COMMUNITY,
    key=("meeting_id", "what"),
    named_by=("kind", "what"),
    together=(("agree", "against", "abstain"),),
):
    """One thing a meeting of the committee looked at, with what it said and how it voted."""

    meeting_id: str = fact("哪次例会", link="supervision_meeting")
    kind: str = fact("哪一类", CHOICE, board=FULL, choices=ITEM_KINDS, default=ITEM_KINDS[0])
    what: str = fact("审议什么", board=FULL, example="8月票据12张")
    matter_id: str | None = fact("决策事项", link="matter", default=None)
    notice_id: str | None = fact("公告", link="notice", tie=Tie.LOOSE, default=None)
    opinion: str | None = fact("意见", LONG, board=FULL, default=None)
    agree: int | None = fact("同意人数", COUNT, board=FULL, default=None)
    against: int | None = fact("不同意人数", COUNT, board=FULL, default=None)
    abstain: int | None = fact("弃权人数", COUNT, board=FULL, default=None)
    follow_up: str | None = fact("后来怎么办的", LONG, board=FULL, default=None)


class SupervisionOpinion(
    Record,
    table="supervision_opinion",
    label="监督意见书",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "addressed_to"),
    restarts="given_on",
    happened="given_on",
):
    number: str = fact("编号", board=FULL, example="监2026-001", given=True)
    given_on: date = fact("提出日期", DAY, board=FULL)
    addressed_to: str = fact("提给谁", board=FULL, example="集体经济组织")
    meeting_id: str | None = fact("哪次例会提出", link="supervision_meeting", default=None)
    matter: str = fact("事实", LONG, example="7月3张票据没有经手人签字")
    basis: str | None = fact("依据", LONG, board=FULL, default=None)
    suggestion: str = fact("建议", LONG, board=FULL, example="补签后再入账，今后按制度办")
    signed_by: str | None = fact("主任", NAME, board=FULL, default=None, suggests="person")
    reply_due: date | None = fact("答复期限", DAY, board=FULL, default=None, ahead=True)
    received_on: date | None = fact("送达日期", DAY, board=FULL, default=None)
    reply: str | None = fact("答复", LONG, board=FULL, default=None)
    replied_on: date | None = fact("答复日期", DAY, board=FULL, default=None)
    adopted: bool | None = fact("采纳", FLAG, board=FULL, default=None)
    why_not: str | None = fact("没采纳的原因", LONG, default=None)
    escalated_on: date | None = fact("报街道日期", DAY, default=None)
    escalated_to: str | None = fact("报给街道谁", default=None, example="街道纪工委")
    files: tuple[str, ...] | None = fact("意见书、答复", FILES, default=None)


class SupervisionAttendance(
    Record,
    table="supervision_attendance",
    label="监督列席登记",
    owner=Owner.COMMUNITY,
    key=("held_on", "kind"),
    named_by=("held_on", "kind"),
    happened="held_on",
    together=(("expected", "present", "present_rate"),),
):
    """The committee sits in on a meeting of others."""

    held_on: date = fact("开会日期", DAY, board=FULL)
    kind: str = fact("哪种会", CHOICE, board=FULL, choices=SAT_IN, default=SAT_IN[0])
    topic: str | None = fact("议题", LONG, board=FULL, default=None, example="研究门面出租")
    matter_id: str | None = fact("决策事项", link="matter", default=None)
    expected: int | None = fact("应列席人数", COUNT, board=FULL, default=None)
    present: int | None = fact("列席人数", COUNT, board=FULL, default=None)
    present_rate: int | None = fact("列席率（%）", QUANTITY, board=FULL, default=None, kept=True)
    members: str | None = fact("列席人员", LONG, board=MASK, default=None, veiled=True)
    opinions: str | None = fact("提出的意见", LONG, board=FULL, default=None)
    adopted: bool | None = fact("采纳", FLAG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("签到、记录", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class SupervisionReport(
    Record,
    table="supervision_report",
    label="监督委年度报告",
    owner=Owner.COMMUNITY,
    key=("year",),
    happened="reported_on",
    together=(("votes", "satisfied", "fairly", "poor", "satisfied_rate"),),
):
    """The committee reports once a year and is voted on."""

    year: int = fact("年度", COUNT, board=FULL, example="2026", given=True)
    reported_on: date = fact("报告日期", DAY, board=FULL)
    heard_by: str | None = fact("向谁报告", board=FULL, default=None, example="代表会议")
    text: str | None = fact("报告内容", LONG, board=FULL, default=None)
    votes: int | None = fact("收回评议票", COUNT, board=FULL, default=None)
    satisfied: int | None = fact("满意票", COUNT, board=FULL, default=None)
    fairly: int | None = fact("基本满意票", COUNT, board=FULL, default=None)
    poor: int | None = fact("不满意票", COUNT, board=FULL, default=None)
    satisfied_rate: int | None = fact("满意率（%）", QUANTITY, board=FULL, default=None, kept=True)
    published_on: date | None = fact("公布日期", DAY, board=FULL, default=None)
    notice_id: str | None = fact("公告", link="notice", tie=Tie.LOOSE, default=None)
    files: tuple[str, ...] | None = fact("报告、评议票", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class MonitorAppointment(
    Record,
    table="monitor_appointment",
    label="监察监督员聘任",
    owner=Owner.COMMUNITY,
    key=("person", "appointed_on"),
    named_by=("person",),
    happened="appointed_on",
):
    person: str = fact("监督员", NAME, board=FULL, suggests="person")
    phone: str | None = fact("联系电话", PHONE, level=PERSON, default=None)
    document_no: str | None = fact("聘任文件", board=FULL, default=None)
    appointed_on: date = fact("聘任日期", DAY, board=FULL)
    until_on: date | None = fact("聘期到", DAY, board=FULL, default=None, ahead=True)
    check_receipt: str | None = fact("资格审查回执号", default=None)
    training: str | None = fact("参加过的培训", LONG, default=None)
    pledged_on: date | None = fact("签承诺书日期", DAY, default=None)
    ended_on: date | None = fact("解聘日期", DAY, default=None)
    end_reason: str | None = fact("解聘原因", default=None)
    files: tuple[str, ...] | None = fact("聘任材料", FILES, default=None)


class MonitorLog(
    Record,
    table="monitor_log",
    label="监督员履职纪实",
    owner=Owner.COMMUNITY,
    key=("month", "person"),
    named_by=("month",),
    together=(("sent_on", "receipt"),),
):
    """What a monitor did in a month. Clues are never written here: they leave as a sealed slip."""

    month: str = fact("哪个月", PERIOD, board=FULL, example="2026年9月")
    person: str = fact("监督员", NAME, suggests="person")
    meetings: int | None = fact("列席会议次数", COUNT, default=None)
    households: int | None = fact("走访户数", COUNT, default=None)
    matters: str | None = fact("监督了哪些事", LONG, default=None, example="财务公开、工程验收")
    findings: str | None = fact("一般情况", LONG, default=None, veiled=True)
    suggestions: str | None = fact("建议", LONG, default=None, veiled=True)
    signed_on: date | None = fact("签字日期", DAY, default=None)
    sent_on: date | None = fact("报纪工委日期", DAY, default=None)
    receipt: str | None = fact("回执", default=None, example="10月9日收到")
    files: tuple[str, ...] | None = fact("签字的纪实表", FILES, default=None)


class KeyPerson(
    Record,
    table="key_person",
    label="一肩挑人员",
    owner=Owner.COMMUNITY,
    key=("person", "from_on"),
    rather="不再担任就填任职止的日期，谈话记录还在",
    named_by=("person", "positions"),
):
    """Who holds several posts at once, what that person may do, and what is watched."""

    person: str = fact("姓名", NAME, board=FULL, suggests="person")
    positions: str = fact("担任的职务", board=FULL, example="书记、主任、理事长")
    combined: bool = fact("一肩挑", FLAG, board=FULL, default=True)
    from_on: date | None = fact("任职起", DAY, board=FULL, default=None)
    until_on: date | None = fact("任职止", DAY, board=FULL, default=None, ahead=True)
    authority: str | None = fact("权责清单", LONG, board=FULL, default=None)
    points: str | None = fact("监督重点", LONG, board=FULL, default=None)
    listed_on: date | None = fact("清单公布日期", DAY, board=FULL, default=None)
    reviewed_on: date | None = fact("述职述廉日期", DAY, board=FULL, default=None)
    review: str | None = fact("述职述廉结果", board=FULL, default=None)
    audit_due: date | None = fact("下次审计期限", DAY, default=None, ahead=True)
    files: tuple[str, ...] | None = fact("清单、述职材料", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class KeyPersonTalk(
    Record,
    table="key_person_talk",
    label="谈话提醒",
    owner=Owner.COMMUNITY,
    key=("held_on", "person"),
    named_by=("held_on",),
    happened="held_on",
):
    held_on: date = fact("谈话日期", DAY)
    key_person_id: str | None = fact("一肩挑人员", link="key_person", default=None)
    person: str = fact("和谁谈", NAME, suggests="person")
    by: str = fact("谁来谈", NAME, suggests="person")
    topic: str = fact("谈什么", board=Board.OMIT, example="节日期间廉洁提醒")
    summary: str | None = fact("谈话要点", LONG, default=None, veiled=True)
    files: tuple[str, ...] | None = fact("谈话登记", FILES, default=None)


class PersonalReport(
    Record,
    table="personal_report",
    label="党员干部婚丧报告",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number",),
    restarts="event_on",
    happened="event_on",
):
    """What party members and officials report of their own feasts: before, and again after."""

    number: str = fact("编号", example="婚丧2026-001", given=True)
    reporter: str = fact("报告人", NAME, suggests="person")
    post: str | None = fact("职务", default=None, example="委员")
    kind: str = fact("什么事", CHOICE, choices=FEAST_KINDS, default=FEAST_KINDS[0])
    relation: str | None = fact("和本人的关系", default=None, example="儿子结婚")
    event_on: date = fact("办事日期", DAY, ahead=True)
    place: str | None = fact("地点", default=None)
    tables: int | None = fact("打算办几桌", COUNT, default=None)
    table_fen: int | None = fact("每桌多少钱", FEN, default=None)
    guests: str | None = fact("邀请范围", LONG, level=Level.SENSITIVE, default=None)
    vehicles: int | None = fact("用车几辆", COUNT, default=None)
    pledged: bool | None = fact("作了承诺", FLAG, default=None)
    reported_on: date | None = fact("事前报告日期", DAY, default=None)
    received_by: str | None = fact("谁收的报告", NAME, default=None, suggests="person")
    after_on: date | None = fact("事后报告日期", DAY, default=None)
    actual_tables: int | None = fact("实际几桌", COUNT, default=None)
    actual_guests: int | None = fact("实际人数", COUNT, default=None)
    gifts: str | None = fact("礼金礼品怎么处理", LONG, level=Level.SENSITIVE, default=None)
    files: tuple[str, ...] | None = fact("报告表", FILES, default=None)


class SpecialPlan(
    Record,
    table="special_plan",
    label="小切口整治方案",
    owner=Owner.COMMUNITY,
    key=("year", "theme"),
    named_by=("year", "theme"),
    happened="made_on",
):
    year: int = fact("年度", COUNT, board=FULL, example="2026", given=True)
    theme: str = fact("主题", board=FULL, example="惠民补贴发放")
    made_on: date = fact("制定日期", DAY, board=FULL)
    plan: str | None = fact("整治方案", LONG, board=FULL, default=None)
    issues: str | None = fact("问题清单", LONG, board=FULL, default=None)
    responsible: str | None = fact("负责人", NAME, board=FULL, default=None, suggests="person")
    published_on: date | None = fact("公布日期", DAY, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("方案、清单", FILES, default=None)


class SpecialCheck(
    Record,
    table="special_check",
    label="小切口比对",
    owner=Owner.COMMUNITY,
    key=("quarter", "kind"),
    named_by=("quarter", "kind"),
    happened="checked_on",
    together=(("compared", "hits", "result"),),
):
    """A quarterly run over lists; of what stays doubtful only the day it was handed on is kept."""

    quarter: str = fact("哪一季度", PERIOD, board=FULL, example="2026年第三季度", given=True)
    kind: str = fact("比对什么", CHOICE, board=FULL, choices=COMPARED, default=COMPARED[0])
    plan_id: str | None = fact("整治方案", link="special_plan", default=None)
    checked_on: date = fact("比对日期", DAY, board=FULL)
    checked_by: str | None = fact("谁比对的", NAME, default=None, suggests="person")
    compared: int | None = fact("比对几条", COUNT, board=FULL, default=None)
    hits: int | None = fact("对上几条", COUNT, board=FULL, default=None)
    result: str | None = fact("结果", CHOICE, board=FULL, choices=CHECK_RESULTS, default=None)
    explained: str | None = fact("怎么说明的", LONG, default=None, veiled=True)
    handed_on: date | None = fact("移送日期", DAY, default=None)
    files: tuple[str, ...] | None = fact("比对说明", FILES, default=None)


class Promise(
    Record,
    table="promise",
    label="好事实事承诺",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "what"),
    restarts="promised_on",
    happened="promised_on",
):
    """What was promised to residents in public, by when, and when it was done."""

    number: str = fact("编号", board=FULL, example="诺2026-001", given=True)
    what: str = fact("承诺办什么", board=FULL, example="给3组装路灯")
    promised_on: date = fact("承诺日期", DAY, board=FULL)
    published_on: date | None = fact("公示日期", DAY, board=FULL, default=None)
    source: str | None = fact("从哪里来", board=FULL, default=None, example="入户走访")
    responsible: str | None = fact("责任人", NAME, board=FULL, default=None, suggests="person")
    due_on: date = fact("承诺哪天办结", DAY, board=FULL, ahead=True)
    closed_on: date | None = fact("办结日期", DAY, board=FULL, default=None)
    result: str | None = fact("办理结果", LONG, board=FULL, default=None)
    answer: str | None = fact("居民怎么说", CHOICE, board=FULL, choices=ANSWERS, default=None)
    files: tuple[str, ...] | None = fact("佐证", FILES, default=None)


COMMITTEE = (
    SupervisionMeeting, SupervisionItem, SupervisionOpinion, SupervisionAttendance,
    SupervisionReport,
)  # fmt: skip
MONITOR = (MonitorLog, MonitorAppointment)
PEOPLE = (KeyPerson, KeyPersonTalk, PersonalReport)
SPECIAL = (SpecialPlan, SpecialCheck, Promise)
RECORDS = (*COMMITTEE, *MONITOR, *PEOPLE, *SPECIAL)
