"""What must hold after a kill, whatever was being done; one survey for each operation."""

import json
from collections import Counter
from pathlib import Path

from faults import operations
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import database, keyfile, migrations, trail
from qinglian_desktop.store.book import Book

Said = set[str]


def sound(book: Book) -> None:
    """It is whole, and so is its history."""
    book.quick_check()
    assert book.trail_broken_at() is None, "the chain of the trail is broken"
    steps = book.steps(10**6)
    assert not [step for step in steps if step["kind"] == trail.STRAY], "written past the door"


def _batches(book: Book, table: str, column: str, size: int, said: Said) -> None:
    rows = [row for row in book.rows(Query(table)) if "/" in str(row[column])]
    found = Counter(row[column].partition("/")[0] for row in rows)
    assert said <= found.keys(), "an acknowledged batch is gone"
    assert set(found.values()) <= {size}, "half a batch"
    for row in rows[-size:] if column == "voucher_no" else ():
        for paper in json.loads(row["files"]):
            book.files.read(paper)


def many(home: Path, said: Said) -> None:
    with Book.open(home, RECORDS) as book:
        sound(book)
        _batches(book, "household", "number", operations.SIZES["many"], said)


def paste(home: Path, said: Said) -> None:
    with Book.open(home, RECORDS) as book:
        sound(book)
        _batches(book, "household", "number", operations.SIZES["paste"], said)


def sheet(home: Path, said: Said) -> None:
    with Book.open(home, RECORDS) as book:
        sound(book)
        rows = [row for row in book.rows(Query("household")) if "/" in row["number"]]
        assert len(rows) % operations.SIZES["sheet"] == 0, "half a table"
        assert len(rows) // operations.SIZES["sheet"] >= len(said), "an acknowledged table is gone"


def papers(home: Path, said: Said) -> None:
    with Book.open(home, RECORDS) as book:
        sound(book)
        _batches(book, "entry", "voucher_no", operations.SIZES["papers"], said)


def undo(home: Path, said: Said) -> None:
    """A batch is there in whole or gone in whole; what was said to be taken back is gone."""
    with Book.open(home, RECORDS) as book:
        sound(book)
        rows = [r for r in book.rows(Query("household", deleted=True)) if "/" in r["number"]]
        states: dict[str, Counter[int]] = {}
        for row in rows:
            name = row["number"].partition("/")[0]
            states.setdefault(name, Counter())[row["deleted"]] += 1
        whole = ({0: operations.SIZES["undo"]}, {1: operations.SIZES["undo"]})
        assert all(dict(state) in whole for state in states.values()), "half a batch taken back"
        assert all(states[name].get(1) for name in said), "what was taken back is there again"


def bulk_edit(home: Path, said: Said) -> None:
    with Book.open(home, RECORDS) as book:
        sound(book)
        notes = {row["note"] for row in book.rows(Query("household"))}
        assert len(notes) == 1, "some rows have the new word and some the old"
        assert not said or notes != {None}, "an acknowledged edit is gone"


def back_up(home: Path, said: Said) -> None:
    """What bears the name of a backup opens with its keys and counts the same."""
    with Book.open(home, RECORDS) as book:
        sound(book)
        rows = book.count(Query("household"))
    folder = home.parent / "backups"
    made = {path.name for path in folder.glob("清廉备份-*") if path.suffix != ".part"}
    assert said <= made, "an acknowledged backup is not there"
    for name in sorted(made - _seen):
        keys = keyfile.unlock(folder / name)
        for file, key in (("qinglian.db", keys.main), ("sealed.db", keys.sealed)):
            copy = database.open_database(folder / name / file, key)
            try:
                database.quick_check(copy)
                if file == "qinglian.db":
                    count = copy.execute("SELECT count(*) FROM household").fetchone()[0]
                    assert count == rows, "a backup with other rows than the book"
            finally:
                database.close(copy)
        _seen.add(name)


_seen: set[str] = set()  # backups that were looked at; a folder that has its name never changes


def restore(home: Path, said: Said) -> None:
    """The rows of the backup or those of before, and never one without its new stream."""
    with Book.open(home, RECORDS) as book:
        sound(book)
        went_back = len(list(home.glob("还原前-*")))
        assert book.unit.epoch == went_back + 1, "a restore and its new stream are one"
        count = book.count(Query("household"))
        assert count in (operations_rows(home), operations_rows(home) + 1)
        assert "restored" not in said or count == operations_rows(home), "a restore is undone"
        with book.sealed() as second:
            second.quick_check()


def operations_rows(home: Path) -> int:
    """How many households the backup holds."""
    return int((home.parent / "rows").read_text("utf-8"))


def receipts(home: Path, said: Said) -> None:
    """A receipt that was said to be in is in, and what it confirmed is not sent again."""
    with Book.open(home, RECORDS) as unit:
        sound(unit)
        kept = unit.rows(Query("receipt"))
        assert len(kept) >= len(said), "an acknowledged receipt is gone"


def peers(home: Path, said: Said) -> None:
    """Each bundle of the other computer is in whole or not at all."""
    with Book.open(home, RECORDS) as book:
        sound(book)
        count = book.count(Query("entry"))
        assert count % operations.PEER_ROWS == 0, "half a bundle"
        assert count // operations.PEER_ROWS >= len(said), "an acknowledged merge is gone"


def directives(home: Path, said: Said) -> None:
    """What was said to be taken in is there, with the note that it came."""
    with Book.open(home, RECORDS) as unit:
        sound(unit)
        there = unit.count(Query("directive"))
        noted = unit.count(Query("received_bundle"))
        assert there >= len(said), "an acknowledged directive is gone"
        assert there == noted, "a directive without its note, or a note without it"


def new_pin(home: Path, said: Said) -> None:
    """The folder opens with the PIN that was told last, or the one that was being written."""
    last = max(map(int, said), default=0)
    for pin in (f"{last}" if last else "", f"{max(last, 999) + 1}"):
        try:
            keys = keyfile.unlock(home, pin)
        except Refused:
            continue
        database.close(database.open_database(home / "qinglian.db", keys.main))
        return
    raise AssertionError("no PIN opens it")


def migrate(home: Path, said: Said) -> None:
    """The old schema or the new one, the rows as they were, and the copy of before beside it."""
    keys = keyfile.unlock(home)
    opened = database.open_database(home / "qinglian.db", keys.main)
    try:
        database.quick_check(opened)
        newer = operations.COLOUR in migrations.applied(opened)
        columns = {row[1] for row in opened.execute("PRAGMA table_info(household)")}
        assert ("colour" in columns) == newer, "between two schemas"
        if newer:
            asked = "SELECT (SELECT count(*) FROM household), (SELECT count(*) FROM coloured)"
            there, coloured = opened.execute(asked).fetchone()
            assert there == coloured, "a migration by half"
            assert list(home.glob("升级前-*-qinglian.db")), "migrated without a copy of before"
        assert newer or "migrated" not in said, "an acknowledged migration is gone"
    finally:
        database.close(opened)
