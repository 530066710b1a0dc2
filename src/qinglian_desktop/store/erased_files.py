"""Which files does nobody name any more? And the orders to erase, by id, beside the database."""

import json
import re
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.store import identity
from qinglian_desktop.store.engine import Connection
from qinglian_desktop.store.files import write_whole

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

ORDERS = "清除单.json"  # [[table, row id] …]: no word of what was erased
_WAITING = "erased files"  # setting: ids that may be nobody's now
_FILE_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_FRESH = 24 * 3600  # seconds: a file just taken in may be named by a form not saved yet
_TEXT = "SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'"


def ids_in(found: Iterable[Mapping[str, Any]]) -> set[str]:
    """File ids that these rows name, in whatever field."""
    texts = (value for row in found for value in row.values() if isinstance(value, str))
    return {file_id for text in texts for file_id in _FILE_ID.findall(text)}


def wait_for(connection: Connection, ids: Iterable[str]) -> None:
    before = identity.setting(connection, _WAITING) or []
    identity.put_setting(connection, _WAITING, sorted({*before, *ids}))


def named(connection: Connection, tables: Iterable[str]) -> set[str]:
    """Every file id that any row, image or setting names: those are kept."""
    made = set[str]()
    for text in _texts(connection, tables):
        made.update(_FILE_ID.findall(text))
    return made


def _texts(connection: Connection, tables: Iterable[str]) -> Iterator[str]:
    for table in (*tables, "trail", "setting"):
        columns = [name for (name,) in connection.execute(_TEXT, (table,))]
        for name in columns:
            if (table, name) in (("trail", "hash"), ("trail", "prev")):
                continue
            # Only texts long enough to hold an id.
            sql = f'SELECT "{name}" FROM "{table}" WHERE length("{name}") >= 64'
            skip = " AND name <> ?" if table == "setting" else ""
            values = (_WAITING,) if skip else ()
            yield from (str(text) for (text,) in connection.execute(sql + skip, values))


def named_in_rows(
    connection: Connection, tables: Iterable[str], but: Collection[tuple[str, str]]
) -> set[str]:
    """Every file id that a row of this file names, except those rows."""
    made = set[str]()
    for table in tables:
        for (name,) in connection.execute(_TEXT, (table,)).fetchall():
            sql = f'SELECT id, "{name}" FROM "{table}" WHERE length("{name}") >= 64'
            for row_id, text in connection.execute(sql):
                if (table, row_id) not in but:
                    made.update(_FILE_ID.findall(text))
    return made


def nobodys(book: "Book") -> list[str]:
    """Files of the store that nothing names, and that lie there longer than a day.

    What a restore replaced and the closed years name theirs too: a row that is found again there
    has its photo. Where one of them cannot be opened, no file is nobody's.
    """
    from qinglian_desktop.store import kept  # few files are ever nobody's

    try:
        elsewhere = kept.files_named(book)
    except Refused:
        return []
    known, young = named(book.connection, book.tables.records), time.time() - _FRESH
    listed = (file_id for file_id in book.files.all() if file_id not in known | elsewhere)
    return [file_id for file_id in listed if book.files.path(file_id).stat().st_mtime < young]


def remove(book: "Book", ids: Iterable[str]) -> int:
    """Takes files away for good; how many there were."""
    gone = 0
    for file_id in ids:
        path = book.files.path(file_id)
        gone += path.is_file()
        path.unlink(missing_ok=True)
    return gone


def take_away(book: "Book") -> None:
    """The files of erased rows that nothing else names, and local copies of bundles sent."""
    waiting = set(identity.setting(book.connection, _WAITING) or [])
    if waiting:
        gone = waiting - named(book.connection, book.tables.records)
        remove(book, gone)
        for file_id in gone:
            book.connection.execute("DELETE FROM file_name WHERE file_id = ?", (file_id,))
        identity.put_setting(book.connection, _WAITING, None)
    for old in (book.home / "outgoing").glob("*.ql*"):
        old.unlink(missing_ok=True)  # sealed; what the next one carries is without those rows


def write_orders(home: Path, orders: Iterable[tuple[str, str]]) -> None:
    """All orders ever given here; those of a file that a restore replaced stay among them."""
    listed = dict.fromkeys((*read_orders(home), *orders))
    if listed:
        text = json.dumps([list(key) for key in listed], ensure_ascii=False)
        write_whole(home / ORDERS, text.encode())


def read_orders(home: Path) -> list[tuple[str, str]]:
    try:
        found = json.loads((home / ORDERS).read_text("utf-8"))
        return [(str(table), str(row_id)) for table, row_id in found]
    except (OSError, ValueError, TypeError):
        return []  # none were given, or the file is spoilt: the rows of `erasure` still tell
