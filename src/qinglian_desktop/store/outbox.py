"""What has changed here since the other side last confirmed: read from the trail, row by row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from qinglian_desktop.core.record import Row, columns
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.rows import Tables, name_list


def high_seq(connection: Connection) -> int:
    """Number of the last image in the trail: how far a bundle written now would reach."""
    return int(one(connection, "SELECT coalesce(max(seq), 0) FROM trail"))


def rows_since(
    connection: Connection, tables: Tables, table: str, owner: str, base_seq: int
) -> Iterator[Row]:
    """This office's rows of one table that changed after image `base_seq`; 0 means all."""
    names: Sequence[str] = list(columns(tables[table]))
    sql = f'SELECT {name_list(names)} FROM "{table}" WHERE owner = ?'
    values: list[object] = [owner]
    if base_seq:
        sql += " AND id IN (SELECT row_id FROM trail WHERE table_name = ? AND seq > ?)"
        values += [table, base_seq]
    for found in connection.execute(f"{sql} ORDER BY id", values):
        yield dict(zip(names, found, strict=True))


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """One view for a whole bundle: what is saved meanwhile goes into the next one."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
