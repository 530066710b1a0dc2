"""Does the log go on where it was, and does the month get to the board and into print?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from office import make_book, make_opening, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.funds.records import COLLECTIVE
from qinglian_desktop.modules.labour import actions
from qinglian_desktop.modules.labour.page import sections
from qinglian_desktop.shell.desk_tools import LedgerMaker, commands_of
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.runner import Runner
from qinglian_desktop.ui.sections import Sections
from windows import LONG, BareWindow, shown_buttons

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def settled(qapp: QApplication) -> Iterator[None]:
    look.apply(qapp)
    with clock.fixed(date(2026, 11, 24)):
        yield
    cover.set_covered(False)
    look.apply(qapp)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        make_opening(made, bank_fen=10_000_000, account=COLLECTIVE)
        yield made


@pytest.fixture
def shown() -> list[tuple[Any, ...]]:
    return []


@pytest.fixture
def tab(qtbot: Any, book: Book, shown: list[tuple[Any, ...]]) -> Iterator[Sections]:
    runner = Runner(book)
    window: Any = BareWindow(book, runner)
    desk = Desk(
        book=book, runner=runner, go=lambda *where: shown.append(where),
        preview=lambda pdf, title, facts=None: shown.append((title, pdf)),
        ledger=LedgerMaker(window), commands=commands_of, store_file=book.files.add_file,
    )  # fmt: skip
    made = Sections("funds", "三资", sections(desk))
    qtbot.addWidget(made)
    made.resize(1166, 640)
    made.show()
    yield made
    runner.close()
    runner.deleteLater()


def test_the_log_goes_on_and_the_month_goes_to_the_board(
    qtbot: Any, book: Book, tab: Sections, shown: list[tuple[Any, ...]]
) -> None:
    told = {"book": COLLECTIVE, "ordered_on": "2026-10-10", "reason": "清理排水沟",
            "decision": "10月9日两委会纪要", "rate_fen": 12_000}  # fmt: skip
    job = str(actions.save_order(book, None, told).result)
    log: Any = tab.show_section("labour_day")
    log.new_record()
    assert log.drawer.form.draft()["order_id"] == job
    log.close_drawer()
    draft = {"order_id": job, "person_id": make_person(book, "张守田"), "day": "2026-10-12"}
    actions.save_day(book, None, draft)
    log.new_record()
    assert log.drawer.form.draft()["day"] == "2026-10-12"
    log.close_drawer()
    log.reload()
    log.card.show_month()
    assert log.card.said.text() == ("2026年10月：1 人 1 个工，应发 120.00 元，1 条还没编进公示。")
    cover.set_covered(True)
    assert "120.00" not in log.card.said.text()
    cover.set_covered(False)
    log.card.make.click()
    assert "请到“公开公示”送审核" in log.banner.text.text()
    assert book.count(Query("notice")) == 1
    assert log.card.said.text().endswith("都已编进公示。")
    log.card.make.click()
    assert "没有待公示的用工" in log.banner.text.text()
    pays: Any = tab.show_section("labour_pay")
    pays.table.select_id(book.ids(Query("labour_pay"))[0])
    shown_buttons(pays)["打印发放表"].click()
    qtbot.waitUntil(lambda: bool(shown), timeout=LONG)
    assert shown[-1][0] == "临时用工发放表"
    assert shown[-1][1].startswith(b"%PDF")
