"""报表: chosen with keys, a figure opens the rows it is made of, a gap is named and found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from book_story import STORY
from office import make_book
from plain_books import COLLECTIVE, COMMITTEE, Leg, Voucher
from posted import post
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds.page.reports import ReportsPage
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, where
from windows import LONG, program, shown_buttons, window_on

Q3 = Period.parse("2026Q3")
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture
def book(tmp_path: Path, qapp: QApplication) -> Iterator[Book]:
    with program(qapp):
        made = make_book(tmp_path)
        post(made, STORY)
        yield made


@pytest.fixture
def window(book: Book) -> Iterator[Window]:
    with window_on(book) as made:
        yield made


@pytest.fixture
def page(window: Window, qtbot: QtBot) -> ReportsPage:
    made = ReportsPage(window.desk)
    window.lay_over(made)
    show(qtbot, made, COLLECTIVE, "position")
    return made


def show(qtbot: QtBot, page: ReportsPage, account: str, key: str, period: Period = Q3) -> None:
    page.choose(account, key, period)
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.told.key == key, timeout=LONG)


def texts(page: ReportsPage, row: int) -> list[str]:
    model = page.table.records
    return [model.rows[row][column] for column in range(model.columnCount())]


def row_of(page: ReportsPage, words: str) -> int:
    return next(n for n, row in enumerate(page.table.records.rows) if row[0].strip() == words)


def open_with_keys(qtbot: QtBot, page: ReportsPage, words: str, column: int) -> None:
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.records.index(row_of(page, words), column))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.behind, timeout=LONG)


def test_enter_on_a_figure_shows_what_it_is_made_of_and_opens_the_row(
    qtbot: QtBot, page: ReportsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert texts(page, row_of(page, "货币资金")) == ["　货币资金", "1", "500,000.00", "631,731.50"]
    open_with_keys(qtbot, page, "货币资金", 3)
    rows = page.behind.table.records.rows
    assert rows[-1][2:] == ["合计", "", "", "631,731.50"]
    assert [row[2] for row in rows[:2]] == ["期初凭证", "期初凭证"]
    gone: list[tuple[str, str, str]] = []
    page._desk = page._desk._replace(go=lambda *to: gone.append(to))
    entry = next(n for n, row in enumerate(rows) if row[5] == "120,000.00")
    page.behind.table.selectRow(entry)
    QTest.keyClick(page.behind.table, Qt.Key.Key_Return)
    assert gone and gone[0][:2] == ("funds", Entry.table)
    QTest.keyClick(page.behind.table, Qt.Key.Key_Escape)
    assert page.stack.currentIndex() == 0


def test_a_gap_is_told_with_its_amount_and_leads_to_its_rows(
    qtbot: QtBot, window: Window, page: ReportsPage
) -> None:
    lost = Voucher(COLLECTIVE, "2026-08-08", "收支", (Leg("000", 1_200_00, 0, "某店"),
                   Leg("101", 0, 1_200_00)), "其他")  # fmt: skip
    post(window.book, [lost])
    with window.book.change("不归科目") as change:
        row = window.book.find(Entry, amount_fen=1_200_00)
        assert row is not None
        change.put_row(Entry.table, row["id"], {"account": None})
    page.reload()
    qtbot.waitUntil(lambda: bool(page.shown and page.shown.told.broken), timeout=LONG)
    # A button just put in is shown with the next event.
    qtbot.waitUntil(lambda: list(shown_buttons(page.ties)) == ["找差额"], timeout=LONG)
    QTest.mouseClick(shown_buttons(page.ties)["找差额"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.behind, timeout=LONG)
    assert "还没归科目" in page.behind.title.text()
    assert page.behind.table.records.rows[-1][-1] == "1,200.00"


def test_the_committee_has_its_own_statements(qtbot: QtBot, page: ReportsPage) -> None:
    show(qtbot, page, COMMITTEE, "moved", Period.parse("2026Q1"))
    keys = [page.name.itemData(n) for n in range(page.name.count())]
    assert "position" not in keys and "public" in keys
    assert texts(page, row_of(page, "收支结余")) == ["收支结余", "5", "20,000.00", "20,000.00"]


def test_while_covered_no_amount_is_shown_printed_or_saved(qtbot: QtBot, page: ReportsPage) -> None:
    cover.set_covered(True)
    page.print_page()
    assert page.banner.isVisible() and "F9" in page.banner.text.text()
    page.banner.hide()
    page.export()
    assert page.banner.isVisible()
    shown = page.table.records.index(row_of(page, "货币资金"), 3)
    assert shown.data() == cover.STARS
    assert "731" not in "".join(label.text() for label in page.ties.findChildren(type(page.said)))


def test_all_statements_go_into_one_workbook(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "报表.xlsx"
    monkeypatch.setattr(where.QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    QTest.mouseClick(page.every, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(out.exists, timeout=LONG)
    import openpyxl

    assert len(openpyxl.load_workbook(out).sheetnames) == 9
