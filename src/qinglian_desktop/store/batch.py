"""One edit of many rows: tried without keeping anything, then done as one change.

Both run through the save of the subject, so that what the preview shows is what happens; a row
that is refused says why and the others go on.
"""

from collections.abc import Callable, Sequence
from typing import Any

from qinglian_desktop.core import bulk, check
from qinglian_desktop.core.bulk import Edit, Line
from qinglian_desktop.core.outcome import Changes, Refused, Stopped
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.store.book import Book

Save = Callable[[Book, str, str, dict[str, Any]], object]
Tick = Callable[[int, int], bool]
_CHUNK = 500  # rows read at a time
_GONE = "已经不在了"
_LATER = "预览以后又改过，没有动它"


class _Tried(Exception):  # noqa: N818  (no error: it takes the trial back)
    pass


def try_out(
    save: Save, book: Book, table: str, row_ids: Sequence[str], edit: Edit, tick: Tick
) -> list[Line]:
    """What the edit would make of each row; nothing is kept."""
    lines: list[Line] = []
    try:
        with book.change(bulk.label(book.tables[table], edit, len(row_ids))):
            lines = _each(save, book, table, row_ids, edit, tick)
            raise _Tried
    except _Tried:
        return lines


def carry_out(
    save: Save, book: Book, table: str, tried: Sequence[Line], edit: Edit, tick: Tick
) -> Changes:
    """The rows of the preview that change, in one change; `result` says what became of each."""
    wanted = {line.row_id: line for line in tried if line.changes}
    with book.change(bulk.label(book.tables[table], edit, len(wanted))) as change:
        lines = _each(save, book, table, list(wanted), edit, tick, wanted)
        change.result = lines
    return change.changes


def _each(
    save: Save,
    book: Book,
    table: str,
    row_ids: Sequence[str],
    edit: Edit,
    tick: Tick,
    tried: dict[str, Line] | None = None,
) -> list[Line]:
    lines: list[Line] = []
    for start in range(0, len(row_ids), _CHUNK):
        part = row_ids[start : start + _CHUNK]
        there = {row["id"]: row for row in book.page(table, part)}
        for row_id in part:
            if not tick(len(lines), len(row_ids)):
                raise Stopped
            lines.append(_line(save, book, table, row_id, there.get(row_id), edit, tried))
    tick(len(row_ids), len(row_ids))
    return lines


def _line(
    save: Save,
    book: Book,
    table: str,
    row_id: str,
    row: Row | None,
    edit: Edit,
    tried: dict[str, Line] | None,
) -> Line:
    record = book.tables[table]
    if row is None or row["deleted"]:
        name = tried[row_id].name if tried else ""
        return Line(row_id, name, None, None, _GONE)
    before = row[edit.field]
    made = bulk.after(edit, before)
    name = naming(record, row)
    if tried is not None and before != tried[row_id].before:
        return Line(row_id, name, before, before, _LATER)
    if (made or None) == (before or None) and made != 0:
        return Line(row_id, name, before, before)
    try:
        save(book, table, row_id, {edit.field: made})
    except Refused as refused:
        return Line(row_id, name, before, before, refused.what)
    now = book.row(table, row_id) or {}
    draft = check.is_complete(record, row) and not check.is_complete(record, now)
    return Line(row_id, name, before, now.get(edit.field), draft=draft)
