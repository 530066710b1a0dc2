"""The lock and the seat: who comes back, what stayed, what was seen, when it falls by itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from office import WRITER, make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.signer import Signer
from qinglian_desktop.shell import idle, keys, locking, seats
from qinglian_desktop.shell.seats import SeatDialog
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import desk, keyfile, roles, signers
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.ledger_page import LedgerPage
from windows import LONG, Clerk, window_on

MINE, OTHERS = "2580", "7419"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)


def peopled(tmp_path: Path) -> tuple[Book, str, str]:
    """An office with its clerk, who is 管理员, at the desk, and a supervisor."""
    book = make_book(tmp_path)
    first = str(signers.add(book, WRITER, "文书", MINE, checks=False, admin=True).result)
    desk.switch(book, first, MINE)
    vouched = {"vouched_by": WRITER, "their_pin": MINE}
    second = str(signers.add(book, "吴敏", "监委会", OTHERS, **vouched).result)
    return book, first, second


@pytest.fixture
def place(dressed: QApplication, tmp_path: Path) -> Iterator[tuple[Window, str, str]]:
    book, first, second = peopled(tmp_path)
    make_person(book, "王小明")
    with window_on(book) as window:
        yield window, first, second


def the_lock(window: Window) -> locking.Lock:
    found = locking.locked(window)
    assert found is not None
    return found


def give(lock: locking.Lock, person: str, pin: str) -> None:
    """As hands do: the tile, the PIN, Enter."""
    faces = [face.key for face in lock.card._faces]
    lock.card.tiles()[faces.index(person)].click()
    QTest.keyClicks(lock.card.line, pin)
    QTest.keyClick(lock.card.line, Qt.Key.Key_Return)


def test_an_open_cell_is_there_again_letter_for_letter(
    place: tuple[Window, str, str], qtbot: Any
) -> None:
    window, first, _ = place
    page: Any = window.go("registry", "person")
    qtbot.waitUntil(lambda: page.findChild(QWidget) is not None, timeout=LONG)
    ledger = next(one for one in page.findChildren(QWidget) if hasattr(one, "record_type"))
    table = ledger.table
    table.setCurrentIndex(table.model().index(0, 1))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.setText("半个")
    before = table.currentIndex().row(), table.currentIndex().column()
    QTest.keyClick(window, Qt.Key.Key_L, CTRL)
    lock = the_lock(window)
    qtbot.waitUntil(lock.card.line.hasFocus, timeout=LONG)
    assert editor.isVisible() and editor.text() == "半个"
    give(lock, first, MINE)
    assert locking.locked(window) is None
    qtbot.waitUntil(editor.hasFocus, timeout=LONG)
    assert editor.text() == "半个"
    assert (table.currentIndex().row(), table.currentIndex().column()) == before


def test_nothing_opens_it_but_a_pin_and_wrong_ones_are_counted(
    place: tuple[Window, str, str],
) -> None:
    window, first, second = place
    keys.acts(window)["锁定"]()
    lock = the_lock(window)
    QTest.keyClick(lock, Qt.Key.Key_Escape)
    lock.close()
    lock.reject()
    assert lock.isVisible()
    for left in (4, 3, 2, 1):
        give(lock, first, OTHERS)
        assert f"还可以试 {left} 次" in lock.card.said.text()
    give(lock, first, OTHERS)
    assert "过 10 分钟再试" in lock.card.said.text()
    give(lock, first, MINE)
    assert lock.isVisible() and "先停一停" in lock.card.said.text()
    give(lock, second, OTHERS)
    assert locking.locked(window) is None and window.book.operator.name == "吴敏"


def test_it_covers_every_window_and_a_question_stays_open_beneath(
    place: tuple[Window, str, str],
) -> None:
    window, first, _ = place
    asked = QDialog(window)
    asked.resize(300, 200)
    asked.open()
    locking.lock(window)
    lock = the_lock(window)
    assert lock.width() >= window.width() and lock.height() >= window.height()
    for top in (window, asked):
        sheet = next(s for s in top.findChildren(locking._Sheet) if s.parent() is top)
        assert sheet.isVisible() and sheet.geometry() == top.rect()
        assert top.children()[-1] is sheet  # nothing lies over it
    assert QApplication.activeModalWidget() is lock
    give(lock, first, MINE)
    assert asked.isVisible()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not [s for s in window.findChildren(locking._Sheet) if s.isVisible()]
    asked.reject()


def test_what_comes_up_while_it_is_locked_is_covered_and_takes_no_key(
    place: tuple[Window, str, str], qtbot: Any
) -> None:
    """The preview of a job that ends then, a question, a window of its own."""
    window, first, _ = place
    locking.lock(window)
    lock = the_lock(window)
    asked, beside = QDialog(window), QWidget()
    line = QLineEdit(asked)
    for top in (asked, beside):
        top.resize(300, 200)
    asked.open()
    beside.show()
    for top in (asked, beside):
        sheet = next(s for s in top.children() if isinstance(s, locking._Sheet))
        assert sheet.isVisible() and top.children()[-1] is sheet
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is lock, timeout=LONG)
    qtbot.waitUntil(lock.card.line.hasFocus, timeout=LONG)
    QTest.keyClicks(QApplication.focusWidget(), "1")
    assert lock.card.line.text() == "1" and not line.text()
    lock.card.line.clear()
    give(lock, first, MINE)
    assert locking.locked(window) is None and asked.isVisible()
    asked.reject()
    beside.close()


def test_a_job_runs_on_behind_it(place: tuple[Window, str, str], qtbot: Any) -> None:
    window, first, _ = place
    done: list[Changes] = []

    def work(book: Book, tick: Any) -> Changes:
        with book.change("记一条") as change:
            change.put_row("person", book.ids(Query("person"))[0], {"note": "办完"})
        return change.changes

    locking.lock(window)
    window.runner.job(work, label="正在办", on_done=done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=LONG)
    assert locking.locked(window) is not None
    give(the_lock(window), first, MINE)
    assert window.book.rows(Query("person"))[0]["note"] == "办完"


class Hands:
    """The two clocks, moved by a test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.steady, self.wall = 1000.0, 50_000.0
        monkeypatch.setattr(idle, "steady", lambda: self.steady)
        monkeypatch.setattr(idle, "wall", lambda: self.wall)

    def go(self, minutes: float) -> None:
        self.steady += minutes * 60
        self.wall += minutes * 60


def test_it_locks_by_itself_after_ten_minutes_and_keeps_the_draft(
    place: tuple[Window, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    window, first, _ = place
    hands = Hands(monkeypatch)
    watch = idle.Idle(window)
    QTest.keyClicks(window.header.line, "w")
    window.header.line.setText("王小")
    hands.go(9.9)
    watch.check()
    assert locking.locked(window) is None
    handle = window.windowHandle()
    assert handle is not None
    somebody = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(handle, somebody)
    hands.go(9.9)
    watch.check()
    assert locking.locked(window) is None
    hands.go(0.2)
    watch.check()
    give(the_lock(window), first, MINE)
    assert window.header.line.text() == "王小"


@pytest.mark.parametrize(("asked", "waits"), [(5, 5), (30, 30), (1, 5), (600, 30), ("x", 10)])
def test_how_long_is_for_the_office_to_say_within_reason(
    place: tuple[Window, str, str], asked: object, waits: int
) -> None:
    window, _, _ = place
    window.book.put_setting(idle.SETTING, asked)
    assert idle.after(window) == waits


def test_a_clock_set_back_and_a_computer_that_slept(
    place: tuple[Window, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _, _ = place
    hands = Hands(monkeypatch)
    watch = idle.Idle(window)
    hands.wall -= 86_400
    hands.steady += 11 * 60
    watch.check()
    give(the_lock(window), place[1], MINE)
    watch.touch()
    hands.wall += 3600  # asleep: the steady clock may stand still
    watch.check()
    assert locking.locked(window) is not None
    the_lock(window)._end()


def test_a_restricted_page_closes_after_five_minutes(
    place: tuple[Window, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _, _ = place
    hands = Hands(monkeypatch)
    watch = idle.Idle(window)
    keys.acts(window)["安全与恢复"]()
    page = window.page
    hands.go(4.9)
    watch.check()
    assert window.page is page
    hands.go(0.2)
    watch.check()
    assert window.page is not page and locking.locked(window) is None
    watch.touch()
    window.go("registry")  # a list of such rows on a page of several; here one is made so
    shown = window.page.findChild(LedgerPage)
    assert shown is not None and not shown.property(idle.RESTRICTED)
    hands.go(5.1)
    watch.check()
    assert window.page_id == "registry"
    shown.setProperty(idle.RESTRICTED, True)
    watch.check()
    assert window.page_id == "today"


def test_another_person_sits_down_and_the_page_stays(place: tuple[Window, str, str]) -> None:
    window, _, second = place
    clerk = Clerk(window)
    window.go("registry")
    window.header.line.setText("没打完")
    shown = window.page
    clerk.click(window.header.who)
    dialog = window.findChild(SeatDialog)
    assert dialog is not None and dialog.card.key == second  # the other one is offered
    QTest.keyClicks(dialog.card.line, OTHERS)
    QTest.keyClick(dialog.card.line, Qt.Key.Key_Return)
    assert not dialog.isVisible() and window.page is shown
    assert window.header.line.text() == "没打完" and window.header.who.text() == "吴敏"
    with window.book.change("谁做的") as change:
        change.put_row("person", window.book.ids(Query("person"))[0], {"note": "x"})
    assert window.book.steps(1)[0]["operator"] == "吴敏"
    assert desk.last_used(window.book, second)


def test_a_pin_of_nobody_cannot_lock_anybody_out(dressed: QApplication, tmp_path: Path) -> None:
    with window_on(make_book(tmp_path)) as window:
        locking.lock_now(window)
        assert locking.locked(window) is None and "锁不住" in window.bar.text.text()


def test_the_one_opening_pin_of_an_older_office_locks_and_opens(
    dressed: QApplication, tmp_path: Path
) -> None:
    with window_on(make_book(tmp_path, pin=MINE)) as window:
        locking.lock(window)
        lock = the_lock(window)
        give(lock, "", OTHERS)
        assert "还可以试 4 次" in lock.card.said.text()
        give(lock, "", MINE)
        assert locking.locked(window) is None and window.book.operator.name == WRITER


def test_the_shared_pin_unlocks_where_others_of_the_list_have_theirs(
    dressed: QApplication, tmp_path: Path
) -> None:
    """An office of before people were told apart, with a PIN and somebody who checks."""
    book = make_book(tmp_path, pin=MINE)
    opening = {"vouched_by": signers.OPENING, "their_pin": MINE}
    second = str(signers.add(book, "吴敏", "监委会", OTHERS, **opening).result)
    with window_on(book) as window:
        locking.lock(window)
        give(the_lock(window), "", MINE)
        assert locking.locked(window) is None and window.book.operator.name == WRITER
        locking.lock(window)
        give(the_lock(window), second, OTHERS)
        assert window.book.operator.name == "吴敏"
        locking.lock(window)
        give(the_lock(window), "", MINE)
        assert window.book.operator.person == "" and window.book.operator.name != "吴敏"


def test_rows_of_the_list_are_people(place: tuple[Window, str, str]) -> None:
    window, first, second = place
    rows = {one["id"]: one for one in window.book.rows(Query(Signer.table))}
    assert (rows[first]["admin"], rows[first]["checks"]) == (1, 0)
    assert (rows[second]["admin"], rows[second]["checks"]) == (0, 1)


def test_a_department_of_the_street_sees_the_pages_of_its_work(
    dressed: QApplication, tmp_path: Path
) -> None:
    book = make_book(tmp_path, "street")
    first = str(signers.add(book, "李经办", "街道经办", MINE, checks=False, admin=True).result)
    desk.switch(book, first, MINE)
    one = str(signers.add(book, "王司法", "司法所", OTHERS, checks=False).result)
    with window_on(book) as window:
        for role in ("纪工委", "司法所"):  # every page a department is given is there
            assert set(roles.pages(book, role)) <= set(window.tabs)
        window.go("exchange")
        seats.sit_down(window, one, OTHERS)
        shown = {i for i, button in window.navigation.buttons.items() if button.isVisible()}
        assert shown == set(roles.pages(book, "司法所")) and window.page_id in shown
        seats.sit_down(window, first, MINE)
        assert all(button.isVisible() for button in window.navigation.buttons.values())
