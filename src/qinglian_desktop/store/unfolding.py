"""After the program was renewed: fields it did not know before move from `ext` to their columns.

What a newer program had said in a field unknown here was kept folded, and travelled on. As soon as
a column of that name is declared it is shown and edited like any other. The row says the same as
before, letter for letter, so neither its version nor its hash changes and the trail has no image.
"""

import json
from collections.abc import Iterator

from qinglian_desktop.core.record import ENVELOPE, Record, Row, columns
from qinglian_desktop.store import envelope
from qinglian_desktop.store.engine import Connection
from qinglian_desktop.store.rows import Tables, name_list

_AT_ONCE = 500


def unfold(connection: Connection, tables: Tables) -> int:
    """How many rows were unfolded; all in one transaction, and none where nothing is folded."""
    pending = [
        (record.table, row)
        for record in tables.records.values()
        for row in _rows(connection, record)
    ]
    if not pending:
        return 0
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("UPDATE door SET quiet = 1")
        for table, row in pending:
            sets = ", ".join(f'"{name}" = ?' for name in row if name != "id")
            values = [value for name, value in row.items() if name != "id"]
            connection.execute(f'UPDATE "{table}" SET {sets} WHERE id = ?', (*values, row["id"]))
        connection.execute("UPDATE door SET quiet = 0")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return len(pending)


def _rows(connection: Connection, record: type[Record]) -> Iterator[Row]:
    """Of each row with something to unfold: its id, the new `ext`, and what moves."""
    own = {name: field.kind for name, field in record.fields.items() if name not in ENVELOPE}
    names = list(columns(record))
    found = connection.execute(
        f"SELECT {name_list(names)} FROM \"{record.table}\" WHERE ext NOT IN ('', '{{}}')"
    )
    while some := found.fetchmany(_AT_ONCE):
        for values in some:
            row = dict(zip(names, values, strict=True))
            kept = json.loads(row["ext"])
            moving = {
                name: value
                for name, value in kept.items()
                # What does not fit the column, or says something else than it does, stays.
                if name in own and row[name] is None and own[name].fits(value)
            }
            if moving:
                left = {name: value for name, value in kept.items() if name not in moving}
                yield {"id": row["id"], "ext": envelope.text(left), **moving}
