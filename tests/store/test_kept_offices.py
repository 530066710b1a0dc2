"""Data folders written by real earlier versions: each comes up whole, row for row, or stays."""

import json
import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest

from kill_rig import EXPLORE, Moment, Nursery
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import database, engine, envelope, keyfile, migrations, trail
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.engine import one

KEPT = Path(__file__).parent / "kept"
RELEASES = sorted(path.name.partition(".")[0] for path in KEPT.glob("*.tar.xz"))
WHOLE = "m0001"  # the one that is kept encrypted as well
PIN = "2580"
FILES = {"qinglian.db": "main", "sealed.db": "sealed"}


def unpacked(release: str, into: Path) -> Path:
    with tarfile.open(KEPT / f"{release}.tar.xz") as packed:
        packed.extractall(into, filter="data")
    return into


def rows_of(folder: Path, *, locked: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (folder / ("locked-rows.json" if locked else "rows.json")).read_text("utf-8")
    )
    return found


def lock(folder: Path) -> Path:
    """The folder `home` under the keys of that day, as encryption of today lays its pages."""
    home, keys = folder / "home", keyfile.unlock(folder / "locked", PIN)
    for name, key in FILES.items():
        plain, made = home / name, home / f"{name}.locked"
        connection = engine.connect(str(made), encrypted=True)
        connection.execute(f"PRAGMA key = \"x'{getattr(keys, key).hex()}'\"")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"ATTACH '{plain}' AS plain KEY ''")
        connection.execute("SELECT sqlcipher_export('main', 'plain')")
        connection.close()
        made.replace(plain)
    shutil.copy(folder / "locked" / "keys.json", home / "keys.json")
    return home


def same_as_then(book: Book, then: dict[str, Any]) -> None:
    """Every row and every column of that day; the prints fit what stands there now."""
    assert migrations.applied(book.connection) == list(migrations.names())
    for table, listed in then["tables"].items():
        names = trail.column_names(book.connection, table)
        assert set(listed[0]) <= set(names) if listed else True, table
        there = {
            values[names.index("id")]: dict(zip(names, values, strict=True))
            for values in book.connection.execute(f'SELECT * FROM "{table}"')
        }
        assert len(there) == len(listed), table
        for row in listed:
            now = there[row["id"]]
            assert {n: now[n] for n in row if n != "row_hash"} == {
                n: value for n, value in row.items() if n != "row_hash"
            }
            assert envelope.hash_of(now) == now["row_hash"]
    (length, head), now_head = then["head"], book.trail_head()
    assert book.trail_broken_at() is None and now_head[0] >= length
    assert one(book.connection, "SELECT hash FROM trail WHERE seq = ?", (length,)) == head


@pytest.mark.parametrize("release", RELEASES)
def test_a_folder_of_that_day_comes_up_row_for_row(tmp_path: Path, release: str) -> None:
    folder = unpacked(release, tmp_path)
    then, before = rows_of(folder), (folder / "home" / "qinglian.db").read_bytes()
    with Book.open(folder / "home", RECORDS) as book:
        same_as_then(book, then)
        assert book.setting("a remembered thing") == {"n": 7}
        assert all(book.files.is_whole(one) for one in then["files"])
        with book.sealed() as second:
            assert second.trail_broken_at() is None
            assert all(second.files.is_whole(one) for one in then["sealed_files"])
    (kept,) = (folder / "home").glob("升级前-*-qinglian.db")
    assert kept.read_bytes() == before


@pytest.mark.parametrize("release", RELEASES)
def test_with_the_pin_of_that_day_it_comes_up_as_well(tmp_path: Path, release: str) -> None:
    folder = unpacked(release, tmp_path)
    whole = release == WHOLE
    home = folder / "locked" if whole else lock(folder)
    with pytest.raises(Refused, match="PIN"):
        Book.open(home, RECORDS, pin="0000")
    with Book.open(home, RECORDS, pin=PIN) as book:
        assert book.keys.protected
        same_as_then(book, rows_of(folder, locked=whole))
        if whole:
            assert book.files.is_whole(rows_of(folder, locked=True)["files"][0])


def test_without_a_pin_its_open_keys_still_open_it(tmp_path: Path) -> None:
    folder = unpacked(WHOLE, tmp_path)
    shutil.copy(folder / "keys-open.json", folder / "locked" / "keys.json")
    with Book.open(folder / "locked", RECORDS) as book:
        assert not book.keys.protected
        same_as_then(book, rows_of(folder, locked=True))


@pytest.mark.parametrize("release", RELEASES if EXPLORE else RELEASES[-1:])
def test_killed_in_the_middle_the_old_one_or_the_new_one_opens(
    tmp_path: Path, release: str
) -> None:
    folder = unpacked(release, tmp_path / "then")
    then, ends = rows_of(folder), set()
    with Nursery() as nursery:
        shutil.copytree(folder / "home", tmp_path / "probe")
        marks = len(
            nursery.kill("store.kill_jobs:open_only", tmp_path / "probe", Moment(999, 0.0)).marks
        )
        assert marks >= 6
        for mark in range(marks + 1) if EXPLORE else (1, marks - 1):
            victim = tmp_path / f"victim {mark}"
            shutil.copytree(folder / "home", victim)
            nursery.kill("store.kill_jobs:open_only", victim, Moment(mark, 0.0))
            connection = database.open_database(victim / "qinglian.db", None)
            try:
                database.quick_check(connection)
                ends.add(migrations.applied(connection)[-1])
                assert trail.verify(connection) is None
            finally:
                database.close(connection)
            with Book.open(victim, RECORDS) as book:
                same_as_then(book, then)
    assert ends == {then["steps"][-1], migrations.names()[-1]}
