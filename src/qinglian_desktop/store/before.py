"""What stood in the tables before a merge: kept with it, so that the merge can be taken back.

Rows of other offices leave no images in the trail. Before they are written, the ids of the new
ones and the old versions of the others go into attachments, locked like every attachment. What
was kept is written before the COMMIT of the merge; a program that dies between leaves a file
nobody names.
"""

import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.core.record import Row
from qinglian_desktop.store import engine, rows
from qinglian_desktop.store.engine import Connection
from qinglian_desktop.store.files import FileStore

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

_PIECE = 12 << 20  # characters of one attachment before packing; it holds 20 MiB at most
_AT_ONCE, _ROWS = 2000, 100  # ids and rows on one line
_ROOM = 512 << 20  # bytes a file may unpack to; ours are far below


class Before:
    """Collects while a merge writes; `kept` puts it away."""

    def __init__(self, files: FileStore) -> None:
        self._files, self._lines, self._size = files, list[str](), 0
        self._made: list[str] = []

    def new(self, table: str, ids: Iterable[str]) -> None:
        listed = list(ids)
        for first in range(0, len(listed), _AT_ONCE):
            self._add(table, "new", listed[first : first + _AT_ONCE])

    def was(self, table: str, found: Iterable[str]) -> None:
        """Rows as JSON, one a text."""
        rest, head = iter(found), json.dumps([table, "was"])[:-1]
        while some := list(islice(rest, _ROWS)):
            self._put(f"{head}, [{', '.join(some)}]]")

    def kept(self) -> list[str]:
        """The ids of the attachments that hold it."""
        self._put_away()
        return self._made

    def _add(self, table: str, what: str, told: object) -> None:
        self._put(json.dumps([table, what, told], ensure_ascii=False))

    def _put(self, line: str) -> None:
        self._lines.append(line)
        self._size += len(line)
        if self._size >= _PIECE:
            self._put_away()

    def _put_away(self) -> None:
        if self._lines:
            text = "\n".join(self._lines).encode("utf-8", "surrogatepass")
            self._made.append(self._files.add(zlib.compress(text, 1)))
            self._lines, self._size = [], 0


def forget(book: "Book") -> None:
    """Nothing that was kept stays: those merges cannot be taken back any more."""
    where = (Where("kept_before", "filled"),)
    notes = book.rows(Query("received_bundle", where, deleted=True))
    with book.change("清除合并前的内容", kind="erase") as change:
        for note in notes:
            change.put_row("received_bundle", note["id"], {"kept_before": None})
    for note in notes:
        for file_id in json.loads(note["kept_before"]):
            book.files.path(file_id).unlink(missing_ok=True)


class Kept(NamedTuple):
    """One line of what was kept: ids that were new, or a row as it was."""

    table: str
    new: tuple[str, ...] = ()
    was: Row | None = None


def read(files: FileStore, ids: Iterable[str]) -> Iterator[Kept]:
    """What was kept, in the order in which it was written; Damaged where it is not whole."""
    for file_id in ids:
        try:
            unpacking = zlib.decompressobj()
            text = unpacking.decompress(files.read(file_id), _ROOM)
            lines = text.decode("utf-8", "surrogatepass").split("\n")
        except (zlib.error, UnicodeDecodeError) as trouble:
            raise Damaged("合并前留的内容读不出来，没有撤销", "请用备份还原") from trouble
        for table, what, told in map(json.loads, lines):
            if what == "new":
                yield Kept(table, new=tuple(told))
            elif what == "was":
                yield from (Kept(table, was=row) for row in told)


def take_out(connection: Connection, table: str, ids: Iterable[str]) -> int:
    """Rows that came with the merge go again, as if they had never come; how many there were."""
    listed = json.dumps(list(ids))
    with engine.plain_words():
        return connection.execute(
            f'DELETE FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))', (listed,)
        ).rowcount


def put_back(connection: Connection, table: str, row: Row) -> None:
    """The version a row had before the merge, letter for letter."""
    with engine.plain_words():
        rows.write(connection, table, row, there=True)
