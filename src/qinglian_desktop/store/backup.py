"""Copies that count: made in one step, opened again with the key, checked and compared.

A backup folder holds the database, the sealed file, the key file and every attachment, so that
it can be opened on another computer.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.store import database, engine
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.files import FileStore, write_whole
from qinglian_desktop.store.keyfile import Keys


@dataclass(frozen=True, slots=True)
class Backup:
    """One verified copy; `rows` is what was counted after opening it again."""

    folder: Path
    rows: int
    size: int


def make(
    home: Path, into: Path, keys: Keys, tables: tuple[str, ...], connections: dict[str, Connection]
) -> Backup:
    """Copies everything into a new folder under `into`; Damaged when the copy does not match."""
    target = into / f"清廉备份-{clock.now().replace(':', '').replace('T', '-')}"
    try:
        target.mkdir(parents=True)
    except OSError as trouble:
        raise Refused(f"不能在〔{into}〕里建备份", "请换一个盘，或检查 U 盘是否只读") from trouble
    for name, connection in connections.items():
        database.copy_to(connection, target / name)
    write_whole(target / "keys.json", (home / "keys.json").read_bytes())
    _copy_files(FileStore(home / "files", None), target / "files")
    rows = _verify(target, keys, tables, connections["qinglian.db"])
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    return Backup(target, rows, size)


def _copy_files(source: FileStore, folder: Path) -> None:
    for file_id in source.all():
        place = folder / file_id[:2] / file_id
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source.path(file_id), place)


def _verify(target: Path, keys: Keys, tables: tuple[str, ...], live: Connection) -> int:
    copy = database.open_database(target / "qinglian.db", keys.main)
    try:
        database.quick_check(copy)
        rows = 0
        for table in tables:
            counted = one(copy, f'SELECT count(*) FROM "{table}"')
            if counted > one(live, f'SELECT count(*) FROM "{table}"'):
                raise Damaged(f"备份和原数据对不上（{table}）", "请换一个盘再备份一次")
            rows += counted
        return rows
    finally:
        database.close(copy)


def restore(source: Path, home: Path, keys: Keys) -> None:
    """Puts a checked copy of a backup in place of the files in `home`; what was there is kept.

    The caller has closed the database and begins a new stream afterwards.
    """
    for name, key in (("qinglian.db", keys.main), ("sealed.db", keys.sealed)):
        checked = database.open_database(source / name, key)
        try:
            database.quick_check(checked)
        finally:
            checked.close()
    kept = home / f"还原前-{clock.now().replace(':', '')}"
    kept.mkdir()
    for name in ("qinglian.db", "sealed.db", "keys.json"):
        new = home / f"{name}.new"
        shutil.copyfile(source / name, new)
        for leftover in (f"{name}-wal", f"{name}-shm"):
            if (home / leftover).exists():
                (home / leftover).rename(kept / leftover)
        (home / name).rename(kept / name)
        new.replace(home / name)
    _copy_files(FileStore(source / "files", None), home / "files")
    database.sync_folder(home)


def summary(source: Path, keys: Keys, tables: tuple[str, ...]) -> dict[str, int]:
    """Row counts of a backup by table, without touching anything."""
    copy = database.open_database(source / "qinglian.db", keys.main)
    try:
        with engine.plain_words():
            return {t: one(copy, f'SELECT count(*) FROM "{t}" WHERE deleted = 0') for t in tables}
    finally:
        database.close(copy)
