"""A file of an older program: every earlier shape comes up, and no trouble touches the old file."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kill_rig import EXPLORE, Moment, Nursery
from office import make_book, make_entry, make_person, make_unit
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import (
    database,
    envelope,
    identity,
    keyfile,
    migrations,
    trail,
    upgrading,
)
from qinglian_desktop.store.book import Book
from store.kill_jobs import LATER, with_later_step

ALL = migrations.names()
SHAPES = range(1, len(ALL)) if EXPLORE else (1, 6, 13, 20, len(ALL) - 1)


def old_row(**said: Any) -> dict[str, Any]:
    """A row as the first program wrote it."""
    row = {"id": clock.new_id(), "owner": "ours", "deleted": 0, "ext": "{}", "fv": "{}", **said}
    row |= {"created_at": "2026-01-02T08:00:00", "updated_at": "2026-01-02T08:00:00"}
    row |= {"vv": '{"stream":1}', "updated_by": "周文书"}
    return {**row, "row_hash": envelope.hash_of(row)}


def old_home(home: Path, steps: int) -> dict[str, list[dict[str, Any]]]:
    """A data folder as the program with so many steps left it; its rows by table."""
    home.mkdir()
    keys = keyfile.make(home)
    rows = {
        "person": [old_row(name="李建华", phone="13800000000") for _ in range(3)],
        "task": [old_row(title="季度公开", year=2026, due_on="2026-03-31")],
        "entry": [old_row(book="村（居）委会", amount_fen=238_000, day="2026-01-02")],
    }
    for name, key, wanted in (
        ("qinglian.db", keys.main, ALL[:steps]),
        ("sealed.db", keys.sealed, migrations.names(sealed=True)),
    ):
        connection = database.open_database(home / name, key, create=True)
        migrations.run(connection, sealed=name == "sealed.db", only=wanted)
        identity.save(connection, make_unit())
        if name == "qinglian.db":
            trail.install(connection, rows)
            connection.execute(
                "INSERT INTO change (label, kind, operator, stream_id, at, event_on, entered_on, "
                "reason) VALUES ('登记', 'change', '周文书', 's', 't', '2026-01-02', '', '')"
            )
            connection.execute("UPDATE door SET change_id = 1")
            for table, listed in rows.items():
                for row in listed:
                    marks = ", ".join("?" * len(row))
                    names = ", ".join(row)
                    connection.execute(
                        f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values())
                    )
            trail.seal(connection)
            connection.execute("UPDATE door SET change_id = NULL")
        database.close(connection)
    return rows


@pytest.mark.parametrize("steps", SHAPES)
def test_every_earlier_shape_comes_up_with_every_row(tmp_path: Path, steps: int) -> None:
    rows = old_home(tmp_path / "home", steps)
    with Book.open(tmp_path / "home", RECORDS) as book:
        assert migrations.applied(book.connection) == list(ALL)
        for table, listed in rows.items():
            there = {row["id"]: row for row in book.rows(Query(table))}
            assert there.keys() == {row["id"] for row in listed}
            for row in listed:
                now = there[row["id"]]
                assert envelope.hash_of(now) == now["row_hash"]
                assert {name: now[name] for name in row if name != "row_hash"} == {
                    name: value for name, value in row.items() if name != "row_hash"
                }
        assert book.trail_broken_at() is None
        make_person(book)
    (kept,) = (tmp_path / "home").glob("升级前-*-qinglian.db")
    keys = keyfile.unlock(tmp_path / "home")
    with database_of(kept, keys.main) as connection:
        assert migrations.applied(connection) == list(ALL[:steps])
    assert not list((tmp_path / "home").glob("升级中-*"))


@contextmanager
def database_of(path: Path, key: bytes | None) -> Iterator[sqlite3.Connection]:
    connection = database.open_database(path, key)
    try:
        yield connection
    finally:
        connection.close()


def bytes_of(home: Path) -> dict[str, bytes]:
    return {name: (home / name).read_bytes() for name in ("qinglian.db", "sealed.db")}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with make_book(tmp_path) as book:
        make_entry(book)
        make_person(book)
    return tmp_path / "home"


def lose_a_row(db: Any) -> None:
    db.execute("DELETE FROM person")


def write_into_rows(db: Any) -> None:
    db.execute("UPDATE person SET note = 'half'")


@pytest.mark.parametrize("step", [lose_a_row, write_into_rows])
def test_a_step_that_loses_or_spoils_a_row_is_not_switched_to(
    home: Path, monkeypatch: pytest.MonkeyPatch, step: Callable[[Any], None]
) -> None:
    before = bytes_of(home)
    with with_later_step(monkeypatch.setattr, step), pytest.raises(Damaged, match="对不上"):
        Book.open(home, RECORDS)
    assert bytes_of(home) == before
    assert not list(home.glob("升级*"))


@pytest.mark.parametrize("name", ["link", "replace", "fsync"])
def test_a_full_disk_at_any_write_leaves_the_old_file(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = bytes_of(home)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with with_later_step(monkeypatch.setattr, lambda _: None), monkeypatch.context() as disk:
        if name == "link":
            disk.setattr(shutil, "copyfile", full)
        disk.setattr(Path if name == "replace" else os, name, full)
        with pytest.raises(Refused, match=r"没有做成|写不出副本"):
            Book.open(home, RECORDS)
    assert bytes_of(home) == before
    with Book.open(home, RECORDS) as book:
        assert book.count(Query("person")) == 1


def test_without_hard_links_the_old_file_is_kept_as_a_copy(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bytes_of(home)["qinglian.db"]

    def none(*_: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", none)
    with with_later_step(monkeypatch.setattr, lambda _: None), Book.open(home, RECORDS) as book:
        assert migrations.applied(book.connection)[-1] == LATER
    (kept,) = home.glob("升级前-*-qinglian.db")
    assert kept.read_bytes() == before


def test_an_old_file_goes_after_thirty_days_and_only_beside_a_newer_copy(home: Path) -> None:
    kept = home / "升级前-2026-11-01T083000-qinglian.db"
    kept.write_bytes(b"old")
    with clock.fixed(date(2026, 12, 5)):
        assert upgrading.clear_kept(home) == 0, "no copy yet"
        with Book.open(home, RECORDS) as book:
            book.back_up(home / "备份")
        with clock.fixed(date(2026, 12, 1)):
            assert upgrading.clear_kept(home) == 0, "the thirtieth day"
        assert upgrading.clear_kept(home) == 1
    assert not kept.exists()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are needed")
def test_killed_at_any_point_of_an_upgrade_a_whole_file_opens(home: Path, tmp_path: Path) -> None:
    """The old program's file, or the new one's; never neither, never a row fewer."""
    with Nursery() as nursery:
        probe = tmp_path / "probe"
        shutil.copytree(home, probe)
        marks = len(nursery.kill("store.kill_jobs:upgrade", probe, Moment(999, 0.0)).marks)
        assert marks >= 6
        ends = set()
        for mark in range(marks + 1):
            victim = tmp_path / f"victim {mark}"
            shutil.copytree(home, victim)
            death = nursery.kill("store.kill_jobs:upgrade", victim, Moment(mark, 0.0))
            with database_of(victim / "qinglian.db", keyfile.unlock(victim).main) as connection:
                database.quick_check(connection)
                ends.add(migrations.applied(connection)[-1])
                assert trail.verify(connection) is None
                assert connection.execute("SELECT count(*) FROM person").fetchone() == (1,)
            assert not death.said or not death.said[0].startswith("trouble")
    assert ends == {ALL[-1], LATER}
