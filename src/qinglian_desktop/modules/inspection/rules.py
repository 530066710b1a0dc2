"""What of inspections and meetings can be told without a book: sheets, days, words."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.record import Row

PACK: Final = "inspection-sheets"
SHOWN: Final = "整改后的照片或材料"  # asked for where nobody wrote what is to be shown
_TITLE = 40


class Point(NamedTuple):
    """One thing to look at."""

    item: str
    what: str
    look: str


def sheet_names(pack: Pack) -> tuple[str, ...]:
    return tuple(str(row["name"]) for row in pack.rows("sheets"))


def points(pack: Pack, sheet: str) -> tuple[Point, ...]:
    """What the sheet of that name asks, in its order; nothing for a name nobody knows."""
    ids = {row["id"] for row in pack.rows("sheets") if row["name"] == sheet}
    return tuple(
        Point(row["item"], row["what"], row["look"])
        for row in pack.rows("points")
        if row["sheet"] in ids
    )


def due_rule(pack: Pack, severity: str) -> tuple[str, dict[str, Any]]:
    """The key and the rule that says in how many days such a finding is put right."""
    found = pack.value("due")
    for key, rule in found.items():
        if rule["severity"] == severity:
            return f"due.{key}", dict(rule)
    raise KeyError(severity)


def spread(workdays: Sequence[date], count: int) -> list[date]:
    """`count` visits laid evenly over the days, in order; more than one a day where they are few.

    Refuses nothing: without a day there is no plan, and the list is empty.
    """
    if not workdays:
        return []
    return [workdays[place * len(workdays) // count] for place in range(count)]


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def order_title(row: Row) -> str:
    """What the unit reads first: 督查整改：三季度财务公告没有上墙."""
    return f"督查整改：{_short(row['what'])}"


def order_text(row: Row) -> str:
    parts = [
        f"发现的问题：{row['what']}",
        f"严重程度：{row['severity']}",
        f"整改要求：{row['asked']}" if row["asked"] else "",
    ]
    return "\n".join(filter(None, parts))


def order_ground(row: Row, round_title: str) -> str:
    """依据 of the order: what the inspector wrote, and when it was seen."""
    day = paper_day(date.fromisoformat(row["found_on"]))
    seen = f"{day}{round_title or '督查'}，编号{row['number']}"
    return f"{row['ground']}；{seen}" if row["ground"] else seen


def past_words(due_on: str | None, day: date) -> str:
    """期限 8月31日，已过 5 天."""
    if not due_on:
        return "没有写期限"
    on = date.fromisoformat(due_on)
    said = f"期限{paper_day(on)}"
    return f"{said}，已过 {(day - on).days} 天" if on < day else said


def lacking(row: Row, names: Collection[str]) -> str:
    """The first of these fields that is empty; "" where none is."""
    return next((name for name in names if not row.get(name)), "")


def _short(text: str | None) -> str:
    said = " ".join((text or "").split())
    return said if len(said) <= _TITLE else said[: _TITLE - 1] + "…"
