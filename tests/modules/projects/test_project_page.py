"""A project on the screen: from the first word to the next stage, with the keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cases import make_office
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.projects.page import sections
from qinglian_desktop.modules.projects.page.projects import ProjectsPage
from qinglian_desktop.modules.projects.records import Project, ProjectChange
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.sections import Sections
from windows import Clerk, program, window_on


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    with program(qapp), window_on(make_office(tmp_path)) as made:
        yield made


@pytest.fixture
def page(window: Window) -> Iterator[ProjectsPage]:
    tab = Sections("funds", "三资", sections(window.desk), window)
    tab.setGeometry(0, 0, 1366, 728)
    tab.show()
    tab.raise_()
    shown = tab.current
    assert isinstance(shown, ProjectsPage)
    yield shown
    tab.hide()


def made(window: Window, **facts: object) -> str:
    draft = {"name": "二组便道", "budget_fen": 6_000_000, "set_up_on": "2026-03-01", **facts}
    return str(saving.saver("project")(window.book, None, draft).result)


def test_a_project_is_typed_and_goes_on_with_a_reason(window: Window, page: ProjectsPage) -> None:
    clerk = Clerk(window)
    page.new_record()
    view = page.view
    clerk.write("二组便道硬化")
    form = view.form
    assert form is not None
    clerk.fill(form.editors["budget_fen"].input, "60000")
    assert view.save_now()
    (row,) = window.book.rows(Query(Project.table))
    assert (row["number"], row["budget_fen"], row["stage"]) == ("工2026-01", 6_000_000, "立项")
    assert "还差：立项日期、通过的立项决议" in view.next.lacks.text()
    clerk.fill(view.next.reason, "旧工程，当年没有上会")
    clerk.key(Qt.Key.Key_Return)
    (row,) = window.book.rows(Query(Project.table))
    assert row["stage"] == "选承包方"
    assert "▶ 选承包方" in view.road.text()
    assert "selection" in view.form._first, "what this stage asks for stands first"


def test_a_change_is_entered_and_says_at_once_that_it_is_too_much(
    window: Window, page: ProjectsPage
) -> None:
    row_id = made(window, contract_fen=5_000_000, stage="施工")
    page.open_record(row_id)
    clerk, card = Clerk(window), page.view.changes
    clerk.click(card.open)
    clerk.write("2026-03-20")
    clerk.fill(card.form.editors["amount_fen"].input, "6000")
    clerk.click(card.keep)
    assert window.book.rows(Query(ProjectChange.table)) == [], "a reason is asked for"
    clerk.fill(card.form.editors["reason"].input, "加宽半米")
    clerk.click(card.keep)
    assert page.view.banner.text.text() == "变更累计 12%，超过 10%，需要重新审议。"
    assert card.table.model().rows == [("2026-03-20", "+6,000.00", "加宽半米", "")]
    assert "变更累计 12%" in page.view.hints.said.text()
    window.runner.undo()
    assert card.said.text() == "没有变更。"


def test_a_change_is_put_right_and_thrown_away(window: Window, page: ProjectsPage) -> None:
    row_id = made(window, contract_fen=5_000_000, stage="施工")
    told = {"project_id": row_id, "day": "2026-03-20", "amount_fen": 600_000, "reason": "加宽"}
    saving.saver("project_change")(window.book, None, told)
    page.open_record(row_id)
    clerk, card = Clerk(window), page.view.changes
    clerk.click(card.amend)
    amount = card.form.editors["amount_fen"].input
    amount.selectAll()
    clerk.reach(amount)
    amount.selectAll()
    clerk.write("5000")
    clerk.click(card.keep)
    (row,) = window.book.rows(Query(ProjectChange.table))
    assert (row["amount_fen"], row["reason"]) == (500_000, "加宽")
    assert page.view.hints.said.text().count("变更累计") == 0
    clerk.click(card.drop)
    assert window.book.count(Query(ProjectChange.table)) == 0
    assert card.said.text() == "没有变更。"


def test_a_change_half_typed_is_not_put_on_the_next_project(
    window: Window, page: ProjectsPage
) -> None:
    first, second = made(window, contract_fen=1), made(window, name="三组水渠", contract_fen=1)
    page.open_record(first)
    clerk, card = Clerk(window), page.view.changes
    clerk.click(card.open)
    clerk.write("2026-03-20")
    page.open_record(second)
    assert card.form.isHidden() and card.form.is_blank


def test_the_figures_are_covered_and_a_deleted_project_closes(
    window: Window, page: ProjectsPage
) -> None:
    row_id = made(window, contract_fen=5_000_000)
    page.open_record(row_id)
    assert "50,000.00" in page.view.money.said.text()
    cover.set_covered(True)
    assert "50,000.00" not in page.view.money.said.text()
    cover.set_covered(False)
    saving.dropper("project")(window.book, row_id)
    page.view.reload()
    assert page.list.isVisible()
