"""Where is that word written? Looks through the text fields of every kind of record."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from qinglian_desktop.core.access import show
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Level, Record

EACH = 4  # hits of one kind; the page itself shows the rest


class Hit(NamedTuple):
    """One row that holds the word."""

    table: str
    row_id: str
    label: str
    title: str


def find(book: Any, text: str, records: Iterable[type[Record]]) -> list[Hit]:
    """Rows that hold `text`, at most four of each kind, in the order of the tabs."""
    hits = []
    for record in records:
        if record.sealed:
            continue
        hits += [
            Hit(record.table, row["id"], record.label, _title(record, row))
            for row in book.rows(Query(record.table, search=text, limit=EACH))
        ]
    return hits


def _title(record: type[Record], row: Mapping[str, Any]) -> str:
    """How the row is called in the list; a personal number in its name stays masked."""
    parts = [
        show(record.fields[name], row.get(name))
        for name in record.named_by
        if record.fields[name].level < Level.SEALED
    ]
    return " ".join(part for part in parts if part)[:60] or f"没有写名称的{record.label}"
