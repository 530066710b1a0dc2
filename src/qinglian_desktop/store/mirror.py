"""镜像: the rows of both files once more beside them, locked with the same keys, piece by piece.

    镜像/清单.dat            which piece holds which rows, locked
    镜像/<aa>/<name>.dat     some hundred rows of one table, packed and locked
    镜像/说明.json           how far it is; nothing about anybody

A piece is named by what it holds, so one that is the same as last time is not written again. The
list takes its place with one rename after all its pieces, and pieces go only after that: whenever a
program dies, the list that stands there finds everything it names. Attachments need no mirror: each
is a file of its own already. From all this the database is made again (`rebuild`).
"""

import hashlib
import hmac
import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.outcome import Damaged, Refused, Stopped
from qinglian_desktop.core.record import Record
from qinglian_desktop.store import copies, copying, database, engine, migrations, sidecar, trail
from qinglian_desktop.store.copies import Copy
from qinglian_desktop.store.copying import Tick
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.files import tag_of, write_whole
from qinglian_desktop.store.keyfile import Keys

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

FOLDER, LISTED = "镜像", "清单.dat"
PIECE = 500  # rows of a table in one piece, by their number in the file
MAIN, SEALED = "qinglian", "sealed"
_FORMAT = 1
Pieces = dict[str, dict[str, dict[str, list[str]]]]  # part → table → number → [print, name]


class Mirrored(NamedTuple):
    pieces: int
    written: int  # of them, this time


class Locker:
    """Packs and locks a piece; its name tells nothing without the key."""

    def __init__(self, key: bytes | None) -> None:
        self._key = None if key is None else hmac.digest(key, b"qinglian mirror", "sha256")

    def name_of(self, text: bytes) -> str:
        if self._key is None:
            return hashlib.sha256(text).hexdigest()[:40]
        return hmac.digest(self._key, text, "sha256").hex()[:40]

    def lock(self, name: str, text: bytes) -> bytes:
        packed = zlib.compress(text, 6)
        if self._key is None:
            return packed
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        nonce = os.urandom(12)
        return nonce + ChaCha20Poly1305(self._key).encrypt(nonce, packed, name.encode())

    def unlock(self, name: str, data: bytes) -> bytes:
        """ValueError for what this key did not lock under this name."""
        if self._key is not None:
            from cryptography.exceptions import InvalidTag
            from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

            try:
                data = ChaCha20Poly1305(self._key).decrypt(data[:12], data[12:], name.encode())
            except InvalidTag:
                raise ValueError from None
        try:
            return zlib.decompress(data)
        except zlib.error:
            raise ValueError from None


def place(home: Path) -> Path:
    return home / FOLDER


def facts(home: Path) -> Copy | None:
    """How far the mirror is; None where there is none."""
    folder = place(home)
    found = copies.read(folder) if (folder / LISTED).is_file() else None
    return found if found is not None and found.is_told else None


def is_due(book: "Book") -> bool:
    """Was anything written since, to either file?"""
    last, told = facts(book.home), _listed(place(book.home), book.keys)
    if last is None or told is None or last.epoch != book.unit.epoch:
        return True
    if last.head != book.trail_head():
        return True
    if not book.keys.opens_sealed:
        return False
    with book.sealed() as second:
        return bool(told["head"].get(SEALED) != list(second.trail_head()))


def forget(home: Path) -> None:
    """Takes it away: after an erasure nothing of what was erased may stand there still."""
    folder = place(home)
    with copying.in_words("镜像没有清掉", "请检查文件夹是否可写，再做一次"):
        going = folder.with_name(f"{FOLDER}{copies.GOING}")
        if going.is_dir():  # of a program that died here
            shutil.rmtree(going)
        if folder.is_dir():
            folder.rename(going)
            shutil.rmtree(going)


# -- writing it ------------------------------------------------------------------------------


def write(book: "Book", tick: Tick | None = None) -> Mirrored:
    """Brings the mirror in line with both files; Stopped where `tick` says so, harmless then.

    Whoever has no key to the second file leaves its part as it is.
    """
    folder = place(book.home)
    before = _listed(folder, book.keys) or {}
    told: dict[str, Any] = {
        "format": _FORMAT, "at": clock.now(), "tables": {}, "head": {}, "steps": {}, "sequence": {},
        "pieces": {},
    }  # fmt: skip
    with (
        copying.in_words("镜像没有写成", "不影响登记；请检查磁盘空间"),
        _nothing_left(folder, before),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        work = _Work(folder, before.get("pieces", {}), tick)
        work.take(MAIN, book.connection, Locker(book.keys.main), told)
        if book.keys.opens_sealed:
            with book.sealed() as second:
                work.take(SEALED, second.connection, Locker(book.keys.sealed), told)
        else:
            _leave(told, before)
        lock = Locker(book.keys.main)
        write_whole(folder / LISTED, lock.lock(LISTED, canonical.dumps(told)))
        named = {name for part in told["pieces"].values() for name in _names(part)}
        rows = sum(told["tables"][MAIN].get(table, 0) for table in book.tables.records)
        copies.write(_facts(book, folder, told, rows))
        _clear(folder, named)
    return Mirrored(len(named), work.written)


@contextmanager
def _nothing_left(folder: Path, before: dict[str, Any]) -> Iterator[None]:
    """Where there is no room, what was written so far goes: the room is the clerk's."""
    try:
        yield
    except (Refused, OSError):
        if before or not (folder / LISTED).is_file():  # else it is locked with other keys
            with suppress(OSError):
                _clear(
                    folder, {n for part in before.get("pieces", {}).values() for n in _names(part)}
                )
        raise


def _leave(told: dict[str, Any], before: dict[str, Any]) -> None:
    for what in ("tables", "head", "steps", "sequence", "pieces"):
        if SEALED in before.get(what, {}):
            told[what][SEALED] = before[what][SEALED]


def _facts(book: "Book", folder: Path, told: dict[str, Any], rows: int) -> Copy:
    length, head = told["head"][MAIN]
    return Copy(
        folder, told["at"], rows, "镜像", (length, head), book.unit.office_id,
        version=told["steps"][MAIN][-1], lock=tag_of(book.keys.main),
        install=book.unit.install_id, epoch=book.unit.epoch,
    )  # fmt: skip


class _Work:
    """One pass over the tables."""

    def __init__(self, folder: Path, before: Pieces, tick: Tick | None) -> None:
        self._folder, self._before, self._tick = folder, before, tick
        self.written = 0

    def take(self, part: str, connection: Connection, locker: Locker, told: dict[str, Any]) -> None:
        """One snapshot of a file: what is saved meanwhile is not in it, or wholly."""
        before, made = self._before.get(part, {}), {}
        counts: dict[str, int] = {}
        with engine.plain_words(), sidecar.snapshot(connection):
            for table in sidecar.tables_of(connection):
                made[table] = self._table(connection, table, locker, before.get(table, {}))
                counts[table] = int(one(connection, f'SELECT count(*) FROM "{table}"'))
            told["head"][part] = list(trail.head(connection))
            told["steps"][part] = migrations.applied(connection)
            told["sequence"][part] = dict(
                connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
            )
        told["tables"][part], told["pieces"][part] = counts, made

    def _table(
        self, connection: Connection, table: str, locker: Locker, before: dict[str, list[str]]
    ) -> dict[str, list[str]]:
        made = {}
        for number, mark in _marks(connection, table):
            if self._tick is not None and not self._tick(self.written, 0):
                raise Stopped
            then = before.get(str(number))
            if mark and then and then[0] == mark and self._path(then[1]).is_file():
                made[str(number)] = then
                continue
            text = b"".join(line + b"\n" for line in _lines(connection, table, number))
            name = locker.name_of(table.encode() + b"\n" + text)
            if not self._path(name).is_file():
                locked = locker.lock(name, text)
                copying.need_room(self._folder, len(locked))
                write_whole(self._path(name), locked)
                self.written += 1
            made[str(number)] = [mark, name]
        return made

    def _path(self, name: str) -> Path:
        return _path(self._folder, name)


def _path(folder: Path, name: str) -> Path:
    return folder / name[:2] / f"{name}.dat"


def _marks(connection: Connection, table: str) -> Iterator[tuple[int, str]]:
    """The pieces of a table, each with what tells whether it changed; "" where only reading does.

    The print of a row says it all, the length of an image catches one that was blanked.
    """
    names = trail.column_names(connection, table)
    if {"row_hash", "updated_at", "deleted"} <= set(names):
        said = "row_hash || coalesce(updated_at, '') || deleted"
    elif table == "trail":
        said = "coalesce(hash, '') || length(coalesce(before, '')) || length(coalesce(after, ''))"
    elif _has_no_numbers(connection, table):
        yield 0, ""
        return
    else:
        said = ""
    if not said:
        asked = f'SELECT DISTINCT rowid / {PIECE} FROM "{table}" ORDER BY 1'
        yield from ((int(number), "") for (number,) in connection.execute(asked).fetchall())
        return
    asked = (
        f"SELECT place, group_concat(said, ' ') FROM (SELECT rowid / {PIECE} AS place, "
        f'rowid || {said} AS said FROM "{table}" ORDER BY rowid) GROUP BY place'
    )
    for number, text in connection.execute(asked):
        yield int(number), hashlib.sha256(str(text).encode()).hexdigest()[:32]


def _has_no_numbers(connection: Connection, table: str) -> bool:
    found = connection.execute("SELECT wr FROM pragma_table_list(?)", (table,)).fetchone()
    return bool(found and found[0])


def _lines(connection: Connection, table: str, number: int) -> Iterator[bytes]:
    names = trail.column_names(connection, table)
    if _has_no_numbers(connection, table):
        found = connection.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2')
    else:
        found = connection.execute(
            f'SELECT * FROM "{table}" WHERE rowid >= ? AND rowid < ? ORDER BY rowid',
            (number * PIECE, (number + 1) * PIECE),
        )
    for values in found:
        row = {n: v for n, v in zip(names, values, strict=True) if v is not None}
        if not (table == "setting" and sidecar.stays(str(row["name"]), private=True)):
            yield canonical.dumps(row)


def _names(part: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    for pieces in part.values():
        for _, name in pieces.values():
            yield name


def _clear(folder: Path, named: Iterable[str]) -> None:
    """Pieces no list names any more."""
    kept = {_path(folder, name) for name in named}
    for path in folder.glob("[0-9a-f][0-9a-f]/*"):
        if path not in kept:
            path.unlink(missing_ok=True)


# -- and back --------------------------------------------------------------------------------


def _listed(folder: Path, keys: Keys) -> dict[str, Any] | None:
    """The list; None where there is none that these keys open."""
    try:
        told = json.loads(Locker(keys.main).unlock(LISTED, (folder / LISTED).read_bytes()))
        known = told["format"] == _FORMAT and isinstance(told["pieces"][MAIN], dict)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return told if known else None


def rebuild(
    home: Path, scratch: Path, keys: Keys, records: Sequence[type[Record]], tick: Tick | None = None
) -> int:
    """Both files made anew in `scratch` (which is emptied) from the mirror; the number of rows.

    Every row is compared with its print, every table with its count, the chain with its head.
    Damaged where a piece is gone or not what it was. `home` is only read.
    """
    folder = place(home)
    told = _listed(folder, keys)
    if told is None:
        raise Damaged("镜像读不出来", "请用备份还原", code="QL-PL-083")
    lockers = {MAIN: Locker(keys.main), SEALED: Locker(keys.sealed)}

    def read(part: str, table: str) -> Iterator[dict[str, Any]]:
        pieces = told["pieces"][part][table]
        for number in sorted(pieces, key=int):
            yield from _rows(folder, lockers[part], pieces[number][1], f"{table} {number}")

    shutil.rmtree(scratch, ignore_errors=True)
    with copying.in_words("没有建成，原来的没有动", "请检查磁盘空间，再做一次"):
        scratch.mkdir(parents=True)
        unit = sidecar.load(MAIN, scratch / copying.MAIN, keys.main, told, read, None, tick)
        if _carried_sealed(home, scratch, keys):
            told["tables"].pop(SEALED, None)  # the very file is newer than what was mirrored
        elif SEALED in told["pieces"] and keys.opens_sealed:
            sidecar.load(SEALED, scratch / copying.SEALED, keys.sealed, told, read, unit, tick)
        else:
            raise Refused(
                "限制内容的那个文件也坏了或不在了，这里重建不了", "请用备份还原", code="QL-PL-084"
            )
        copying.copy_synced(home / copying.KEYS, scratch / copying.KEYS)
        return sidecar.compared(scratch, records, keys, told)


def _rows(folder: Path, locker: Locker, name: str, which: str) -> Iterator[dict[str, Any]]:
    try:
        text = locker.unlock(name, _path(folder, name).read_bytes())
    except (OSError, ValueError):
        raise Damaged(f"镜像缺了一块（{which}）", "请用备份还原", code="QL-PL-083") from None
    for line in text.splitlines():
        row: dict[str, Any] = json.loads(line)
        yield row


def _carried_sealed(home: Path, scratch: Path, keys: Keys) -> bool:
    """The second file as it lies there, where it is whole; without its key nobody can tell."""
    source = home / copying.SEALED
    if not source.is_file():
        return False
    if not keys.opens_sealed:
        copying.carry_sealed(home, scratch)
        return True
    try:
        opened = database.open_database(source, keys.sealed)
    except Refused:
        return False
    try:
        database.quick_check(opened)
        database.copy_to(opened, scratch / copying.SEALED)
    except Refused:
        (scratch / copying.SEALED).unlink(missing_ok=True)
        return False
    finally:
        database.close(opened)
    return True
