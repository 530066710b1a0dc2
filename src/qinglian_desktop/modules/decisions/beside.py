"""What stands beside the matters: talks, authorisations and the standards that hold here."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, DAY, FEN, FILES, FLAG, LONG, NAME, REASON
from qinglian_desktop.core.record import Board, Owner, Record, Tie, fact
from qinglian_desktop.modules.decisions.records import BODIES, CLASS_CHOICES

FULL = Board.FULL


class Delegation(
    Record,
    table="delegation",
    label="授权",
    owner=Owner.COMMUNITY,
    key=("granted_on", "to_body"),
    named_by=("granted_by", "granted_on"),
    happened="granted_on",
    adds_up=False,
):
    granted_by: str = fact("由谁授权", CHOICE, board=FULL, choices=BODIES, default="全体会议")
    granted_on: date = fact("授权会议日期", DAY, board=FULL)
    matter_id: str | None = fact("授权会议的事项", link="matter", default=None)
    to_body: str = fact("授权给谁", CHOICE, board=FULL, choices=BODIES, default="代表会议")
    classes: str = fact("授权哪几类", board=FULL, example="M02、M06")
    matters: str | None = fact("授权事项原文", LONG, board=FULL, default=None)
    limit_fen: int | None = fact("金额不超过", FEN, board=FULL, default=None)
    from_on: date = fact("授权从", DAY, board=FULL)
    until_on: date = fact("授权到", DAY, board=FULL, ahead=True, why="until_why")
    until_why: str | None = fact("为什么授权到这天", REASON, default=None)
    revoked_on: date | None = fact("收回日期", DAY, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("授权决议", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class Consultation(
    Record,
    table="consultation",
    label="协商记录",
    owner=Owner.COMMUNITY,
    key=("held_on", "topic"),
    named_by=("topic",),
    happened="held_on",
):
    topic: str = fact("议题", board=FULL, example="小区门口停车")
    source: str | None = fact("议题从哪来", board=FULL, default=None, example="居民反映")
    form: str = fact(
        "形式", CHOICE, board=FULL, choices=("议事会", "听证会", "恳谈会", "其他"), default="议事会"
    )
    held_on: date = fact("日期", DAY, board=FULL)
    entered_on: date | None = fact("登记日期", DAY, board=FULL, default=None)
    late: bool = fact("补录", FLAG, board=FULL, default=False)
    place: str | None = fact("地点", board=FULL, default=None)
    chair: str | None = fact("主持人", NAME, board=FULL, default=None, suggests="person")
    participants: str | None = fact("参加的人（按身份）", LONG, default=None)
    points: str | None = fact("主要意见", LONG, default=None)
    outcome: str | None = fact("协商结果", LONG, board=FULL, default=None)
    assignee: str | None = fact("谁来落实", NAME, board=FULL, default=None, suggests="person")
    due_on: date | None = fact("落实期限", DAY, board=FULL, default=None, ahead=True, why="due_why")
    due_why: str | None = fact("为什么是这天", REASON, default=None)
    done: str | None = fact("落实情况", LONG, board=FULL, default=None)
    published_on: date | None = fact("公开日期", DAY, board=FULL, default=None)
    matter_id: str | None = fact("转为哪个事项", link="matter", default=None)
    notice_id: str | None = fact("公告", link="notice", tie=Tie.LOOSE, default=None)
    files: tuple[str, ...] | None = fact("材料", FILES, default=None)


class MatterStandard(
    Record,
    table="matter_standard",
    label="事项标准",
    owner=Owner.COMMUNITY,
    key=("matter_class", "from_on"),
    named_by=("matter_class",),
    adds_up=False,
):
    """From which amount a class goes the whole way here, as the meeting of this office decided."""

    matter_class: str = fact("类别", CHOICE, board=FULL, choices=CLASS_CHOICES)
    amount_fen: int | None = fact("达到多少要集体决定", FEN, board=FULL, default=None)
    pre_review: bool = fact("要街道预审", FLAG, board=FULL, default=False)
    raised_fen: int | None = fact("达到多少提级监督", FEN, board=FULL, default=None)
    from_on: date = fact("从哪天起", DAY, board=FULL)
    matter_id: str | None = fact("通过它的事项", link="matter", default=None)
    resolution: str | None = fact("决议或文件", board=FULL, default=None)
    filed_on: date | None = fact("报街道备案日期", DAY, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("决议附件", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)
