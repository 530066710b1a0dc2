"""The office the tests begin with is the one the program makes."""

from pathlib import Path
from typing import Any

import pytest

from office import make_unit
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import beginning, database, engine
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.engine import one


def everything(path: Path, key: bytes | None) -> dict[str, Any]:
    """How the file is written, its schema in its order, and every row but times of migrations."""
    connection = database.open_database(path, key)
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid")
    said: dict[str, Any] = {"": found.fetchall()}
    for kind, name, _, sql in said[""]:
        if kind == "table" and not sql.startswith("CREATE VIRTUAL"):
            columns = "name" if name == "_sqlite_migrations" else "*"
            rows = connection.execute(f'SELECT {columns} FROM "{name}"')
            said[name] = sorted(rows.fetchall(), key=repr)
    for pragma in ("page_size", "auto_vacuum", "encoding", "user_version", "integrity_check"):
        said[pragma] = one(connection, f"PRAGMA {pragma}")
    connection.close()
    return said


@pytest.mark.parametrize("locked", [True, False])
def test_the_quick_office_is_the_one_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    if not locked:
        monkeypatch.setattr(engine, "_cipher", None)
    unit, quick = make_unit(), beginning._make
    through = quick.__wrapped__  # type: ignore[attr-defined]
    made = []
    for number, make in enumerate((quick, quick, through)):
        monkeypatch.setattr(beginning, "_make", make)
        with Book.create(tmp_path / f"{number}", RECORDS, unit) as book, book.sealed() as second:
            keys = (book.path, book.keys.main), (second.path, second.keys.sealed)
            assert book.keys.encrypted is locked
        made.append([everything(*key) for key in keys])
        for path, _ in keys:
            assert path.read_bytes().startswith(b"SQLite format 3") is not locked
    assert made[0] == made[1] == made[2]
    assert len(made[0][0]["setting"]) > 1
    assert made[0][0]["integrity_check"] == "ok"
