"""The file of a book, unlocked and opened: all of it that asks for no declaration.

At the first question to a file SQLite reads how its hundreds of tables and triggers are made, and
needs no Python for it. Whoever opens a book first of all begins here and lets the declarations of
the program load beside it.
"""

from pathlib import Path
from typing import NamedTuple, Self

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.store import database, keyfile
from qinglian_desktop.store.engine import Connection

MAIN, SEALED = "qinglian.db", "sealed.db"


class Unlocked(NamedTuple):
    """The main file of a data folder and the keys of the folder; `Book.open` goes on with it."""

    connection: Connection
    keys: keyfile.Keys
    sound: bool  # small and read through; a large one is read through beside the window

    @classmethod
    def at(
        cls, home: Path, *, pin: str = "", person: str | None = None, check_later: bool = False
    ) -> Self:
        """Refused, NewerData or Damaged in words when that cannot be."""
        if (home / database.RESTORING).is_file():
            from qinglian_desktop.store import backup  # copies: not part of a usual start

            backup.finish(home)
        if not (home / MAIN).is_file():
            raise Refused(f"〔{home}〕里没有数据", "第一次使用请先用街道发的单位文件建立本单位")
        keys = keyfile.unlock(home, pin, person)
        connection = checked(home / MAIN, keys.main, check_later=check_later)
        return cls(connection, keys, not check_later)


def checked(path: Path, key: bytes | None, *, check_later: bool = False) -> Connection:
    """An open connection; a small file is read through, unless somebody does so later."""
    connection = database.open_database(path, key)
    try:
        if not check_later and database.is_small(path):
            database.quick_check(connection)
    except BaseException:
        connection.close()
        raise
    return connection
