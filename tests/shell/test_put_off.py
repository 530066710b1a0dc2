"""明天再提醒: a line of 今日 goes to the end of the page, its day stays, tomorrow it is back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.module import Due
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.shell import drawing, put_off, today_menu
from qinglian_desktop.shell.put_off import key_of
from qinglian_desktop.shell.task_card import TaskCard
from qinglian_desktop.shell.today_page import ASIDE, grouped, headline
from qinglian_desktop.shell.today_row import DueRow
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Operator
from qinglian_desktop.ui import cover
from windows import TODAY, window_on

TITLES = ("入户走访", "核对名册", "张贴通知")


@pytest.fixture
def window(dressed: QApplication, tmp_path: Path) -> Iterator[Window]:
    book = make_book(tmp_path)
    for number, title in enumerate(TITLES):
        due_on = (TODAY - timedelta(days=number)).isoformat()
        tasks.save_task(book, None, {"title": title, "due_on": due_on})
    with window_on(book) as made:
        yield made


def row_of(window: Window, title: str) -> DueRow:
    return next(row for row in window.today.rows() if row.due.subject == title)


def press(window: Window, title: str, word: str) -> None:
    """By the menu of the line."""
    menu = today_menu.made(window, row_of(window, title))
    next(one for one in menu.actions() if one.text() == word).trigger()


def test_it_goes_to_the_end_keeps_its_day_and_is_back_tomorrow(window: Window) -> None:
    before = window.today.counts["today"]
    press(window, "核对名册", today_menu.LATER)
    rows = window.today.rows()
    assert sorted(row.due.subject for row in rows) == sorted(TITLES), "no line is left out"
    assert rows[-1].due.subject == "核对名册" and rows[-1].aside
    assert rows[-1].due.due_on == TODAY - timedelta(days=1)
    assert window.today.counts["today"] == before - 1
    assert window.today._sum.text().endswith("另有 1 件放到明天再提醒。")
    with clock.fixed(TODAY + timedelta(days=1)):
        assert put_off.aside(window.book, clock.today()) == frozenset()
    assert len(put_off.aside(window.book, TODAY)) == 1


def test_it_is_taken_back_by_the_bar_and_by_the_menu(window: Window) -> None:
    press(window, "核对名册", today_menu.LATER)
    window.bar.button.click()
    assert not row_of(window, "核对名册").aside
    press(window, "核对名册", today_menu.LATER)
    press(window, "核对名册", today_menu.NOW)
    assert window.today.counts["today"] == len(TITLES)


def test_the_menu_opens_by_key_by_the_dots_and_by_the_right_button(window: Window) -> None:
    row = row_of(window, "入户走访")

    def words() -> list[str]:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        found = [one.text() for one in menu.actions()]
        menu.close()
        return found

    offered = [today_menu.LATER, today_menu.POSTPONE, today_menu.WHY]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.dots().center())
    assert words() == offered
    row.button.setFocus()
    for reason in (QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse):
        event = QContextMenuEvent(reason, QPoint(5, 5), row.mapToGlobal(QPoint(5, 5)))
        QApplication.sendEvent(row.button, event)
        assert words() == offered
    assert [row.button.text() for row in window.today.rows()] == ["去办理"] * 3, "one act a line"


def test_postponing_asks_for_its_reason_on_the_card(window: Window) -> None:
    press(window, "张贴通知", today_menu.POSTPONE)
    card = window.page
    assert isinstance(card, TaskCard)
    assert not card.why.isHidden() and card.why.sure.text() == "推迟"
    assert card.row["title"] == "张贴通知"


def test_what_one_person_puts_off_still_counts_for_another(window: Window) -> None:
    press(window, "核对名册", today_menu.LATER)
    window.book.operator = Operator("吴监督")
    window.today.show_again()
    assert window.today.counts["today"] == len(TITLES)


def test_the_next_round_of_the_same_thing_is_not_put_off() -> None:
    due = Due(TODAY, "财务公开", "每季度", "disclosure", row_id="r")
    later = due._replace(due_on=TODAY + timedelta(days=90))
    assert grouped([due, later], TODAY, {key_of(due)}) == [("以后", [later]), (ASIDE, [due])]
    assert headline([due], TODAY, {key_of(due)}) == "今天没有要办的事。另有 1 件放到明天再提醒。"


def test_old_ones_are_forgotten(window: Window, monkeypatch: Any) -> None:
    first, second = (row_of(window, title).due for title in TITLES[:2])
    put_off.put_off(window.book, first, TODAY - timedelta(days=9))
    put_off.put_off(window.book, second, TODAY)
    assert window.book.setting("put_off/周文书") == {
        key_of(second): (TODAY + timedelta(days=1)).isoformat()
    }


def test_today_is_printed_as_it_stands(window: Window, monkeypatch: Any) -> None:
    press(window, "核对名册", today_menu.LATER)
    said: list[str] = []
    monkeypatch.setattr(drawing, "show_paper", lambda _w, paper, _n: said.extend(as_text(paper)))
    cover.set_covered(True)
    window.print_page()
    assert not said, "what is covered does not go on paper"
    cover.set_covered(False)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    told = "\n".join(said)
    assert all(title in told for title in TITLES)
    assert told.index("放到明天（1 件）") < told.index("核对名册")
