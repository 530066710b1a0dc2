"""Scenario 5 (product-and-ux §3.5): a payment of 2,380 yuan, key by key, within the goal."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from office import make_book, make_entry
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.funds.page.beside_entry import BesideEntry
from qinglian_desktop.modules.funds.page.review_bar import ReviewBar
from qinglian_desktop.modules.funds.records import COMMITTEE, SPENDING
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import keyfile, signers
from qinglian_desktop.ui.ledger_page import LedgerPage
from windows import LONG, Clerk, window_on

ACTS, FILLS = 6, 5
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def ledger_of(window: Window) -> LedgerPage:
    found = window.page.findChild(LedgerPage)
    assert found is not None
    return found


def test_a_payment_is_recorded_within_the_goal(tmp_path: Path) -> None:
    with window_on(make_book(tmp_path)) as window:
        clerk = Clerk(window)
        clerk.key(Qt.Key.Key_6, ALT)
        clerk.key(Qt.Key.Key_N, CTRL)
        ledger = ledger_of(window)
        editors = ledger.drawer.form.editors
        assert QApplication.focusWidget() is editors["summary"].input, "the first field asked"
        clerk.write("办公用品")
        clerk.fill(editors["purpose"].input, "办公费")
        clerk.fill(editors["counterparty"].input, "綦江区某文具店")
        clerk.fill(editors["amount_fen"].input, "2380")
        assert "贰仟叁佰捌拾元整" in _beside(editors["amount_fen"])
        invoice = tmp_path / "发票.png"
        window.grab().save(str(invoice))
        clerk.drop(invoice, ledger.drawer)
        clerk.key(Qt.Key.Key_Return, CTRL)
        clerk.assert_within(ACTS, FILLS)
        (row,) = window.book.rows(Query("entry"))
        assert row["amount_fen"] == 238_000
        assert (row["book"], row["direction"], row["day"]) == (COMMITTEE, SPENDING, "2026-11-24")
        assert row["voucher_no"] == "0001"
        assert row["files"] and row["files"] != "[]", "the invoice hangs on the entry"
        assert ledger.drawer.row_id == "", "Ctrl+Enter saves and begins the next"


def test_a_second_person_checks_it_within_the_goal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Scenario 5 to its end: registered, what is missing told, the slip printed, checked by PIN."""
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)
    book = make_book(tmp_path)
    signers.add(book, "吴敏", "监委会", "2580")
    with window_on(book) as window:
        window.go("funds", "entry")
        ledger = ledger_of(window)
        invoice = tmp_path / "发票.png"
        window.grab().save(str(invoice))
        clerk = Clerk(window)
        clerk.key(Qt.Key.Key_N, CTRL)
        editors = ledger.drawer.form.editors
        clerk.write("办公用品")
        clerk.fill(editors["purpose"].input, "办公费")
        clerk.fill(editors["counterparty"].input, "綦江区某文具店")
        clerk.fill(editors["amount_fen"].input, "2380")
        assert "贰仟叁佰捌拾元整" in _beside(editors["amount_fen"])
        clerk.drop(invoice, ledger.drawer)
        beside = ledger.findChild(BesideEntry)
        assert beside is not None
        beside.look_again()  # as the pause after a key does
        assert beside.missing.text() == "还差：验收单、审批单、经办人签字。可以先保存，月底前补上。"
        shown: list[str] = []
        monkeypatch.setattr(
            beside, "_desk",
            beside._desk._replace(preview=lambda pdf, title, facts=None: shown.append(title)),
        )  # fmt: skip
        clerk.click(beside.slip)
        qtbot.waitUntil(lambda: shown == ["支出审批单"], timeout=LONG)
        window.activateWindow()  # the offscreen platform lets it go while it waits
        QTest.qWaitForWindowActive(window)
        assert book.count(Query("approval")) == 1
        bar = ledger.findChild(ReviewBar)
        assert bar is not None and bar.words.text() == "待复核 1 笔"
        clerk.fill(bar.pins.pin, "2580")
        clerk.key(Qt.Key.Key_Return)
        clerk.assert_within(ACTS, FILLS)
        (row,) = book.rows(Query("entry"))
        assert (row["entered_by"], row["reviewer"]) == ("周文书", "吴敏")
        assert bar.words.text() == "都复核过了" and not bar.pins.pin.text()


def test_the_one_before_is_taken_over_but_its_number_day_and_papers(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    make_entry(book, receipt_no="17", voucher_no="0001")
    with window_on(book) as window:
        window.go("funds", "entry")
        ledger, clerk = ledger_of(window), Clerk(window)
        clerk.key(Qt.Key.Key_N, CTRL)
        clerk.press("复制上一笔")
        clerk.key(Qt.Key.Key_Return, CTRL)
        one, two = sorted(book.rows(Query("entry")), key=lambda row: row["voucher_no"])
        same = ("book", "summary", "purpose", "counterparty", "amount_fen", "handler")
        assert [one[name] for name in same] == [two[name] for name in same]
        assert (two["day"], two["voucher_no"], two["receipt_no"]) == ("2026-11-24", "0002", None)
        assert ledger.drawer.row_id == ""


def _beside(editor: Any) -> str:
    return " ".join(label.text() for label in editor.findChildren(QLabel))


@pytest.mark.parametrize("old", ["2017-03-03", "2003-01-01"])
def test_a_day_before_all_rules_is_typed_without_a_stumble(tmp_path: Path, old: str) -> None:
    """Nothing is asked of days of which no list of papers is known; nothing fails either."""
    with window_on(make_book(tmp_path)) as window:
        window.go("funds", "entry")
        ledger, clerk = ledger_of(window), Clerk(window)
        clerk.key(Qt.Key.Key_N, CTRL)
        editors = ledger.drawer.form.editors
        clerk.fill(editors["amount_fen"].input, "2380")
        day = editors["day"].input
        day.setFocus()
        day.selectAll()
        clerk.write(old)
        clerk.key(Qt.Key.Key_Tab)
        beside = ledger.findChild(BesideEntry)
        assert beside is not None and beside.missing.isHidden()


def test_one_undo_takes_the_payment_back(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    make_entry(book)
    with window_on(book) as window:
        clerk = Clerk(window)
        window.go("funds", "entry")
        ledger = ledger_of(window)
        clerk.reach(ledger.table)
        clerk.key(Qt.Key.Key_Home)
        clerk.key(Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)  # the whole row
        clerk.key(Qt.Key.Key_Delete)
        assert book.count(Query("entry")) == 0
        clerk.key(Qt.Key.Key_Z, CTRL)
        assert book.count(Query("entry")) == 1


@pytest.mark.parametrize(("typed", "said"), [("0", "零元整"), ("1.2万", "壹万贰仟元整")])
def test_the_amount_is_said_in_capitals_while_it_is_typed(
    tmp_path: Path, typed: str, said: str
) -> None:
    with window_on(make_book(tmp_path)) as window:
        clerk = Clerk(window)
        clerk.key(Qt.Key.Key_6, ALT)
        clerk.key(Qt.Key.Key_N, CTRL)
        amount = ledger_of(window).drawer.form.editors["amount_fen"]
        clerk.fill(amount.input, typed)
        assert said in _beside(amount)
        QTest.keyClick(window, Qt.Key.Key_Escape)
