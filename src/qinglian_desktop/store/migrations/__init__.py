"""The ordered list of migrations of both files; a name once released is never changed.

The list is read without sqlite-utils, so that an up-to-date file opens without loading it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from qinglian_desktop.store.engine import Connection

if TYPE_CHECKING:
    from sqlite_utils.db import Database

_SET = "qinglian"
_MAIN: tuple[str, ...] = (
    "m0001_first",
    "m0002_unmatched",
    "m0003_revealed",
    "m0004_finder",
    "m0005_held",
    "m0006_id_numbers",
    "m0007_file_names",
    "m0008_forms",
    "m0009_printed",
    "m0010_decisions",
    "m0013_kinds",
    "m0015_outward",
    "m0016_reckoned",
)
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


def steps() -> dict[str, Callable[["Database"], None]]:
    from qinglian_desktop.store.migrations import (
        m0001_first,
        m0002_unmatched,
        m0003_revealed,
        m0004_finder,
        m0005_held,
        m0006_id_numbers,
        m0007_file_names,
        m0008_forms,
        m0009_printed,
        m0010_decisions,
        m0013_kinds,
        m0015_outward,
        m0016_reckoned,
    )

    return {
        "m0001_first": m0001_first.main,
        "m0001_sealed": m0001_first.sealed,
        "m0002_unmatched": m0002_unmatched.main,
        "m0003_revealed": m0003_revealed.main,
        "m0004_finder": m0004_finder.main,
        "m0005_held": m0005_held.main,
        "m0006_id_numbers": m0006_id_numbers.main,
        "m0007_file_names": m0007_file_names.main,
        "m0008_forms": m0008_forms.main,
        "m0009_printed": m0009_printed.main,
        "m0015_outward": m0015_outward.main,
        "m0010_decisions": m0010_decisions.main,
        "m0013_kinds": m0013_kinds.main,
        "m0016_reckoned": m0016_reckoned.main,
    }


def run(connection: Connection, *, sealed: bool = False) -> None:
    """All pending migrations in one transaction: the old schema or the new, never between."""
    import sqlite_utils
    from sqlite_utils.migrations import Migrations

    known, listed = steps(), Migrations(_SET)
    for name in names(sealed=sealed):
        listed(name=name)(known[name])
    connection.execute("BEGIN IMMEDIATE")
    try:
        listed.apply(sqlite_utils.Database(connection))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
