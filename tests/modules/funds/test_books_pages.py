"""The pages of the books, by keyboard: a voucher, a transfer, opening balances, a month."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QWidget

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.funds import actions, reads
from qinglian_desktop.modules.funds.books import Line, Voucher
from qinglian_desktop.modules.funds.page import entries
from qinglian_desktop.modules.funds.page.chart import ChartPage
from qinglian_desktop.modules.funds.page.months import MonthsPage
from qinglian_desktop.modules.funds.page.opening import OpeningPage
from qinglian_desktop.modules.funds.page.transfers import TransfersPage
from qinglian_desktop.modules.funds.page.two_sides import TwoSides
from qinglian_desktop.modules.funds.page.vouchers import VoucherPage
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE
from qinglian_desktop.shell.desk_tools import LedgerMaker, commands_of
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.runner import Runner
from windows import BareWindow

TODAY = date(2026, 11, 24)
PIN = "7319"
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def settled(qapp: QApplication) -> Iterator[None]:
    look.apply(qapp)
    with clock.fixed(TODAY):
        yield
    cover.set_covered(False)
    look.apply(qapp)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


@pytest.fixture
def desk(book: Book) -> Iterator[Desk]:
    runner = Runner(book)
    window: Any = BareWindow(book, runner)
    yield Desk(
        book=book,
        runner=runner,
        go=lambda *where: None,
        preview=lambda pdf, title, facts=None: None,
        ledger=LedgerMaker(window),
        commands=commands_of,
        store_file=book.files.add_file,
    )
    runner.close()
    runner.deleteLater()


def shown(qtbot: Any, page: QWidget) -> Any:
    qtbot.addWidget(page)
    page.resize(1166, 640)
    page.show()
    QTest.qWaitForWindowExposed(page)
    return page


def type_cells(cells: Any, *texts: str) -> None:
    """Into the cells from the current one on, Tab after each."""
    for text in texts:
        if cells.state() != QAbstractItemView.State.EditingState:
            cells.edit(cells.currentIndex())
        (editor,) = (one for one in cells.findChildren(QLineEdit) if one.isVisible())
        editor.setText(text)
        QTest.keyClick(editor, Qt.Key.Key_Tab)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_a_voucher_is_made_by_keyboard_alone(qtbot: Any, desk: Desk, book: Book) -> None:
    page = shown(qtbot, VoucherPage(desk))
    page.new_record()
    view = page.view
    view.form.editors["summary"].input.insert("计提折旧")
    view.take_focus()
    cells = view.grid.rows.cells
    type_cells(cells, "折旧摊销", "1250", "", "", "")
    assert view.grid.rows.model.cell(0, 0).text == "51306 折旧摊销"
    assert view.grid.sums.text() == "借方 1,250.00 · 贷方 0.00 · 差 1,250.00"
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "凭证只有 1 行" in view.banner.text.text()
    type_cells(cells, "152", "", "1250")
    assert view.grid.sums.text() == "借方 1,250.00 · 贷方 1,250.00 · 平了"
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (row,) = book.rows(Query(Voucher.table))
    assert [line[:3] for line in actions.lines_in(book, row["id"])] == [
        ("51306", 125_000, 0), ("152", 0, 125_000),
    ]  # fmt: skip
    assert view.name.text() == "凭证 0001（转账）"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert page._stack.currentWidget() is page.list


def test_a_name_that_may_be_several_accounts_is_asked_about(qtbot: Any, desk: Desk) -> None:
    page = shown(qtbot, VoucherPage(desk))
    page.new_record()
    page.view.take_focus()
    type_cells(page.view.grid.rows.cells, "收入")
    assert "第 1 行的科目“收入”可能是：501 经营收入" in page.view.grid.told.text()


def test_red_from_the_voucher_asks_why(qtbot: Any, desk: Desk, book: Book) -> None:
    lines = (Line("51306", 5), Line("152", 0, 5))
    made = actions.post_voucher(book, COLLECTIVE, date(2026, 11, 2), "折旧", lines).result
    page = shown(qtbot, VoucherPage(desk))
    page.open_record(str(made))
    page.view.red.click()
    assert page.view.reason.isVisible()
    page.view.reason.reason.insert("记错了科目")
    QTest.keyClick(page.view.reason.reason, Qt.Key.Key_Return)
    assert page.view.name.text() == "凭证 0002（红字）"
    assert "冲回的是 0001 号凭证" in page.view.about.text()
    assert not page.view.save.isVisible()


def test_the_clerk_sees_no_debit_or_credit_unless_asked(qtbot: Any, desk: Desk, book: Book) -> None:
    draft = {
        "book": COLLECTIVE, "day": "2026-11-02", "direction": "支出", "summary": "打印纸",
        "purpose": "办公费", "counterparty": "某店", "amount_fen": 12_000,
    }  # fmt: skip
    row_id = str(actions.save_entry(book, None, draft).result)
    page = shown(qtbot, entries(desk))
    page.open_record(row_id)
    said = " ".join(label.text() for label in page.findChildren(type(look.label(""))))
    assert "借方" not in said and "贷方" not in said
    sides = page.findChild(TwoSides)
    assert not sides.words.isVisible()
    sides.show_button.click()
    assert sides.words.text() == ("借　51302 管理费用—办公费　120.00\n贷　102 银行存款　120.00")
    cover.set_covered(True)
    assert "120.00" not in sides.words.text()


def test_an_entry_is_taken_back_in_red_from_its_drawer(qtbot: Any, desk: Desk, book: Book) -> None:
    draft = {
        "book": COLLECTIVE, "day": "2026-11-02", "direction": "支出", "summary": "打印纸",
        "purpose": "办公费", "counterparty": "某店", "amount_fen": 12_000,
    }  # fmt: skip
    row_id = str(actions.save_entry(book, None, draft).result)
    page = shown(qtbot, entries(desk))
    page.open_record(row_id)
    asked = page.drawer.form.editors
    assert not {"transfer_id", "reverses_id", "entered_by", "reviewed_on"} & set(asked)
    sides = page.findChild(TwoSides)
    sides.red.click()
    sides.reason.reason.insert("记错了")
    QTest.keyClick(sides.reason.reason, Qt.Key.Key_Return)
    red = actions.reversal_of(book, "entry", row_id)
    assert red is not None and red["amount_fen"] == -12_000
    assert page.drawer.row_id == red["id"] and not sides.red.isVisible()


def test_a_transfer_is_keyed_in_and_both_numbers_stand_in_the_list(
    qtbot: Any, desk: Desk, book: Book
) -> None:
    page = shown(qtbot, TransfersPage(desk))
    assert not page.card.isVisible()
    page.new_record()
    QTest.keyClicks(page.form.editors["amount_fen"].input, "5000")
    page.form.editors["summary"].input.insert("借支付水电")
    page.done.click()
    assert page.banner.text.text() == "" or not page.banner.isVisible()
    assert page.table.isVisible() and page.table.model().rowCount() == 1
    assert page.open.text() == "居委会还欠集体经济组织 5,000.00 元。"
    assert book.count(Query("entry")) == 2
    page.new_record()
    page.source.show_account(COMMITTEE)
    QTest.keyClicks(page.form.editors["amount_fen"].input, "2000")
    page.form.editors["summary"].input.insert("还一部分")
    page.done.click()
    shown_books = [page.table.model().index(row, 1).data() for row in range(2)]
    assert sorted(shown_books) == ["居委会", COLLECTIVE]  # in the words of this office


def test_opening_balances_are_typed_and_told_by_how_much_they_are_off(
    qtbot: Any, desk: Desk, book: Book
) -> None:
    page = shown(qtbot, OpeningPage(desk))
    page.grid.rows.focus_cell()
    cells = page.grid.rows.cells
    type_cells(cells, "102", "9800", "", "未分配收益", "", "9000")
    page.save.click()
    assert "期初余额不平，借方多 800.00 元" in page.banner.text.text()
    cells.model().setData(cells.model().index(1, 2), "9800")
    page.save.click()
    assert reads.balances(book, COLLECTIVE, TODAY).bank == 980_000
    assert not page.banner.isVisible()


def test_a_month_is_closed_and_opened_again_on_its_page(qtbot: Any, desk: Desk, book: Book) -> None:
    draft = {
        "book": COLLECTIVE, "day": "2026-10-02", "direction": "支出", "summary": "某事",
        "purpose": "说不清", "counterparty": "某店", "amount_fen": 12_000,
    }  # fmt: skip
    row_id = str(actions.save_entry(book, None, draft).result)
    page = shown(qtbot, MonthsPage(desk))
    page.close_button.click()
    assert "还有 1 笔没归科目" in page.banner.text.text()
    actions.save_entry(book, row_id, {"account": "51308"})
    page.close_button.click()
    assert page.state.accessibleName().startswith("已结账")
    assert not page.close_button.isVisible() and page.reopen_button.isVisible()
    page.reopen_button.click()
    assert "反结账要有第二个人" in page.banner.text.text()
    signers.add(book, "吴监督", "监委会", PIN)
    page.reopen_button.click()
    page.second.reason.insert("0001号金额多打了一个0")
    QTest.keyClicks(page.second.pin, PIN)
    QTest.keyClick(page.second.pin, Qt.Key.Key_Return)
    assert not reads.closed(book, COLLECTIVE, date(2026, 10, 2))
    assert page.second.pin.text() == "" and page.log.model().rowCount() == 1


def test_the_chart_shows_every_account_with_what_stands_on_it(
    qtbot: Any, desk: Desk, book: Book
) -> None:
    actions.open_books(book, COMMITTEE, 2026, [Line("101", 700), Line("301", 0, 700)])
    page = shown(qtbot, ChartPage(desk))
    page.book.show_account(COMMITTEE)
    page.only.setChecked(True)
    model = page.table.model()
    told = [[model.data(model.index(r, c)) for c in (0, 1, 4)] for r in range(model.rowCount())]
    assert told == [["101", "库存现金", "7.00"], ["301", "结余", "-7.00"]]
