"""How far has each item, office and month come, and which rows are behind a figure?"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from qinglian_desktop.core.period import Period
from qinglian_desktop.core.pick import Pick
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.tasks.records import ITEMS, OPEN

NO_OFFICE, NO_DAY = "没有写科室", "没有期限"
DONE = "已完成"
OTHER = ITEMS[-1]  # where a task stands that names no item
_APART = re.compile(r"[、，,；;\s]+")  # what stands between the names of offices


class Tally(NamedTuple):
    """How many tasks one item, office or month has, and how far they have come.

    `picks` choose its rows in the list of the year.
    """

    name: str
    total: int
    done: int
    open: int
    overdue: int
    picks: tuple[Pick, ...] = ()

    @property
    def percent(self) -> int:
        """Whole percents of the tasks that count; stopped ones do not."""
        counted = self.done + self.open
        return self.done * 100 // counted if counted else 0


class Rollup(NamedTuple):
    """A year's tasks by item of the plan, by leading office, by month they are due in; together."""

    items: tuple[Tally, ...]
    offices: tuple[Tally, ...]
    months: tuple[Tally, ...]
    total: Tally


def tally(name: str, tasks: Iterable[Row], day: date, picks: tuple[Pick, ...] = ()) -> Tally:
    found = list(tasks)
    waiting = [task for task in found if (task["state"] or OPEN[0]) in OPEN]
    late = day.isoformat()
    return Tally(
        name,
        len(found),
        sum(task["state"] == DONE for task in found),
        len(waiting),
        sum(bool(task["due_on"]) and task["due_on"] < late for task in waiting),
        picks,
    )


def roll_up(year: int, tasks: Sequence[Row], day: date) -> Rollup:
    """A task led by two offices counts under both, so offices may add up to more than total."""
    own = Pick("year", "in", (year,))
    items = [
        tally(name, found, day, (own, Pick("item", "in", _stored(name))))
        for name in ITEMS
        if (found := [task for task in tasks if (task["item"] or OTHER) == name])
    ]
    return Rollup(
        tuple(items),
        tuple(_by_office(own, tasks, day)),
        tuple(_by_month(own, tasks, day)),
        tally(f"{year}年", tasks, day, (own,)),
    )


def _stored(item: str) -> tuple[str | None, ...]:
    return (item, None) if item == OTHER else (item,)


def _by_office(own: Pick, tasks: Sequence[Row], day: date) -> Iterable[Tally]:
    """What stands in the field is a list of names; its texts choose the rows, not its parts."""
    offices: dict[str, list[Row]] = {}
    for task in tasks:
        for office in offices_of(task["lead_office"]):
            offices.setdefault(office, []).append(task)
    for office, found in offices.items():
        texts = tuple(dict.fromkeys(task["lead_office"] for task in found))
        yield tally(office, found, day, (own, Pick("lead_office", "in", texts)))


def _by_month(own: Pick, tasks: Sequence[Row], day: date) -> Iterable[Tally]:
    months: dict[str, list[Row]] = {}
    for task in tasks:
        months.setdefault((task["due_on"] or "")[:7], []).append(task)
    for month, found in sorted(months.items(), key=lambda pair: (not pair[0], pair[0])):
        if not month:
            yield tally(NO_DAY, found, day, (own, Pick("due_on", "empty")))
            continue
        period = Period.parse(month)
        ends = [period.first.isoformat(), period.last.isoformat()]
        yield tally(period.label, found, day, (own, Pick("due_on", "range", ends)))


def offices_of(leads: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, _APART.split(leads or "")))) or (NO_OFFICE,)


def behind(line: Tally, figure: str, day: date) -> tuple[Pick, ...]:
    """The picks for one figure of a line: total, done, open or overdue.

    Without a day nothing is overdue, so that figure of such a line is 0 and has no picks.
    """
    if figure == "total":
        return line.picks
    if figure == "done":
        return (*line.picks, Pick("state", "in", (DONE,)))
    picks = (*line.picks, Pick("state", "in", (*OPEN, None)))
    if figure == "open":
        return picks
    last = (day - timedelta(days=1)).isoformat()
    return (*(p for p in picks if p.field != "due_on"), _until(picks, last))


def _until(picks: tuple[Pick, ...], last: str) -> Pick:
    """One pick a column: the month, as far as its days are past."""
    month = next((p for p in picks if p.field == "due_on"), None)
    first, end = month.value if month is not None else (None, last)
    return Pick("due_on", "range", [first, min(end, last)])
