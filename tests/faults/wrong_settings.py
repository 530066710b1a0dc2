"""Recorders with other settings: a checkpoint after each batch, and the two that lose data."""

from pathlib import Path

from kill_rig import Say, mark, weak_spot
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store import database
from qinglian_desktop.store.book import Book
from store import kill_jobs


def _with(pragma: str, wanted: str, answer: object) -> None:
    database._PRAGMAS = tuple(
        (pragma, wanted, answer) if name == pragma else (name, value, told)
        for name, value, told in database._PRAGMAS
    )


def record_with_normal(home: Path, say: Say) -> None:
    """Wrong: a commit is told before it is on the disk."""
    _with("synchronous", "NORMAL", 1)
    kill_jobs.record(home, say)


def record_in_memory(home: Path, say: Say) -> None:
    """Wrong: what a change overwrites is kept in memory only; here it is half in the file."""
    with Book.open(home, RECORDS) as book:
        for pragma in ("journal_mode = DELETE", "journal_mode = MEMORY", "cache_size = 10"):
            book.connection.execute(f"PRAGMA {pragma}")
        say("ready")
        with book.change("登记一大批") as change:
            while True:
                weak_spot()
                change.add_all(Household, [{"number": f"{n}"} for n in range(200)])


def record_and_checkpoint(home: Path, say: Say) -> None:
    """The log is taken into the file after every batch."""
    opened, books = Book.open, list[Book]()

    def remembered(*given: object, **more: object) -> Book:
        books.append(opened(*given, **more))  # type: ignore[arg-type]
        return books[-1]

    def told(line: str) -> None:
        say(line)
        if line != "ready":
            mark("checkpoint")
            books[-1].connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    Book.open = remembered  # type: ignore[assignment,method-assign]
    kill_jobs.record(home, told)
