"""What would the street send back? Asked before a bundle is written."""

from qinglian_desktop.core import check
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.record import naming
from qinglian_desktop.exchange.outgoing import tables_leaving
from qinglian_desktop.store.book import Book


def preflight(book: Book) -> list[Problem]:
    """Unfinished rows, named, with what is missing; `value` is the id of the row."""
    found: list[Problem] = []
    for record in tables_leaving(book):
        waiting = book.waiting(record.table)
        for row in book.rows(Query(record.table, (Where("owner", "=", book.unit.office_id),))):
            for problem in (*check.problems(record, row), *waiting.get(row["id"], ())):
                what = f"{record.label}〔{naming(record, row)}〕：{problem.what}"
                found.append(Problem(what, problem.remedy, problem.field, value=row["id"]))
    return found
