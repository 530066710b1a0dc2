"""报送前检查 with the keys alone: to the list of faults, to the row, and back."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from office import make_person
from qinglian_desktop.shell.window import Window
from windows import LONG, Clerk


def test_the_list_of_faults_has_the_keys_and_the_room(window: Window, qtbot: QtBot) -> None:
    nameless = make_person(window.book, "")
    sections: Any = window.go("exchange")
    page, clerk = sections.current, Clerk(window)
    page.send.setFocus()
    clerk.key(Qt.Key.Key_Space)
    qtbot.waitUntil(page.problems.hasFocus, timeout=LONG)
    assert page.problems.row() == 0 and page.anyway.isVisible()
    assert not page.empty.isVisible() and not page.rules.isVisible(), "what was sent gives way"
    clerk.key(Qt.Key.Key_Return)
    assert window.page_id == "registry"
    opened: Any = window.page
    assert opened.current.drawer.row_id == nameless
    focused = QApplication.focusWidget()
    assert focused is not None and opened.isAncestorOf(focused)
