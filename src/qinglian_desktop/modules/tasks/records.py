"""The task ledger (任务台账): what the plan and the street ask for, and how far each has come."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FILES, FLAG, LONG, NAME, PERIOD, REASON
from qinglian_desktop.core.record import Board, Owner, Record, Tie, fact

STATES = ("未开始", "进行中", "待核", "已完成", "已终止")
OPEN = STATES[:3]  # in which a due date matters
ITEMS = (
    "（一）",
    "（二）",
    "（三）",
    "（四）",
    "（五）",
    "（六）",
    "（七）",
    "（八）",
    "（九）",
    "工作步骤",
    "工作要求",
    "其他",
)
EVERY = ("每月", "每季度", "每半年", "每年")
SHIFTS = ("顺延到下一个工作日", "提前到上一个工作日", "不变")


class Task(
    Record,
    table="task",
    label="任务",
    owner=Owner.EITHER,
    key=("year", "code"),
    rather="不办了就把进展改成“已终止”，记录还在",
    named_by=("title",),
    together=(("state", "percent", "done_on"),),
):
    year: int = fact("年度", COUNT, board=Board.FULL, example="2026", given=True)
    code: str = fact("编号", board=Board.FULL, example="1.01", given=True)
    title: str = fact("事项", LONG, board=Board.FULL)
    item: str = fact("方案条目", CHOICE, board=Board.FULL, choices=ITEMS, default="其他")
    clause: str | None = fact("方案原文", LONG, board=Board.FULL, default=None)
    lead_office: str | None = fact("牵头科室", board=Board.FULL, default=None)
    offices: str | None = fact("责任科室", board=Board.FULL, default=None)
    frequency: str | None = fact("频次", board=Board.FULL, default=None, example="每季度")
    issuer: str | None = fact("来文单位", default=None)
    source_no: str | None = fact("来文号", default=None)
    assignee: str | None = fact("责任人", NAME, board=Board.MASK, default=None, suggests="person")
    due_on: date | None = fact(
        "截止日期", DAY, board=Board.FULL, default=None, ahead=True, why="due_reason"
    )
    due_reason: str | None = fact("为什么是这天", REASON, default=None)
    state: str = fact("进展", CHOICE, board=Board.FULL, choices=STATES, default="未开始")
    percent: int = fact("完成百分比", COUNT, board=Board.FULL, default=0)
    done_on: date | None = fact("办结日期", DAY, board=Board.FULL, default=None)
    evidence: str | None = fact("要留的佐证", LONG, default=None)
    files: tuple[str, ...] | None = fact("佐证材料", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)
    routine_id: str | None = fact("周期任务", link="routine", default=None)
    period: str | None = fact(
        "哪一期", PERIOD, board=Board.FULL, default=None, example="2026年第三季度"
    )
    helpers: str | None = fact("协办", board=Board.FULL, default=None, example="网格长、监督委员会")
    basis: str | None = fact("依据", LONG, board=Board.FULL, default=None)


class Routine(
    Record,
    table="routine",
    label="周期任务",
    owner=Owner.EITHER,
    key=("code",),
    rather="不再办了就填到哪天止，办过的任务还在",
    named_by=("title",),
    adds_up=False,
):
    code: str = fact("编号", board=Board.FULL, example="周01", given=True)
    title: str = fact("事项", LONG, board=Board.FULL, example="做财务公开")
    every: str = fact("多久一次", CHOICE, choices=EVERY, default="每季度")
    month: int = fact("第几个月", COUNT, default=1, example="1")
    day: int = fact("几日前", COUNT, default=20, example="20")
    shift: str = fact("遇到放假", CHOICE, choices=SHIFTS, default=SHIFTS[0])
    lead: int = fact("提前几天出现", COUNT, default=15, example="15")
    from_on: date | None = fact("从哪天起", DAY, default=None)
    until_on: date | None = fact("到哪天止", DAY, default=None, ahead=True)
    enabled: bool = fact("启用", FLAG, default=True)
    item: str = fact("方案条目", CHOICE, board=Board.FULL, choices=ITEMS, default="其他")
    lead_office: str | None = fact("牵头科室", board=Board.FULL, default=None)
    assignee: str | None = fact("责任人", NAME, board=Board.MASK, default=None, suggests="person")
    evidence: str | None = fact("要留的佐证", LONG, default=None)
    basis: str | None = fact("依据", LONG, default=None)


class TaskNote(
    Record,
    table="task_note",
    label="进展记录",
    owner=Owner.EITHER,
    key=("task_id", "noted_on"),
    named_by=("noted_on", "text"),
    happened="noted_on",
):
    task_id: str = fact("任务", link="task", tie=Tie.PART)
    noted_on: date = fact("日期", DAY)
    who: str | None = fact("谁", NAME, board=Board.MASK, default=None, suggests="person")
    text: str = fact("进展", LONG)
    files: tuple[str, ...] | None = fact("附件", FILES, default=None)


class TaskStep(
    Record,
    table="task_step",
    label="任务步骤",
    owner=Owner.EITHER,
    key=("task_id", "place"),
    named_by=("place", "title"),
    together=(("done_on", "who"),),
    adds_up=False,
):
    task_id: str = fact("任务", link="task", tie=Tie.PART)
    place: int = fact("第几步", COUNT, example="1")
    title: str = fact("步骤", LONG, example="发会议通知")
    done_on: date | None = fact("做完日期", DAY, default=None)
    who: str | None = fact("谁做的", NAME, board=Board.MASK, default=None, suggests="person")


class Checklist(
    Record,
    table="checklist",
    label="清单模板",
    owner=Owner.EITHER,
    key=("title",),
    named_by=("title",),
    adds_up=False,
):
    title: str = fact("名称", board=Board.FULL, example="开一次居民代表会议")
    steps: str = fact("步骤（一行一步）", LONG, board=Board.FULL, example="发会议通知")
    note: str | None = fact("备注", LONG, default=None)
