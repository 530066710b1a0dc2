"""各单位党建情况 by keyboard: a figure opens its rows, Esc goes back, the year can be chosen."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from exchange.at_work import World, report
from qinglian_desktop.core import clock
from qinglian_desktop.modules.saving import saver
from qinglian_desktop.shell import acts, party_work_page
from windows import TODAY, program, window_on


def test_a_figure_opens_its_rows_and_says_what_is_missing(
    qapp: QApplication, tmp_path: Path
) -> None:
    made = World(tmp_path)
    with clock.fixed(TODAY):
        unit = made.unit(1)
        told = {"done_on": "2026-01-05", "person": "郑立", "text": "主持研究全年工作"}
        saver("duty_log")(unit, None, told)
        report(unit, made.street, made.usb)
    with program(qapp), window_on(made.street.again()) as window:
        acts.do(window, "各单位党建情况")
        page = window.findChild(party_work_page.PartyWorkPage)
        assert isinstance(page, party_work_page.PartyWorkPage)
        (row,) = page.table.model().rows
        assert row[0] == "第1社区"
        due = int(row[3].partition("/")[2])
        assert row[3] == f"1/{due}"
        page.table.setCurrentIndex(page.table.model().index(0, 3))
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        assert page.rows.isVisible()
        assert "主持研究全年工作" in page.rows.model().rows[0]
        assert "还缺：缺" in page.said.text()
        QTest.keyClick(page.rows, Qt.Key.Key_Escape)
        assert page.table.isVisible() and page.table.hasFocus()
        page.table.setCurrentIndex(page.table.model().index(0, 4))
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        assert page.table.isVisible() and "没有记录" in page.said.text()
        page.year.setCurrentIndex(1)
        assert page.table.model().rows[0][3] == "0/12"
        QTest.keyClick(page.table, Qt.Key.Key_Escape)
        assert not page.isVisible()
    made.close()
