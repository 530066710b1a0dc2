"""Copies that count: made in one step, opened again with the key, checked and compared.

A backup folder holds the database, the sealed file, the key file and every attachment, so that
it can be opened on another computer.
"""

import contextlib
import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.core.whole import sync_folder
from qinglian_desktop.store import database, engine, identity, keyfile, trail
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.files import FileStore, write_whole
from qinglian_desktop.store.identity import Unit
from qinglian_desktop.store.keyfile import Keys

_FILES = ("files", "sealed_files")
_KEYS = "keys.json"
_REPLACED = ("qinglian.db", "sealed.db", _KEYS)


@dataclass(frozen=True, slots=True)
class Backup:
    """One verified copy; `rows` is what was counted after opening it again."""

    folder: Path
    rows: int
    size: int


def make(
    home: Path, into: Path, keys: Keys, tables: tuple[str, ...], connections: dict[str, Connection]
) -> Backup:
    """Copies everything into a new folder under `into`; Damaged when the copy does not match.

    The folder gets its name only after the copy was opened again, checked and compared.
    """
    live = connections["qinglian.db"]
    with engine.plain_words():
        before = _measure(live, tables)
    with _in_words(f"不能在〔{into}〕里建备份", "请换一个盘，或检查 U 盘是否只读、空间够不够"):
        target = _free(into / f"清廉备份-{_moment()}")
        part = target.with_name(target.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            for name, connection in connections.items():
                database.copy_to(connection, part / name)
            write_whole(part / "keys.json", (home / "keys.json").read_bytes())
            for folder in _FILES:
                _copy_files(home / folder, part / folder)
            rows = _verify(part, keys, tables, live, before)
            part.replace(target)
            sync_folder(into)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    return Backup(target, rows, size)


@contextmanager
def _in_words(what: str, remedy: str) -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        raise Refused(what, remedy) from trouble


def _moment() -> str:
    return clock.now().replace(":", "").replace("T", "-")


def _free(wanted: Path) -> Path:
    """The path, or the first numbered one after it that is not taken."""
    found, number = wanted, 1
    while found.exists():
        number += 1
        found = wanted.with_name(f"{wanted.name}-{number}")
    return found


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb+") as written:
        os.fsync(written.fileno())


def _copy_files(source: Path, folder: Path) -> None:
    """Every attachment, compared byte by byte after copying; never half of one under its name."""
    for file_id in FileStore(source, None).all():
        place, part = folder / file_id[:2] / file_id, folder / file_id[:2] / f"{file_id}.part"
        place.parent.mkdir(parents=True, exist_ok=True)
        original = source / file_id[:2] / file_id
        _copy(original, part)
        if not filecmp.cmp(original, part, shallow=False):
            raise Damaged("附件的副本和原件对不上", "请换一个盘再做一次")
        part.replace(place)


def _measure(connection: Connection, tables: tuple[str, ...]) -> dict[str, int]:
    """Rows of each table and images in the trail; all of them only ever grow."""
    found = {table: int(one(connection, f'SELECT count(*) FROM "{table}"')) for table in tables}
    return {**found, "trail": trail.head(connection)[0]}


def _verify(
    target: Path, keys: Keys, tables: tuple[str, ...], live: Connection, before: dict[str, int]
) -> int:
    for name, key in (("sealed.db", keys.sealed), ("qinglian.db", keys.main)):
        copy = database.open_database(target / name, key)
        try:
            database.quick_check(copy)
            if name == "qinglian.db":
                with engine.plain_words():
                    copied, after = _measure(copy, tables), _measure(live, tables)
        finally:
            database.close(copy)
    for table, count in copied.items():
        if not before[table] <= count <= after[table]:
            raise Damaged(f"备份和原数据对不上（{table}）", "请换一个盘再备份一次")
    return sum(copied[table] for table in tables)


def unlocked(source: Path, pin: str, home: Path, own: Keys | None) -> tuple[Keys, Path]:
    """The keys that open a backup, and the folder whose keys.json goes with them.

    `own` are the keys of `home`, where they are known. A PIN changed since the backup was made
    does not shut it: the keys behind it are the same.
    """
    try:
        return keyfile.unlock(source, pin), source
    except Damaged:
        raise
    except Refused as shut:
        if own is None:
            raise
        try:
            unit_of(source, own)
        except Refused:
            raise Refused(
                "这份备份用现在的 PIN 和钥匙都打不开，没有还原",
                "可能是别的单位的备份，请核对；是本单位的请用当时的 PIN",
                code="QL-PL-008",
            ) from shut
        return own, home


def unit_of(folder: Path, keys: Keys) -> Unit:
    """Whose data lies in this folder?"""
    opened = database.open_database(folder / "qinglian.db", keys.main)
    try:
        with engine.plain_words():
            return identity.load(opened)
    finally:
        database.close(opened)


def refuse_another_units(source: Path, keys: Keys, office: str) -> None:
    """A backup belongs to the office that made it, whichever computer it lies on."""
    theirs = unit_of(source, keys)
    if theirs.office_id != office:
        raise Refused(
            f"这是别的单位的备份（{theirs.name}），没有还原",
            "请选本单位的备份；原来的数据没有动",
            code="QL-PL-008",
        )


def restore(source: Path, home: Path, keys: Keys, *, lock: Path | None = None) -> None:
    """Puts a checked copy of a backup in place of the files in `home`; what was there is kept.

    `keys` are those of the backup; `lock` is the folder whose keys.json holds them, where that is
    not the backup's. The caller has closed the database. The copy begins its new stream before it
    takes its place, so that no kill can leave the old counter running on (bundle numbers would be
    given twice); a restore cut short by a dead program is finished by `finish`.
    """
    if missing := [name for name in _REPLACED if not (source / name).is_file()]:
        raise Damaged(f"备份里缺 {missing[0]}", "请选另一份备份")
    with _in_words("还原没有做成，原来的数据没有动", "请检查磁盘空间和备份盘，然后再做一次"):
        for name in _REPLACED:
            for left in ("", "-wal", "-shm"):  # of a restore that a dead program had begun
                (home / f"{name}.new{left}").unlink(missing_ok=True)
            _copy((lock or source if name == _KEYS else source) / name, home / f"{name}.new")
        for name, key in (("qinglian.db", keys.main), ("sealed.db", keys.sealed)):
            checked = database.open_database(home / f"{name}.new", key)
            try:
                database.quick_check(checked)
                if name == "qinglian.db":
                    begin_stream(checked, home)
            finally:
                database.close(checked)
        for folder in _FILES:
            _copy_files(source / folder, home / folder)
        kept = _free(home / f"{database.KEPT}{_moment()}")
        write_whole(home / database.RESTORING, kept.name.encode())
    finish(home)


def begin_stream(copy: Connection, home: Path) -> None:
    """The old counter is never used again, nor the number of the restore."""
    # A backup restored twice does not know of the first time; the folders kept by each do.
    kept = sum(1 for _ in home.glob(f"{database.KEPT}*")) + 1
    with engine.plain_words():
        identity.save(copy, identity.next_stream(identity.load(copy), beyond=kept))


def finish(home: Path) -> None:
    """Swaps the files of a restore that was decided; every step may be repeated after a kill."""
    mark = home / database.RESTORING
    if not mark.is_file():
        return
    with _in_words("上次还原没有做完，这次也没能接着做", "请检查磁盘和文件夹是否可写，再打开程序"):
        kept = home / Path(mark.read_text("utf-8")).name
        kept.mkdir(exist_ok=True)
        for name in _REPLACED:
            new = home / f"{name}.new"
            if not new.is_file():
                continue
            for old in (f"{name}-wal", f"{name}-shm", name):
                if not (kept / old).exists():
                    with contextlib.suppress(FileNotFoundError):
                        (home / old).rename(kept / old)
            new.replace(home / name)
        sync_folder(home)
        mark.unlink()
        sync_folder(home)


def summary(source: Path, keys: Keys, tables: tuple[str, ...]) -> dict[str, int]:
    """Row counts of a backup by table, without touching anything."""
    copy = database.open_database(source / "qinglian.db", keys.main)
    try:
        with engine.plain_words():
            made = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            there = {name for (name,) in made}  # an older backup lacks what came later
            counted = 'SELECT count(*) FROM "{}" WHERE deleted = 0'
            return {t: one(copy, counted.format(t)) if t in there else 0 for t in tables}
    finally:
        database.close(copy)
