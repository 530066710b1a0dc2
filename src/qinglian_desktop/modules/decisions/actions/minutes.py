"""会议记录 as a .docx, filled into the template this office may have made its own."""

from pathlib import Path

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.exchange.word import filling, standard, values
from qinglian_desktop.modules.decisions import papers
from qinglian_desktop.modules.decisions.actions.filing import held_meeting
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole

FOLDER, NAME = "templates", "会议记录.docx"


def save_minutes(book: Book, step_id: str, path: Path) -> Changes:
    """The minutes at `path`; `result` are the names of the template that nobody knows."""
    asked = values.of_document(papers.minutes(held_meeting(book, step_id)))
    filled = filling.fill(template_of(book), asked)
    write_whole(path, filled.data)
    return Changes("会议记录已存为 Word", result=filled.unknown)


def template_of(book: Book) -> bytes:
    """The office's own template, or the one that comes with the program."""
    path = book.home / FOLDER / NAME
    if not path.is_file():
        return standard.minutes()
    try:
        return path.read_bytes()
    except OSError as trouble:
        raise Refused("模板打不开", "它可能正开着，请在 WPS 里关掉再试") from trouble


def own_template(book: Book) -> Path:
    """The file to be edited in WPS; made from the program's own when there is none yet."""
    path = book.home / FOLDER / NAME
    if not path.is_file():
        write_whole(path, standard.minutes())
    return path
