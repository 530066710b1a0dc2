"""What would a restore do? The rows of now that the copy does not have as they are, by ledger."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core.record import Record
from qinglian_desktop.store import backup, copies, database, engine
from qinglian_desktop.store.copies import Copy
from qinglian_desktop.store.copying import MAIN
from qinglian_desktop.store.engine import Connection
from qinglian_desktop.store.keyfile import Keys

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book


class Will(NamedTuple):
    """`later`: (ledger, rows entered, changed or deleted since), the most first."""

    copy: Copy
    rows: int  # alive in the copy
    later: tuple[tuple[str, int], ...]
    lacking: int  # attachments that are neither beside the copy nor here

    @property
    def changed(self) -> int:
        return sum(count for _, count in self.later)


def will_be(book: "Book", source: Path, records: Sequence[type[Record]], pin: str = "") -> Will:
    """Reads both, touches neither. Refused when it is another office's, Damaged when not whole.

    `pin` is that of the day of the copy, where it is locked with other keys than the book.
    """
    keys, _ = backup.unlocked(source, pin, book.home, book.keys)
    backup.refuse_another_units(source, keys, book.unit.office_id)
    later: dict[str, int] = {}
    rows = 0
    theirs = _opened(source, keys)
    try:
        database.is_behind(theirs)  # one of a newer program is refused
        with engine.plain_words():
            made = {name for (name,) in theirs.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            )}  # fmt: skip
            for record in records:
                if record.sealed:
                    continue
                now = _prints(book.connection, record.table)
                then = _prints(theirs, record.table) if record.table in made else {}
                rows += sum(1 for _, deleted in then.values() if not deleted)
                if count := sum(then.get(key) != said for key, said in now.items()):
                    later[record.label] = later.get(record.label, 0) + count
    finally:
        database.close(theirs)
    listed = sorted(later.items(), key=lambda one: -one[1])
    return Will(copies.read(source), rows, tuple(listed), backup.lacking(source, book.home, keys))


def _opened(source: Path, keys: Keys) -> Connection:
    return database.open_database(source / MAIN, keys.main, look_only=True)


def _prints(connection: Connection, table: str) -> dict[str, tuple[str, int]]:
    found = connection.execute(f'SELECT id, row_hash, deleted FROM "{table}"')
    return {row_id: (said, deleted) for row_id, said, deleted in found}
