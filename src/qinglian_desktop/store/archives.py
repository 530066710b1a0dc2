"""A year is closed: everything as it stood is kept beside the data, to be looked at, not written.

The rows of the year stay in the file that is worked in as well. Taking them out would look like
deletions to the street (its digests are over all rows a unit owns), would cut the chain of the
trail, and would save little: five years of an office are some ten thousand rows. So an archive is
a copy that was opened and compared, with its own index of the search; what was changed or deleted
later is still found there. Attachments stay where they are; an archive names them.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.store import (
    copies,
    copying,
    database,
    engine,
    erased_files,
    finder,
    migrations,
    trial,
)
from qinglian_desktop.store.copies import Copy
from qinglian_desktop.store.copying import Tick, digest_of
from qinglian_desktop.store.engine import one

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

HERE = copies.ARCHIVES
_LOOKS = (40, 2_000)  # hits of one ledger that are looked through: first few, then many
_ANSWERS = 50_000  # lines of an index that are looked at to know which ledgers to ask
_SPOILT = "QL-PL-028"
_REMEDY = "请从备份盘的“存档”里找回这一年的文件夹"
_YEAR = re.compile(r"(\d{4})年")


class Archive(NamedTuple):
    year: int
    copy: Copy

    @property
    def name(self) -> str:
        return f"{self.year}年存档"


class ArchivedRow(NamedTuple):
    """A row as it stood in the archive, where it stands no more as it did."""

    archive: Archive
    table: str
    row: Row


def listed(home: Path) -> list[Archive]:
    """The closed years, the latest first."""
    found = []
    for folder in (home / HERE).glob("*年"):
        named, copy = _YEAR.fullmatch(folder.name), copies.newest(folder)
        if named and copy is not None:
            found.append(Archive(int(named[1]), copy))
    return sorted(found, reverse=True, key=lambda archive: archive.year)


def close_year(
    book: "Book", year: int, records: Sequence[type[Record]], tick: Tick | None = None
) -> Archive:
    """Keeps everything as it stands now as the archive of a year that is over.

    Refused for a year that still runs or is closed already; Damaged, and nothing kept, where the
    copy cannot be opened and compared.
    """
    if year >= clock.today().year:
        raise Refused(f"{year} 年还没有过完", "过了年再存档", code="QL-PL-026")
    place = book.home / HERE / f"{year}年"
    if any(archive.year == year for archive in listed(book.home)):
        raise Refused(f"{year} 年已经存过档", "要看请在“年度存档”里打开", code="QL-PL-027")
    copies.clear_leftovers(place)  # of a program that died over it
    book.catch_up_words()
    made = book.back_up(place, why=f"{year}年存档", files=False, tick=tick)
    found = trial.try_out(
        copies.read(made.folder), book.keys, records, book.home / trial.SCRATCH, tick, files=False
    )
    if not found.ok:
        copies.remove(made.folder)
        raise Damaged(f"存档没有做成：{found.said}", "请检查磁盘，再存一次", code="QL-PL-028")
    return Archive(year, copies.read(made.folder))


@contextmanager
def opened(book: "Book", archive: Archive, records: Sequence[type[Record]]) -> Iterator["Book"]:
    """The archive to look into; its attachments are those of the data."""
    made = look_into(book, archive, records)
    try:
        yield made
    finally:
        made.close()


def look_into(book: "Book", archive: Archive, records: Sequence[type[Record]]) -> "Book":
    """As `opened`, for whoever closes it later."""
    from qinglian_desktop.store.book import Book

    try:
        archive = _prepared(book, archive, records)
        made = Book.open_with(archive.copy.folder, records, book.keys, look_only=True)
    except Damaged as damaged:
        if damaged.code == _SPOILT:
            raise
        # Not the data file: what is wrong with an archive takes nobody away from the desk.
        raise Damaged(f"{archive.name}打不开", _REMEDY, code=_SPOILT) from damaged
    made.files = book.files
    return made


def _prepared(book: "Book", archive: Archive, records: Sequence[type[Record]]) -> Archive:
    """The two things that may change an archive: a new schema, and an order to erase.

    The changed one is made beside the old and stands whole before the old one goes, so that a
    program that dies here leaves one or both and never one that no longer fits its sums.
    """
    from qinglian_desktop.store.book import Book

    folder = archive.copy.folder
    if any(other != folder for other in folder.parent.iterdir()):
        _clear_beside(archive)
    orders = set(erased_files.read_orders(book.home)) - set(erased_files.read_orders(folder))
    if not orders and archive.copy.version == migrations.names()[-1]:
        return archive
    if said := _changed_past_us(archive):
        raise said
    with copying.in_words(f"{archive.name}没有打开", "请检查磁盘空间，再打开一次"):
        part = folder.with_name(f"{folder.name}{copies.PART}")
        try:
            for path in (path for path in folder.rglob("*") if path.is_file()):
                target = part / path.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                copying.copy_synced(path, target)
            erased_files.write_orders(part, orders)
            with Book.open_with(part, records, book.keys) as made:
                made.catch_up_words()
                version = database.version_of(made.connection)
            for kept in part.glob("升级前-*"):
                kept.unlink()  # it would still say what is to be erased
            sums = {name: digest_of(part / name) for name in archive.copy.sums}
            # The head stays that of the closing: it is what the history of now is compared with.
            now = archive.copy._replace(folder=part, sums=sums, version=version)
            copies.write(now)
            target = copying.named(part, folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        copies.remove(folder)
    return archive._replace(copy=now._replace(folder=target))


def _clear_beside(archive: Archive) -> None:
    """What a program that died over this archive left: half of the new one, or the old one."""
    copies.clear_leftovers(archive.copy.folder.parent)
    for older in copies.listed(archive.copy.folder.parent):
        if older.folder != archive.copy.folder and older.install == archive.copy.install:
            copies.remove(older.folder)


def _changed_past_us(archive: Archive) -> Damaged | None:
    for name, said in archive.copy.sums.items():
        path = archive.copy.folder / name
        if not path.is_file() or digest_of(path) != said:
            return Damaged(f"{archive.name}被改动过（{name}）", _REMEDY, code=_SPOILT)
    return None


def carry_along(book: "Book", second: Path, tick: Tick | None = None) -> None:
    """The closed years lie in the second place too, each once: as it is now, not as it was."""
    for archive in listed(book.home):
        place = second / HERE / archive.copy.folder.parent.name
        made = copying.carry(archive.copy, book.keys, place, tick)
        for before in copies.listed(place):
            if before.folder != made.folder and before.install == archive.copy.install:
                copies.remove(before.folder)


def check(book: "Book", archive: Archive) -> str:
    """What is wrong with an archive, in words; "" when it is what it was, and so is the history."""
    if said := _changed_past_us(archive):
        return str(said)
    number, link = archive.copy.head
    with engine.plain_words():
        now = one(book.connection, "SELECT hash FROM trail WHERE seq = ?", (number,))
    if now is not None and now != link:
        return "现在的留痕和存档时的对不上：存档以后有人动过历史，或还原过更早的备份。"
    return ""


def find(book: "Book", text: str, records: Sequence[type[Record]], each: int) -> list[ArchivedRow]:
    """Rows that hold the text in an archive and are not here any more as they were there.

    The latest archive that has a row speaks for it; at most `each` of a ledger in every year.
    One that cannot be opened is passed over: the page of the archives says what is wrong with it.
    """
    found: dict[tuple[str, str], ArchivedRow] = {}
    tables = [record.table for record in records if not record.sealed]
    for archive in listed(book.home):
        with suppress(Damaged), opened(book, archive, records) as then:
            with engine.plain_words():
                holding = finder.holding(then.connection, text, tables, _ANSWERS)
            for table in holding:
                for row in _gone(book, then, text, table, each):
                    found.setdefault((table, row["id"]), ArchivedRow(archive, table, row))
    return list(found.values())


def _gone(book: "Book", then: "Book", text: str, table: str, each: int) -> list[Row]:
    """The first of them; those that still stand as they did are passed over, however many."""
    gone: list[Row] = []
    for most in _LOOKS:
        hits = then.find_words(text, (table,), most)
        if not hits:
            break
        ids = [hit.row_id for hit in hits]
        here = {row["id"]: row for row in book.page(table, ids)}
        gone = [
            row
            for row in then.page(table, ids)
            if not row["deleted"] and not _stands(here.get(row["id"]), row)
        ]
        if len(gone) >= each or len(hits) < most:
            break
    return gone[:each]


def _stands(now: Row | None, then: Row) -> bool:
    return now is not None and not now["deleted"] and now["row_hash"] == then["row_hash"]
