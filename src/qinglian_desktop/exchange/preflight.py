"""What would the street send back? Asked before a bundle is written; nothing stops the sending."""

from collections.abc import Iterator, Sequence

from qinglian_desktop.core import check, crosscheck
from qinglian_desktop.core.crosscheck import Rule
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.record import Record, Row, naming
from qinglian_desktop.exchange import outgoing_rows
from qinglian_desktop.exchange.outgoing import tables_leaving
from qinglian_desktop.store.book import Book


def preflight(book: Book, rules: Sequence[Rule] = ()) -> list[Problem]:
    """What is missing and what contradicts itself, row by row; `value` is the id of the row.

    Missing: a field that must be filled in, a text that is held beside its cell, a photo that a
    row names and this computer has no more (the bundle goes without it). Contradictory:
    what `rules` find. A row that lacks what a rule asks for is told once.
    """
    records = {record.table: record for record in tables_leaving(book)}
    known: dict[str, list[Row]] = {}

    def own(table: str) -> list[Row]:
        if table not in known:
            mine = (Where("owner", "=", book.unit.office_id),)
            known[table] = book.rows(Query(table, mine))
        return known[table]

    found = [
        problem
        for record in records.values()
        if book.any_of(record.table)
        for problem in _unfinished(book, record, own(record.table))
    ]
    told = {(problem.value, problem.field) for problem in found}
    apart = crosscheck.problems(rules, records, own)
    return [*found, *(one for one in apart if (one.value, one.field) not in told)]


def _unfinished(book: Book, record: type[Record], rows: Sequence[Row]) -> list[Problem]:
    waiting, found, files = book.waiting(record.table), [], outgoing_rows.files_of(record)
    for row in rows:
        gone = _gone(book, row, files)
        for problem in (*check.problems(record, row), *waiting.get(row["id"], ()), *gone):
            what = f"{record.label}〔{naming(record, row)}〕：{problem.what}"
            found.append(Problem(what, problem.remedy, problem.field, value=row["id"]))
    return found


def _gone(book: Book, row: Row, fields: Sequence[str]) -> Iterator[Problem]:
    """Somebody, or a program against viruses, took the file away."""
    for field in fields:
        named = outgoing_rows.named_by(row, (field,))
        if lost := sum(not book.files.has(file_id) for file_id in named):
            yield Problem(
                f"附的照片或扫描件有 {lost} 个不在本机了",
                "请打开“数据体检”，按“从备份找”，或重新添加；不补也能报送，找到以后下次带上",
                field,
            )
