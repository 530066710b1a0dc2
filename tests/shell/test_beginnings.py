"""Does an empty office get the buttons that fill it, and do they go away?"""

from pathlib import Path

from office import make_book
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.shell import beginnings
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from windows import shown_buttons


def words(book: Book) -> list[str]:
    return [word for word, _, _ in beginnings.wanted(book)]


def test_an_empty_office_fills_itself_step_by_step(window: Window) -> None:
    book = window.book
    assert words(book) == ["按方案建立任务", "建立公开目录和计划"]
    shown_buttons(window.today)["按方案建立任务"].click()
    assert book.count(Query("task")) == 127
    shown_buttons(window.today)["建立公开目录和计划"].click()
    assert book.count(Query("catalog_item")) > 50
    assert words(book) == ["启用前到期的 79 期不再补"]
    shown_buttons(window.today)["启用前到期的 79 期不再补"].click()
    assert words(book) == []
    late = Where("due_on", "<", "2026-11-24")
    assert book.count(Query("planned_posting", (late, Where("state", "=", "待公开")))) == 0


def test_one_undo_takes_a_whole_beginning_back(window: Window) -> None:
    shown_buttons(window.today)["建立公开目录和计划"].click()
    window.runner.undo()
    assert window.book.count(Query("catalog_item")) == 0
    assert window.book.count(Query("planned_posting")) == 0


def test_a_street_is_only_offered_the_plan(tmp_path: Path) -> None:
    with make_book(tmp_path, "street") as book:
        assert words(book) == ["按方案建立任务"]
