"""The file the tests begin with is the file the migrations make."""

from pathlib import Path
from typing import Any

import pytest

from qinglian_desktop.store import database, engine, migrations
from qinglian_desktop.store.engine import Connection

KEY = b"k" * 32


def everything(connection: Connection) -> dict[str, Any]:
    """The whole schema in its order, and every row but the times of the migrations."""
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid")
    said: dict[str, Any] = {"": found.fetchall()}
    for kind, name, _, sql in said[""]:
        if kind == "table" and not sql.startswith("CREATE VIRTUAL"):
            columns = "name" if name == "_sqlite_migrations" else "*"
            rows = connection.execute(f'SELECT {columns} FROM "{name}"')
            said[name] = rows.fetchall()
    return said


@pytest.mark.parametrize("sealed", [False, True])
def test_the_quick_file_is_the_one_of_the_migrations(tmp_path: Path, sealed: bool) -> None:
    made = []
    through = migrations.run.__wrapped__  # type: ignore[attr-defined]
    for number, run in enumerate((migrations.run, migrations.run, through)):
        connection = database.open_database(tmp_path / f"{number}.db", KEY, create=True)
        with engine.plain_words():
            run(connection, sealed=sealed)
        made.append(everything(connection))
        assert not connection.in_transaction
        connection.close()
    assert made[0] == made[1] == made[2]
    assert made[0]["_sqlite_migrations"] == [(name,) for name in migrations.names(sealed=sealed)]
