"""Old data, copied data, another computer: noticed before anything is edited (F50, F53)."""

import json
import shutil
from pathlib import Path

import pytest

from exchange.at_work import copy_of
from office import make_book, make_entry
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import backup, marker
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.marker import Finding


@pytest.fixture(autouse=True)
def one_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uuid.getnode", lambda: 0x0242AC110002)


def found(book: Book, marks: Path) -> Finding:
    return marker.find(book, marks)[0]


def test_a_new_office_is_known_and_stays_so(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    with make_book(tmp_path) as book:
        assert found(book, marks) is Finding.KNOWN
        marker.note(book, marks)
        make_entry(book)
        assert found(book, marks) is Finding.KNOWN, "a session that was cut short has gone further"
        marker.note(book, marks)
        assert found(book, marks) is Finding.KNOWN


def test_the_note_lies_outside_and_tells_nothing_personal(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    with make_book(tmp_path) as book:
        marker.note(book, marks)
        (path,) = marks.iterdir()
        told = json.loads(path.read_text())
        assert set(told) == {"stream_id", "last_seq", "epoch", "schema", "install", "machine"}
        assert book.unit.name not in path.read_text()


def test_an_older_file_is_old_data(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    with make_book(tmp_path) as book:
        make_entry(book)
        old = copy_of(book, tmp_path / "old")
        make_entry(book)
        marker.note(book, marks)
    with old:
        assert found(old, marks) is Finding.OLD
        before = old.unit
        marker.begin_anew(old, marker.last_epoch(old, marks))
        assert old.unit.stream_id != before.stream_id
        assert old.unit.epoch == before.epoch + 1
        marker.note(old, marks)
        assert found(old, marks) is Finding.KNOWN
    with Book.open(old.home, RECORDS) as again:
        assert again.unit == old.unit, "it is still so tomorrow"
        assert again.trail_broken_at() is None


def test_a_copied_folder_is_noticed_on_the_other_computer(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        marker.note(book, tmp_path / "marks")
        copy = copy_of(book, tmp_path / "copy")
    with copy:
        assert found(copy, tmp_path / "marks of another") is Finding.ELSEWHERE


def test_a_disk_copied_with_everything_is_noticed_by_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = tmp_path / "marks"
    with make_book(tmp_path) as book:
        marker.note(book, marks)
        shutil.copytree(marks, tmp_path / "ghost")
        monkeypatch.setattr("uuid.getnode", lambda: 0x0242AC110003)
        assert found(book, tmp_path / "ghost") is Finding.ELSEWHERE
        monkeypatch.setattr("uuid.getnode", lambda: 1 << 40)  # no card: it cannot be told
        marker.note(book, marks)
        assert found(book, marks) is Finding.KNOWN


def test_a_deleted_note_asks_and_a_broken_one_too(tmp_path: Path) -> None:
    """F53."""
    marks = tmp_path / "marks"
    with make_book(tmp_path) as book:
        marker.note(book, marks)
        (path,) = marks.iterdir()
        for rubbish in (b"", b"{}", b"\xff", b'{"stream_id": 1}', b"[]"):
            path.write_bytes(rubbish)
            assert found(book, marks) is Finding.ELSEWHERE, rubbish
        path.unlink()
        assert found(book, marks) is Finding.ELSEWHERE


def test_a_restore_through_the_program_is_not_asked_about(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    with make_book(tmp_path) as book:
        make_entry(book)
        saved = book.back_up(tmp_path / "backups").folder
        make_entry(book)
        marker.note(book, marks)
        keys = book.keys
    backup.restore(saved, book.home, keys)
    with Book.open(book.home, RECORDS) as restored:
        assert found(restored, marks) is Finding.KNOWN
        marker.note(restored, marks)
        assert found(restored, marks) is Finding.KNOWN


def test_the_data_of_before_a_restore_are_old(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    with make_book(tmp_path) as book:
        make_entry(book)
        left = copy_of(book, tmp_path / "left")
        marker.begin_anew(book)
        marker.note(book, marks)
    with left:
        assert found(left, marks) is Finding.OLD
