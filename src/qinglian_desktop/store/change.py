"""One change: what happens between `with book.change("…") as change` and its COMMIT.

Rows, revision numbers, trail with before/after and hash, all in one transaction; nothing of it
when anything in the block raises.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import repeat
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.check import value_problem
from qinglian_desktop.core.erasing import refuse_erased
from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.core.outcome import Changes, Conflict, Refused
from qinglian_desktop.core.record import Owner, Record, Row, columns, defaults, to_row
from qinglian_desktop.store import envelope, file_names, guards, links, rows, trail
from qinglian_desktop.store.engine import Connection, one

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book


class Change:
    """Handed out by `Book.change`; use it inside the block only."""

    def __init__(
        self,
        book: "Book",
        label: str,
        *,
        event_on: date | None = None,
        reason: str = "",
        kind: str = "change",
        undoes: int | None = None,
    ) -> None:
        self.book, self.label, self.kind, self.reason = book, label, kind, reason
        self.event_on = event_on or clock.today()
        self.undoes = undoes
        self.step = 0
        self.result: object = None  # handed on in Changes.result
        self.known: dict[str, Any] = {}  # what an action has looked up for the rows that follow
        self._touched: dict[tuple[str, str], None] = {}
        self._gone: dict[tuple[str, str], None] = {}  # what this office put into the bin
        self._writes: Counter[str] = Counter()  # by table; "" counts the parts taken back
        self._counted = False
        self._open = False
        self._depth = 0  # of changes inside this one

    # -- what an action may do ------------------------------------------------------------

    def put(self, record: Record) -> str:
        """Saves a complete record; returns its id (a new one when it had none)."""
        return self.put_row(type(record).table, record.id or clock.new_id(), to_row(record))

    def add(self, record: type[Record], draft: Mapping[str, Any]) -> str:
        """A new row with the defaults of its declaration; may be half-filled."""
        return self.put_row(record.table, clock.new_id(), {**defaults(record), **draft})

    def add_again(self, record: type[Record], row_id: str, draft: Mapping[str, Any]) -> str:
        """A row whose making was undone is made once more, in its old place."""
        self.bring_back(record.table, row_id)
        return self.put_row(record.table, row_id, draft)

    def add_all(self, record: type[Record], drafts: Iterable[Mapping[str, Any]]) -> list[str]:
        """Many new rows at once, each as `add` would make it; their ids in order.

        Nobody else can have such an id yet, so no row is looked up before it is written.
        """
        from qinglian_desktop.store import bulk  # with the first sheet

        connection, unit, moment = self._connection, self.book.unit, clock.now()
        self._own(record, None)
        listed = list(drafts)
        common = dict.fromkeys(columns(record)) | defaults(record)
        own: dict[str, list[Any]] = {}
        for name in set[str]().union(*listed):
            own[name] = bulk.column(listed, name, common.get(name))
        if not all(bulk.fit(record.fields.get(name), values) for name, values in own.items()):
            for draft in listed:
                self._fitting(record, draft)  # says which one and why
        if guard := guards.guarded(record.table):
            for place in guards.unlike(record.table, own, len(listed)):
                guard(self, None, {**common, **listed[place]})
        common |= {"owner": unit.office_id, "deleted": 0, "ext": "{}", "created_at": moment}
        common |= {"updated_at": moment, "updated_by": self.book.operator.name}
        for name in [name for name, values in own.items() if bulk.is_alike(values)]:
            common[name] = own.pop(name)[0]
        own["id"] = ids = clock.new_ids(len(listed))
        for name in (*own, "row_hash"):
            del common[name]
        if ids:
            with self.part():
                bulk.add(connection, record.table, common, own, unit.stream_id, self.step)
        self._touched.update(dict.fromkeys(zip(repeat(record.table), ids)))
        self._writes[record.table] += len(ids)
        return ids

    def put_row(self, table: str, row_id: str, draft: Mapping[str, Any]) -> str:
        """Saves stored values of one row, half-filled or not; fields not named stay as they are.

        Refused when another office owns the row or a value does not fit its field.
        """
        record = self.book.tables[table]
        self._fitting(record, draft)
        given = {name: None if value == "" else value for name, value in draft.items()}
        before = rows.row(self._connection, self.book.tables, table, row_id)
        self._own(record, before)
        if before is not None and all(before[name] == value for name, value in given.items()):
            return row_id
        if record.deadlines:
            given |= reckoning.why_moved(record.deadlines, given, before, clock.today())
        self._write(record, row_id, given, before)
        return row_id

    def drop(self, table: str, row_id: str) -> None:
        """To the recycle bin with its parts: the rows stay, marked deleted, and can come back.

        Refused before COMMIT when a row that is no part of it still hangs on it.
        """
        for part in links.parts(self.book, table, row_id):
            self.drop(*part)
        self._mark(table, row_id, 1)

    def bring_back(self, table: str, row_id: str) -> None:
        """Out of the recycle bin, with the parts that went there with it."""
        went = links.went_along(self.book, table, row_id)
        self._mark(table, row_id, 0)
        for part in went:
            self.bring_back(*part)

    def set_aside(self, table: str, row_id: str) -> None:
        """At the street: marks a unit's row deleted, since the unit itself has it no more."""
        self._write(self.book.tables[table], row_id, {"deleted": 1}, self._of_a_unit(table, row_id))

    def give_way(self, table: str, row: Row) -> None:
        """At the street: a unit's row as the unit has it now, version and all."""
        self._of_a_unit(table, row["id"])
        self._exactly(table, row)

    def number(self, series: str) -> int:
        """The next number of a series, without gaps: given only if this change commits."""
        return self.numbers(series, 1)[0]

    def numbers(self, series: str, many: int) -> range:
        """The next so many numbers of a series."""
        self._counted |= many > 0
        self._connection.execute(
            "INSERT INTO counter (series, last) VALUES (?1, ?2) "
            "ON CONFLICT (series) DO UPDATE SET last = last + excluded.last",
            (series, many),
        )
        last = int(one(self._connection, "SELECT last FROM counter WHERE series = ?", (series,)))
        return range(last - many + 1, last + 1)

    def at_least(self, series: str, number: int) -> None:
        """Numbers up to `number` came in from outside; the series goes on after them."""
        self._connection.execute(
            "INSERT INTO counter (series, last) VALUES (?, ?) "
            "ON CONFLICT (series) DO UPDATE SET last = max(last, excluded.last)",
            (series, number),
        )

    # -- below the handle -----------------------------------------------------------------

    @property
    def _connection(self) -> Connection:
        if not self._open:
            raise RuntimeError("a change is used inside its block only")
        if not self.book.connection.in_transaction:
            # A full disk can make SQLite end the transaction by itself; nothing may follow it.
            raise Refused("这一步没有写入", "请检查磁盘空间，然后再做一次")
        return self.book.connection

    @contextmanager
    def part(self) -> Iterator[None]:
        """A change inside this one: when it fails, only its own writes are taken back."""
        touched, written, self._depth = len(self._touched), self._writes.total(), self._depth + 1
        name = f"part_{self._depth}"
        self._connection.execute(f"SAVEPOINT {name}")
        try:
            yield
            self._connection.execute(f"RELEASE {name}")
        except BaseException:
            self._writes[""] += self._writes.total() > written
            while len(self._touched) > touched:
                self._touched.popitem()
            if self.book.connection.in_transaction:
                self.book.connection.execute(f"ROLLBACK TO {name}")
                self.book.connection.execute(f"RELEASE {name}")
            raise
        finally:
            self._depth -= 1

    def _fitting(self, record: type[Record], draft: Mapping[str, Any]) -> None:
        for name, value in draft.items():
            field = record.fields.get(name)
            if field is None:
                raise KeyError(f"{record.table}.{name} is not declared")
            # A choice outside the list is kept as a draft; a value of the wrong sort is not.
            if value is not None and value != "" and not field.kind.fits(value):
                problem = value_problem(name, field, value)
                assert problem is not None
                raise Refused(problem.what, problem.remedy, field=name, problems=(problem,))

    def _own(self, record: type[Record], before: Row | None) -> None:
        unit = self.book.unit
        refuse_erased(record, before)
        if before is not None and before["owner"] != unit.office_id:
            raise Refused(
                f"这条{record.label}是别的单位登记的，本单位只能看",
                "要改请让登记的单位改好再报送",
            )
        if record.owner is Owner.STREET and not unit.is_street:
            raise Refused(f"{record.label}由街道登记", "需要改动请报街道")
        if record.owner is Owner.COMMUNITY and unit.is_street:
            raise Refused(f"{record.label}由村居登记", "请在村居的程序里登记后报送")

    def _of_a_unit(self, table: str, row_id: str) -> Row:
        """The row as it is here; only a street may decide about one, and not about its own."""
        before = rows.row(self._connection, self.book.tables, table, row_id)
        if before is None:
            raise Refused(f"没有找到这条{self.book.tables[table].label}", "请刷新列表再试")
        if not self.book.unit.is_street or before["owner"] == self.book.unit.office_id:
            raise Refused("只有街道能以单位的为准", "自己登记的记录请直接改")
        return before

    def _exactly(self, table: str, row: Row) -> None:
        rows.write(self._connection, table, row, there=True)
        self.touch(table, row["id"])

    def _write(
        self,
        record: type[Record],
        row_id: str,
        draft: Row,
        before: Row | None,
        *,
        gone: bool = False,
    ) -> None:
        """One version on from `before`; `gone` when that row was deleted past the door."""
        book, moment = self.book, clock.now()
        if before is None:
            base: Row = dict.fromkeys(columns(record))
            base |= {
                "id": row_id,
                "owner": book.unit.office_id,
                "deleted": 0,
                "ext": "{}",
                "created_at": moment,
            }
        else:
            base = dict(before)
        made = {
            **base,
            **draft,
            "updated_at": moment,
            "updated_by": book.operator.name,
        }
        if (guard := guards.guarded(record.table)) and made["owner"] == book.unit.office_id:
            guard(self, before, made)
        made = envelope.stamped(made, before, book.unit.stream_id, record.stamp_name)
        rows.write(self._connection, record.table, made, there=before is not None and not gone)
        self.touch(record.table, row_id)
        there = before is None or not before["deleted"]
        if made["deleted"] and there and made["owner"] == book.unit.office_id:
            self._gone[record.table, row_id] = None
        if not book.is_sealed_file:
            attached = [
                made[n] for n in draft if n in record.fields and record.fields[n].kind is FILES
            ]
            ids = [file_id for listed in attached if listed for file_id in json.loads(listed)]
            file_names.link(self._connection, record.table, row_id, ids)

    def _mark(self, table: str, row_id: str, deleted: int) -> None:
        record = self.book.tables[table]
        before = rows.row(self._connection, self.book.tables, table, row_id)
        if before is None:
            raise Refused(f"这条{record.label}已经不在了", "请刷新列表")
        self._own(record, before)
        if before["deleted"] != deleted:
            self._write(record, row_id, {"deleted": deleted}, before)

    def restore_image(
        self, image: trail.Image, *, of_units: bool = False, over_later: bool = False
    ) -> None:
        """Undo: writes the values of before as a new version, unless somebody came later.

        With `of_units` a row of another office gets back the very version it had. With
        `over_later` the clerk has seen what came later and does not want it.
        """
        record = self.book.tables[image.table]
        now = rows.row(self._connection, self.book.tables, image.table, image.row_id)
        if now is None and image.after is None and image.before is not None:
            self._own(record, image.before)
            self._write(record, image.row_id, {}, image.before, gone=True)
            return
        # What was changed later and undone again does not stand in the way.
        apart = image.after is None or now is None or not same(record, now, image.after)
        if now is None or (apart and not over_later):
            raise Conflict(
                f"这条{record.label}后来又改过，不能整批撤销",
                "请在“撤销中心”逐条选，或打开这条记录看“经过”",
            )
        if of_units and now["owner"] != self.book.unit.office_id and image.before is not None:
            self._exactly(image.table, image.before)
            return
        self._own(record, now)
        old: Row = {"deleted": 1}
        if image.before is not None:
            old = {n: v for n, v in image.before.items() if n in record.fields or n == "deleted"}
        self._write(record, image.row_id, old, now)

    def begin(self) -> None:
        self.book.connection.execute("BEGIN IMMEDIATE")
        self.book.meet_itself()
        self._open = True
        if self.kind != trail.STRAY and trail.unsealed(self._connection):
            # Somebody wrote past the door: that is marked and sealed before anything is added.
            trail.mark_strays(self._connection, self._note(trail.PAST_THE_DOOR, trail.STRAY))
        self.step = self._note(self.label, self.kind)
        if self.kind == trail.STRAY:
            trail.mark_strays(self._connection, self.step)
        self._connection.execute("UPDATE door SET change_id = ?", (self.step,))

    def _note(self, label: str, kind: str) -> int:
        """The line of a change in the trail; returns its number."""
        book = self.book
        cursor = self._connection.execute(
            "INSERT INTO change (label, kind, operator, stream_id, at, event_on, entered_on, "
            "reason, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                label,
                kind,
                book.operator.name,
                book.unit.stream_id,
                clock.now(),
                self.event_on.isoformat(),
                clock.today().isoformat(),
                self.reason,
                self.undoes,
            ),
        )
        return int(cursor.lastrowid or 0)

    def commit(self) -> None:
        """Seals the trail, closes the door, commits; a change that changed nothing leaves none."""
        if not self._touched and not self._counted and self.kind in ("change", "undo"):
            self.rollback()
            return
        guards.ask_whole(self)
        links.refuse_hanging(self.book, self._gone)
        trail.seal(self._connection)
        self._connection.execute("UPDATE door SET change_id = NULL, quiet = 0")
        self._connection.execute("COMMIT")
        self._open = False

    def rollback(self) -> None:
        self._open, self.step = False, 0
        self._touched.clear()
        if self.book.connection.in_transaction:
            self.book.connection.execute("ROLLBACK")

    def touch(self, table: str, row_id: str) -> None:
        """Each written row is noted; the merge, which writes below the handle, says it itself."""
        self._touched[table, row_id] = None
        self._writes[table] += 1

    def state(self, table: str) -> tuple[int, int]:
        """Another one as soon as a row of this table is written or a part is taken back."""
        return self._writes[table], self._writes[""]

    @property
    def touched(self) -> tuple[tuple[str, str], ...]:
        """(table, row id) of every row written so far."""
        return tuple(self._touched)

    @property
    def changes(self) -> Changes:
        return Changes(self.label, self.touched, self.step, self.result)


def same(record: type[Record], row: Row, other: Row) -> bool:
    """Do two versions say the same, whatever their envelopes?"""
    return all(row[name] == other.get(name) for name in (*record.fields, "deleted"))
