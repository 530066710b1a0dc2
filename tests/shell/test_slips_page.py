"""明白卡 from the window: a list is taken, its columns are guessed, and the paper is looked at."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from office import make_book, make_details
from qinglian_desktop.shell import acts, slips_page
from qinglian_desktop.shell.slips_page import SlipsPage
from qinglian_desktop.shell.window import Window
from windows import LONG, Clerk, program, window_on

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    with program(qapp):
        book = make_book(tmp_path)
        make_details(book, "三季度慰问金", [50_000, 30_000])
        with window_on(book) as made:
            yield made


@pytest.fixture
def page(window: Window) -> SlipsPage:
    acts.do(window, "打明白卡")
    (made,) = window.findChildren(SlipsPage)
    return made


def _workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(
            (
                ("组别", "门牌", "户主", "金额"),
                ("2组", "1号", "李建华", 100),
                ("1组", "2号", "王五", 60),
            )
        ):
            sheet.write_row(number, 0, row)
    return path


def test_a_list_from_a_workbook_comes_to_the_preview(
    qtbot: Any, window: Window, page: SlipsPage, tmp_path: Path, monkeypatch: Any
) -> None:
    seen: list[bytes] = []
    monkeypatch.setattr(window, "preview", lambda pdf, title, facts=None: seen.append(pdf))
    assert not page.see.isEnabled()
    path = _workbook(tmp_path / "名单.xlsx")
    monkeypatch.setattr(slips_page.QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    clerk = Clerk(window)
    clerk.press("从表格里取", page)
    qtbot.waitUntil(page.see.isEnabled, timeout=LONG)
    assert page.roles["name"].currentText() == "户主"
    assert page.roles["door"].currentText() == "门牌"
    assert "名单 2 行，2 户，用纸 1 张。合计 160.00 元，和名单一致。" in page.said.text()
    clerk.press("看一看再打", page)
    qtbot.waitUntil(lambda: bool(seen), timeout=LONG)
    assert seen[0].startswith(b"%PDF")
    clerk.assert_within(acts=2, fills=0)


def test_a_subject_is_chosen_and_another_column_by_hand(window: Window, page: SlipsPage) -> None:
    page.subject.setCurrentIndex(1)
    page.subject.activated.emit(1)
    assert "2 户" in page.said.text()
    assert page.name.text() == "三季度慰问金明白卡"
    page.roles["name"].setCurrentIndex(0)
    assert not page.see.isEnabled()
    assert page.banner.isVisible()
    page.roles["name"].setCurrentIndex(page.roles["name"].findText("姓名"))
    assert page.see.isEnabled()
    assert not page.banner.isVisible()


def test_escape_closes_it(window: Window, page: SlipsPage) -> None:
    Clerk(window).key(Qt.Key.Key_Escape, on=page)
    assert not page.isVisible()
