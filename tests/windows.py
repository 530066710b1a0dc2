"""Small makers for tests with a whole window: a dressed program, a window on a temporary office."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from office import WRITER, make_book
from qinglian_desktop.core import clock
from qinglian_desktop.shell.preferences import Preferences
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look

TODAY = date(2026, 11, 24)
LONG = 20_000  # ms; a paper takes a second or two, more on a busy machine


@contextmanager
def program(app: QApplication) -> Iterator[None]:
    """A fixed day and the standard look; afterwards nothing of a window is left."""
    look.apply(app)
    with clock.fixed(TODAY):
        yield
    cover.set_covered(False)
    look.apply(app)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
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


def office_window(tmp_path: Path, kind: str = "community") -> Any:
    return window_on(make_book(tmp_path, kind))


def shown_buttons(widget: QWidget) -> dict[str, QPushButton]:
    """The buttons that can be seen, by their word."""
    QCoreApplication.processEvents()  # what was just put in is shown with the next event
    return {b.text(): b for b in widget.findChildren(QPushButton) if b.isVisible()}


def primaries(widget: QWidget) -> list[str]:
    shown = [b for b in widget.findChildren(QPushButton) if b.isVisible()]
    return [b.text() for b in shown if b.property("kind") == "primary"]


class Clerk:
    """Works with the window and counts: an act is a click, a key or a drop; a fill is a field."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.acts, self.fills = 0, 0

    def click(self, button: QWidget) -> None:
        assert button.isVisible() and button.isEnabled(), "a clerk cannot press this button"
        self.acts += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def press(self, word: str, inside: QWidget | None = None) -> None:
        self.click(shown_buttons(inside or self.window)[word])

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
            on: QWidget | None = None) -> None:  # fmt: skip
        self.acts += 1
        QTest.keyClick(on or QApplication.focusWidget() or self.window, key, modifiers)

    def fill(self, line: QWidget, text: str) -> None:
        """Typed key by key where the field takes keys as text; Chinese is put in as a whole."""
        self.fills += 1
        line.setFocus()
        if text.isascii():
            QTest.keyClicks(line, text)
        else:
            line.insert(text)  # type: ignore[attr-defined]
