"""The watch over payments by hand: slip signed, cash counted, budget looked at, hint answered."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from office import make_book, make_entry, make_opening
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.funds import actions
from qinglian_desktop.modules.funds.page.approvals import SignPanel
from qinglian_desktop.modules.funds.page.beside_entry import BesideEntry
from qinglian_desktop.modules.funds.page.budget import BudgetPage
from qinglian_desktop.modules.funds.page.cash import CashPage
from qinglian_desktop.modules.funds.page.hints import HintsPage
from qinglian_desktop.modules.funds.page.review_bar import ReviewBar
from qinglian_desktop.shell.print_preview import PrintPreview
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import keyfile, signers
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.ledger_page import LedgerPage
from windows import LONG, TODAY, Clerk, window_on

ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)


def section(window: Window, key: str) -> Any:
    page: Any = window.go("funds")
    shown = page.show_section(key)
    QApplication.processEvents()
    return shown


def test_a_slip_is_signed_box_by_box_with_the_keyboard(tmp_path: Path, qtbot: QtBot) -> None:
    book = make_book(tmp_path)
    slip = str(actions.slip_for(book, make_entry(book, 80_000, day=TODAY)).result)
    with window_on(book) as window:
        window.go("funds", "approval", slip)
        panel = window.page.findChild(SignPanel)
        assert isinstance(panel, SignPanel) and panel.form is not None
        clerk = Clerk(window)
        for name in ("甲", "乙", "丙"):
            panel.form.editors["name"].input.setFocus()
            clerk.write(name)
            clerk.key(ENTER, CTRL)
        assert "这一档还要监委会主任签字。" in panel.trouble.text()
        assert panel.form.value("step") == "监委会主任" and "甲" in panel.state.text()
        panel.form.editors["present"].input.setFocus()
        clerk.write("吴敏、")
        cover.set_covered(True)
        assert "甲" not in panel.state.text() and not panel.trouble.isVisible()
        cover.set_covered(False)
        assert panel.form.value("present") == "吴敏、", "F9 takes nothing away"
        clerk.write("郑立")
        panel.form.editors["name"].input.setFocus()
        clerk.write("吴敏")
        clerk.key(ENTER, CTRL)
        assert "还要" not in panel.trouble.text()
        assert book.count(Query("approval_sign")) == 4
        clerk.click(panel.print)
        qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)


def test_many_are_checked_at_once_with_the_keyboard(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    signers.add(book, "吴敏", "监委会", "2580")
    for _ in range(4):
        make_entry(book, day=TODAY)
    with window_on(book) as window:
        window.go("funds", "entry")
        ledger = window.page.findChild(LedgerPage)
        assert ledger is not None
        bar, clerk = ledger.findChild(ReviewBar), Clerk(window)
        assert isinstance(bar, ReviewBar)
        clerk.reach(ledger.table)
        clerk.key(Qt.Key.Key_A, CTRL)
        assert bar.pins.button.text() == "复核选中的 4 笔"
        clerk.fill(bar.pins.pin, "1111")
        clerk.key(ENTER)
        assert "PIN 不对，还可以试 4 次" in ledger.banner.text.text()
        clerk.write("2580")
        clerk.key(ENTER)
        assert bar.words.text() == "都复核过了"
        assert all(row["reviewer"] == "吴敏" for row in book.rows(Query("entry")))


def test_the_bar_is_there_only_for_those_who_can_check_and_says_who_may_not(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    make_entry(book, day=TODAY)
    with window_on(book) as window:
        window.go("funds", "entry")
        bar = window.page.findChild(ReviewBar)
        assert isinstance(bar, ReviewBar) and not bar.isVisible()
        window.runner.act(signers.add, "周文书", "报账员", "2580")
        assert bar.isVisible()
        bar._ledger.table.selectRow(0)
        bar.review("周文书", "2580")
        said = bar._ledger.banner.text.text()
        assert said == "录入和复核不能是同一个人。请复核人输入 PIN。"


def test_what_an_attachment_is_can_be_told_with_a_click(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    entry = make_entry(book, 50_000, day=TODAY)
    with window_on(book) as window:
        window.go("funds", "entry", entry)
        beside = window.page.findChild(BesideEntry)
        assert isinstance(beside, BesideEntry)
        assert beside.missing.text() == "还差：发票或收据。可以先保存，月底前补上。"
        Clerk(window).click(beside.tell)
        assert not beside.missing.isVisible() and not beside.telling.isVisible()


def test_a_count_is_printed_and_what_it_tells_is_opened(tmp_path: Path, qtbot: QtBot) -> None:
    book = make_book(tmp_path)
    make_opening(book, cash_fen=600_000)
    with window_on(book) as window:
        page = section(window, "cash_count")
        assert isinstance(page, CashPage) and page.word(1).text() == "现金检查（2）"
        clerk = Clerk(window)
        clerk.press("居委会空白表")
        qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)
        ours: Any = window.page
        window.close_over()
        clerk.press("集体空白表")
        qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)
        theirs: Any = window.page
        assert ours.facts.key != theirs.facts.key, "two papers are not one printed again"
        window.close_over()
        clerk.click(page.word(1))
        assert [row[1] for row in page.table.records.rows] == ["库存现金超限额", "现金该盘点了"]
        assert "送存银行" in page.rest.text()
        cover.set_covered(True)
        assert page.rest.text() == ""
        cover.set_covered(False)


def test_the_budget_is_planned_from_what_nobody_planned_and_printed(
    tmp_path: Path, qtbot: QtBot
) -> None:
    book = make_book(tmp_path)
    make_entry(book, 50_000, day=TODAY)
    with window_on(book) as window:
        page = section(window, "budget_line")
        assert isinstance(page, BudgetPage)
        assert [row[:3] for row in page.table.records.rows] == [
            ("办公费", "", "500.00"), ("合计", "0.00", "500.00")
        ]  # fmt: skip
        clerk = Clerk(window)
        clerk.key(ENTER, on=page.table)
        clerk.write("499")
        clerk.key(ENTER, CTRL)
        clerk.click(page.word(0))
        assert page.table.records.rows[0][3:] == ("-1.00", "超支，还没有决议")
        clerk.click(page.print)
        qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)


def test_a_hint_is_answered_and_goes(tmp_path: Path, qtbot: QtBot) -> None:
    book = make_book(tmp_path)
    twice(book)
    with window_on(book) as window:
        page, clerk = section(window, "payment_hints"), Clerk(window)
        assert isinstance(page, HintsPage)
        qtbot.waitUntil(lambda: len(page.lines) == 1, timeout=LONG)
        clerk.key(ENTER, on=page.reason)
        assert "还没有写核实的情况" in page.banner.text.text()
        clerk.fill(page.reason, "两个点位各一笔")
        clerk.key(ENTER)
        qtbot.waitUntil(page.empty.isVisible, timeout=LONG)
        assert page.lines == ()
        clerk.click(page.every)
        qtbot.waitUntil(page.table.isVisible, timeout=LONG)
        assert page.table.records.rows[0][4] == "两个点位各一笔"


def twice(book: Book) -> None:
    make: Callable[..., str] = make_entry
    for _ in range(2):
        make(book, 64_000, day=TODAY)
