"""Which photos and scans of an office are named by its rows here and have not come yet?"""

import json
from collections.abc import Collection, Iterable, Mapping

from qinglian_desktop.store.engine import Connection, one


def note(connection: Connection, owner: str, named: Mapping[str, int]) -> None:
    """These are named by rows that came in, each with its size, and are not here."""
    connection.executemany(
        "INSERT INTO wanted_file (owner, file_id, size) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(owner, file_id, size) for file_id, size in named.items()],
    )


def came(connection: Connection, owner: str, file_ids: Iterable[str]) -> None:
    connection.executemany(
        "DELETE FROM wanted_file WHERE owner = ? AND file_id = ?",
        [(owner, file_id) for file_id in file_ids],
    )


def keep_only(connection: Connection, owner: str, named: Collection[str]) -> None:
    """Of what is wanted from an office only these stay wanted."""
    connection.execute(
        "DELETE FROM wanted_file WHERE owner = ? "
        "AND file_id NOT IN (SELECT value FROM json_each(?))",
        (owner, json.dumps(list(named))),
    )


def count(connection: Connection, owner: str) -> int:
    return int(one(connection, "SELECT count(*) FROM wanted_file WHERE owner = ?", (owner,)))


def listed(connection: Connection, owner: str, most: int) -> list[str]:
    """Their ids, the first so many."""
    found = connection.execute(
        "SELECT file_id FROM wanted_file WHERE owner = ? ORDER BY file_id LIMIT ?", (owner, most)
    )
    return [file_id for (file_id,) in found]
