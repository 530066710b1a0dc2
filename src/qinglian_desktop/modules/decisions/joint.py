"""Several matters before one meeting: which sit together, which could, which was held already?

The steps of one meeting share a key: the id of the step it was first planned or entered with.
"""

from datetime import date, timedelta
from typing import Final, NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads, steps
from qinglian_desktop.modules.decisions.records import (
    FAILED,
    MEETINGS,
    RUNNING,
    Matter,
    MatterStep,
)
from qinglian_desktop.store.book import Book

_RECENT: Final = 14  # days back in which a meeting of the same body is offered to be taken over
_OFFERED: Final = 3


class Candidate(NamedTuple):
    """A matter that stands before the same body now."""

    matter_id: str
    gate: str
    name: str  # 2026-004 路灯维修
    joined: bool = False
    said: str = ""  # 另定于12月3日; why it cannot be taken in
    can: bool = True


class Planned(NamedTuple):
    """A meeting that is prepared: every matter before it, in the order of their numbers."""

    matters: tuple[Row, ...]
    own: Row | None  # the step of the matter that was asked about
    fellows: tuple[Row, ...]  # the planned steps of the other matters

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(row["id"] for row in (self.own, *self.fellows) if row)

    @property
    def ratifies(self) -> bool:
        return any(bool(matter["emergency"]) for matter in self.matters)


class Before(NamedTuple):
    """A meeting of the same body that was entered for another matter."""

    row: Row
    name: str  # 2026-001 临街门面出租
    day: date


def key_of(row: Row) -> str:
    """What the steps of one meeting have in common."""
    return str(row["meeting_key"] or row["id"])


def title_of(book: Book, step: Row) -> str:
    matter = book.row(Matter.table, step["matter_id"]) or {}
    return str(matter.get("title") or "")


def name_of(matter: Row) -> str:
    return f"{matter['number'] or ''} {matter['title'] or ''}".strip()


def fellows(book: Book, row: Row) -> list[Row]:
    """The steps of the other matters of this meeting, planned or held."""
    key = key_of(row)
    mine = Where("owner", "=", book.unit.office_id)
    found = book.rows(Query(MatterStep.table, (Where("meeting_key", "=", key), mine)))
    found += book.rows(Query(MatterStep.table, (Where("id", "=", key), mine)))
    return [one for one in found if one["id"] != row["id"] and key_of(one) == key]


def waiting(book: Book, row: Row) -> list[Row]:
    """Those of them that are not entered yet and whose matter is still there."""
    return [
        one
        for one in fellows(book, row)
        if not one["held_on"] and not (book.row(Matter.table, one["matter_id"]) or {})["deleted"]
    ]


def planned_with(book: Book, found: reads.Case, gate: str) -> Planned:
    """The meeting of a gate as it is planned: alone, or with what else is before it."""
    own = planned_step(found.rows, gate)
    others = waiting(book, own) if own else []
    rows = [book.row(Matter.table, one["matter_id"]) for one in others]
    matters = sorted((found.matter, *(row for row in rows if row)), key=_number)
    return Planned(tuple(matters), own, tuple(others))


def planned_step(rows: tuple[Row, ...] | list[Row], gate: str) -> Row | None:
    """The step that was only planned so far."""
    found = [row for row in rows if row["gate"] == gate and not row["held_on"]]
    return found[-1] if found else None


def _number(matter: Row) -> str:
    return str(matter["number"] or "")


def candidates(
    book: Book, found: reads.Case, gate: str, rule: str, *, households: bool = False
) -> tuple[Candidate, ...]:
    """Every matter that stands before the same body, those that cannot be taken in last."""
    matter, own = found.matter, planned_step(found.rows, gate)
    body = reads.body_at(matter, gate)
    made = []
    for case in _open_cases(book):
        there = case.next_gate
        if case.matter["id"] == matter["id"] or there not in MEETINGS:
            continue
        if not _same_body(matter, body, case.matter, there) or _in_parts(case, there):
            continue
        step = planned_step(case.rows, there)
        joined = bool(own and step and key_of(own) == key_of(step))
        name = name_of(case.matter)
        if not joined and reads.rule_row(case.matter, there, households=households) != rule:
            said = "表决规则不一样，请分开准备"
            made.append(Candidate(case.matter["id"], there, name, said=said, can=False))
            continue
        said = "" if joined else _elsewhere(step)
        made.append(Candidate(case.matter["id"], there, name, joined, said))
    return tuple(sorted(made, key=lambda one: (not one.can, one.name)))


def _open_cases(book: Book) -> list[reads.Case]:
    where = (
        Where("state", "in", (RUNNING, FAILED)),
        Where("stage", "in", MEETINGS),
        Where("owner", "=", book.unit.office_id),
    )
    matters = book.rows(Query(Matter.table, where))
    ids = tuple(row["id"] for row in matters)
    held: dict[str, list[Row]] = {}
    if ids:
        for row in book.rows(Query(MatterStep.table, (Where("matter_id", "in", ids),))):
            held.setdefault(row["matter_id"], []).append(row)
    return [reads.Case(row, tuple(steps.in_order(held.get(row["id"], ())))) for row in matters]


def _same_body(matter: Row, body: str, other: Row, gate: str) -> bool:
    if reads.body_at(other, gate) != body:
        return False
    return reads.group_of(matter, body) == reads.group_of(other, body)


def _in_parts(case: reads.Case, gate: str) -> bool:
    last = case.step(gate)
    return last is not None and any(row["held_on"] and not row["result"] for row in last.rows)


def _elsewhere(step: Row | None) -> str:
    if not step or not step["planned_at"]:
        return ""
    day = planned_day(step)
    return f"另定于{day.month}月{day.day}日"


def before(book: Book, found: reads.Case, gate: str, today: date) -> tuple[Before, ...]:
    """Meetings of the same body that another matter was entered for, to be taken over.

    What was planned as one meeting comes first; else the newest of the last days.
    """
    own, body = planned_step(found.rows, gate), reads.body_at(found.matter, gate)
    where = [
        Where("body", "=", body),
        Where("held_on", ">=", (today - timedelta(days=_RECENT)).isoformat()),
        Where("owner", "=", book.unit.office_id),
    ]
    rows = book.rows(Query(MatterStep.table, tuple(where), order=(("held_on", True),)))
    rows += [row for row in fellows(book, own) if row["held_on"]] if own else []
    earlier = (steps.day_of(found.rows, one) for one in steps.before(found.matter, gate))
    first = max((day for day in earlier if day), default=date.min)
    made: dict[tuple[str, str], Before] = {}
    for row in sorted(rows, key=lambda row: not (own and key_of(own) == key_of(row))):
        matter = book.row(Matter.table, row["matter_id"])
        day = date.fromisoformat(row["held_on"])
        if matter is None or matter["deleted"] or matter["id"] == found.matter["id"]:
            continue
        if day < first or not _same_body(found.matter, body, matter, row["gate"]):
            continue
        meeting = (key_of(row), str(row["part"] or ""))
        made.setdefault(meeting, Before(row, name_of(matter), day))
    return tuple(made.values())[:_OFFERED]


def words_of(one: Before) -> str:
    """照〔2026-001 临街门面出租〕12月1日那次会."""
    part = f" {one.row['part']}" if one.row["part"] else ""
    return f"照〔{one.name[:24]}〕{one.day.month}月{one.day.day}日{part}那次会"


def key_with(book: Book, step_id: str, body: str, day: date) -> str:
    """The key of the meeting that step was entered with; "" when it was another one."""
    row = book.row(MatterStep.table, step_id) if step_id else None
    if row is None or row["deleted"] or (row["body"], row["held_on"]) != (body, day.isoformat()):
        return ""
    return key_of(row)


def still_to_enter(book: Book, step: Row) -> str:
    """同一场会的“…”还没登记, for what was planned as one meeting; "" when all of it is."""
    titles = [f"“{title_of(book, one)}”" for one in waiting(book, step)]
    return f"同一场会的{'、'.join(titles)}还没登记。" if titles else ""


def planned_day(step: Row) -> date:
    """The day a step is planned for."""
    return date.fromisoformat(step["planned_at"][:10])
