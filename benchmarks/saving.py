"""5,000 single saves through the door ÷ the same rows by raw SQL with the same pragmas.

For information: the door adds version, hash, before and after image and the chain to each save.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from measure import Finding, child, pairs, spread

SAVES = 5_000


def measure(scratch: Path, rounds: int) -> Finding:
    folder = scratch / "saving"
    folder.mkdir()
    child("saving.py", "prepare", folder)
    ratio, mine, theirs = pairs(
        lambda: child("saving.py", "ours", folder), lambda: child("saving.py", "limit", folder),
        rounds,
    )  # fmt: skip
    return Finding(
        f"{SAVES:,} single saves through the door ÷ raw SQL, each committed",
        ratio,
        None,
        details=(spread("door", mine), spread("limit", theirs)),
    )


def prepare(folder: Path) -> None:
    from made import entries, office

    from qinglian_desktop.core.record import to_row
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    rows = [to_row(record) for record in entries(SAVES, 1)]
    (folder / "rows.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    Book.create(folder / "home", RECORDS, office()).close()


def _begin(folder: Path) -> tuple[Any, list[dict[str, Any]]]:
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    home = folder / "used"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(folder / "home", home)
    rows = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
    return Book.open(home, RECORDS), rows


def ours(folder: Path) -> None:
    from qinglian_desktop.core import clock

    book, rows = _begin(folder)
    for row in rows:
        with book.change("登记") as change:
            change.put_row("entry", clock.new_id(), row)
    book.close()


def limit(folder: Path) -> None:
    from qinglian_desktop.core import clock

    book, rows = _begin(folder)
    connection = book.connection
    for name in ("insert", "update", "delete"):
        connection.execute(f"DROP TRIGGER trail_entry_{name}")
    fields = list(rows[0])
    names = ("id", "owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at", *fields)
    sql = f"INSERT INTO entry ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    for row in rows:
        connection.execute("BEGIN IMMEDIATE")
        head = (clock.new_id(), "office", "{}", "{}", 0, "", "{}", "2026-09-01T09:00:00")
        connection.execute(sql, (*head, *row.values()))
        connection.execute("COMMIT")
    book.close()


if __name__ == "__main__":
    verb, place = sys.argv[1:]
    {"prepare": prepare, "ours": ours, "limit": limit}[verb](Path(place))
