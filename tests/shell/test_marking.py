"""Old data or data of another computer: asked before the first edit, once the first page stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from exchange.at_work import copy_of
from office import make_book, make_entry
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import home, marking
from qinglian_desktop.store import marker
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.marker import Finding
from windows import Clerk, program, window_on


@pytest.fixture
def marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("uuid.getnode", lambda: 0x0242AC110002)
    monkeypatch.setenv("QINGLIAN_MARKS", str(tmp_path / "marks"))
    return tmp_path / "marks"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    with program(qapp):
        yield


def asked() -> QMessageBox | None:
    box = QApplication.activeModalWidget()
    return box if isinstance(box, QMessageBox) else None


def old_copy(tmp_path: Path, marks: Path) -> Book:
    with make_book(tmp_path) as book:
        make_entry(book)
        copy = copy_of(book, tmp_path / "old")
        make_entry(book)
        marker.note(book, marks)
    return copy


def test_nothing_is_asked_on_the_computer_that_worked_on_them(tmp_path: Path, marks: Path) -> None:
    make_book(tmp_path).close()
    for _ in range(2):
        with window_on(Book.open(tmp_path / "home", RECORDS)) as window:
            marking.watch(window)
            assert asked() is None
            make_entry(window.book)
    with Book.open(tmp_path / "home", RECORDS) as again:
        assert marker.find(again, marks)[1] == again.trail_head()[0], "noted at the end"


def test_old_data_go_on_as_a_history_of_their_own(tmp_path: Path, marks: Path) -> None:
    with window_on(old_copy(tmp_path, marks)) as window:
        before = window.book.unit
        marking.watch(window)
        box = asked()
        assert box is not None
        assert box.text() == "这是旧数据"
        Clerk(window).press(marking.GO_ON, box)
        assert window.book.unit.stream_id != before.stream_id
        assert window.book.unit.epoch == before.epoch + 1
        assert marker.find(window.book, marks)[0] is Finding.KNOWN


def test_closing_changes_nothing_and_it_is_asked_again(tmp_path: Path, marks: Path) -> None:
    copy = old_copy(tmp_path, marks)
    stream, folder = copy.unit.stream_id, copy.home
    with window_on(copy) as window:
        marking.watch(window)
        box = asked()
        assert box is not None
        Clerk(window).press(marking.CLOSE, box)
        assert not window.isVisible()
    with Book.open(folder, RECORDS) as again:
        assert again.unit.stream_id == stream
        assert marker.find(again, marks)[0] is Finding.OLD


def test_a_copied_folder_asks_whether_the_computer_was_changed(
    tmp_path: Path, marks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_book(tmp_path) as book:
        marker.note(book, marks)
    monkeypatch.setenv("QINGLIAN_MARKS", str(tmp_path / "profile of another"))
    with window_on(Book.open(tmp_path / "home", RECORDS)) as window:
        marking.watch(window)
        box = asked()
        assert box is not None
        assert box.text() == "是否更换电脑？"
        assert "加一台电脑" in box.informativeText()
        assert marking.SAME not in [button.text() for button in box.buttons()]
        Clerk(window).press(marking.GO_ON, box)


def test_another_network_card_is_answered_with_a_press(
    tmp_path: Path, marks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_book(tmp_path) as book:
        marker.note(book, marks)
        stream = book.unit.stream_id
    monkeypatch.setattr("uuid.getnode", lambda: 0x0242AC110009)
    with window_on(Book.open(tmp_path / "home", RECORDS)) as window:
        marking.watch(window)
        box = asked()
        assert box is not None
        Clerk(window).press(marking.SAME, box)
        assert window.book.unit.stream_id == stream
        assert marker.find(window.book, marks)[0] is Finding.KNOWN


def test_a_portable_folder_is_at_home_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QINGLIAN_MARKS")
    (tmp_path / home.MARK).touch()
    assert home.marks(tmp_path) is None


def test_a_profile_that_cannot_be_written_keeps_nobody_from_working(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("QINGLIAN_MARKS", str(tmp_path / "file" / "marks"))
    said: list[str] = []
    with window_on(make_book(tmp_path)) as window:
        window.runner.said.connect(said.append)
        marking.watch(window)
        make_entry(window.book)
    assert any("不影响使用" in words for words in said)
