"""The tables of a new data file without going through every migration again.

Thousands of tests begin with an office of their own. The first file of a process goes through
the migrations as in life; what they made is kept as SQL, and the next ones are made from that.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, NamedTuple

from qinglian_desktop.store.engine import Connection

Run = Callable[..., None]


class Shape(NamedTuple):
    """What the migrations leave in an empty file, and the row of each table they filled."""

    made: list[str]
    filled: list[tuple[str, list[tuple[Any, ...]]]]


def quickly(run: Run) -> Run:
    """`migrations.run`, remembering; anything but a whole new file goes through `run` itself."""
    shapes = dict[bool, Shape]()

    @wraps(run)
    def made(
        connection: Connection, *, sealed: bool = False, only: Sequence[str] | None = None
    ) -> None:
        new = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not new or only is not None:
            run(connection, sealed=sealed, only=only)
        elif sealed not in shapes:
            run(connection, sealed=sealed)
            shapes[sealed] = shape_of(connection)
        else:
            _make(connection, shapes[sealed])

    return made


def shape_of(connection: Connection) -> Shape:
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    tables = [name for (name,) in connection.execute("SELECT name FROM pragma_table_list")]
    virtual = [name for name, sql in found if sql.startswith("CREATE VIRTUAL")]
    # The tables below a virtual one come with it, and so does what is in them.
    own = [
        (name, sql)
        for name, sql in found
        if not name.startswith(("sqlite_", *(f"{one}_" for one in virtual)))
    ]
    rows = {
        name: connection.execute(f'SELECT * FROM "{name}"').fetchall()
        for name, _ in own
        if name in tables and name not in virtual
    }
    return Shape([sql for _, sql in own], [(name, some) for name, some in rows.items() if some])


def _make(connection: Connection, shape: Shape) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for sql in shape.made:
        connection.execute(sql)
    for name, rows in shape.filled:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
    connection.execute("COMMIT")
