"""What of the problems and plans is due today, and why?"""

from collections.abc import Iterator
from datetime import date, timedelta

from qinglian_desktop.core import reckoning
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.archive import reads
from qinglian_desktop.modules.archive.records import (
    APPROVED,
    CLOSED,
    TO_RECHECK,
    Problem,
    UnitPlan,
)
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.store.book import Book

_SOON = 7
_UNKNOWN = "没有写清的问题"


def due(book: Book, day: date) -> list[Due]:
    if book.unit.is_street:
        return []
    return [*_problems(book, day), *_plans(book, day)]


def _problems(book: Book, day: date) -> Iterator[Due]:
    """Not put right in time, to be looked at again, or its task is done and it is still open."""
    for row in reads.own(book, Problem, Where("status", "!=", CLOSED)):
        if row["status"] == TO_RECHECK:
            yield from _line(row, "recheck_on", "recheck_why", "整改完成，该复查了", day)
        elif (done := _task_done(book, row)) is not None:
            yield Due(
                done, f"“{_short(row)}”的任务办结了，问题还没销号",
                f"任务{paper_day(done)}办结", "archive", "去办理", Problem.table, row["id"],
                _SOON, row["responsible"] or "",
            )  # fmt: skip
        else:
            yield from _line(row, "due_on", "due_why", "到整改期限了", day)


def _line(row: Row, name: str, why: str, word: str, day: date) -> Iterator[Due]:
    if not row[name]:
        return
    on = date.fromisoformat(row[name])
    if on > day + timedelta(days=_SOON):
        return
    late = (day - on).days
    said = f"整改逾期 {late} 天" if late > 0 and name == "due_on" else word
    yield Due(
        on, f"“{_short(row)}”{said}", reckoning.words(row[why]) or "问题清单上写的日期",
        "archive", "去办理", Problem.table, row["id"], _SOON, row["responsible"] or "",
    )  # fmt: skip


def _task_done(book: Book, row: Row) -> date | None:
    """The day on which the task of a problem was done; None while it is not."""
    task = book.row(Task.table, row["task_id"]) if row["task_id"] else None
    if task is None or task["deleted"] or task["state"] != "已完成":
        return None
    return date.fromisoformat(task["done_on"]) if task["done_on"] else None


def _plans(book: Book, day: date) -> Iterator[Due]:
    for row in reads.own(book, UnitPlan, Where("state", "=", APPROVED)):
        on = date.fromisoformat(row["approved_on"]) if row["approved_on"] else day
        title = row["title"] or UnitPlan.label
        yield Due(
            on, f"{title}通过了，还没报街道", f"{paper_day(on)}会议通过，按方案报街道",
            "archive", "去办理", UnitPlan.table, row["id"], _SOON,
        )  # fmt: skip


def _short(row: Row) -> str:
    return str(row["description"] or _UNKNOWN)[:24]
