"""照片归位 (T-06) as a page: proposed, agreed to group by group, taken back."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.decisions.beside import Consultation
from qinglian_desktop.shell import acts
from qinglian_desktop.shell.photos_page import PhotosPage
from qinglian_desktop.shell.window import Window
from windows import LONG, Clerk, office_window, program


@pytest.fixture
def window(qapp: Any, tmp_path: Path) -> Iterator[Window]:
    with program(qapp), office_window(tmp_path) as made:
        with made.book.change("两场") as change:
            for day, topic in (("2026-11-02", "停车"), ("2026-11-03", "路灯")):
                change.add(Consultation, {"topic": topic, "held_on": day})
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "手机照片"
    made.mkdir()
    for number, taken in enumerate(("2026:11:02 09:10:00", "2026:11:03 10:00:00", "")):
        exif = Image.Exif()
        if taken:
            exif.get_ifd(0x8769)[36867] = taken
        Image.new("RGB", (8, 8), number).save(made / f"{number}.jpg", exif=exif)
    return made


@pytest.fixture
def page(qtbot: Any, window: Window, folder: Path) -> PhotosPage:
    acts.do(window, "照片归位")
    made = window.page
    assert isinstance(made, PhotosPage)
    Clerk(window).drop(folder, made)
    qtbot.waitUntil(lambda: len(made.lines) == 3, timeout=LONG)
    return made


def files(window: Window) -> list[str | None]:
    return [row["files"] for row in window.book.rows(Query("consultation"))]


def test_groups_are_agreed_to_one_by_one_with_the_keyboard(
    qtbot: Any, window: Window, page: PhotosPage
) -> None:
    assert page.lines[0].group is not None and page.lines[0].group.first == datetime(
        2026, 11, 2, 9, 10
    )
    assert "这 1 张没有拍摄时间，请手工选" in page.said.text()
    assert files(window) == [None, None]  # none attached without a click
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.lines[0].state == "已归", timeout=LONG)
    assert sum(bool(one) for one in files(window)) == 1 and page.table.row() == 1
    Clerk(window).press("跳过")
    assert page.lines[1].state == "跳过" and page.table.row() == 2
    Clerk(window).press("归到这里")
    assert "还没有选归到哪里" in page.banner.text.text()
    page.choose_place(0)
    Clerk(window).press("归到这里")
    qtbot.waitUntil(lambda: page.lines[2].state == "已归", timeout=LONG)


def test_what_was_put_there_is_taken_back(qtbot: Any, window: Window, page: PhotosPage) -> None:
    Clerk(window).press("归到这里")
    qtbot.waitUntil(lambda: page.lines[0].state == "已归", timeout=LONG)
    Clerk(window).press("撤销", window.bar)
    assert files(window) == [None, None] and page.lines[0].state == "没有归"


def test_a_folder_without_photos_is_said(
    qtbot: Any, window: Window, page: PhotosPage, tmp_path: Path
) -> None:
    other = tmp_path / "空的"
    other.mkdir()
    page.look_at([other])
    qtbot.waitUntil(lambda: "这里没有照片" in page.banner.text.text(), timeout=LONG)
