"""What gave way when two computers of an office had changed the same: kept, shown, chosen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.exchange.records import MergeConflict
from qinglian_desktop.store import bodies
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.versions import Lost

WAITING, SEEN = "待看", "已看"
Save = Callable[[Book, str, Row], object]  # an ordinary edit, by the rules of its subject
_DELETED = "deleted"


@dataclass(slots=True)
class Found:
    """The values that gave way in one merge."""

    lost: list[tuple[str, str, Lost]] = field(default_factory=list)

    def add(self, table: str, row_id: str, lost: Lost) -> None:
        # A conflict row two computers wrote apart says the same on both.
        if table != MergeConflict.table:
            self.lost.append((table, row_id, lost))

    def settle(self, stood: bodies.Before) -> None:
        """What is one with its parts came from one side: it is told once, as a whole."""
        told: list[tuple[str, str, Lost]] = []
        settled = stood.settle(lambda *lost: told.append(lost))
        self.lost = [one for one in self.lost if one[:2] not in settled] + told

    @property
    def rows(self) -> set[tuple[str, str]]:
        """The rows in which something gave way."""
        return {(table, row_id) for table, row_id, _ in self.lost}


def keep(change: Change, found: Found) -> None:
    """Files each as a row, named after what it tells; one that is there already stays as it is."""
    for table, row_id, lost in found.lost:
        if change.book.row(MergeConflict.table, lost.id) is not None:
            continue
        change.put(
            MergeConflict(
                id=lost.id,
                table_name=table,
                row_id=row_id,
                field_name=lost.field,
                kept=None if lost.kept is None else str(lost.kept),
                lost=None if lost.lost is None else str(lost.lost),
                lost_stream=lost.lost_stream,
                lost_number=lost.number,
                lost_by=lost.lost_by or None,
                lost_at=lost.lost_at or None,
            )
        )


# -- the review --------------------------------------------------------------------------------


class Differing(NamedTuple):
    """One version that gave way: fields that belong together are chosen together."""

    table: str
    row_id: str
    what: str
    ids: tuple[str, ...]  # of its conflict rows
    labels: tuple[str, ...]
    now: Row  # what stands in the row today
    other: Row  # what the other computer had
    lost_by: str
    lost_at: str
    lost_stream: str
    now_by: str
    now_at: str
    seen: bool
    there: bool  # the row can still be edited


def listed(book: Book) -> list[Differing]:
    """By record; what waits for a look first."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    own = (Where("owner", "=", book.unit.office_id),)
    for row in book.rows(Query(MergeConflict.table, own, order=(("created_at", True),))):
        record = book.tables.records.get(row["table_name"])
        if record is not None:
            stamp = record.stamp_name(row["field_name"])
            version = (row["lost_stream"], row["lost_number"], stamp)
            groups.setdefault((record.table, row["row_id"], *version), []).append(row)
    found = [_differing(book, rows) for rows in groups.values()]
    return sorted(found, key=lambda one: (one.seen, one.table, one.what))


def waiting(book: Book) -> int:
    """How many versions nobody has looked at yet."""
    return sum(not one.seen for one in listed(book))


def _differing(book: Book, rows: list[Row]) -> Differing:
    first = rows[0]
    record, now = book.tables[first["table_name"]], book.row(first["table_name"], first["row_id"])
    labels, other, apart = [], {}, {}
    for row in sorted(rows, key=lambda one: str(one["field_name"])):
        name = row["field_name"]
        known = record.fields.get(name)
        labels.append("删除" if name == _DELETED else known.label if known else name)
        column = int if name == _DELETED else known.kind.column if known else str
        other[name] = None if row["lost"] is None else column(row["lost"])
        if known is None and name != _DELETED:
            apart[name] = row["kept"]  # no field of its own: as it was then
    there = now is not None and all(n in record.fields or n == _DELETED for n in other)
    return Differing(
        record.table,
        first["row_id"],
        naming(record, now) if now else record.label,
        tuple(row["id"] for row in rows),
        tuple(labels),
        {name: (now or {}).get(name) for name in other} | apart,
        other,
        first["lost_by"] or "",
        first["lost_at"] or "",
        first["lost_stream"],
        str((now or {}).get("updated_by") or ""),
        str((now or {}).get("updated_at") or ""),
        all(row["state"] == SEEN for row in rows),
        there,
    )


def leave_as_it_is(book: Book, one: Differing) -> Changes:
    """What stands goes on standing; the other stays as a note in 经过."""
    with book.change(f"两边都改过：用现在的（{one.what}）") as change:
        _seen(change, one)
    return change.changes


def use_other(book: Book, one: Differing, save: Save, drop: Any, bring_back: Any) -> Changes:
    """An ordinary edit with the values that gave way; what stood until now is its 经过."""
    if not one.there:
        raise Refused("这条记录已经不在了，不能改用另一个", "要找回请到回收站", code="QL-UB-192")
    label = f"两边都改过：改用另一个（{one.what}）"
    draft = {name: value for name, value in one.other.items() if name != _DELETED}
    with book.change(label, reason="另一台电脑上是这样填的") as change:
        deleted = one.other.get(_DELETED)
        if deleted == 0 and one.now.get(_DELETED) == 1:
            bring_back(book, one.row_id)
        if draft:
            save(book, one.row_id, draft)
        if deleted == 1:
            drop(book, one.row_id)
        _seen(change, one)
    return change.changes


def _seen(change: Change, one: Differing) -> None:
    for row_id in one.ids:
        change.put_row(MergeConflict.table, row_id, {"state": SEEN})
