"""Small makers for tests with a whole window: a dressed program, a window on a temporary office."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMimeData,
    QObject,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from office import WRITER, make_book
from qinglian_desktop.core import clock
from qinglian_desktop.shell.preferences import Preferences
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.runner import Runner

TODAY = date(2026, 11, 24)
_PLAIN = Qt.KeyboardModifier.NoModifier
LONG = 20_000  # ms; a paper takes a second or two, more on a busy machine


@contextmanager
def program(app: QApplication) -> Iterator[None]:
    """A fixed day and the standard look; afterwards nothing of a window is left."""
    look.apply(app)
    with clock.fixed(TODAY):
        yield
    cover.set_covered(False)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    look.apply(app)  # dresses whatever is there, so what is gone goes first
    QCoreApplication.processEvents()


@contextmanager
def window_on(book: Book, **preferences: Any) -> Iterator[Window]:
    """The window of this office on the screen; it closes the book."""
    made = Window(book, Preferences(operator=WRITER, **preferences))
    made.resize(1366, 728)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    try:
        yield made
    finally:
        made.close()
        QCoreApplication.processEvents()
        made.deleteLater()
        QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete.value)


def office_window(tmp_path: Path, kind: str = "community") -> Any:
    return window_on(make_book(tmp_path, kind))


class BareWindow(QObject):
    """What the maker of ledgers asks of a window, without its header, tabs and pages."""

    closing = Signal()

    def __init__(self, book: Book, runner: Runner) -> None:
        super().__init__()
        self.book, self.home = book, book.home
        self.runner, self.store_file = runner, book.files.add_file
        self.import_sheet = self.export_sheet = self.print_list = print


def shown_buttons(widget: QWidget) -> dict[str, QPushButton]:
    """The buttons that can be seen, by their word."""
    QCoreApplication.processEvents()  # what was just put in is shown with the next event
    return {b.text(): b for b in widget.findChildren(QPushButton) if b.isVisible()}


def primaries(widget: QWidget) -> list[str]:
    shown = [b for b in widget.findChildren(QPushButton) if b.isVisible()]
    return [b.text() for b in shown if b.property("kind") == "primary"]


_DIALOGS = 40  # tries, a turn of events each, to see the question that was asked
_TABS = 60  # presses of Tab after which a field counts as out of reach


class Clerk:
    """Works with the window as hands do, and counts.

    An act is a click, a key, a drop or an answer; a fill is a field that was reached with Tab,
    or had the focus already, and then typed into.
    """

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.acts, self.fills = 0, 0

    def assert_within(self, acts: int, fills: int) -> None:
        """Each number against its own goal."""
        assert self.acts <= acts, f"{self.acts} acts, the goal is {acts}"
        assert self.fills <= fills, f"{self.fills} fields, the goal is {fills}"

    # -- the mouse ------------------------------------------------------------------------

    def click(self, button: QWidget) -> None:
        assert button.isVisible() and button.isEnabled(), "a clerk cannot press this button"
        self.acts += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def press(self, word: str, inside: QWidget | None = None) -> None:
        self.click(shown_buttons(inside or self.window)[word])

    def drop(self, path: Path, target: QWidget) -> None:
        """A file from the desktop, let go over `target`."""
        assert target.isVisible(), "a clerk sees nowhere to drop it"
        self.acts += 1
        data, place = QMimeData(), QPoint(20, 20)
        data.setUrls([QUrl.fromLocalFile(str(path))])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, _PLAIN
        entered = QDragEnterEvent(place, copy, data, left, none)
        QApplication.sendEvent(target, entered)
        assert entered.isAccepted(), "it does not take files"
        QApplication.sendEvent(target, QDropEvent(QPointF(place), copy, data, left, none))

    def answer(self, word: str) -> None:
        """Presses this button of the question that the next act will ask."""
        QTimer.singleShot(0, self.window, partial(self._answer, word, _DIALOGS))

    def _answer(self, word: str, left: int) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            self.press(word, dialog)
        elif left:
            QTimer.singleShot(0, self.window, partial(self._answer, word, left - 1))

    # -- the keyboard ---------------------------------------------------------------------

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _PLAIN,
            on: QWidget | None = None) -> None:  # fmt: skip
        self.acts += 1
        QTest.keyClick(on or self._focused(), key, modifiers)

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def reach(self, target: QWidget) -> None:
        """With Tab, as often as it takes; a control that Tab never reaches fails."""
        for _ in range(_TABS):
            here = QApplication.focusWidget()
            if here is target:
                return
            QTest.keyClick(self._focused(), Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {target.accessibleName() or target!r}")

    def fill(self, line: QWidget, text: str) -> None:
        self.reach(line)
        self.write(text)

    def write(self, text: str) -> None:
        """Into what has the focus: key by key, or as an input method hands over its words."""
        self.fills += 1
        if text.isascii():
            QTest.keyClicks(self._focused(), text)
            return
        handed = QInputMethodEvent()
        handed.setCommitString(text)
        QApplication.sendEvent(self._focused(), handed)
