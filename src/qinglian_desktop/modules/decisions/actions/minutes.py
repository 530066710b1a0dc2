"""会议记录 as a .docx, filled into the template this office may have made its own."""

from pathlib import Path

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange.word.saving import save_paper
from qinglian_desktop.exchange.word.templates import MINUTES
from qinglian_desktop.modules.decisions import papers
from qinglian_desktop.modules.decisions.actions.filing import held_meeting
from qinglian_desktop.store.book import Book


def save_minutes(book: Book, step_id: str, path: Path) -> Changes:
    """The minutes at `path`; `result` are the names of the template that nobody knows."""
    paper = papers.minutes(held_meeting(book, step_id))
    noted, label = f"会议记录 {paper.title}", "会议记录已存为 Word"
    return save_paper(book, paper, path, template=MINUTES, noted=noted, label=label)
