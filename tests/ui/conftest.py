"""What every interface test stands on: a dressed program, a book, a runner, plain save and drop."""

import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import at_hand, cover, look
from qinglian_desktop.ui.runner import Runner


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform says this of windows and lists that pop up; it is not about our code.
    for item in items:
        if "tests/ui" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> QApplication:
    look.apply(qapp)
    return qapp


@pytest.fixture(autouse=True)
def settled(qapp: QApplication) -> Iterator[None]:
    """A fixed day; afterwards the cover is off and what was closed is really gone."""
    at_hand.use(at_hand.AtHand())  # a window of another test may have left its own
    with clock.fixed(date(2026, 11, 24)):
        yield
    cover.set_covered(False)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def on_screen(qtbot: Any, widget: QWidget) -> None:
    """Show the widget in a window that has the focus."""
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow, timeout=2000)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = make_book(tmp_path)
    yield made
    made.close()


@pytest.fixture
def runner(book: Book) -> Iterator[Runner]:
    made = Runner(book)
    yield made
    made.close()
    made.deleteLater()


def save(book: Book, table: str, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    with book.change("登记") as change:
        change.put_row(table, row_id or clock.new_id(), dict(draft))
    return change.changes


def drop(book: Book, table: str, row_id: str) -> Changes:
    with book.change("删到回收站") as change:
        change.drop(table, row_id)
    return change.changes
