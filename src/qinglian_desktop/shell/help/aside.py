"""F1 before there is an office: the first-run pages, the PIN box, the guided restore."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from qinglian_desktop.shell.help import cards
from qinglian_desktop.shell.help.panel import HelpPanel
from qinglian_desktop.store import packs

_ROOM = 900  # px: a narrower page is widened by the card, a wider one makes room


def on_f1(page: QWidget, screen: Callable[[], str]) -> None:
    """F1 on this page shows the card that `screen` names at that moment."""
    key = QShortcut(QKeySequence("F1"), page)
    aside = _Aside(page, screen)
    key.activated.connect(aside.toggle)


def _word(key: str) -> str:
    """Whose office it will be is not known yet: the joint form."""
    return str(packs.named("words")[-1].value(f"words.{key}.both"))


class _Aside(QObject):
    """Keeps the card at the right edge and the page beside it."""

    def __init__(self, page: QWidget, screen: Callable[[], str]) -> None:
        super().__init__(page)
        self._page, self._screen = page, screen
        self._panel: HelpPanel | None = None
        self._before: QWidget | None = None

    def toggle(self) -> None:
        if self._panel is not None and self._panel.isVisible():
            self.close()
            return
        if self._panel is None:
            self._panel = HelpPanel(lambda name: cards.card(name, _word).title, self._page)
            self._panel.closed.connect(self.close)
            self._page.installEventFilter(self)
        self._before = QApplication.focusWidget()
        self._panel.show_card(cards.card(self._screen(), _word), can_print=False)
        self._make_room(self._panel.width())
        self._panel.show()
        self._place()
        self._panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        if self._panel is not None:
            self._panel.hide()
            self._make_room(-self._panel.width())
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_room(self, width: int) -> None:
        layout = self._page.layout()
        if layout is None:
            return
        narrow = self._page.width() - max(-width, 0) < _ROOM
        margins = layout.contentsMargins()
        margins.setRight(margins.right() + width)
        layout.setContentsMargins(margins)
        if narrow:
            self._page.resize(self._page.width() + width, self._page.height())

    def _place(self) -> None:
        if self._panel is not None:
            page = self._page
            self._panel.setGeometry(
                page.width() - self._panel.width(), 0, self._panel.width(), page.height()
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
