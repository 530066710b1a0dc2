"""Work to be killed at: recording, beginning, restoring; and recorders made wrong on purpose."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kill_rig import Say, mark_commits, weak_spot
from office import entry_of, make_unit
from qinglian_desktop.core import clock
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import archives, backup, keyfile, migrations, mirror, rounds, trail
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

BATCH = 5  # rows in one change, and one that is changed
LATEST = "latest"  # id of the row that every batch changes: it names the newest batch


def record(home: Path, say: Say) -> None:
    """Batches of rows with a paper, through the door, for ever; says each once it is committed."""
    book = _begun(home, say)
    while True:
        batch = clock.new_id()
        paper = book.files.add(batch.encode())
        with book.change("登记一批") as change:
            _put(change, batch, paper, range(BATCH))
            change.put_row("household", LATEST, {"number": batch})
        say(batch)


def record_and_say_too_early(home: Path, say: Say) -> None:
    """Wrong: the clerk reads "saved" before it is."""
    book = _begun(home, say)
    while True:
        batch = clock.new_id()
        paper = book.files.add(batch.encode())
        with book.change("登记一批") as change:
            _put(change, batch, paper, range(BATCH))
            change.put_row("household", LATEST, {"number": batch})
            say(batch)
            weak_spot()


def record_in_two_halves(home: Path, say: Say) -> None:
    """Wrong: one batch, two transactions."""
    book = _begun(home, say)
    while True:
        batch = clock.new_id()
        paper = book.files.add(batch.encode())
        for part in (range(2), range(2, BATCH)):
            with book.change("登记一批") as change:
                _put(change, batch, paper, part)
                change.put_row("household", LATEST, {"number": batch})
            weak_spot()
        say(batch)


def record_and_update_later(home: Path, say: Say) -> None:
    """Wrong: all rows of a batch are there, and the row it changes is still the old one."""
    book = _begun(home, say)
    while True:
        batch = clock.new_id()
        paper = book.files.add(batch.encode())
        with book.change("登记一批") as change:
            _put(change, batch, paper, range(BATCH))
        weak_spot()
        with book.change("登记一批") as change:
            change.put_row("household", LATEST, {"number": batch})
        say(batch)


def record_without_the_trail(home: Path, say: Say) -> None:
    """Wrong: the triggers that keep the trail are asleep for some of the rows."""
    book = _begun(home, say)
    while True:
        batch = clock.new_id()
        paper = book.files.add(batch.encode())
        with book.change("登记一批") as change:
            book.connection.execute("UPDATE door SET quiet = 1")
            _put(change, batch, paper, range(BATCH))
            book.connection.execute("UPDATE door SET quiet = 0")
            change.put_row("household", LATEST, {"number": batch})
        say(batch)


def record_before_the_paper(home: Path, say: Say) -> None:
    """Wrong: the row is committed before the paper it names is whole."""
    import hashlib

    book = _begun(home, say)
    while True:
        batch = clock.new_id()
        paper = hashlib.sha256(batch.encode()).hexdigest()
        with book.change("登记一批") as change:
            _put(change, batch, paper, range(BATCH))
            change.put_row("household", LATEST, {"number": batch})
        weak_spot()
        book.files.add(batch.encode())
        say(batch)


def record_with_the_head_beside(home: Path, say: Say) -> None:
    """Wrong: the head of the trail is kept in a file and not in the transaction."""
    beside, head, seal = home.parent / "head.json", trail.head, trail.seal

    def kept_head(connection: Any) -> tuple[int, str]:
        if beside.exists():
            seq, link = json.loads(beside.read_text("utf-8"))
            return seq, link
        return head(connection)

    def early_seal(connection: Any) -> int:
        count = seal(connection)
        whole = beside.with_suffix(".new")  # the fault is where it stands, not half a file
        whole.write_text(json.dumps(head(connection)), "utf-8")
        whole.replace(beside)
        weak_spot()
        return count

    trail.head, trail.seal = kept_head, early_seal
    record(home, say)


def record_without_a_journal(home: Path, say: Say) -> None:
    """Wrong: nothing from which a transaction cut short, half in the file, could be taken back."""
    with Book.open(home, RECORDS) as book:
        for pragma in ("journal_mode = DELETE", "journal_mode = OFF", "cache_size = 10"):
            book.connection.execute(f"PRAGMA {pragma}")
        say("ready")
        with book.change("登记一大批") as change:
            while True:
                weak_spot()
                batch = clock.new_id()
                _put(change, batch, book.files.add(batch.encode()), range(BATCH))


def begin_folder(home: Path, say: Say) -> None:
    """Makes a new data folder."""
    unit = make_unit()
    say("ready")
    Book.create(home, RECORDS, unit).close()


def restore_backup(home: Path, say: Say) -> None:
    """Restores the only backup beside the data folder."""
    (source,) = (home.parent / "backups").iterdir()
    keys = keyfile.unlock(source)
    say("ready")
    backup.restore(source, home, keys)


def _begun(home: Path, say: Say) -> Book:
    book = Book.open(home, RECORDS)
    mark_commits(book.connection)
    say("ready")
    return book


def _put(change: Change, batch: str, paper: str, numbers: range) -> None:
    for number in numbers:
        change.put(entry_of(voucher_no=f"{batch}/{number}", files=(paper,)))


LATER = "m9001_later"


@contextmanager
def with_later_step(setter: Callable[..., None], step: Callable[[Any], None]) -> Iterator[None]:
    """The program of tomorrow, which knows one step more; `setter` as monkeypatch.setattr."""
    known, names = migrations.steps(), migrations._MAIN
    steps = migrations.steps
    setter(migrations, "_MAIN", (*names, LATER))
    setter(migrations, "steps", lambda: {**known, LATER: step})
    try:
        yield
    finally:
        setter(migrations, "_MAIN", names)
        setter(migrations, "steps", steps)


def upgrade(home: Path, say: Say) -> None:
    """Opens the file with the program of tomorrow."""

    def add_colour(db: Any) -> None:
        db.execute("ALTER TABLE entry ADD COLUMN colour TEXT")

    with with_later_step(setattr, add_colour):
        say("ready")
        Book.open(home, RECORDS).close()


def open_only(home: Path, say: Say) -> None:
    """Opens a file of an older program with the program of today."""
    say("ready")
    Book.open(home, RECORDS).close()


def mirror_it(home: Path, say: Say) -> None:
    """Brings the mirror beside the data in line."""
    with Book.open(home, RECORDS) as book:
        say("ready")
        mirror.write(book)


def close_years(home: Path, say: Say) -> None:
    """Two years are closed, and carried to a second place."""
    with Book.open(home, RECORDS) as book:
        say("ready")
        for year in (2024, 2025):
            archives.close_year(book, year, RECORDS)
            say(str(year))
        archives.carry_along(book, home.parent / "盘")


def open_years(home: Path, say: Say) -> None:
    """The archives of an older program are brought up to date and looked into."""
    say("ready")
    with with_later_step(setattr, lambda _: None), Book.open(home, RECORDS) as book:
        for archive in archives.listed(home):
            with archives.opened(book, archive, RECORDS):
                say(archive.name)


def copy_round(home: Path, say: Say) -> None:
    """A copy beside the data, the same in a second place, and what is old goes."""
    with Book.open(home, RECORDS) as book:
        say("ready")
        rounds.go_round(book, home.parent / "盘", why="按了备份", always=True)
