"""F56: the only computer of an office is stolen. By the words on the screens, to a new one."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from exchange.at_work import World, entries, export, take
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import issuing
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import acts
from qinglian_desktop.shell.desktop import Desktop
from qinglian_desktop.shell.other_keys import OtherKeys
from qinglian_desktop.shell.window import Window
from qinglian_desktop.shell.wizard import Wizard
from qinglian_desktop.store import desk, keyfile, rounds, signers
from qinglian_desktop.store.book import Book
from windows import LONG, Clerk, program, shown_buttons, window_on

THEN, NOW = "2580", "7419"  # the PIN of the stolen computer, and of the new one
NAME, CODE = "第1社区", "500110007001"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    made = World(tmp_path)
    yield made
    made.close()


def answers(desktop: Desktop) -> None:
    """The two questions of a restore: the PIN of then, typed, and 还原."""
    watch = QTimer(desktop.top)

    def look() -> None:
        there = [one for one in QApplication.topLevelWidgets() if isinstance(one, OtherKeys)]
        asked = QApplication.activeModalWidget()
        if there and there[0].isVisible():
            QTest.keyClicks(there[0].pin, THEN)
            QTest.keyClick(there[0].pin, Qt.Key.Key_Return)
        elif isinstance(asked, QDialog) and "还原" in shown_buttons(asked):
            watch.stop()
            shown_buttons(asked)["还原"].click()

    watch.timeout.connect(look)
    watch.start(20)


def test_stopped_founded_anew_restored_and_reporting_again(
    qapp: QApplication, world: World, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    street, stick = world.street, world.usb
    lost = world.unit()
    made = signers.add(lost, "周文书", "文书", THEN, checks=False, admin=True)
    desk.switch(lost, str(made.result), THEN)
    entries(lost, 2)
    photo = lost.files.add(b"photo" * 500)
    take(street, export(lost, stick).path)
    rounds.go_round(lost, stick / "备份", why="退出时")
    before = lost.rows(Query("entry"))
    entries(lost, 1, first=30)
    thief = export(lost, stick).path

    # At the street: 几台电脑, why, 停用这台.
    with program(qapp), window_on(street.again()) as window:
        acts.do(window, "几台电脑")
        clerk, page = Clerk(window), window.page
        page.table.selectRow(0)  # type: ignore[attr-defined]
        clerk.fill(page.reason, "电脑被盗")  # type: ignore[attr-defined]
        clerk.press("停用这台", page)
    with pytest.raises(Refused) as refused:
        take(street, thief)
    assert refused.value.code == "QL-UB-183" and "单位文件" in refused.value.remedy
    again: Any = issuing.issue_unit(street, NAME, "community", CODE, stick).result

    # On the new computer: founded by the new file, enrolled, then the copy of the old one.
    home = world.folder / "new"
    with program(qapp):
        desktop = Desktop(qapp, home)
        desktop.begin()
        wizard: Any = desktop.top
        assert isinstance(wizard, Wizard)
        wizard.choose(again)
        clerk = Clerk(wizard)
        clerk.press("下一步")
        clerk.fill(wizard.operator, "周文书")
        clerk.press("下一步")
        clerk.fill(wizard.pin, NOW)
        clerk.fill(wizard.again, NOW)
        clerk.press("下一步")
        for _ in range(2):
            clerk.press("以后再说")
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
        clerk.press("开始使用")
        window: Any = desktop.top
        assert isinstance(window, Window)
        world.enrol(window.book)
        answers(desktop)
        Clerk(window).press("到别处找备份", window.go("settings").backups)
        qtbot.waitUntil(lambda: desktop.top is not window, timeout=LONG)
        qtbot.waitUntil(partial(ready, desktop, before), timeout=LONG)
        desktop.end()

    with Book.open(home, RECORDS, pin=THEN) as book:
        assert book.rows(Query("entry")) == before and book.files.is_whole(photo)
        entries(book, 1, first=60)
        assert book.unit.epoch > lost.unit.epoch, "behind every history the street has seen"
        outcome = take(street, export(book, stick, full=True).path)
        assert outcome.preview.new == 1
    with pytest.raises(Refused):
        take(street, thief)  # the old key stays worthless


def ready(desktop: Desktop, before: list[Any]) -> bool:
    top: Any = desktop.top
    if not isinstance(top, Window):
        return False
    return bool(top.book.rows(Query("entry")) == before)
