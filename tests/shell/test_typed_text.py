"""A second of typing is the most that can be lost, and a full disk loses none of it."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from faults.counting import counted
from kill_rig import EXPLORE
from office import make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import keys, typed_text
from qinglian_desktop.shell.typed_text_page import TypedTextPage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.unfinished import Unfinished
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.ledger_page import LedgerPage
from windows import Clerk, shown_buttons, window_on

KILLS = 12 if EXPLORE else 2
LOST = 1.0  # seconds of typing


def at_note(window: Window, row_id: str) -> RecordForm:
    """The form of this person, with the keys in its note."""
    page = window.go("registry", "person", row_id)
    (form,) = [f for f in page.findChildren(RecordForm) if f.isVisible()]
    if form.editors["note"].isHidden():
        form.toggle_more()
    form.editors["note"].setFocus()
    return form


def never_pauses(form: RecordForm) -> None:
    """Whoever types on and on never lets the form save itself."""
    form._pause.timeout.disconnect()


def test_who_never_pauses_is_kept_all_the_same(window: Window, qtbot: QtBot) -> None:
    typed = typed_text.watch(window)
    form = at_note(window, make_person(window.book))
    never_pauses(form)
    Clerk(window).write("along the river")
    other = Unfinished(window.home, window.book.keys.main)
    qtbot.waitUntil(lambda: bool(other.kept()), timeout=5000)
    (piece,) = other.kept()
    assert (piece.text, piece.table, piece.field) == ("along the river", "person", "note")
    assert piece.place == "人员 · 备注"
    form.edited.emit()  # saved: nothing is unfinished any more
    qtbot.waitUntil(lambda: not other.kept(), timeout=5000)
    assert typed.pieces() == []


def test_an_ordinary_end_leaves_nothing_to_offer(dressed: object, tmp_path: Path) -> None:
    book = make_book(tmp_path)
    row_id, key = make_person(book), book.keys.main
    with window_on(book) as window:
        typed = typed_text.watch(window)
        never_pauses(at_note(window, row_id))
        Clerk(window).write("moved away")
        typed.keep()
        typed.wait()
        assert Unfinished(window.home, key).kept()
    assert Unfinished(tmp_path / "home", key).kept() == []
    with Book.open(tmp_path / "home", RECORDS) as again:
        assert (again.row("person", row_id) or {})["note"] == "moved away"


def test_it_is_offered_put_back_or_let_go(dressed: object, tmp_path: Path, qtbot: QtBot) -> None:
    book = make_book(tmp_path)
    row_id = make_person(book)
    before = typed_text.Piece("registry", "人员 · 备注", "写到一半", "person", row_id, "note")
    gone = before._replace(row_id="gone", text="那一条没有了")
    Unfinished(book.home, book.keys.main).keep([before, gone])
    with window_on(book) as window:
        typed = typed_text.watch(window)
        assert window.bar.isVisible()
        assert "上次没有写完的内容还在" in window.bar.text.text()
        clerk = Clerk(window)
        clerk.click(window.bar.button)
        page = window.page
        assert isinstance(page, TypedTextPage)
        clerk.press("放回去", page)
        (form,) = [f for f in window.page.findChildren(RecordForm) if f.isVisible()]
        assert form.editors["note"].text() == "写到一半"
        qtbot.waitUntil(lambda: (book.row("person", row_id) or {})["note"] == "写到一半")
        assert [piece.text for piece in typed.carried] == ["那一条没有了"]
        keys.acts(window)["没写完的内容"]()
        page = window.page
        assert isinstance(page, TypedTextPage)
        clerk.press("放回去", page)
        assert "找不到了" in page.banner.text.text()
        clerk.press("复制", page)
        assert QApplication.clipboard().text() == "那一条没有了"
        window.toggle_cover()
        QApplication.clipboard().clear()
        clerk.press("复制", page)
        assert QApplication.clipboard().text() == "", "nothing is copied while covered"
        assert "那一条没有了" not in page.table.model().index(0, 1).data()
        window.toggle_cover()
        clerk.click(shown_buttons(page)["都不要了"])
        typed.wait()
        assert typed.carried == []
        keys.acts(window)["没写完的内容"]()
        assert window.bar.text.text() == "没有没写完的内容。"
    assert Unfinished(tmp_path / "home", book.keys.main).kept() == []


def test_neither_a_pin_nor_a_search_is_kept(window: Window) -> None:
    typed = typed_text.watch(window)
    window.header.focus_search()
    Clerk(window).write("13800000000")
    assert typed.pieces() == []


def test_a_full_disk_keeps_what_is_typed_and_saves_it_by_itself(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = typed_text.watch(window)
    typed.wait()
    row_id = make_person(window.book)
    form = at_note(window, row_id)
    never_pauses(form)
    pages = window.book.connection.execute("PRAGMA page_count").fetchone()[0]
    window.book.connection.execute(f"PRAGMA max_page_count = {pages}")
    Clerk(window).write("一个很长的故事" * 2000)
    (page,) = [p for p in window.page.findChildren(LedgerPage) if p.drawer.form is form]
    assert not page.save_now()
    said = page.drawer.banner
    assert said.isVisible()
    assert said.text.text() == "磁盘满了，刚才的内容已临时保存。腾出 200 MB 后会自动补写。"
    assert said.code.text() == "QL-PL-002"
    (piece,) = Unfinished(window.home, window.book.keys.main).kept()
    assert piece.text.startswith("一个很长的故事")
    assert form.editors["note"].text().startswith("一个很长的故事"), "still on the screen"

    def free(amount: int) -> Any:
        return lambda _: type("Usage", (), {"free": amount})()

    monkeypatch.setattr(typed_text.shutil, "disk_usage", free(typed_text.ROOM_AGAIN - 1))
    typed.try_again()
    assert (window.book.row("person", row_id) or {})["note"] is None
    window.book.connection.execute("PRAGMA max_page_count = 1073741823")
    monkeypatch.setattr(typed_text.shutil, "disk_usage", free(typed_text.ROOM_AGAIN))
    typed.try_again()
    assert (window.book.row("person", row_id) or {})["note"].startswith("一个很长的故事")
    assert window.bar.text.text() == "磁盘有空间了，刚才的内容已补写。"
    counted("PL-15", 1, "full disk while typing")


def test_without_anything_typed_a_full_disk_promises_nothing(window: Window) -> None:
    typed_text.watch(window)
    full = Refused("磁盘满了，这一步没有写入", "腾出 200 MB 后再做一次", code="QL-PL-002")
    assert window.runner.reword(full) is full


TYPIST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import keys, typed_text
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.form import RecordForm

app = QApplication([])
look.apply(app)
book = Book.open(Path(sys.argv[1]), RECORDS)
window = Window(book)
window.show()
typed_text.watch(window)
page = window.go("registry", "person", sys.argv[2])
(form,) = [f for f in page.findChildren(RecordForm) if f.isVisible()]
if form.editors["note"].isHidden():
    form.toggle_more()
form.editors["note"].setFocus()
count = 0

def press():
    global count
    QTest.keyClick(form.editors["note"].input, "abcdefghij"[count % 10])
    count += 1
    print(count, flush=True)

keys = QTimer()
keys.timeout.connect(press)
keys.start(60)
app.exec()
"""


def test_a_killed_program_loses_at_most_a_second_of_typing(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    row_id, home, key = make_person(book), book.home, book.keys.main
    book.close()
    for turn in range(KILLS):
        typist = subprocess.Popen(
            [sys.executable, "-c", TYPIST, str(home), row_id], stdout=subprocess.PIPE, text=True
        )
        assert typist.stdout is not None
        pressed: list[float] = []
        for _ in range(36 + 7 * turn):
            assert typist.stdout.readline(), "the typist stopped"
            pressed.append(time.monotonic())
        typist.send_signal(signal.SIGKILL)
        killed = time.monotonic()
        typist.wait()
        typist.stdout.close()
        kept = Unfinished(home, key).kept()
        with Book.open(home, RECORDS) as again:
            saved = str((again.row("person", row_id) or {})["note"] or "")
            assert again.count(Query("person")) == 1
            assert again.trail_broken_at() is None
        longest = max([saved, *(piece.text for piece in kept)], key=len)
        due = sum(1 for moment in pressed if moment < killed - LOST)
        assert len(longest) >= due, f"{due} letters are older than a second, {len(longest)} left"
        Unfinished(home, key).keep([])
        with Book.open(home, RECORDS) as again, again.change("清空") as change:
            change.put_row("person", row_id, {"note": None})
    counted("PL-02", KILLS, "typing")
