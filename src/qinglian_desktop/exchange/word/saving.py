"""A paper as a .docx somebody writes on in, in the office's own template."""

from pathlib import Path

from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange.sheets import exporting
from qinglian_desktop.exchange.word import filling, values
from qinglian_desktop.exchange.word.templates import REPORT, Template
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole


def save_paper(
    book: Book,
    paper: Document,
    path: Path,
    *,
    template: Template = REPORT,
    noted: str = "",
    count: int = 1,
    label: str = "已存为 Word",
) -> Changes:
    """`noted` stands in the list of what was given out; the title without it.

    `result` are the names of the template that nobody knows.
    """
    filled = filling.fill(template.data(book.home), values.of_document(paper))
    write_whole(path, filled.data)
    exporting.note(book, noted or paper.title.replace("\n", ""), count, path)
    return Changes(label, result=filled.unknown)
