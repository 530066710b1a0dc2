"""The ways from a list to paper: the chosen row, the chosen year, one preview for several."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from PySide6.QtWidgets import QMenu

from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.party.page.year_card import CardedPage
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.paper_view import joined

Ways = dict[str, Callable[[str], object]]  # the word in the menu, called with the chosen row


def menu_button(page: CardedPage, word: str, what: str, ways: Ways) -> None:
    """A button over a list whose menu works on the chosen row."""
    button = push_button(word, icon="print")
    look.named(button, word, what)
    menu = QMenu(button)
    for name, way in ways.items():
        menu.addAction(name).triggered.connect(lambda _on=False, way=way: _with_row(page, way))
    button.setMenu(menu)
    page.card.put(button)


def _with_row(page: LedgerPage, way: Callable[[str], object]) -> None:
    """The row that is open, else the one chosen in the list; none is said in the banner."""
    row_id = page.drawer.row_id if page.drawer.isVisible() else page.table.current_id()
    if not row_id:
        page.banner.say("还没选哪一条。请先在列表里点一条。")
    elif page.save_waiting():
        page.banner.hide()
        way(row_id)


def one(
    desk: Desk, page: LedgerPage, make: Callable[..., Document], *given: Any, title: str
) -> None:
    """One paper in the preview."""
    page.banner.hide()
    show_paper(desk, make, *given, title=title, on_refused=page.banner.say)


def several(
    desk: Desk,
    make: Callable[..., list[Document]],
    *given: Any,
    title: str,
    on_refused: Callable[[Refused], None],
) -> None:
    """Papers one after the other in one preview, each beginning on a page of its own."""
    if covered := cover.stops("打印"):
        on_refused(covered)
        return

    def work(book: Any, tick: Callable[[int, int, str], object]) -> Changes:
        papers = make(book, *given)
        parts, fonts = list[bytes](), Fonts()
        for done, paper in enumerate(papers):
            tick(done, len(papers), f"排{title}")
            pdf = BytesIO()
            draw(paper, pdf, fonts=fonts)
            parts.append(pdf.getvalue())
        return Changes("", result=joined(parts))

    def done(changes: Changes) -> None:
        pdf: Any = changes.result
        desk.preview(pdf, title, PaperFacts(f"{make.__name__}:{':'.join(map(str, given))}"))

    desk.runner.job(work, label=f"正在排版{title}", on_done=done, on_refused=on_refused)
