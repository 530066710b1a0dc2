"""How does a task go from state to state within a change? One place, so that each step is noted."""

from qinglian_desktop.core import clock
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.tasks import steps
from qinglian_desktop.modules.tasks.records import Task, TaskNote
from qinglian_desktop.store.change import Change


def put_state(change: Change, row: Row, state: str, reason: str = "") -> None:
    """Writes the new state, and who took the step and when; refused when it is not allowed."""
    before = row["state"] or "未开始"
    steps.allow(before, state, reason)
    draft: Row = {"state": state, "done_on": None}
    if state == "已完成":
        draft |= {"done_on": clock.today().isoformat(), "percent": 100}
    change.put_row(Task.table, row["id"], draft)
    put_note(change, row["id"], f"{before} → {state}" + (f"：{reason.strip()}" if reason else ""))


def put_note(change: Change, row_id: str, text: str, files: tuple[str, ...] = ()) -> str:
    """A line of progress, by whoever sits here, today."""
    note = TaskNote(
        task_id=row_id,
        noted_on=clock.today(),
        who=change.book.operator.name,
        text=text,
        files=files or None,
    )
    return change.put(note)
