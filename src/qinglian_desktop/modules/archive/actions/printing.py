"""The papers of the files of a unit from the rows as they are now, and as files to write on in."""

from decimal import Decimal
from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange.word.saving import save_paper
from qinglian_desktop.modules.archive import papers, reads
from qinglian_desktop.modules.archive.records import (
    Baseline,
    BaselineFigure,
    OptionalAction,
    UnitPlan,
)
from qinglian_desktop.modules.evaluation import assessment_reads as assessing
from qinglian_desktop.modules.evaluation import assessment_rules as rules
from qinglian_desktop.modules.evaluation import computing
from qinglian_desktop.modules.evaluation import reads as evaluation
from qinglian_desktop.modules.evaluation.system import shown
from qinglian_desktop.store.book import Book


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
        actions_of(book, year), counts, _scores(book, year), missing, today,
    )  # fmt: skip


def _scores(book: Book, year: int) -> papers.Scores | None:
    """The newest self-assessment of the year by aspect, beside that of the year before."""
    row = assessing.current(book, year)
    if row is None:
        return None
    lines = assessing.lines(book, row["id"])
    whole, last = rules.tally(lines), assessing.last_year(book, row)
    before = rules.added_up(lines, {one["id"]: last.get(one["indicator"]) for one in lines})
    aspects = tuple(
        papers.Aspect(
            now.name, shown(now.most), shown(now.earned), shown(was.earned) if last else "",
            _change(now.earned - was.earned) if last else "",
        )
        for now, was in zip(whole.aspects, before.aspects, strict=True)
    )  # fmt: skip
    bonus = evaluation.bonus_of(book, year).points
    state = evaluation.standing_of(book, year)
    level = state.state or computing.system_of(book, year).level_of(whole.points)
    words = f"年度自评（{row['state']}）折算 {shown(whole.points)} 分，"
    words += f"另有加分 {shown(bonus)} 分（单列）"
    words += f"，等次“{level}”。" if level else "。"
    if whole.said < whole.asked:
        words += f"还有 {whole.asked - whole.said} 项没有自评。"
    if last:
        words += f"上年同样这些项折算 {shown(before.points)} 分。"
    return papers.Scores(words, aspects)


def _change(points: Decimal) -> str:
    return f"+{shown(points)}" if points > 0 else shown(points)


def save_summary_as_word(book: Book, year: int, path: Path) -> Changes:
    """年终总结 as a file the clerk writes on in."""
    return _as_word(book, summary_paper(book, year), path)


def actions_of(book: Book, year: int) -> list[dict[str, object]]:
    """The initiatives of a year, in the order in which they began."""
    return reads.own(book, OptionalAction, Where("year", "=", year), order="start_on")


def _as_word(book: Book, paper: Document, path: Path) -> Changes:
    label = f"{paper.title}已存为 Word"
    return save_paper(book, paper, path, noted=paper.title, label=label)
