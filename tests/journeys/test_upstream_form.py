"""Scenario 9 (product-and-ux §3.9): a form sent in the morning, wanted in the afternoon."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import upstream_forms
from forms_office import full_office
from office import make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.forms.page import FormsPage
from qinglian_desktop.modules.forms.page import shelf as shelf_module
from qinglian_desktop.modules.forms.page.differences import DifferenceDialog
from qinglian_desktop.modules.forms.page.pointing import PointingPage
from qinglian_desktop.modules.forms.page.shelf import ShelfPage
from qinglian_desktop.shell.window import Window
from windows import LONG, Clerk, primaries, shown_buttons, window_on

FIRST_TIME, NEXT_TIME = 15, 3


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    """What the desktop was asked to open."""
    found: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", found.append)
    return found


def shelf_of(window: Window) -> ShelfPage:
    assert isinstance(window.page, FormsPage)
    shelf = window.page.current
    assert isinstance(shelf, ShelfPage)
    return shelf


def form_file(tmp_path: Path, content: bytes, name: str = "党员花名册.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def wait(qtbot: QtBot, window: Window, what: Callable[[], bool]) -> None:
    qtbot.waitUntil(lambda: what() and window.runner.quiet, timeout=LONG)


def pointing_of(qtbot: QtBot, window: Window) -> PointingPage:
    wait(qtbot, window, shelf_of(window).pointing.isVisible)
    return shelf_of(window).pointing


def test_a_new_form_is_pointed_out_and_filled_within_the_goal(
    tmp_path: Path, qtbot: QtBot, opened: list[QUrl]
) -> None:
    with window_on(full_office(tmp_path)) as window:
        clerk = Clerk(window)
        form = form_file(tmp_path, upstream_forms.party_members())
        empty = form.read_bytes()
        clerk.drop(form, window)  # on 今日: anywhere will do
        pointing = pointing_of(qtbot, window)
        assert primaries(pointing) == ["预览"]
        # 身份证号: with the middle eight digits hidden, as the form asks
        pointing.view.point(2, 4)
        clerk.acts += 1
        assert pointing.panel.which.text() == "〔公民身份号码〕这一列填什么："
        writing = pointing.panel.writing
        writing.setCurrentIndex(writing.findData("hide8"))
        clerk.acts += 1
        clerk.press("整张表")
        clerk.fill(pointing.panel.asked_by, "街道党群办")
        clerk.press("预览")
        wait(qtbot, window, lambda: primaries(pointing) == ["导出"])
        clerk.press("导出")
        wait(qtbot, window, shelf_of(window).open_folder.isVisible)
        clerk.press("打开文件夹")
        assert clerk.acts + clerk.fills <= FIRST_TIME
        assert [Path(url.toLocalFile()) for url in opened] == [tmp_path]
        page = openpyxl.load_workbook(tmp_path / "党员花名册_已填.xlsx")["党员花名册"]
        assert [page.cell(row, 2).value for row in range(4, 9)] == [
            "李建华", "张晓梅", "赵明", "吴立新", "韩长福",
        ]  # fmt: skip
        assert page["E4"].value == "999999********0114"
        assert page["B9"].value == '=COUNTA(B4:B8)&"人"'
        assert form.read_bytes() == empty, "the empty form stays"
        (number,) = window.book.rows(Query("reported_number"))
        assert (number["value"], number["to_whom"]) == (5000, "街道党群办")


def filled_once(window: Window, tmp_path: Path, qtbot: QtBot) -> Path:
    form = form_file(tmp_path, upstream_forms.party_members())
    Clerk(window).drop(form, window)
    pointing = pointing_of(qtbot, window)
    pointing.panel.asked_by.setText("街道党群办")
    pointing.export.click()
    wait(qtbot, window, shelf_of(window).open_folder.isVisible)
    return form


def test_the_next_time_takes_three_acts(tmp_path: Path, qtbot: QtBot, opened: list[QUrl]) -> None:
    with window_on(full_office(tmp_path)) as window:
        form = filled_once(window, tmp_path, qtbot)
        window.go("today")
        clerk = Clerk(window)
        clerk.drop(form, window)
        wait(qtbot, window, shelf_of(window).fill_now.isVisible)
        clerk.press("按上次填好")
        wait(qtbot, window, shelf_of(window).open_folder.isVisible)
        clerk.press("打开文件夹")
        clerk.assert_within(NEXT_TIME, 0)
        assert (tmp_path / "党员花名册_已填2.xlsx").is_file(), "nothing is written over"
        assert len(opened) == 1
        (row,) = window.book.rows(Query("form_map"))
        assert row["times"] == 2


def test_a_changed_form_says_what_is_new(tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(full_office(tmp_path)) as window:
        filled_once(window, tmp_path, qtbot)
        new = form_file(tmp_path, upstream_forms.party_members("备注2"), "新的花名册.xlsx")
        Clerk(window).drop(new, window)
        shelf = shelf_of(window)
        wait(qtbot, window, shelf.fill_now.isVisible)
        said = "表格变了：多了“备注2”列。旧的对应都保留，只要补 1 列。"
        assert shelf.card_more.text() == said
        Clerk(window).press("改对应关系")
        pointing = pointing_of(qtbot, window)
        assert pointing.panel.which.text() == "〔备注2〕这一列填什么：", "straight to the new one"


def test_another_number_is_asked_about_before_it_leaves(tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(full_office(tmp_path)) as window:
        filled_once(window, tmp_path, qtbot)
        for name in ("新党员甲", "新党员乙", "新党员丙"):
            make_person(window.book, name, tags="党员")
        shelf = shelf_of(window)
        shelf.fill_chosen()
        dialog = _asked(qtbot, window)
        said = "上次给街道党群办报的是 5 人，这次是 8 人：多了 3 人（看名单）。仍要用 8 吗？"
        assert dialog.accessibleName() == said
        assert dialog.rows.records.rows == [
            ("多出来的", "新党员甲"), ("多出来的", "新党员乙"), ("多出来的", "新党员丙"),
        ]  # fmt: skip
        assert dialog.focusWidget() is dialog.stop, "the safe answer"
        clerk = Clerk(dialog)
        clerk.press("先不填，去核对", dialog)
        assert len(list(tmp_path.glob("*_已填*"))) == 1, "nothing was written"
        shelf.take_file(tmp_path / "党员花名册.xlsx")
        wait(qtbot, window, shelf.fill_now.isVisible)
        shelf.fill_now.click()
        dialog = _asked(qtbot, window)
        dialog.reason.setText("本月新转入 3 名党员")
        dialog.use.click()
        wait(qtbot, window, shelf.open_folder.isVisible)
        last = window.book.rows(Query("reported_number", order=(("id", True),)))[0]
        assert (last["value"], last["reason"]) == (8000, "本月新转入 3 名党员")


def _asked(qtbot: QtBot, window: Window) -> DifferenceDialog:
    found: list[DifferenceDialog] = []

    def look() -> bool:
        found[:] = [d for d in window.findChildren(DifferenceDialog) if d.isVisible()]
        return bool(found)

    wait(qtbot, window, look)
    return found[0]


def test_the_whole_flow_with_the_keyboard(tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(full_office(tmp_path)) as window:
        window.go("forms")
        shelf = shelf_of(window)
        form = form_file(tmp_path, upstream_forms.party_members())
        shelf.take_file(form)
        pointing = pointing_of(qtbot, window)
        clerk = Clerk(window)
        assert QApplication.focusWidget() is pointing.view
        clerk.key(Qt.Key.Key_Return)  # on 入党时间: to the search
        assert QApplication.focusWidget() is pointing.panel.search
        clerk.write("标签")
        clerk.key(Qt.Key.Key_Return)
        assert pointing.mapping is not None
        assert pointing.mapping.columns[5].take == "tags"
        clerk.reach(pointing.preview)
        clerk.key(Qt.Key.Key_Space)
        wait(qtbot, window, lambda: primaries(pointing) == ["导出"])
        clerk.key(Qt.Key.Key_Escape)
        assert primaries(pointing) == ["预览"], "Esc goes back to pointing"
        clerk.key(Qt.Key.Key_Space)
        wait(qtbot, window, lambda: primaries(pointing) == ["导出"])
        clerk.reach(pointing.export)
        clerk.key(Qt.Key.Key_Space)
        wait(qtbot, window, shelf.open_folder.isVisible)
        assert QApplication.focusWidget() is shelf.open_folder
        page = openpyxl.load_workbook(tmp_path / "党员花名册_已填.xlsx")["党员花名册"]
        assert page["F4"].value == "党员、居民代表"


def test_a_file_that_is_no_form_is_refused_in_words(tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(full_office(tmp_path)) as window:
        bad = form_file(tmp_path, b"PK\x03\x04 not a workbook", "坏的.xlsx")
        Clerk(window).drop(bad, window)
        shelf = shelf_of(window)
        wait(qtbot, window, shelf.banner.isVisible)
        assert "打不开" in shelf.banner.text.text()
        assert set(shown_buttons(shelf)) == {"选空表"}


def test_what_was_filled_in_is_covered(tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(full_office(tmp_path)) as window:
        form = form_file(tmp_path, upstream_forms.party_members())
        Clerk(window).drop(form, window)
        pointing = pointing_of(qtbot, window)
        pointing.on_preview()
        wait(qtbot, window, lambda: primaries(pointing) == ["导出"])
        cell: Any = pointing.view.form.index(3, 1)
        assert cell.data() == "李建华"
        window.toggle_cover()
        assert cell.data() == "＊＊＊"
        assert pointing.view.form.index(2, 1).data() == "姓名", "printed words stay"
        pointing.export.click()
        assert "现在遮挡着，没有填表" in pointing.banner.text.text()
        assert window.runner.quiet and not list(tmp_path.glob("*_已填*"))


def test_a_name_no_file_may_have_is_written_as_near_as_can_be(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "文档"
    monkeypatch.setattr(shelf_module, "_documents", lambda: documents)
    with window_on(full_office(tmp_path)) as window:
        form = form_file(tmp_path, upstream_forms.party_members())
        Clerk(window).drop(form, window)
        pointing = pointing_of(qtbot, window)
        pointing.panel.name.setText("党员/花名册？")
        pointing.export.click()
        wait(qtbot, window, shelf_of(window).open_folder.isVisible)
        shelf_of(window).fill_chosen()
        wait(qtbot, window, documents.is_dir)
        assert [path.name for path in documents.iterdir()] == ["党员_花名册？_已填.xlsx"]
