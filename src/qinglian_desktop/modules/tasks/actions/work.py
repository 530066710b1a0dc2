"""What can be done with tasks: save, move, note, postpone, attach."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.reckoning import given
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.tasks import reads, rules, steps
from qinglian_desktop.modules.tasks.actions.moving import put_note, put_state
from qinglian_desktop.modules.tasks.records import OPEN, Task, TaskStep
from qinglian_desktop.modules.tasks.rules.checklists import refuse_open
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def move_task(book: Book, row_id: str, state: str, reason: str = "") -> Changes:
    """Moves a task to another state and writes down who and when.

    Refused when the pair is not in steps.STEPS or lacks a reason that is needed.
    """
    row = ledger.there(book, Task.table, row_id)
    before = row["state"] or "未开始"
    steps.allow(before, state, reason)
    if state == "待核":
        refuse_open(reads.steps(book, row_id))
    with book.change(f"{steps.STEPS[before, state]}：{_short(row)}", reason=reason) as change:
        put_state(change, row, state, reason)
    return change.changes


def next_round(book: Book, row_id: str) -> Changes:
    """A finished task of the plan goes on with its next month, quarter or half year.

    `result` is the new due day. Refused for one that is not finished or has no next round.
    """
    task = book.record(Task, row_id)
    if task.state != "已完成":
        raise Refused("这一期还没办结", "先核对办结，再办下一期", code="QL-TL-003")
    due_on, why = rules.following_due(task, book.calendar())
    if due_on is None:
        raise Refused(
            "这条任务今年没有下一期了", f"请按方案建立{task.year + 1}年的任务", code="QL-TL-004"
        )
    with book.change(f"办下一期：{task.title[:20]}") as change:
        draft = {"state": "进行中", "percent": 0, "done_on": None, "due_on": due_on.isoformat()}
        change.put_row(Task.table, row_id, {**draft, "due_reason": why})
        for step in reads.steps(book, row_id):  # the next round begins with its first step
            change.put_row(TaskStep.table, step.id, {"done_on": None, "who": None})
        put_note(change, row_id, f"{_until(task.due_on)}这一期已办结，开始办{_until(due_on)}这一期")
        change.result = due_on
    return change.changes


def _until(day: date | None) -> str:
    return f"到{paper_day(day)}" if day else ""


def add_note(book: Book, row_id: str, text: str, papers: Iterable[Path | str] = ()) -> Changes:
    """A line of progress (进展记录); a task not yet begun begins with it."""
    row = ledger.there(book, Task.table, row_id)
    if not text.strip():
        raise Refused(
            "还没写进展", "写一句话就行，例：已入户 12 户", field="text", code="QL-TL-005"
        )
    files = ledger.stored(book, papers)
    with book.change(f"记进展：{_short(row)}") as change:
        change.result = put_note(change, row_id, text.strip(), files)
        if row["state"] in (None, "未开始"):
            change.put_row(Task.table, row_id, {"state": "进行中"})
    return change.changes


def assign(book: Book, row_id: str, assignee: str, helpers: str = "") -> Changes:
    """Who does it, and who helps (分派); noted, so that it is seen since when."""
    row = ledger.there(book, Task.table, row_id)
    who, with_whom = assignee.strip(), helpers.strip()
    if not who:
        raise Refused("还没写责任人", "写上谁来办", field="assignee", code="QL-TL-083")
    if (who, with_whom) == (row["assignee"] or "", row["helpers"] or ""):
        raise Refused("责任人和协办没有变", "改了再按“分派”", field="assignee", code="QL-TL-084")
    with book.change(f"分派：{_short(row)}") as change:
        change.put_row(Task.table, row_id, {"assignee": who, "helpers": with_whom or None})
        put_note(change, row_id, f"分派给{who}" + (f"，协办：{with_whom}" if with_whom else ""))
    return change.changes


def set_progress(book: Book, row_id: str, percent: int) -> Changes:
    """How far a task has come, 0 to 100."""
    row = ledger.there(book, Task.table, row_id)
    if not 0 <= percent <= 100:
        raise Refused(
            f"完成百分比 {percent} 不对", "请填 0 到 100", field="percent", code="QL-TL-006"
        )
    with book.change(f"完成 {percent}%：{_short(row)}") as change:
        change.put_row(Task.table, row_id, {"percent": percent})
    return change.changes


def postpone(book: Book, row_id: str, new_due: date, reason: str) -> Changes:
    """Moves the due day later; only with a reason, which is kept in the trail and the notes."""
    task = book.record(Task, row_id)
    if task.state not in OPEN:
        raise Refused(f"任务已经是“{task.state}”", "不用再推迟", code="QL-TL-007")
    if not reason.strip():
        raise Refused("推迟要写原因", "请用一句话说明", field="reason", code="QL-TL-008")
    if task.due_on is not None and new_due <= task.due_on:
        raise Refused(
            f"新的日期不晚于原来的{paper_day(task.due_on)}",
            "推迟请选更晚的日期；要提前，直接改截止日期",
            field="due_on",
            code="QL-TL-009",
        )
    reason = reason.strip()
    with book.change(f"推迟：{task.title[:20]}", reason=reason) as change:
        was = f"原定{paper_day(task.due_on)}" if task.due_on else "原来没有期限"
        why = given(new_due, f"{was}，推迟：{reason}").stored()
        draft = {"due_on": new_due.isoformat(), "due_reason": why}
        change.put_row(Task.table, row_id, draft)
        put_note(change, row_id, f"推迟到{paper_day(new_due)}：{reason}")
    return change.changes


def save_task(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A task as the clerk wrote it; a new one without a number or year is given both.

    Refused where the due day goes later or away without a reason: that is what `postpone` asks.
    Another state, in the form or in many rows at once, is a step like any other (`move_task`).
    """
    if "state" in draft and not draft["state"]:
        draft = {**draft, "state": OPEN[0]}  # emptied in the form: nothing counts a task without
    if row_id is not None:
        row = ledger.there(book, Task.table, row_id)
        if row["owner"] != book.unit.office_id:  # which is said before any rule of tasks
            return ledger.save_row(book, Task.table, row_id, draft)
        if "due_on" in draft:
            _refuse_silent_delay(row, draft["due_on"])
        if "state" in draft and (draft["state"] or OPEN[0]) != (row["state"] or OPEN[0]):
            return _save_moved(book, row, draft)
        return ledger.save_row(book, Task.table, row_id, draft)
    label = ledger.label_of("登记", Task, draft)
    with book.change(label) as change:
        (numbered,) = number_tasks(change, [dict(draft)])
        change.result = change.add(Task, numbered)
    return change.changes


def _save_moved(book: Book, row: Row, draft: Mapping[str, Any]) -> Changes:
    """The step is noted like one taken by its button; a day written beside it is the day."""
    before, after = row["state"] or OPEN[0], draft["state"] or OPEN[0]
    if (before, after) in steps.NEEDS_REASON:
        verb = steps.STEPS[before, after]
        raise Refused(
            f"{verb}要写原因", f"打开“任务卡”，按“{verb}”", field="state", code="QL-TL-085"
        )
    steps.allow(before, after)
    if after == "待核":
        refuse_open(reads.steps(book, row["id"]))
    rest = {name: value for name, value in draft.items() if name not in ("state", "done_on")}
    with book.change(f"{steps.STEPS[before, after]}：{_short({**row, **rest})}") as change:
        put_state(change, row, after)
        if after == "已完成" and draft.get("done_on"):
            rest["done_on"] = draft["done_on"]
        if rest:
            change.put_row(Task.table, row["id"], rest)
        change.result = row["id"]
    return change.changes


def _refuse_silent_delay(row: Row, day: str | None) -> None:
    """A day typed wrong may be put right on the day the task was registered."""
    was = row["due_on"]
    settled = was and (row["state"] or OPEN[0]) in OPEN
    if not settled or (row["created_at"] or "")[:10] == clock.today().isoformat():
        return
    if day is None or day > was:
        raise Refused(
            f"截止日期原来是{paper_day(date.fromisoformat(was))}，往后推要写原因",
            "按“任务卡”里的“推迟”，写新的日期和原因",
            field="due_on", code="QL-TL-081",
        )  # fmt: skip


def number_tasks(change: Change, tasks: Sequence[Row]) -> list[Row]:
    """Year and number for tasks that have none: 临001 is the first that is not of the plan.

    A task belongs to the plan of the year it is registered in, also where it is due in the next;
    one that was due before belongs to the year it was due in.
    """
    made, now = [], clock.today().year
    for task in tasks:
        year = task.get("year") or min(now, int((task.get("due_on") or str(now))[:4]))
        code = task.get("code") or f"临{change.number(f'task:{year}'):03}"
        made.append({**task, "year": year, "code": code})
    return made


def same_message(book: Book, message: str) -> Row | None:
    """The task that was registered from this very message before, if any."""
    found = book.rows(Query(Task.table, (Where("note", "contains", message.strip()),), limit=1))
    return found[0] if found else None


def register_message(book: Book, draft: Mapping[str, Any], message: str) -> Changes:
    """A task from a message the clerk pasted and confirmed (TL-04); `result` is its row id.

    The message itself is kept in the note. Refused without a name for the task.
    """
    if not draft.get("title"):
        raise Refused("还没有写事项", "写一句要办什么", field="title", code="QL-TL-011")
    due_on = draft.get("due_on")
    why = given(date.fromisoformat(due_on), "来文要求的日期").stored() if due_on else None
    fields = {name: value for name, value in draft.items() if name in Task.fields}
    return save_task(book, None, {**fields, "due_reason": why, "note": _kept(draft, message)})


def _kept(draft: Mapping[str, Any], message: str) -> str:
    """What the task has no field for, then the message word for word."""
    labels = {"contact": "联系人", "amount": "金额", "place": "地点"}
    lines = [f"{word}：{draft[name]}" for name, word in labels.items() if draft.get(name)]
    return "\n".join([*lines, f"原文：{message.strip()}"])


def attach(book: Book, row_id: str, papers: Iterable[Path | str]) -> Changes:
    """Evidence (佐证材料) of a task; `result` is the number of papers it has now."""
    return ledger.attach(book, Task.table, row_id, papers)


def _short(row: Row) -> str:
    return str(row["title"] or row["code"] or "任务")[:20]
