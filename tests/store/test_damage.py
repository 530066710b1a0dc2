"""A damaged file is refused or reads as before: never silently wrong, never a traceback."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kill_rig import EXPLORE
from office import make_book, make_entry, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import engine, envelope
from qinglian_desktop.store.book import Book

FLIPS = 400 if EXPLORE else 100  # places of a bit that is turned over
Files = dict[str, bytes]


def content(home: Path) -> list[Any]:
    """Everything a clerk can see, and the trail."""
    with Book.open(home, RECORDS) as book:
        seen: list[Any] = [
            row for record in RECORDS for row in book.rows(Query(record.table, deleted=True))
        ]
        seen += [book.unit, book.steps(), book.trail_head(), book.setting("字号")]
        if (broken := book.trail_broken_at()) is not None:
            raise Damaged(f"留痕第 {broken} 条对不上", "请用备份还原")
        if wrong := [r for r in seen if isinstance(r, dict) and "row_hash" in r and not _sound(r)]:
            raise Damaged(f"{len(wrong)} 条记录对不上", "请用备份还原")
        return seen


def _sound(row: dict[str, Any]) -> bool:
    try:
        return row["row_hash"] == envelope.hash_of(row)
    except (ValueError, TypeError):
        return False


def fill(tmp_path: Path) -> Path:
    with make_book(tmp_path) as book:
        for number in range(40):
            make_person(book, f"李建华{number}", note="备注" * number)
        for number in range(20):
            make_entry(book, number)
        book.put_setting("字号", "大")
    return tmp_path / "home"


def load(home: Path) -> Files:
    return {path.name: path.read_bytes() for path in home.iterdir()}


def lay(home: Path, files: Files) -> None:
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    for name, data in files.items():
        (home / name).write_bytes(data)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Files, list[Any]]:
    home = fill(tmp_path_factory.mktemp("whole"))
    files = load(home)
    return files, content(home)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Files, list[Any]]:
    with pytest.MonkeyPatch.context() as without:
        without.setattr(engine, "_cipher", None)
        home = fill(tmp_path_factory.mktemp("plain"))
        files = load(home)
    return files, content(home)


def refused_or_same(home: Path, same: list[Any], *, rows_only: bool = False) -> bool:
    """True when the damage was noticed; fails when it was not and something differs.

    In the plain build rows and trail carry hashes and settings do not: `rows_only`.
    """
    try:
        seen = content(home)
    except Refused as trouble:
        assert trouble.what
        assert trouble.remedy
        return True
    if rows_only:
        seen, same = ([row for row in part if isinstance(row, dict)] for part in (seen, same))
    assert seen == same
    return False


def spread(size: int, count: int, seed: int) -> list[int]:
    chance = random.Random(seed)
    head = [*range(0, 100, 9), size - 1, 4095, 4096, 4097]
    return [*head, *(chance.randrange(size) for _ in range(count))]


def flipped(data: bytes, place: int, bit: int = 3) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1 << bit
    return bytes(changed)


@pytest.mark.skipif(not engine.can_encrypt(), reason="no encrypting build here")
def test_a_flipped_bit_anywhere_in_the_encrypted_file(
    whole: tuple[Files, list[Any]], tmp_path: Path
) -> None:
    files, same = whole
    noticed = 0
    places = spread(len(files["qinglian.db"]), FLIPS, 5)
    for place in places:
        lay(tmp_path / "h", {**files, "qinglian.db": flipped(files["qinglian.db"], place)})
        noticed += refused_or_same(tmp_path / "h", same)
    assert noticed > len(places) * 0.9  # every page carries a seal of its own


def test_a_flipped_bit_anywhere_in_the_plain_file(
    plain: tuple[Files, list[Any]], tmp_path: Path
) -> None:
    files, same = plain
    noticed = 0
    for place in spread(len(files["qinglian.db"]), FLIPS, 6):
        lay(tmp_path / "h", {**files, "qinglian.db": flipped(files["qinglian.db"], place)})
        noticed += refused_or_same(tmp_path / "h", same, rows_only=True)
    assert noticed > 20


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda data: b"",
    "one byte": lambda data: data[:1],
    "head only": lambda data: data[:100],
    "one page": lambda data: data[:4096],
    "half": lambda data: data[: len(data) // 2],
    "odd length": lambda data: data[:-1000],
    "a page short": lambda data: data[:-4096],
    "head zeroed": lambda data: bytes(4096) + data[4096:],
    "a page zeroed": lambda data: data[:8192] + bytes(4096) + data[12288:],
    "two pages swapped": lambda data: (
        data[:8192] + data[12288:16384] + data[8192:12288] + data[16384:]
    ),
    "a page repeated": lambda data: data[:8192] + data[:4096] + data[12288:],
    "another file": lambda data: b"PK\x03\x04" + bytes(20000),
    "text": lambda data: "这不是数据库。".encode() * 1000,
    "zeros": lambda data: bytes(len(data)),
}


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.parametrize("kind", ["whole", "plain"])
def test_torn_files_are_refused_and_left_as_they_are(
    name: str, kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    files, same = request.getfixturevalue(kind)
    torn = DAMAGES[name](files["qinglian.db"])
    lay(tmp_path / "h", {**files, "qinglian.db": torn})
    if refused_or_same(tmp_path / "h", same):
        assert (tmp_path / "h" / "qinglian.db").read_bytes() == torn
    else:
        assert name == "two pages swapped"  # both may be free pages


@pytest.mark.parametrize("name", ["emptied", "half", "zeros", "text"])
def test_a_torn_second_file_does_not_close_the_first(
    name: str, whole: tuple[Files, list[Any]], tmp_path: Path
) -> None:
    files, same = whole
    lay(tmp_path / "h", {**files, "sealed.db": DAMAGES[name](files["sealed.db"])})
    assert content(tmp_path / "h") == same
    with Book.open(tmp_path / "h", RECORDS) as book, pytest.raises(Damaged):
        book.sealed()


def test_the_log_of_another_file_brings_no_foreign_rows(
    whole: tuple[Files, list[Any]], tmp_path: Path
) -> None:
    files, same = whole
    other = make_book(tmp_path, folder="other")
    make_person(other, "外来的人")
    log = (tmp_path / "other" / "qinglian.db-wal").read_bytes()
    assert log
    other.close()
    lay(tmp_path / "h", {**files, "qinglian.db-wal": log})
    refused_or_same(tmp_path / "h", same)


def test_a_lost_log_loses_what_was_in_it_and_nothing_more(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        make_person(book, "先登记的")
    book = Book.open(tmp_path / "home", RECORDS)
    make_person(book, "后登记的")
    left = load(tmp_path / "home")
    book.close()
    del left["qinglian.db-wal"], left["qinglian.db-shm"]
    lay(tmp_path / "h", left)
    with Book.open(tmp_path / "h", RECORDS) as again:
        assert [row["name"] for row in again.rows(Query("person"))] == ["先登记的"]
        assert again.trail_broken_at() is None
        make_person(again)


def test_damage_that_comes_while_the_book_is_open_is_told_in_words(
    whole: tuple[Files, list[Any]], tmp_path: Path
) -> None:
    files, _ = whole
    home = tmp_path / "h"
    lay(home, files)
    book = Book.open(home, RECORDS)
    data = bytearray((home / "qinglian.db").read_bytes())
    for place in range(8192, len(data)):
        data[place] ^= 0x55
    with (home / "qinglian.db").open("rb+") as out:
        out.write(data)
    book.connection.execute("PRAGMA shrink_memory")
    book.connection.execute("PRAGMA cache_size = 1")
    with pytest.raises(Damaged) as caught:
        for record in RECORDS:
            book.rows(Query(record.table, deleted=True))
    assert caught.value.status == 3
    with pytest.raises(Damaged):
        book.quick_check()
    for attempt in (book.steps, lambda: book.undo(1), lambda: make_person(book)):
        try:
            attempt()
        except Refused:
            continue
    book.connection.close()
