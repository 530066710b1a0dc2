"""Audits (审计): each audit with its clocks, what it found, what became of it; reports and 述职."""

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
    REASON,
)
from qinglian_desktop.core.record import Board, Owner, Record, Tie, fact

FULL, MASK = Board.FULL, Board.MASK

TERM, LEAVING = "任期经济责任审计", "离任经济责任审计"
REGULAR, SPECIAL, INTERNAL = "定期审计", "专项审计", "内部审计"
ASKED, FISCAL = "群众要求审计", "财政资金审计"
KINDS = (TERM, LEAVING, REGULAR, SPECIAL, INTERNAL, ASKED, FISCAL)
PERSONAL = (TERM, LEAVING)  # about one person and his time in office

PLANNED, TOLD, OPENED = "计划", "已通知", "已进场"
HEARING, REPORTED, PUBLISHED = "征求意见", "已出报告", "已公布"
STATES = (PLANNED, TOLD, OPENED, HEARING, REPORTED, PUBLISHED)

TO_RECTIFY, RECTIFYING, SUBMITTED, CLOSED = "待整改", "整改中", "已报送", "已销号"
FINDING_STATES = (TO_RECTIFY, RECTIFYING, SUBMITTED, CLOSED)
# The codes of the pack `collective-audits`, with their words.
ISSUES = (
    "A01 白条入账", "A02 坐支", "A03 公款私存", "A04 未履行民主程序", "A05 合同低价、超期、未收",
    "A06 资产漏登", "A07 超标准发放", "A08 挪用专项", "A09 公开不实", "A10 票据不规范", "A99 其他",
)  # fmt: skip

HALF_YEAR, COUNCIL, SUPERVISORS = "半年汇报", "理事会述职", "监事会述职"
REPORT_KINDS = (HALF_YEAR, COUNCIL, SUPERVISORS)
TO_WRITE, WRITTEN, HEARD = "待写", "已写好", "已听取"


class Audit(
    Record,
    table="audit",
    label="审计",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "subject", "kind"),
    happened="opened_on",
):
    number: str = fact("编号", board=FULL, example="2026-01", given=True)
    kind: str = fact("哪种审计", CHOICE, board=FULL, choices=KINDS)
    subject: str = fact("审计谁", NAME, board=MASK, example="郑建国", suggests="person")
    is_person: bool = fact("审计的是个人", FLAG, default=True)
    post: str | None = fact("职务", board=FULL, default=None, example="理事长")
    term_from: date | None = fact("任职起", DAY, board=FULL, default=None)
    term_until: date | None = fact("任职止", DAY, board=FULL, default=None)
    left_early: bool = fact("任期没满就离任", FLAG, board=FULL, default=False)
    election_on: date | None = fact("选举委员会产生日", DAY, board=FULL, default=None, ahead=True)
    period_from: date | None = fact("审计哪段时间起", DAY, board=FULL, default=None)
    period_until: date | None = fact("审计哪段时间止", DAY, board=FULL, default=None)
    scope: str | None = fact("审计哪些", LONG, board=FULL, default=None)
    organiser: str | None = fact("谁组织", board=FULL, default=None, example="通惠街道办事处")
    auditor: str | None = fact("谁来审计", board=FULL, default=None)
    members: str | None = fact("审计组成员", LONG, default=None)
    requested_on: date | None = fact("联名要求日期", DAY, default=None)
    start_by: date | None = fact("最迟开始", DAY, default=None, ahead=True, why="start_why")
    start_why: str | None = fact("为什么这天前开始", REASON, default=None)
    due_on: date | None = fact(
        "结果最迟公布", DAY, board=FULL, default=None, ahead=True, why="due_why"
    )
    due_why: str | None = fact("为什么是这天", REASON, default=None)
    noticed_on: date | None = fact("送通知书日期", DAY, default=None)
    opened_on: date | None = fact("进场日期", DAY, board=FULL, default=None)
    drafted_on: date | None = fact("征求意见稿日期", DAY, default=None)
    opinions_by: date | None = fact("意见最迟", DAY, default=None, ahead=True, why="opinions_why")
    opinions_why: str | None = fact("为什么意见到这天", REASON, default=None)
    opinions: str | None = fact("被审计人的意见", LONG, default=None)
    reported_on: date | None = fact("审计报告日期", DAY, board=FULL, default=None)
    report_no: str | None = fact("报告文号", board=FULL, default=None)
    opinion: str | None = fact("审计意见", LONG, board=FULL, default=None)
    publish_by: date | None = fact(
        "报告最迟公布", DAY, board=FULL, default=None, ahead=True, why="publish_why"
    )
    publish_why: str | None = fact("为什么这天前公布", REASON, default=None)
    published_on: date | None = fact("公布日期", DAY, board=FULL, default=None)
    notice_id: str | None = fact("公告", link="notice", tie=Tie.LOOSE, default=None)
    state: str = fact("状态", CHOICE, board=FULL, choices=STATES, default=PLANNED)
    files: tuple[str, ...] | None = fact("报告和材料", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class Finding(
    Record,
    table="finding",
    label="审计问题",
    owner=Owner.COMMUNITY,
    key=("audit_id", "seq"),
    named_by=("issue", "content"),
):
    audit_id: str = fact("哪次审计", link="audit", tie=Tie.PART)
    seq: int = fact("第几条", COUNT, board=FULL, given=True)
    issue: str = fact("问题类别", CHOICE, board=FULL, choices=ISSUES)
    content: str = fact("问题", LONG, board=FULL)
    basis: str | None = fact("依据", LONG, board=FULL, default=None)
    amount_fen: int | None = fact("涉及金额", FEN, board=FULL, default=None)
    responsible: str | None = fact("责任人", NAME, board=MASK, default=None, suggests="person")
    due_on: date | None = fact("整改期限", DAY, board=FULL, default=None, ahead=True, why="due_why")
    due_why: str | None = fact("为什么是这天", REASON, default=None)
    measures: str | None = fact("整改措施", LONG, board=FULL, default=None)
    begun_on: date | None = fact("开始整改", DAY, board=FULL, default=None)
    recovered_fen: int | None = fact("追回金额", FEN, board=FULL, default=None)
    evidence: tuple[str, ...] | None = fact("整改证明", FILES, default=None)
    submitted_on: date | None = fact("报送日期", DAY, board=FULL, default=None)
    closed_on: date | None = fact("销号日期", DAY, board=FULL, default=None)
    closed_by: str | None = fact("谁同意销号", NAME, board=FULL, default=None)
    state: str = fact("状态", CHOICE, board=FULL, choices=FINDING_STATES, default=TO_RECTIFY)
    note: str | None = fact("备注", LONG, default=None)


class CollectiveReport(
    Record,
    table="collective_report",
    label="汇报述职",
    owner=Owner.COMMUNITY,
    key=("kind", "period"),
    named_by=("kind", "period"),
    happened="heard_on",
):
    kind: str = fact("哪一种", CHOICE, board=FULL, choices=REPORT_KINDS)
    period: str = fact("所属时期", PERIOD, board=FULL, example="2026年上半年")
    who: str | None = fact("谁来讲", board=FULL, default=None, example="理事长郑建国")
    due_on: date | None = fact("最迟", DAY, board=FULL, default=None, ahead=True, why="due_why")
    due_why: str | None = fact("为什么是这天", REASON, default=None)
    body: str | None = fact("报告内容", LONG, board=FULL, default=None)
    written_on: date | None = fact("写好日期", DAY, default=None)
    heard_by: str | None = fact("哪个会听取", board=FULL, default=None, example="社区党委会议")
    heard_on: date | None = fact("听取日期", DAY, board=FULL, default=None)
    opinion: str | None = fact("会上的意见", LONG, board=FULL, default=None)
    state: str = fact(
        "状态", CHOICE, board=FULL, choices=(TO_WRITE, WRITTEN, HEARD), default=TO_WRITE
    )
    files: tuple[str, ...] | None = fact("材料", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)
