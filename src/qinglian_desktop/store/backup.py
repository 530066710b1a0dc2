"""The past comes back: a checked copy in place of what is there, which is kept.

Copies are made in copying.py; `before` asks for one where something cannot be taken back.
"""

import contextlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from qinglian_desktop.core import clock, code
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.core.whole import sync_folder
from qinglian_desktop.store import (
    copies,
    copy_log,
    copying,
    database,
    engine,
    erased_files,
    identity,
    keyfile,
    stops,
)
from qinglian_desktop.store.copies import Copy
from qinglian_desktop.store.copying import KEYS, MAIN, SEALED, STORES, in_words
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.files import tag_of, write_whole
from qinglian_desktop.store.identity import Unit
from qinglian_desktop.store.keyfile import Keys
from qinglian_desktop.store.stops import Stop
from qinglian_desktop.store.tries import MOST, Tries

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

_REPLACED = (MAIN, SEALED, KEYS)
# A change of keys is swapped like a restore: how its attachments end, how what it replaced begins.
REKEYED, BEFORE = ".rekeyed", "换钥匙前-"
_WHOSE = "restore"  # the tries at a backup, which knows no persons
_A_CODE = 30  # letters: no PIN is as long as the code of a sheet
WRONG_PIN = "QL-PL-008"
OTHER_KEYS = "QL-PL-029"  # a backup made on another computer, or before the keys were changed


def before(book: "Book", why: str, *, minutes: int = 0) -> Copy:
    """A verified copy beside the data before `why` (合并, 批量删除 …); Refused without one.

    Call it before the change is opened. Where nothing was written since the newest copy, that one
    is it. `minutes`: one made so short a time ago will do, for acts that come in a row, each of
    them one transaction.
    """
    place = book.home / copies.HERE
    last = copies.newest(place, book.unit.office_id, tag_of(book.keys.main))
    if last and last.is_told and last.office == book.unit.office_id:
        if last.head == book.trail_head():
            return last
        if minutes and last.day == clock.today().isoformat() and _younger(last, minutes):
            return last
    return book.back_up(place, why=f"{why}前")


def _younger(copy: Copy, minutes: int) -> bool:
    from datetime import datetime, timedelta

    age = datetime.fromisoformat(clock.now()) - copy.moment
    return timedelta(0) <= age < timedelta(minutes=minutes)


def unlocked(source: Path, pin: str, home: Path, own: Keys | None) -> tuple[Keys, Path]:
    """The keys that open a backup, and the folder whose keys.json goes with them.

    `own` are the keys of `home`, where they are known. Where they open the backup, the key file of
    now stays: a PIN set or changed since does not shut the backup, and going back neither takes
    the lock off nor gives back the PIN of somebody who has stopped.
    """
    if own is not None and _fits(source, own):
        return own, home
    refuse_after_tries(home, pin)
    try:
        keys = _by_pin_or_sheet(source, pin)
    except Damaged:
        raise
    except Refused as shut:
        if pin and len(pin) < _A_CODE:
            Tries(home).wrong(_WHOSE)
            refuse_after_tries(home, pin)
        if own is None:
            raise
        if not pin:
            raise Refused(
                "这份备份是用别的钥匙锁的", "请输入做这份备份时用的 PIN", field="pin",
                code=OTHER_KEYS,
            ) from shut  # fmt: skip
        raise Refused(
            "这份备份用现在的 PIN 和钥匙都打不开，没有还原",
            "可能是别的单位的备份，请核对；是本单位的请用当时的 PIN",
            field="pin",
            code=WRONG_PIN,
        ) from shut
    Tries(home).forget(_WHOSE)
    return keys, source


def refuse_after_tries(home: Path, pin: str) -> None:
    """A PIN is not guessed at a backup either: five times, then the pause of the first page."""
    if pin and len(pin) < _A_CODE and (seconds := Tries(home).locked_for(_WHOSE)):
        raise Refused(
            f"PIN 连错了 {MOST} 次，先停一停", f"过 {-(-seconds // 60)} 分钟再试，或用恢复单",
            field="pin", code="QL-PL-081",
        )  # fmt: skip


def _by_pin_or_sheet(source: Path, typed: str) -> Keys:
    """The keys of a backup: the PIN of its day, or the code of the sheet that was valid then."""
    try:
        return keyfile.unlock(source, typed)
    except Damaged:
        raise
    except Refused:
        if len(typed) < _A_CODE:
            raise
        return keyfile.unlock_code(source, code.read(typed))


def _fits(source: Path, keys: Keys) -> bool:
    """Do these keys open the backup? One whose files are spoilt is told when it is read."""
    if told := copies.read(source).lock:
        return told == tag_of(keys.main)
    try:
        unit_of(source, keys)
    except Refused:
        return False
    return True


def unit_of(folder: Path, keys: Keys) -> Unit:
    """Whose data lies in this folder?"""
    opened = database.open_database(folder / MAIN, keys.main, look_only=True)
    try:
        with engine.plain_words():
            return identity.load(opened)
    finally:
        database.close(opened)


def refuse_another_units(source: Path, keys: Keys, office: str) -> None:
    """A backup belongs to the office that made it, whichever computer it lies on."""
    theirs = unit_of(source, keys)
    if theirs.office_id != office:
        raise Refused(
            f"这是别的单位的备份（{theirs.name}），没有还原",
            "请选本单位的备份；原来的数据没有动",
            code="QL-PL-008",
        )


def restore(
    source: Path, home: Path, keys: Keys, *, lock: Path | None = None, own: Keys | None = None
) -> None:
    """Puts a checked copy of a backup in place of the files in `home`; what was there is kept.

    `keys` are those of the backup; `lock` is the folder whose keys.json holds them, where that is
    not the backup's; `own` are those of `home`, where they are others. With what this computer
    signs it signs on: it may have been founded anew because the one of the backup was stolen, and
    the street takes nothing any more that is signed with the keys in there.

    The caller has closed the database. The copy begins its new stream before it
    takes its place, so that no kill can leave the old counter running on (bundle numbers would be
    given twice); a restore cut short by a dead program is finished by `finish`.
    """
    if missing := [name for name in _REPLACED if not (source / name).is_file()]:
        raise Damaged(f"备份里缺 {missing[0]}", "请选另一份备份")
    present = _identity_in(home, own or keys)
    with in_words("还原没有做成，原来的数据没有动", "请检查磁盘空间和备份盘，然后再做一次"):
        for name in _REPLACED:
            for left in ("", "-wal", "-shm"):  # of a restore that a dead program had begun
                (home / f"{name}.new{left}").unlink(missing_ok=True)
            copying.copy_synced(
                (lock or source if name == KEYS else source) / name, home / f"{name}.new"
            )
        for name, key in (("qinglian.db", keys.main), ("sealed.db", keys.sealed)):
            if name != "qinglian.db" and not keys.opens_sealed:
                continue  # put back as it lies: whoever opened this has no key to it
            checked = database.open_database(home / f"{name}.new", key)
            try:
                database.quick_check(checked)
                database.is_behind(checked, sealed=name == SEALED)  # a newer one could not be used
                if name == "qinglian.db":
                    office = begin_stream(checked, home, present).office_id
            finally:
                database.close(checked)
        for folder in STORES:
            _bring_files(source, home, keys, folder)
        _bring_extras(source, home)
        # What was erased since this copy was made is erased again, on whatever computer.
        erased_files.write_orders(home, erased_files.read_orders(source.parent))
        _bring_archives(source, home, keys, office)
        kept = _kept_name(home)
        write_whole(home / database.RESTORING, kept.name.encode())
    finish(home)


def _bring_files(source: Path, home: Path, keys: Keys, folder: str) -> None:
    """The attachments of the copy; one that is here and whole is not read a second time."""
    theirs, ours = copying.store_in(source, keys, folder), copying.store_in(home, keys, folder)
    whole = ours.is_whole if copying.can_read(keys, folder) else ours.has
    for file_id in theirs.all():
        original, here = theirs.path(file_id), home / folder / file_id[:2] / file_id
        if original.is_file() and not (here.is_file() and whole(file_id)):
            copying.copy_whole(original, here)


def _bring_extras(source: Path, home: Path) -> None:
    """Templates and receipts that are not here; how this computer looks stays as it is."""
    for name in copying.EXTRAS:
        for path in (source / name).rglob("*"):
            target = home / path.relative_to(source)
            if path.is_file() and not target.exists():
                copying.copy_whole(path, target)


def _bring_archives(source: Path, home: Path, keys: Keys, office: str) -> None:
    """The closed years that lie beside the copies of this place, where this computer lacks them."""
    for year in (source.parent / copies.ARCHIVES).glob("*年"):
        lock, here = tag_of(keys.main), home / copies.ARCHIVES / year.name
        # Several offices may use one stick.
        own = [c for c in copies.listed(year) if (c.office, c.lock) == (office, lock)]
        if not own or copies.newest(here):
            continue
        there = own[0]
        part = here / f"{there.folder.name}{copies.PART}"
        shutil.rmtree(part, ignore_errors=True)  # of a restore that a dead program had begun
        for path in (path for path in there.folder.rglob("*") if path.is_file()):
            copying.copy_whole(path, part / path.relative_to(there.folder))
        part.rename(here / there.folder.name)


def lacking(source: Path, home: Path, keys: Keys) -> int:
    """How many attachments of a copy are neither beside it nor here."""
    gone = 0
    for folder in STORES:
        theirs, ours = copying.store_in(source, keys, folder), copying.store_in(home, keys, folder)
        whole = ours.is_whole if copying.can_read(keys, folder) else ours.has
        gone += sum(not theirs.has(i) and not whole(i) for i in theirs.all())
    return gone


def _kept_name(home: Path) -> Path:
    """A folder that is not there yet for what the restore replaces."""
    moment = clock.now().replace(":", "").replace("T", "-")
    found, number = home / f"{database.KEPT}{moment}", 1
    while found.exists():
        number += 1
        found = home / f"{database.KEPT}{moment}-{number}"
    return found


class _Identity(NamedTuple):
    """Whose data lie here now, and the settings that say with what this computer signs."""

    unit: Unit
    settings: dict[str, Any]
    stops: list[Stop]


def _identity_in(home: Path, keys: Keys) -> _Identity | None:
    """None where nothing lies here, or nothing these keys open."""
    if not (home / MAIN).is_file():
        return None
    try:
        opened = database.open_database(home / MAIN, keys.main, look_only=True)
    except Refused:
        return None
    try:
        with engine.plain_words():
            found = {name: identity.setting(opened, name) for name in identity.SIGNS_WITH}
            return _Identity(identity.load(opened), found, stops.told(opened))
    except Refused:
        return None
    finally:
        database.close(opened)


def begin_stream(copy: Connection, home: Path, present: _Identity | None = None) -> Unit:
    """The old counter is never used again, nor the number of the restore.

    This computer stays the one it is: with the data of another one of its office it neither takes
    that one's name nor crowds out its copies.
    """
    # A backup restored twice does not know of the first time; the folders kept by each do, and
    # the log of this computer knows of those that were cleared away.
    beyond = sum(1 for _ in home.glob(f"{database.KEPT}*")) + copy_log.Log.load(home).cleared + 1
    with engine.plain_words():
        unit = identity.load(copy)
        if present is not None and present.unit.office_id == unit.office_id:
            beyond = max(beyond, present.unit.epoch)
            unit = unit._replace(install_id=present.unit.install_id)
            stops.keep(copy, present.stops)
            if present.settings[identity.OFFICE_KEYS] is not None:
                unit = unit._replace(computer=present.unit.computer)
                for name, value in present.settings.items():
                    if value is not None or name == identity.PROOF_OF_COMPUTER:
                        identity.put_setting(copy, name, value)
        unit = identity.next_stream(unit, beyond=beyond)
        identity.save(copy, unit)
    return unit


def finish(home: Path) -> None:
    """Swaps the files of a restore that was decided; every step may be repeated after a kill."""
    mark = home / database.RESTORING
    if not mark.is_file():
        return
    with in_words("上次还原没有做完，这次也没能接着做", "请检查磁盘和文件夹是否可写，再打开程序"):
        kept = home / Path(mark.read_text("utf-8")).name
        kept.mkdir(exist_ok=True)
        for name in _REPLACED:
            new = home / f"{name}.new"
            if not new.is_file():
                continue
            for old in (f"{name}-wal", f"{name}-shm", name):
                if not (kept / old).exists():
                    with contextlib.suppress(FileNotFoundError):
                        (home / old).rename(kept / old)
            new.replace(home / name)
        if kept.name.startswith(BEFORE):
            _swap_stores(home, kept)
        sync_folder(home)
        mark.unlink()
        sync_folder(home)


def _swap_stores(home: Path, kept: Path) -> None:
    """Attachments and archives under new keys take the place of the old ones (store/rekeying)."""
    for name in (*STORES, copies.ARCHIVES):
        new = home / f"{name}{REKEYED}"
        if not new.is_dir():
            continue
        if (home / name).is_dir():
            (home / name).rename(kept / name)
        new.rename(home / name)


def summary(source: Path, keys: Keys, tables: tuple[str, ...]) -> dict[str, int]:
    """Row counts of a backup by table, without touching anything."""
    copy = database.open_database(source / MAIN, keys.main, look_only=True)
    try:
        with engine.plain_words():
            made = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            there = {name for (name,) in made}  # an older backup lacks what came later
            counted = 'SELECT count(*) FROM "{}" WHERE deleted = 0'
            return {t: one(copy, counted.format(t)) if t in there else 0 for t in tables}
    finally:
        database.close(copy)
