"""What can be done with the steps of a task: apply a template, add, tick, take away (TL-06)."""

from collections.abc import Container, Sequence

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.tasks import reads
from qinglian_desktop.modules.tasks.actions.moving import put_state
from qinglian_desktop.modules.tasks.records import Checklist, Task, TaskStep
from qinglian_desktop.modules.tasks.rules import checklists as rules
from qinglian_desktop.modules.tasks.rules.checklists import Template
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

PACK = "checklists"
_OPEN_TO_STEPS = ("未开始", "进行中", "待核")


def templates(book: Book) -> list[Template]:
    """The office's own checklists first, then those of the program it has not made its own."""
    own = Where("owner", "=", book.unit.office_id)
    mine = [
        Template(row.title, rules.lines(row.steps))
        for row in book.records(Checklist, own, order="title")
    ]
    return [*mine, *shipped(book, but={one.title for one in mine})]


def shipped(book: Book, *, but: Container[str] = ()) -> list[Template]:
    """Those that come with the program, without the ones called so."""
    rows = book.pack(PACK, clock.today()).rows("lists")
    return [Template(row["title"], tuple(row["steps"])) for row in rows if row["title"] not in but]


def own_copy(book: Book, template: Template) -> Changes:
    """A checklist of the office that begins as `template`; `result` is its row id.

    Refused where the office has one of this name: that is the one to be changed.
    """
    own = Where("owner", "=", book.unit.office_id)
    if book.count(Query(Checklist.table, (own, Where("title", "=", template.title)))):
        raise Refused(
            f"本单位已经有“{template.title}”", "直接改那一份", field="title", code="QL-TL-082"
        )
    draft = {"title": template.title, "steps": "\n".join(template.steps)}
    return save_checklist(book, None, draft)


def add_steps(book: Book, row_id: str, steps: Sequence[str]) -> Changes:
    """Steps below those a task has; one it has already is not put twice. `result`: how many came.

    Refused for a task that is done or stopped. One that waited to be checked is worked on again.
    """
    row = ledger.there(book, Task.table, row_id)
    _refuse_closed(row)
    before = reads.steps(book, row_id)
    known = {step.title for step in before}
    new = [title for title in rules.lines("\n".join(steps)) if title not in known]
    rules.refuse_list([*known, *new])
    last = max((step.place for step in before), default=0)
    with book.change(f"列清单：{_short(row)}") as change:
        for place, title in enumerate(new, last + 1):
            change.put(TaskStep(task_id=row_id, place=place, title=title))
        if new and row["state"] == "待核":
            put_state(change, row, "进行中", f"又加了 {len(new)} 步")
        change.result = len(new)
    return change.changes


def tick(book: Book, step_id: str, done: bool = True) -> Changes:
    """A step is done, or not done after all. `result` is the state the task is in then.

    With the last step the task goes to 待核 by itself; a step opened again brings it back.
    """
    step = book.record(TaskStep, step_id)
    row = ledger.there(book, Task.table, step.task_id)
    _refuse_closed(row)
    verb = "做完" if done else "没做完"
    with book.change(f"{verb}：{step.title[:20]}") as change:
        today, who = clock.today().isoformat(), book.operator.name
        draft: Row = {"done_on": today if done else None, "who": who if done else None}
        change.put_row(TaskStep.table, step_id, draft)
        left = [one for one in rules.missing(reads.steps(book, step.task_id)) if one.id != step_id]
        change.result = _follow(change, row, done, nothing_left=not left, step=step)
    return change.changes


def _follow(change: Change, row: Row, done: bool, *, nothing_left: bool, step: TaskStep) -> str:
    state = row["state"] or "未开始"
    if done and state == "未开始":
        put_state(change, row, "进行中")
        state, row = "进行中", {**row, "state": "进行中"}
    if done and nothing_left and state == "进行中":
        put_state(change, row, "待核")
        return "待核"
    if not done and state == "待核":
        put_state(change, row, "进行中", f"第 {step.place} 步“{step.title[:20]}”还没做完")
        return "进行中"
    return state


def drop_step(book: Book, step_id: str) -> Changes:
    """A step that is not needed after all; the places of the others stay."""
    step = book.record(TaskStep, step_id)
    _refuse_closed(ledger.there(book, Task.table, step.task_id))
    return ledger.drop_row(book, TaskStep.table, step_id)


def keep_as_template(book: Book, row_id: str, title: str) -> Changes:
    """The steps of a task as a checklist of the office; `result` is its row id."""
    row = ledger.there(book, Task.table, row_id)
    steps = [step.title for step in reads.steps(book, row_id)]
    rules.refuse_list(steps)
    named = title.strip() or str(row["title"] or "")[:30]
    return save_checklist(book, None, {"title": named, "steps": "\n".join(steps)})


def save_checklist(book: Book, row_id: str | None, draft: Row) -> Changes:
    """A checklist as the clerk wrote it, one step a line; refused when it grows too long."""
    if draft.get("steps"):
        rules.refuse_list(rules.lines(draft["steps"]))
    return ledger.save_row(book, Checklist.table, row_id, draft)


def _refuse_closed(row: Row) -> None:
    if (row["state"] or "未开始") not in _OPEN_TO_STEPS:
        raise Refused(
            f"任务已经是“{row['state']}”，步骤不再改",
            "要改，先按“重新办”" if row["state"] == "已完成" else "要继续办，请新建一条任务",
            field="state",
            code="QL-TL-043",
        )


def _short(row: Row) -> str:
    return str(row["title"] or row["code"] or "任务")[:20]
