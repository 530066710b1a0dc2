"""The tab 自评 as hands use it: thirty lines without a mouse, the card, gaps, handing in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from modules.evaluation.made_year import fill
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.evaluation import actions, assessment_reads
from qinglian_desktop.modules.evaluation import assessment_records as records
from qinglian_desktop.modules.evaluation.page.gaps import GapsPage
from qinglian_desktop.modules.evaluation.page.home import HomePage
from qinglian_desktop.modules.evaluation.page.lines import LinesPage
from qinglian_desktop.modules.evaluation.page.submit import SubmitPage
from qinglian_desktop.shell import task_card
from qinglian_desktop.shell.window import Window
from windows import LONG, TODAY, Clerk, office_window

YEAR = TODAY.year


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with office_window(tmp_path) as made:
        yield made


def section(window: Window, key: str) -> object:
    return window.go("evaluation").show_section(key)  # type: ignore[attr-defined]


def lines_of(window: Window) -> list[dict[str, object]]:
    row = assessment_reads.current(window.book, YEAR)
    assert row is not None
    return assessment_reads.lines(window.book, row["id"])


def test_thirty_lines_are_scored_without_a_mouse(window: Window) -> None:
    """Alt+3, 开始自评, then score by score: each is stored as soon as the cell is left."""
    clerk = Clerk(window)
    clerk.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    clerk.key(Qt.Key.Key_Space)  # 开始自评 has the keys
    page = window.page.current
    assert isinstance(page, LinesPage)
    table = page.lines.table
    ours = [place for place, line in enumerate(lines_of(window)) if line["basis"] != "不适用"][:30]
    assert len(ours) == 30
    column = table.records.columns.index("self_score")
    table.setFocus()
    table.setCurrentIndex(table.records.index(0, column))
    place = 0
    for count, wanted in enumerate(ours, 1):
        while place < wanted:
            clerk.key(Qt.Key.Key_Down)
            place += 1
        clerk.write("0.5")
        clerk.key(Qt.Key.Key_Return)
        place += 1
        scored = [line["self_score"] for line in lines_of(window) if line["self_score"] is not None]
        assert scored == [500] * count
    assert page.told.text().startswith("已自评 30/")


def test_a_score_over_its_points_says_so_and_is_not_stored(window: Window) -> None:
    actions.begin(window.book, YEAR)
    page = section(window, records.AssessmentLine.table)
    assert isinstance(page, LinesPage)
    page.open_record(str(lines_of(window)[0]["id"]))
    clerk = Clerk(window)
    clerk.fill(page.view.form.editors["self_score"].input, "5")
    page.view.save_now()
    assert lines_of(window)[0]["self_score"] is None
    assert "超过该项分值 3 分" in page.view.form.editors["self_score"].message.text()


def test_the_card_goes_on_with_page_down_and_asks_for_a_reason(
    window: Window, qtbot: QtBot
) -> None:
    fill(window.book, year=YEAR)
    actions.begin(window.book, YEAR)
    page = section(window, records.AssessmentLine.table)
    assert isinstance(page, LinesPage)
    first, second = (str(line["id"]) for line in lines_of(window)[:2])
    page.open_record(first)
    qtbot.waitUntil(lambda: page.view.behind.records.rowCount() > 3, timeout=LONG)
    clerk = Clerk(window)
    clerk.fill(page.view.form.editors["self_score"].input, "0.1")
    page.view.save_now()
    assert "请写一句原因" in page.view.banner.text.text()
    clerk.key(Qt.Key.Key_PageDown)
    assert page.view.row_id == second
    assert lines_of(window)[0]["self_score"] == 100


def test_what_is_not_done_here_is_left_out_on_its_card(window: Window) -> None:
    actions.begin(window.book, YEAR)
    page = section(window, records.AssessmentLine.table)
    assert isinstance(page, LinesPage)
    line = next(line for line in lines_of(window) if line["indicator"] == "E04")
    page.open_record(str(line["id"]))
    clerk = Clerk(window)
    clerk.press("标为不适用", page.view)
    assert "还没写为什么不适用" in page.view.form.editors["note"].message.text()
    clerk.fill(page.view.form.editors["note"].input, "没有推行积分制")
    clerk.press("标为不适用", page.view)
    assert "不适用" in page.view.points.text()
    assert page.view.apart.text() == "改回要评"
    clerk.press("改回要评", page.view)
    assert "不适用" not in page.view.points.text()
    page.open_record(str(lines_of(window)[0]["id"]))
    assert page.view.apart.isHidden()


def test_the_way_to_handing_in_and_the_next_version(window: Window) -> None:
    home = section(window, records.Assessment.table)
    assert isinstance(home, HomePage)
    clerk = Clerk(window)
    clerk.press("开始自评")
    lines = window.page.current
    assert isinstance(lines, LinesPage)
    clerk.press("采用建议", lines)
    assert not [line for line in lines_of(window)
                if line["self_score"] is None and line["basis"] != "不适用"]  # fmt: skip
    page = section(window, "submit")
    assert isinstance(page, SubmitPage)
    clerk.press("自评完成", page)
    QApplication.processEvents()  # the form of the next step comes to be seen
    assert page.card.form is not None
    clerk.fill(page.card.form.editors["heard_by"].input, "11月支委会")
    clerk.press("登记审议", page)
    clerk.answer("冻结并提交")
    clerk.press("冻结并提交", page)
    row = assessment_reads.current(window.book, YEAR)
    assert row is not None
    assert (row["state"], row["version"]) == (records.SENT, 1)
    clerk.press("新版本", page)
    row = assessment_reads.current(window.book, YEAR)
    assert row is not None
    assert (row["state"], row["version"]) == (records.DRAFT, 2)
    assert page.versions.records.rowCount() == 2


def test_lost_lines_become_tasks_on_the_page_of_gaps(window: Window) -> None:
    actions.begin(window.book, YEAR)
    page = section(window, "gaps")
    assert isinstance(page, GapsPage)
    clerk = Clerk(window)
    clerk.press("选中最少几项", page)
    chosen = len(page.table.selectionModel().selectedRows())
    assert f"补齐 {chosen} 项就能到" in page.said.text()
    clerk.press("转成任务", page)
    clerk.press("建任务", page)
    tasks = window.book.rows(Query("task"))
    assert len(tasks) == chosen > 0
    assert len([line for line in lines_of(window) if line["task_id"]]) == chosen

    # The way back: from the card of a task to its line.
    task_card.open_it(window, str(tasks[0]["id"]))
    line = next(line for line in lines_of(window) if line["task_id"] == tasks[0]["id"])
    clerk.press(f"看自评项 {line['indicator']}", window.page)
    page = window.page.current
    assert isinstance(page, LinesPage)
    assert page.view.row_id == line["id"]
