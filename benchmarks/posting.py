"""Posting 10,000 vouchers of two lines ÷ the same rows through bare sqlite3 in one transaction.

The divisor writes every row the program leaves behind, vouchers, lines and the images of its
trail, ready-made, by executemany into a plain unencrypted file without indexes and triggers. The
program makes them from day, words and lines, into an encrypted file: it checks accounts and
balance, gives numbers, hashes and chains. For information: the same rows into the program's own
encrypted file, and the vouchers and lines alone, as a program without a history would keep them.

Both sides are whole processes on the wall: the start, the imports of the program and the reading
of the ready-made rows (JSON) are in them. Of the work inside the change alone the program takes
over five times the processor time of the bare insert.
"""

import json
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from measure import Finding, child, pairs, spread

VOUCHERS, GOAL = 10_000, 4.0
_CODES = ("51302", "51303", "51304", "51401", "11201", "21101", "15102", "121")


def measure(scratch: Path, rounds: int) -> list[Finding]:
    folder = scratch / "posting"
    folder.mkdir()
    child("posting.py", "prepare", folder)
    found = []
    for limit, words, goal in (
        ("bare", "the same rows, trail included, through bare sqlite3", GOAL),
        ("door", "the same rows by raw SQL into the same encrypted file", None),
        ("lone", "vouchers and lines alone through bare sqlite3", None),
    ):
        ratio, mine, theirs = pairs(
            lambda: child("posting.py", "ours", folder),
            lambda limit=limit: child("posting.py", limit, folder),  # type: ignore[misc]
            rounds,
        )
        found.append(
            Finding(
                f"posting {VOUCHERS:,} vouchers in one change ÷ {words}",
                ratio,
                goal,
                details=(spread("program", mine), spread("limit", theirs)),
            )
        )
    return found


def _drafts() -> list[Any]:
    from qinglian_desktop.modules.funds.actions import Draft
    from qinglian_desktop.modules.funds.books import Line

    first = date(2025, 1, 1)
    made = []
    for number in range(VOUCHERS):
        fen = 100 + number * 7919 % 1_000_000
        debit, credit = _CODES[number % 8], _CODES[(number + 3) % 8]
        day = first + timedelta(days=number * 360 // VOUCHERS)
        made.append(Draft(day, f"第{number}张", (Line(debit, fen), Line(credit, 0, fen))))
    return made


def prepare(folder: Path) -> None:
    from made import office

    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    Book.create(folder / "home", RECORDS, office()).close()
    ours(folder)
    with Book.open(folder / "used", RECORDS) as book:
        made: dict[str, Any] = {}
        for table in ("voucher", "voucher_line", "trail"):
            cursor = book.connection.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            made[table] = {"names": names, "rows": [list(row) for row in cursor]}
    (folder / "all.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    del made["trail"]
    (folder / "lone.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")


def _begin(folder: Path) -> Any:
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    home = folder / "used"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(folder / "home", home)
    return Book.open(home, RECORDS)


def ours(folder: Path) -> None:
    from qinglian_desktop.modules.funds.actions import post_many
    from qinglian_desktop.modules.funds.records import COLLECTIVE

    with _begin(folder) as book:
        posted = post_many(book, COLLECTIVE, _drafts()).result
        assert isinstance(posted, tuple) and len(posted) == VOUCHERS


def bare(folder: Path, rows: str = "all") -> None:
    import sqlite3

    made = json.loads((folder / f"{rows}.json").read_text(encoding="utf-8"))
    path = folder / "bare.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN")
    for table, told in made.items():
        connection.execute(f"CREATE TABLE {table} ({', '.join(told['names'])})")
    _insert(connection, made)
    connection.execute("COMMIT")
    connection.close()


def lone(folder: Path) -> None:
    bare(folder, "lone")


def door(folder: Path) -> None:
    made = json.loads((folder / "all.json").read_text(encoding="utf-8"))
    with _begin(folder) as book:
        book.connection.execute("BEGIN")
        book.connection.execute("UPDATE door SET quiet = 1")
        _insert(book.connection, made)
        book.connection.execute("UPDATE door SET quiet = 0")
        book.connection.execute("COMMIT")


def _insert(connection: Any, made: dict[str, Any]) -> None:
    for table, told in made.items():
        names = ", ".join(f'"{name}"' for name in told["names"])
        marks = ", ".join("?" * len(told["names"]))
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", told["rows"])


if __name__ == "__main__":
    verb, place = sys.argv[1:]
    {"prepare": prepare, "ours": ours, "bare": bare, "door": door, "lone": lone}[verb](Path(place))
