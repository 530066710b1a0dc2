"""A file of an older program becomes one of this program: as a copy, checked, then switched.

The old file is never written to. It keeps its bytes under another name for thirty days; until the
one rename that switches, it is still the data file.
"""

import contextlib
import os
from datetime import datetime
from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.core.whole import sync_folder
from qinglian_desktop.store import (
    copies,
    copy_log,
    copying,
    database,
    engine,
    envelope,
    migrations,
    trail,
)
from qinglian_desktop.store.engine import Connection

KEPT, NEW = "升级前-", "升级中-"
KEPT_DAYS = 30
_BESIDE = ("", "-wal", "-shm", ".part")
_State = dict[str, tuple[set[str], set[str]]]


def upgrade(connection: Connection, path: Path, key: bytes | None, *, sealed: bool) -> Connection:
    """The connection to the upgraded file; Refused or Damaged with the old file as it was."""
    database.quick_check(connection)
    new = path.with_name(f"{NEW}{path.name}")
    with copying.in_words("升级没有做成，原来的数据没有动", "请检查磁盘空间和文件夹，再打开程序"):
        _clear(new)
        try:
            database.copy_to(connection, new)
            _migrate(connection, new, key, sealed=sealed)
            database.close(connection)
            _switch(path, new)
        finally:
            _clear(new)
    return database.open_database(path, key)


def _migrate(old: Connection, new: Path, key: bytes | None, *, sealed: bool) -> None:
    made = database.open_database(new, key)
    try:
        with engine.plain_words():
            before, head = _state(made), trail.head(old)
            migrations.run(made, sealed=sealed)
            if not _has_all(made, before) or trail.head(made) != head:
                raise Damaged(
                    "升级后的数据和原来的对不上，没有换上，原来的数据没有动",
                    "请先用原来的程序，并把这句话告诉维护的人",
                    code="QL-PL-021",
                )
        database.quick_check(made)
    finally:
        database.close(made)


def _switch(path: Path, new: Path) -> None:
    """One rename; before it the old file is the data file, after it the new one is."""
    wal = path.with_name(f"{path.name}-wal")
    if wal.is_file() and wal.stat().st_size:
        # A log left beside the new file would be played into it.
        raise Refused("数据正被另一个程序占用，没有升级", "请关掉它再打开", code="QL-PL-004")
    for ending in ("-wal", "-shm"):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
    stem = f"{KEPT}{clock.now().replace(':', '')}"
    kept, number = path.with_name(f"{stem}-{path.name}"), 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{stem}-{number}-{path.name}")
    try:
        os.link(path, kept)  # a second name for the very same bytes, where the disk has such
    except OSError:
        copying.copy_whole(path, kept)
    new.replace(path)
    sync_folder(path.parent)


def _clear(new: Path) -> None:
    with contextlib.suppress(OSError):
        for ending in _BESIDE:
            new.with_name(f"{new.name}{ending}").unlink(missing_ok=True)


# -- is everything still there? --------------------------------------------------------------


def _state(connection: Connection) -> _State:
    """By table of records: every row, and those of them that do not carry their right print."""
    found: _State = {}
    for table in _tables(connection):
        names, ids, untrue = trail.column_names(connection, table), set(), set()
        for values in connection.execute(f'SELECT * FROM "{table}"'):
            row = dict(zip(names, values, strict=True))
            ids.add(row["id"])
            if envelope.hash_of(row) != row["row_hash"]:
                untrue.add(row["id"])
        found[table] = ids, untrue
    return found


def _tables(connection: Connection) -> list[str]:
    named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [
        name
        for (name,) in named
        if {"id", "vv", "row_hash"} <= set(trail.column_names(connection, name))
    ]


def _has_all(connection: Connection, before: _State) -> bool:
    """No row is gone, and none says something else than its print that did not do so before."""
    after = _state(connection)
    return all(
        table in after and after[table][0] >= ids and after[table][1] <= untrue
        for table, (ids, untrue) in before.items()
    )


def clear_kept(home: Path) -> int:
    """Old files go after thirty days, if a newer verified copy is there; how many went."""
    last, gone = copies.newest(home / copies.HERE), 0
    if last is None or not last.is_told:
        return 0
    for path in home.glob(f"{KEPT}*.db"):
        stamp = path.name.removeprefix(KEPT)[:10]
        with contextlib.suppress(ValueError, OSError):
            late = copy_log.days_since(stamp) > KEPT_DAYS
            if late and last.moment > datetime.fromisoformat(stamp):
                path.unlink()
                gone += 1
    return gone
