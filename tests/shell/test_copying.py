"""备份与还原 as a clerk meets it: nothing to do in the morning, one press, three clicks back."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office import make_book, make_person, make_unit
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import (
    copies_due,
    kept_page,
    leaving,
    second_place,
    self_copying,
    take_out,
)
from qinglian_desktop.shell.backups_card import BackupsCard
from qinglian_desktop.shell.damaged import restore_and_open_anew
from qinglian_desktop.shell.desktop import Desktop
from qinglian_desktop.shell.leaving import LeavingPage
from qinglian_desktop.shell.other_keys import OtherKeys
from qinglian_desktop.shell.preferences import Preferences
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import copies, copy_log, engine, keyfile, rounds
from qinglian_desktop.store.book import Book
from windows import LONG, Clerk, shown_buttons, window_on


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with make_book(tmp_path) as book:
        make_person(book, "李建华")
        return book.home


@pytest.fixture
def desktop(dressed: QApplication, home: Path) -> Iterator[Desktop]:
    made = Desktop(dressed, home)
    made.begin()
    yield made
    made.end()


def window_of(desktop: Desktop) -> Window:
    assert isinstance(desktop.top, Window)
    return desktop.top


def card_of(window: Window, qtbot: Any, lines: int) -> BackupsCard:
    page: Any = window.go("settings")
    card: BackupsCard = page.backups
    qtbot.waitUntil(lambda: len(card.shown.lines) == lines, timeout=LONG)
    return card


# -- by itself -------------------------------------------------------------------------------


def test_a_morning_makes_a_copy_without_the_clerk(window: Window, qtbot: Any) -> None:
    make_person(window.book)
    made = self_copying.begin(window)
    assert made is not None
    made.look()
    said = window.status.backup
    qtbot.waitUntil(lambda: said.text().startswith("备份：今天"), timeout=LONG)
    (copy,) = copies.listed(window.home / "备份")
    assert (copy.why, copy.rows) == ("每天一份", 1)
    assert copy_log.Log.load(window.home).tried_ok


def test_a_window_that_closes_meanwhile_leaves_no_half_copy(book: Book, qtbot: Any) -> None:
    make_person(book)
    with window_on(book) as window:
        made = self_copying.begin(window)
        assert made is not None
        made.look()
    assert not list((book.home / "备份").glob("*.part"))


def test_a_practice_office_needs_no_copies(dressed: QApplication, tmp_path: Path) -> None:
    book = make_book(tmp_path)
    book.unit = book.unit._replace(office_id="practice-1")
    with window_on(book) as window:
        assert self_copying.begin(window) is None


def test_today_is_silent_until_something_is_wrong(tmp_path: Path) -> None:
    with clock.fixed(date(2026, 11, 20)):
        ask = partial(copies_due.due, tmp_path)
        assert ask(clock.today()) == []
        copy_log.note(tmp_path, since="2026-11-14")
        assert ask(clock.today()) == []
        copy_log.note(tmp_path, since="2026-11-13")
        (only_here,) = ask(clock.today())
        assert only_here.subject == "备份还只在这台电脑上"
        copy_log.note(tmp_path, away_at="2026-11-14T08:31:00")
        assert ask(clock.today()) == []
        copy_log.note(tmp_path, away_at="2026-11-11T08:31:00")
        assert ask(clock.today())[0].subject == "已经 9 天没有备份到别的盘"
        copy_log.note(tmp_path, away_at="2026-11-20T08:31:00", tried_ok=False, tried_said="缺附件")
        (red,) = ask(clock.today())
        assert red.subject == "最近一次试还原没有通过：缺附件" and "换一个盘" in red.why


def test_the_red_line_of_today_leads_to_the_settings(window: Window, qtbot: Any) -> None:
    copy_log.note(window.home, tried_ok=False, tried_said="少了附件")
    window.today.reload()
    qtbot.waitUntil(lambda: any("试还原" in d.subject for d in window.today.found), timeout=LONG)
    (line,) = (due for due in window.today.found if "试还原" in due.subject)
    window.today.opened.emit(line)
    assert window.page_id == "settings"
    card = card_of(window, qtbot, 0)
    qtbot.waitUntil(card.bad.isVisible, timeout=LONG)
    assert "少了附件" in card.bad.text()


# -- the second place ------------------------------------------------------------------------


def test_a_stick_is_known_by_its_number_and_not_by_where_it_is(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "E"
    (drive / "备份").mkdir(parents=True)
    second_place.choose(window, drive / "备份")
    window.keep(backup_within="备份")
    assert second_place.find(window.preferences) == drive / "备份"
    drive.rename(tmp_path / "F")
    (drive / "备份").mkdir(parents=True)  # another stick in the old socket
    monkeypatch.setattr(second_place, "roots", lambda: [drive, tmp_path / "F"])
    assert second_place.find(window.preferences) == tmp_path / "F" / "备份"
    monkeypatch.setattr(second_place, "roots", lambda: [drive])
    assert second_place.find(window.preferences) is None


def test_the_place_of_the_data_is_no_second_place(window: Window) -> None:
    for folder in (window.home, window.home / "备份"):
        folder.mkdir(exist_ok=True)
        with pytest.raises(Refused, match="一起坏"):
            second_place.choose(window, folder)
    assert window.preferences.backup_folder == ""


def test_a_place_chosen_by_an_earlier_program_goes_on(tmp_path: Path) -> None:
    kept = Preferences(backup_folder=str(tmp_path))
    assert second_place.find(kept) == tmp_path
    assert second_place.find(kept._replace(backup_folder=str(tmp_path / "gone"))) is None


def test_a_place_without_a_number_gets_one_when_it_is_first_used(
    window: Window, tmp_path: Path
) -> None:
    (tmp_path / "盘").mkdir()
    window.keep(backup_folder=str(tmp_path / "盘"))
    second_place.adopt(window)
    assert window.preferences.backup_mark
    assert second_place.find(window.preferences) == tmp_path / "盘"
    (tmp_path / "盘" / second_place.MARK).unlink()  # another stick in its place
    assert second_place.find(window.preferences) is None


def test_one_press_makes_both_copies_and_tries_one(
    window: Window, tmp_path: Path, qtbot: Any
) -> None:
    make_person(window.book)
    (tmp_path / "盘").mkdir()
    second_place.choose(window, tmp_path / "盘")
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    said = window.bar.text
    qtbot.waitUntil(lambda: "备份" in said.text(), timeout=LONG)
    assert said.text() == "备份好了，并且试还原通过（共 1 条）。两个地方都有。"
    card = card_of(window, qtbot, 1)
    (line,) = card.shown.lines
    assert (line.where, line.tried, line.copy.why) == ("两处都有", "通过", "按了备份")


# -- leaving ---------------------------------------------------------------------------------


def test_leaving_copies_what_was_written_and_lets_go(desktop: Desktop, qtbot: Any) -> None:
    window_of(desktop).close()
    page = desktop.top
    assert isinstance(page, LeavingPage) and page.isVisible()
    qtbot.waitUntil(lambda: not page.isVisible(), timeout=LONG)
    (copy,) = copies.listed(desktop.home / "备份")
    assert copy.why == "退出时" and copy.is_told


def test_who_does_not_wait_leaves_no_half_copy_and_the_next_start_makes_it_up(
    desktop: Desktop, qtbot: Any
) -> None:
    window_of(desktop).close()
    page = desktop.top
    assert isinstance(page, LeavingPage)
    Clerk(page).press("不等了")
    assert not page.isVisible()
    assert not list((desktop.home / "备份").glob("*.part"))
    with Book.open(desktop.home, RECORDS) as book:
        there = len(copies.listed(desktop.home / "备份"))
        assert rounds.is_due(book) == (there == 0)


def test_a_second_start_while_leaving_opens_the_window_again(desktop: Desktop, qtbot: Any) -> None:
    window_of(desktop).close()
    assert isinstance(desktop.top, LeavingPage)
    desktop.on_called()
    assert isinstance(desktop.top, Window) and desktop.top.isVisible()
    assert desktop.top.book.count(Query("person")) == 1


def test_nothing_new_is_not_copied_when_leaving(desktop: Desktop, qtbot: Any) -> None:
    window = window_of(desktop)
    rounds.go_round(window.book, None, why="按了备份")
    assert not leaving.is_needed(window.book, window.preferences)
    window.close()
    assert desktop.top is window


# -- back in three clicks --------------------------------------------------------------------


def test_back_in_three_clicks_and_what_came_later_is_found_again(
    desktop: Desktop, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_of(desktop)
    with clock.fixed(date(2026, 11, 20)):
        rounds.go_round(window.book, None, why="每天一份")
    for number in range(46):
        make_person(window.book, f"后来的{number}")
    card = card_of(window, qtbot, 1)
    asked: list[str] = []
    clerk = Clerk(window)

    def seen(question: Any) -> None:
        asked.append(question)

    watch_question(card, seen)
    clerk.press("还原到选中的备份")
    qtbot.waitUntil(lambda: bool(asked), timeout=LONG)
    qtbot.waitUntil(lambda: desktop.top is not window, timeout=LONG)
    qtbot.waitUntil(lambda: isinstance(desktop.top, Window), timeout=LONG)
    clerk.assert_within(acts=1, fills=0)  # and the answer 还原: two clicks, a third to choose a row
    assert asked[0].startswith("将回到 2026年11月20日 ")
    assert "之后登记的 46 条会先另存一份，不会丢。其中：人员 46 条" in asked[0]
    again = window_of(desktop)
    assert [row["name"] for row in again.book.rows(Query("person"))] == ["李建华"]

    page = kept_page.open_it(again)
    qtbot.waitUntil(lambda: len(page.lines) == 46, timeout=LONG)
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.take.text() == "找回 46 条"
    page.take.click()
    qtbot.waitUntil(lambda: again.book.count(Query("person")) == 47, timeout=LONG)
    qtbot.waitUntil(page.empty.isVisible, timeout=LONG)
    assert "找回 46 条" in again.bar.text.text()

    monkeypatch.setattr(kept_page, "ask", lambda _, text, *__, **___: asked.append(text) or True)
    page.gone.click()
    qtbot.waitUntil(lambda: not list(again.home.glob("还原前-*")), timeout=LONG)
    qtbot.waitUntil(page.gone.isHidden, timeout=LONG)
    assert "找不回来" in asked[-1] and page.state is None
    assert again.book.count(Query("person")) == 47


@pytest.mark.skipif(not engine.can_encrypt(), reason="no encrypting build here")
def test_what_was_entered_under_other_keys_is_found_again_with_the_pin_of_then(
    dressed: QApplication, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Founded anew, some rows entered, and only then the copy of the lost computer restored."""
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    unit, home = make_unit(), tmp_path / "new"
    with Book.create(tmp_path / "lost", RECORDS, unit, pin="2580") as book:
        made = book.back_up(tmp_path / "盘").folder
    fresh = unit._replace(install_id="new", stream_id="new")
    with Book.create(home, RECORDS, fresh, pin="7419") as book:
        make_person(book, "新电脑上登记的")
    restore_and_open_anew(made, home, "2580", unit.office_id, book.keys)
    with window_on(Book.open(home, RECORDS, pin="2580")) as window:
        page = kept_page.open_it(window)
        for typed, said in (("0000", "钥匙锁的"), ("7419", "这个 PIN 打不开")):
            asked: list[OtherKeys] = []
            qtbot.waitUntil(lambda here=asked: bool(shut(page, here)), timeout=LONG)
            assert said in asked[0].accessibleName()
            QTest.keyClicks(asked[0].pin, typed)
            QTest.keyClick(asked[0].pin, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: len(page.lines) == 1, timeout=LONG)
        page.take.click()
        qtbot.waitUntil(lambda: window.book.count(Query("person")) == 1, timeout=LONG)


def shut(page: kept_page.KeptPage, found: list[OtherKeys]) -> list[OtherKeys]:
    found[:] = [one for one in page.findChildren(OtherKeys) if one.isVisible()]
    return found


def watch_question(card: BackupsCard, seen: Any) -> None:
    """Answers 还原 whenever it is asked, and hands the text over."""
    watch, asked_already = QTimer(card), list[bool]()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None and "还原" in shown_buttons(dialog) and not asked_already:
            asked_already.append(True)
            watch.stop()
            seen(dialog.findChildren(type(card.second))[0].text())
            shown_buttons(dialog)["还原"].click()

    watch.timeout.connect(look)
    watch.start(20)


def test_a_damaged_copy_is_refused_before_anything_is_asked(desktop: Desktop, qtbot: Any) -> None:
    window = window_of(desktop)
    made = rounds.go_round(window.book, None, why="按了备份").here
    card = card_of(window, qtbot, 1)
    (made.folder / "qinglian.db").write_bytes(b"rotten" * 1000)
    refused: list[Refused] = []
    window.on_refused = refused.append  # type: ignore[method-assign]
    Clerk(window).press("还原到选中的备份", card)
    qtbot.waitUntil(lambda: bool(refused), timeout=LONG)
    assert desktop.top is window and refused[0].remedy


@pytest.mark.skipif(not engine.can_encrypt(), reason="no encrypting build here")
def test_a_copy_under_other_keys_asks_for_its_pin_and_comes_back(
    desktop: Desktop, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the computer before this one, or of before the keys were changed."""
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    window = window_of(desktop)
    unit = window.book.unit._replace(install_id="dead", stream_id="dead")
    with Book.create(tmp_path / "dead", RECORDS, unit, pin="2580") as dead:
        make_person(dead, "旧电脑上的人")
        dead.back_up(rounds.here(window.home))
    card = card_of(window, qtbot, 1)
    Clerk(window).press("还原到选中的备份", card)
    qtbot.waitUntil(lambda: bool(card.findChildren(OtherKeys)), timeout=LONG)
    (asked,) = card.findChildren(OtherKeys)
    watch_question(card, lambda _: None)
    QTest.keyClicks(asked.pin, "2580")
    QTest.keyClick(asked.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desktop.top is not window, timeout=LONG)
    qtbot.waitUntil(lambda: isinstance(desktop.top, Window), timeout=LONG)
    found = window_of(desktop).book.rows(Query("person"))
    assert [row["name"] for row in found] == ["旧电脑上的人"]


# -- everything ------------------------------------------------------------------------------


def test_everything_is_taken_out_with_a_phrase_from_the_keyboard(
    window: Window, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(window.book)
    (tmp_path / "盘").mkdir()
    monkeypatch.setattr(
        take_out.QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "盘")
    )
    page = take_out.open_it(window)
    clerk = Clerk(window)
    clerk.fill(page.phrase, "12345678")
    clerk.fill(page.again, "1234")
    clerk.key(Qt.Key.Key_Return)
    assert "不一样" in page.banner.text.text()
    clerk.write("5678")
    clerk.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "已带出" in window.bar.text.text(), timeout=LONG)
    (made,) = (tmp_path / "盘").iterdir()
    assert made.name.endswith(".zip.age")
    assert page.phrase.text() == ""
