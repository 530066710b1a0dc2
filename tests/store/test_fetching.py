"""从备份找: an attachment that is lost comes back by its hash, and no good one is ever replaced."""

from pathlib import Path

import pytest

from office import make_entry
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.store import fetching, health, rounds
from qinglian_desktop.store.book import Book

PHOTO, SCAN = b"\x89PNG photo" * 500, b"\xff\xd8\xff scan" * 500


@pytest.fixture
def two(book: Book, tmp_path: Path) -> tuple[Book, str, str]:
    """A row with two attachments; both lie in a copy here and in one on the stick."""
    ids = book.files.add(PHOTO), book.files.add(SCAN)
    make_entry(book, files=ids)
    rounds.go_round(book, tmp_path / "U 盘", why="按了备份")
    return book, *ids


def test_gone_or_spoilt_it_comes_back_whole(two: tuple[Book, str, str]) -> None:
    book, photo, scan = two
    book.files.path(photo).unlink()
    spoilt = book.files.path(scan)
    spoilt.write_bytes(spoilt.read_bytes()[:-3])
    lost = [fault for fault in health.look(book) if fault.act == health.FETCH]
    assert {fault.file_id for fault in lost} == {photo, scan}
    made = fetching.fetch(book, [fault.file_id for fault in lost], [rounds.here(book.home)])
    assert isinstance(made.result, fetching.Fetched)
    assert (made.result.back, made.result.lacking) == (2, 0) and made.result.day
    assert book.files.read(photo) == PHOTO and book.files.read(scan) == SCAN
    assert health.look(book) == []
    assert not list(book.home.rglob("*.part"))


def test_the_copy_here_rotted_too_then_the_stick_has_it(
    two: tuple[Book, str, str], tmp_path: Path
) -> None:
    book, photo, _ = two
    book.files.path(photo).unlink()
    (copied,) = rounds.here(book.home).rglob(photo)
    copied.write_bytes(b"rotten")
    with pytest.raises(Refused, match="都没有") as refused:
        fetching.fetch(book, [photo], [rounds.here(book.home)])
    assert refused.value.code == "QL-PL-082" and not book.files.has(photo)
    fetching.fetch(book, [photo], [rounds.here(book.home), tmp_path / "U 盘"])
    assert book.files.read(photo) == PHOTO


def test_what_is_whole_here_is_not_touched(two: tuple[Book, str, str]) -> None:
    book, photo, _ = two
    before = book.files.path(photo).stat().st_ino
    made = fetching.fetch(book, [photo], [rounds.here(book.home)])
    assert made.result == fetching.Fetched(0, 0)
    assert book.files.path(photo).stat().st_ino == before


def test_a_paper_of_the_second_file_and_one_the_program_keeps_are_missed(book: Book) -> None:
    with book.sealed() as second:
        sealed = second.files.add(SCAN)
    kept = book.files.add(PHOTO)
    with book.change("登记") as change:
        change.put_row("printed_paper", "p", {"paper_file": kept})
    rounds.go_round(book, None, why="按了备份")
    book.files.path(kept).unlink()
    with book.sealed() as second:
        second.files.path(sealed).unlink()
    assert [fault.file_id for fault in health.look(book) if fault.file_id] == [kept]
    fetching.fetch(book, [kept, sealed], [rounds.here(book.home)])
    assert book.files.read(kept) == PHOTO
    with book.sealed() as second:
        assert second.files.read(sealed) == SCAN


def test_a_photo_cut_short_here_never_replaces_the_good_one_in_the_copies(
    two: tuple[Book, str, str], tmp_path: Path
) -> None:
    book, photo, _ = two
    path = book.files.path(photo)
    path.write_bytes(path.read_bytes()[:100])
    make_entry(book, 5)
    rounds.go_round(book, tmp_path / "U 盘", why="按了备份")
    (copied,) = rounds.here(book.home).rglob(photo)
    copied.write_bytes(copied.read_bytes()[:50])  # and now the copy here, too
    make_entry(book, 6)
    rounds.go_round(book, tmp_path / "U 盘", why="按了备份")
    fetching.fetch(book, [photo], [rounds.here(book.home), tmp_path / "U 盘"])
    assert book.files.read(photo) == PHOTO


def test_a_photo_that_has_not_come_yet_is_not_lost(book: Book) -> None:
    make_entry(book, files=("ab" * 32,))
    assert [fault.act for fault in health.look(book)] == [health.FETCH]
    book.connection.execute(
        "INSERT INTO wanted_file (owner, file_id, size) VALUES ('unit', ?, 5)", ("ab" * 32,)
    )
    assert health.look(book) == []


def test_a_disk_that_fills_leaves_the_spoilt_one_and_says_so(
    two: tuple[Book, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    book, photo, _ = two
    book.files.path(photo).write_bytes(b"spoilt")
    with monkeypatch.context() as disk, pytest.raises(Refused, match="没有找回"):
        disk.setattr(fetching.copying, "copy_synced", full)
        fetching.fetch(book, [photo], [rounds.here(book.home)])
    assert book.files.path(photo).read_bytes() == b"spoilt"
    assert not list(book.home.rglob("*.part"))
