"""How do a project, an event and a grid stand: late, done in time, short of people?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.pack import Pack, cited
from qinglian_desktop.core.reckoning import Reckoning, Way, reckon
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.party.records import (
    DONE,
    DROPPED,
    FULL_TIME,
    INSTRUCTOR,
    LEADER,
    PART_TIME,
)

_Row = Mapping[str, Any]


def event_due(pack: Pack, level: str, found: date, calendar: Calendar) -> Reckoning | None:
    """By when a grid event is to be closed; None for a level the pack does not know."""
    for row in pack.rows("events"):
        if row["name"] == level:
            way = Way("count", found, int(row["days"]), what=row["what"], by=cited(row),
                      rule=f"{pack.id} events.{row['id']}")  # fmt: skip
            return reckon(calendar, way)
    return None


def after(rule: _Row, start: str) -> date:
    """The last day of a rule that counts days from a stored one."""
    return date.fromisoformat(start) + timedelta(days=int(rule["days"]))


def is_late(row: _Row, today: date) -> bool:
    """A project past its day that is neither done nor given up."""
    open_still = row["status"] not in (DONE, DROPPED) and not row["done_on"]
    return bool(row["due_on"]) and open_still and row["due_on"] < today.isoformat()


def done_in_time(row: _Row) -> bool:
    return bool(row["done_on"] and (not row["due_on"] or row["done_on"] <= row["due_on"]))


def lacking(staff: Iterable[_Row], day: date) -> tuple[str, ...]:
    """Which of 1+3+N a grid has nobody for on that day, in words."""
    roles = {row["role"] for row in staff if serves(row, day)}
    wanted = (
        (LEADER, {LEADER}), ("专职或兼职网格员", {FULL_TIME, PART_TIME}),
        ("网格指导员", {INSTRUCTOR}),
    )  # fmt: skip
    return tuple(word for word, any_of in wanted if not roles & any_of)


def serves(row: _Row, day: date) -> bool:
    on = day.isoformat()
    return (row["from_on"] or "") <= on <= (row["until_on"] or "9999")


def groups_of(grid: _Row) -> frozenset[str]:
    """What its households may call the grid: its groups, its name, its number."""
    listed = (grid["groups"] or "").replace("，", "、").replace(",", "、").replace(" ", "、")
    named = (grid["name"], grid["number"])
    return frozenset(
        part.strip() for part in (*listed.split("、"), *named) if part and part.strip()
    )


def by_link(rows: Iterable[Row], name: str) -> dict[str, list[Row]]:
    """Rows in heaps by what a field of theirs names."""
    heaps: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        heaps[row[name] or ""].append(row)
    return dict(heaps)
