"""负面清单 in the window: one line stops recognition, two people take it off."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office import make_book
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.evaluation.page.lifting import LiftCard
from qinglian_desktop.modules.evaluation.records import VetoEvent
from qinglian_desktop.shell import keys
from qinglian_desktop.shell.vetoes_page import VetoesPage
from qinglian_desktop.store import signers
from windows import LONG, Clerk, program, window_on

PIN = "2580"


def test_it_says_not_recognised_until_two_people_lift_it(
    tmp_path: Path, qapp: QApplication, qtbot: Any
) -> None:
    with program(qapp):
        book = make_book(tmp_path)
        signers.add(book, "吴敏", "监委会", PIN)
        with window_on(book) as window:
            keys.acts(window)["负面清单"]()
            page = window.page
            assert isinstance(page, VetoesPage)
            card = page.card
            qtbot.waitUntil(lambda: "没有管得着的情形" in card.state.text(), timeout=LONG)
            window.runner.act(
                saving.saver(VetoEvent.table),
                None,
                {
                    "article": "V05", "happened_on": "2026-03-05", "confirmed_by": "街道纪工委",
                    "document_no": "通惠纪函〔2026〕3号",
                },
            )  # fmt: skip
            qtbot.waitUntil(lambda: "不予认定" in card.state.text(), timeout=LONG)
            assert "负面清单第 5 条" in card.state.text()
            clerk = Clerk(window)
            card.pins.pin.setFocus()
            QTest.keyClicks(card.pins.pin, PIN)
            clerk.key(Qt.Key.Key_Return)
            assert "请在下面的表里选中" in page.banner.text.text()
            page.ledger.table.selectAll()
            card.pins.pin.setFocus()
            QTest.keyClicks(card.pins.pin, PIN)
            clerk.key(Qt.Key.Key_Return)
            assert "还没有写解除的原因" in page.banner.text.text()
            clerk.fill(card.reason, "整顿验收合格，通惠纪函〔2026〕9号")
            clerk.key(Qt.Key.Key_Return)  # on to the PIN
            clerk.write(PIN)
            clerk.key(Qt.Key.Key_Return)
            qtbot.waitUntil(lambda: "没有管得着的情形" in card.state.text(), timeout=LONG)
            (row,) = book.rows(page.ledger.query())
            assert row["lifted_with"] == "吴敏"


def test_the_tab_lifts_one_in_the_same_way(tmp_path: Path, qapp: QApplication, qtbot: Any) -> None:
    with program(qapp):
        book = make_book(tmp_path)
        signers.add(book, "吴敏", "监委会", PIN)
        saving.saver(VetoEvent.table)(
            book,
            None,
            {
                "article": "V05", "happened_on": "2026-03-05", "confirmed_by": "街道纪工委",
                "document_no": "通惠纪函〔2026〕3号",
            },
        )  # fmt: skip
        with window_on(book) as window:
            tab: Any = window.go("evaluation")
            page = tab.show_section(VetoEvent.table)
            card = page.findChild(LiftCard)
            qtbot.waitUntil(lambda: "负面清单第 5 条" in card.state.text(), timeout=LONG)
            assert "不予认定" in card.state.text()
            page.table.selectAll()
            clerk = Clerk(window)
            clerk.fill(card.reason, "整顿验收合格，通惠纪函〔2026〕9号")
            clerk.key(Qt.Key.Key_Return)
            clerk.write(PIN)
            clerk.key(Qt.Key.Key_Return)
            qtbot.waitUntil(lambda: "没有管得着的情形" in card.state.text(), timeout=LONG)
