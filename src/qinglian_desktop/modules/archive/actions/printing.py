"""The papers of the files of a unit from the rows as they are now, and as files to write on in."""

from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange.sheets import exporting
from qinglian_desktop.exchange.word import filling, values
from qinglian_desktop.exchange.word.templates import REPORT
from qinglian_desktop.modules.archive import papers, reads
from qinglian_desktop.modules.archive.records import (
    Baseline,
    BaselineFigure,
    OptionalAction,
    UnitPlan,
)
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole


def baseline_paper(book: Book, row_id: str) -> Document:
    form = reads.there(book, Baseline, row_id)
    of_year = Where("year", "=", form["year"])
    return papers.baseline(
        book.unit.name, form, reads.own(book, BaselineFigure, of_year, order="number")
    )


def problems_paper(book: Book, year: int) -> Document:
    return papers.problems(book.unit.name, year, reads.problems(book, year))


def plan_paper(book: Book, row_id: str) -> Document:
    row = reads.there(book, UnitPlan, row_id)
    year = int(row["year"])
    return papers.plan(
        book.unit.name, row, reads.tasks_of(book, year), actions_of(book, year),
        reads.problems(book, year),
    )  # fmt: skip


def save_plan_as_word(book: Book, row_id: str, path: Path) -> Changes:
    """The plan at `path`; `result` are the names of the template that nobody knows."""
    return _as_word(book, plan_paper(book, row_id), path)


def summary_paper(book: Book, year: int) -> Document:
    today = clock.today()
    found = reads.collected(book, year, today)
    counts: dict[str, int] = {}
    for one in found:
        if one.items and one.entry.table not in ("", "task", "post"):
            counts[one.entry.name] = len(one.items)
    missing = len(reads.gaps(found))
    return papers.summary(
        book.unit.name, year, reads.tasks_of(book, year), reads.problems(book, year),
        actions_of(book, year), counts, missing, today,
    )  # fmt: skip


def save_summary_as_word(book: Book, year: int, path: Path) -> Changes:
    """年终总结 as a file the clerk writes on in."""
    return _as_word(book, summary_paper(book, year), path)


def actions_of(book: Book, year: int) -> list[dict[str, object]]:
    """The initiatives of a year, in the order in which they began."""
    return reads.own(book, OptionalAction, Where("year", "=", year), order="start_on")


def _as_word(book: Book, paper: Document, path: Path) -> Changes:
    filled = filling.fill(REPORT.data(book.home), values.of_document(paper))
    write_whole(path, filled.data)
    exporting.note(book, paper.title, 1, path)
    return Changes(f"{paper.title}已存为 Word", result=filled.unknown)
