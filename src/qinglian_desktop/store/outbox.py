"""What has changed here since the other side last confirmed: read from the trail, row by row."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from itertools import chain
from typing import Any, NamedTuple

from qinglian_desktop.core.record import columns
from qinglian_desktop.store import envelope
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.rows import Tables, name_list
from qinglian_desktop.store.spelling import line_sql

_AT_ONCE = 128  # rows in one block, ids in one statement


class Before(NamedTuple):
    """A row as it was when the other side last confirmed; "" where it was not there yet."""

    owner: str = ""
    row_hash: str = ""
    image: str = ""


Changed = Mapping[str, Mapping[str, Before]]  # by table and row id


def high_seq(connection: Connection) -> int:
    """Number of the last image in the trail: how far a bundle written now would reach."""
    return int(one(connection, "SELECT coalesce(max(seq), 0) FROM trail"))


def within(connection: Connection, base_seq: int) -> int:
    """The base a bundle can begin at: this one, or 0 where images after it were cut off.

    Whoever went back to before a cut of the trail (a backup) is told by no image what it lacks.
    """
    first = one(connection, "SELECT min(seq) FROM trail")
    return 0 if first and base_seq < int(first) - 1 else base_seq


def counters(connection: Connection) -> dict[str, int]:
    """The last number given in each series."""
    return dict(connection.execute("SELECT series, last FROM counter").fetchall())


def changed_since(connection: Connection, base_seq: int) -> dict[str, dict[str, Before]]:
    """Every row with an image after `base_seq`, and what it was before the first of them.

    Only those images are read, never the tables: one changed row costs the same in any file.
    """
    found: dict[str, dict[str, Before]] = {}
    images = connection.execute(
        "SELECT table_name, row_id, before FROM trail WHERE seq > ? ORDER BY seq", (base_seq,)
    )
    for table, row_id, before in images:
        known = found.setdefault(table, {})
        if row_id not in known:
            known[row_id] = _before(before)
    return found


def _before(image: str | None) -> Before:
    if image is None:
        return Before()
    row = json.loads(image)
    return Before(str(row.get("owner", "")), str(row.get("row_hash", "")), image)


def names(tables: Tables, table: str) -> list[str]:
    """The columns of a table, as `rows_of` hands them out."""
    return list(columns(tables[table]))


def rows_of(
    connection: Connection,
    tables: Tables,
    table: str,
    owners: Collection[str],
    ids: Collection[str] | None = None,
    *,
    filled: Collection[str] = (),
) -> Iterator[tuple[Any, ...]]:
    """The rows of these offices in one table, in the order of their ids; all, or these.

    The values stand in the order of `names`. With `filled`, only rows with something in one of
    these columns.
    """
    wanted, where = name_list(names(tables, table)), ""
    if filled:
        any_of = (f"coalesce(\"{name}\", '') NOT IN ('', '[]')" for name in filled)
        where = f" AND ({' OR '.join(any_of)})"
    return chain.from_iterable(_found(connection, wanted, table, where, owners, ids))


def lines_of(
    connection: Connection,
    tables: Tables,
    table: str,
    owners: Collection[str],
    ids: Collection[str] | None = None,
    *,
    more: Collection[str] = (),
) -> Iterator[list[tuple[Any, ...]]]:
    """The same rows as a bundle carries them, in blocks: (line, row hash, owner, id, *more).

    `more` are columns that list something; an empty list is None.
    """
    every = names(tables, table)
    listed = (f"nullif(nullif(\"{name}\", ''), '[]')" for name in more)
    wanted = ", ".join((line_sql(every), "row_hash", "owner", "id", *listed))
    # What `ext` keeps for a later program is no column here, so its hash does not fit either.
    for block in _found(connection, wanted, table, "", owners, ids):
        for place, (line, row_hash, owner, row_id, *rest) in enumerate(block):
            if sha256(line).hexdigest()[:32] != row_hash:
                spelt = _spelt(connection, table, every, row_id)
                block[place] = (spelt, row_hash, owner, row_id, *rest)
        yield block


def _spelt(connection: Connection, table: str, every: Sequence[str], row_id: str) -> bytes:
    """The careful way, for what SQLite spells otherwise or cannot know."""
    asked = f'SELECT {name_list(every)} FROM "{table}" WHERE id = ?'
    values = connection.execute(asked, (row_id,)).fetchone()
    return envelope.line(dict(zip(every, values, strict=True)))


def _found(
    connection: Connection,
    wanted: str,
    table: str,
    where: str,
    owners: Collection[str],
    ids: Collection[str] | None,
) -> Iterator[list[tuple[Any, ...]]]:
    given = ", ".join("?" * len(owners))
    asked = f'SELECT {wanted} FROM "{table}" WHERE owner IN ({given}){where}'
    if ids is None:
        rows = connection.execute(f"{asked} ORDER BY id", (*owners,))
        while block := rows.fetchmany(_AT_ONCE):
            yield block
        return
    # By id and not by owner: every row of the table has the same owner.
    asked = asked.replace("WHERE owner IN", "WHERE +owner IN")
    asked += " AND id IN (SELECT value FROM json_each(?)) ORDER BY id"
    ordered = sorted(ids)
    for first in range(0, len(ordered), _AT_ONCE):
        part = json.dumps(ordered[first : first + _AT_ONCE])
        yield connection.execute(asked, (*owners, part)).fetchall()


def count_of(
    connection: Connection,
    table: str,
    owners: Collection[str],
    ids: Collection[str] | None = None,
) -> int:
    """How many rows of these offices a table holds; all, or these."""
    given = ", ".join("?" * len(owners))
    if ids is None:
        asked = f'SELECT count(*) FROM "{table}" WHERE owner IN ({given})'
        return int(one(connection, asked, (*owners,)))
    asked = f'SELECT count(*) FROM "{table}" WHERE +owner IN ({given}) AND id IN '
    asked += "(SELECT value FROM json_each(?))"
    return int(one(connection, asked, (*owners, json.dumps(list(ids)))))


def entered_on(connection: Connection, seq: int) -> date | None:
    """The day on which image `seq` of the trail was entered."""
    found = one(
        connection,
        "SELECT c.entered_on FROM trail t JOIN change c ON c.id = t.change_id WHERE t.seq = ?",
        (seq,),
    )
    return date.fromisoformat(found) if found else None


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """One view for a whole bundle: what is saved meanwhile goes into the next one."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
