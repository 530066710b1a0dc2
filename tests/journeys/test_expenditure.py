"""Scenario 5 (product-and-ux §3.5): a payment of 2,380 yuan, key by key, within the goal."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from office import make_book
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.funds.records import COMMITTEE, SPENDING
from qinglian_desktop.ui.ledger_page import LedgerPage
from windows import Clerk, window_on

ACTS, FILLS = 6, 5
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_a_payment_is_recorded_within_the_goal(tmp_path: Path, qtbot: Any) -> None:
    with window_on(make_book(tmp_path)) as window:
        clerk = Clerk(window)
        clerk.key(Qt.Key.Key_4, ALT, on=window)
        ledger = window.page.findChild(LedgerPage)
        assert ledger is not None
        clerk.key(Qt.Key.Key_N, CTRL, on=window)
        editors = ledger.drawer.form.editors
        clerk.fill(editors["summary"].input, "办公用品")
        clerk.fill(editors["purpose"].input, "办公费")
        clerk.fill(editors["counterparty"].input, "綦江区某文具店")
        clerk.fill(editors["amount_fen"].input, "2380")
        assert "贰仟叁佰捌拾元整" in _beside(editors["amount_fen"])
        clerk.key(Qt.Key.Key_Return, CTRL, on=editors["amount_fen"].input)
        assert (clerk.acts, clerk.fills) <= (ACTS, FILLS)
        (row,) = window.book.rows(Query("entry"))
        assert row["amount_fen"] == 238_000
        assert (row["book"], row["direction"], row["day"]) == (COMMITTEE, SPENDING, "2026-11-24")
        assert row["voucher_no"] == "0001"
        assert ledger.drawer.row_id == "", "Ctrl+Enter saves and begins the next"
        QTest.keyClick(window, Qt.Key.Key_Z, CTRL)


def _beside(editor: Any) -> str:
    return " ".join(label.text() for label in editor.findChildren(type(editor.hint)))


def test_one_undo_takes_the_payment_back(tmp_path: Path) -> None:
    from office import make_entry

    book = make_book(tmp_path)
    make_entry(book)
    with window_on(book) as window:
        page = window.go("funds")
        ledger = page.findChild(LedgerPage)
        assert ledger is not None
        ledger.drop_rows([row["id"] for row in book.rows(Query("entry"))])
        assert book.count(Query("entry")) == 0
        QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
        assert book.count(Query("entry")) == 1
