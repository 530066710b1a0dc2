"""The ordered list of migrations of both files; a name once released is never changed.

The list is read without sqlite-utils, so that an up-to-date file opens without loading it.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
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
    "m0011_rule_packs",
    "m0012_yearly",
    "m0013_kinds",
    "m0014_wall",
    "m0015_outward",
    "m0016_reckoned",
    "m0017_sitting",
    "m0018_own_values",
    "m0019_books",
    "m0020_signers",
    "m0021_labour",
    "m0022_assets",
    "m0023_inventory",
    "m0024_contracts",
    "m0025_checkup",
    "m0030_control",
    "m0031_banking",
    "m0032_sending",
    "m0033_intake",
    "m0034_computers",
    "m0035_directives",
    "m0037_people",
    "m0038_erasing",
    "m0040_orders",
    "m0041_versions",
    "m0044_due",
    "m0048_exported",
    "m0058_revealed_row",
    "m0060_checklists",
    "m0061_asked",
    "m0062_archive",
    "m0063_party",
    "m0064_life",
    "m0065_evaluation",
    "m0066_assessment",
    "m0067_street",
    "m0070_helpers",
    "m0077_compared",
    "m0080_inspection",
    "m0081_yearend",
    "m0082_reviewed",
    "m0083_way",
    "m0084_handover",
    "m0085_grassroots",
    "m0090_lean",
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
    """What each migration does; a file of its own, loaded when one is pending."""
    found = {name: import_module(f"{__name__}.{name}").main for name in _MAIN}
    return found | {"m0001_sealed": import_module(f"{__name__}.m0001_first").sealed}


def run(connection: Connection, *, sealed: bool = False, only: Sequence[str] | None = None) -> None:
    """All pending migrations in one transaction: the old schema or the new, never between.

    `only` names the ones an older program knew, to make a file of its shape.
    """
    import sqlite_utils
    from sqlite_utils.migrations import Migrations

    known, listed = steps(), Migrations(_SET)
    for name in names(sealed=sealed) if only is None else only:
        listed(name=name)(known[name])
    connection.execute("BEGIN IMMEDIATE")
    try:
        listed.apply(sqlite_utils.Database(connection))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
