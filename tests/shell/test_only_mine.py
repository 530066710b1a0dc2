"""只看我的: on 今日 and over the tasks, for each person at the desk; what is counted follows."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from office import WRITER, make_book
from qinglian_desktop.core.pick import Pick, View, kept
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.shell import only_mine
from qinglian_desktop.store.book import Book, Operator
from qinglian_desktop.ui.empty import EmptyCard
from windows import LONG, TODAY, window_on


@pytest.mark.parametrize(
    ("who", "mine"),
    [
        ("", True), (None, True), ("周文书", True), ("李四、周文书", True), ("周文书 李四", True),
        ("李四", False), ("周文", False), ("周文书记", False),
    ],
)  # fmt: skip
def test_what_names_nobody_is_mine_too(who: str | None, mine: bool) -> None:
    assert only_mine.is_mine(who, "周文书") is mine


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = make_book(tmp_path)
    for title, who in (
        ("甲事", WRITER),
        ("乙事", f"李四、{WRITER}"),
        ("丙事", "李四"),
        ("丁事", ""),
    ):
        draft = {
            "title": title,
            "assignee": who or None,
            "due_on": (TODAY + timedelta(2)).isoformat(),
        }
        tasks.save_task(made, None, draft)
    return made


def _titles(page: Any) -> set[str]:
    return {row.due.subject for row in page.rows() if row.due.module == "tasks"}


def _press(qtbot: QtBot, box: QCheckBox) -> None:
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)


def test_today_lists_and_counts_what_is_mine_and_says_what_it_leaves_out(
    book: Book, dressed: QApplication, qtbot: QtBot
) -> None:
    with window_on(book) as window:
        page: Any = window.today
        assert page.only.isVisible() and not page.only.isChecked()
        whole = len(page.found)
        _press(qtbot, page.only)
        assert len(page.found) == whole - 1
        assert not any("丙事" in title for title in _titles(page))
        assert len(page.rows()) == sum(len(lines) for _, lines in page.lines()) == whole - 1
        assert "另有 1 件写着别人的名字，没有列出。" in page._sum.text()
        book.operator = Operator("李四")
        page.pass_on()
        assert not page.only.isChecked(), "each for himself"
        assert len(page.found) == whole
        book.operator = Operator(WRITER)
        page.pass_on()
        assert page.only.isChecked()
        _press(qtbot, page.only)
        assert len(page.found) == whole
        assert not only_mine.is_on(book, "today")


def test_an_empty_page_does_not_say_that_nothing_is_to_be_done(
    book: Book, dressed: QApplication, qtbot: QtBot
) -> None:
    only_mine.turn(book, "today", on=True)
    with window_on(book) as window:
        page: Any = window.today
        page._show([due for due in page._all if due.who == "李四"])
        (card,) = page.findChildren(EmptyCard)
        assert card.text.text() == "没有写着自己名字的事。别人的事去掉“只看我的”就列出来。"
        page._show([])
        assert any(c.text.text().startswith("今天没有") for c in page.findChildren(EmptyCard))


def test_the_list_of_tasks_is_narrowed_and_counted(
    book: Book, dressed: QApplication, qtbot: QtBot
) -> None:
    with window_on(book) as window:
        page: Any = window.go("tasks")
        box = page.head.findChild(QCheckBox)
        qtbot.waitUntil(lambda: page.table.length == 4, timeout=LONG)
        _press(qtbot, box)
        qtbot.waitUntil(lambda: page.table.length == 3, timeout=LONG)
        assert book.count(page.query()) == 3
        made = tasks.save_task(book, None, {"title": "戊事", "assignee": f"{WRITER}、王五"})
        window.runner.changed.emit(made, None)
        qtbot.waitUntil(lambda: page.table.length == 4, timeout=LONG)
        assert only_mine.is_on(book, "tasks")


def test_it_is_as_it_was_left_until_the_condition_is_taken_away(
    book: Book, dressed: QApplication, qtbot: QtBot
) -> None:
    only_mine.turn(book, "tasks", on=True)
    with window_on(book) as window:
        page: Any = window.go("tasks")
        box = page.head.findChild(QCheckBox)
        assert box.isChecked()
        qtbot.waitUntil(lambda: page.table.length == 3, timeout=LONG)
        page.filters.clear()
        assert not box.isChecked(), "the list shows all, so the box says so"
        qtbot.waitUntil(lambda: page.table.length == 4, timeout=LONG)
        assert not only_mine.is_on(book, "tasks")


def test_a_view_about_somebody_keeps_its_condition(
    book: Book, dressed: QApplication, qtbot: QtBot
) -> None:
    theirs = Pick("assignee", "in", ["李四"])
    views = {"views": [kept(View("李四的", (theirs,)))], "usual": "李四的"}
    book.put_setting(f"list/{WRITER}/task/任务台账", views)
    only_mine.turn(book, "tasks", on=False)
    with window_on(book) as window:
        page: Any = window.go("tasks")
        assert page.filters.picks == {"assignee": theirs}
        qtbot.waitUntil(lambda: page.table.length == 1, timeout=LONG)


def test_a_view_of_the_next_one_takes_nothing_from_what_he_had_ticked(
    book: Book, dressed: QApplication, qtbot: QtBot
) -> None:
    only_mine.turn(book, "tasks", on=True)
    with window_on(book) as window:
        page: Any = window.go("tasks")
        book.operator = Operator("李四")
        only_mine.turn(book, "tasks", on=True)
        page.filters.show_view(View("全部的"))
        assert page.head.findChild(QCheckBox).isChecked()
        assert only_mine.is_on(book, "tasks")
        qtbot.waitUntil(lambda: page.table.length == 3, timeout=LONG)
