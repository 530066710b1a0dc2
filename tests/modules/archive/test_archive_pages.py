"""The tab 清廉档案 by hand: the survey fills itself, a problem goes its way, files are bound."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from office import make_book
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.archive.page.volumes import VolumesPage
from qinglian_desktop.modules.saving import saver
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from windows import LONG, Clerk, program, window_on


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    with program(qapp), window_on(make_book(tmp_path)) as made:
        made.go("archive")
        yield made


def put(book: Book, table: str, **draft: Any) -> str:
    return str(saver(table)(book, None, draft).result)


def section(window: Window, key: str) -> Any:
    window.go("archive")
    page: Any = window.page
    shown = page.show_section(key)
    QApplication.processEvents()
    return shown


def test_a_form_is_made_with_the_keys_and_its_figures_stand_there(window: Window) -> None:
    put(window.book, "household", number="1-001", group_name="1组")
    page = section(window, "baseline")
    clerk = Clerk(window)
    clerk.press("新增", page)
    clerk.write("2026")
    clerk.key(Qt.Key.Key_Return)
    assert page.save_waiting()
    figures = window.book.rows(Query("baseline_figure", order=(("number", False),)))
    told = [(row["name"], row["value"]) for row in figures]
    assert told[:2] == [("户数", "1"), ("常住人口", None)]
    listed = section(window, "baseline_figure")
    assert listed.table.model().rowCount() == len(figures)


def test_what_is_missing_is_shown_and_the_items_of_a_line(window: Window) -> None:
    put(window.book, "joint_meeting", held_on="2026-05-12", topic="更新清单")
    page = section(window, "volumes")
    assert isinstance(page, VolumesPage)
    page.reload()
    names = [one.entry.name for one in page.shown]
    page.entries.selectRow(names.index("大党委联席会"))
    assert page.items.model().rowCount() == 1
    lines = [
        page.entries.model().index(names.index("大党委联席会"), column).data()
        for column in range(5)
    ]
    assert lines == ["10 治理服务", "大党委联席会", "缺", "1", "第一季度、第三季度"]
    page.only.click()
    assert all(one.missing for one in page.shown)
    assert 0 < len(page.shown) < len(names)
    page._open(0, 0)
    assert window.page.page_id == "party"  # the line stayed the same, its row is opened there


def test_the_files_are_exported_and_covered_nothing_leaves(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    page = section(window, "volumes")
    page.export_to(tmp_path)
    root = tmp_path / "新街子社区2026年清廉档案"
    qtbot.waitUntil((root / "清廉档案 第1册.pdf").is_file, timeout=LONG)
    cover.set_covered(True)
    page.bind_it()
    assert "遮挡" in page.banner.text.text()
    cover.set_covered(False)
