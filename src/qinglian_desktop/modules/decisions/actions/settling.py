"""What a step changes of its matter: where it stands, what is next, whether it was entered late."""

from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads, steps
from qinglian_desktop.modules.decisions.records import (
    FAILED,
    MEETINGS,
    NOT_PASSED,
    RUNNING,
    Matter,
    MatterStep,
)
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def settle(change: Change, matter_id: str, **facts: Any) -> None:
    """Writes what the list shows of a matter, taken from its steps as they are now.

    The mark 补录 is only ever added here: no fact given clears it.
    """
    book = change.book
    found = reads.case(book, matter_id)
    made: Row = {**found.matter, **facts}
    if made["state"] in (RUNNING, FAILED):
        made["state"] = FAILED if _failed(found) else RUNNING
    meeting = reads.body_name(book, reads.body_at(made, steps.deciding(made)))
    facts |= {
        "state": made["state"],
        "stage": steps.stage(made, found.rows),
        "next_step": facts.get("next_step") or steps.next_words(made, found.rows, meeting) or None,
        "late": int(bool(found.matter["late"]) or any(row["late"] for row in found.rows)),
    }
    change.put_row(Matter.table, matter_id, facts)


def _failed(found: reads.Case) -> bool:
    gate = found.next_gate
    last = found.step(gate) if gate in MEETINGS else None
    return last is not None and last.result == NOT_PASSED


def stamp(book: Book, row: Row | None, held_on: date) -> Row:
    """Both days of an entry and its mark: when it happened, when it was first entered.

    The day of the first entry stays whatever is corrected later, and a mark once set stays.
    """
    first = reads.known_day(row, "entered_on") if row else None
    entered = first or clock.today()
    marked = bool(row and row["late"])
    late = marked or steps.is_late(held_on, entered, reads.late_days(book, entered))
    return {"held_on": held_on.isoformat(), "entered_on": entered.isoformat(), "late": int(late)}


def last_before(found: reads.Case, gate: str) -> str | None:
    """The step that comes right before: the new one leans on it and keeps it from going."""
    earlier = steps.before(found.matter, gate)
    rows = [row for row in found.rows if row["gate"] in (*earlier, gate)]
    return str(rows[-1]["id"]) if rows else None


def add_step(change: Change, found: reads.Case, gate: str, draft: Row) -> str:
    """A new step of a gate, leaning on the one before."""
    whole: Row = {
        "matter_id": found.matter["id"],
        "gate": gate,
        "after_id": last_before(found, gate),
        "ratifies": found.matter["emergency"],
        **draft,
    }
    return change.add(MatterStep, whole)
