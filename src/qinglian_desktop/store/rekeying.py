"""换钥匙: new keys for both files and every attachment, so that what somebody kept opens nothing.

Everything is made anew beside what there is, opened with the new keys and compared; only then is
it decided (the mark of a restore) and swapped, by the steps that a start repeats after a kill.
What it replaced goes last. The closed years get the new keys too; copies made before keep theirs.
"""

import contextlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.store import (
    archives,
    backup,
    copies,
    copying,
    database,
    engine,
    keyfile,
    people,
)
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.files import FileStore, tag_of, write_whole
from qinglian_desktop.store.keyfile import Keys

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

_NEW: Final = backup.REKEYED


def refuse(book: "Book") -> None:
    """Whoever may, and holds both keys; Refused in words otherwise."""
    people.need(book, "换钥匙")
    if not book.keys.protected:
        raise Refused("还没有设 PIN，用不着换钥匙", "先在“谁在用”里加上自己", code="QL-SE-102")
    if book.keys.sealed is None:
        raise people.refusal(people.doing(book, people.SEALED), seeing=True, needs=people.SEALED)
    keyfile.renewed(book.keys.slots, book.keys.main or b"", book.keys.sealed)  # each one can


def run(home: Path, keys: Keys) -> Keys:
    """The keys of now. The caller has closed the book; a failure leaves all as it was."""
    assert keys.main is not None and keys.sealed is not None
    clear(home)
    fresh = Keys(os.urandom(32), os.urandom(32), (), keys.person, keys.road)
    assert fresh.main is not None and fresh.sealed is not None
    try:
        with copying.in_words("没有换成，原来的钥匙照用", "请检查磁盘空间，再做一次"):
            for name, old, new in (
                (copying.MAIN, keys.main, fresh.main), (copying.SEALED, keys.sealed, fresh.sealed),
            ):  # fmt: skip
                _lock_anew(home / name, home / f"{name}.new", old, new)
            for folder in copying.STORES:
                _store_anew(home, keys, fresh, folder)
            slots = keyfile.renewed(keyfile.load(home), fresh.main, fresh.sealed)
            keyfile.write(home / f"{keyfile.NAME}.new", slots)
            _archives_anew(home, keys, fresh)
            kept = f"{backup.BEFORE}{clock.now().replace(':', '').replace('T', '-')}"
            write_whole(home / database.RESTORING, kept.encode())
    except BaseException:
        if not (home / database.RESTORING).exists():
            clear(home)
        raise
    backup.finish(home)
    clear(home)
    return fresh._replace(slots=tuple(slots))


def clear(home: Path) -> None:
    """What a change of keys left behind: what was half made, or what was replaced."""
    if (home / database.RESTORING).exists():
        return
    for folder in (*copying.STORES, archives.HERE):
        shutil.rmtree(home / f"{folder}{_NEW}", ignore_errors=True)
    for kept in home.glob(f"{backup.BEFORE}*"):
        shutil.rmtree(kept, ignore_errors=True)
    for name in (copying.MAIN, copying.SEALED, keyfile.NAME):
        for left in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                (home / f"{name}.new{left}").unlink(missing_ok=True)


def _lock_anew(path: Path, copy: Path, old: bytes, new: bytes) -> None:
    """A copy under the new key, checked and counted against what it was made of."""
    opened = database.open_database(path, old)
    try:
        before = _counts(opened)
        database.copy_to(opened, copy)
    finally:
        database.close(opened)
    changing = engine.connect(str(copy), encrypted=True)
    try:
        with engine.plain_words():
            changing.execute(f"PRAGMA key = \"x'{old.hex()}'\"")
            changing.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
    finally:
        changing.close()
    checked = database.open_database(copy, new)
    try:
        database.quick_check(checked)
        if _counts(checked) != before:
            raise Damaged("换了钥匙的副本和原来的对不上", "原来的没有动，请再做一次")
    finally:
        database.close(checked)


def _counts(connection: Connection) -> dict[str, int]:
    with engine.plain_words():
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'finder%'"
        ).fetchall()
        return {t: int(one(connection, f'SELECT count(*) FROM "{t}"')) for (t,) in tables}


def _archives_anew(home: Path, old: Keys, new: Keys) -> None:
    """Every closed year under the new keys; one that cannot be opened comes along as it is."""
    assert old.main and old.sealed and new.main and new.sealed
    if (home / archives.HERE).is_dir():
        shutil.copytree(home / archives.HERE, home / f"{archives.HERE}{_NEW}")
    for archive in archives.listed(home):
        there = archive.copy.folder
        made = home / f"{archives.HERE}{_NEW}" / there.parent.name / there.name
        try:
            for name, key, fresh in (
                (copying.MAIN, old.main, new.main), (copying.SEALED, old.sealed, new.sealed),
            ):  # fmt: skip
                _lock_anew(there / name, made / name, key, fresh)
        except Damaged:
            shutil.rmtree(made)
            shutil.copytree(there, made)
            continue
        write_whole(made / keyfile.NAME, (home / f"{keyfile.NAME}.new").read_bytes())
        sums = {name: copying.digest_of(made / name) for name in archive.copy.sums}
        copies.write(archive.copy._replace(folder=made, sums=sums, lock=tag_of(new.main)))


def _store_anew(home: Path, old: Keys, new: Keys, folder: str) -> None:
    """Every attachment under the new key; one that cannot be read comes along as it is."""
    ours = copying.store_in(home, old, folder)
    theirs = FileStore(home / f"{folder}{_NEW}", copying.key_of(new, folder))
    theirs.folder.mkdir(exist_ok=True)
    for file_id in ours.all():
        try:
            theirs.add(ours.read(file_id))
        except Damaged:
            copying.copy_whole(ours.path(file_id), theirs.path(file_id))
