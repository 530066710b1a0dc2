"""全部带走: everything in plain lines that need no program, and the way back from them.

    数据/qinglian/person.jsonl   one row a line, every column that is filled
    数据/sealed/…                the second file, only where the whole is locked afterwards
    附件/<SHA-256>.jpg           each photo and scan, readable
    清单.json                    which program, which steps of the schema, how many rows, the chain
    校验.txt                     SHA-256 of every file, as `sha256sum -c` reads it

Derived tables (the index of the search) stay behind; they are made anew.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from qinglian_desktop import __version__
from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.outcome import Damaged, Refused, Stopped
from qinglian_desktop.core.record import Record
from qinglian_desktop.store import (
    copying,
    database,
    engine,
    envelope,
    identity,
    keyfile,
    migrations,
    trail,
)
from qinglian_desktop.store.copying import EXTRAS, MAIN, SEALED, STORES, Tick, digest_of
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.files import FileStore, write_whole
from qinglian_desktop.store.identity import Unit

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

FORMAT = 1
DATA, FILES, SEALED_FILES, LISTED, SUMS = "数据", "附件", "限制内容的附件", "清单.json", "校验.txt"
# Of the settings, what only means something in the very file they were written in; and keys.
_OF_THE_FILE = ("settled", "finder")
_SECRET = ("office_keys", "signer:", "recovery", "street_recovery")
_DERIVED = ("finder", "_sqlite_migrations", "sqlite_sequence", "sqlite_schema")
_SETTINGS = "设置"
_STEP = 500  # rows between two looks at 停止
_KINDS = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG", ".png"), (b"%PDF", ".pdf"),
          (b"PK\x03\x04", ".docx"))  # fmt: skip


Read = Callable[[str, str], Iterator[dict[str, Any]]]


class Took(NamedTuple):
    folder: Path
    rows: int
    files: int


def write(book: "Book", folder: Path, *, private: bool, tick: Tick | None = None) -> Took:
    """Everything into `folder`, which is empty. With `private` also what only a locked file may
    hold: the second file, and the keys of this office.
    """
    told: dict[str, Any] = {"format": FORMAT, "program": __version__, "at": clock.now(),
                            "office": book.unit.name, "private": private, "tables": {}}  # fmt: skip
    rows = _dump(book, folder / DATA / "qinglian", told, private=private, tick=tick)
    files = _files(book.files, folder / FILES, tick)
    if private and book.keys.opens_sealed:
        with book.sealed() as second:
            rows += _dump(second, folder / DATA / "sealed", told, private=True, tick=tick)
            files += _files(second.files, folder / SEALED_FILES, tick)
    for name in EXTRAS:
        _copy_extra(book.home, name, folder)
    write_whole(folder / LISTED, json.dumps(told, ensure_ascii=False, indent=1).encode())
    return Took(folder, rows, files)


def seal(folder: Path) -> None:
    """The sums, once everything else lies there."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != SUMS)
    lines = (f"{digest_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths)
    write_whole(folder / SUMS, "".join(lines).encode())


def _dump(
    book: "Book", into: Path, told: dict[str, Any], *, private: bool, tick: Tick | None
) -> int:
    """One snapshot of all tables: what is saved meanwhile is not in it, or wholly."""
    connection, counted = book.connection, 0
    into.mkdir(parents=True)
    counts: dict[str, int] = {}
    with engine.plain_words(), snapshot(connection):
        for table in tables_of(connection):
            lines = _lines(connection, table, private=private)
            counts[table] = _write_lines(into / f"{table}.jsonl", lines, tick)
        declared = set(book.tables.records)
        counted = sum(count for table, count in counts.items() if table in declared)
        told["tables"][into.name] = counts
        told.setdefault("head", {})[into.name] = list(trail.head(connection))
        told.setdefault("steps", {})[into.name] = migrations.applied(connection)
        told.setdefault("sequence", {})[into.name] = dict(
            connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
        )
    return counted


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def tables_of(connection: Connection) -> list[str]:
    found = connection.execute("PRAGMA table_list").fetchall()
    return sorted(
        row[1] for row in found if row[0] == "main" and row[2] == "table" and row[1] not in _DERIVED
    )


def _lines(connection: Connection, table: str, *, private: bool) -> Iterator[bytes]:
    names = trail.column_names(connection, table)
    for values in connection.execute(f'SELECT * FROM "{table}" ORDER BY 1'):
        row = {n: v for n, v in zip(names, values, strict=True) if v is not None}
        if table == "setting" and stays(str(row["name"]), private=private):
            continue
        yield canonical.dumps(row)


def stays(setting: str, *, private: bool) -> bool:
    return setting in _OF_THE_FILE or (not private and setting.startswith(_SECRET))


def _write_lines(path: Path, lines: Iterable[bytes], tick: Tick | None) -> int:
    part, count = path.with_name(f"{path.name}.part"), 0
    with part.open("wb") as out:
        for line in lines:
            out.write(line + b"\n")
            count += 1
            if count % _STEP == 0 and tick is not None and not tick(count, 0):
                raise Stopped
    part.replace(path)
    return count


def _files(store: FileStore, into: Path, tick: Tick | None) -> int:
    ids = store.all()
    into.mkdir(exist_ok=True)
    taken = 0
    for done, file_id in enumerate(ids):
        if tick is not None and not tick(done, len(ids)):
            raise Stopped
        try:
            data = store.read(file_id)
        except Damaged:
            continue  # the health check names it; the rest must come along all the same
        write_whole(into / f"{file_id}{_ending(data)}", data)
        taken += 1
    return taken


def _ending(data: bytes) -> str:
    return next((ending for begins, ending in _KINDS if data.startswith(begins)), "")


def _copy_extra(home: Path, name: str, folder: Path) -> None:
    paths = [home / name] if (home / name).is_file() else sorted((home / name).rglob("*"))
    for path in (p for p in paths if p.is_file()):
        copying.copy_whole(path, folder / _SETTINGS / path.relative_to(home))


# -- and back --------------------------------------------------------------------------------


def rebuild(
    folder: Path, home: Path, records: Sequence[type[Record]], *, pin: str = "",
    tick: Tick | None = None,
) -> int:  # fmt: skip
    """A data folder made from what was taken along; the number of rows, each one compared.

    Refused where `home` holds data already; Damaged, with nothing left there, where a file, a row
    or the chain of the trail is not what it was.
    """
    told = _read_list(folder)
    if home.exists() and any(home.iterdir()):
        what = f"〔{home.name}〕里已经有东西，没有动它"
        raise Refused(what, "请换一个空文件夹", code="QL-PL-024")
    try:
        with copying.in_words("没有建成", "请检查磁盘空间，再做一次"):
            home.mkdir(parents=True, exist_ok=True)
            keys = keyfile.make(home, pin)
            unit = None
            read = partial(_lines_in, folder)
            for name, file, key in (("qinglian", MAIN, keys.main), ("sealed", SEALED, keys.sealed)):
                unit = load(name, home / file, key, told, read, unit, tick)
            for store, key, source in (
                (STORES[0], keys.main, folder / FILES),
                (STORES[1], keys.sealed, folder / SEALED_FILES),
            ):
                _take_files(source, FileStore(home / store, key), tick)
            _take_extras(folder / _SETTINGS, home)
            return compared(home, records, keys, told)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise


def _read_list(folder: Path) -> dict[str, Any]:
    try:
        sums = (folder / SUMS).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        raise Refused("这不是“全部带走”的文件夹", "请选里面有 校验.txt 的那一层") from None
    for line in sums:
        said, _, name = line.partition("  ")
        path = folder / name
        if not path.is_file() or digest_of(path) != said:
            raise Damaged(f"〔{name}〕不在了，或被改动过", "请拿原来的那一份再做", code="QL-PL-025")
    try:
        told: dict[str, Any] = json.loads((folder / LISTED).read_text("utf-8"))
        known = told["format"] == FORMAT and isinstance(told["tables"]["qinglian"], dict)
    except (OSError, ValueError, KeyError, TypeError):
        raise Damaged("清单读不出来", "请拿原来的那一份再做", code="QL-PL-025") from None
    if not known:
        raise Refused("这份是更新版本的程序写的", "请先升级本程序")
    return told


def _take_extras(source: Path, home: Path) -> None:
    """Looks, templates and receipts; whatever else lies there is nobody's business here."""
    for name in EXTRAS:
        paths = [source / name] if (source / name).is_file() else (source / name).rglob("*")
        for path in (p for p in paths if p.is_file() and not p.is_symlink()):
            copying.copy_whole(path, home / path.relative_to(source))


def load(
    part: str, path: Path, key: bytes | None, told: dict[str, Any], read: Read,
    unit: Unit | None, tick: Tick | None,
) -> Unit:  # fmt: skip
    """The file as it was: the schema of its day, every row, the numbers given so far.

    `read(part, table)` gives the rows; `part` is one of the two files.
    """
    steps = told["steps"].get(part)
    if unknown := [n for n in steps or () if n not in migrations.names(sealed=path.name == SEALED)]:
        raise Refused(f"这份是更新版本的程序写的（{unknown[-1]}）", "请先升级本程序")
    connection = database.open_database(path, key, create=True)
    try:
        with engine.plain_words():
            migrations.run(connection, sealed=path.name == SEALED, only=steps)
            if steps is not None:
                _insert_all(connection, part, told, read, tick)
            # Another computer, or this one again: the old counter is never used on.
            unit = unit or identity.next_stream(identity.load(connection))
            identity.save(connection, unit)
    finally:
        database.close(connection)
    return unit


def _insert_all(
    connection: Connection, part: str, told: dict[str, Any], read: Read, tick: Tick | None
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table, count in told["tables"][part].items():
        names = trail.column_names(connection, table)
        if not names:
            raise Damaged(f"不认得这张表（{table}）", "请用写它的那个版本的程序", code="QL-PL-025")
        connection.execute(f'DELETE FROM "{table}"')
        marks, listed = ", ".join("?" * len(names)), ", ".join(f'"{name}"' for name in names)
        statement = f'INSERT INTO "{table}" ({listed}) VALUES ({marks})'
        for done, row in enumerate(read(part, table)):
            connection.execute(statement, [row.get(name) for name in names])
            if done % _STEP == 0 and tick is not None and not tick(done, count):
                raise Stopped
    for name, number in told["sequence"][part].items():
        connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, number))
    connection.execute("COMMIT")


def _lines_in(folder: Path, part: str, table: str) -> Iterator[dict[str, Any]]:
    path = folder / DATA / part / f"{table}.jsonl"
    with path.open("rb") as lines:
        for line in lines:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise Damaged(f"〔{path.name}〕里有一行读不出来", "请拿原来的那一份再做")
            yield row


def _take_files(source: Path, store: FileStore, tick: Tick | None) -> None:
    paths = sorted(source.glob("*")) if source.is_dir() else []
    for done, path in enumerate(paths):
        if tick is not None and not tick(done, len(paths)):
            raise Stopped
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != path.name.partition(".")[0]:
            raise Damaged(f"附件〔{path.name}〕和名字对不上", "请拿原来的那一份再做")
        store.add(data)


def compared(
    home: Path, records: Sequence[type[Record]], keys: keyfile.Keys, told: dict[str, Any]
) -> int:
    """Every row against its print, every table against its count, the chain against its head."""
    from qinglian_desktop.store.book import Book

    total = 0
    with ExitStack() as stack:
        book = stack.enter_context(Book.open_with(home, records, keys))
        both = {"qinglian": book}
        if "sealed" in told["tables"] and keys.opens_sealed:
            both["sealed"] = stack.enter_context(book.sealed())
        for name, opened in both.items():
            for record in opened.tables.records.values():
                expected = told["tables"][name].get(record.table, 0)
                if one(opened.connection, f'SELECT count(*) FROM "{record.table}"') != expected:
                    raise Damaged(f"{record.label}的条数对不上", "请拿原来的那一份再做")
                total += expected
                _check(opened.connection, record)
            head = list(trail.head(opened.connection))
            if opened.trail_broken_at() is not None or head != told["head"][name]:
                raise Damaged("留痕对不上", "请拿原来的那一份再做")
    return total


def _check(connection: Connection, record: type[Record]) -> None:
    names = trail.column_names(connection, record.table)
    for values in connection.execute(f'SELECT * FROM "{record.table}"'):
        row = dict(zip(names, values, strict=True))
        if envelope.hash_of(row) != row["row_hash"]:
            raise Damaged(f"有一条{record.label}变了样", "请拿原来的那一份再做")
