"""佐证归集: which rows of all ledgers stand in which volume, and what should be there and is not.

Nothing is copied: an entry of the catalogue is a question to its ledger, asked anew each time. A
ledger this program does not have is passed over.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core import access
from qinglian_desktop.core.kinds import FILES, LINK, NAME
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Board, Level, Record, Row
from qinglian_desktop.modules.archive import rules
from qinglian_desktop.modules.archive.reads.rows import own, pack_of
from qinglian_desktop.modules.archive.records import FiledPaper
from qinglian_desktop.modules.archive.rules import Entry
from qinglian_desktop.store.book import Book

_LONGEST = 60  # characters of a title in a list


class Item(NamedTuple):
    """One row that stands in a volume."""

    table: str
    row_id: str
    label: str  # of its ledger
    title: str
    day: str  # as its ledger tells it: a day, a month, a quarter or a year; "" where none is
    files: tuple[str, ...]


class Collected(NamedTuple):
    """One entry of the catalogue with what is there and for which periods nothing is."""

    entry: Entry
    items: tuple[Item, ...]
    missing: tuple[str, ...]
    asked: bool = True  # False: this program has no such ledger, and no paper was filed


class Gap(NamedTuple):
    volume: str
    name: str
    missing: tuple[str, ...]
    table: str  # where it would be entered


def collected(book: Book, year: int, until: date) -> tuple[Collected, ...]:
    """The whole catalogue of a year as it stands; rows of days after `until` are left out."""
    pack = pack_of(book, rules.VOLUMES, until)
    filed = dict[tuple[str, str], list[Item]]()
    loose = dict[str, list[Item]]()
    known = {(one.volume, one.name) for one in rules.catalogue(pack)}
    for row in own(book, FiledPaper, Where("year", "=", year), order="made_on"):
        if (row["made_on"] or "") > until.isoformat():
            continue
        item = _item(FiledPaper, row, row["made_on"] or str(year))
        key = (row["volume"], (row["entry"] or "").strip())
        filed.setdefault(key, []).append(item) if key in known else loose.setdefault(
            row["volume"], []
        ).append(item)
    found = []
    for volume in rules.volumes(pack):
        for entry in (one for one in rules.catalogue(pack) if one.volume == volume):
            items = (*_rows(book, entry, year, until), *filed.get((volume, entry.name), ()))
            known_table = not entry.table or entry.table in book.tables.records
            missing = rules.lacking(entry, year, [one.day for one in items], until)
            found.append(Collected(entry, items, missing if known_table else (), known_table))
        if others := loose.get(volume):
            other = Entry(f"{volume[:2]}-99", volume, "其他材料", "", (), (), "", False, False)
            found.append(Collected(other, tuple(others), ()))
    return tuple(found)


def gaps(found: tuple[Collected, ...]) -> tuple[Gap, ...]:
    """缺项: what should be there and is not."""
    return tuple(
        Gap(one.entry.volume, one.entry.name, one.missing, one.entry.table or FiledPaper.table)
        for one in found
        if one.missing
    )


def papers_of(book: Book, found: tuple[Collected, ...]) -> Iterator[tuple[Collected, Item, str]]:
    """The attachments that are here, each once: the entry, the row, the id of the file."""
    seen = set[str]()
    for one in found:
        for item in one.items if not one.entry.reference else ():
            for file_id in item.files:
                if file_id not in seen and book.files.has(file_id):
                    seen.add(file_id)
                    yield one, item, file_id


def _rows(book: Book, entry: Entry, year: int, until: date) -> tuple[Item, ...]:
    record = book.tables.records.get(entry.table)
    if record is None:
        return ()
    where = [Where("owner", "=", book.unit.office_id)]
    where += [Where(field, op, _listed(value)) for field, op, value in entry.where]
    names = _day_fields(record, entry)
    if not names:
        found = book.rows(Query(entry.table, tuple(where)))
        return tuple(_item(record, row, str(year)) for row in found)
    items: list[Item] = []
    for name in names:
        lies = _in_year(name, year)
        found = book.rows(Query(entry.table, (*where, *lies), order=((name, False),)))
        items += (
            _item(record, row, str(row[name])) for row in found
            if all(_by(str(row[day]), until) for day in names if row[day])
        )  # fmt: skip
        where.append(Where(name, "empty"))  # the next field places only what this one does not
    return tuple(items)


def _in_year(name: str, year: int) -> tuple[Where, ...]:
    if name == "year":
        return (Where(name, "=", year),)
    return Where(name, ">=", str(year)), Where(name, "<", str(year + 1))


def _by(told: str, until: date) -> bool:
    """Had this day, month or quarter begun by the last day that counts?"""
    first = rules.first_day(told)
    return first is None or first <= until


def _day_fields(record: type[Record], entry: Entry) -> tuple[str, ...]:
    """The fields that place its rows in a year; none where they belong to no year."""
    if entry.standing:
        return ()
    own = "year" if "year" in record.fields else record.happened
    return entry.days or ((own,) if own else ())


def _item(record: type[Record], row: Row, day: str) -> Item:
    return Item(
        record.table, row["id"], record.label, _called(record, row), day, _files(row, record)
    )


def _called(record: type[Record], row: Row) -> str:
    """How a row is called, with personal values and names of residents masked."""
    said = []
    for name in record.named_by:
        field, value = record.fields[name], row.get(name)
        if value in (None, "") or field.kind is LINK:
            continue
        text = access.show(field, value)
        masked = field.kind is NAME and field.board is not Board.FULL
        said.append(field.kind.mask(text) if masked and field.level < Level.PERSON else text)
    title = " ".join(" ".join(said).split())
    return title[:_LONGEST] or f"没有写名称的{record.label}"


def _files(row: Row, record: type[Record]) -> tuple[str, ...]:
    """The attachments of a row that are not personal, and that somebody put there."""
    ids: list[str] = []
    for name, field in record.fields.items():
        if field.kind is FILES and field.level < Level.PERSON and not field.kept and row.get(name):
            ids += FILES.load(row[name])
    return tuple(dict.fromkeys(ids))


def _listed(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return None if value == "" else value
