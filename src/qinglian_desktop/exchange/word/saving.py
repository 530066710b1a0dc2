"""A paper as a .docx somebody writes on in, in the office's own template."""

from pathlib import Path

from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange.sheets import exporting
from qinglian_desktop.exchange.word import filling, values
from qinglian_desktop.exchange.word.templates import REPORT
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole


def save_paper(book: Book, paper: Document, path: Path) -> Changes:
    """`result` are the names of the template that nobody knows."""
    filled = filling.fill(REPORT.data(book.home), values.of_document(paper))
    write_whole(path, filled.data)
    exporting.note(book, paper.title.replace("\n", ""), 1, path)
    return Changes("已存为 Word", result=filled.unknown)
