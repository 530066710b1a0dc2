"""What was typed or pasted into a cell and is no valid value: kept beside the row, word for word.

The record itself never holds such a text. A row with one counts as a draft until the clerk puts
it right, in the list or in the form.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from qinglian_desktop.core.kinds import LONG
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.record import Level, Owner, Record, Row, fact


class Rows(Protocol):
    """What is asked of a book, or of its tables on some day."""

    def ids(self, query: Query) -> Sequence[str]: ...

    def page(self, table: str, ids: Sequence[str], /) -> Sequence[Row]: ...


class HeldCell(
    Record,
    table="held_cell",
    label="待改的格子",
    owner=Owner.LOCAL,
    key=("of_table", "of_row", "of_field"),
    named_by=("of_field",),
):
    of_table: str = fact("表")
    of_row: str = fact("记录")
    of_field: str = fact("字段")
    text: str = fact("填的内容", LONG, level=Level.PERSON)
    what: str = fact("哪里不对", LONG, level=Level.PERSON)
    remedy: str | None = fact("怎么改", LONG, default=None)
    beside: str = fact("记录里现在的值", LONG, level=Level.PERSON)  # JSON


class RowEdit(NamedTuple):
    """What is to be written into one row; `row_id` is "" for a new one.

    `values` are stored values by field; `bad` names the fields whose text (Problem.value) is to
    be held beside the row.
    """

    row_id: str
    values: Mapping[str, Any]
    bad: tuple[Problem, ...] = ()


class Written(NamedTuple):
    """What a batch of edits did: the rows it wrote, in order, and the cells held beside them."""

    row_ids: tuple[str, ...]
    held: tuple[tuple[str, str], ...]  # (row id, field)
    refused: tuple[str, ...] = ()  # why some rows could not be written at all, each reason once


def held_id(row_id: str, field: str) -> str:
    return f"{row_id}.{field}"


def row_of(held_row_id: str) -> str:
    return held_row_id.rpartition(".")[0]


def as_beside(value: Any) -> str:
    return json.dumps(None if value == "" else value, ensure_ascii=False)


def of_table(table: str) -> Query:
    return Query(HeldCell.table, (Where("of_table", "=", table),))


def by_row(reader: Rows, table: str) -> dict[str, list[Row]]:
    """The held cells of a table by row, whether or not they still count."""
    found: dict[str, list[Row]] = {}
    for held in reader.page(HeldCell.table, reader.ids(of_table(table))):
        found.setdefault(str(held["of_row"]), []).append(held)
    return found


def waiting(reader: Rows, table: str) -> dict[str, tuple[Problem, ...]]:
    """The rows of a table with a text that still stands beside them: drafts, and in no sum."""
    kept = by_row(reader, table)
    rows = reader.page(table, list(kept)) if kept else ()
    found = {str(row["id"]): standing(kept[str(row["id"])], row) for row in rows}
    return {row_id: tuple(stand.values()) for row_id, stand in found.items() if stand}


def without_waiting(reader: Rows, query: Query) -> Query:
    """The same question about the rows beside which no text waits to be put right."""
    out = waiting(reader, query.table)
    if not out:
        return query
    return query._replace(where=(*query.where, Where("id", "not in", tuple(out))))


def standing(held: Sequence[Row], row: Mapping[str, Any]) -> dict[str, Problem]:
    """The problems that still stand: a field changed since (in the form, by an undo) has none."""
    return {
        str(one["of_field"]): Problem(one["what"], one["remedy"] or "", one["of_field"],
                                      value=one["text"] or "")
        for one in held
        if one["beside"] == as_beside(row.get(one["of_field"]))
    }  # fmt: skip
