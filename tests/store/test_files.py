"""Attachments: stored once, whole or not at all, named when gone or rotten."""

import hashlib
import os
from pathlib import Path

import pytest

from office import make_book
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.store import files
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import FileStore, write_whole

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 40
KEY = bytes(32)


@pytest.fixture(params=[None, KEY], ids=["plain", "locked"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files", request.param)


def stored(store: FileStore) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_content_comes_back_under_the_hash_of_itself(store: FileStore) -> None:
    file_id = store.add(PHOTO)
    assert file_id == hashlib.sha256(PHOTO).hexdigest()
    assert store.read(file_id) == PHOTO
    assert store.has(file_id)
    assert store.all() == [file_id]
    assert store.read(store.add(b"")) == b""


def test_the_same_content_is_stored_once(store: FileStore) -> None:
    store.add(PHOTO)
    (path,) = stored(store)
    before = path.stat()
    store.add(PHOTO)
    assert stored(store) == [path]
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_missing_one_is_named(store: FileStore) -> None:
    file_id = store.add(PHOTO)
    store.path(file_id).unlink()
    assert not store.has(file_id)
    with pytest.raises(Damaged, match=file_id[:8]) as caught:
        store.read(file_id)
    assert "备份" in caught.value.remedy


@pytest.mark.parametrize("place", [0, 5, 20, 100, -1])
def test_a_rotten_one_is_named_and_healed_by_adding_it_again(store: FileStore, place: int) -> None:
    file_id = store.add(PHOTO)
    path = store.path(file_id)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    if place or store.read is None:
        with pytest.raises(Damaged, match=file_id[:8]):
            store.read(file_id)
    store.add(PHOTO)
    assert store.read(file_id) == PHOTO


@pytest.mark.parametrize("length", [0, 3, 15, 16, 27, 500])
def test_a_truncated_one_is_named(store: FileStore, length: int) -> None:
    file_id = store.add(PHOTO)
    path = store.path(file_id)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(Damaged):
        store.read(file_id)


@pytest.mark.parametrize(
    "file_id", ["", "a" * 63, "A" * 64, "../" * 21 + "a", "g" * 64, "a" * 32 + "/" + "b" * 31]
)
def test_an_id_cannot_lead_out_of_the_folder(store: FileStore, file_id: str) -> None:
    for use in (store.read, store.has, store.path):
        with pytest.raises(Damaged):
            use(file_id)


def test_a_locked_file_shows_nothing_of_its_content(tmp_path: Path) -> None:
    store = FileStore(tmp_path, KEY)
    secret = "身份证 11010519491231002X 张晓梅".encode() * 50
    file_id = store.add(secret)
    raw = store.path(file_id).read_bytes()
    assert b"11010519491231002X" not in raw
    assert "张晓梅".encode() not in raw
    with pytest.raises(Damaged):
        FileStore(tmp_path, os.urandom(32)).read(file_id)


def test_one_file_in_the_place_of_another_is_found(tmp_path: Path) -> None:
    store = FileStore(tmp_path, KEY)
    first, second = store.add(b"one"), store.add(b"two")
    store.path(first).write_bytes(store.path(second).read_bytes())
    with pytest.raises(Damaged):
        store.read(first)


def test_too_large_a_file_is_refused_before_it_is_read(
    store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = tmp_path / "big.tif"
    with big.open("wb") as out:
        out.truncate(files.LARGEST + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("was read"))
    with pytest.raises(Refused, match="21 MB，超过 20 MB"):
        store.add_file(big)
    with pytest.raises(Refused, match="超过 20 MB"):
        store.add(bytes(files.LARGEST + 1))
    assert store.all() == []


def test_a_file_that_cannot_be_opened_is_refused_by_name(store: FileStore, tmp_path: Path) -> None:
    for source in (tmp_path / "没有.jpg", tmp_path):
        with pytest.raises(Refused, match=source.name):
            store.add_file(source)


def test_a_file_of_the_clerk_is_taken_in(store: FileStore, tmp_path: Path) -> None:
    source = tmp_path / "票据 #1 50%？.jpg"
    source.write_bytes(PHOTO)
    assert store.read(store.add_file(source)) == PHOTO


def test_a_write_that_fails_leaves_the_old_file_and_no_part_of_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keys.json"
    write_whole(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match=r"keys\.json"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file where the folder should be")
    with pytest.raises(Refused, match="存不进"):
        FileStore(tmp_path / "files", None).add(PHOTO)


def test_each_of_the_two_databases_has_attachments_of_its_own(book: Book) -> None:
    file_id = book.files.add(PHOTO)
    with book.sealed() as second:
        assert not second.files.has(file_id)
        second.files.add(PHOTO)
        assert second.files.read(file_id) == PHOTO
        only = second.files.add(b"sealed only")
    assert book.files.read(file_id) == PHOTO
    assert not book.files.has(only)


def test_the_plain_build_keeps_attachments_plain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qinglian_desktop.store.engine._cipher", None)
    with make_book(tmp_path) as book:
        file_id = book.files.add(PHOTO)
        assert book.files.path(file_id).read_bytes() == PHOTO
