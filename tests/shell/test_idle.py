"""No form has a time limit: the clerk is called away and finds everything as she left it."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from every_page import full_office, rested
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.ui.drawer import RecordDrawer
from windows import Clerk, window_on


def test_eight_hours_keep_what_was_typed(dressed: QApplication, tmp_path: Path) -> None:
    """Every timer of the program runs out, and the day ends in between."""
    with window_on(full_office(tmp_path)) as window:
        people = window.book.count(Query("person"))
        page = window.go("registry")
        rested(window, "", page)
        Clerk(window).key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        drawer = next(d for d in page.findChildren(RecordDrawer) if d.isVisible())
        name, phone = (drawer.form.editors[one].input for one in ("name", "phone"))
        assert isinstance(name, QLineEdit) and isinstance(phone, QLineEdit)
        name.setFocus()
        QTest.keyClicks(name, "Ouyang")
        QTest.keyClick(name, Qt.Key.Key_Tab)
        phone.setFocus()
        QTest.keyClicks(phone, "1380")  # half a number
        for hour in range(1, 9):
            later = clock.today() + timedelta(days=hour == 8)
            with clock.fixed(later):
                for timer in (
                    *window.findChildren(QTimer),
                    *QApplication.instance().findChildren(QTimer),
                ):
                    timer.timeout.emit()
                rested(window, "", window.page)
        assert window.page is page and drawer.isVisible()
        assert (name.text(), phone.text()) == ("Ouyang", "1380")
        assert QApplication.focusWidget() is phone
        assert window.book.count(Query("person")) <= people + 1, "nothing was saved twice"
