"""The rows of a list as the screen shows them, for a paper or a sheet: same columns, same order."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from qinglian_desktop.core.kinds import NAME, TEXT
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Field, Level, Record, Row, naming
from qinglian_desktop.store.identity import Unit
from qinglian_desktop.store.rows import Tables

OWNER = "owner"
_CHUNK = 500  # linked rows named at a time


class Source(Protocol):
    """A book, or whatever answers the same questions."""

    tables: Tables
    unit: Unit

    def rows(self, query: Query) -> list[Row]: ...

    def ids(self, query: Query) -> list[str]: ...

    def page(self, table: str, row_ids: Sequence[str]) -> list[Row]: ...


def fields(record: type[Record], query: Query) -> dict[str, Field]:
    """The columns the query shows, in order; those a list can never show are left out."""
    found = {}
    for name in query.columns:
        field = Field("单位", NAME) if name == OWNER else record.fields[name]
        if field.level < Level.SEALED:
            # A link is written as the name of its row.
            found[name] = field._replace(kind=TEXT) if field.link else field
    return found


def rows(book: Source, query: Query) -> Iterator[Row]:
    """The rows of the query, with names in the place of the ids the screen never shows."""
    record = book.tables[query.table]
    found = book.rows(query)
    links = {n: f.link for n, f in record.fields.items() if f.link and n in query.columns}
    offices = _offices(book) if OWNER in query.columns else {}
    for start in range(0, len(found), _CHUNK):
        part = found[start : start + _CHUNK]
        names = {name: _names(book, table, part, name) for name, table in links.items()}
        for row in part:
            said: dict[str, Any] = {n: known.get(row[n], "") for n, known in names.items()}
            if offices:
                said[OWNER] = offices.get(row[OWNER], "本街道")
            yield {**row, **said}


def _names(book: Source, table: str, part: list[Row], name: str) -> dict[Any, str]:
    ids = sorted({str(row[name]) for row in part if row[name]})
    record = book.tables[table]
    return {row["id"]: naming(record, row) for row in book.page(table, ids)}


def _offices(book: Source) -> dict[str, str]:
    found = {str(row["office_id"]): str(row["name"]) for row in book.rows(Query("enrolled_unit"))}
    return found or {book.unit.office_id: book.unit.name}
