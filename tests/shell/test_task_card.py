"""The task ledger as a clerk works with it: what comes next, steps, notes, moving, postponing."""

from pathlib import Path
from typing import Any

from office import make_book
from qinglian_desktop.modules.tasks import actions as tasks
from windows import window_on


def test_the_drawer_says_what_comes_next_and_by_when(dressed: Any, tmp_path: Path) -> None:
    book = make_book(tmp_path)
    made = tasks.save_task(book, None, {"title": "入户走访", "due_on": "2026-12-05"}).result
    with window_on(book) as window:
        window.go("tasks", "task", made)
        drawer = window.page.drawer
        assert drawer.next_words.text() == "下一步：开始办，12月5日前"
        window.runner.act(tasks.move_task, made, "进行中")
        assert drawer.next_words.text() == "下一步：办好送核，12月5日前"
        window.page.new_record()
        assert not drawer.next_words.isVisible()
