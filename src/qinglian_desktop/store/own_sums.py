"""How many rows does this office hold of each table, and what is the sum of their hashes?

The other side compares both after every import. They are not counted afresh each time: the last
count is brought forward by the images written since, so that one changed row costs the same
whatever lies in the file. A full bundle and the health check count afresh.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from qinglian_desktop.store import merge, outbox
from qinglian_desktop.store.engine import Connection, one

_MODULUS = 2**128
_AT_ONCE = 500  # ids in one statement


class Sum(NamedTuple):
    """What one office holds of one table; `total` is 32 hex digits."""

    rows: int = 0
    total: str = "0" * 32


def added(hashes: Iterable[str]) -> Sum:
    """The sum of rows that were read anyway."""
    count = total = 0
    for row_hash in hashes:
        count += 1
        total += int(row_hash, 16)
    return Sum(count, f"{total % _MODULUS:032x}")


def of(connection: Connection, tables: Collection[str], owner: str) -> dict[str, Sum]:
    """The sums as they are now, by table; call it inside one snapshot or change."""
    kept = {
        table: (seq, Sum(count, total))
        for table, count, total, seq in connection.execute(
            "SELECT table_name, row_count, total, seq FROM own_sum"
        )
    }
    high = outbox.high_seq(connection)
    # Counted beyond the trail, or before images that are no longer there: then not believed.
    first = one(connection, "SELECT coalesce(min(seq), 1) FROM trail") - 1
    known = {t: kept[t][0] for t in tables if t in kept and first <= kept[t][0] <= high}
    changed = outbox.changed_since(connection, min(known.values(), default=high))
    made = {}
    for table in tables:
        if table in known and known[table] == min(known.values()):
            made[table] = _forward(connection, table, owner, kept[table][1], changed.get(table, {}))
        else:
            made[table] = afresh(connection, table, owner)
    return made


def afresh(connection: Connection, table: str, owner: str) -> Sum:
    """Counted from the rows themselves."""
    return Sum(*merge.recount(connection, table, owner))


def _forward(
    connection: Connection,
    table: str,
    owner: str,
    had: Sum,
    changed: Mapping[str, outbox.Before],
) -> Sum:
    count, total = had.rows, int(had.total, 16)
    for before in changed.values():
        if before.owner == owner:
            count -= 1
            total -= int(before.row_hash, 16)
    for row_hash in _present(connection, table, owner, list(changed)):
        count += 1
        total += int(row_hash, 16)
    return Sum(count, f"{total % _MODULUS:032x}")


def _present(connection: Connection, table: str, owner: str, ids: list[str]) -> Iterator[str]:
    for first in range(0, len(ids), _AT_ONCE):
        part = json.dumps(ids[first : first + _AT_ONCE])
        found = connection.execute(
            f'SELECT t.row_hash FROM json_each(?) asked CROSS JOIN "{table}" t '
            "ON t.id = asked.value WHERE t.owner = ?",
            (part, owner),
        )
        yield from (row_hash for (row_hash,) in found)


def keep(connection: Connection, sums: Mapping[str, Sum], seq: int) -> None:
    """From now on counted forward from image `seq`; inside a change."""
    connection.executemany(
        "INSERT INTO own_sum (table_name, row_count, total, seq) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (table_name) DO UPDATE SET row_count = excluded.row_count, "
        "total = excluded.total, seq = excluded.seq",
        [(table, held.rows, held.total, seq) for table, held in sums.items()],
    )


def wrong(connection: Connection, owner: str) -> list[str]:
    """Tables whose sum brought forward is not the one counted afresh; for the health check."""
    found = connection.execute("SELECT table_name FROM own_sum ORDER BY table_name")
    tables = [table for (table,) in found.fetchall()]
    kept = of(connection, tables, owner)
    return [table for table in tables if kept[table] != afresh(connection, table, owner)]


def forget(connection: Connection) -> None:
    """The next bundle counts afresh."""
    connection.execute("DELETE FROM own_sum")
