"""A notice as a .docx, filled into the template this office may have made its own."""

from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.exchange.word import filling, standard, values
from qinglian_desktop.modules.disclosure.actions.framing import document_of, refuse_private
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole

FOLDER, NAME = "templates", "公告.docx"


class Written(NamedTuple):
    """Where the document is, and what stands in the template that nobody knows."""

    path: Path
    unknown: tuple[str, ...]


def save_word(book: Book, row_id: str, path: Path) -> Changes:
    """The notice as it would hang, as a .docx at `path`; `result` is `Written`."""
    refuse_private(book, row_id)
    asked = values.of_document(document_of(book, row_id))
    filled = filling.fill(template_of(book), asked)
    write_whole(path, filled.data)
    return Changes("已存为 Word", result=Written(path, filled.unknown))


def names(book: Book, row_id: str) -> list[str]:
    """What a template may ask for of this notice, as written between 〔 and 〕."""
    return values.of_document(document_of(book, row_id)).names()


def template_path(book: Book) -> Path:
    return book.home / FOLDER / NAME


def template_of(book: Book) -> bytes:
    """The office's own template, or the one that comes with the program."""
    path = template_path(book)
    if not path.is_file():
        return standard.notice()
    try:
        return path.read_bytes()
    except OSError as trouble:
        raise Refused("模板打不开", "它可能正开着，请在 WPS 里关掉再试") from trouble


def own_template(book: Book) -> Path:
    """The file to be edited in WPS; made from the program's own when there is none yet."""
    path = template_path(book)
    if not path.is_file():
        write_whole(path, standard.notice())
    return path


def put_back(book: Book) -> Path | None:
    """The program's own template from now on; what was edited stays beside it, under the day."""
    path = template_path(book)
    if not path.is_file():
        return None
    kept = path.with_name(
        f"{path.stem}（{clock.now()[:19].replace(':', '').replace('T', ' ')}）.docx"
    )
    try:
        path.replace(kept)
    except OSError as trouble:
        raise Refused("模板正开着，动不了", "请在 WPS 里关掉模板再试") from trouble
    return kept
