"""照片归位 (TL-15): what photos of some days can belong to, and attaching what was agreed to."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.photo_groups import Group, Place, Proposal, grouped, proposed
from qinglian_desktop.core.record import Owner, Record, Row, naming
from qinglian_desktop.exchange import photo_times
from qinglian_desktop.exchange.photo_times import Photo
from qinglian_desktop.modules.tasks.records import OPEN, Task
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

MOST = 2000  # photos looked at in one go
_PLACES = 300  # rows of one table offered at most
_LATELY = 60  # days, offered where no photo tells its time
_AROUND = 6  # days beyond the photos whose rows are offered, too
# When it was, where the declaration names no day for it.
_DAYS = {"notice": "posted_on", "task": "due_on", "inventory": "counted_on"}
_PAPERS = frozenset(
    ("entry", "voucher", "receipt_slip", "invoice", "approval", "contract", "delegation",
     "matter", "audit", "asset", "seal_use", "reported_number", "disclosure_demand")
)  # fmt: skip
_PICTURES = ("photos", "proof", "files")  # the field photos go to, the first that is there


class Sorted(NamedTuple):
    """A folder of photos, looked at: nothing of it is attached yet."""

    photos: tuple[Photo, ...]
    groups: tuple[Group, ...]  # by places in `photos`
    timeless: tuple[int, ...]
    places: tuple[Place, ...]
    proposals: tuple[Proposal, ...]


def sort(book: Book, paths: Sequence[Path]) -> Sorted:
    """Groups by day and time, each with its likeliest place; refused where there are no photos."""
    found = photo_times.photos_in(paths)
    if not found:
        raise Refused("这里没有照片", "请选手机照片所在的文件夹", code="QL-TL-060")
    if len(found) > MOST:
        raise Refused(
            f"这里有 {len(found):,} 张照片，一次最多看 {MOST:,} 张", "请分几个文件夹来",
            code="QL-TL-061",
        )  # fmt: skip
    photos = tuple(map(photo_times.read, found))
    timed = [(place, one.taken) for place, one in enumerate(photos) if one.taken is not None]
    groups = tuple(
        one._replace(members=tuple(timed[member][0] for member in one.members))
        for one in grouped([taken for _, taken in timed])
    )
    days = [group.first.date() for group in groups]
    if not days:  # none tells its time: what was lately is offered to choose from
        days = [clock.today() - timedelta(days=_LATELY), clock.today()]
    places = tuple(places_of(book, min(days), max(days)))
    timeless = tuple(place for place, one in enumerate(photos) if one.taken is None)
    return Sorted(photos, groups, timeless, places, tuple(proposed(groups, places)))


def places_of(book: Book, first: date, last: date) -> list[Place]:
    """Every own row of these days that takes files, of whatever subject."""
    found: list[Place] = []
    around = timedelta(days=_AROUND)
    for record in book.tables.records.values():
        day = _DAYS.get(record.table) or record.happened
        if record.owner in (Owner.LOCAL, Owner.STREET) or not day or not field_of(record):
            continue
        where = (
            Where("owner", "=", book.unit.office_id),
            Where(day, ">=", (first - around).isoformat()),
            Where(day, "<=", (last + around).isoformat()),
            *((Where("state", "in", list(OPEN)),) if record is Task else ()),
        )
        rows = book.rows(Query(record.table, where, order=((day, True),), limit=_PLACES))
        found += [_place(book, record, row, day) for row in rows]
    # Of one day in the order in which they were written down, which mostly is that of the day.
    return sorted(found, key=lambda place: (place.day, place.row_id))


def _place(book: Book, record: type[Record], row: Row, day: str) -> Place:
    name = naming(record, row)
    for field, declared in record.fields.items():
        if declared.kind.name == "link" and declared.link in ("task", "matter") and row[field]:
            of = book.row(declared.link, row[field])
            name = f"{naming(book.tables[declared.link], of)}，{name}" if of else name
            break
    return Place(
        record.table, row["id"], record.label, name, date.fromisoformat(row[day]), _time(row, day),
        paper=record.table in _PAPERS, until=record is Task,
    )  # fmt: skip


def _time(row: Row, day: str) -> time | None:
    """When on its day a thing was, where the row says so."""
    planned = row.get("planned_at")
    told = row.get("held_time") or (planned[11:16] if planned and planned[:10] == row[day] else "")
    try:
        return time.fromisoformat(str(told).replace("：", ":").zfill(5)) if told else None
    except ValueError:
        return None


def field_of(record: type[Record]) -> str:
    """Where photos of such a row go; "" where it takes none."""
    named = [name for name, field in record.fields.items() if field.kind is FILES]
    return next((name for name in _PICTURES if name in named), "")


def put(book: Book, photos: Sequence[Path], table: str, row_id: str) -> Changes:
    """The photos the clerk agreed to, into one row, as one step; `result` is how many it has."""
    row = ledger.there(book, table, row_id)
    if row["deleted"]:
        raise Refused(
            f"这条{book.tables[table].label}已经删了", "按“换一个”选别的，或先从回收站找回它",
            code="QL-TL-062",
        )  # fmt: skip
    return ledger.attach(book, table, row_id, photos, field_of(book.tables[table]))
