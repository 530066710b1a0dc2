"""A problem on its way: begun, made a task, put right, looked at again, struck off."""

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.archive import reads
from qinglian_desktop.modules.archive.actions import saving
from qinglian_desktop.modules.archive.records import AT_WORK, CLOSED, FOUND, TO_RECHECK, Problem
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.store.book import Book

_LONGEST = 60


def begin(book: Book, row_id: str) -> Changes:
    return _move(book, row_id, "开始整改", AT_WORK, (FOUND,))


def report_done(book: Book, row_id: str) -> Changes:
    """整改完成: it waits to be looked at again, on a day the pack tells."""
    return _move(book, row_id, "整改完成", TO_RECHECK, (FOUND, AT_WORK))


def close_problem(book: Book, row_id: str) -> Changes:
    """销号; refused while nobody has said what the look showed."""
    return _move(book, row_id, "销号", CLOSED, (TO_RECHECK,))


def reopen(book: Book, row_id: str) -> Changes:
    """复查没过: it is at work again; what was seen stays in the note."""
    row = reads.there(book, Problem, row_id)
    seen = (row["recheck"] or "").strip()
    said = f"{paper_day(clock.today())}复查没有通过{'：' + seen if seen else ''}"
    note = f"{row['note']}\n{said}" if row["note"] else said
    extra: Row = {"recheck": None, "note": note}
    return _move(book, row_id, "复查没过，继续整改", AT_WORK, (TO_RECHECK, CLOSED), extra)


def _move(
    book: Book, row_id: str, verb: str, status: str, allowed: tuple[str, ...],
    extra: Row | None = None,
) -> Changes:  # fmt: skip
    row = reads.there(book, Problem, row_id)
    if row["status"] not in allowed:
        raise Refused(f"这个问题现在是“{row['status']}”", "请刷新列表再看", code="QL-SA-066")
    with book.change(f"{verb}：{_short(row)}") as change:
        saving.save_problem(book, row_id, {"status": status, **(extra or {})})
        change.result = row_id
    return change.changes


def raise_task(book: Book, row_id: str) -> Changes:
    """转为任务: a task with what the problem says, linked both ways; `result` is the task's id.

    Refused while it has a task that is still there.
    """
    row = reads.there(book, Problem, row_id)
    known = book.row(Task.table, row["task_id"]) if row["task_id"] else None
    if known is not None and not known["deleted"]:
        raise Refused(
            f"已经转成任务“{known['code'] or ''} {str(known['title'] or '')[:20]}”",
            "请到任务台账里办", code="QL-SA-067",
        )  # fmt: skip
    if row["status"] == CLOSED:
        raise Refused("这个问题已经销号", "不用再转任务", code="QL-SA-068")
    draft: Row = {
        "title": f"整改：{str(row['description'] or '')[:_LONGEST]}",
        "item": row["plan_item"] or "其他",
        "assignee": row["responsible"],
        "due_on": row["due_on"],
        "due_reason": row["due_why"],
        "issuer": row["source"],
        "source_no": f"问题清单{row['number'] or ''}",
        "evidence": row["measures"],
    }
    with book.change(f"转为任务：{_short(row)}") as change:
        task_id = str(tasks.save_task(book, None, draft).result)
        told: Row = {"task_id": task_id}
        if row["status"] == FOUND:
            told["status"] = AT_WORK
        saving.save_problem(book, row_id, told)
        change.result = task_id
    return change.changes


def _short(row: Row) -> str:
    return f"{row['number'] or ''} {str(row['description'] or '')[:20]}".strip()
