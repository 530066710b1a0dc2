"""What hangs where, and what people said about it: boards, hangings, objections, questions,
requests to look into papers, joint demands. Who complains or asks never stands on a paper.
"""

from datetime import date

from qinglian_desktop.core.kinds import (
    CHOICE,
    COUNT,
    DAY,
    FILES,
    FLAG,
    LONG,
    NAME,
    PHONE,
    REASON,
)
from qinglian_desktop.core.record import Board, Level, Owner, Record, Tie, fact

HANGS, SERVED, SHORT = "在贴", "贴够已撤", "公示不足"
HANGING_STATES = (HANGS, SERVED, SHORT)
# What an objection is about; each has its own road in the pack `objections`.
OBJECTION_KINDS = (
    "公开内容", "组务公开", "监委会意见", "违规投诉", "审计结果", "低保公示", "中标公示",
    "选民名单",
)  # fmt: skip
WAITS, TOLD, ABOVE, WRONG, CLOSED, WITHDRAWN = (
    "待答复", "已答复", "上级核实", "待更正", "已办结", "已撤回",
)  # fmt: skip
OBJECTION_STATES = (WAITS, TOLD, ABOVE, WRONG, CLOSED, WITHDRAWN)
OPEN_OBJECTIONS = (WAITS, TOLD, ABOVE, WRONG)
WAYS = ("口头", "书面", "经监委会", "电话")
ASKED, ANSWERED = "待答复", "已答复"
WANTED, SHOWN, NOT_SHOWN = "待办", "已给看", "不能给看"
TOO_FEW, TO_DISCLOSE, DISCLOSED = "人数不够", "要公开", "已公开"
RESIDENTS, DELEGATES = "村（居）民", "代表"


class NoticeBoard(
    Record, table="notice_board", label="公开栏", owner=Owner.COMMUNITY, key=("name",)
):
    name: str = fact("名称", board=Board.FULL, example="东门")
    place: str | None = fact("在哪里", board=Board.FULL, default=None, example="大门左侧")
    across: int = fact("一排几格", COUNT, board=Board.FULL, default=3)
    down: int = fact("有几排", COUNT, board=Board.FULL, default=2)
    note: str | None = fact("备注", LONG, default=None)


class Hanging(
    Record,
    table="hanging",
    label="张贴记录",
    owner=Owner.COMMUNITY,
    key=("number", "spot", "posted_on"),
    named_by=("number", "spot"),
    happened="posted_on",
    whole=True,
):
    number: str = fact("公告编号", board=Board.FULL)
    spot: str = fact("贴在哪里", board=Board.FULL, example="大门口公开栏第 3 格")
    state: str = fact("状态", CHOICE, board=Board.FULL, choices=HANGING_STATES, default=HANGS)
    posted_on: date = fact("贴上日期", DAY, board=Board.FULL)
    until_on: date | None = fact(
        "最早可撤", DAY, board=Board.FULL, default=None, ahead=True, why="until_why"
    )
    until_why: str | None = fact("为什么贴到这天", REASON, default=None)
    removed_on: date | None = fact("撤下日期", DAY, board=Board.FULL, default=None)
    removal_reason: str | None = fact("提前撤下的原因", LONG, board=Board.FULL, default=None)
    posted_by: str | None = fact("张贴人", NAME, default=None, suggests="person")
    witness: str | None = fact("在场人", NAME, default=None, suggests="person")
    removed_by: str | None = fact("撤下人", NAME, default=None, suggests="person")
    proof: tuple[str, ...] | None = fact("照片", FILES, default=None)
    notice_id: str | None = fact("公告", link="notice", default=None)
    board_id: str | None = fact("公开栏", link="notice_board", default=None)
    slot: int | None = fact("第几格", COUNT, board=Board.FULL, default=None)
    placed_on: date | None = fact("哪天起在这一格", DAY, default=None)
    content_file: str | None = fact("内容存档", default=None)
    paper_file: str | None = fact("公开栏版存档", default=None)
    fingerprint: str | None = fact("指纹", board=Board.FULL, default=None)


class Objection(
    Record,
    table="objection",
    label="异议",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "kind"),
    happened="raised_on",
):
    number: str = fact("编号", given=True, example="异议〔2026〕1号")
    kind: str = fact("对什么的", CHOICE, choices=OBJECTION_KINDS)
    state: str = fact("状态", CHOICE, choices=OBJECTION_STATES, default=WAITS)
    notice_id: str | None = fact("哪份公告", link="notice", default=None)
    raised_on: date = fact("提出日期", DAY)
    way: str | None = fact("怎么提的", CHOICE, choices=WAYS, default="口头")
    raised_by: str | None = fact("异议人", NAME, level=Level.PERSON, default=None)
    phone: str | None = fact("联系电话", PHONE, level=Level.PERSON, default=None)
    content: str = fact("说了什么", LONG)
    stage: str | None = fact("办到哪一步", default=None)
    due_on: date | None = fact("最迟答复", DAY, default=None, ahead=True, why="due_reason")
    due_reason: str | None = fact("为什么是这天", REASON, default=None)
    result: str | None = fact("结果", default=None)
    correction_id: str | None = fact("更正或再公示", link="notice", tie=Tie.LOOSE, default=None)
    closed_on: date | None = fact("办结日期", DAY, default=None)
    files: tuple[str, ...] | None = fact("材料", FILES, default=None)


class ObjectionStep(
    Record,
    table="objection_step",
    label="异议办理",
    owner=Owner.COMMUNITY,
    key=("objection_no", "seq"),
    happened="done_on",
    whole=True,
):
    objection_no: str = fact("异议编号")
    seq: int = fact("第几步", COUNT)
    objection_id: str | None = fact("异议", link="objection", tie=Tie.PART, default=None)
    stage: str | None = fact("环节", default=None)
    who: str | None = fact("谁来办", default=None)
    rule: str | None = fact("规则编号", default=None, example="OB01")
    from_on: date | None = fact("起算日期", DAY, default=None)
    due_on: date | None = fact("最迟日期", DAY, default=None, ahead=True, why="why")
    why: str | None = fact("为什么是这天", REASON, default=None)
    done_on: date | None = fact("办好日期", DAY, default=None)
    done_by: str | None = fact("经办人", NAME, default=None, suggests="person")
    outcome: str | None = fact("结论", default=None)
    text: str | None = fact("答复内容", LONG, default=None)


class Question(
    Record,
    table="question",
    label="提问",
    owner=Owner.COMMUNITY,
    key=("notice_id", "seq"),
    named_by=("notice_no", "seq"),
    happened="asked_on",
):
    notice_id: str = fact("公告", link="notice")
    asked_on: date = fact("哪天问的", DAY, board=Board.FULL)
    asked_by: str | None = fact("谁问的", NAME, level=Level.PERSON, default=None)
    question: str = fact("问题", LONG, board=Board.FULL)
    answer: str | None = fact("答复", LONG, board=Board.FULL, default=None)
    answered_on: date | None = fact("答复日期", DAY, board=Board.FULL, default=None)
    answered_by: str | None = fact("答复人", NAME, default=None, suggests="person")
    wanted_on: str | None = fact("印在哪份公告上", link="notice", tie=Tie.LOOSE, default=None)
    state: str = fact("状态", CHOICE, board=Board.FULL, choices=(ASKED, ANSWERED), default=ASKED)
    due_on: date | None = fact("最迟答复", DAY, default=None, ahead=True, why="due_reason")
    due_reason: str | None = fact("为什么是这天", REASON, default=None)
    notice_no: str | None = fact("公告编号", board=Board.FULL, default=None)
    seq: int | None = fact("第几问", COUNT, board=Board.FULL, default=None)
    printed_on: str | None = fact("答复已印在", link="notice", tie=Tie.LOOSE, default=None)


class InspectionRequest(
    Record,
    table="inspection_request",
    label="查阅登记",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "wanted"),
    happened="requested_on",
):
    number: str = fact("编号", given=True, example="查阅〔2026〕1号")
    requested_on: date = fact("日期", DAY)
    person: str = fact("姓名", NAME, level=Level.PERSON, suggests="person")
    wanted: str = fact("查什么", example="2026年第三季度账目")
    phone: str | None = fact("联系电话", PHONE, level=Level.PERSON, default=None)
    shown: str | None = fact("给看了什么", LONG, default=None)
    shown_on: date | None = fact("哪天看的", DAY, default=None)
    refusal: str | None = fact("不能给看的原因", LONG, default=None)
    shown_by: str | None = fact("谁接待的", NAME, default=None, suggests="person")
    signed: bool = fact("本人已签字", FLAG, default=False)
    files: tuple[str, ...] | None = fact("材料", FILES, default=None)
    state: str = fact("状态", CHOICE, choices=(WANTED, SHOWN, NOT_SHOWN), default=WANTED)
    due_on: date | None = fact("最迟答复", DAY, default=None, ahead=True, why="due_reason")
    due_reason: str | None = fact("为什么是这天", REASON, default=None)


class DisclosureDemand(
    Record,
    table="disclosure_demand",
    label="联名要求公开",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("number", "matter"),
    happened="demanded_on",
):
    number: str = fact("编号", given=True, example="联名〔2026〕1号")
    demanded_on: date = fact("日期", DAY)
    matter: str = fact("要求公开什么", example="机动地承包情况")
    side: str = fact("谁联名", CHOICE, choices=(RESIDENTS, DELEGATES))
    signers: int = fact("联名人数", COUNT)
    base: int | None = fact("总人数", COUNT, default=None)
    notice_id: str | None = fact("公告", link="notice", tie=Tie.LOOSE, default=None)
    files: tuple[str, ...] | None = fact("联名单", FILES, default=None)
    state: str = fact("状态", CHOICE, choices=(TOO_FEW, TO_DISCLOSE, DISCLOSED), default=TOO_FEW)
    due_on: date | None = fact("最迟上墙", DAY, default=None, ahead=True, why="due_reason")
    due_reason: str | None = fact("为什么是这天", REASON, default=None)


RECORDS = (
    NoticeBoard, Hanging, Objection, ObjectionStep, Question, InspectionRequest, DisclosureDemand,
)  # fmt: skip

# The actions that save and drop these rows: none of them is written past its steps.
SAVES = {
    "notice_board": "save_board",
    "hanging": "save_hanging",
    "objection": "save_objection",
    "objection_step": "save_step",
    "question": "save_question",
    "inspection_request": "save_request",
    "disclosure_demand": "save_demand",
}
DROPS = {
    "notice_board": "drop_board",
    "hanging": "drop_hanging",
    "objection": "drop_objection",
    "objection_step": "drop_step",
    "question": "drop_question",
}
