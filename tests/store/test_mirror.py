"""镜像: the database is deleted and comes back from the pieces beside it, row by row."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kill_rig import EXPLORE, Moment, Nursery
from office import make_book, make_entry, make_id_number, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused, Stopped
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.damaged import restore_and_open_anew
from qinglian_desktop.store import copying, erasing, keyfile, mirror
from qinglian_desktop.store.book import Book

SECRET = "只在第二个文件里"
PHOTO = b"\xff\xd8\xff photo" * 500


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)


@pytest.fixture
def lived_in(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path, pin="2580") as book:
        fill(book)
        yield book


def fill(book: Book) -> None:
    person = make_person(book, "李建华", id_number=make_id_number())
    make_entry(book, files=(book.files.add(PHOTO),))
    with book.change("改") as change:
        change.put_row("person", person, {"note": "第二行\n😀 =1+1"})
        change.drop("entry", book.ids(Query("entry"))[0])
    with book.sealed() as second:
        second.put_setting("said", SECRET)
        with second.change("登记") as change:
            change.number("clues")


def rows_of(book: Book) -> dict[str, Any]:
    found: dict[str, Any] = {t: book.rows(Query(t, deleted=True)) for t in book.tables.records}
    with book.sealed() as second:
        return found | {"sealed": (second.setting("said"), second.steps())}


def pieces(home: Path) -> dict[Path, int]:
    return {p: p.stat().st_mtime_ns for p in mirror.place(home).rglob("??/*.dat")}


@contextmanager
def read_again(home: Path) -> Iterator[Book]:
    with Book.open(home, RECORDS, pin="2580") as book:
        yield book


@pytest.mark.parametrize("gone", [("qinglian.db",), ("qinglian.db", "sealed.db")])
def test_the_database_is_deleted_and_comes_back_row_for_row(
    lived_in: Book, gone: tuple[str, ...]
) -> None:
    home, unit = lived_in.home, lived_in.unit
    mirror.write(lived_in)
    before, head = rows_of(lived_in), lived_in.trail_head()
    lived_in.close()
    for name in gone:
        for path in home.glob(f"{name}*"):
            path.unlink()
    restore_and_open_anew(mirror.place(home), home, "2580")
    with read_again(home) as again:
        assert rows_of(again) == before
        assert again.trail_head() == head and again.trail_broken_at() is None
        assert again.files.read(again.files.all()[0]) == PHOTO
        assert again.unit.office_id == unit.office_id and again.unit.epoch > unit.epoch
        make_person(again, "以后登记的")
    assert not (home / ".重建").exists()


def test_only_what_changed_is_written_again(lived_in: Book) -> None:
    first = mirror.write(lived_in)
    assert first.written == first.pieces and not mirror.is_due(lived_in)
    before = pieces(lived_in.home)
    assert mirror.write(lived_in).written == 0 and pieces(lived_in.home) == before
    make_person(lived_in)
    assert mirror.is_due(lived_in)
    made = mirror.write(lived_in)
    assert 0 < made.written <= 6, "the table, the trail, the change and what goes with them"
    now = pieces(lived_in.home)
    assert len(now) == made.pieces and len(before.items() & now.items()) == len(now) - made.written


def test_many_rows_stand_in_pieces_and_one_of_them_changes_one(lived_in: Book) -> None:
    with lived_in.change("登记") as change:
        for number in range(3 * mirror.PIECE):
            change.put_row("household", f"h{number}", {"number": str(number)})
    mirror.write(lived_in)
    with lived_in.change("改") as change:
        change.put_row("household", "h700", {"number": "x"})
        change.drop("household", "h701")
    assert mirror.write(lived_in).written <= 6
    scratch = lived_in.home / "scratch"
    assert mirror.rebuild(lived_in.home, scratch, lived_in.keys, RECORDS) > 3 * mirror.PIECE


def test_no_byte_of_it_tells_anything(lived_in: Book) -> None:
    mirror.write(lived_in)
    number = make_id_number()
    for path in mirror.place(lived_in.home).rglob("*"):
        told = path.read_bytes() if path.is_file() else b""
        for secret in ("李建华", number, SECRET, lived_in.unit.name):
            assert secret.encode() not in told + path.name.encode()
    with pytest.raises(Damaged, match="读不出来"):
        other = keyfile.Keys(b"x" * 32, b"y" * 32)
        mirror.rebuild(lived_in.home, lived_in.home / "scratch", other, RECORDS)


def test_what_is_erased_for_good_is_gone_from_it_at_once(lived_in: Book) -> None:
    mirror.write(lived_in)
    erasing.erase(lived_in, [("person", lived_in.ids(Query("person"))[0])], "本人要求删除")
    erasing.finish(lived_in)
    assert not mirror.place(lived_in.home).exists() and mirror.is_due(lived_in)
    mirror.write(lived_in)
    scratch = lived_in.home / "scratch"
    mirror.rebuild(lived_in.home, scratch, lived_in.keys, RECORDS)
    with Book.open_with(scratch, RECORDS, lived_in.keys) as again:
        assert not again.rows(Query("person", search="李建华", deleted=True))


@pytest.mark.parametrize("harm", ["gone", "cut", "swapped"])
def test_a_piece_that_is_not_what_it_was_builds_nothing(lived_in: Book, harm: str) -> None:
    mirror.write(lived_in)
    home = lived_in.home
    lived_in.close()
    one, two, *_ = sorted(pieces(home), key=lambda path: -path.stat().st_size)
    if harm == "gone":
        one.unlink()
    elif harm == "cut":
        one.write_bytes(one.read_bytes()[:-1])
    else:
        shutil.copyfile(two, one)
    before = {p: p.read_bytes() for p in home.glob("*.db")}
    with pytest.raises(Damaged, match="镜像缺了一块"):
        restore_and_open_anew(mirror.place(home), home, "2580")
    assert {p: p.read_bytes() for p in home.glob("*.db")} == before
    assert not list(home.glob("还原前-*")) and not (home / ".重建").exists()


def test_broken_off_or_on_a_full_disk_the_last_one_stands(
    lived_in: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror.write(lived_in)
    rows = lived_in.count(Query("person"))
    make_person(lived_in)
    with pytest.raises(Stopped):
        mirror.write(lived_in, lambda done, _of: done < 2)

    def full(*_: object) -> None:
        raise Refused("写不进文件", "腾地方")

    with monkeypatch.context() as disk, pytest.raises(Refused):
        disk.setattr(mirror, "write_whole", full)
        mirror.write(lived_in)
    scratch = lived_in.home / "scratch"
    mirror.rebuild(lived_in.home, scratch, lived_in.keys, RECORDS)
    with Book.open_with(scratch, RECORDS, lived_in.keys) as again:
        assert again.count(Query("person")) == rows
    mirror.write(lived_in)
    mirror.rebuild(lived_in.home, scratch, lived_in.keys, RECORDS)
    with Book.open_with(scratch, RECORDS, lived_in.keys) as again:
        assert again.count(Query("person")) == rows + 1


def test_a_wrong_pin_is_counted_here_too(lived_in: Book) -> None:
    mirror.write(lived_in)
    home = lived_in.home
    lived_in.close()
    for _ in range(4):
        with pytest.raises(Refused, match="PIN 不对"):
            restore_and_open_anew(mirror.place(home), home, "0000")
    with pytest.raises(Refused, match="先停一停"):
        restore_and_open_anew(mirror.place(home), home, "0000")


def test_whoever_has_no_key_to_the_second_file_leaves_its_part(lived_in: Book) -> None:
    mirror.write(lived_in)
    make_person(lived_in)
    whole = lived_in.keys
    lived_in.keys = whole._replace(sealed=None)
    mirror.write(lived_in)
    lived_in.keys = whole
    home, before = lived_in.home, rows_of(lived_in)
    lived_in.close()
    for path in home.glob("*.db*"):
        path.unlink()
    restore_and_open_anew(mirror.place(home), home, "2580")
    with read_again(home) as again:
        assert rows_of(again) == before


def test_killed_at_any_point_the_mirror_that_stands_builds_the_whole(tmp_path: Path) -> None:
    """Each piece and the list are renamed into place: the list always finds all it names."""
    with make_book(tmp_path) as book:
        fill(book)
        mirror.write(book)
        make_person(book, "后来的人")
    with Nursery() as nursery:
        probe = tmp_path / "probe"
        shutil.copytree(tmp_path / "home", probe)
        marks = len(nursery.kill("store.kill_jobs:mirror_it", probe, Moment(999, 0.0)).marks)
        assert marks >= 6
        found = set()
        for mark in range(marks + 1) if EXPLORE else (1, marks - 1):
            victim = tmp_path / f"victim {mark}"
            shutil.copytree(tmp_path / "home", victim)
            nursery.kill("store.kill_jobs:mirror_it", victim, Moment(mark, 0.0))
            keys = keyfile.unlock(victim)
            mirror.rebuild(victim, tmp_path / "scratch", keys, RECORDS)
            with Book.open_with(tmp_path / "scratch", RECORDS, keys) as again:
                found.add(again.count(Query("person")))
    assert found <= {1, 2} and 1 in found


@pytest.mark.parametrize("first", [True, False])
def test_it_never_takes_the_last_room_of_the_disk(
    lived_in: Book, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    """What the clerk saves next needs it: no piece stays that no list names."""
    if not first:
        mirror.write(lived_in)
        make_person(lived_in)
    before, room = pieces(lived_in.home), iter((64, *[15] * 9))
    usage = shutil.disk_usage(lived_in.home)
    monkeypatch.setattr(
        copying.shutil, "disk_usage", lambda _: usage._replace(free=next(room) << 20)
    )
    with pytest.raises(Refused, match="还差"):
        mirror.write(lived_in)
    assert pieces(lived_in.home) == before
