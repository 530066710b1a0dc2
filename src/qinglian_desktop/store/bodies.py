"""A row with its parts, written on two computers apart: one side is taken whole, never a mixture.

A voucher and its lines are merged row by row like everything else. Where each side had changed
other rows of it, what comes out may be nobody's: lines that do not balance, lines nobody reviewed
under a review. Then the side that counts is taken with all its parts, as an edit that has seen
both, and the other one is told in words. Both computers choose the same side. Twins, the two rows
of a transfer across the books, are judged the same way.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import ENVELOPE, Row
from qinglian_desktop.store import envelope, rows
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.guards import Body, whole_ones
from qinglian_desktop.store.merge import Merge
from qinglian_desktop.store.table_plan import TablePlan
from qinglian_desktop.store.versions import Lost

_NAMESPACE = uuid.UUID("8d0c2a3e-77f4-5f0b-9a55-3f1b0f5d6c21")  # names the notes for ever
_FREE = frozenset(ENVELOPE) - {"deleted"}


class _Side(NamedTuple):
    head: Row
    parts: Mapping[str, Row]  # by id, deleted ones too

    def stands(self) -> list[Row]:
        """The parts that are there, in an order both computers have."""
        there = (row for row in self.parts.values() if not row["deleted"])
        return sorted(there, key=lambda row: row["id"])

    def says(self) -> str:
        told = [_facts(self.head), *map(_facts, self.stands())]
        return json.dumps(told, ensure_ascii=False, sort_keys=True)

    def newest(self) -> Row:
        """The row that was edited last, by the counters."""
        return max((self.head, *self.parts.values()), key=_stamp)


class Before:
    """What stood here of every whole a bundle touches, taken before it is merged."""

    def __init__(self, change: Change, merge: Merge, plans: Sequence[TablePlan]) -> None:
        self._change, self._merge = change, merge
        self._tables = {plan.table for plan in plans}
        self._mine: list[tuple[str, Body, _Side]] = []
        for table, body in whole_ones().items():
            if {table, body.part} <= self._tables:
                find = (
                    _touched_twins(change.book, plans, table, body)
                    if body.twins
                    else (_touched(merge, plans, table, body))
                )
                found = (self._here(table, body, key) for key in dict.fromkeys(find))
                self._mine += [(table, body, side) for side in found if side is not None]

    def settle(self, keep: Callable[[str, str, Lost], None]) -> set[tuple[str, str]]:
        """After the merge: puts right what came out as nobody's; the rows that were put right.

        `keep` files in words the side that gave way.
        """
        settled: set[tuple[str, str]] = set()
        for table, body, mine in self._mine:
            key = _key(body, mine.head)
            made = self._here(table, body, key)
            if made is None or made.says() == mine.says():
                continue
            if not body.strict and not self._torn(body, made) and not _reviewed(body, made):
                continue
            theirs = self._staged(table, body, key)
            if theirs is None or made.says() == theirs.says():
                continue
            whole = not self._torn(body, made) and not _reviewed_apart(body, made, mine, theirs)
            if whole and not (body.strict and _both_wrote(made, mine, theirs)):
                continue
            sides = [side for side in (mine, theirs) if not self._torn(body, side)]
            if not sides:
                continue
            chosen = max(sides, key=lambda side: _weight(body, side))
            other = theirs if chosen is mine else mine
            settled |= set(self._take(table, body, made, chosen))
            keep(table, made.head["id"], _note(body, chosen, other))
        return settled

    def _torn(self, body: Body, side: _Side) -> bool:
        return bool(body.torn(self._change.book, side.head, side.stands()))

    def _here(self, table: str, body: Body, key: str) -> _Side | None:
        book = self._change.book
        parts = book.rows(Query(body.part, (Where(body.link, "=", key),), deleted=True))
        if body.twins:
            return _twins(parts)
        head = book.row(table, key)
        return None if head is None else _side(head, parts)

    def _staged(self, table: str, body: Body, key: str) -> _Side | None:
        """As the other computer had it; None where its bundle does not carry all of it."""
        parts = self._merge.staged(body.part, body.link, key)
        if body.twins:
            return _twins(parts)
        heads = self._merge.staged(table, "id", key)
        return _side(heads[0], parts) if heads else None

    def _take(
        self, table: str, body: Body, made: _Side, chosen: _Side
    ) -> Iterator[tuple[str, str]]:
        """The chosen side as an edit that has seen both; what it does not know goes."""
        for of_table, now, wanted in (
            (table, made.head, chosen.head),
            *((body.part, row, chosen.parts.get(key)) for key, row in made.parts.items()),
        ):
            yield of_table, now["id"]
            values = _facts(wanted) if wanted else {"deleted": 1}
            if all(now.get(name) == value for name, value in values.items()):
                continue
            who = (wanted or chosen.newest())["updated_by"]
            at = (wanted or chosen.newest())["updated_at"]
            change, record = self._change, self._change.book.tables[of_table]
            row = {**now, **values, "updated_by": who, "updated_at": at}
            stream = change.book.unit.stream_id
            row = envelope.stamped(row, now, stream, record.stamp_name)
            rows.write(change.book.connection, of_table, row, there=True)
            change.touch(of_table, now["id"])


def companions(book: Book, changed: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """The rows that go along, so that each whole in a bundle is there with all its parts."""
    for table, body in whole_ones().items():
        if body.twins:
            yield from _with_twins(book, table, body, changed.get(table, ()))
            continue
        heads = dict.fromkeys(changed.get(table, ()))
        for part_id in changed.get(body.part, ()):
            if (row := book.row(body.part, part_id)) is not None:
                heads[row[body.link]] = None
        for head in heads:
            yield table, head
            yield from ((body.part, part_id) for part_id in _parts(book, body, head))


def _with_twins(
    book: Book, table: str, body: Body, changed: Collection[str]
) -> Iterator[tuple[str, str]]:
    marks = _marks(book, table, body) if changed else {}
    wanted = {marks[row_id] for row_id in changed if row_id in marks}
    yield from ((table, row_id) for row_id, mark in marks.items() if mark in wanted)


def _marks(book: Book, table: str, body: Body) -> dict[str, str]:
    """The rows of a table that are twins, deleted ones too, and the mark each shares."""
    rows = book.rows(Query(table, (Where(body.link, "filled"),), deleted=True))
    return {row["id"]: row[body.link] for row in rows}


def _touched_twins(book: Book, plans: Sequence[TablePlan], table: str, body: Body) -> Iterator[str]:
    """A new pair stood nowhere before and is what its maker wrote."""
    marks = _marks(book, table, body)
    for plan in plans:
        if plan.table == table:
            yield from (marks[one] for one in (*plan.newer, *plan.apart) if one in marks)


def _side(head: Row, parts: Sequence[Row]) -> _Side:
    return _Side(head, {row["id"]: row for row in parts})


def _twins(rows: Sequence[Row]) -> _Side | None:
    """Two rows as one; None where there are not two."""
    if len(rows) != 2:
        return None
    head, other = sorted(rows, key=lambda row: str(row["id"]))
    return _side(head, (other,))


def _key(body: Body, head: Row) -> str:
    """What the parts of this whole name it by."""
    return str(head[body.link] if body.twins else head["id"])


def _parts(book: Book, body: Body, head: str) -> list[str]:
    """Deleted ones too."""
    query = Query(body.part, (Where(body.link, "=", head),), deleted=True)
    return list(book.ids(query))


def _touched(merge: Merge, plans: Sequence[TablePlan], table: str, body: Body) -> Iterator[str]:
    for plan in plans:
        if plan.table == table:
            yield from (*plan.newer, *plan.apart)
        elif plan.table == body.part:
            for part_id in (*plan.newer, *plan.apart):
                for row in merge.staged(body.part, "id", part_id):
                    yield row[body.link]
            if plan.new:
                yield from (row[body.link] for row in merge.unheard(body.part))


def _facts(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in _FREE}


def _stamp(row: Row) -> tuple[int, str]:
    vector = json.loads(row["vv"])
    return max(((number, stream) for stream, number in vector.items()), default=(0, ""))


def _reviewed(body: Body, side: _Side) -> bool:
    return bool(body.reviewed and side.head.get(body.reviewed))


def _reviewed_apart(body: Body, made: _Side, *sides: _Side) -> bool:
    """Does a review stand over parts the one who reviewed had not before their eyes?"""
    if not _reviewed(body, made) or made.head["deleted"]:
        return False
    seen = [side for side in sides if _reviewed(body, side)]
    parts = [list(map(_facts, made.stands())) == list(map(_facts, side.stands())) for side in seen]
    return not any(parts)


def _both_wrote(made: _Side, mine: _Side, theirs: _Side) -> bool:
    """Had each side changed something of it that the other one had not seen?"""
    seen = [_vector(side) for side in (made, mine, theirs)]
    return all(one != seen[0] for one in seen[1:])


def _vector(side: _Side) -> dict[str, str]:
    return {row["id"]: row["vv"] for row in (side.head, *side.parts.values())}


def _weight(body: Body, side: _Side) -> tuple[bool, bool, tuple[int, str], str]:
    """What is there counts before what is deleted, reviewed before not; then the later edit."""
    newest = max(map(_stamp, (side.head, *side.parts.values())))
    return not side.head["deleted"], _reviewed(body, side), newest, side.says()


def _note(body: Body, chosen: _Side, other: _Side) -> Lost:
    newest = other.newest()
    number, stream = _stamp(newest)
    digest = hashlib.sha256(f"{chosen.says()}/{other.says()}".encode()).hexdigest()
    named = uuid.uuid5(_NAMESPACE, f"{other.head['id']}/{number}/{stream}/{digest}")
    told = (body.told(side.head, side.stands()) for side in (chosen, other))
    kept, lost = ("已删除" if side.head["deleted"] else said
                  for side, said in zip((chosen, other), told, strict=True))  # fmt: skip
    who, when = newest["updated_by"] or "", newest["updated_at"] or ""
    return Lost(body.label, kept, lost, stream, str(named), number, who, when)
