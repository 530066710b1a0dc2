"""What a restore replaced is kept: its rows can be looked at, and taken over one by one.

A row that is taken over keeps its id and goes on from both versions, so that whoever has the kept
one already (the street) sees it as the next version and not as a second row.
"""

import json
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Record, Row, columns, naming
from qinglian_desktop.store import (
    backup,
    copies,
    copy_log,
    copying,
    database,
    engine,
    envelope,
    erased_files,
    guards,
    rows,
    trail,
)
from qinglian_desktop.store.copying import MAIN
from qinglian_desktop.store.engine import Connection
from qinglian_desktop.store.keyfile import Keys
from qinglian_desktop.store.undo_plan import Held

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book
    from qinglian_desktop.store.change import Change

NEW, CHANGED, DELETED = "新登记的", "改过的", "删掉的"
Key = tuple[str, str]
Admit = Callable[["Book", str, str], object]


class Kept(NamedTuple):
    """The state a restore replaced."""

    folder: Path
    at: str  # the moment of the restore, ISO 8601


class Line(NamedTuple):
    """One row that is only there, or is another there."""

    key: Key
    label: str
    name: str
    what: str  # NEW, CHANGED, DELETED
    at: str
    who: str


class Taken(NamedTuple):
    rows: int
    held: tuple[Held, ...]


def listed(home: Path) -> list[Kept]:
    """The kept states, the latest first."""
    found = []
    for folder in home.glob(f"{database.KEPT}*"):
        if (folder / MAIN).is_file() and not folder.name.endswith(copies.GOING):
            stamp = folder.name.removeprefix(database.KEPT)
            day, time = stamp[:10], stamp[11:17]
            found.append(Kept(folder, f"{day}T{time[:2]}:{time[2:4]}:{time[4:6]}"))
    return sorted(found, key=lambda kept: kept.at, reverse=True)


def size_of(folder: Path) -> int:
    """Bytes it takes on this disk."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def clear(book: "Book", folder: Path) -> Changes:
    """Takes a kept state away for good: the clerk has seen what it holds and said so.

    Who did it stands in the trail. That there was a restore is noted before anything goes, since
    the number of restores is what the next stream counts on from.
    """
    if folder.parent != book.home or folder not in {state.folder for state in listed(book.home)}:
        raise Refused("这一份已经不在了", "不用再清", code="QL-PL-080")
    going = folder.with_name(f"{folder.name}{copies.GOING}")
    with copying.in_words("没有清掉", "请检查磁盘和文件夹是否可写，再做一次"):
        with book.change(
            f"清掉还原前另存的：{folder.name.removeprefix(database.KEPT)[:16]}"
        ) as change:
            change.number("cleared")
        copy_log.count_cleared(book.home)
        folder.rename(going)
        shutil.rmtree(going, ignore_errors=True)
    return change.changes


def clear_leftovers(home: Path) -> None:
    """What a program that died while clearing has left; it no longer bears the name of a state."""
    for left in home.glob(f"{database.KEPT}*{copies.GOING}"):
        shutil.rmtree(left, ignore_errors=True)


def _keys_of(book: "Book", folder: Path, pin: str) -> Keys:
    try:
        return backup.unlocked(folder, pin, book.home, book.keys)[0]
    except Refused as shut:
        if shut.code not in (backup.OTHER_KEYS, backup.WRONG_PIN):
            raise
        what = "用这个 PIN 打不开这一份" if pin else "这一份是用还原以前的钥匙锁的"
        remedy = "请输入还原以前用的 PIN"
        raise Refused(what, remedy, field="pin", code=backup.OTHER_KEYS) from shut


@contextmanager
def _looking(book: "Book", folder: Path, pin: str) -> Iterator[Connection]:
    keys = _keys_of(book, folder, pin)
    opened = database.open_database(folder / MAIN, keys.main, look_only=True)
    try:
        with engine.plain_words():
            yield opened
    finally:
        database.close(opened)


def files_named(book: "Book") -> set[str]:
    """Attachments that rows of the kept states and of the closed years name, but the erased ones.

    Refused where one of them cannot be opened.
    """
    from qinglian_desktop.store import archives

    found, orders = set[str](), set(erased_files.read_orders(book.home))
    folders = [state.folder for state in listed(book.home)]
    folders += [archive.copy.folder for archive in archives.listed(book.home)]
    for folder in folders:
        with _looking(book, folder, "") as kept:
            found |= erased_files.named_in_rows(kept, book.tables.records, orders)
    return found


def lines(book: "Book", folder: Path, records: Sequence[type[Record]], pin: str = "") -> list[Line]:
    """This office's own rows of the kept state that are not here as they were there.

    `pin` (or the code of a sheet) for a state that is locked with other keys than those of now:
    this computer was founded anew, and then a copy of the one before was restored.
    """
    found, erased = [], set(erased_files.read_orders(book.home))
    with _looking(book, folder, pin) as kept:
        for record in records:
            asked = f'SELECT id, row_hash FROM "{record.table}"'
            here = dict(book.connection.execute(asked).fetchall())
            for row in _rows(kept, record, book.unit.office_id):
                if here.get(row["id"]) == row["row_hash"] or _went_on(book, record, row):
                    continue
                if (record.table, row["id"]) in erased:
                    continue  # what was erased for good is not shown again
                found.append(_line(record, row, there=row["id"] in here))
    return sorted(found, key=lambda line: line.at, reverse=True)


def _rows(kept: Connection, record: type[Record], office: str) -> Iterator[Row]:
    there = trail.column_names(kept, record.table)
    if not there:
        return
    names = [name for name in columns(record) if name in there]
    listed = ", ".join(f'"{name}"' for name in names)
    blank: Row = dict.fromkeys(columns(record))
    found = kept.execute(f'SELECT {listed} FROM "{record.table}" WHERE owner = ?', (office,))
    for values in found:
        yield blank | dict(zip(names, values, strict=True))


def _went_on(book: "Book", record: type[Record], row: Row) -> bool:
    """Is what is here the next version of the kept one? Then it was taken over already."""
    now = rows.row(book.connection, book.tables, record.table, row["id"])
    if now is None:
        return False
    ours, theirs = json.loads(now["vv"]), json.loads(row["vv"])
    return all(ours.get(stream, 0) >= count for stream, count in theirs.items())


def _line(record: type[Record], row: Row, *, there: bool) -> Line:
    what = DELETED if row["deleted"] else CHANGED if there else NEW
    who, at = str(row["updated_by"] or ""), str(row["updated_at"] or row["created_at"])
    return Line((record.table, row["id"]), record.label, naming(record, row), what, at, who)


def take_over(
    book: "Book", folder: Path, keys: Collection[Key], admit: Admit, pin: str = ""
) -> Changes:
    """The chosen rows as they were there, in one change that can be undone; `result` is Taken.

    A row whose subject does not want it, or that points to one that is neither here nor chosen,
    stays where it is and says why. Refused when not one could be taken over.
    """
    wanted = _of(book, folder, set(keys) - set(erased_files.read_orders(book.home)), pin)
    held = _without_parents(book, wanted)
    taken = 0
    with book.change("找回还原前登记的") as change:
        for key in sorted(wanted):
            try:
                with book.change(change.label):
                    _write(change, key[0], wanted[key])
                    if not wanted[key]["deleted"]:
                        admit(book, *key)
            except Refused as refused:
                name = naming(book.tables[key[0]], wanted[key])
                held.append(Held(key[0], key[1], name, refused.what))
            else:
                taken += 1
        if not taken:
            raise Refused(
                f"没有找回：{held[0].name}，{held[0].why}" if held else "没有选要找回的",
                "请先选好，或照着重新登记",
                code="QL-PL-023",
            )
        change.result = Taken(taken, tuple(held))
    return change.changes


def _of(book: "Book", folder: Path, keys: set[Key], pin: str) -> dict[Key, Row]:
    found: dict[Key, Row] = {}
    with _looking(book, folder, pin) as kept:
        for table in {table for table, _ in keys}:
            for row in _rows(kept, book.tables[table], book.unit.office_id):
                if (table, row["id"]) in keys:
                    found[table, row["id"]] = row
    return found


def _without_parents(book: "Book", wanted: dict[Key, Row]) -> list[Held]:
    """Takes those out of `wanted` whose parent is neither here nor among them."""
    held: list[Held] = []
    while lost := {key: why for key in wanted if (why := _lacks(book, wanted, key))}:
        for key, why in lost.items():
            held.append(Held(key[0], key[1], naming(book.tables[key[0]], wanted.pop(key)), why))
    return held


def _lacks(book: "Book", wanted: dict[Key, Row], key: Key) -> str:
    row = wanted[key]
    for name, field in book.tables[key[0]].fields.items():
        if field.link and row.get(name) and (field.link, row[name]) not in wanted:
            parent = book.row(field.link, row[name])
            if parent is None or parent["deleted"]:
                return f"它用到的{book.tables[field.link].label}不在这里，请一起选上"
    return ""


def _write(change: "Change", table: str, kept: Row) -> None:
    """One version on from both: the kept one and the one that is here."""
    book = change.book
    record = book.tables[table]
    here = rows.row(book.connection, book.tables, table, kept["id"])
    base = dict(here or kept)
    counts: dict[str, int] = json.loads(base["vv"])
    for stream, count in json.loads(kept["vv"]).items():
        counts[stream] = max(count, counts.get(stream, 0))
    base["vv"] = envelope.text(counts)
    said = {name: kept[name] for name in (*record.fields, "deleted")}
    made = {**base, **said, "updated_at": clock.now(), "updated_by": book.operator.name}
    if guard := guards.guarded(table):
        guard(change, here, made)
    made = envelope.stamped(made, base, book.unit.stream_id)
    rows.write(book.connection, table, made, there=here is not None)
    change.touch(table, kept["id"])
