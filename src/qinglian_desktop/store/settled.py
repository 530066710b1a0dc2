"""Are the triggers of this file still those that were looked at last?

Comparing three triggers of a hundred tables takes some milliseconds of every start. SQLite counts
each change of the schema: while that count and our declarations are those of the last look,
nobody has touched them. A count set back by hand is not claimed to be found here; the trail is.
"""

import zlib

from qinglian_desktop.store import identity, trail
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.rows import Tables

_KEPT = "settled"


def _stamp(connection: Connection, tables: Tables) -> str:
    """The schema as SQLite counts it, and as this program declares it."""
    declared = [(name, *record.fields) for name, record in tables.records.items()]
    asked = zlib.crc32(repr((trail.SHAPE, declared)).encode())
    return f"{one(connection, 'PRAGMA schema_version')}/{asked:08x}"


def holds(connection: Connection, tables: Tables) -> bool:
    return bool(identity.setting(connection, _KEPT) == _stamp(connection, tables))


def keep(connection: Connection, tables: Tables) -> None:
    """Right after a look that found, or made, everything as it is declared."""
    identity.put_setting(connection, _KEPT, _stamp(connection, tables))
