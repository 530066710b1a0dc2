"""The sheet comes back from the field: from 今日 to the last thing told, without the mouse."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counted import begun, make_assets
from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.modules.property import inventory_reads as reads
from windows import window_on


def test_the_sheet_is_typed_in_taken_back_and_finished_in_the_window(tmp_path: Path) -> None:
    with clock.fixed(date(2027, 1, 10)):
        book = make_book(tmp_path)
        make_assets(book, 12)
        row_id = begun(book)
        with window_on(book) as window:
            page = window.go("funds", "inventory", row_id)
            assert page.key == "inventory" and page.current.year == 2026

            def marks() -> str:
                return "".join(row["mark"] or "_" for row in reads.lines_of(book, row_id))

            QTest.keyClick(page.current.card.go, Qt.Key.Key_Space)
            line = QApplication.focusWidget()
            assert line is page.current.sheet.text
            for text, told in (("1-3=z", "在在在_________"), ("4=q 5=s", "在在在缺损_______")):
                QTest.keyClicks(line, text)
                QTest.keyClick(line, Qt.Key.Key_Return)
                assert marks() == told
            QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            assert marks() == "在在在_________"
            QTest.keyClicks(line, "4=q 6-12=z 5=x")
            QTest.keyClick(line, Qt.Key.Key_Return)
            assert marks() == "在在在缺闲在在在在在在在"
            QTest.keyClick(line, Qt.Key.Key_Escape)
            assert page.current.count.isVisible() and page.current.card.form is not None
