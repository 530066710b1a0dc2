"""Customs and surroundings (移风易俗、人居环境): covenants, councils, feasts, inspections."""

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
from qinglian_desktop.core.record import Board, Level, Owner, Record, fact

FULL, PERSON = Board.FULL, Level.PERSON

COVENANT_KINDS = ("村规民约", "居民公约", "自治章程")
LEGAL_RESULTS = ("合法", "修改后合法", "要修改")
FEASTS, ETHICS = "红白理事会", "道德评议会"
COUNCIL_KINDS = (FEASTS, ETHICS, "禁毒禁赌会", "其他")
WEDDING, FUNERAL = "婚事", "丧事"
TOILET, RUBBISH, SEWAGE, LOOKS, OTHER = "厕所", "垃圾", "污水", "村容", "其他"
ISSUE_KINDS = (TOILET, RUBBISH, SEWAGE, LOOKS, OTHER)
TOILET_KINDS = ("三格", "双瓮", "沼气", "水冲入管", "旱厕", "没有")
TOILET_FAULTS = ("产品质量", "工程质量", "选址模式", "使用管护")
# What is taken off in each part of the sheet, in the order of the pack `environment-sheet`.
DEDUCTED = ("toilet_off", "rubbish_off", "sewage_off", "looks_off", "system_off")


class Covenant(
    Record,
    table="covenant",
    label="村规民约文本",
    owner=Owner.COMMUNITY,
    key=("kind", "version"),
    named_by=("kind", "version"),
    happened="meeting_on",
    whole=True,  # text, opinion and vote belong together
):
    """One version: asked about, examined, voted on, filed, published. No rule of it may fine."""

    kind: str = fact("哪一种", CHOICE, board=FULL, choices=COVENANT_KINDS, default="居民公约")
    version: str = fact("版本", board=FULL, example="2026年修订")
    text: str | None = fact("全文", LONG, board=FULL, default=None)
    told: str | None = fact("请核实的用词", LONG, default=None, kept=True)
    asked_on: date | None = fact("征求意见日期", DAY, board=FULL, default=None)
    opinions: str | None = fact("征求到的意见", LONG, default=None)
    adviser: str | None = fact("法律顾问", NAME, default=None, suggests="person")
    reviewed_by: str | None = fact("谁审查合法性", board=FULL, default=None, example="街道司法所")
    reviewed_on: date | None = fact("审查日期", DAY, board=FULL, default=None)
    review: str | None = fact("审查结果", CHOICE, board=FULL, choices=LEGAL_RESULTS, default=None)
    review_text: str | None = fact("审查意见", LONG, board=FULL, default=None)
    meeting_on: date | None = fact("表决日期", DAY, board=FULL, default=None)
    matter_id: str | None = fact("决策事项", link="matter", default=None)
    present: int | None = fact("到会人数", COUNT, board=FULL, default=None)
    agree: int | None = fact("同意人数", COUNT, board=FULL, default=None)
    against: int | None = fact("不同意人数", COUNT, board=FULL, default=None)
    abstain: int | None = fact("弃权人数", COUNT, board=FULL, default=None)
    filed_on: date | None = fact("报街道备案日期", DAY, board=FULL, default=None)
    receipt: str | None = fact("备案回执", default=None)
    published_on: date | None = fact("公布日期", DAY, board=FULL, default=None)
    effective_on: date | None = fact("施行日期", DAY, board=FULL, default=None, ahead=True)
    until_on: date | None = fact("废止日期", DAY, board=FULL, default=None, ahead=True)
    files: tuple[str, ...] | None = fact("审查意见、表决票", FILES, default=None)


class CovenantCheck(
    Record,
    table="covenant_check",
    label="公约执行检查",
    owner=Owner.COMMUNITY,
    key=("half", "covenant_id"),
    named_by=("half",),
    happened="checked_on",
):
    half: str = fact("哪半年", PERIOD, board=FULL, example="2026年上半年", given=True)
    covenant_id: str = fact("哪份公约", link="covenant")
    checked_on: date = fact("检查日期", DAY, board=FULL)
    checked_by: str | None = fact("谁检查的", NAME, board=FULL, default=None, suggests="person")
    found: str | None = fact("执行情况", LONG, board=FULL, default=None)
    suggestion: str | None = fact("要改进的", LONG, board=FULL, default=None)
    improved_on: date | None = fact("改进日期", DAY, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("检查材料", FILES, default=None)


class Council(
    Record,
    table="council",
    label="理事会评议会",
    owner=Owner.COMMUNITY,
    key=("kind", "elected_on"),
    named_by=("kind",),
    happened="elected_on",
):
    kind: str = fact("哪个会", CHOICE, board=FULL, choices=COUNCIL_KINDS, default=FEASTS)
    charter: str | None = fact("章程", LONG, board=FULL, default=None)
    chartered_on: date | None = fact("章程通过日期", DAY, board=FULL, default=None)
    elected_on: date = fact("推选日期", DAY, board=FULL)
    until_on: date | None = fact("任期到", DAY, board=FULL, default=None, ahead=True)
    chair: str | None = fact("会长", NAME, board=FULL, default=None, suggests="person")
    files: tuple[str, ...] | None = fact("章程、名单", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class CouncilMember(
    Record,
    table="council_member",
    label="理事会评议会成员",
    owner=Owner.COMMUNITY,
    key=("council_id", "person"),
    named_by=("person",),
):
    council_id: str = fact("哪个会", link="council")
    person: str = fact("姓名", NAME, board=FULL, suggests="person")
    post: str | None = fact("担任什么", board=FULL, default=None, example="理事")
    phone: str | None = fact("联系电话", PHONE, level=PERSON, default=None)
    from_on: date | None = fact("任职起", DAY, board=FULL, default=None)
    until_on: date | None = fact("任职止", DAY, board=FULL, default=None, ahead=True)


class ReviewMeeting(
    Record,
    table="review_meeting",
    label="道德评议",
    owner=Owner.COMMUNITY,
    key=("held_on",),
    happened="held_on",
    together=(("expected", "present", "present_rate"),),
):
    """Good examples are published; who is to be persuaded is spoken to alone."""

    held_on: date = fact("评议日期", DAY, board=FULL, ahead=True)
    council_id: str | None = fact("哪个会", link="council", default=None)
    topic: str = fact("议题", LONG, board=FULL, example="评孝老爱亲典型")
    expected: int | None = fact("应到人数", COUNT, board=FULL, default=None)
    present: int | None = fact("实到人数", COUNT, board=FULL, default=None)
    present_rate: int | None = fact("到会率（%）", QUANTITY, board=FULL, default=None, kept=True)
    way: str | None = fact("怎么评", board=FULL, default=None, example="举手表决")
    praised: str | None = fact("评出的典型", LONG, board=FULL, default=None)
    persuaded: str | None = fact("要劝导的", LONG, default=None, veiled=True)
    talked_on: date | None = fact("劝导谈话日期", DAY, default=None)
    published_on: date | None = fact("典型公布日期", DAY, board=FULL, default=None)
    minutes: str | None = fact("评议记录", LONG, default=None)
    files: tuple[str, ...] | None = fact("签到、记录、照片", FILES, default=None)


class EventReport(
    Record,
    table="event_report",
    label="红白事报备",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "kind"),
    restarts="event_on",
    happened="event_on",
):
    """What a family tells beforehand and what it was advised: a report, never a permission."""

    number: str = fact("编号", example="红白2026-001", given=True)
    kind: str = fact("婚事还是丧事", CHOICE, choices=(WEDDING, FUNERAL), default=WEDDING)
    host: str = fact("主家", NAME, suggests="person")
    event_on: date = fact("办事日期", DAY, ahead=True)
    tables: int | None = fact("打算办几桌", COUNT, default=None)
    phone: str | None = fact("电话", PHONE, level=PERSON, default=None)
    address: str | None = fact("住址", level=PERSON, default=None)
    is_party_member: bool | None = fact("是党员", FLAG, default=None)
    is_cadre: bool | None = fact("是干部", FLAG, default=None)
    relation: str | None = fact("和主家的关系", default=None, example="儿子")
    reported_on: date | None = fact("报备日期", DAY, default=None)
    place: str | None = fact("办事地点", default=None)
    days: int | None = fact("办几天", COUNT, default=None)
    per_table: int | None = fact("每桌几人", COUNT, default=None)
    meals: int | None = fact("一共几餐", COUNT, default=None)
    table_fen: int | None = fact("每桌多少钱", FEN, default=None)
    drinks_fen: int | None = fact("烟酒每桌多少钱", FEN, default=None)
    vehicles: int | None = fact("用车几辆", COUNT, default=None)
    gifts_told: bool | None = fact("讲过礼金倡导", FLAG, default=None)
    food_no: str | None = fact("集体聚餐登记号", default=None)
    died_on: date | None = fact("去世日期", DAY, default=None)
    mourning_days: int | None = fact("守灵几天", COUNT, default=None)
    burial: str | None = fact("怎么安葬", default=None, example="火化后进公墓")
    ecological: bool | None = fact("生态安葬", FLAG, default=None)
    visited_by: str | None = fact("谁上门的", NAME, default=None, suggests="person")
    advice: str | None = fact("怎么劝导的", LONG, default=None)
    pledged: bool | None = fact("自愿签了承诺", FLAG, default=None)
    actual_tables: int | None = fact("实际几桌", COUNT, default=None)
    complaints: int | None = fact("有几次反映", COUNT, default=None)
    cleaned: bool | None = fact("现场收拾干净", FLAG, default=None)
    note: str | None = fact("备注", LONG, default=None)
    files: tuple[str, ...] | None = fact("报备表、照片", FILES, default=None)


class EnvironmentInspection(
    Record,
    table="environment_inspection",
    label="人居环境检查",
    owner=Owner.COMMUNITY,
    key=("month", "place"),
    named_by=("month", "place"),
    happened="inspected_on",
    together=(("score", "month", *DEDUCTED),),
):
    """A round of a month by the sheet of the pack: each part begins full, faults take off."""

    inspected_on: date = fact("检查日期", DAY, board=FULL)
    place: str = fact("检查哪里", board=FULL, example="3组")
    toilet_off: int | None = fact("厕所扣分", QUANTITY, board=FULL, default=None, example="4")
    rubbish_off: int | None = fact("垃圾扣分", QUANTITY, board=FULL, default=None, example="3")
    sewage_off: int | None = fact("污水扣分", QUANTITY, board=FULL, default=None, example="0.5")
    looks_off: int | None = fact("村容扣分", QUANTITY, board=FULL, default=None, example="1")
    system_off: int | None = fact("机制扣分", QUANTITY, board=FULL, default=None, example="0")
    score: int = fact("得分", QUANTITY, board=FULL, example="91.5", given=True)
    month: str | None = fact("算哪个月", PERIOD, board=FULL, default=None, example="2026年9月")
    inspectors: str | None = fact("检查人员", NAME, default=None, suggests="person")
    grid: str | None = fact("哪个网格", board=FULL, default=None, example="01")
    found: str | None = fact("检查情况", LONG, board=FULL, default=None)
    published_on: date | None = fact("公布日期", DAY, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("评分表、照片", FILES, default=None)


class EnvironmentIssue(
    Record,
    table="environment_issue",
    label="环境整改",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "what"),
    restarts="found_on",
    happened="found_on",
):
    number: str = fact("编号", board=FULL, example="环2026-001", given=True)
    inspection_id: str | None = fact("哪次检查", link="environment_inspection", default=None)
    kind: str = fact("哪一类", CHOICE, board=FULL, choices=ISSUE_KINDS, default=RUBBISH)
    found_on: date = fact("发现日期", DAY, board=FULL)
    place: str = fact("地点", board=FULL, example="3组水沟边")
    what: str = fact("什么问题", board=FULL, example="垃圾没有清运")
    responsible: str | None = fact("谁整改", NAME, default=None, suggests="person")
    due_on: date | None = fact("整改期限", DAY, board=FULL, default=None, ahead=True)
    closed_on: date | None = fact("整改完成日期", DAY, board=FULL, default=None)
    result: str | None = fact("整改情况", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("整改前照片", FILES, default=None)
    after: tuple[str, ...] | None = fact("整改后照片", FILES, default=None)


class ToiletRecord(
    Record,
    table="toilet",
    label="户厕台账",
    owner=Owner.COMMUNITY,
    key=("household_no",),
):
    household_no: str = fact("户号", board=FULL, example="2-015")
    kind: str = fact("哪种厕所", CHOICE, board=FULL, choices=TOILET_KINDS, default=TOILET_KINDS[0])
    built_in: int | None = fact("改厕年份", COUNT, board=FULL, default=None, example="2021")
    place: str | None = fact("在哪里", board=FULL, default=None, example="屋内")
    in_use: bool | None = fact("在用", FLAG, board=FULL, default=None)
    leaks: bool | None = fact("漏水", FLAG, default=None)
    smells: bool | None = fact("臭味大", FLAG, default=None)
    maggots: bool | None = fact("有蝇蛆", FLAG, default=None)
    overflows: bool | None = fact("满溢", FLAG, default=None)
    fault: str | None = fact("问题类别", CHOICE, choices=TOILET_FAULTS, default=None)
    due_on: date | None = fact("维修期限", DAY, default=None, ahead=True)
    repaired_on: date | None = fact("修好日期", DAY, default=None)
    files: tuple[str, ...] | None = fact("照片", FILES, default=None)


class SewageFacility(
    Record,
    table="sewage_facility",
    label="污水设施台账",
    owner=Owner.COMMUNITY,
    key=("place",),
):
    place: str = fact("设施地点", board=FULL, example="3组污水池")
    kind: str | None = fact("什么设施", board=FULL, default=None, example="三格化粪池")
    households: int | None = fact("服务几户", COUNT, board=FULL, default=None)
    responsible: str | None = fact("谁来管", board=FULL, default=None)
    running: bool | None = fact("正常运行", FLAG, board=FULL, default=None)
    maintained_on: date | None = fact("上次维护日期", DAY, board=FULL, default=None)
    defect: str | None = fact("故障", board=FULL, default=None)
    reported_on: date | None = fact("上报日期", DAY, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("照片", FILES, default=None)


COVENANTS = (Covenant, CovenantCheck)
COUNCILS = (Council, CouncilMember, ReviewMeeting, EventReport)
SURROUNDINGS = (EnvironmentInspection, EnvironmentIssue, ToiletRecord, SewageFacility)
RECORDS = (*COVENANTS, *COUNCILS, *SURROUNDINGS)
