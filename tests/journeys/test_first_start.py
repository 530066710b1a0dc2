"""A new unit, from the street's file to its first composed notice, without touching the mouse."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import issuing
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.disclosure.page.notice_view import NoticeView
from qinglian_desktop.shell.desktop import Desktop
from qinglian_desktop.shell.window import Window
from qinglian_desktop.shell.wizard import Wizard
from windows import LONG, Clerk, shown_buttons

SPACE = Qt.Key.Key_Space


@pytest.fixture
def unit_file(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    with issuing.found_street(tmp_path / "street", "通惠街道", "500110007", RECORDS) as street:
        changes = issuing.issue_unit(street, "新街子社区", "community", "500110007001", folder)
    return Path(str(changes.result))


@pytest.fixture
def desktop(dressed: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    made = Desktop(dressed, tmp_path / "unit")
    made.begin()
    yield made
    made.end()


class Keys(Clerk):
    """A clerk whose mouse is broken."""

    def click(self, button: QWidget) -> None:
        assert button.isVisible() and button.isEnabled(), "a clerk cannot press this button"
        self.reach(button)
        self.key(SPACE)


def test_from_the_unit_file_to_the_first_notice_with_keys_only(
    desktop: Desktop, unit_file: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(unit_file), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(unit_file.parent))
    wizard = desktop.top
    assert isinstance(wizard, Wizard)
    wizard.activateWindow()
    keys = Keys(wizard)
    keys.press("选单位文件")
    keys.press("下一步")
    keys.write("周文书")  # the field has the focus
    keys.key(Qt.Key.Key_Return)
    keys.press("以后再说")
    keys.key(Qt.Key.Key_Right)  # 标准 has the focus; the arrow goes to 大
    keys.key(SPACE)
    keys.press("下一步")
    keys.press("以后再说")
    keys.press("把登记文件写到 U 盘")
    keys.press("开始使用")
    window = desktop.top
    assert isinstance(window, Window)
    window.activateWindow()
    qtbot.waitUntil(lambda: "建立公开目录和计划" in shown_buttons(window), timeout=LONG)
    keys = Keys(window)
    keys.press("建立公开目录和计划")
    qtbot.waitUntil(
        lambda: sum(r.button.isVisible() for r in window.today.rows()) > 5, timeout=LONG
    )
    keys.click(window.today.rows()[0].button)
    view = window.page.findChild(NoticeView)
    assert view is not None and view.isVisible()
    qtbot.waitUntil(lambda: view.paper.pages > 0, timeout=LONG)
    (notice,) = window.book.rows(Query("notice"))
    assert notice["state"] == "草稿" and notice["number"] == "新街子社区〔2026〕1号"
    assert window.book.operator.name == "周文书"


def test_every_control_of_the_wizard_can_be_reached_and_has_a_name(
    desktop: Desktop, unit_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(unit_file), ""))
    wizard = desktop.top
    assert isinstance(wizard, Wizard)
    wizard.activateWindow()
    keys = Keys(wizard)
    for word in ("下一步", "下一步", "以后再说", "以后再说", "以后再说"):
        if wizard.book is None:
            keys.press("选单位文件")
        for button in wizard.findChildren(QPushButton):
            if button.isVisible() and button.isEnabled():
                assert button.accessibleName()
                if not button.group() or button.isChecked():  # arrows go on inside a group
                    keys.reach(button)
        keys.press(word)
