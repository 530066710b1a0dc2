"""复核人 by hand: added, vouched for, PIN changed and reset, gone; what is wrong is said."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell import keys
from qinglian_desktop.shell.people_page import PeoplePage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import keyfile, signers
from windows import Clerk

ENTER = Qt.Key.Key_Return


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)


def opened(window: Window) -> PeoplePage:
    keys.acts(window)["谁在用"]()
    page = window.page
    assert isinstance(page, PeoplePage)
    return page


def typed(clerk: Clerk, page: PeoplePage, **texts: str) -> None:
    for name, text in texts.items():
        clerk.fill(page.inputs[name], text)


def test_two_are_added_by_the_keyboard_the_second_with_a_witness(window: Window) -> None:
    page, clerk = opened(window), Clerk(window)
    assert (page.line("name").text(), page.tick("admin").isChecked()) == ("周文书", True)
    page.line("name").clear()
    typed(clerk, page, name="吴敏", new="2580", again="2581")
    assert not page.tick("admin").isChecked()
    page.role.setCurrentText("监委会")
    clerk.click(page.tick("checks"))
    clerk.key(ENTER, on=page.line("again"))
    assert page.banner.text.text() == "两次输入的 PIN 不一样。请重新输入。"
    assert page.inputs["again"].hasFocus()
    typed(clerk, page, again="2580")
    clerk.key(ENTER)
    assert [row[:2] for row in page.table.records.rows] == [("吴敏", "监委会")]
    clerk.press("加人", page)
    clerk.click(page.tick("checks"))
    typed(clerk, page, name="郑立", new="7419", again="7419", their_pin="1")
    clerk.key(ENTER)
    assert "还可以试 4 次" in page.banner.text.text() and page.inputs["their_pin"].hasFocus()
    typed(clerk, page, their_pin="2580")
    clerk.key(ENTER)
    assert [row[5] for row in page.table.records.rows] == ["周文书", "吴敏"]
    assert all(not page.line(name).text() for name in ("new", "again", "their_pin"))


def test_a_pin_is_changed_and_reset_and_somebody_goes(window: Window) -> None:
    signers.add(window.book, "吴敏", "监委会", "2580")
    signers.add(window.book, "郑立", "主任", "7419", vouched_by="吴敏", their_pin="2580")
    page, clerk = opened(window), Clerk(window)
    clerk.press("改 PIN", page)
    typed(clerk, page, old="1", new="9876", again="9876")
    clerk.key(ENTER)
    assert "PIN 不对" in page.banner.text.text() and page.inputs["old"].hasFocus()
    typed(clerk, page, old="2580")
    clerk.key(ENTER)
    assert signers.confirm(window.book, "吴敏", "9876") == "吴敏"
    clerk.press("重设 PIN", page)
    assert [page._box("vouched_by").itemText(0), page._box("vouched_by").count()] == ["郑立", 1]
    typed(clerk, page, new="5432", again="5432", reason="忘记了", their_pin="7419")
    clerk.key(ENTER)
    assert signers.confirm(window.book, "吴敏", "5432") == "吴敏"
    page.table.selectRow(1)
    buttons = [one for one in page.buttons.values() if one.text() == "停用"]
    clerk.click(buttons[0])
    typed(clerk, page, their_pin="7419")
    page._box("vouched_by").setCurrentText("郑立")
    clerk.click(page.done)
    with pytest.raises(Refused):
        signers.confirm(window.book, "郑立", "7419")


def test_no_pin_can_be_read_on_the_page(window: Window) -> None:
    page = opened(window)
    hidden = [name for name in page.inputs if name in ("old", "new", "again", "their_pin")]
    modes = {page.line(name).echoMode() for name in hidden}
    assert modes == {QLineEdit.EchoMode.Password}
