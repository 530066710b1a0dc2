"""放假安排: what a new schedule moves is said, listed, explained, and changed only when asked."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from every_page import full_office
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell import keys, new_schedule
from qinglian_desktop.shell.holidays_page import HolidaysPage
from qinglian_desktop.shell.why_page import WhyPage
from qinglian_desktop.store.book import Book
from windows import LONG, Clerk, shown_buttons, window_on

HOLIDAY = date(2027, 1, 15)


@pytest.fixture
def office(dressed: QApplication, tmp_path: Path) -> Book:
    return full_office(tmp_path)


@pytest.fixture
def richer(office: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """A schedule of 2027 with one day off came in after the plans were made."""
    plain = Book.calendar

    def calendar(book: Book) -> Calendar:
        found = plain(book)
        off = {**found.holidays, HOLIDAY: "元旦"}
        return Calendar(off, found.makeups, found.years | {2027})

    monkeypatch.setattr(Book, "calendar", calendar)


def due_on(window: Any, day: str) -> int:
    where = (Where("due_on", "=", day), Where("state", "=", "待公开"))
    return int(window.book.count(Query("planned_posting", where)))


def test_a_new_schedule_is_said_once_and_each_deadline_is_the_clerks_choice(
    office: Book, qtbot: Any, richer: None
) -> None:
    with window_on(office) as window:
        qtbot.waitUntil(lambda: "新放假安排会改变" in window.bar.text.text(), timeout=LONG)
        count = due_on(window, "2027-01-15")
        assert f"改变 {count} 个在办期限" in window.bar.text.text()
        clerk = Clerk(window)
        clerk.press("逐条看", window.bar)
        page = window.page
        assert isinstance(page, HolidaysPage)
        qtbot.waitUntil(lambda: len(page.lines) == count, timeout=LONG)
        assert page.table.records.rows[0][1:] == (
            "公开计划", "最迟上墙", "2027年1月15日 周五", "2027年1月18日 周一",
        )  # fmt: skip
        clerk.press("为什么", page)
        why = window.page
        assert isinstance(why, WhyPage)
        assert any("元旦放假" in line for line in why.lines)
        assert any("还是这一天" in line for line in why.lines)
        QTest.keyClick(why, Qt.Key.Key_Escape)
        select = page.table.selectionModel()
        rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        select.select(page.table.records.index(1, 0), rows)
        clerk.press("改选中的 2 个", page)
        assert due_on(window, "2027-01-18") == 2
        qtbot.waitUntil(lambda: len(page.lines) == count - 2, timeout=LONG)
        clerk.press("全部改", page)
        assert due_on(window, "2027-01-15") == 0
        qtbot.waitUntil(page.empty.isVisible, timeout=LONG)
        assert not shown_buttons(page)["全部改"].isEnabled()
        window.runner.undo()
        assert due_on(window, "2027-01-15") == count - 2
        window.go_back()
        window.bar.hide()
        new_schedule.look_quietly(window)
        qtbot.wait(0)
        assert not window.bar.isVisible(), "said once for one schedule"


def test_while_another_program_writes_the_look_waits_for_the_next_start(
    office: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window_on(office) as window:
        looked: list[Any] = []

        def busy(_name: str, _value: str) -> None:
            raise Refused("数据正被另一个程序占用", "稍等一会再做一次")

        monkeypatch.setattr(window.runner, "read", lambda *given: looked.append(given))
        monkeypatch.setattr(window.book, "put_setting", busy)
        monkeypatch.setattr(window.book, "setting", lambda *_: "another schedule")
        new_schedule.look_quietly(window)
        assert not looked
        monkeypatch.setattr(window.book, "put_setting", lambda *_: None)
        new_schedule.look_quietly(window)
        assert looked


def test_without_a_new_schedule_nothing_is_said_and_the_page_says_so(
    office: Book, qtbot: Any
) -> None:
    with window_on(office) as window:
        qtbot.waitUntil(lambda: bool(window.book.setting("holidays_seen")), timeout=LONG)
        assert "放假安排" not in window.bar.text.text()
        keys.acts(window)["放假安排"]()
        page = window.page
        qtbot.waitUntil(page.empty.isVisible, timeout=LONG)
        assert "2026" in page.said.text()


def test_two_schedules_of_equal_sums_are_told_apart() -> None:
    first, second = ({date(2027, 5, n): "劳动节" for n in days} for days in ((1, 4), (2, 3)))
    prints = {
        new_schedule.print_of(Calendar(off, {}, frozenset({2027}))) for off in (first, second)
    }
    assert len(prints) == 2
