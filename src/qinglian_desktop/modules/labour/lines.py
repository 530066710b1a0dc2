"""The log of a month added up by person: what the notice, the sheet and the pay say alike. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Line(NamedTuple):
    """What one person did at one rate in the month: a row of notice, sheet and pay."""

    group: str
    name: str
    person_id: str
    days: int
    rate_fen: int
    amount_fen: int
    tasks: str


class Noted(NamedTuple):
    """One row of the log with the person's name and group."""

    row: Mapping[str, Any]
    name: str
    group: str


def lines_of(noted: Iterable[Noted]) -> tuple[Line, ...]:
    """The log added up by person and rate, in the order in which people first worked."""
    made: dict[tuple[str, int], Line] = {}
    for one in sorted(noted, key=lambda n: (not n.group, n.group, n.row["day"], n.name)):
        row = one.row
        key = row["person_id"], row["rate_fen"]
        new = Line(one.group, one.name, row["person_id"], 0, row["rate_fen"], 0, "")
        old = made.get(key, new)
        tasks = dict.fromkeys(filter(None, (*old.tasks.split("、"), row["task"])))
        days = old.days + row["days"]
        made[key] = old._replace(
            days=days, amount_fen=old.amount_fen + row["amount_fen"], tasks="、".join(tasks)
        )
    return tuple(made.values())
