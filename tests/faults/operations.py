"""The operations of a clerk as work to be killed at: each for ever, each step said once it stands.

The three with a long form of their own (recording, export, merge) are in store/kill_jobs.py and
exchange/kill_jobs.py.
"""

import os
from collections.abc import Callable
from pathlib import Path

from exchange.at_work import take
from exchange.sheets.corpus import write_csv
from kill_rig import Say, mark, mark_commits
from office import entry_of
from qinglian_desktop.core import bulk, clock
from qinglian_desktop.core.held import RowEdit
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange.sheets import check_sheet, import_rows
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store import backup, batch, cells, keyfile, migrations
from qinglian_desktop.store.book import Book

SIZES = {"many": 300, "paste": 25, "sheet": 40, "papers": 6, "undo": 30}  # rows of one batch
PEER_ROWS = 5  # what each bundle of another computer brings
COLOUR = "m9001_colour"


def _begun(home: Path, say: Say) -> Book:
    book = Book.open(home, RECORDS)
    mark_commits(book.connection)
    say("ready")
    return book


def _for_ever(home: Path, say: Say, step: Callable[[Book, str], object]) -> None:
    book = _begun(home, say)
    while True:
        name = clock.new_id()
        step(book, name)
        say(name)


def _numbers(name: str, kind: str) -> list[str]:
    return [f"{name}/{place}" for place in range(SIZES[kind])]


def many(home: Path, say: Say) -> None:
    """Many new rows at once, as the grid and the sheets write them."""

    def step(book: Book, name: str) -> None:
        with book.change("登记一大批") as change:
            change.add_all(Household, [{"number": one} for one in _numbers(name, "many")])

    _for_ever(home, say, step)


def paste(home: Path, say: Say) -> None:
    """Cells pasted into a list, row by row through the saver of the ledger."""

    def step(book: Book, name: str) -> None:
        edits = [RowEdit("", {"number": one}) for one in _numbers(name, "paste")]
        cells.write_cells(book, _saver, "household", edits)

    _for_ever(home, say, step)


def _saver(book: Book, row_id: str | None, draft: dict[str, object]) -> object:
    return saving.saver("household")(book, row_id, draft)


def sheet(home: Path, say: Say) -> None:
    """A table from a stick, checked and taken in."""

    def step(book: Book, name: str) -> None:
        rows = [["户号", "组别"], *([one, "1组"] for one in _numbers(name, "sheet"))]
        path = write_csv(home.parent / "一张表.csv", rows)
        import_rows(book, check_sheet(book, Household, path))

    _for_ever(home, say, step)


def papers(home: Path, say: Say) -> None:
    """Rows with photos, each whole before its row is."""

    def step(book: Book, name: str) -> None:
        kept = [book.files.add(os.urandom(60_000)) for _ in range(SIZES["papers"])]
        with book.change("登记带照片的一批") as change:
            for number, paper in zip(_numbers(name, "papers"), kept, strict=True):
                change.put(entry_of(voucher_no=number, files=(paper,)))

    _for_ever(home, say, step)


def undo(home: Path, say: Say) -> None:
    """A batch written and taken back as one."""

    def step(book: Book, name: str) -> None:
        with book.change("登记一批") as change:
            change.add_all(Household, [{"number": one} for one in _numbers(name, "undo")])
        mark("undoing")
        book.undo(change.changes.step)

    _for_ever(home, say, step)


def bulk_edit(home: Path, say: Say) -> None:
    """批量改 over all households: one word in all of them."""

    def step(book: Book, name: str) -> None:
        edit = bulk.Edit("note", "set", name)
        ids = book.ids(Query("household"))
        tried = batch.try_out(_save, book, "household", ids, edit, _on)
        batch.carry_out(_save, book, "household", tried, edit, _on)

    _for_ever(home, say, step)


def _save(book: Book, table: str, row_id: str, draft: dict[str, object]) -> object:
    return saving.saver(table)(book, row_id, draft)


def _on(*_: object) -> bool:
    return True


def back_up(home: Path, say: Say) -> None:
    """Copy after copy; each said by the name of its folder."""
    book = _begun(home, say)
    while True:
        say(book.back_up(home.parent / "backups").folder.name)


def restore(home: Path, say: Say) -> None:
    """The only backup beside the data folder takes its place."""
    (source,) = (home.parent / "backups").iterdir()
    keys = keyfile.unlock(source)
    say("ready")
    backup.restore(source, home, keys)
    say("restored")


def receipts(home: Path, say: Say) -> None:
    """The unit takes in what the street answered, one after the other."""
    unit = _begun(home, say)
    for path in sorted((home.parent / "U盘").glob("*回执*.qlb")):
        take(unit, path)
        say(path.name)


def _in_order(home: Path, say: Say) -> None:
    """What others wrote for this office, in the order of the list beside it."""
    book = _begun(home, say)
    for name in (home.parent / "order").read_text("utf-8").splitlines():
        mark("reading and staging")
        take(book, home.parent / "U盘" / name)
        say(name)


def peers(home: Path, say: Say) -> None:
    """The second computer of the office takes in what the first one wrote."""
    _in_order(home, say)


def directives(home: Path, say: Say) -> None:
    """The unit takes in what the street sends down."""
    _in_order(home, say)


def new_pin(home: Path, say: Say) -> None:
    """The keys are wrapped anew, again and again, each time with another PIN."""
    keys = keyfile.unlock(home)
    say("ready")
    for number in range(1000, 1004):
        keys = keyfile.set_pin(home, keys, f"{number}")
        say(f"{number}")


def newer_program() -> None:
    """From here on this process is a program with one migration more."""
    known = migrations.steps()
    migrations._MAIN = (*migrations._MAIN, COLOUR)
    migrations.steps = lambda: {**known, COLOUR: _colour}


def _colour(db: object) -> None:
    run = db.execute  # type: ignore[attr-defined]
    run("ALTER TABLE household ADD COLUMN colour TEXT")
    run("CREATE TABLE coloured (number TEXT)")
    run("INSERT INTO coloured SELECT number FROM household")


def migrate(home: Path, say: Say) -> None:
    """The first start of a newer program: checked, copied, migrated."""
    newer_program()
    say("ready")
    Book.open(home, RECORDS).close()
    say("migrated")


# -- made wrong on purpose ------------------------------------------------------------------


def undo_row_by_row(home: Path, say: Say) -> None:
    """Wrong: a batch is taken back in as many changes as it has rows."""
    from kill_rig import weak_spot

    def step(book: Book, name: str) -> None:
        with book.change("登记一批") as change:
            change.add_all(Household, [{"number": one} for one in _numbers(name, "undo")])
        ids = [row_id for _, row_id in change.changes.touched]
        for place, row_id in enumerate(ids):
            if place == len(ids) // 2:
                weak_spot()
            with book.change("撤销") as change:
                change.drop("household", row_id)

    _for_ever(home, say, step)


def back_up_under_its_name(home: Path, say: Say) -> None:
    """Wrong: the copy grows under its final name."""
    from kill_rig import weak_spot

    _begun(home, say)
    while True:
        folder = home.parent / "backups" / f"清廉备份-{clock.new_id()}"
        folder.mkdir(parents=True)
        for name in ("keys.json", "qinglian.db", "sealed.db"):
            data = (home / name).read_bytes()
            (folder / name).write_bytes(data[: len(data) // 2])
            weak_spot()
            (folder / name).write_bytes(data)
        say(folder.name)
