"""Can this copy be restored? It is opened in a scratch place, read row by row, and compared.

A copy is never opened where it lies: SQLite would write beside it.
"""

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Damaged, Refused, Stopped
from qinglian_desktop.core.record import Record, columns
from qinglian_desktop.store import copies, copy_log, copying, envelope, trail
from qinglian_desktop.store.copies import Copy
from qinglian_desktop.store.copying import KEYS, MAIN, SEALED, STORES, Tick
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.files import COPY_FILES, tag_of
from qinglian_desktop.store.keyfile import Keys

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

SCRATCH = ".试还原"
ADVICE = "请立即换一个盘备份"
EVERY = 30  # days
_STEP = 500  # rows between two looks at 停止


class Trial(NamedTuple):
    """`said` is empty when the copy can be restored."""

    rows: int
    said: str = ""
    bad_files: tuple[tuple[str, str], ...] = ()  # (folder, id) of attachments that rotted

    @property
    def ok(self) -> bool:
        return not self.said


def is_due(home: Path) -> bool:
    """A month after the last one, and at once after one that failed."""
    log = copy_log.Log.load(home)
    last = log.tried_files_at
    late = not last or copy_log.is_ahead(last) or copy_log.days_since(last) >= EVERY
    return late or not log.tried_ok


def try_newest(
    book: "Book",
    records: Sequence[type[Record]],
    place: Path,
    tick: Tick | None = None,
    *,
    files: bool = True,
) -> Trial | None:
    """Tries the newest copy of a place and notes how it went; None where there is none.

    Without `files` the attachments are left for the monthly trial, as long as the last one was
    good: a clerk waits. One that rotted is stored anew from the data, where it is whole there.
    """
    files = files or not copy_log.Log.load(book.home).tried_ok
    copy = copies.newest(place, book.unit.office_id, tag_of(book.keys.main))
    if copy is None:
        return None
    found = try_out(copy, book.keys, records, book.home / SCRATCH, tick, files=files)
    for folder, file_id in found.bad_files:
        ours = copying.store_in(book.home, book.keys, folder)
        theirs = copying.store_in(copy.folder, book.keys, folder)
        if ours.is_whole(file_id):
            copying.copy_whole(ours.path(file_id), theirs.path(file_id))
    copy_log.note(
        book.home, tried_at=clock.now(), tried_copy=copy.folder.name, tried_ok=found.ok,
        tried_rows=found.rows, tried_said=found.said,
        **({"tried_files_at": clock.now()} if files else {}),
    )  # fmt: skip
    return found


def try_out(
    copy: Copy,
    keys: Keys,
    records: Sequence[type[Record]],
    scratch: Path,
    tick: Tick | None = None,
    *,
    files: bool = True,
) -> Trial:
    """Everything a restore would need; Stopped when `tick` says so, else always an answer."""
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        _same_as_made(copy)
        rows = _read_through(copy, keys, records, scratch, tick)
    except Stopped:
        raise
    except Refused as refused:
        return Trial(0, refused.what)
    except OSError:
        return Trial(0, "备份读不出来")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    bad = tuple(_bad_files(copy, keys, tick)) if files else ()
    if bad:
        return Trial(rows, f"有 {len(bad)} 个附件读不出来或变了样", bad)
    return Trial(rows)


def _same_as_made(copy: Copy) -> None:
    if not copy.is_told and (copy.folder / COPY_FILES).is_file():
        raise Damaged("备份的说明被改动过", ADVICE)
    for name, said in copy.sums.items():
        if not (copy.folder / name).is_file():
            raise Damaged(f"备份里缺 {name}", ADVICE)
        if copying.digest_of(copy.folder / name) != said:
            raise Damaged(f"备份里的 {name} 和当时不一样", ADVICE)


def _read_through(
    copy: Copy, keys: Keys, records: Sequence[type[Record]], scratch: Path, tick: Tick | None
) -> int:
    from qinglian_desktop.store.book import Book

    scratch.mkdir(parents=True)
    for name in (MAIN, SEALED, KEYS):
        copying.copy_synced(copy.folder / name, scratch / name)
    rows = 0
    with ExitStack() as stack:
        book = stack.enter_context(Book.open_with(scratch, records, keys))
        seconds = [stack.enter_context(book.sealed())] if keys.opens_sealed else []
        for opened in (book, *seconds):
            opened.quick_check()
            if (broken := opened.trail_broken_at()) is not None:
                raise Damaged(f"备份的留痕从第 {broken} 条起对不上", ADVICE)
            for record in opened.tables.records.values():
                rows += _check_rows(opened.connection, record, tick)
        if copy.is_told:
            _same_counts(copy, book.connection)
    return rows


def _check_rows(connection: Connection, record: type[Record], tick: Tick | None) -> int:
    """Every row against the print it carries."""
    names = columns(record)
    listed = ", ".join(f'"{name}"' for name in names)
    count = 0
    for values in connection.execute(f'SELECT {listed} FROM "{record.table}"'):
        row = dict(zip(names, values, strict=True))
        if envelope.hash_of(row) != row["row_hash"]:
            raise Damaged(f"备份里有一条{record.label}变了样", ADVICE)
        count += 1
        if count % _STEP == 0 and tick is not None and not tick(count, 0):
            raise Stopped
    return count


def _same_counts(copy: Copy, connection: Connection) -> None:
    for table, count in copy.tables.items():
        if one(connection, f'SELECT count(*) FROM "{table}"') != count:
            raise Damaged("备份里的条数和当时不一样", ADVICE)
    if trail.head(connection) != tuple(copy.head):
        raise Damaged("备份的留痕和当时不一样", ADVICE)


def _bad_files(copy: Copy, keys: Keys, tick: Tick | None) -> list[tuple[str, str]]:
    bad = []
    for folder in STORES:
        if not copying.can_read(keys, folder):
            continue
        store = copying.store_in(copy.folder, keys, folder)
        for done, file_id in enumerate(store.all()):
            if tick is not None and not tick(done, 0):
                raise Stopped
            if not store.is_whole(file_id):
                bad.append((folder, file_id))
    return bad
