"""A note of a week's or month's work: gathered from what happened, and written as .docx."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange.word.saving import save_paper
from qinglian_desktop.modules.tasks.records import Task, TaskNote
from qinglian_desktop.modules.tasks.rules import work_note as rules
from qinglian_desktop.modules.tasks.rules.work_note import Item, Went
from qinglian_desktop.modules.tasks.steps import STEPS
from qinglian_desktop.store.book import Book


class WorkNote(NamedTuple):
    """What happened within these days, one item a task."""

    first: date
    last: date
    items: tuple[Item, ...]
    since: date | None = None  # the trail begins here only: what was before is not known


def gather(book: Book, first: date, last: date) -> WorkNote:
    """All and only the office's own tasks whose state changed from `first` to `last`."""
    went: dict[str, tuple[str, str, bool, str]] = {}
    for move in book.moves(Task.table, "state", first, last):
        if move.before is None and move.after in (None, "未开始"):
            continue  # it was written down, and nothing more
        before, after = move.before or "未开始", move.after or "未开始"
        began = went[move.row_id][0] if move.row_id in went else before
        went[move.row_id] = (began, after, _is_back(before, after), move.reason)
    rows = book.rows(
        Query(
            Task.table,
            (Where("id", "in", list(went)), Where("owner", "=", book.unit.office_id)),
            order=(("item", False), ("code", False)),
        )
    )
    listed = [Went(row, *went[row["id"]]) for row in rows]
    found = rules.items(listed, _progress(book, first, last), min(last, clock.today()))
    known = book.began_on
    return WorkNote(first, last, found, known if known and known > first else None)


def _is_back(before: str, after: str) -> bool:
    """Sent back or taken up again, not simply going on."""
    return STEPS.get((before, after)) in ("退回再办", "重新办")


def _progress(book: Book, first: date, last: date) -> dict[str, list[str]]:
    """The lines of progress of these days by task, oldest first."""
    within = (
        Where("noted_on", ">=", first.isoformat()),
        Where("noted_on", "<=", last.isoformat()),
    )
    lines: dict[str, list[str]] = {}
    for note in book.records(TaskNote, *within, order="noted_on"):
        lines.setdefault(note.task_id, []).append(note.text)
    return lines


def note_paper(book: Book, note: WorkNote, title: str, parts: Mapping[str, str]) -> Document:
    """The paper with the words as they stand on the page; its figures are those of the ledger."""
    told = rules.told(note.items)
    said = f"有变化的任务 {len(note.items)} 项：{told}。" if told else rules.NOTHING
    when = rules.span(note.first, note.last)
    return rules.paper(book.unit.name, title, when, parts, clock.today(), said)


def save_note_as_word(book: Book, paper: Document, count: int, path: Path) -> Changes:
    """The note at `path`; `result` are the names of the template that nobody knows."""
    noted, label = f"工作简报 {paper.title}", "工作简报已存为 Word"
    return save_paper(book, paper, path, noted=noted, count=count, label=label)
