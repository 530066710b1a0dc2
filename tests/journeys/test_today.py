"""Scenario 1 (product-and-ux §3.1): what is due today is read without pressing anything."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLabel, QScrollArea

from office import make_book
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.modules.tasks.records import Task
from windows import LONG, TODAY, Clerk, window_on


def test_what_is_due_is_read_as_soon_as_the_window_stands(tmp_path: Path, qtbot: Any) -> None:
    book = make_book(tmp_path)
    disclosure.load_catalog(book, TODAY.year)
    disclosure.plan_year(book, TODAY.year)
    tasks.load_plan(book, TODAY.year)
    with window_on(book) as window:
        clerk = Clerk(window)  # the double click on the program is the only act
        qtbot.waitUntil(lambda: len(window.today.rows()) > 5, timeout=LONG)
        assert window.page is window.today
        days = [row.due.due_on for row in window.today.rows()]
        assert days == sorted(days), "in the order of the days"
        first = window.today.rows()[0]
        assert first.due.subject and "为什么是" in first.reason
        assert first.button.isVisible() and first.button.text()
        area = window.today.findChild(QScrollArea)
        assert (
            area.viewport()
            .rect()
            .contains(
                area.viewport().mapFromGlobal(
                    first.button.mapToGlobal(first.button.rect().center())
                )
            )
        ), "the first thing to do needs no scrolling"
        late = [row for row in window.today.rows() if row.due.due_on < TODAY]
        assert all(row.word.startswith("逾期") for row in late)
        clerk.assert_within(0, 0)


def test_nothing_due_names_the_next_day(tmp_path: Path, qtbot: Any) -> None:
    book = make_book(tmp_path)
    with book.change("登记任务") as change:
        due = TODAY + timedelta(days=3)
        change.put(Task(year=TODAY.year, code="9.01", title="入户走访", due_on=due))
    with window_on(book) as window:
        said = " ".join(label.text() for label in window.today.findChildren(QLabel))
        assert "今天没有要办的事" in said and "11月27日" in said
