"""A file is opened safely or not at all: pragmas, versions, other programs, full and shut disks."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from office import begin_stream, make_book, make_entry, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, NewerData, Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store import database, engine, identity, migrations
from qinglian_desktop.store.book import Book

NOTE = "一段很长的备注。" * 200


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def filled(book: Book, number: int) -> None:
    with book.change("登记一批") as change:
        for part in range(5):
            change.put(Household(number=f"{number}/{part}", note=NOTE))


# -- opening ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pragma", "answer"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("busy_timeout", 5000),
        ("cache_size", -65536),
    ],
)
def test_every_connection_has_the_safe_settings(book: Book, pragma: str, answer: object) -> None:
    with book.sealed() as second:
        other = book.again()
        for connection in (book.connection, second.connection, other.connection):
            assert connection.execute(f"PRAGMA {pragma}").fetchone() == (answer,)
        other.close()


def test_a_setting_that_does_not_take_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_book(tmp_path).close()
    wished = (*database._PRAGMAS, ("journal_mode", "DELETE", "wal"))
    monkeypatch.setattr(database, "_PRAGMAS", wished)
    with pytest.raises(Refused, match="不能按安全方式打开") as caught:
        Book.open(tmp_path / "home", RECORDS)
    assert "本机硬盘" in caught.value.remedy


def test_closing_leaves_one_file_that_may_be_copied_by_hand(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    row_id = make_entry(book)
    book.close()
    left = sorted(path.name for path in (tmp_path / "home").iterdir())
    assert left == ["keys.json", "qinglian.db", "sealed.db"]
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in left:
        (copy / name).write_bytes((tmp_path / "home" / name).read_bytes())
    with Book.open(copy, RECORDS) as again:
        assert again.row("entry", row_id) is not None


@pytest.mark.parametrize(
    "name",
    [
        "数据 文件夹",
        "很长" * 30 + "/" + "路径" * 20,  # SQLite takes 512 bytes with all that is before it
        "😀🏘️",
        "a#b?c%d%20&e",
        "引'号\"",
        "尾.",
        "~$x",
        "-x",
    ],
)
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    with make_book(tmp_path, folder=name) as book:
        make_person(book)
        book.files.add(b"x")
        made = book.back_up(tmp_path / name / "备份 #1%")
        assert made.rows == 1
    with Book.open(tmp_path / name, RECORDS) as book:
        assert book.count(Query("person")) == 1
    read_only = database.engine.connect(
        str(tmp_path / name / "qinglian.db"), encrypted=True, read_only=True
    )
    read_only.close()
    assert not [path for path in tmp_path.rglob("*.db*") if path.parent.name in ("a", "tmp")]


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="不能在"):
        make_book(tmp_path, folder="file/home")


def test_a_file_without_an_office_is_refused(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    book.connection.execute("DELETE FROM setting")
    book.close()
    with pytest.raises(Refused, match="没有单位身份"):
        Book.open(tmp_path / "home", RECORDS)


@pytest.mark.parametrize("value", ["{", "[]", "{}", '{"name":1}', "7"])
def test_an_office_that_cannot_be_read_is_damage(tmp_path: Path, value: str) -> None:
    book = make_book(tmp_path)
    book.connection.execute("UPDATE setting SET value = ? WHERE name = 'unit'", (value,))
    book.close()
    with pytest.raises(Damaged):
        Book.open(tmp_path / "home", RECORDS)


def test_an_office_written_by_a_later_program_is_still_read(book: Book) -> None:
    book.connection.execute(
        "UPDATE setting SET value = json_set(value, '$.colour', '红') WHERE name = 'unit'"
    )
    assert identity.load(book.connection) == book.unit


def test_the_stream_of_now_is_written_down(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    old = book.unit
    begin_stream(book)
    assert book.unit.stream_id != old.stream_id
    assert (book.unit.epoch, book.unit.office_id) == (old.epoch + 1, old.office_id)
    with book.sealed() as second:
        assert second.unit == book.unit
    unit = book.unit
    book.close()
    with Book.open(tmp_path / "home", RECORDS) as again:
        assert again.unit == unit


# -- versions -----------------------------------------------------------------------------


def test_a_file_of_a_newer_program_is_refused_and_not_touched(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    make_entry(book)
    book.connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('qinglian', 'm0099_future', '2030-01-01')"
    )
    book.connection.execute("ALTER TABLE entry ADD COLUMN colour TEXT")
    book.close()
    before = files(tmp_path)
    with pytest.raises(NewerData, match="m0099_future") as caught:
        Book.open(tmp_path / "home", RECORDS)
    assert "升级" in caught.value.remedy
    assert files(tmp_path) == before


def add_colour(db: Any) -> None:
    db.execute("ALTER TABLE entry ADD COLUMN colour TEXT")


def fail(db: Any) -> None:
    db.execute("ALTER TABLE person ADD COLUMN colour TEXT")
    db.execute("UPDATE entry SET note = 'half done'")
    raise RuntimeError("planted")


@contextmanager
def program_with(monkeypatch: pytest.MonkeyPatch, **more: Any) -> Iterator[None]:
    known = migrations.steps()
    with monkeypatch.context() as newer:
        newer.setattr(migrations, "_MAIN", (*migrations._MAIN, *more))
        newer.setattr(migrations, "steps", lambda: {**known, **more})
        yield


def test_a_migration_copies_the_file_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = make_book(tmp_path)
    row_id = make_entry(book)
    head, known = book.trail_head(), migrations.applied(book.connection)
    book.close()
    with (
        program_with(monkeypatch, m9001_colour=add_colour),
        Book.open(tmp_path / "home", RECORDS) as migrated,
    ):
        assert migrations.applied(migrated.connection) == [*known, "m9001_colour"]
        assert migrated.row("entry", row_id) is not None
        assert migrated.trail_head() == head
        with migrated.change("改") as change:
            change.put_row("entry", row_id, {"amount_fen": 1})
        assert migrated.trail_broken_at() is None
        assert "colour" in migrated.history("entry", row_id)[-1]["after"]
    (copy,) = (tmp_path / "home").glob("升级前-*-qinglian.db")
    copy.replace(tmp_path / "home" / "qinglian.db")
    with Book.open(tmp_path / "home", RECORDS) as old:
        row = old.row("entry", row_id)
        assert row is not None
        assert row["amount_fen"] == 238_000
        assert old.trail_head() == head


def test_a_failing_migration_leaves_the_old_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book(tmp_path)
    row_id = make_entry(book)
    before, known = book.row("entry", row_id), migrations.applied(book.connection)
    book.close()
    with (
        program_with(monkeypatch, m9001_colour=add_colour, m9002_bad=fail),
        pytest.raises(RuntimeError, match="planted"),
    ):
        Book.open(tmp_path / "home", RECORDS)
    with Book.open(tmp_path / "home", RECORDS) as again:  # the program of before still opens it
        assert again.row("entry", row_id) == before
        assert migrations.applied(again.connection) == known
        assert again.trail_broken_at() is None
        names = {row[1] for row in again.connection.execute("PRAGMA table_info(entry)")}
        assert "colour" not in names


def test_an_up_to_date_file_opens_without_loading_the_migrations(tmp_path: Path) -> None:
    make_book(tmp_path).close()
    code = (
        "import sys; from pathlib import Path\n"
        "from qinglian_desktop.store.book import Book\n"
        f"Book.open(Path({str(tmp_path / 'home')!r}), ()).close()\n"
        "print('sqlite_utils' in sys.modules)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
    )
    assert said.stdout.strip() == "False"


# -- other programs -----------------------------------------------------------------------


def test_a_second_process_in_the_middle_of_a_save_is_waited_for_and_then_named(
    book: Book, tmp_path: Path
) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from qinglian_desktop.modules.catalog import RECORDS\n"
        "from qinglian_desktop.modules.registry.records import Household\n"
        "from qinglian_desktop.store.book import Book\n"
        f"book = Book.open(Path({str(tmp_path / 'home')!r}), RECORDS)\n"
        "with book.change('登记') as change:\n"
        "    change.put(Household(number='other'))\n"
        "    print('holding', flush=True); sys.stdin.readline()\n"
        "print('done', flush=True)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, env=env,
    ) as other:  # fmt: skip
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "holding\n"
        book.connection.execute("PRAGMA busy_timeout = 50")
        assert book.count(Query("household")) == 0  # reading works meanwhile
        with pytest.raises(Refused, match="占用") as caught, book.change("登记") as change:
            change.put(Household(number="mine"))
        assert (caught.value.code, caught.value.status) == ("QL-PL-004", 1)
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "done\n"
    filled(book, 1)
    assert book.count(Query("household")) == 6
    assert book.trail_broken_at() is None


# -- full disk ----------------------------------------------------------------------------


def test_a_full_file_says_so_and_works_again_when_there_is_room(book: Book) -> None:
    filled(book, 0)
    pages = book.connection.execute("PRAGMA page_count").fetchone()[0]
    book.connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    head = book.trail_head()
    with pytest.raises(Refused, match="磁盘满了") as caught:
        filled(book, 1)
    assert (caught.value.code, caught.value.status) == ("QL-PL-002", 1)
    assert book.trail_head() == head
    assert book.count(Query("household")) == 5
    book.connection.execute("PRAGMA max_page_count = 1073741823")
    filled(book, 2)
    assert book.count(Query("household")) == 10
    assert book.trail_broken_at() is None


def test_a_disk_that_fills_at_any_byte_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    book, home, refused = make_book(tmp_path), tmp_path / "home", 0
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    saved = 0
    for step in range(60):
        there = [p.stat().st_size for p in home.glob("qinglian.db*") if not p.name.endswith("-shm")]
        room = max(there) + step * 2_999  # also what was written goes into the file again
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
            filled(book, step)
            saved += 1
        except Refused as trouble:
            refused += 1
            assert trouble.remedy
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert book.count(Query("household")) == saved * 5
    assert refused > 10
    assert saved > 0
    filled(book, 999)
    assert book.trail_broken_at() is None
    book.close()
    with Book.open(home, RECORDS) as again:
        assert again.count(Query("household")) == (saved + 1) * 5
        assert all(step["rows"] == 5 for step in again.steps())


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[None]:
    """A tmpfs of limited size; skips where mounting is not allowed."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if (
        os.name != "posix"
        or os.geteuid()
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("mounting a small disk is not allowed here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_small_disk_filled_to_the_brim_and_emptied_again(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, "size=6m"):
        book, saved = make_book(disk), 0
        with pytest.raises(Refused) as caught:
            while True:
                filled(book, saved)
                saved += 1
        assert caught.value.remedy
        assert book.count(Query("household")) == saved * 5
        for attempt in (
            lambda: book.files.add(os.urandom(4_000_000)),
            lambda: book.back_up(disk / "backups"),
        ):
            with pytest.raises(Refused):
                attempt()
        assert not [path for path in disk.rglob("*") if path.name.endswith(".part")]
        subprocess.run(["mount", "-o", "remount,size=14m", str(disk)], check=True)
        filled(book, saved)
        assert book.trail_broken_at() is None
        book.close()
        with Book.open(disk / "home", RECORDS) as again:
            assert again.count(Query("household")) == (saved + 1) * 5
    with small_disk(disk, "size=100k"), pytest.raises(Refused) as caught:
        make_book(disk)
    assert caught.value.remedy


# -- read-only ----------------------------------------------------------------------------


def opens_to_read(home: Path) -> None:
    with Book.open(home, RECORDS) as book:
        assert not book.writable
        assert book.count(Query("person")) == 1
        assert book.trail_broken_at() is None
        for attempt in (lambda: make_person(book), lambda: book.put_setting("a", 1)):
            with pytest.raises(Refused, match="只读") as caught:
                attempt()
            assert caught.value.remedy
        with book.sealed() as second:
            assert second.steps() == []
        other = book.again()
        assert other.count(Query("person")) == 1
        other.close()


def test_a_folder_that_may_only_be_read_is_read(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, "size=8m"):
        with make_book(disk) as book:
            make_person(book)
        before = files(disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        opens_to_read(disk / "home")
        assert files(disk) == before


def test_a_file_that_may_only_be_read_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_book(tmp_path) as book:
        make_person(book)
    home = tmp_path / "home"
    (home / "qinglian.db").chmod(0o444)
    (home / "sealed.db").chmod(0o444)
    # The superuser may write everything, so the answer of the system is given here.
    monkeypatch.setattr(database, "writable", lambda path: False)
    before = files(home)
    opens_to_read(home)
    assert files(home) == before


def test_a_folder_is_writable_only_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    path.touch()
    for shut in (path, tmp_path):
        monkeypatch.setattr(os, "access", lambda place, _, shut=shut: place != shut)
        assert not database.writable(path)
    monkeypatch.setattr(os, "access", lambda place, _: True)
    assert database.writable(path)


# -- what an error means ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("database disk image is malformed", Damaged, "损坏"),
        ("file is not a database", Damaged, "损坏"),
        ("malformed database schema (x)", Damaged, "损坏"),
        ("Could not decode to UTF-8 column 'note' with text 'x'", Damaged, "损坏"),
        ("database is locked", Refused, "占用"),
        ("database table is locked: entry", Refused, "占用"),
        ("database or disk is full", Refused, "磁盘满了"),
        ("attempt to write a readonly database", Refused, "只读"),
        ("disk I/O error", Refused, "读写磁盘"),
        ("unable to open database file", Refused, "读写磁盘"),
    ],
)
def test_trouble_below_is_told_in_the_clerks_words(
    text: str, kind: type[Refused], words: str
) -> None:
    with pytest.raises(kind, match=words) as caught, engine.plain_words():
        raise sqlite3.OperationalError(text)
    assert caught.value.remedy
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    "text",
    [
        "NOT NULL constraint failed: sent_bundle.full",
        "no such column: readonly",
        "malformed JSON",
        "no such table: hmac",
        "no such function: busy",
    ],
)
def test_a_bug_of_ours_is_not_dressed_up_as_trouble_of_the_disk(text: str) -> None:
    with pytest.raises(sqlite3.OperationalError), engine.plain_words():
        raise sqlite3.OperationalError(text)
