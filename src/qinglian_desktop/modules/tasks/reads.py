"""Which steps and notes has a task, and how far has a year of them come?"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.modules.tasks.records import OPEN, Routine, Task, TaskNote, TaskStep
from qinglian_desktop.modules.tasks.rules import Rollup, item_of, roll_up
from qinglian_desktop.store.book import Book

PLAN = "work-plan"
_LINKED = 20  # rows of one ledger named on the card of a task


def steps(book: Book, task_id: str) -> list[TaskStep]:
    """The steps of a task, from the first to the last."""
    return book.records(TaskStep, Where("task_id", "=", task_id), order="place")


def notes(book: Book, task_id: str) -> list[TaskNote]:
    """The notes of a task, oldest first."""
    return book.records(TaskNote, Where("task_id", "=", task_id), order="noted_on")


class Moved(NamedTuple):
    """The due day was changed: from which day to which, when, by whom and why."""

    at: str
    was: date
    now: date | None
    who: str
    reason: str


def moved_days(book: Book, task_id: str) -> list[Moved]:
    """Every change of the due day, oldest first; the day it was given first is none."""
    found = []
    for line in book.told_history(Task.table, task_id):
        was, now = (line[side].get("due_on") or None for side in ("before", "after"))
        if was and line["after"] and was != now:
            found.append(
                Moved(
                    str(line["at"])[:10], date.fromisoformat(was),
                    date.fromisoformat(now) if now else None,
                    str(line["operator"] or ""), str(line["reason"] or line["label"] or ""),
                )
            )  # fmt: skip
    return found


class Linked(NamedTuple):
    """A row of another ledger that the task came from, or that points to it."""

    table: str
    row_id: str
    label: str
    name: str


def linked(book: Book, task_id: str) -> list[Linked]:
    """The routine it comes from, then whatever names it: a problem, a gap of the assessment.

    Its own steps and notes are parts of it and no links.
    """
    found = []
    if (row := book.row(Task.table, task_id)) and row["routine_id"]:
        routine = book.row(Routine.table, row["routine_id"])
        if routine is not None and not routine["deleted"]:
            name = naming(Routine, routine)
            found.append(Linked(Routine.table, routine["id"], Routine.label, name))
    for table, record in book.tables.records.items():
        if record in (TaskNote, TaskStep):
            continue
        for name, field in record.fields.items():
            if field.link != Task.table:
                continue
            rows = book.rows(Query(table, (Where(name, "=", task_id),), limit=_LINKED))
            found += [Linked(table, one["id"], record.label, naming(record, one)) for one in rows]
    return found


def rollup(book: Book, year: int) -> Rollup:
    """The year's tasks as the ledger lists them, drafts too, counted in three ways."""
    return roll_up(year, book.rows(Query(Task.table, (Where("year", "=", year),))), clock.today())


def item_titles(book: Book, year: int) -> Mapping[str, str]:
    """（一） → 党建引领治理, by the plan of that year; empty for a year before any plan."""
    try:
        items = book.pack(PLAN, date(year, 12, 31)).rows("items")
    except Refused:
        return {}
    return {item_of(item): str(item["title"]) for item in items if item["kind"] == "content"}


def to_renew(book: Book, year: int, pack: Pack) -> list[Row]:
    """Tasks of an earlier plan that `pack` goes on with, or that it leaves out while they are open.

    What it leaves out and is done or stopped stays as the earlier plan had it.
    """
    own = Where("owner", "=", book.unit.office_id)
    where = (Where("year", "=", year), own, Where("clause", "filled"))
    planned = {row["id"] for row in pack.rows("tasks")}
    return [
        row
        for row in book.rows(Query(Task.table, where))
        if row["source_no"] != pack.title
        and (row["code"] in planned or (row["state"] or OPEN[0]) in OPEN)
    ]


def waits_for_new_plan(book: Book, year: int) -> bool:
    """Has a later plan come into force since the tasks of this year were made?"""
    try:
        return bool(to_renew(book, year, book.given_pack(PLAN, date(year, 12, 31))))
    except Refused:
        return False
