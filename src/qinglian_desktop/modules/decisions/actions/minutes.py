"""会议记录 as a .docx, filled into the template this office may have made its own."""

from pathlib import Path

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange.sheets import exporting
from qinglian_desktop.exchange.word import filling, values
from qinglian_desktop.exchange.word.templates import MINUTES
from qinglian_desktop.modules.decisions import papers
from qinglian_desktop.modules.decisions.actions.filing import held_meeting
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole


def save_minutes(book: Book, step_id: str, path: Path) -> Changes:
    """The minutes at `path`; `result` are the names of the template that nobody knows."""
    paper = papers.minutes(held_meeting(book, step_id))
    asked = values.of_document(paper)
    filled = filling.fill(MINUTES.data(book.home), asked)
    write_whole(path, filled.data)
    exporting.note(book, f"会议记录 {paper.title}", 1, path)
    return Changes("会议记录已存为 Word", result=filled.unknown)
