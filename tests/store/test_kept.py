"""What a restore replaced can be taken over again, and the street sees no second row."""

import errno
import json
import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from office import make_book, make_entry, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.modules.tasks.records import Task, TaskNote
from qinglian_desktop.store import (
    archives,
    backup,
    copies,
    copy_log,
    differing,
    erased_files,
    kept,
    keyfile,
    trail,
    versions,
)
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.kept import CHANGED, DELETED, NEW

LEDGERS = [record for record in RECORDS if not record.sealed]


@pytest.fixture
def gone_back(tmp_path: Path) -> tuple[Path, dict[str, dict[str, object]]]:
    """An office that went back: one row came later, one was changed, one deleted. And its rows."""
    with make_book(tmp_path) as book:
        stays, changed, dropped = (make_person(book, name) for name in ("甲", "乙", "丙"))
        made = book.back_up(tmp_path / "盘")
        with book.change("改") as change:
            change.put_row("person", changed, {"note": "后来写的"})
            change.drop("person", dropped)
        make_entry(book)
        will = differing.will_be(book, made.folder, RECORDS)
        assert (will.rows, will.changed, will.lacking) == (3, 3, 0)
        assert will.later == ((Person.label, 2), ("收支", 1))
        before = {row["id"]: row for table in ("person", "entry")
                  for row in book.rows(Query(table, deleted=True))}  # fmt: skip
    backup.restore(made.folder, tmp_path / "home", keyfile.unlock(made.folder))
    assert stays in before
    return tmp_path / "home", before


def test_only_what_is_another_there_is_listed(
    gone_back: tuple[Path, dict[str, dict[str, object]]],
) -> None:
    home, before = gone_back
    with Book.open(home, RECORDS) as book:
        (state,) = kept.listed(home)
        files = {p: p.read_bytes() for p in state.folder.iterdir()}
        lines = kept.lines(book, state.folder, LEDGERS)
        assert sorted(line.what for line in lines) == sorted([NEW, CHANGED, DELETED])
        assert {line.key[1] for line in lines} < before.keys()
        assert {p: p.read_bytes() for p in state.folder.iterdir()} == files, "only looked at"


def test_rows_taken_over_are_the_next_version_for_whoever_has_the_kept_one(
    gone_back: tuple[Path, dict[str, dict[str, object]]],
) -> None:
    home, before = gone_back
    with Book.open(home, RECORDS) as book:
        (state,) = kept.listed(home)
        keys = [line.key for line in kept.lines(book, state.folder, LEDGERS)]
        changes = kept.take_over(book, state.folder, keys, saving.admit)
        assert changes.result == kept.Taken(3, ())
        for table, row_id in keys:
            now, then = book.row(table, row_id), before[row_id]
            assert now is not None
            record = book.tables[table]
            assert {n: now[n] for n in (*record.fields, "deleted")} == {
                n: then[n] for n in (*record.fields, "deleted")
            }
            assert versions.covers(json.loads(now["vv"]), json.loads(str(then["vv"])))
            assert book.unit.stream_id in json.loads(now["vv"])
        assert kept.lines(book, state.folder, LEDGERS) == []
        assert book.trail_broken_at() is None
        book.undo(changes.step)
        assert book.count(Query("entry")) == 0 and book.count(Query("person")) == 3


def test_what_was_changed_since_is_offered_and_goes_on_from_both(
    gone_back: tuple[Path, dict[str, dict[str, object]]],
) -> None:
    home, _ = gone_back
    with Book.open(home, RECORDS) as book:
        (state,) = kept.listed(home)
        (line,) = (o for o in kept.lines(book, state.folder, LEDGERS) if o.what == CHANGED)
        with book.change("改") as change:
            change.put_row("person", line.key[1], {"phone": "13800000000"})
        kept.take_over(book, state.folder, [line.key], saving.admit)
        row = book.row(*line.key)
        assert row is not None and (row["note"], row["phone"]) == ("后来写的", None)
        assert "13800000000" in str(book.history(*line.key)), "what was overwritten is told"


def test_a_row_whose_parent_is_missing_waits_for_it(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        made = book.back_up(tmp_path / "盘")
        with book.change("登记") as change:
            task = change.add(Task, {"year": 2026, "title": "入户走访"})
            note = change.add(TaskNote, {"task_id": task, "text": "去了三户"})
    home = tmp_path / "home"
    backup.restore(made.folder, home, keyfile.unlock(made.folder))
    with Book.open(home, RECORDS) as book:
        (state,) = kept.listed(home)
        with pytest.raises(Refused, match="请一起选上"):
            kept.take_over(book, state.folder, [("task_note", note)], saving.admit)
        both = [("task_note", note), ("task", task)]
        assert kept.take_over(book, state.folder, both, saving.admit).result == kept.Taken(2, ())


def test_rows_of_a_closed_subject_stay_and_say_why(tmp_path: Path) -> None:
    def never(book: Book, table: str, row_id: str) -> None:
        raise Refused("这个月已经月结", "请先打开")

    with make_book(tmp_path) as book:
        made = book.back_up(tmp_path / "盘")
        person, entry = make_person(book), make_entry(book)
    home = tmp_path / "home"
    backup.restore(made.folder, home, keyfile.unlock(made.folder))
    with Book.open(home, RECORDS) as book:
        (state,) = kept.listed(home)

        def admit(book: Book, table: str, row_id: str) -> object:
            return never(book, table, row_id) if table == "entry" else None

        keys = [("person", person), ("entry", entry)]
        taken = kept.take_over(book, state.folder, keys, admit).result
        assert isinstance(taken, kept.Taken) and taken.rows == 1
        assert taken.held[0].why == "这个月已经月结"
        assert book.row("entry", entry) is None and book.row("person", person) is not None


def test_a_state_no_longer_needed_is_cleared_and_still_counted(
    gone_back: tuple[Path, dict[str, dict[str, object]]],
) -> None:
    """What is cleared leaves no folder, and the next restore counts on from the one before."""
    home, _ = gone_back
    with Book.open(home, RECORDS) as book:
        (state,) = kept.listed(home)
        assert kept.size_of(state.folder) > 0
        kept.clear(book, state.folder)
        assert kept.listed(home) == [] and not list(home.glob("还原前-*"))
        with pytest.raises(Refused, match="不在了"):
            kept.clear(book, state.folder)
        with pytest.raises(Refused, match="不在了"):
            kept.clear(book, home)
        assert "清掉还原前另存的" in book.steps()[0]["label"]
    copy = copies.listed(home.parent / "盘")[0].folder
    backup.restore(copy, home, keyfile.unlock(copy))
    with Book.open(home, RECORDS) as book:
        assert book.unit.epoch == 3, "the second restore of the same copy"


def test_where_a_clearing_cannot_be_noted_nothing_goes(
    gone_back: tuple[Path, dict[str, dict[str, object]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    home, _ = gone_back
    with Book.open(home, RECORDS) as book:
        (state,) = kept.listed(home)
        monkeypatch.setattr(copy_log, "replace_file", full)
        with pytest.raises(Refused, match="没有清掉"):
            kept.clear(book, state.folder)
        assert kept.listed(home) == [state]


def test_a_clearing_cut_short_is_no_state_and_is_ended(
    gone_back: tuple[Path, dict[str, dict[str, object]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    home, _ = gone_back
    with Book.open(home, RECORDS) as book:
        (state,) = kept.listed(home)
        with monkeypatch.context() as death, pytest.raises(KeyboardInterrupt):
            death.setattr(shutil, "rmtree", dies)
            kept.clear(book, state.folder)
        assert kept.listed(home) == []
        kept.clear_leftovers(home)
    assert not list(home.glob("还原前-*"))


def grown_old(book: Book, content: bytes) -> str:
    file_id = book.files.add(content)
    os.utime(book.files.path(file_id), (0, 0))
    return file_id


def test_a_photo_of_a_row_that_can_be_found_again_is_somebodys(tmp_path: Path) -> None:
    """数据体检 offers to clear away what nobody uses; what was erased for good is not kept so."""
    with make_book(tmp_path) as book:
        made = book.back_up(tmp_path / "盘")
        photo, erased, stray = (grown_old(book, text) for text in (b"1", b"22", b"333"))
        make_entry(book, 1, files=(photo,))
        gone = make_entry(book, 2, files=(erased,))
    backup.restore(made.folder, book.home, keyfile.unlock(made.folder))
    with Book.open(book.home, RECORDS) as book:
        erased_files.write_orders(book.home, [("entry", gone)])
        assert set(erased_files.nobodys(book)) == {erased, stray}
        (state,) = kept.listed(book.home)
        (state.folder / "qinglian.db").write_bytes(b"rotten" * 1000)
        assert erased_files.nobodys(book) == [], "nobody can tell"


def test_a_photo_of_a_closed_year_is_somebodys(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        photo, erased = grown_old(book, b"1"), grown_old(book, b"22")
        with clock.fixed(date(2026, 1, 5)):
            make_entry(book, 1, files=(photo,))
            gone = make_entry(book, 2, files=(erased,))
            archives.close_year(book, 2025, RECORDS)
        with trail.opened(book.connection):  # what thinning the trail does, years later
            book.connection.execute("DELETE FROM entry")
            book.connection.execute("DELETE FROM trail")
        erased_files.write_orders(book.home, [("entry", gone)])
        assert erased_files.nobodys(book) == [erased]
