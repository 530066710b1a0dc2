"""Which computers are stopped, whatever a restore brings back.

A copy made before a computer was stolen does not know that it was stopped. What stands only in the
file that goes is noted in a setting of the one that comes, so that no going back lets it in again.
"""

from typing import Any

from qinglian_desktop.store import identity, trail
from qinglian_desktop.store.engine import Connection

STOPPED = "已停用"
_KEPT = "stopped computers"
_NAMES = ("office_id", "key_id", "last_stream", "last_seq")
_STREETS = "SELECT office_id, key_id, last_stream, last_seq FROM stopped_computer WHERE deleted = 0"
_OWN = (
    "SELECT owner, key_id, last_stream, last_seq FROM computer "
    f"WHERE deleted = 0 AND state = '{STOPPED}' AND key_id IS NOT NULL"
)
_TOLD = {"stopped_computer": _STREETS, "computer": _OWN}
Stop = dict[str, Any]  # whose computer, the key it signs with, how far it counts


def told(connection: Connection) -> list[Stop]:
    """Every stop that stands in a file, and those it keeps from files before it."""
    found: list[Stop] = kept(connection)
    for table, sql in _TOLD.items():
        if trail.column_names(connection, table):
            rows = connection.execute(sql).fetchall()
            found += [dict(zip(_NAMES, row, strict=True)) for row in rows]
    return found


def kept(connection: Connection) -> list[Stop]:
    return list(identity.setting(connection, _KEPT) or [])


def keep(copy: Connection, stops: list[Stop]) -> None:
    """Those that do not stand in the copy itself, where they could be taken back."""
    known = {(one["office_id"], one["key_id"]) for one in told(copy)}
    lacking = [one for one in stops if (one["office_id"], one["key_id"]) not in known]
    if lacking:
        identity.put_setting(copy, _KEPT, [*kept(copy), *lacking])
