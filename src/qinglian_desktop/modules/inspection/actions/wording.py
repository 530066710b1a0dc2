"""A paper as a .docx the clerk writes on in, in the office's own template."""

from pathlib import Path

from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange.word.saving import save_paper
from qinglian_desktop.store.book import Book


def as_word(book: Book, paper: Document, path: Path) -> Changes:
    """`result` are the names of the template that nobody knows."""
    label = f"{paper.title}已存为 Word"
    return save_paper(book, paper, path, noted=paper.title, label=label)
