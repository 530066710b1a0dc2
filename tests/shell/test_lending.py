"""What is not theirs to do: refused in the standard words, and lent once by a PIN right there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office import WRITER, make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.shell.lending import LendDialog
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import desk, keyfile, people, signers
from qinglian_desktop.store.book import Book
from windows import LONG, Clerk, window_on

MINE, THEIRS = "2580", "7419"


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)


@pytest.fixture
def window(dressed: QApplication, tmp_path: Path) -> Iterator[Window]:
    """The accountant sits at the desk; the clerk is 管理员."""
    book = make_book(tmp_path)
    make_person(book)
    first = str(signers.add(book, WRITER, "文书", MINE, checks=False, admin=True).result)
    desk.switch(book, first, MINE)
    second = str(signers.add(book, "钱会计", "会计", THEIRS, checks=False).result)
    desk.switch(book, second, THEIRS)
    with window_on(book) as made:
        yield made


def note(book: Book, *_: object) -> Changes:
    """Something only a 管理员 does."""
    people.need(book, "换钥匙")
    with book.change("做成了") as change:
        change.put_row("person", book.ids(Query("person"))[0], {"note": "做成了"})
    return change.changes


def asked(window: Window) -> LendDialog:
    Clerk(window).press("请他们输入 PIN", window.page)
    found = [d for d in window.findChildren(LendDialog) if d.isVisible()]
    assert len(found) == 1
    return found[0]


def allow(dialog: LendDialog, reason: str, pin: str) -> None:
    dialog.reason.setText(reason)
    dialog.card.line.setText(pin)
    QTest.keyClick(dialog.card.line, Qt.Key.Key_Return)


def test_a_pin_right_there_lets_it_be_done_once_and_is_written_down(window: Window) -> None:
    assert window.runner.act(note) is None
    dialog = asked(window)
    assert [tile.text() for tile in dialog.card.tiles()] == [WRITER]
    allow(dialog, "", MINE)
    assert "还没有写为什么" in dialog.card.said.text() and dialog.isVisible()
    allow(dialog, "钥匙丢了", THEIRS)
    assert "还可以试 4 次" in dialog.card.said.text()
    allow(dialog, "钥匙丢了", MINE)
    assert not dialog.isVisible()
    (row,) = window.book.rows(Query("person"))
    assert row["note"] == "做成了"
    steps = window.book.steps(2)
    assert [step["label"] for step in steps] == ["做成了", f"{WRITER}放行一次：换钥匙"]
    assert steps[0]["operator"] == "钱会计"
    assert people.may(window.book, "换钥匙") is not None


def test_a_job_runs_with_what_was_lent_and_no_longer(window: Window, qtbot: Any) -> None:
    done: list[Any] = []
    window.runner.job(note, label="正在换", on_done=done.append)
    qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
    assert not done
    allow(asked(window), "上级来查", MINE)
    qtbot.waitUntil(lambda: bool(done), timeout=LONG)
    qtbot.waitUntil(lambda: not window.book.operator.lent, timeout=LONG)
    assert people.may(window.book, "换钥匙") is not None


def test_it_can_be_left(window: Window) -> None:
    window.runner.act(note)
    dialog = asked(window)
    Clerk(window).press("不做了", dialog)
    assert window.book.steps(1)[0]["label"] != "做成了"
