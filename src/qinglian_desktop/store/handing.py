"""Rows that change hands: another office owns them from here on, by an order of the street.

The order's id stands in the version of each such row, as if the order had edited it once. So the
row is newer than every version of it from before, the same at all who carry the order out, and
two orders given one after the other never hide one another.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from qinglian_desktop.core.record import Row
from qinglian_desktop.store import envelope, finder, merge, outbox, rows
from qinglian_desktop.store.engine import Connection
from qinglian_desktop.store.merge import Merge
from qinglian_desktop.store.rows import Tables

if TYPE_CHECKING:
    from qinglian_desktop.store.change import Change

_NAME = "passing"  # the database in memory that holds rows on their way to another owner
_AT_ONCE = 500  # ids in one statement


class Aside(Merge):
    """A merge beside the one of the bundle, for rows of another owner; in memory.

    All that are open at a time stand in one database, under names of their own: SQLite attaches
    ten and no more, and a bundle may have rows of any number of owners.
    """

    def __init__(self, connection: Connection, tables: Tables, owner: str) -> None:
        super().__init__(connection, tables, owner)
        self._stage = _NAME
        if _NAME not in _attached(connection):
            connection.execute(f"ATTACH ':memory:' AS {_NAME}")
        self._mark = f"of {owner}"


def leave_aside(connection: Connection) -> None:
    """Every such merge is over; what was staged in them goes."""
    if _NAME in _attached(connection):
        connection.execute(f"DETACH {_NAME}")


def _attached(connection: Connection) -> set[str]:
    return {str(name) for _, name, _ in connection.execute("PRAGMA database_list")}


def stamped(row: Row, orders: Iterable[str], owner: str) -> Row:
    """The row as it is once these orders were carried out."""
    vector = json.loads(row["vv"]) | dict.fromkeys(orders, 1)
    made = {**row, "owner": owner, "vv": envelope.text(vector)}
    made["row_hash"] = envelope.hash_of(made)
    return made


def hand_over(change: "Change", table: str, found: Iterable[Row], order: str, owner: str) -> int:
    """At the street: these rows are `owner`'s; with their images, so that they travel to it."""
    count = 0
    for row in found:
        made = stamped(row, (order,), owner)
        rows.write(change.book.connection, table, made, there=True)
        change.touch(table, row["id"])
        count += 1
    return count


def let_go(change: "Change", table: str, ids: Collection[str]) -> None:
    """At the unit that gave them: the rows go from the lists; the trail keeps what they were."""
    listed = sorted(ids)
    for first in range(0, len(listed), _AT_ONCE):
        part = json.dumps(listed[first : first + _AT_ONCE])
        change.book.connection.execute(
            f'DELETE FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))', (part,)
        )
    for row_id in listed:
        finder.forget(change.book.connection, table, row_id)
        change.touch(table, row_id)


def recount(connection: Connection, table: str, owner: str) -> None:
    """The sums kept of an office, after rows came to it or left it."""
    connection.execute(
        "INSERT OR IGNORE INTO digest (owner, table_name, row_count, total) VALUES (?, ?, 0, ?)",
        (owner, table, "0" * 32),
    )
    merge.count_again(connection, table, owner, {})


def stamps(row: Mapping[str, object]) -> set[str]:
    """Who has edited a row: streams, and the orders it was handed over by."""
    return set(json.loads(str(row["vv"])))


def rows_under(
    connection: Connection,
    tables: Tables,
    table: str,
    owner: str,
    orders: Collection[str],
    ids: Collection[str] | None = None,
) -> Iterator[Row]:
    """Rows of this office that came to it by one of these orders; all, or among these."""
    if ids is not None and not ids:
        return
    names = outbox.names(tables, table)
    for values in outbox.rows_of(connection, tables, table, (owner,), ids):
        row = dict(zip(names, values, strict=True))
        if not stamps(row).isdisjoint(orders):
            yield row


def stamped_ids(
    connection: Connection, tables: Iterable[str], owner: str, order: str
) -> Iterator[tuple[str, str]]:
    """(table, id) of the rows this office holds by an order."""
    for table in tables:
        found = connection.execute(
            f'SELECT id, vv FROM "{table}" WHERE owner = ? AND instr(vv, ?) > 0 ORDER BY id',
            (owner, f'"{order}"'),
        )
        yield from ((table, row_id) for row_id, _ in found)
