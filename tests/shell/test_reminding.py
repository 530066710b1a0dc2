"""Reminders at 7, 3, 1 and 0 days, walked through with a clock that is set by hand (TL-11)."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Due
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.shell import reminding
from qinglian_desktop.shell.reminding import Reminders
from qinglian_desktop.shell.window import Window
from windows import LONG, TODAY, window_on


class HeldTray:
    """Keeps what would stand beside the clock of the computer."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.said: list[str] = []

    def show_number(self, number: int) -> None:
        self.numbers.append(number)

    def say(self, text: str) -> None:
        self.said.append(text)


@pytest.fixture
def window(dressed: Any, tmp_path: Path) -> Iterator[Window]:
    book = make_book(tmp_path)
    tasks.save_task(book, None, {"title": "入户走访", "due_on": _day(9).isoformat()})
    with window_on(book) as made:
        yield made


def _day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def _asked_again(window: Window, qtbot: Any) -> None:
    with qtbot.waitSignal(window.today.counted, timeout=LONG):
        window.today.reload()


def _line_of(window: Window) -> list[Due]:
    return [due for due in window.today.found if due.module == "tasks"]


def test_ten_days_bring_four_reminders(window: Window, qtbot: Any, monkeypatch: Any) -> None:
    """Day by day from nine days before; only what the task brings is looked at."""
    tray, told = HeldTray(), {}
    monkeypatch.setattr(window.today, "_mine", lambda found: [d for d in found if _is_task(d)])
    window.today.setFocus()
    _asked_again(window, qtbot)
    Reminders(window, tray)
    for offset in range(11):
        with clock.fixed(_day(offset)):
            before = len(tray.said)
            _asked_again(window, qtbot)
            told[9 - offset] = tray.said[before:]
    assert {left: said for left, said in told.items() if said} == {
        7: ["7 天内到期 1 件"],
        3: ["3 天内到期 1 件"],
        1: ["明天到期 1 件"],
        0: ["今天到期 1 件"],
    }
    assert tray.numbers[-1] == 1, "what is past stays in the number"


def _is_task(due: Due) -> bool:
    return due.module == "tasks"


def test_nothing_is_said_while_a_cell_is_open(window: Window, qtbot: Any, monkeypatch: Any) -> None:
    tray = HeldTray()
    monkeypatch.setattr(window.today, "_mine", lambda found: [d for d in found if _is_task(d)])
    window.today.setFocus()
    _asked_again(window, qtbot)
    reminders = Reminders(window, tray)
    page = window.go("tasks")
    page.table.select_id(page.table.records.ids[0])
    page.table.setFocus()
    with clock.fixed(_day(2)):
        QTest.keyClick(page.table, Qt.Key.Key_F2)
        assert page.table.editor is not None and reminding.typing()
        _asked_again(window, qtbot)
        assert tray.said == []
        assert reminders._wait.isActive(), "it looks again later"
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert page.table.editor is None
        reminders.look()
        assert tray.said == ["7 天内到期 1 件"]


def test_a_field_of_the_form_and_the_search_count_as_typing(window: Window) -> None:
    window.today.setFocus()
    assert not reminding.typing()
    window.header.focus_search()
    assert reminding.typing()


def test_what_was_said_is_not_said_again_by_the_next_start(
    window: Window, qtbot: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(window.today, "_mine", lambda found: [d for d in found if _is_task(d)])
    window.today.setFocus()
    with clock.fixed(_day(2)):
        _asked_again(window, qtbot)
        first, second = HeldTray(), HeldTray()
        Reminders(window, first)
        Reminders(window, second)
    assert (first.said, second.said) == (["7 天内到期 1 件"], [])
    assert first.numbers == second.numbers == [0]


def _due(left: int, lead: int = 7) -> Due:
    return Due(_day(left), "财务公开", "每季度", "disclosure", lead=lead)


@pytest.mark.parametrize(
    ("left", "lead", "step"),
    [
        (8, 7, None), (7, 7, 7), (4, 7, 7), (3, 7, 3), (2, 7, 3), (1, 7, 1), (0, 7, 0),
        (-1, 7, None), (7, 3, None), (3, 3, 3), (8, 30, None), (7, 30, 7), (0, 0, 0), (1, 0, None),
    ],
)  # fmt: skip
def test_the_step_of_a_day(left: int, lead: int, step: int | None) -> None:
    assert reminding.step_of(_due(left, lead), TODAY) == step


def test_days_away_are_caught_up_with_once() -> None:
    """Nobody was there at three days: at two it is said, and at one again as its own step."""
    due = _due(2)
    (missed,) = reminding.news([due], TODAY, {reminding.key_of(due): 7})
    assert missed.step == 3
    assert reminding.news([due], TODAY, {missed.key: 3}) == []
    assert reminding.news([due], _day(1), {missed.key: 3})[0].step == 1


def test_a_postponed_thing_is_told_of_anew() -> None:
    said = {reminding.key_of(_due(0)): 0}
    assert reminding.news([_due(5)], TODAY, said)[0].step == 7


def test_the_line_counts_and_names_nobody() -> None:
    found = reminding.news([_due(0), _due(6), _due(7)], TODAY, {})
    assert reminding.line(found) == "今天到期 1 件，7 天内到期 2 件"


def test_the_number_can_be_read_at_any_size(dressed: Any) -> None:
    pictures = [reminding._numbered(n).pixmap(64, 64).toImage() for n in (0, 3, 42, 140)]
    assert len({bytes(image.constBits()) for image in pictures}) == 4
