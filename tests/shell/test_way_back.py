"""The two ways back and the page of safety, as a clerk walks them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from qinglian_desktop.core import code
from qinglian_desktop.exchange import issuing, rescue
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import keys, safety
from qinglian_desktop.shell.desktop import Desktop
from qinglian_desktop.shell.security_page import SecurityPage
from qinglian_desktop.shell.unlock import UnlockPage
from qinglian_desktop.shell.way_back import WayBackPage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import desk, keyfile, recovery, signers
from qinglian_desktop.store.book import Book
from windows import LONG, Clerk, window_on

MINE, NEW = "2580", "9753"


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)


class Two:
    """A street and a unit with two people; their folders are shut."""

    def __init__(self, folder: Path) -> None:
        self.usb = folder / "usb"
        self.usb.mkdir()
        self.street_home, self.home = folder / "street", folder / "unit"
        with issuing.found_street(self.street_home, "通惠街道", "500110007", RECORDS) as street:
            self.paper = rescue.pending_key(street)
            given = issuing.issue_unit(street, "新街子社区", "community", "500110007001", self.usb)
        with issuing.found_unit(self.home, Path(str(given.result)), RECORDS) as unit:
            made = signers.add(unit, "周文书", "文书", MINE, checks=False, admin=True)
            self.clerk = str(made.result)
            desk.switch(unit, self.clerk, MINE)
            by = {"vouched_by": "周文书", "their_pin": MINE}
            self.other = str(signers.add(unit, "吴敏", "监委会", "7419", **by).result)


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return Two(tmp_path)


@pytest.fixture
def start(dressed: QApplication, two: Two) -> Iterator[Desktop]:
    """The program on the unit's folder, at its first page."""
    made = Desktop(dressed, two.home)
    yield made
    made.end()


def street_window(two: Two) -> Any:
    return window_on(Book.open(two.street_home, RECORDS))


def top(desktop: Desktop, kind: type[Any]) -> Any:
    shown = desktop.top
    assert isinstance(shown, kind), shown
    shown.activateWindow()
    QTest.qWaitForWindowActive(shown)
    return shown


def test_a_tile_and_a_pin_each_person_has_tries_of_their_own(start: Desktop, two: Two) -> None:
    start.begin()
    page = top(start, UnlockPage)
    assert [tile.text() for tile in page.card.tiles()] == ["周文书", "吴敏"]
    assert page.line.hasFocus() or page.card.key == two.clerk
    for left in (4, 3, 2, 1):
        QTest.keyClicks(page.line, "0001")
        QTest.keyClick(page.line, Qt.Key.Key_Return)
        assert page.said.text() == f"PIN 不对，还可以试 {left} 次。"
    QTest.keyClicks(page.line, "0001")
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    assert page.said.text().startswith("已锁定") and "可用恢复单或街道密钥解锁" in page.said.text()
    page.card.tiles()[1].click()
    assert page.button.isEnabled() and not page.said.isVisible()
    QTest.keyClicks(page.line, "7419")
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    window = top(start, Window)
    assert window.book.operator.name == "吴敏" and window.header.who.text() == "吴敏"


def test_from_a_forgotten_pin_to_the_window_by_the_sheet_with_keys_only(
    start: Desktop, two: Two
) -> None:
    with Book.open(two.home, RECORDS, pin="7419") as book:
        book.operator = desk.operator_of(book, two.clerk) or book.operator
        sheet = recovery.new_sheet(book)
    start.begin()
    clerk = Clerk(top(start, UnlockPage))
    clerk.press("忘记 PIN")
    page = top(start, WayBackPage)
    clerk = Clerk(page)
    groups = list(code.grouped(sheet.code))
    groups[2] = groups[2][:-1] + str((int(groups[2][-1]) + 1) % 10)
    clerk.fill(page.code, " ".join(groups))
    clerk.fill(page.new, NEW)
    clerk.fill(page.again, NEW)
    clerk.key(Qt.Key.Key_Return)
    assert page.banner.text.text() == "第 3 组和恢复单对不上。请照着单子再看一遍这一组。"
    assert page.code.selectedText()  # ready to be typed over
    clerk.write(sheet.code)
    clerk.key(Qt.Key.Key_Return)
    window = top(start, Window)
    assert window.book.operator.name == "周文书"
    assert isinstance(window.page, SecurityPage)  # a new sheet is due
    assert "还没有打印恢复单" in window.page.sheet_words.text()


def test_from_a_forgotten_pin_to_the_window_by_the_street(
    start: Desktop, two: Two, dressed: QApplication
) -> None:
    with Book.open(two.home, RECORDS, pin="7419") as book:
        assert rescue.keep_with_street(book)
    start.begin()
    Clerk(top(start, UnlockPage)).press("忘记 PIN")
    page = top(start, WayBackPage)
    page.ask_into(two.usb)
    told = page.banner.text.text()
    (asked,) = two.usb.glob("*.qlh")
    with street_window(two) as street:
        keys.acts(street)["安全与恢复"]()
        security = street.page
        security.take_asked(asked)
        digits = security.asked.digits
        assert digits in told and "新街子社区" in security.asked_words.text()
        security.their_key.setText(two.paper[:-1])
        security.help_into(two.usb)
        assert "恢复密钥不对" in security.banner.text.text()
        security.their_key.setText(two.paper.lower())
        security.help_into(two.usb)
        spoken = security.asked_words.text().split("：")[1]
    page = top(start, WayBackPage)
    page.take_answer(next(iter(two.usb.glob("*.qla"))))
    assert page.code.text() == code.read(spoken)
    clerk = Clerk(page)
    clerk.fill(page.new, NEW)
    clerk.fill(page.again, NEW)
    clerk.key(Qt.Key.Key_Return)
    assert top(start, Window).book.operator.name == "周文书"


def test_the_way_back_can_be_left(start: Desktop) -> None:
    start.begin()
    Clerk(top(start, UnlockPage)).press("忘记 PIN")
    Clerk(top(start, WayBackPage)).press("返回")
    top(start, UnlockPage)


@pytest.fixture
def unit_window(dressed: QApplication, two: Two) -> Iterator[Window]:
    book = Book.open(two.home, RECORDS, pin=MINE, person=two.clerk)
    desk.enter(book, MINE)
    with window_on(book) as window:
        yield window


def test_setting_up_is_unfinished_until_a_sheet_was_printed_and_tried(
    unit_window: Window, two: Two, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = unit_window
    # The supervisor holds the sealed key; so they print the sheet.
    signers.appoint(window.book, two.other, "监委会", checks=True, admin=True)
    desk.switch(window.book, two.other, "7419")
    safety.after_start(window)
    assert window.status.unfinished.isVisible()
    Clerk(window).click(window.status.unfinished)
    page = window.page
    assert isinstance(page, SecurityPage)
    assert page.sheet_words.text() == "还没有打印恢复单。忘记 PIN 只有一条路：请街道帮忙。"
    printed: list[recovery.Sheet] = []
    kept = recovery.new_sheet
    monkeypatch.setattr(
        recovery, "new_sheet", lambda book: printed.append(kept(book)) or printed[0]
    )
    Clerk(window).press("打印恢复单", page)
    qtbot.waitUntil(lambda: window.page is not page, timeout=LONG)  # the preview lies over it
    window.close_over()
    assert "还没有试" in page.sheet_words.text() and window.status.unfinished.isVisible()
    clerk = Clerk(window)
    clerk.fill(page.code, " ".join(code.grouped(printed[0].code)))
    clerk.key(Qt.Key.Key_Return)
    assert "能打开" in page.banner.text.text() and "试过，能打开" in page.sheet_words.text()
    assert not window.status.unfinished.isVisible()


def test_without_a_sheet_only_in_so_many_words(unit_window: Window) -> None:
    keys.acts(unit_window)["安全与恢复"]()
    page = unit_window.page
    assert isinstance(page, SecurityPage)
    clerk = Clerk(unit_window)
    clerk.press("先不打印", page)
    assert "暂不打印" in page.banner.text.text() and page.waiver.hasFocus()
    clerk.write("暂不打印")
    clerk.key(Qt.Key.Key_Return)
    assert not page.waiver.isVisible() and "说好先不打印" in page.sheet_words.text()


def test_a_street_prints_its_key_and_tries_it_once(two: Two, dressed: QApplication) -> None:
    with street_window(two) as window:
        keys.acts(window)["安全与恢复"]()
        page = window.page
        assert isinstance(page, SecurityPage) and page.print_key.isEnabled()
        page.key.setText(two.paper)
        page.on_try_key()
        assert not page.print_key.isEnabled() and rescue.pending_key(window.book) == ""


def test_every_control_of_both_pages_has_a_name(
    unit_window: Window, two: Two, dressed: QApplication
) -> None:
    keys.acts(unit_window)["安全与恢复"]()
    for place in (unit_window.page, WayBackPage(two.home)):
        for button in place.findChildren(QPushButton):
            assert button.accessibleName() or button.text()


def test_an_open_folder_is_said_once(dressed: QApplication, two: Two) -> None:
    with street_window(two) as window:
        safety.after_start(window)
        assert "还没有设 PIN" in window.bar.text.text()
        window.bar.hide()
        safety.after_start(window)
        assert not window.bar.isVisible() and not window.status.unfinished.isVisible()


def test_new_keys_are_made_and_the_window_stands_again(start: Desktop, two: Two) -> None:
    with Book.open(two.home, RECORDS, pin="7419") as book:
        book.operator = desk.operator_of(book, two.clerk) or book.operator
        signers.appoint(book, two.other, "监委会", checks=True, admin=True)
    start.begin()
    page = top(start, UnlockPage)
    page.card.tiles()[1].click()
    QTest.keyClicks(page.line, "7419")
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    window = top(start, Window)
    before = window.book.keys.main
    keys.acts(window)["安全与恢复"]()
    window.page.on_new_keys()
    again = top(start, Window)
    assert again is not window and "钥匙换好了" in again.bar.text.text()
    assert again.book.keys.main != before and again.book.operator.name == "吴敏"
    assert keyfile.unlock(two.home, MINE, two.clerk).main == again.book.keys.main
