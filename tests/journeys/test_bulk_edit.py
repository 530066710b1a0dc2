"""Are many rows changed as previewed; do paper and sheet take what the screen shows?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from listing import (
    KEYS,
    SHIFT,
    click_heading,
    column,
    dialog,
    people,
    people_book,
)
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.pick import Pick
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell.list_paper import Asked, list_paper
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.bulk_edit import BulkEdit
from qinglian_desktop.ui.ledger_page import LedgerPage
from windows import LONG, Clerk, window_on


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return people_book(tmp_path)


@pytest.fixture
def window(book: Book) -> Iterator[Window]:
    with window_on(book) as made:
        yield made


# -- many rows at once ------------------------------------------------------------------------


def test_tags_of_many_people_are_changed_at_once_and_taken_back(
    window: Window, book: Book, qtbot: Any
) -> None:
    page, clerk = people(window), Clerk(window)
    page.filters.pick("group_name", Pick("group_name", "in", ("2组",)))
    clerk.click(page.tools.many)
    asked = dialog(window, BulkEdit)
    assert asked.name == "tags" and asked.way == "add"
    assert [button.text() for button in asked.scope.buttons] == ["列表里的全部 3 条"]
    clerk.click(asked.ok)
    assert asked.banner.text.text() == "还没写标签。请先写上，例：党员。"
    asked.tag.setFocus()
    clerk.write("党员")
    clerk.key(KEYS.Key_Return)
    qtbot.waitUntil(lambda: "会改" in asked.said.text(), timeout=LONG)
    assert asked.said.text() == "会改 2 条，1 条本来就是这样。"
    assert asked.ok.text() == "改这 2 条" and asked.ok.hasFocus()
    previewed = [row[0] for row in asked.table.records.rows]
    clerk.key(KEYS.Key_Space)
    qtbot.waitUntil(page.bar.isVisible, timeout=LONG)
    tagged = [row["name"] for row in book.rows(Query("person")) if row["tags"] == "党员"]
    assert tagged == ["李四", "王五", "陈一", "周六"]
    assert previewed == ["王五 2组", "周六 2组"]
    assert book.steps()[0]["label"] == "批量改人员的身份标签，2 条"
    clerk.click(page.bar.button)
    assert sum(row["tags"] == "党员" for row in book.rows(Query("person"))) == 2


def test_the_chosen_rows_alone_are_changed_and_a_changed_wish_asks_for_a_new_look(
    window: Window, book: Book, qtbot: Any
) -> None:
    page, clerk = people(window), Clerk(window)
    page.table.selectRow(2)
    clerk.click(page.tools.many)
    asked = dialog(window, BulkEdit)
    assert asked.scope.buttons[0].text() == "选中的 1 条" and asked.scope.at == 0
    asked.field.setCurrentIndex(asked.field.findData("group_name"))
    QApplication.processEvents()
    clerk.click(asked.how.buttons[0])
    editor: QWidget = asked._editor.input
    editor.setFocus()
    clerk.write("3组")
    clerk.click(asked.ok)
    qtbot.waitUntil(lambda: asked.ok.text() == "改这 1 条", timeout=LONG)
    editor.setFocus()
    clerk.write("x")
    assert asked.ok.text() == "先看看" and asked.table.records.rows == []
    clerk.key(KEYS.Key_Backspace)
    clerk.click(asked.ok)
    qtbot.waitUntil(lambda: asked.ok.text() == "改这 1 条", timeout=LONG)
    clerk.click(asked.ok)
    qtbot.waitUntil(page.bar.isVisible, timeout=LONG)
    assert [row["group_name"] for row in book.rows(Query("person"))].count("3组") == 1


def test_what_only_a_step_may_move_is_not_offered(window: Window) -> None:
    page = window.go("tasks")
    assert isinstance(page, LedgerPage)
    page.tools.many.edit()
    asked = dialog(window, BulkEdit)
    offered = [asked.field.itemData(n) for n in range(asked.field.count())]
    assert "state" not in offered and {"assignee", "due_on", "percent"} <= set(offered)


def test_what_is_typed_while_it_looks_is_what_counts(
    window: Window, book: Book, qtbot: Any
) -> None:
    page = people(window)
    page.tools.many.edit()
    asked = dialog(window, BulkEdit)
    asked.tag.setText("低保")
    asked.go_on()
    asked.tag.setText("代表")  # before the answer has come
    qtbot.waitUntil(lambda: not window.runner.working, timeout=LONG)
    QApplication.processEvents()
    assert asked.ok.text() == "先看看" and asked.table.records.rows == []
    asked.go_on()
    qtbot.waitUntil(lambda: "会改" in asked.said.text(), timeout=LONG)
    asked.go_on()
    qtbot.waitUntil(page.bar.isVisible, timeout=LONG)
    assert {row["tags"] for row in book.rows(Query("person"))} == {"代表", "党员、代表"}


def test_a_dialog_closed_too_early_changes_nothing(window: Window, book: Book, qtbot: Any) -> None:
    page = people(window)
    before = book.rows(Query("person"))
    for _ in range(2):
        page.tools.many.edit()
        asked = dialog(window, BulkEdit)
        asked.tag.setText("低保")
        asked.go_on()
        asked.reject()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        qtbot.waitUntil(lambda: not window.runner.working, timeout=LONG)
    assert book.rows(Query("person")) == before


# -- papers and sheets ------------------------------------------------------------------------


def test_paper_and_sheet_take_what_the_screen_shows(
    window: Window, book: Book, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import openpyxl
    from PySide6.QtWidgets import QFileDialog

    page, target = people(window), tmp_path / "人员.xlsx"
    page.filters.pick("group_name", Pick("group_name", "in", ("2组", "10组")))
    page.tools.columns.show(("group_name", "name", "phone"))
    click_heading(page, "group_name")
    click_heading(page, "name", SHIFT)
    shown = list(zip(*(column(page, n) for n in ("group_name", "name", "phone")), strict=True))
    paper = list_paper(book, Asked(page.query()), Fonts()).paper
    table = paper.blocks[0]
    assert [c.label for c in table.columns] == ["组/网格", "姓名", "联系电话"]  # type: ignore[union-attr]
    assert list(table.rows) == shown  # type: ignore[union-attr]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    Clerk(window).press("导出", page.head)
    qtbot.waitUntil(target.is_file, timeout=LONG)
    qtbot.waitUntil(lambda: not window.runner.working, timeout=LONG)
    sheet = openpyxl.load_workbook(target).active
    assert list(sheet.iter_rows(values_only=True)) == [("组/网格", "姓名", "联系电话"), *shown]
