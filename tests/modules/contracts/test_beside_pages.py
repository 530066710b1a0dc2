"""合同体检 and 用印登记 on the screen, worked with keys."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from office import make_book
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.contracts.beside import CleanUp, SealUse
from qinglian_desktop.modules.contracts.page.beside_page import SealsPage, more_sections
from qinglian_desktop.modules.contracts.page.checkup_page import CheckupPage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.sections import Sections
from windows import LONG, Clerk, program, window_on


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    with program(qapp):
        book = make_book(tmp_path)
        for title in ("临街门面", "老仓库"):
            saving.saver("contract")(
                book, None,
                {"title": title, "kind": "物业出租", "party": "綦江区某超市", "subject": title,
                 "area": 50_000, "signed_on": "2026-11-20", "start_on": "2026-11-20",
                 "end_on": "2029-11-19", "rent_fen": 1_200_000, "pay_days": 10},
            )  # fmt: skip
        with window_on(book) as made:
            yield made


@pytest.fixture
def tab(window: Window) -> Iterator[Sections]:
    made = Sections("funds", "三资", more_sections(window.desk), window)
    made.setGeometry(0, 0, 1366, 728)
    made.show()
    made.raise_()
    yield made
    made.hide()


def states(page: CheckupPage) -> list[tuple[str, str, str]]:
    return [(one.row["title"], one.finding.rule, one.state) for one in page._found]


def test_findings_are_worked_off_one_by_one(window: Window, tab: Sections, qtbot: Any) -> None:
    page, clerk = tab.current, Clerk(window)
    assert isinstance(page, CheckupPage)
    qtbot.waitUntil(lambda: len(page._found) == 4, timeout=LONG)
    assert page.said.text() == "2 份合同有 4 处，4 处待处理。"
    assert page.what.text() == "没有通过的民主决议。"
    assert page.basis.text() == "依据：《农村集体经济组织法》第26条至第28条"
    clerk.reach(page.task)
    clerk.key(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: ("临街门面", "decision", "已转任务") in states(page), timeout=LONG)
    (task,) = window.book.rows(Query("task"))
    assert task["title"] == "整改合同 2026-001 临街门面：没有通过的民主决议"
    page.table.selectRow(0)
    clerk.press("列入清理", page)
    qtbot.waitUntil(lambda: any(state == "清理中" for *_, state in states(page)), timeout=LONG)
    assert window.book.count(Query(CleanUp.table)) == 1
    page.table.selectRow(0)
    clerk.fill(page.reason, "是")
    clerk.key(Qt.Key.Key_Return)
    assert "说明太短" in page.banner.text.text()
    page.reason.clear()
    clerk.write("原件在街道档案室")
    clerk.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(state == "已说明" for *_, state in states(page)), timeout=LONG)
    window.runner.undo()
    qtbot.waitUntil(lambda: all(state != "已说明" for *_, state in states(page)), timeout=LONG)


def test_all_is_well_is_said_only_once_it_was_looked(window: Window, qtbot: Any) -> None:
    page = CheckupPage(window.desk)
    qtbot.addWidget(page)
    assert page.empty.isHidden()  # the answer is still on its way
    qtbot.waitUntil(lambda: len(page._found) == 4, timeout=LONG)
    assert page.empty.isHidden()


def test_under_the_cover_no_finding_is_read_or_answered(
    window: Window, tab: Sections, qtbot: Any
) -> None:
    page = tab.current
    assert isinstance(page, CheckupPage)
    qtbot.waitUntil(lambda: len(page._found) == 4, timeout=LONG)
    cover.set_covered(True)
    assert "决议" not in page.what.text()
    assert not page.task.isEnabled() and not page.explain.isEnabled()
    cover.set_covered(False)
    assert page.task.isEnabled()


def test_a_contract_without_a_seal_is_entered_from_the_card(
    window: Window, tab: Sections, qtbot: Any
) -> None:
    page = tab.show_section(SealUse.table)
    assert isinstance(page, SealsPage)
    card, clerk = page._card, Clerk(window)
    assert card is not None
    qtbot.waitUntil(lambda: card.which.count() == 2, timeout=LONG)
    assert card.said.text() == "有 2 份合同还没登记用印。"
    clerk.click(card.enter)
    clerk.write("周文书")
    clerk.fill(page.drawer.form.editors["approver"].input, "郑主任")
    assert page.save_now()
    qtbot.waitUntil(lambda: card.which.count() == 1, timeout=LONG)
    (row,) = window.book.rows(Query(SealUse.table))
    assert (row["document"], row["copies"], row["seal"]) == ("合同 2026-001 临街门面", 4, "合同章")


def test_without_findings_the_way_to_the_contracts_is_there(
    window: Window, tab: Sections, qtbot: Any
) -> None:
    page = tab.current
    assert isinstance(page, CheckupPage)
    qtbot.waitUntil(lambda: len(page._found) == 4, timeout=LONG)
    for row in window.book.rows(Query("contract")):
        saving.dropper("contract")(window.book, row["id"])
    page.reload()
    qtbot.waitUntil(page.empty.isVisible, timeout=LONG)
    Clerk(window).press("去合同台账", page)
    assert window.page_id == "funds"
