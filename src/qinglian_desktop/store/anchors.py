"""What the trail says about a place in it: the link there, and who changed a row after it."""

import json
from collections.abc import Collection

from qinglian_desktop.store.engine import Connection, one


def link_at(connection: Connection, seq: int) -> str:
    """The hash of image number `seq`; "" when the trail does not reach so far."""
    return str(one(connection, "SELECT hash FROM trail WHERE seq = ?", (seq,)) or "")


def newest(connection: Connection, rows: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Of each row (table, id) the number of its last image; rows never touched are left out."""
    found: dict[tuple[str, str], int] = {}
    by_table: dict[str, list[str]] = {}
    for table, row_id in rows:
        by_table.setdefault(table, []).append(row_id)
    for table, ids in by_table.items():
        for row_id, seq in connection.execute(
            "SELECT row_id, max(seq) FROM trail WHERE table_name = ? "
            "AND row_id IN (SELECT value FROM json_each(?)) GROUP BY row_id",
            (table, json.dumps(ids)),
        ):
            found[table, row_id] = int(seq)
    return found
