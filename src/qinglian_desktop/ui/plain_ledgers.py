"""How does a plain ledger become a page of a tab? Its columns, its first hint, a note, a paper."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QMenu, QWidget

from qinglian_desktop.core.record import Record
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.sections import Section

NONE_CHOSEN = "还没选哪一条。请先在列表里点一条。"


class Print(NamedTuple):
    """A paper: its word in the menu, and what the subject calls it; a blank one asks for no row."""

    word: str
    name: str
    blank: bool = False


class Plain(NamedTuple):
    """A ledger that is no more than its rows."""

    record: type[Record]
    word: str
    columns: tuple[str, ...]
    empty: str
    papers: tuple[Print, ...] = ()
    note: str = ""  # stands over the list as long as the page is open
    warning: str = ""  # stands over the form as well: what may not be written there


OnPrint = Callable[[LedgerPage, Print, str], None]  # the row is "" for a blank paper


def section(desk: Desk, plain: Plain, *, on_print: OnPrint | None = None) -> Section:
    def build() -> QWidget:
        page = desk.ledger(plain.record, title=plain.word, columns=plain.columns)
        page.list.empty.text.setText(plain.empty)
        if plain.warning or plain.note:
            page.put_below_head(_said(plain.warning + plain.note, "hint"))
        if plain.warning:
            page.drawer.put_above_form(_said(plain.warning, "field"))
        if plain.papers and on_print is not None:
            _put_papers(page, plain.papers, on_print)
        return page

    return plain.record.table, plain.word, build


def _said(words: str, role: str) -> QWidget:
    label = look.label(words, role)
    label.setWordWrap(True)
    look.named(label, words)
    return label


def _put_papers(page: LedgerPage, papers: tuple[Print, ...], on_print: OnPrint) -> None:
    button = push_button("印材料", icon="print")
    look.named(button, "印材料", "、".join(paper.word for paper in papers))
    menu = QMenu(button)
    for paper in papers:
        menu.addAction(paper.word).triggered.connect(partial(_on_print, page, paper, on_print))
    button.setMenu(menu)
    page.head.put(button)


def _on_print(page: LedgerPage, paper: Print, on_print: OnPrint, _checked: bool = False) -> None:
    row_id = page.drawer.row_id if page.drawer.isVisible() else page.table.current_id()
    if not paper.blank and not row_id:
        page.banner.say(NONE_CHOSEN)
    elif page.save_waiting():
        page.banner.hide()
        on_print(page, paper, "" if paper.blank else row_id)
