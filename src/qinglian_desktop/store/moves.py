"""Which rows went from one state to another within some days? Read out of the trail."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from qinglian_desktop.store.engine import Connection


class Move(NamedTuple):
    """A field of one row got another value; `before` is None where the row was new."""

    row_id: str
    step: int
    day: date
    before: str | None
    after: str | None
    who: str
    reason: str


def moves(connection: Connection, table: str, field: str, first: date, last: date) -> list[Move]:
    """Oldest first, as of the evening of `last`.

    What was done and taken back again within the days is no move at all. A step of earlier days
    that is taken back within them is one: the row stands elsewhere than at their beginning.
    """
    path = f"$.{field}"
    found = connection.execute(
        "SELECT t.row_id, c.id, c.entered_on, json_extract(t.before, ?1), "
        "json_extract(t.after, ?1), c.operator, c.reason FROM change c "
        "JOIN trail t ON t.change_id = c.id "
        "WHERE c.entered_on BETWEEN ?2 AND ?3 AND t.table_name = ?4 AND t.after IS NOT NULL "
        "AND json_extract(t.before, ?1) IS NOT json_extract(t.after, ?1) ORDER BY t.seq",
        (path, first.isoformat(), last.isoformat(), table),
    ).fetchall()
    undoings = _undoings(connection, first, last)
    gone = _cancelled(undoings)
    return [
        Move(row_id, step, date.fromisoformat(day), before, after, who or "", reason or "")
        for row_id, step, day, before, after, who, reason in found
        if step not in gone
    ]


def _undoings(connection: Connection, first: date, last: date) -> dict[int, int]:
    """Step → the step it takes back, where both lie within the days."""
    found = connection.execute(
        "SELECT c.id, c.undoes FROM change c JOIN change d ON d.id = c.undoes "
        "WHERE c.entered_on BETWEEN ?1 AND ?2 AND d.entered_on BETWEEN ?1 AND ?2",
        (first.isoformat(), last.isoformat()),
    )
    return dict(found.fetchall())


def _cancelled(undoings: Mapping[int, int]) -> set[int]:
    """Steps that cancel each other; a step done again after its undoing stands for itself."""
    by_target = {target: step for step, target in undoings.items()}
    gone: set[int] = set()
    for start in by_target.keys() - undoings.keys():  # where a chain of undoing begins
        chain = [start]
        while chain[-1] in by_target:
            chain.append(by_target[chain[-1]])
        stands = len(chain) % 2 == 1  # undone and done again
        gone.update(chain[1:] if stands else chain)
    return gone
