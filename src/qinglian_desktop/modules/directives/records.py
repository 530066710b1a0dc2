"""What the street asks of a unit (任务, 整改通知, 通知), the unit's answer, the street's opinion.

Each side writes rows of its own and never touches the other's; where a matter stands is read
from both (reads.py), so both sides come to the same answer.
"""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, DAY, FILES, LONG, REASON
from qinglian_desktop.core.record import Board, Owner, Record, fact

TASK, ORDER, NOTICE = KINDS = ("任务", "整改通知", "通知")
OPEN, CLOSED, WITHDRAWN = ("待办", "已办结", "已撤回")
INSPECTED, MEETING = ("督查", "联席会议")  # where a matter may come from
DOING, DONE = ("办理中", "已办完")
PASSED, RETURNED, REMARK = VERDICTS = ("通过", "退回", "意见")


class Directive(
    Record,
    table="directive",
    label="街道来件",
    owner=Owner.STREET,
    key=("to_name", "title"),
    named_by=("title",),
    happened="issued_on",
    rather="不用办了就按“撤回”，单位会看到",
):
    kind: str = fact("类型", CHOICE, board=Board.FULL, choices=KINDS, default=TASK)
    to_name: str = fact("发给", example="新街子社区")
    to_office: str = fact("发给（标识）", given=True, kept=True)
    origin: str | None = fact("从哪里来", default=None, kept=True, example=INSPECTED)
    number: str | None = fact("文号", default=None, example="通惠清〔2026〕8号")
    title: str = fact("事项", LONG, example="公开栏补贴三季度财务公告")
    what: str | None = fact("具体要求", LONG, default=None)
    ground: str | None = fact("依据", LONG, default=None)
    evidence: str | None = fact("要交的佐证", LONG, default=None, example="整改后的照片")
    due_on: date | None = fact("截止日期", DAY, default=None, ahead=True, why="due_reason")
    due_reason: str | None = fact("为什么是这天", REASON, default=None)
    files: tuple[str, ...] | None = fact("附件", FILES, default=None)
    issued_on: date | None = fact("发出日期", DAY, default=None)
    state: str = fact("进展", CHOICE, choices=(OPEN, CLOSED, WITHDRAWN), default=OPEN)
    closed_on: date | None = fact("办结日期", DAY, default=None, kept=True)
    closed_note: str | None = fact("办结说明", LONG, default=None)


class DirectiveAnswer(
    Record,
    table="directive_answer",
    label="对街道来件的答复",
    owner=Owner.COMMUNITY,
    key=("directive_id",),
    named_by=("title",),
    happened="done_on",
):
    directive_id: str = fact("街道来件", link="directive", kept=True)
    title: str = fact("事项", LONG, kept=True)
    state: str = fact("办到哪一步", CHOICE, choices=(DOING, DONE), default=DOING)
    said: str | None = fact("办理情况", LONG, default=None)
    done_on: date | None = fact("办完日期", DAY, default=None)
    files: tuple[str, ...] | None = fact("佐证", FILES, default=None)
    task_id: str | None = fact("登记的任务", link="task", default=None, kept=True)


class Review(
    Record,
    table="review",
    label="街道意见",
    owner=Owner.STREET,
    key=("to_name", "about", "made_on"),
    named_by=("about",),
    happened="made_on",
):
    """Of one version of a unit's row; when the unit goes on from there, it is outdated."""

    to_name: str = fact("给哪个单位", kept=True)
    to_office: str = fact("单位标识", kept=True)
    about: str = fact("说的是哪一条", LONG, veiled=True, kept=True)
    verdict: str = fact("意见类型", CHOICE, choices=VERDICTS, default=REMARK)
    said: str | None = fact("意见", LONG, default=None, veiled=True)
    made_on: date = fact("日期", DAY)
    field_name: str | None = fact("哪一栏", default=None, kept=True)
    target_table: str = fact("表", kept=True)
    target_id: str = fact("记录", kept=True)
    target_version: str = fact("版本", LONG, kept=True)  # vv of the row the street has seen


RECORDS = (Directive, DirectiveAnswer, Review)
