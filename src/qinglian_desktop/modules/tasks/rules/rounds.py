"""When is a task of the plan due, and why that day?"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from qinglian_desktop.core.calendar import Calendar, say
from qinglian_desktop.core.period import FREQUENCIES, Period
from qinglian_desktop.core.reckoning import Way, reckon
from qinglian_desktop.modules.tasks.records import Task

FRIDAY = 4
_LETTERS = {label: letter for letter, label in FREQUENCIES.items()}


def every(frequency: str | None) -> str:
    """每季度 → Q; "" for 按需, 一次性 and the like."""
    letter = _LETTERS.get((frequency or "").strip(), "")
    return letter if letter in "WMQHY" else ""


def next_due(
    frequency: str | None, after: date, year: int, calendar: Calendar
) -> tuple[date | None, str]:
    """The last day of the round that holds `after`, within `year`, and why (core/reckoning).

    A day off moves to the working day before it, so that the work is done when the round ends.
    """
    letter = every(frequency)
    if not letter:
        return None, f"{frequency or '按需'}办理，没有固定期限"
    start = min(max(after, date(year, 1, 1)), date(year, 12, 31))
    if letter == "W":
        last = min(start + timedelta(days=(FRIDAY - start.weekday()) % 7), date(year, 12, 31))
        name = f"{say(start)}这一周"
        way = Way("given", last, end="earlier", floor=start)
    else:
        period = Period.holding(start, letter)
        name, way = period.label, Way("place", period.last, end="earlier", floor=start)
    found = reckon(
        calendar, way._replace(what=f"{frequency}一次，{name}内办完", rule="rounds work-plan")
    )
    return found.day, found.stored()


def following_due(task: Task, calendar: Calendar) -> tuple[date | None, str]:
    """The due day of the round after the one this task is due in; None when the year is over."""
    letter = every(task.frequency)
    if not letter or task.due_on is None:
        return None, ""
    if letter == "W":
        after = task.due_on + timedelta(days=7 - task.due_on.weekday())
    else:
        after = Period.holding(task.due_on, letter).following.first
    if after.year != task.year:
        return None, ""
    return next_due(task.frequency, after, task.year, calendar)


def item_of(item: Mapping[str, Any]) -> str:
    """The plan's own heading: （一）…（九）, 工作步骤, 工作要求."""
    headings = {"step": "工作步骤", "requirement": "工作要求"}
    return headings.get(item["kind"], f"（{item['numeral']}）")
