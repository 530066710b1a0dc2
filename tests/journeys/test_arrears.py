"""Scenario 6 (product-and-ux §3.6): rent that is behind, from 今日 to the receipt of delivery."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from leasing import make_contract
from office import make_book
from printing import a_printer
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.contracts.page.receivables import ReceivablesPage
from qinglian_desktop.modules.contracts.records import RentDemand
from qinglian_desktop.shell.print_preview import PrintPreview
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from windows import LONG, TODAY, Clerk, window_on

ACTS, FILLS = 6, 1


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Two contracts are behind and one ends within 90 days."""
    made = make_book(tmp_path)
    make_contract(made)
    make_contract(made, title="2号门面出租", party="綦江区某面馆", start_on="2026-11-01",
                  end_on="2029-10-31")  # fmt: skip
    make_contract(made, title="仓库出租", start_on="2025-02-01", end_on="2027-01-31", rent_fen=0)
    return made


def the_row_of_today(window: Window) -> Any:
    return next(row for row in window.today.rows() if "租金逾期" in row.due.subject)


def page_of(window: Window) -> ReceivablesPage:
    page = window.page.findChild(ReceivablesPage)
    assert page is not None
    return page


def test_arrears_are_chased_from_today_within_the_goal(
    book: Book, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_printer(monkeypatch, tmp_path)
    with window_on(book) as window:
        qtbot.waitUntil(
            lambda: any("租金逾期" in row.due.subject for row in window.today.rows()), timeout=LONG
        )
        row = the_row_of_today(window)
        assert row.due.subject == "2 份合同租金逾期，1 份 90 天内到期"
        clerk = Clerk(window)
        clerk.click(row.button)
        page = page_of(window)
        qtbot.waitUntil(page.table.hasFocus, timeout=LONG)
        clerk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert len(page.chosen()) == 2
        clerk.press("打印催缴单", page)
        qtbot.waitUntil(lambda: isinstance(window.page, PrintPreview), timeout=LONG)
        clerk.press("打印", window.page)
        qtbot.waitUntil(page.isVisible, timeout=LONG)  # after printing the list is there again
        assert desk.printed[0].stat().st_size > 1000
        clerk.press("记录送达", page)
        clerk.write("陈店长")
        clerk.press("记下送达", page)
        clerk.assert_within(ACTS, FILLS)
        rows = book.rows(Query(RentDemand.table))
        assert {row["received_by"] for row in rows} == {"陈店长"}
        assert {row["served_on"] for row in rows} == {TODAY.isoformat()}
        assert {row["limit_on"] for row in rows} == {date(2029, 11, 24).isoformat()}
        assert page.serving.isHidden()
        assert page.table.records.rows[0][-1] == TODAY.isoformat(), "the list says it was served"
