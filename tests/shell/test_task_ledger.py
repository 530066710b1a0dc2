"""T-01: the list of tasks begins with the plan, leads to its tools and asks about a past day."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from office import make_book
from qinglian_desktop.core.module import Query
from qinglian_desktop.shell import task_ledger
from qinglian_desktop.shell.task_ledger import EMPTY, MEANT, PAST, PastDay
from qinglian_desktop.shell.window import Window
from windows import Clerk, shown_buttons, window_on


@pytest.fixture
def window(dressed: Any, tmp_path: Path) -> Iterator[Window]:
    with window_on(make_book(tmp_path)) as made:
        made.go("tasks")
        yield made


def test_an_empty_list_is_filled_from_the_plan_and_taken_back(window: Window) -> None:
    page: Any = window.page
    assert page.list.empty.text.text() == EMPTY
    Clerk(window).press("按方案建立", page.list.empty)
    assert window.book.count(Query("task")) == 127
    assert window.bar.text.text().endswith("127 条。")
    Clerk(window).press("撤销", window.bar)
    assert window.book.count(Query("task")) == 0


def test_the_tools_of_tasks_are_in_one_menu(window: Window) -> None:
    more = next(b for b in window.page.findChildren(QPushButton) if b.text() == "更多")
    words = [one.text() for one in more.menu().actions()]
    assert {"粘贴成单", "周期任务", "清单模板", "照片归位", "工作简报", "减负账本", "交接"} <= set(
        words
    )
    next(one for one in more.menu().actions() if one.text() == "清单模板").trigger()
    assert getattr(window.page, "page_id", "") == "checklists"


def test_a_day_that_is_past_is_asked_about_once_and_nothing_is_held_up(window: Window) -> None:
    page: Any = window.page
    page.new_record()
    form = page.drawer.form
    asked = page.findChild(PastDay)
    for day, said in (("2026-12-01", ""), ("2026-11-01", PAST)):
        form.editors["due_on"].put_text(day)
        form.editors["due_on"].mark_touched()
        asked.look()
        assert asked.doubt.words.text() == said
    form.editors["title"].put_text("补的")
    form.editors["title"].mark_touched()
    page.save_waiting()
    assert window.book.rows(Query("task"))[0]["due_on"] == "2026-11-01", "only asked, never refused"
    shown_buttons(page.drawer)[MEANT].click()
    asked.look()
    assert asked.doubt.words.text() == "" and task_ledger.PAST not in shown_buttons(page.drawer)
