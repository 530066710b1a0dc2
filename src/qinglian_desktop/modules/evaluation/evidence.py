"""What shows each indicator? Collected from all ledgers as of the cut-off day, by itself."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from qinglian_desktop.core import access, clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.evaluation.computing import suggestions, system_of
from qinglian_desktop.modules.evaluation.scoring import Suggestion
from qinglian_desktop.store.as_of import Day
from qinglian_desktop.store.book import Book


class _Reader(Protocol):
    def rows(self, query: Query) -> list[Row]: ...

    def page(self, table: str, row_ids: Sequence[str]) -> list[Row]: ...


class Evidence(NamedTuple):
    """One record behind an indicator, as it stood on the cut-off day; names are masked."""

    table: str
    row_id: str
    ledger: str
    name: str
    day: str  # when it took place; "" where the ledger keeps no such day
    papers: int
    late: bool  # entered long after the day it tells of


def collected(book: Book, year: int, *, unit: str = "") -> dict[str, tuple[Evidence, ...]]:
    """By indicator. What is written after the cut-off day changes nothing in it."""
    return of_suggestions(book, year, suggestions(book, year, unit=unit))


def of_suggestions(
    book: Book, year: int, found: Iterable[Suggestion]
) -> dict[str, tuple[Evidence, ...]]:
    """The same where the suggestions are there already."""
    cutoff = min(system_of(book, year).cutoff_of(year), clock.today())
    past = cutoff < clock.today() and not book.unit.is_street
    reader: _Reader = Day(book, cutoff) if past else book
    return {one.indicator_id: tuple(_behind(book, reader, one)) for one in found}


def _behind(book: Book, reader: _Reader, one: Suggestion) -> list[Evidence]:
    late = {row_id for part in one.parts if part.found for row_id in part.found.late}
    found: dict[tuple[str, str], Evidence] = {}
    for behind in one.behind:
        record = book.tables[behind.query.table]
        rows = reader.rows(behind.query)
        named = _linked(book, reader, record, rows)
        for row in rows:
            key = record.table, row["id"]
            if key not in found:
                found[key] = _evidence(record, row, named, late=row["id"] in late)
    return sorted(found.values(), key=lambda e: (e.ledger, e.day, e.name, e.row_id))


def _evidence(record: type[Record], row: Row, named: dict[str, str], *, late: bool) -> Evidence:
    day = str(row.get(record.happened) or "") if record.happened else ""
    papers = sum(
        len(field.kind.load(row[name]))
        for name, field in record.fields.items()
        if field.kind.name == "files" and row[name]
    )
    words = _words(record, row, named)
    return Evidence(record.table, row["id"], record.label, words, day, papers, late)


def _words(record: type[Record], row: Row, named: dict[str, str]) -> str:
    """What it is called, without the number of a link and without what is personal."""
    parts = []
    for name in record.named_by:
        field, value = record.fields[name], row.get(name)
        parts.append(named.get(value or "", "") if field.link else access.show(field, value))
    return " ".join(part for part in parts if part) or record.label


def _linked(
    book: Book, reader: _Reader, record: type[Record], rows: Iterable[Row]
) -> dict[str, str]:
    """How the rows are called that the names of these point to."""
    wanted: dict[str, set[str]] = {}
    for name in record.named_by:
        if link := record.fields[name].link:
            wanted.setdefault(link, set()).update(row[name] for row in rows if row[name])
    return {
        there["id"]: _words(book.tables[table], there, {})
        for table, ids in wanted.items()
        for there in reader.page(table, sorted(ids))
    }
