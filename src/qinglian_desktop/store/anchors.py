"""What the trail says about a place in it: the link there, and who changed a row after it."""

import json
from collections.abc import Collection

from qinglian_desktop.store import trail
from qinglian_desktop.store.engine import Connection

_MOST = 5  # signed places that are looked at: the newest hold all before them


def link_at(connection: Connection, seq: int) -> str:
    """The hash of image number `seq`; "" when the trail does not reach so far."""
    return trail.hash_at(connection, seq)


def from_seq(connection: Connection) -> int:
    """The first place that can be told: what was cut off before it tells nothing any more."""
    return trail.cut(connection)[0]


def kept(connection: Connection, stream: str) -> list[tuple[int, str]]:
    """The newest places of this stream's trail that the street has signed: number and link.

    Not those before a cut of the trail (store/thinning.py), which tell nothing any more.
    """
    found = connection.execute(
        "SELECT DISTINCT anchor_seq, anchor_head FROM receipt WHERE stream_id = ? "
        "AND anchor_seq > 0 AND anchor_seq >= ? AND deleted = 0 ORDER BY anchor_seq DESC LIMIT ?",
        (stream, from_seq(connection), _MOST),
    )
    return [(int(seq), str(head)) for seq, head in found]


def broken(connection: Connection, stream: str) -> list[int]:
    """Places the street has signed and where another link stands now: history written anew."""
    signed = kept(connection, stream)
    return [seq for seq, head in signed if link_at(connection, seq) != head]


def code(connection: Connection) -> str:
    """留痕核对码: how the trail ends now, short enough to stand on a paper; "" before it began.

    Whoever keeps the paper can later hold the same number of the trail against it.
    """
    seq, head = trail.head(connection)
    return f"留痕核对码 {head[:12].upper()}（第 {seq:,} 条）" if seq else ""


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


def came_after(
    connection: Connection, tables: Collection[str], seq: int
) -> list[tuple[int, str, str, str | None, str | None]]:
    """What came into these tables from elsewhere (another computer of this office, a record handed
    over) after image `seq`: number, table, id, the row before and after, in order.
    """
    found = connection.execute(
        "SELECT t.seq, t.table_name, t.row_id, t.before, t.after FROM change c "
        "CROSS JOIN trail t ON t.change_id = c.id AND t.seq > ? WHERE c.kind IN ('peer', 'merge') "
        "AND t.table_name IN (SELECT value FROM json_each(?)) ORDER BY t.seq",
        (seq, json.dumps(list(tables))),
    )
    return list(found.fetchall())
