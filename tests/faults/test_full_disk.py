"""A disk that fills at any page of a save, and in everything else that writes."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from exchange.at_work import World, export, take
from exchange.kill_jobs import batch
from faults.counting import counted
from faults.disks import small_disk
from kill_rig import EXPLORE
from office import make_book
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store.book import Book

PAGE = 4096  # bytes; a tmpfs gives room page by page
ROWS = 30


def save(book: Book, name: str) -> None:
    with book.change("登记一批") as change:
        change.add_all(
            Household, [{"number": f"{name}/{n}", "note": "长" * 300} for n in range(ROWS)]
        )


def room(disk: Path) -> int:
    told = os.statvfs(disk)
    return told.f_bavail * told.f_frsize


def filled_up_to(disk: Path, left: int) -> Path:
    """A file that leaves so many bytes of the disk."""
    stone = disk / "stone"
    stone.unlink(missing_ok=True)
    with stone.open("wb") as out:
        out.write(bytes(max(room(disk) - left, 0)))
    return stone


def test_full_at_every_page_of_a_save(tmp_path: Path) -> None:
    """What is refused leaves nothing; freed, the same program saves it."""
    refused = saved = 0
    with small_disk(tmp_path / "disk", "40m") as disk:
        book = make_book(disk)
        save(book, "first")
        for pages in range(64 if EXPLORE else 24):
            book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            stone = filled_up_to(disk, pages * PAGE)
            try:
                save(book, f"{pages}")
                saved += 1
            except Refused as trouble:
                refused += 1
                assert trouble.code in ("QL-PL-002", "QL-PL-007"), trouble
                assert trouble.remedy
                assert book.count(Query("household")) == (saved + 1) * ROWS
                stone.unlink()
                save(book, f"{pages}-again")
                saved += 1
            stone.unlink(missing_ok=True)
            assert book.count(Query("household")) == (saved + 1) * ROWS
        assert book.trail_broken_at() is None
        book.close()
        with Book.open(disk / "home", RECORDS) as again:
            again.quick_check()
            assert again.count(Query("household")) == (saved + 1) * ROWS
    assert refused > 5
    assert saved > refused or not EXPLORE, "the last ones had room enough"
    counted("F12", refused + saved, "a save on a disk with so many pages left")
    counted("PL-15", refused, "full disk while saving")


def _attach(book: Book, disk: Path) -> None:
    book.files.add(os.urandom(300_000))


def _back_up(book: Book, disk: Path) -> None:
    book.back_up(disk / "backups")


def _settings(book: Book, disk: Path) -> None:
    book.put_setting("很长", "字" * 400_000)


WRITERS: dict[str, Callable[[Book, Path], None]] = {
    "attachment": _attach, "backup": _back_up, "setting": _settings,
}  # fmt: skip


@pytest.mark.parametrize("name", WRITERS)
def test_no_half_file_wherever_it_fills(name: str, tmp_path: Path) -> None:
    write, met = WRITERS[name], 0
    with small_disk(tmp_path / "disk", "40m") as disk:
        book = make_book(disk)
        save(book, "first")
        book.files.add(os.urandom(200_000))
        for left in (0, 1, 3, 9, 20, 40, 70):
            before = {path for path in disk.rglob("*") if path.is_file()}
            stone = filled_up_to(disk, left * PAGE)
            with pytest.raises(Refused) as refused:
                write(book, disk)
            assert refused.value.remedy
            stone.unlink()
            there = {path for path in disk.rglob("*") if path.is_file()}
            assert not [path for path in there - before if not path.name.endswith(("-wal", "-shm"))]
            met += 1
        write(book, disk)
        book.quick_check()
        assert book.count(Query("household")) == ROWS
        book.close()
    counted("F13", met, name)


def test_a_bundle_and_a_merge_on_a_full_disk(world: World, tmp_path: Path) -> None:
    """The export of the unit and the merge of the street, each with its own disk full."""
    unit = world.unit()
    batch(unit, 1, rows=200, people=5)
    sent = export(unit, world.usb)
    with small_disk(tmp_path / "disk", "40m") as disk:
        subprocess.run(["cp", "-a", f"{unit.home}/.", str(disk / "unit")], check=True)
        (disk / "street").mkdir()
        world.street.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        subprocess.run(["cp", "-a", f"{world.street.home}/.", str(disk / "street")], check=True)
        with (
            Book.open(disk / "unit", RECORDS) as copy,
            Book.open(disk / "street", RECORDS) as other,
        ):
            for left in (0, 1, 2, 4):
                stone = filled_up_to(disk, left * PAGE)
                with pytest.raises(Refused):
                    export(copy, world.usb)
                with pytest.raises(Refused):
                    take(other, sent.path)
                assert other.count(Query("entry")) == 0
                stone.unlink()
                counted("F13", 2, "export and merge")
            take(other, sent.path)
            assert other.count(Query("entry")) == 200
            assert other.trail_broken_at() is None
