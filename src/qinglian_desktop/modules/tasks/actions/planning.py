"""The street's plan becomes the tasks of a year, and a later plan takes the place of the first."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.reckoning import given
from qinglian_desktop.core.record import Row, to_row
from qinglian_desktop.modules.tasks import rules
from qinglian_desktop.modules.tasks.actions.moving import put_note, put_state
from qinglian_desktop.modules.tasks.reads import PLAN, to_renew
from qinglian_desktop.modules.tasks.records import OPEN, Task
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

# What the plan says of a task; the rest of it is the clerk's.
_OF_THE_PLAN = (
    "title", "item", "clause", "lead_office", "offices", "frequency", "source_no", "evidence",
    "issuer",
)  # fmt: skip


def load_plan(book: Book, year: int) -> Changes:
    """Preloads the street's plan for `year`; what is there already stays as it is.

    `result` is the number of tasks added: 127 the first time, 0 the second.
    """
    pack = book.pack(PLAN, date(year, 12, 31))
    with book.change(f"按方案建立{year}年任务") as change:
        change.result = _add_missing(change, pack, year)
    return change.changes


def renew_plan(book: Book, year: int) -> Changes:
    """The plan in force takes the place of an earlier one in the tasks of `year`.

    Clause, offices, frequency and, of open tasks, the day follow the new plan; what it leaves out
    is stopped with that reason unless it is done; what it adds comes in. States, notes, papers
    and tasks that are no plan's stay, and so does every other year. `result`: tasks touched.
    """
    pack = book.pack(PLAN, date(year, 12, 31))
    planned = {row["id"]: row for row in pack.rows("tasks")}
    with book.change(f"按新方案更新{year}年任务") as change:
        earlier = to_renew(book, year, pack)
        for task in earlier:
            if task["code"] in planned:
                _follow(change, pack, task, planned[task["code"]])
            else:
                _stop(change, task, pack)
        change.result = len(earlier) + _add_missing(change, pack, year)
    return change.changes


def _add_missing(change: Change, pack: Pack, year: int) -> int:
    book = change.book
    of_year = Query(Task.table, (Where("year", "=", year),), deleted=True)
    undone, planned_rows = book.taken_back(Task.table), book.rows(of_year)
    known = {row["code"] for row in planned_rows if row["id"] not in undone}
    again = {row["code"]: row["id"] for row in planned_rows if row["id"] in undone}
    calendar, added = book.calendar(), 0
    for row in pack.rows("tasks"):
        if row["id"] in known:
            continue
        due_on, why = _due(row, year, calendar)
        task = Task(year=year, due_on=due_on, due_reason=why, **_planned(pack, row))
        if row["id"] in again:
            change.add_again(Task, again[row["id"]], to_row(task))
        else:
            change.put(task)
        added += 1
    return added


def _due(row: Mapping[str, Any], year: int, calendar: Calendar) -> tuple[date | None, str]:
    """The day the plan names for this year, else the end of the round that runs now."""
    named = row.get("due_on")
    if named is not None and named.year == year:
        return named, given(named, "方案写明的日期").stored()
    return rules.next_due(row["frequency"], clock.today(), year, calendar)


def _planned(pack: Pack, row: Mapping[str, Any]) -> dict[str, Any]:
    items = {item["id"]: item for item in pack.rows("items")}
    return {
        "code": row["id"],
        "title": row["task"],
        "item": rules.item_of(items[row["item"]]),
        "clause": row["clause"],
        "lead_office": "、".join(row["lead"]),
        "offices": "、".join(row["responsible"]),
        "frequency": row["frequency"],
        "source_no": pack.title,
        "evidence": "、".join(row["proofs"]),
        "issuer": pack.source.split("，")[0],
    }


def _follow(change: Change, pack: Pack, task: Row, row: Mapping[str, Any]) -> None:
    """Of a task that is done only the plan's words change; its day is history."""
    fresh = _planned(pack, row)
    draft: Row = {name: fresh[name] for name in _OF_THE_PLAN}
    if (task["state"] or OPEN[0]) in OPEN and task["frequency"] != fresh["frequency"]:
        due_on, why = _due(row, task["year"], change.book.calendar())
        draft |= {"due_on": due_on.isoformat() if due_on else None, "due_reason": why}
    change.put_row(Task.table, task["id"], draft)
    put_note(change, task["id"], f"改按《{pack.title}》办，原来按《{task['source_no']}》")


def _stop(change: Change, task: Row, pack: Pack) -> None:
    """A task waiting to be checked goes back first: the table of steps has no shorter way."""
    reason = f"《{pack.title}》没有这一项"
    if task["state"] == "待核":
        put_state(change, task, "进行中", reason)
        task = {**task, "state": "进行中"}
    put_state(change, task, "已终止", reason)
