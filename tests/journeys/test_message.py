"""Scenario 2 (product-and-ux §3.2): a message from the group becomes a task, within the goal."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from office import make_book
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.tasks.page import NO_DAY, MessagePage
from qinglian_desktop.shell.pasting import NOTHING
from qinglian_desktop.shell.window import Window
from windows import Clerk, window_on

ACTS, FILLS = 3, 2
CTRL = Qt.KeyboardModifier.ControlModifier
PASTE = (Qt.Key.Key_V, CTRL | Qt.KeyboardModifier.ShiftModifier)
TEXT = (
    "各村（社区）：请于12月5日下班前将党员花名册报送至街道党群办，联系人李晓梅，电话13800001111。"
)


def page_of(window: Window) -> MessagePage:
    assert isinstance(window.page, MessagePage)
    return window.page


def test_a_message_is_registered_within_the_goal(tmp_path: Path) -> None:
    with window_on(make_book(tmp_path)) as window:
        clerk = Clerk(window)
        clerk.acts += 1  # copying it, in the other program
        QGuiApplication.clipboard().setText(TEXT)
        clerk.key(*PASTE)
        page = page_of(window)
        assert page.editors["title"].text() == "将党员花名册报送至街道党群办"
        assert page.editors["contact"].text() == "李晓梅 13800001111"
        assert window.book.count(Query("task")) == 0, "nothing is saved unconfirmed"
        clerk.key(Qt.Key.Key_Return)
        clerk.assert_within(ACTS, FILLS)
        (row,) = window.book.rows(Query("task"))
        assert (row["due_on"], row["issuer"]) == ("2026-12-05", "街道党群办")
        assert window.bar.text.text() == "已登记，截止 12月5日。"
        clerk.press("撤销", window.bar)
        assert window.book.count(Query("task")) == 0


def test_a_day_that_was_not_found_is_asked_for(tmp_path: Path) -> None:
    with window_on(make_book(tmp_path)) as window:
        clerk = Clerk(window)
        clerk.acts += 1
        QGuiApplication.clipboard().setText("请把党员花名册报党群办")
        clerk.key(*PASTE)
        page = page_of(window)
        assert page.banner.text.text() == NO_DAY
        clerk.write("12-5")
        clerk.key(Qt.Key.Key_Return, CTRL)
        clerk.assert_within(ACTS, FILLS)
        (row,) = window.book.rows(Query("task"))
        assert row["due_on"] == "2026-12-05"


def test_chosen_words_go_where_the_clerk_points(tmp_path: Path) -> None:
    with window_on(make_book(tmp_path)) as window:
        QGuiApplication.clipboard().setText("报名册，十二月八号（节前）找李晓梅")
        QTest.keyClick(window, *PASTE)
        page = page_of(window)
        at = page.text.toPlainText().index("李晓梅")
        cursor = page.text.textCursor()
        cursor.setPosition(at)
        cursor.setPosition(at + 3, cursor.MoveMode.KeepAnchor)
        page.text.setTextCursor(cursor)
        Clerk(window).press("责任人", page)
        assert page.editors["assignee"].stored() == "李晓梅"


def test_the_same_message_is_recognised_and_esc_leaves_no_trace(tmp_path: Path) -> None:
    with window_on(make_book(tmp_path)) as window:
        QGuiApplication.clipboard().setText(TEXT)
        clerk = Clerk(window)
        clerk.key(*PASTE)
        clerk.key(Qt.Key.Key_Return)
        clerk.key(*PASTE)
        assert "已经登记过" in page_of(window).banner.text.text()
        clerk.key(Qt.Key.Key_Escape)
        assert window.page is window.today
        assert window.book.count(Query("task")) == 1


def test_smileys_and_line_ends_do_not_shift_what_is_marked(tmp_path: Path) -> None:
    with window_on(make_book(tmp_path)) as window:
        QGuiApplication.clipboard().setText(
            "😀😀各社区：\r\n请于12月5日前报民政办😀，\r\n联系人李晓梅13800001111，补助2380元"
        )
        Clerk(window).key(*PASTE)
        page = page_of(window)
        marked = [one.cursor.selectedText() for one in page.text.extraSelections()]
        assert marked == ["民政办", "12月5日", "李晓梅13800001111", "2380元"]


def test_covered_no_stars_get_into_the_task(tmp_path: Path) -> None:
    with window_on(make_book(tmp_path)) as window:
        QGuiApplication.clipboard().setText(TEXT)
        clerk = Clerk(window)
        clerk.key(*PASTE)
        page = page_of(window)
        contact = page.editors["contact"].input
        assert isinstance(contact, QLineEdit) and "13800001111" in contact.displayText()
        clerk.key(Qt.Key.Key_F9)
        assert "13800001111" not in contact.displayText()
        page.text.selectAll()
        before = page.draft()
        clerk.press("事项", page)
        assert page.draft() == before and "现在遮挡着" in page.banner.text.text()


def test_pressed_again_it_keeps_what_was_put_right(tmp_path: Path) -> None:
    with window_on(make_book(tmp_path)) as window:
        QGuiApplication.clipboard().setText(TEXT)
        clerk = Clerk(window)
        clerk.key(*PASTE)
        page = page_of(window)
        page.editors["issuer"].put_text("党群办")
        clerk.key(*PASTE)
        assert page_of(window) is page
        QGuiApplication.clipboard().setText("请于12月8日前报表")
        clerk.key(*PASTE)
        assert page_of(window) is not page
        clerk.key(Qt.Key.Key_Escape)
        assert page_of(window) is page and page.editors["issuer"].text() == "党群办"


def test_without_text_on_the_clipboard_it_says_so(tmp_path: Path) -> None:
    with window_on(make_book(tmp_path)) as window:
        QGuiApplication.clipboard().clear()
        Clerk(window).key(*PASTE)
        assert window.bar.text.text() == NOTHING
        assert window.page is window.today
