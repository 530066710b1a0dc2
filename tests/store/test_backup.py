"""A backup counts when it was opened again and compared; a restore keeps what it replaces."""

import errno
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from office import make_book, make_entry, make_person, make_unit
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, NewerData, Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.damaged import restore_and_open_anew
from qinglian_desktop.store import backup, copies, database, differing, engine, keyfile, tries
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.rows import Tables

PHOTO = b"photo" * 1000
needs_lock = pytest.mark.skipif(not engine.can_encrypt(), reason="no encrypting build here")


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, Path]:
    """A data folder with two rows and a photo, and its backup; then one row more."""
    with make_book(tmp_path) as book:
        make_entry(book)
        make_person(book)
        book.files.add(PHOTO)
        with book.sealed() as second:
            second.files.add(b"sealed")
        made = book.back_up(tmp_path / "盘")
        make_person(book, "备份以后")
    return tmp_path / "home", made.folder


def restored(home: Path, source: Path) -> None:
    backup.restore(source, home, keyfile.unlock(source))


def test_a_backup_opens_by_itself_and_holds_everything(kept: tuple[Path, Path]) -> None:
    home, source = kept
    with Book.open(source, RECORDS) as copy, Book.open(home, RECORDS) as book:
        assert copy.rows(Query("entry")) == book.rows(Query("entry"))
        assert copy.count(Query("person")) == 1
        assert copy.trail_broken_at() is None
        assert copy.trail_head()[0] == book.trail_head()[0] - 1
        (file_id,) = copy.files.all()
        assert copy.files.read(file_id) == PHOTO
        with copy.sealed() as second:
            assert second.files.read(second.files.all()[0]) == b"sealed"


def test_a_backup_is_a_folder_of_whole_files_and_attachments_lie_beside_it_once(
    kept: tuple[Path, Path],
) -> None:
    home, source = kept
    assert sorted(p.name for p in source.iterdir()) == [
        "keys.json", "qinglian.db", "sealed.db", "说明.json", "附件清单.txt",
    ]  # fmt: skip
    assert not list(source.parent.rglob("*.part"))
    place = source.parent
    once = {p: p.stat().st_ino for p in (place / "附件").rglob("*") if p.is_file()}
    assert len(once) == 2  # the photo, and the one of the sealed file
    with Book.open(home, RECORDS) as book:
        again = book.back_up(place)
        assert again.folder != source
        assert {p: p.stat().st_ino for p in once} == once
        with Book.open(again.folder, RECORDS) as copy:
            assert copy.files.read(copy.files.all()[0]) == PHOTO


def test_the_report_counts_what_is_in_the_copy(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        for _ in range(3):
            make_person(book)
        with book.change("删除") as change:
            change.drop("person", book.ids(Query("person"))[0])
        made = book.back_up(tmp_path / "盘")
    assert made.rows == 3
    said = made.folder / "说明.json"
    assert made.size == sum(p.stat().st_size for p in made.folder.rglob("*") if p != said)
    assert made == copies.read(made.folder)
    counts = backup.summary(made.folder, keyfile.unlock(made.folder), ("person", "entry"))
    assert counts == {"person": 2, "entry": 0}


def test_two_backups_in_one_second_both_stay(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        made = [book.back_up(tmp_path / "盘").folder for _ in range(3)]
    assert len(set(made)) == 3
    assert all(folder.is_dir() for folder in made)


def test_a_backup_of_a_folder_with_a_pin_asks_for_the_pin(tmp_path: Path) -> None:
    with make_book(tmp_path, pin="2580") as book:
        made = book.back_up(tmp_path / "盘")
    with pytest.raises(Refused, match="PIN"):
        Book.open(made.folder, RECORDS)
    Book.open(made.folder, RECORDS, pin="2580").close()


def test_saving_goes_on_while_a_backup_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_book(tmp_path) as book:
        make_person(book)
        copy_to, other = database.copy_to, book.again()

        def copy_and_save(connection: Any, target: Path) -> None:
            copy_to(connection, target)
            make_person(other, "同时登记")

        monkeypatch.setattr(database, "copy_to", copy_and_save)
        assert book.back_up(tmp_path / "盘").rows == 1
        other.close()
        assert book.count(Query("person")) == 3


@pytest.mark.parametrize("loss", ["row", "trail", "table", "key", "sealed", "photo"])
def test_a_copy_that_does_not_match_is_no_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loss: str
) -> None:
    with make_book(tmp_path) as book:
        make_person(book)
        book.files.add(PHOTO)
        copy_to, copyfile = database.copy_to, shutil.copyfile

        def lossy(connection: Any, target: Path) -> None:
            copy_to(connection, target)
            if target.name == "sealed.db" and loss == "sealed":
                target.write_bytes(target.read_bytes()[:-4096] + bytes(4096))
            if target.name != "qinglian.db" or loss in ("sealed", "photo"):
                return
            copy = database.open_database(target, book.keys.main)
            copy.execute("DROP TRIGGER keep_trail_delete")
            if loss == "row":
                copy.execute("DELETE FROM person")
            elif loss == "trail":
                copy.execute("DELETE FROM trail")
            elif loss == "table":
                copy.execute("DROP TABLE entry")
            elif loss == "key":
                copy.execute(f"PRAGMA rekey = \"x'{bytes(32).hex()}'\"")
            database.close(copy)

        def half(source: Path, target: Path) -> None:
            copyfile(source, target)
            if loss == "photo":
                target.write_bytes(target.read_bytes()[:-1])

        monkeypatch.setattr(database, "copy_to", lossy)
        monkeypatch.setattr(shutil, "copyfile", half)
        with pytest.raises(BaseException) as caught:
            book.back_up(tmp_path / "盘")
        if loss != "table":  # what cannot happen by accident may rise as it is
            assert isinstance(caught.value, Damaged)
            assert caught.value.remedy
    assert no_copy_in(tmp_path / "盘")


def no_copy_in(place: Path) -> bool:
    return not list(place.glob("清廉备份-*")) and not list(place.rglob("*.part"))


def test_a_full_or_missing_disk_leaves_no_half_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_book(tmp_path) as book:
        book.files.add(PHOTO)
        (tmp_path / "file").write_text("")
        with pytest.raises(Refused, match="建备份"):
            book.back_up(tmp_path / "file")

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(shutil, "copyfile", full)
        with pytest.raises(Refused, match="建备份") as caught:
            book.back_up(tmp_path / "盘")
        assert caught.value.remedy
    assert no_copy_in(tmp_path / "盘")


def test_a_restore_brings_back_that_day_and_keeps_what_was_there(kept: tuple[Path, Path]) -> None:
    home, source = kept
    with Book.open(home, RECORDS) as book:
        later, stream = book.rows(Query("person")), book.unit.stream_id
    restored(home, source)
    with Book.open(home, RECORDS) as book:
        assert book.count(Query("person")) == 1
        assert book.trail_broken_at() is None
        assert book.unit.stream_id != stream and book.unit.epoch == 2
        make_person(book, "还原以后")
        row = book.rows(Query("person"))[-1]
        assert list(json.loads(row["vv"])) == [book.unit.stream_id]
        assert book.files.read(book.files.all()[0]) == PHOTO
    (old,) = home.glob("还原前-*")
    with Book.open(old, RECORDS) as book:
        assert book.rows(Query("person")) == later
    assert not list(home.glob("*.new"))


def test_a_restore_onto_another_computer_brings_its_keys_along(
    kept: tuple[Path, Path], tmp_path: Path
) -> None:
    _, source = kept
    with make_book(tmp_path, folder="new home") as book:
        book.files.add(PHOTO)  # the same photo, locked with another key
        make_person(book, "别的电脑上的人")
    restored(tmp_path / "new home", source)
    with Book.open(tmp_path / "new home", RECORDS) as book:
        assert book.count(Query("entry")) == 1
        assert book.files.read(book.files.all()[0]) == PHOTO


@needs_lock
def test_going_back_to_a_day_before_the_pin_does_not_take_the_lock_off(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        made = book.back_up(tmp_path / "盘")
        book.keys = keyfile.set_pin(book.home, book.keys, "2580")
        keys, lock = backup.unlocked(made.folder, "", book.home, book.keys)
    backup.restore(made.folder, book.home, keys, lock=lock)
    with pytest.raises(Refused, match="PIN"):
        keyfile.unlock(book.home)
    Book.open(book.home, RECORDS, pin="2580").close()


def test_a_backup_of_a_newer_program_is_refused_before_anything_is_swapped(
    kept: tuple[Path, Path],
) -> None:
    home, source = kept
    keys = keyfile.unlock(source)
    newer = database.open_database(source / "qinglian.db", keys.main)
    newer.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)",
        ("qinglian", "m9999_of_another_day", "2030-01-01"),
    )
    newer.commit()
    database.close(newer)
    with pytest.raises(NewerData, match="m9999"):
        backup.restore(source, home, keys)
    with Book.open(home, RECORDS) as book:
        assert book.count(Query("person")) == 2
        with pytest.raises(NewerData):
            differing.will_be(book, source, RECORDS)


@needs_lock
def test_a_copy_from_a_dead_computer_asks_for_the_pin_of_then(tmp_path: Path) -> None:
    """The same office founded anew on a new computer: other keys, and perhaps another PIN."""
    unit = make_unit()
    with Book.create(tmp_path / "dead", RECORDS, unit, pin="2580") as book:
        make_person(book)
        made = book.back_up(tmp_path / "盘")
    fresh = unit._replace(install_id="new", stream_id="new")
    with Book.create(tmp_path / "new", RECORDS, fresh, pin="7419") as book:
        for pin, code in (("", backup.OTHER_KEYS), ("0000", "QL-PL-008")):
            with pytest.raises(Refused) as refused:
                differing.will_be(book, made.folder, RECORDS, pin)
            assert refused.value.code == code and refused.value.field == "pin"
        assert differing.will_be(book, made.folder, RECORDS, "2580").rows == 1


@needs_lock
def test_a_pin_is_not_guessed_at_a_backup_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five wrong ones, then the pause of the first page; a sheet's code still opens."""
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)
    with make_book(tmp_path, pin="2468") as book:
        made = book.back_up(tmp_path / "盘").folder
    home = tmp_path / "home"
    for wrong in ("0000", "1111", "2222", "3333"):
        with pytest.raises(Refused, match="PIN 不对"):
            backup.unlocked(made, wrong, home, None)
    assert backup.unlocked(made, "2468", home, None)[0].protected
    for number in range(5):
        with pytest.raises(Refused) as refused:
            backup.unlocked(made, f"{number}999", home, None)
    assert refused.value.code == "QL-PL-081" and "分钟" in refused.value.remedy
    with pytest.raises(Refused, match="先停一停"):
        backup.unlocked(made, "2468", home, None)
    with pytest.raises(Refused, match="先停一停"):
        restore_and_open_anew(made, home, "2468")


@needs_lock
def test_wrong_pins_count_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(tries, "replace_file", full)
    for _ in range(tries.MOST):
        tries.Tries(tmp_path).wrong("a")
    assert tries.Tries(tmp_path).locked_for("a") > 0
    monkeypatch.undo()
    tries.Tries(tmp_path).forget("a")
    assert tries.Tries(tmp_path).locked_for("a") == 0


def test_with_what_this_computer_signs_it_signs_on_after_a_restore(tmp_path: Path) -> None:
    """A backup of a second computer comes back on one that was founded anew as the first."""
    unit = make_unit()
    said = {"office_keys": "old", "computer": {"proof": 2}, "street_keys": "of the street"}
    with Book.create(tmp_path / "dead", RECORDS, unit) as book:
        for name, value in said.items():
            book.put_setting(name, value)
        made = book.back_up(tmp_path / "盘").folder
    fresh = unit._replace(install_id="new", stream_id="new", epoch=7)
    with Book.create(tmp_path / "new", RECORDS, fresh) as book:
        book.put_setting("office_keys", "new")
        own = book.keys
    restore_and_open_anew(made, tmp_path / "new", "", "", own)
    with Book.open(tmp_path / "new", RECORDS) as book:
        assert [book.setting(name) for name in said] == ["new", None, "of the street"]
        assert book.unit.epoch == 8, "behind every history of either"
    (tmp_path / "bare").mkdir()
    restore_and_open_anew(made, tmp_path / "bare", "")
    with Book.open(tmp_path / "bare", RECORDS) as book:
        assert {name: book.setting(name) for name in said} == said, "nothing else is here"


def test_a_restore_twice_in_one_second_keeps_both_pasts(kept: tuple[Path, Path]) -> None:
    home, source = kept
    restored(home, source)
    restored(home, source)
    assert len(list(home.glob("还原前-*"))) == 2


def test_the_unfinished_log_of_the_old_file_does_not_leak_into_the_restored_one(
    kept: tuple[Path, Path], tmp_path: Path
) -> None:
    home, source = kept
    crashed = tmp_path / "crashed"
    book = Book.open(home, RECORDS)
    make_person(book, "没写完的")
    shutil.copytree(home, crashed)
    book.close()
    assert (crashed / "qinglian.db-wal").stat().st_size > 0
    restored(crashed, source)
    with Book.open(crashed, RECORDS) as again:
        assert again.count(Query("person")) == 1
        assert again.trail_broken_at() is None


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("qinglian.db", "missing"),
        ("sealed.db", "missing"),
        ("keys.json", "missing"),
        ("qinglian.db", "torn"),
        ("sealed.db", "torn"),
    ],
)
def test_a_bad_backup_is_refused_and_nothing_is_replaced(
    kept: tuple[Path, Path], name: str, how: str
) -> None:
    home, source = kept
    keys = keyfile.unlock(source)
    if how == "missing":
        (source / name).unlink()
    else:
        data = (source / name).read_bytes()
        (source / name).write_bytes(data[: len(data) // 2])
    with Book.open(home, RECORDS) as book:
        before = book.rows(Query("person"))
    with pytest.raises(Refused) as caught:
        backup.restore(source, home, keys)
    assert caught.value.remedy
    with Book.open(home, RECORDS) as book:
        assert book.rows(Query("person")) == before
    assert not list(home.glob("还原*"))


def test_a_backup_of_nothing_declared_is_still_whole(tmp_path: Path) -> None:
    make_book(tmp_path).close()
    with Book.open(tmp_path / "home", ()) as book:
        assert book.back_up(tmp_path / "盘").rows == 0
        assert list(Tables(()).records) == []


@pytest.mark.parametrize("step", range(1, 9))
def test_a_restore_that_dies_at_any_rename_is_finished_at_the_next_opening(
    kept: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    home, source = kept
    done = 0

    class PowerCut(BaseException):
        pass

    def counted(move: Any) -> Any:
        def moved(self: Path, target: Path) -> Path:
            nonlocal done
            if (home / "还原中").exists():
                done += 1
                if done == step:
                    raise PowerCut
            result: Path = move(self, target)
            return result

        return moved

    with monkeypatch.context() as cut:
        cut.setattr(Path, "rename", counted(Path.rename))
        cut.setattr(Path, "replace", counted(Path.replace))
        try:
            restored(home, source)
        except PowerCut:
            assert (home / "还原中").exists()
    with Book.open(home, RECORDS) as book:
        assert book.count(Query("person")) == 1
        assert book.trail_broken_at() is None
        book.sealed().close()
    (old,) = home.glob("还原前-*")
    with Book.open(old, RECORDS) as book:
        assert book.count(Query("person")) == 2
    assert not (home / "还原中").exists()
    assert done


def test_an_older_backup_is_summed_up_with_what_it_has(kept: tuple[Path, Path]) -> None:
    _, source = kept
    keys = keyfile.unlock(source, "")
    found = backup.summary(source, keys, ("person", "came_later"))
    assert found == {"person": 1, "came_later": 0}


def test_what_a_dead_restore_left_never_gets_into_the_next(kept: tuple[Path, Path]) -> None:
    home, source = kept
    for name in ("qinglian.db.new", "qinglian.db.new-wal", "qinglian.db.new-shm"):
        (home / name).write_bytes(b"of another restore" * 500)
    restored(home, source)
    with Book.open(home, RECORDS) as book:
        assert book.count(Query("person")) == 1
    assert not list(home.glob("*.new*"))


def test_with_the_data_of_another_computer_this_one_stays_itself(tmp_path: Path) -> None:
    """Or the copies of both would count as those of one, and crowd each other out."""
    unit = make_unit()
    with Book.create(tmp_path / "first", RECORDS, unit) as book:
        book.put_setting("office_keys", "first")
        made = book.back_up(tmp_path / "盘").folder
    other = unit._replace(install_id="second", stream_id="second", computer=2)
    with Book.create(tmp_path / "second", RECORDS, other) as book:
        book.put_setting("office_keys", "second")
        own = book.keys
    restore_and_open_anew(made, tmp_path / "second", "", "", own)
    with Book.open(tmp_path / "second", RECORDS) as book:
        assert (book.unit.install_id, book.unit.computer) == ("second", 2)
