"""F1: the card of what is on screen opens beside it, follows where the clerk goes, and closes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Column, Document, Heading, Paragraph, Table
from qinglian_desktop.shell import drawing, keys
from qinglian_desktop.shell.help import cards
from qinglian_desktop.shell.help.panel import HelpPanel
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.sections import Sections

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

KEYS_CARD = "keys"


def open_it(window: "Window", name: str = "") -> None:
    """The card of this name, or of the screen; F1 a second time puts it away."""
    side = window.findChild(Side) or Side(window)
    if not name and side.panel.isVisible():
        side.close()
    else:
        side.show(name)


def open_keys(window: "Window") -> None:
    """键盘一览."""
    open_it(window, "keys")


def screen_of(window: "Window") -> str:
    """The tab that is open, with its section after a dot; of a page laid over, its own id."""
    page = window.page
    for over in page.findChildren(OverPage):
        if over.isVisible():  # laid over a record inside its tab
            return over.page_id
    page_id = window.page_id or str(getattr(page, "page_id", ""))
    sections = sections_of(page)
    return f"{page_id}.{sections.key}" if sections is not None else page_id


def sections_of(page: QWidget) -> Sections | None:
    return page if isinstance(page, Sections) else page.findChild(Sections)


class Side(QObject):
    """Keeps the panel beside the pages of one window."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self.panel = HelpPanel(lambda name: self._card(name).title)
        window.middle.addWidget(self.panel)
        self.panel.hide()
        self.panel.closed.connect(self.close)
        self.panel.card_asked.connect(self.show)
        self.panel.go_asked.connect(self._go)
        self.panel.print_asked.connect(self._print)
        window.stack.currentChanged.connect(self._follow)

    def show(self, name: str = "") -> None:
        window = self._window
        here = cards.nearest(screen_of(window))
        name = name or here or KEYS_CARD
        card = self._card(name)
        elsewhere = bool(card.go) and name != here and card.go.partition(".")[0] in window.tabs
        self.panel.show_card(card, can_go=elsewhere)
        if not self.panel.isVisible():
            self._before = QApplication.focusWidget()
            self.panel.show()
        self.panel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._listen()

    def close(self) -> None:
        self.panel.hide()
        before, self._before = self._before, None
        (before or self._window.page).setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, name: str) -> cards.Card:
        card = cards.card(name, self._window.book.word)
        if name != KEYS_CARD:
            return card
        by_what: dict[str, list[str]] = {}
        for key, what, _ in keys.table(self._window):
            by_what.setdefault(what, []).append(key)
        everywhere = [f"{'、'.join(several)} {what}" for what, several in by_what.items()]
        return card._replace(keys=(*everywhere, *card.keys))

    def _listen(self) -> None:
        sections = sections_of(self._window.page)
        if sections is not None:
            sections.shown.connect(self._follow, Qt.ConnectionType.UniqueConnection)

    def _follow(self, *_: object) -> None:
        """Another page was opened: its card, while the panel is there; the focus stays."""
        self._before = None
        if not self.panel.isVisible():
            return
        here = cards.nearest(screen_of(self._window))
        if here:
            self.panel.show_card(self._card(here))
            self._listen()

    def _go(self, where: str) -> None:
        page_id, _, section = where.partition(".")
        page = self._window.go(page_id)
        sections = sections_of(page)
        if section and sections is not None:
            sections.show_section(section)

    def _print(self) -> None:
        card = self.panel.card
        if card is None:
            return
        window = self._window
        drawing.show_paper(window, paper_of(card, window.book.unit.name), f"怎么办：{card.title}")


def paper_of(card: cards.Card, unit: str) -> Document:
    """The card on one sheet of paper, to lie beside the keyboard."""
    blocks = [Paragraph(f"{n}. {text}", indent=False) for n, text in enumerate(card.steps, 1)]
    parts: list[Heading | Paragraph | Table] = [*blocks]
    if card.questions:
        parts.append(Heading("常见问题", 1))
    for asked in card.questions:
        parts += [Paragraph(asked.ask, indent=False, bold=True), Paragraph(asked.answer)]
    if card.keys:
        rows = tuple((key, what) for key, _, what in (line.partition(" ") for line in card.keys))
        parts.append(Table((Column("按键", 8), Column("做什么", 20)), rows))
    return Document(card.title, "board", tuple(parts), unit=unit, made_on=clock.today())
