"""A notice as a .docx, filled into the template this office may have made its own."""

from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange.sheets import exporting
from qinglian_desktop.exchange.word import filling, values
from qinglian_desktop.exchange.word.templates import NOTICE
from qinglian_desktop.modules.disclosure.actions.framing import document_of, refuse_private
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole


class Written(NamedTuple):
    """Where the document is, and what stands in the template that nobody knows."""

    path: Path
    unknown: tuple[str, ...]


def save_word(book: Book, row_id: str, path: Path) -> Changes:
    """The notice as it would hang, as a .docx at `path`; `result` is `Written`."""
    refuse_private(book, row_id)
    paper = document_of(book, row_id)
    asked = values.of_document(paper)
    filled = filling.fill(NOTICE.data(book.home), asked)
    write_whole(path, filled.data)
    exporting.note(book, f"公告 {paper.title}", 1, path)
    return Changes("已存为 Word", result=Written(path, filled.unknown))


def names(book: Book, row_id: str) -> list[str]:
    """What a template may ask for of this notice, as written between 〔 and 〕."""
    return values.of_document(document_of(book, row_id)).names()
