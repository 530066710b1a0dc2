"""The ordered list of migrations of both files; a name once released is never changed.

The list is read without sqlite-utils, so that an up-to-date file opens without loading it.
"""

from qinglian_desktop.store.engine import Connection

_SET = "qinglian"
_MAIN: tuple[str, ...] = ("m0001_first",)
_SEALED: tuple[str, ...] = ("m0001_sealed",)


def names(*, sealed: bool = False) -> tuple[str, ...]:
    return _SEALED if sealed else _MAIN


def applied(connection: Connection) -> list[str]:
    """Names of the migrations this file has been through, oldest first."""
    there = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"
    ).fetchone()
    if there is None:
        return []
    found = connection.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id", (_SET,)
    )
    return [name for (name,) in found]


def run(connection: Connection, *, sealed: bool = False) -> None:
    """Each pending migration in a transaction of its own, recorded in the same one."""
    import sqlite_utils
    from sqlite_utils.migrations import Migrations

    from qinglian_desktop.store.migrations import m0001_first

    steps = {"m0001_first": m0001_first.main, "m0001_sealed": m0001_first.sealed}
    listed = Migrations(_SET)
    for name in names(sealed=sealed):
        listed(name=name)(steps[name])
    listed.apply(sqlite_utils.Database(connection))
