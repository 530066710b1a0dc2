"""Is a new office set up in a few steps, and does each step say what is wrong?"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from office import make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import issuing
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.damaged import DamagedPage
from qinglian_desktop.shell.desktop import Desktop
from qinglian_desktop.shell.preferences import Preferences
from qinglian_desktop.shell.unlock import UnlockPage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.shell.wizard import Wizard
from qinglian_desktop.store import desk, keyfile, recovery, rounds, signers
from qinglian_desktop.store.book import Book
from windows import LONG, Clerk

GOAL = 25  # acts from the first screen to the open window


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


def wizard_of(desktop: Desktop) -> Wizard:
    assert isinstance(desktop.top, Wizard)
    return desktop.top


def test_a_unit_is_set_up_within_the_goal(
    desktop: Desktop, unit_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = wizard_of(desktop)
    clerk = Clerk(wizard)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(unit_file), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(unit_file.parent))
    clerk.press("选单位文件")
    clerk.press("下一步")
    clerk.fill(wizard.operator, "周文书")
    clerk.press("下一步")
    clerk.fill(wizard.pin, "2468")
    clerk.fill(wizard.again, "2468")
    clerk.press("下一步")
    clerk.press("特大")
    clerk.press("下一步")
    clerk.press("选备份文件夹")
    clerk.press("下一步")
    clerk.press("把登记文件写到 U 盘")
    clerk.press("开始使用")
    assert clerk.acts + clerk.fills <= GOAL
    window = desktop.top
    assert isinstance(window, Window)
    assert window.book.unit.name == "新街子社区"
    assert window.book.operator.name == "周文书"
    assert window.book.keys.protected
    kept = Preferences.load(desktop.home)
    assert (kept.size, kept.backup_folder) == ("extra", str(unit_file.parent))
    assert list(unit_file.parent.glob("*.qle"))


def test_a_street_is_set_up_from_name_and_code(desktop: Desktop) -> None:
    wizard = wizard_of(desktop)
    clerk = Clerk(wizard)
    clerk.fill(wizard.name, "通惠街道")
    clerk.fill(wizard.code, "500110007")
    clerk.press("下一步")
    for _ in range(4):
        clerk.press("以后再说")
    clerk.press("开始使用")
    assert isinstance(desktop.top, Window)
    assert desktop.top.book.unit.is_street


def test_the_first_step_cannot_be_skipped(desktop: Desktop) -> None:
    wizard = wizard_of(desktop)
    assert not wizard.later.isVisible()
    wizard.on_next()
    assert wizard.stack.currentIndex() == 0
    assert "还没有选单位文件" in wizard.banner.text.text()


def test_an_unreadable_unit_file_is_told_and_makes_nothing(
    desktop: Desktop, tmp_path: Path
) -> None:
    broken = tmp_path / "单位文件.qlu"
    broken.write_bytes(b"nothing of ours" * 20)
    wizard = wizard_of(desktop)
    wizard.choose(broken)
    wizard.on_next()
    assert wizard.stack.currentIndex() == 0
    assert "请向街道重新要一份" in wizard.banner.text.text()
    assert not (desktop.home / "qinglian.db").exists()


def test_two_different_pins_are_told(desktop: Desktop, unit_file: Path) -> None:
    wizard = wizard_of(desktop)
    wizard.choose(unit_file)
    wizard.on_next()
    wizard.on_later()
    wizard.pin.setText("2468")
    wizard.again.setText("8642")
    wizard.on_next()
    assert wizard.stack.currentIndex() == 2
    assert "不一样" in wizard.banner.text.text()


def test_the_old_table_can_be_imported_straight_away(
    desktop: Desktop, unit_file: Path, qtbot: Any
) -> None:
    wizard = wizard_of(desktop)
    wizard.choose(unit_file)
    wizard.on_next()
    for _ in range(4):
        wizard.on_later()
    Clerk(wizard).press("先把旧的名册表导进来")
    window = desktop.top
    assert isinstance(window, Window)
    assert getattr(window.page, "title", "") == "导入人员"


def stands(desktop: Desktop, kind: type[Any]) -> bool:
    return isinstance(desktop.top, kind)


def test_a_dead_computer_comes_back_on_a_new_one_by_the_words_on_the_screen(
    dressed: QApplication, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stick is chosen, not the folder on it; the PIN of the old computer opens the new one."""
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    stick = tmp_path / "盘"
    with make_book(tmp_path, folder="dead") as book:
        made = signers.add(book, "周文书", "文书", "2580", checks=False, admin=True)
        desk.switch(book, str(made.result), "2580")
        make_person(book, "李建华")
        photo = book.files.add(b"photo" * 1000)
        sheet = recovery.new_sheet(book).code
        rounds.go_round(book, stick / "备份", why="每天一份")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    for typed in ("2580", sheet):
        desktop = Desktop(dressed, tmp_path / f"new {len(typed)}")
        desktop.begin()
        Clerk(wizard_of(desktop)).press("从备份盘还原")
        page: Any = desktop.top
        assert isinstance(page, DamagedPage) and "换了新电脑" in page.said.text()
        page.leave.click()
        Clerk(wizard_of(desktop)).press("从备份盘还原")
        page = desktop.top
        clerk = Clerk(page)
        clerk.press("到别处找备份")
        clerk.fill(page.pin, "0000")
        page.button.click()
        qtbot.waitUntil(page.banner.isVisible, timeout=LONG)
        clerk.fill(page.pin, typed)
        page.button.click()
        wanted = Window if typed == "2580" else UnlockPage
        qtbot.waitUntil(partial(stands, desktop, wanted), timeout=LONG)
        desktop.end()
        with Book.open(desktop.home, RECORDS, pin="2580") as book:
            assert book.count(Query("person")) == 1 and book.files.read(photo)
            assert book.unit.epoch == 2, "a stream of its own"
