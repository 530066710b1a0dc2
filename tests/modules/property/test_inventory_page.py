"""The pages of the count by the keyboard: the sheet is typed in, interrupted, gone on with."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from counted import add, line, make_assets, step, team
from deskwork import desk_on
from qinglian_desktop.core import clock
from qinglian_desktop.modules.property import actions
from qinglian_desktop.modules.property import inventory_reads as reads
from qinglian_desktop.modules.property.page.count_sheet import DIFFERENT, OPEN
from qinglian_desktop.modules.property.page.inventory import InventoryPage
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk

TODAY = date(2027, 1, 10)
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture
def gone() -> list[tuple[str, str, str]]:
    return []


@pytest.fixture
def previewed() -> list[bytes]:
    return []


@pytest.fixture
def desk(
    counting_book: Book, previewed: list[bytes], gone: list[tuple[str, str, str]], qapp: Any
) -> Iterator[Desk]:
    look.apply(qapp)
    with desk_on(counting_book, previewed, gone) as made:
        yield made


@pytest.fixture
def book(counting_book: Book) -> Book:
    make_assets(counting_book, 30)
    return counting_book


@pytest.fixture
def page(qtbot: Any, book: Book, desk: Desk) -> InventoryPage:
    made = InventoryPage(desk)
    qtbot.addWidget(made)
    made.resize(1166, 640)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    return made


def enter(widget: QWidget, text: str) -> None:
    if text.isascii():
        QTest.keyClicks(widget, text)
    else:
        handed = QInputMethodEvent()
        handed.setCommitString(text)
        QApplication.sendEvent(widget, handed)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def shown(page: InventoryPage) -> list[str]:
    return [row[0] for row in page.sheet.table.records.rows]


def test_the_sheet_is_typed_in_by_the_keyboard_and_told_what_is_open(page: InventoryPage) -> None:
    QTest.keyClick(page.card.go, Qt.Key.Key_Space)
    assert page.row is not None and "还有 30 件没盘" in page.card.words.text()
    QTest.keyClick(page.card.go, Qt.Key.Key_Space)
    sheet = page.sheet
    assert sheet.isVisible() and sheet.text.hasFocus()
    assert "还有 30 件没盘" in sheet.said.text()
    enter(sheet.text, "1-10=z 11=s")
    assert "还有 19 件没盘（12、13" in sheet.said.text() and "对不上的 1 件" in sheet.said.text()
    assert sheet.text.toPlainText() == "" and sheet.text.hasFocus()
    enter(sheet.text, "１２＝缺，121=在")
    assert sheet.banner.isVisible() and "没有 121 号，最大 30。" in sheet.banner.text.text()
    assert sheet.text.toPlainText() == "１２＝缺，121=在"  # nothing taken, nothing lost
    sheet.text.selectAll()
    enter(sheet.text, "12=缺")
    assert not sheet.banner.isVisible()
    sheet.which.setCurrentText(DIFFERENT)
    assert shown(page) == ["11", "12"]
    sheet.which.setCurrentText(OPEN)
    assert shown(page)[0] == "13" and len(shown(page)) == 18


def test_one_step_back_and_on_again_after_an_interruption(
    page: InventoryPage, desk: Desk, qtbot: Any
) -> None:
    page.do_step({})
    page.open_sheet()
    enter(page.sheet.text, "1-9=z")
    enter(page.sheet.text, "10=q")
    desk.runner.undo()
    assert "还有 21 件没盘" in page.sheet.said.text()
    QTest.keyClick(page.sheet, Qt.Key.Key_Escape)
    assert not page.sheet.isVisible()
    again = InventoryPage(desk)  # the program was closed and opened meanwhile
    qtbot.addWidget(again)
    again.resize(1166, 640)
    again.show()
    assert again.year == 2026
    again.open_sheet()
    assert "还有 21 件没盘（10、11" in again.sheet.said.text()


def test_what_was_found_beside_the_register_gets_the_next_number(page: InventoryPage) -> None:
    page.do_step({})
    page.open_sheet()
    QTest.keyClick(page.sheet.more, Qt.Key.Key_Space)
    card = page.sheet.found
    assert card.isVisible() and not page.sheet.table.isVisible()
    QTest.keyClick(card.go, Qt.Key.Key_Space)
    assert "还没写名称" in card.form.editors["name"].message.text() and card.isVisible()
    for name, value in (("name", "音箱"), ("kind", "办公设备"), ("counted_fen", 80_000)):
        card.form.editors[name].set_stored(value)
    QTest.keyClick(card.go, Qt.Key.Key_Space)
    assert not card.isVisible() and page.sheet.text.hasFocus()
    assert shown(page)[-1] == "31"


def test_from_the_first_step_to_the_notice(
    page: InventoryPage, book: Book, gone: list[tuple[str, str, str]]
) -> None:
    page.do_step({})
    assert page.row is not None
    row_id = page.row["id"]
    actions.tick(book, row_id, "1=缺 其余=在")
    page.reload()
    QTest.keyClick(page.card.go, Qt.Key.Key_Space)
    form = page.card.form
    assert form is not None
    assert "还没写清查组长" in form.editors["leader"].message.text()
    assert reads.inventory(book, row_id)["state"] == "清查"
    team(book, row_id)
    page.reload()
    QTest.keyClick(page.card.go, Qt.Key.Key_Space)
    assert page.card.go.text() == "登记好了"
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.line.isVisible() and page.line.form is not None
    page.line.form.editors["cause"].set_stored("丢失被盗")
    page.line.form.editors["responsible"].set_stored("吴芳")
    QTest.keyClick(page.line.go, Qt.Key.Key_Space)
    assert line(book, row_id, 1)["cause"] == "丢失被盗"
    QTest.keyClick(page.card.go, Qt.Key.Key_Space)
    assert page.card.form is not None
    page.card.form.editors["verified_by"].set_stored("周强")
    QTest.keyClick(page.card.go, Qt.Key.Key_Space)
    assert page.card.go.text() == "编公示"
    QTest.keyClick(page.card.go, Qt.Key.Key_Space)
    assert gone and gone[0][:2] == ("disclosure", "notice")
    with book.change("上墙") as change:
        since = (TODAY - timedelta(days=4)).isoformat()
        change.put_row("notice", gone[0][2], {"state": "已上墙", "posted_on": since})
    page.reload()
    assert "公示要满 7 天，还差 3 天" in page.card.words.text()
    QTest.keyClick(page.card.go, Qt.Key.Key_Space)
    assert page.banner.isVisible() and reads.inventory(book, row_id)["state"] == "公示"


def test_a_difference_is_handled_on_the_page(page: InventoryPage, book: Book) -> None:
    page.do_step({})
    assert page.row is not None
    row_id = page.row["id"]
    actions.tick(book, row_id, "1=缺 其余=在")
    team(book, row_id)
    step(book, row_id, "清查", TODAY)
    facts = {"cause": "丢失被盗", "responsible": "吴芳"}
    actions.save_line(book, line(book, row_id, 1)["id"], facts)
    step(book, row_id, "登记", TODAY)
    step(book, row_id, "核实", TODAY, verified_by="周强")
    matter = add(book, "matter", number="1", title="处理盘亏", body="成员大会")
    add(book, "matter_step", matter_id=matter, gate="决议", body="成员大会",
        held_on="2027-01-10", result="通过")  # fmt: skip
    page.reload()
    page.table.opened.emit(0, 0)
    assert "待处理 1,200.00 元" in page.line.words.text()
    QTest.keyClick(page.line.go, Qt.Key.Key_Space)
    form = page.line.form
    assert form is not None and page.line.isVisible()
    form.editors["handling"].set_stored("列其他支出")
    form.editors["matter_id"].set_stored(matter)
    QTest.keyClick(page.line.go, Qt.Key.Key_Space)
    assert not page.line.isVisible()
    assert line(book, row_id, 1)["handled_voucher"]
    page.table.opened.emit(0, 0)
    assert "已按“列其他支出”处理" in page.line.words.text() and not page.line.go.isVisible()


def test_the_sheet_is_printed_and_today_leads_to_its_count(
    page: InventoryPage, book: Book, previewed: list[bytes], qtbot: Any
) -> None:
    page.print_page()
    assert "还没开始清查" in page.banner.text.text()
    page.do_step({})
    page.print_page()
    qtbot.waitUntil(lambda: bool(previewed), timeout=20_000)
    assert previewed[0].startswith(b"%PDF")
    page.show_year(2027)
    row = reads.of_year(book, 2026)
    assert row is not None
    page.show_row("inventory_line", line(book, row["id"], 1)["id"])
    assert page.year == 2026
    assert clock.today() == TODAY
