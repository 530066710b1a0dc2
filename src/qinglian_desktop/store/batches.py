"""Which changes of the last 30 days can the clerk take back? The lines of the undo centre."""

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.held import HeldCell
from qinglian_desktop.core.record import Owner
from qinglian_desktop.store import engine, merge_steps, trail
from qinglian_desktop.store.undo_plan import DAYS

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

MOST = 2000  # lines; a month of single steps is longer than anybody reads
LOOK = "look"  # the kind of a change that only notes who saw something: no work, nothing to undo
_BATCHES = ("merge", "settle", "peer")  # always batches, however few the rows


class Batch(NamedTuple):
    step: int
    label: str
    kind: str
    who: str
    at: str
    until: str  # the last day on which it can be taken back
    rows: int
    reason: str = ""
    tip: int = 0  # the step to take back: the change itself, or the last undoing of it
    undone: bool = False  # it is taken back as things stand now
    back: int = 0  # rows that were taken back
    fixed: str = ""  # why it cannot be taken back at all
    many: bool = True  # a batch, not a single step


def batches(
    book: "Book",
    *,
    singles: bool = False,
    facts: frozenset[str] = frozenset(),
    hidden: frozenset[str] = frozenset(),
) -> list[Batch]:
    """Newest first: what touched more than one row of a table; with `singles` every step.

    `facts` are the tables of what was sent or received: it stays written down. What touched a
    table of `hidden` is not listed.
    """
    since = clock.today() - timedelta(days=DAYS)
    # What this computer notes for itself beside the rows makes no batch of a single step; texts
    # that wait beside several rows do.
    tables = book.tables.records.items()
    local = [t for t, record in tables if record.owner is Owner.LOCAL and record is not HeldCell]
    with engine.plain_words():
        found = book.connection.execute(
            "SELECT c.id, c.label, c.kind, c.operator, c.at, c.entered_on, c.reason, c.undoes, "
            "n.total, n.most, n.tables FROM change c JOIN ("
            "SELECT change_id, sum(k) total, group_concat(table_name) tables, "
            "max(k * (table_name NOT IN (SELECT value FROM json_each(?)))) most FROM ("
            "SELECT change_id, table_name, count(DISTINCT CASE table_name WHEN 'held_cell' "
            "THEN substr(row_id, 1, instr(row_id, '.') - 1) ELSE row_id END) k FROM trail "
            "WHERE change_id >= (SELECT min(id) FROM change WHERE entered_on >= ?) "
            "GROUP BY change_id, table_name) GROUP BY change_id) n ON n.change_id = c.id "
            "WHERE c.entered_on >= ? ORDER BY c.id DESC",
            (json.dumps(local), since.isoformat(), since.isoformat()),
        ).fetchall()
        merged = _merged(book) if any(row[2] == "merge" for row in found) else {}
    undoing = {row[7]: row[0] for row in found if row[7] is not None}
    counts = {row[0]: row[8] for row in found}
    made = []
    for step, label, kind, who, at, day, reason, undoes, total, most, tables in found:
        if undoes is not None or kind in (trail.STRAY, LOOK):
            continue  # told with the change it takes back; what came past the door is nobody's work
        touched = frozenset(tables.split(","))
        if touched & hidden:
            continue
        many = most > 1 or kind in _BATCHES
        if not (singles or many):
            continue
        tip, times = step, 0
        while tip in undoing:
            tip, times = undoing[tip], times + 1
        until = date.fromisoformat(day) + timedelta(days=DAYS)
        undone = times % 2 == 1
        rows = merged.get(step, total)
        back = (rows if kind == "merge" else counts[tip]) if undone else 0
        fixed = _fixed(book, step, kind, facts & touched)
        made.append(
            Batch(
                step, label, kind, who, at, until.isoformat(), rows, reason,
                tip, undone, back, fixed, many,
            )
        )  # fmt: skip
        if len(made) == MOST:
            break
    return made


def _fixed(book: "Book", step: int, kind: str, kept: frozenset[str]) -> str:
    if kind == "peer":
        return "是另一台电脑写的，哪条不对就改哪条"
    if kind == "transfer":
        return "是街道签的移交令，不对请街道再签一份移回"
    if kind == "merge":
        return merge_steps.label_and_why_not(book.connection, step)[1]
    return f"写下的是{book.tables[min(kept)].label}，要照实留着" if kept else ""


def _merged(book: "Book") -> dict[int, int]:
    """How many rows each merging brought: rows of others leave no images of their own."""
    return dict(
        book.connection.execute(
            "SELECT change_id, max(coalesce(json_extract(after, '$.new_count'), 0) "
            "+ coalesce(json_extract(after, '$.changed_count'), 0)) FROM trail "
            "WHERE table_name = 'received_bundle' AND after IS NOT NULL GROUP BY change_id"
        ).fetchall()
    )
