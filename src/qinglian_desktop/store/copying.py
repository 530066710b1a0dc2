"""How is a copy made so that it counts? In one step, opened again with the key, compared.

A folder gets its name only after that. Attachments are stored once for all copies in a place; a
copy lists the ones that belong to it. A second place gets the very files of the first, read back
past the system's memory.
"""

import contextlib
import filecmp
import hashlib
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Damaged, Refused, Stopped
from qinglian_desktop.core.whole import sync_folder
from qinglian_desktop.store import (
    copies,
    database,
    engine,
    erased_files,
    identity,
    keeping,
    migrations,
    trail,
)
from qinglian_desktop.store.copies import Copy
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.files import COPY_FILES, FileStore, shared_of, tag_of, write_whole
from qinglian_desktop.store.keyfile import Keys

MAIN, SEALED, KEYS = "qinglian.db", "sealed.db", "keys.json"
STORES = ("files", "sealed_files")
EXTRAS = ("window.json", "templates", "receipts")  # settings, templates, receipts to hand on
_ROOM = 16 << 20  # bytes that stay free beside a copy
_TRIES = 5  # antivirus programs hold a new file for a moment
Tick = Callable[[int, int], bool]
# One copy at a time in this process: what one lists the other must not clear away.
_one_at_a_time = threading.RLock()


class Source(NamedTuple):
    """What is copied: a data folder, its keys, its declared tables and open connections."""

    home: Path
    keys: Keys
    tables: tuple[str, ...]
    connections: dict[str, Connection]

    def store(self, folder: str) -> FileStore:
        return store_in(self.home, self.keys, folder)


def key_of(keys: Keys, folder: str) -> bytes | None:
    return keys.main if folder == STORES[0] else keys.sealed


def store_in(home: Path, keys: Keys, folder: str) -> FileStore:
    """One of the two stores of a data folder or a copy.

    Shared attachments are found by the main key, which everybody has who makes a copy.
    """
    return FileStore(home / folder, key_of(keys, folder), tag_of(keys.main))


def can_read(keys: Keys, folder: str) -> bool:
    """May what lies there be opened? Without the second key it is carried as it is."""
    return folder == STORES[0] or keys.opens_sealed


@contextmanager
def in_words(what: str, remedy: str) -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        raise Refused(what, remedy) from trouble


@contextmanager
def _stoppable() -> Iterator[None]:
    """A statement broken off from another thread (`interrupt`) is 停止, not an error."""
    try:
        yield
    except engine.ERRORS as error:
        if "interrupt" in str(error).lower():
            raise Stopped from error
        raise


def make(
    source: Source, into: Path, *, why: str = "", files: bool = True, tick: Tick | None = None
) -> Copy:
    """A new copy under `into`; Refused without room, Damaged when it does not match.

    Without `files` the attachments are only listed: an archive beside the data needs no second set.
    """
    live = source.connections[MAIN]
    with engine.plain_words():
        before = _measure(live, source.tables)
    with (
        _one_at_a_time,
        in_words(f"不能在〔{into}〕里建备份", "请换一个盘，或检查 U 盘是否只读、空间够不够"),
    ):
        into.mkdir(parents=True, exist_ok=True)
        need_room(into, sum((source.home / n).stat().st_size for n in source.connections))
        at = clock.now()
        part = into / f"{copies.name_of(at)}-{clock.new_id()[-6:]}{copies.PART}"
        part.mkdir()
        try:
            for name, connection in source.connections.items():
                with _stoppable():
                    database.copy_to(connection, part / name)
            if SEALED not in source.connections:
                carry_sealed(source.home, part)
            write_whole(part / KEYS, (source.home / KEYS).read_bytes())
            _copy_extras(source.home, part)
            ids = {name: source.store(name).all() for name in STORES}
            for name in STORES if files else ():
                _store(source, into, name, ids[name], tick)
            listed = [f"{name}/{file_id}" for name in STORES for file_id in ids[name]]
            write_whole(part / COPY_FILES, "".join(f"{line}\n" for line in listed).encode())
            erased_files.write_orders(into, erased_files.read_orders(source.home))
            made = _verified(part, source, before, at, why)
            copies.write(made)
            target = named(part, into / copies.name_of(at))
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return made._replace(folder=target)


def carry(copy: Copy, keys: Keys, into: Path, tick: Tick | None = None) -> Copy:
    """The same copy in a second place, each file read back and compared with its print."""
    with (
        _one_at_a_time,
        in_words(f"没有备份到〔{into}〕", "请检查 U 盘是否插好、只读、空间够不够，再备份一次"),
    ):
        if (there := into / copy.folder.name).is_dir() and copies.read(there).sums == copy.sums:
            return copies.read(there)
        into.mkdir(parents=True, exist_ok=True)
        need_room(into, copy.size)
        part = into / f"{copy.folder.name}-{clock.new_id()[-6:]}{copies.PART}"
        part.mkdir()
        try:
            for folder, ids in copies.files_of(copy.folder).items():
                tag = shared_of(tag_of(keys.main))
                base = copy.folder.parent / tag / folder
                held = FileStore(base, key_of(keys, folder))
                whole = held.is_whole if can_read(keys, folder) else _unproved
                _carry_files(base, into, f"{tag}/{folder}", ids, whole, tick)
            for path in sorted(p for p in copy.folder.rglob("*") if p.is_file()):
                target = part / path.relative_to(copy.folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                copy_whole(path, target)
            for name, said in copy.sums.items():
                if digest_of(part / name) != said:
                    raise _unlike()
            erased_files.write_orders(into, erased_files.read_orders(copy.folder.parent))
            target = named(part, into / copy.folder.name)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return copy._replace(folder=target)


def thin(place: Path, office: str, keep: Path | None = None, install: str = "") -> int:
    """Takes away copies of this office that are no longer needed, never `keep`; how many went.

    A copy that does not say whose it is stays: several offices may use one stick. Two computers
    of one office may, too (`install`): the copies of one do not crowd out those of the other.
    """
    with _one_at_a_time:
        copies.clear_leftovers(place)
        there = [
            copy
            for copy in copies.listed(place)
            if copy.office == office and (not install or copy.install in ("", install))
        ]
        stay = keeping.staying((c.moment for c in there), datetime.fromisoformat(clock.now()))
        safe = {keep, *(copy.folder for copy in there[: keeping.LEAST])}  # whatever clocks say
        going = [c for c in there if c.moment not in stay and c.folder not in safe]
        for copy in going:
            with contextlib.suppress(OSError):
                copies.remove(copy.folder)
        if going:
            with contextlib.suppress(OSError):
                copies.clear_files(place)
    return len(going)


# -- the parts of a copy ---------------------------------------------------------------------


def need_room(into: Path, size: int) -> None:
    need, free = size * 11 // 10 + _ROOM, shutil.disk_usage(into).free
    if free < need:
        short = -(-(need - free) // (1 << 20))
        raise Refused(
            f"〔{into}〕放不下一份备份，还差 {short:,} MB",
            "请腾出空间，或换一个盘再备份",
            code="QL-PL-020",
        )


def carry_sealed(home: Path, part: Path) -> None:
    """The second file as it lies there, for a desk that has no key to it; compared byte by byte.

    Nobody else can have it open: this process holds the folder, and it is shut after each use.
    """
    left = home / f"{SEALED}-wal"
    if left.is_file() and left.stat().st_size:
        raise Refused(
            "限制内容上次没有收好，这次没有备份", "请能看限制内容的人先打开一次程序，再备份",
            code="QL-SE-100",
        )  # fmt: skip
    copy_whole(home / SEALED, part / SEALED)


def _copy_extras(home: Path, part: Path) -> None:
    for name in EXTRAS:
        paths = [home / name] if (home / name).is_file() else sorted((home / name).rglob("*"))
        for path in (p for p in paths if p.is_file() and not p.name.endswith(copies.PART)):
            target = part / path.relative_to(home)
            target.parent.mkdir(parents=True, exist_ok=True)
            copy_synced(path, target)


def _store(source: Source, into: Path, name: str, ids: list[str], tick: Tick | None) -> None:
    """Every attachment once, compared byte by byte after copying."""
    store = source.store(name)
    target = into / shared_of(tag_of(source.keys.main)) / name
    whole = store.is_whole if can_read(source.keys, name) else _unproved
    missing = _to_bring(ids, store.folder, target, whole)
    need_room(into, sum(_size(store.path(i)) for i in missing))
    for done, file_id in enumerate(missing):
        if tick is not None and not tick(done, len(missing)):
            raise Stopped
        copy_whole(store.path(file_id), target / file_id[:2] / file_id)


def _to_bring(
    ids: Iterable[str], base: Path, into: Path, whole: Callable[[str], bool]
) -> list[str]:
    """The attachments to copy. One that lies there is replaced only by one that is proved whole.

    A photo that was cut short here must not take the place of the good one in the copies.
    """
    found = []
    for file_id in ids:
        here, there = _size(base / file_id[:2] / file_id), _size(into / file_id[:2] / file_id)
        if here >= 0 and here != there and (there < 0 or whole(file_id)):
            found.append(file_id)
    return found


def _unproved(_file_id: str) -> bool:
    return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1


def _carry_files(
    base: Path, place: Path, folder: str, ids: list[str],
    whole: Callable[[str], bool], tick: Tick | None,
) -> None:  # fmt: skip
    into = place / folder
    missing = _to_bring(ids, base, into, whole)
    need_room(place, sum(_size(base / i[:2] / i) for i in missing))
    for done, file_id in enumerate(missing):
        if tick is not None and not tick(done, len(missing)):
            raise Stopped
        copy_whole(base / file_id[:2] / file_id, into / file_id[:2] / file_id)


def copy_synced(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb+") as written:
        os.fsync(written.fileno())


def copy_whole(source: Path, target: Path) -> None:
    """Beside, flushed, read back from the disk itself, then under its name."""
    part = target.with_name(target.name + copies.PART)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        copy_synced(source, part)
        _forget(part)
        if not filecmp.cmp(source, part, shallow=False):
            raise _unlike()
        named(part, target, numbered=False)
    finally:
        part.unlink(missing_ok=True)


def _unlike() -> Damaged:
    return Damaged("附件或数据的副本和原件对不上", "请换一个盘再做一次")


def _forget(path: Path) -> None:
    """The next reading comes from the disk, where the system has a way to ask for that."""
    if advise := getattr(os, "posix_fadvise", None):
        with path.open("rb") as file:
            advise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def named(part: Path, wanted: Path, *, numbered: bool = True) -> Path:
    """Gives what is complete its name, or the first free one after it."""
    target, number = wanted, 1
    while numbered and target.exists():
        number += 1
        target = wanted.with_name(f"{wanted.name}-{number}")
    for left in reversed(range(_TRIES)):
        try:
            part.replace(target)
            break
        except PermissionError:
            if not left:
                raise
    sync_folder(target.parent)
    return target


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _measure(connection: Connection, tables: tuple[str, ...]) -> dict[str, int]:
    """Rows of each table and images in the trail; all of them only ever grow."""
    found = {table: int(one(connection, f'SELECT count(*) FROM "{table}"')) for table in tables}
    return {**found, "trail": trail.head(connection)[0]}


def _verified(part: Path, source: Source, before: dict[str, int], at: str, why: str) -> Copy:
    """Opened with the key, checked, counted; what was counted becomes the copy's own words."""
    live = source.connections[MAIN]
    for name, key in ((SEALED, source.keys.sealed), (MAIN, source.keys.main)):
        if name not in source.connections:
            continue  # carried and compared as it lies
        opened = database.open_database(part / name, key)
        try:
            database.quick_check(opened)
            if name == MAIN:
                with engine.plain_words():
                    copied, after = _measure(opened, source.tables), _measure(live, source.tables)
                    head, unit = trail.head(opened), identity.load(opened)
                    version = migrations.applied(opened)[-1]
        finally:
            database.close(opened)
    for table, count in copied.items():
        if not before[table] <= count <= after[table]:
            raise Damaged(f"备份和原数据对不上（{table}）", "请换一个盘再备份一次")
    del copied["trail"]
    paths = [path for path in part.rglob("*") if path.is_file()]
    return Copy(
        part, at, sum(copied.values()), why, head, unit.office_id,
        size=sum(path.stat().st_size for path in paths),
        sums={path.relative_to(part).as_posix(): digest_of(path) for path in paths},
        tables={table: count for table, count in copied.items() if count}, version=version,
        lock=tag_of(source.keys.main), install=unit.install_id, epoch=unit.epoch,
    )  # fmt: skip
