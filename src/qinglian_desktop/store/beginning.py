"""How does a data folder begin? Both files and their keys, or nothing that stands in the way."""

from pathlib import Path

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.whole import sync_folder
from qinglian_desktop.store import database, engine, identity, keyfile, migrations
from qinglian_desktop.store.database import RESTORING
from qinglian_desktop.store.identity import Unit
from qinglian_desktop.store.unlocked import MAIN, SEALED

_KEYS = "keys.json"
_MARK = "qinglian.db.new"  # stands here until the folder is complete


def make_files(home: Path, unit: Unit, pin: str) -> None:
    """A new data folder; Refused where one already is, or where nothing can be written.

    The main file gets its name last. A folder a dead program left half made is made afresh.
    """
    begun = (home / _MARK).exists() and not (home / MAIN).exists()
    restoring = (home / RESTORING).exists()  # decided, and not through: a start goes on with it
    if restoring or (not begun and any((home / name).exists() for name in (MAIN, SEALED, _KEYS))):
        raise Refused(f"〔{home.name}〕里已经有一份数据", "请换一个空文件夹，或直接打开原来的数据")
    try:
        home.mkdir(parents=True, exist_ok=True)
        _clear(home)
        (home / _MARK).touch()
        keys = keyfile.make(home, pin)
        _make(home / SEALED, keys.sealed, unit, sealed=True)
        _make(home / _MARK, keys.main, unit, sealed=False)
        (home / _MARK).replace(home / MAIN)
        sync_folder(home)
    except OSError as trouble:
        raise Refused(
            f"不能在〔{home}〕里建立数据", "请换一个能写的文件夹，或检查磁盘空间"
        ) from trouble


def _clear(home: Path) -> None:
    for name in (SEALED, _MARK, _KEYS):
        for ending in ("", "-wal", "-shm", "-journal", ".part"):
            (home / f"{name}{ending}").unlink(missing_ok=True)


def _make(path: Path, key: bytes | None, unit: Unit, *, sealed: bool) -> None:
    connection = database.open_database(path, key, create=True)
    try:
        with engine.plain_words():
            migrations.run(connection, sealed=sealed)
            identity.save(connection, unit)
    finally:
        database.close(connection)
