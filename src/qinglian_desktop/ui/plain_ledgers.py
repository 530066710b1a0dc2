"""How does a plain ledger become a page of a tab? Its columns, its first hint, a note, a paper."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from qinglian_desktop.core.record import Record
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.sections import Section

NONE_CHOSEN = "还没选哪一条。请先在列表里点一条。"


class Print(NamedTuple):
    """A paper of one row: the word on the button, and what the subject calls it."""

    word: str
    name: str


class Plain(NamedTuple):
    """A ledger that is no more than its rows."""

    record: type[Record]
    word: str
    columns: tuple[str, ...]
    empty: str
    paper: Print | None = None
    note: str = ""  # stands over the list as long as the page is open


OnPrint = Callable[[LedgerPage, str, str], None]  # (page, name of the paper, row)


def section(desk: Desk, plain: Plain, *, on_print: OnPrint | None = None) -> Section:
    def build() -> QWidget:
        page = desk.ledger(plain.record, title=plain.word, columns=plain.columns)
        page.list.empty.text.setText(plain.empty)
        if plain.note:
            _put_note(page, plain.note)
        if plain.paper is not None and on_print is not None:
            _put_paper(page, plain.paper, on_print)
        return page

    return plain.record.table, plain.word, build


def _put_note(page: LedgerPage, words: str) -> None:
    said = look.label(words, "hint")
    said.setWordWrap(True)
    look.named(said, words)
    page.put_below_head(said)


def _put_paper(page: LedgerPage, paper: Print, on_print: OnPrint) -> None:
    button = push_button(paper.word, icon="print")
    look.named(button, paper.word, "把选中的一条印成纸")
    button.clicked.connect(partial(_on_print, page, paper.name, on_print))
    page.head.put(button)


def _on_print(page: LedgerPage, name: str, on_print: OnPrint, _checked: bool = False) -> None:
    row_id = page.drawer.row_id if page.drawer.isVisible() else page.table.current_id()
    if not row_id:
        page.banner.say(NONE_CHOSEN)
    elif page.save_waiting():
        page.banner.hide()
        on_print(page, name, row_id)
