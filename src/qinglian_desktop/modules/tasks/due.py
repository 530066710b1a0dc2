"""Which tasks are due? Asked at every start."""

from datetime import date, timedelta

from qinglian_desktop.core import reckoning
from qinglian_desktop.core.module import Due, Where
from qinglian_desktop.modules.tasks.records import OPEN, Task
from qinglian_desktop.store.book import Book

LEAD = 7  # days before its due day on which a task appears in 今日


def due(book: Book, day: date) -> list[Due]:
    """Open tasks whose due day is past or at most LEAD days away."""
    last = (day + timedelta(days=LEAD)).isoformat()
    found = book.records(
        Task,
        Where("due_on", "<=", last),
        Where("state", "in", OPEN),
        Where("owner", "=", book.unit.office_id),
        order="due_on",
    )
    return [
        Due(
            due_on=task.due_on,
            subject=task.title,
            why=reckoning.words(task.due_reason) or "登记任务时定的日期",
            module="tasks",
            act="去核对" if task.state == "待核" else "去办理",
            table=Task.table,
            row_id=task.id,
            lead=LEAD,
            who=task.assignee or "",
        )
        for task in found
        if task.due_on is not None
    ]
