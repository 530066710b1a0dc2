"""工作简报 (T-04) as a page: gathered, edited, written; nothing edited is lost unasked."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from qinglian_desktop.core import clock
from qinglian_desktop.modules.tasks import actions
from qinglian_desktop.modules.tasks.rules import work_note as rules
from qinglian_desktop.shell import acts, work_note_page
from qinglian_desktop.shell.window import Window
from qinglian_desktop.shell.work_note_page import WorkNotePage
from qinglian_desktop.ui import cover
from windows import LONG, Clerk, office_window, program


@pytest.fixture
def window(qapp: Any, tmp_path: Path) -> Iterator[Window]:
    with program(qapp), office_window(tmp_path) as made:
        with clock.fixed(date(2026, 11, 3)):
            for title in ("制定年度计划", "入户宣传"):
                row_id = actions.save_task(made.book, None, {"title": title}).result
                actions.move_task(made.book, str(row_id), "进行中")
        yield made


@pytest.fixture
def page(qtbot: Any, window: Window) -> WorkNotePage:
    acts.do(window, "工作简报")
    made = window.page
    assert isinstance(made, WorkNotePage)
    qtbot.waitUntil(lambda: made.note is not None, timeout=LONG)
    return made


def test_the_month_is_gathered_and_the_words_go_into_word(
    qtbot: Any, page: WorkNotePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "在办 2 项" in page.said.text() and page.when.text() == "2026年11月1日至30日"
    assert page.words[rules.DOING].count("\n") == 1
    page.boxes[rules.DONE].setFocus()
    Clerk(page.window()).write("另外办结一件")
    assert page.edited
    path = tmp_path / "简报.docx"
    monkeypatch.setattr(work_note_page, "where_to", lambda *_: path)
    qtbot.mouseClick(page.word, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.edited, timeout=LONG)
    assert path.read_bytes().startswith(b"PK")


def test_what_was_edited_is_not_lost_unasked(
    qtbot: Any, page: WorkNotePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter((False, True))
    monkeypatch.setattr(work_note_page, "ask", lambda *_, **__: next(answers))
    page.boxes[rules.ASKING].setPlainText("请街道协调")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.words[rules.ASKING] == "请街道协调"
    qtbot.mouseClick(page.before, Qt.MouseButton.LeftButton)
    assert page.when.text() == "2026年10月1日至31日"
    qtbot.waitUntil(lambda: page.words[rules.ASKING] == "", timeout=LONG)
    assert rules.NOTHING in page.said.text()


def test_the_cover_lies_over_the_words_and_stops_the_paper(qtbot: Any, page: WorkNotePage) -> None:
    words = page.words
    cover.set_covered(True)
    shown = page.boxes[rules.DOING].toPlainText()
    assert "入户宣传" not in shown and page.words == words and not page.edited
    qtbot.mouseClick(page.paper, Qt.MouseButton.LeftButton)
    assert "遮挡" in page.banner.text.text()
    cover.set_covered(False)
    assert "入户宣传" in page.boxes[rules.DOING].toPlainText()


def test_a_task_that_moves_meanwhile_comes_along_unless_something_was_written(
    qtbot: Any, window: Window, page: WorkNotePage
) -> None:
    window.runner.act(actions.save_task, None, {"title": "新来的", "state": "进行中"})
    qtbot.waitUntil(lambda: "新来的" in page.words[rules.DOING], timeout=LONG)
    page.boxes[rules.DOING].setPlainText("文书写的")
    window.runner.act(actions.save_task, None, {"title": "再来的", "state": "进行中"})
    assert "重新生成" in page.said.text() and page.words[rules.DOING] == "文书写的"
