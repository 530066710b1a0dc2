"""核对、做期初: what a taken-in sheet says, divided with keys, and the books that begin with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office import make_book
from qinglian_desktop import RESOURCES
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.sheets import import_file
from qinglian_desktop.modules.funds.page.sheets import BalanceSheetsPage
from qinglian_desktop.modules.funds.reads.telling import statement
from qinglian_desktop.modules.funds.records import COLLECTIVE, BalanceLine
from qinglian_desktop.store.book import Book
from windows import program, window_on

SAMPLE = RESOURCES / "samples" / "fenghua-cooperative-2018-balance-sheet.csv"
LINES = (
    ("货币资金", "资产", 64_000_00), ("固定资产原值", "资产", 90_000_00),
    ("资产总计", "资产", 154_000_00), ("应付款项", "负债", 2_000_00),
    ("资本", "所有者权益", 152_000_00),
    ("负债和所有者权益总计", "负债及所有者权益", 154_000_00),
)  # fmt: skip
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture
def book(tmp_path: Path, qapp: QApplication) -> Iterator[Book]:
    with program(qapp):
        made = make_book(tmp_path)
        import_file(made, BalanceLine, SAMPLE, constants={"sheet": "丰华2018"})
        with made.change("导入") as change:
            for no, (item, side, fen) in enumerate(LINES, 1):
                line = BalanceLine(
                    sheet="红旗2025", side=side, item=item, line_no=no, opening_fen=fen,
                    closing_fen=fen,
                )  # fmt: skip
                change.put(line)
        yield made


@pytest.fixture
def page(book: Book) -> Iterator[BalanceSheetsPage]:
    with window_on(book) as window:
        made = BalanceSheetsPage(window.desk)
        window.lay_over(made)
        made.show_panel()
        yield made


def _look_at(page: BalanceSheetsPage, name: str) -> None:
    page.panel.sheet.setCurrentIndex(page.panel.sheet.findText(name))
    page.panel.show_sheet()


def _type(page: BalanceSheetsPage, item: str, code: str, text: str) -> None:
    editor = page.panel.editors[item][code]
    editor.input.setFocus()
    QTest.keyClicks(editor.input, text)


def test_the_cooperative_is_told_apart_and_its_faults_are_listed(page: BalanceSheetsPage) -> None:
    _look_at(page, "丰华2018")
    assert "农民专业合作社" in page.panel.said.text()
    assert "没填数的行：短期借款" in page.panel.said.text()
    assert not page.panel.open.isVisible()
    amounts = [row[1] for row in page.panel.faults.records.rows]
    assert amounts == ["451,674.20", "451,674.20", "401,574.20", "50,100.00"]


def test_a_sheet_is_divided_and_opens_the_books(page: BalanceSheetsPage, book: Book) -> None:
    _look_at(page, "红旗2025")
    assert page.panel.open.isVisible() and not page.panel.faults.isVisible()
    _type(page, "货币资金", "101", "4000")
    QTest.mouseClick(page.panel.open, Qt.MouseButton.LeftButton)
    assert "分到科目的是 4,000.00 元" in page.panel.banner.text.text()
    _type(page, "货币资金", "102", "60000")
    _type(page, "应付款项", "211", "2000")
    QTest.mouseClick(page.panel.open, Qt.MouseButton.LeftButton)
    assert page.list.isVisible() and not page.panel.isVisible()
    told = statement(book, COLLECTIVE, "position", Period.parse("2026"))
    assert told.figure("资产总计", 0) == 154_000_00 and not told.broken


def test_escape_leads_back_to_the_list(page: BalanceSheetsPage) -> None:
    QTest.keyClick(page.panel.sheet, Qt.Key.Key_Escape)
    assert page.list.isVisible() and not page.panel.isVisible()


def test_nothing_was_taken_in_yet(tmp_path: Path, qapp: QApplication) -> None:
    with program(qapp), window_on(make_book(tmp_path)) as window:
        empty = BalanceSheetsPage(window.desk)
        window.lay_over(empty)
        empty.show_panel()
        assert "还没有导入的资产负债表" in empty.panel.said.text()
        assert not empty.panel.open.isVisible()
