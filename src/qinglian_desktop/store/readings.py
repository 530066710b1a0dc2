"""What may be asked of the book of one office: rows, words, rules, how a row came to be.

Nothing here writes; `book.Book` adds opening, closing and the door.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from qinglian_desktop.core import check, held
from qinglian_desktop.core import pack as packs_of
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.module import Query, Values, Where
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.store import database, engine, own_values, packs, rows, trail
from qinglian_desktop.store.engine import Connection
from qinglian_desktop.store.files import FileStore
from qinglian_desktop.store.identity import Unit
from qinglian_desktop.store.rows import Tables

if TYPE_CHECKING:
    from qinglian_desktop.core.lunar import Lunar
    from qinglian_desktop.store.finder import Found
    from qinglian_desktop.store.moves import Move

R = TypeVar("R", bound=Record)
T = TypeVar("T")
P = ParamSpec("P")


class Readings(ABC):
    """The reading half of a book."""

    connection: Connection
    tables: Tables
    unit: Unit
    files: FileStore

    @property
    @abstractmethod
    def path(self) -> Path:
        """The database file."""

    @property
    def writable(self) -> bool:
        return database.writable(self.path)

    def record(self, record: type[R], row_id: str) -> R:
        """The complete record; Refused when it is gone or still half-filled."""
        found = self.row(record.table, row_id)
        if found is None:
            raise Refused(f"没有找到这条{record.label}", "请刷新列表再试")
        return check.complete(record, found)

    def any_of(self, *tables: str) -> bool:
        """Has one of these tables a row at all, whoever owns it?"""
        return self._read(rows.any_of, tables)

    def row(self, table: str, row_id: str) -> Row | None:
        return self._read(rows.row, table, row_id)

    def rows(self, query: Query) -> list[Row]:
        return self._read(rows.select, query)

    def records(self, record: type[R], *where: Where, order: str = "") -> list[R]:
        """The complete, undeleted records that meet the conditions; drafts are left out."""
        by = ((order, False),) if order else ()
        found = self.rows(Query(record.table, where, order=by))
        out = self.waiting(record.table)
        kept = (row for row in found if row["id"] not in out and check.is_complete(record, row))
        return [check.load(record, row) for row in kept]

    def waiting(self, table: str) -> dict[str, tuple[Problem, ...]]:
        """Rows beside which a text waits to be put right, as half-filled ones: in no sum."""
        known = held.HeldCell.table in self.tables.records
        return held.waiting(self, table) if known else {}

    def find(self, record: type[Record], **equal: Any) -> Row | None:
        """The first row whose fields equal these stored values."""
        where = tuple(Where(name, "=", value) for name, value in equal.items())
        found = self.rows(Query(record.table, where, limit=1))
        return found[0] if found else None

    def ids(self, query: Query) -> list[str]:
        return self._read(rows.ids, query)

    def page(self, table: str, row_ids: Sequence[str]) -> list[Row]:
        return self._read(rows.page, table, row_ids)

    def count(self, query: Query) -> int:
        return self._read(rows.count, query)

    def totals(self, query: Query, fields: Sequence[str]) -> dict[str, int]:
        return self._read(rows.totals, query, fields)

    def filled(self, query: Query, field: str) -> list[tuple[str, Any]]:
        """(id, value) of every row, where the value is filled in."""
        return self._read(rows.filled, query, field)

    def grouped(self, query: Query, by: Sequence[str], total: str) -> list[tuple[Any, ...]]:
        return self._read(rows.grouped, query, by, total)

    def summed(
        self, query: Query, by: Sequence[str], totals: Sequence[str]
    ) -> list[tuple[Any, ...]]:
        """(*group values, *sums) of each group; a name with `:7` takes the first 7 signs."""
        return self._read(rows.summed, query, by, totals)

    def tabulated(
        self, query: Query, by: str, measures: Sequence[tuple[str, Sequence[Where]]]
    ) -> list[tuple[Any, ...]]:
        """(group value, *figures) of each group; a measure is (field or "", its conditions)."""
        return self._read(rows.tabulated, query, by, measures)

    def distinct(self, table: str, field: str) -> list[str]:
        return self._read(rows.distinct, table, field)

    def values(self, query: Query, field: str, most: int) -> Values:
        return self._read(rows.values, query, field, most)

    def find_words(self, text: str, tables: Sequence[str], limit: int) -> "list[Found]":
        """Rows of these tables that hold the text or sound like it, as far as the index reaches."""
        from qinglian_desktop.store import finder  # with the first search

        with engine.plain_words():
            return finder.find(self.connection, text, tables, limit)

    def catch_up_words(self, most: int | None = None) -> int:
        """Brings the index of the search up to date, at most so many rows; how many it read."""
        from qinglian_desktop.store import finder

        if not self.writable:
            return 0
        with engine.plain_words():
            if not finder.is_behind(self.connection):
                return 0
            return finder.catch_up(self.connection, self.tables, most or finder.ALL)

    def _read(
        self,
        reader: Callable[Concatenate[Connection, Tables, P], T],
        *values: P.args,
        **named: P.kwargs,
    ) -> T:
        with engine.plain_words():
            return reader(self.connection, self.tables, *values, **named)

    def taken_back(self, table: str) -> set[str]:
        """Deleted rows that no hand deleted: the change that made them was undone."""
        with engine.plain_words():
            return trail.taken_back(self.connection, table)

    def history(self, table: str, row_id: str) -> list[dict[str, Any]]:
        with engine.plain_words():
            return trail.history(self.connection, table, row_id)

    def told_history(self, table: str, row_id: str) -> list[dict[str, Any]]:
        """经过 for people: what another computer of the office had written and gave way, too."""
        lines = self.history(table, row_id)
        if "merge_conflict" not in self.tables.records:
            return lines
        named = (Where("table_name", "=", table), Where("row_id", "=", row_id))
        for row in self.rows(Query("merge_conflict", named)):
            field = row["field_name"]
            note = dict.fromkeys(("event_on", "entered_on", "reason", "step"))
            note |= {"label": "两边都改过，没有用的那个", "operator": row["lost_by"] or ""}
            note |= {"at": row["lost_at"] or row["created_at"], "op": "note"}
            lines.append({**note, "before": {field: row["kept"]}, "after": {field: row["lost"]}})
        return sorted(lines, key=lambda line: str(line["at"]))

    def moves(self, table: str, field: str, first: date, last: date) -> "list[Move]":
        """Rows whose field got another value within these days (store/moves.py)."""
        from qinglian_desktop.store import moves  # with the first note of work

        with engine.plain_words():
            return moves.moves(self.connection, table, field, first, last)

    def file_names(self, table: str, row_id: str) -> dict[str, str]:
        """The names under which files were attached to this row, by file id, where known."""
        from qinglian_desktop.store import file_names

        with engine.plain_words():
            return file_names.of_row(self.connection, table, row_id)

    def pack(self, name: str, day: date) -> Pack:
        """The rule pack of that name in force on the day, in the words of this kind of unit,
        with what the office settled itself (core/own_value).
        """
        given = self.given_pack(name, day)
        return own_values.in_pack(self.connection, given, day, self.unit.spoken)

    def given_pack(self, name: str, day: date) -> Pack:
        """The same pack as the program or the street wrote it."""
        held = packs.held(self.connection, self.files, name, self.unit.spoken)
        return packs_of.in_force(held, name, day, self.unit.kind)

    def word(self, key: str) -> str:
        """The 村/社区 word for this office."""
        kind = "community" if self.unit.is_street else self.unit.kind
        return packs_of.word(packs.named("words"), key, kind)

    def calendar(self) -> Calendar:
        return Calendar.of(packs.held(self.connection, self.files, "holidays", ""))

    def lunar(self) -> "Lunar":
        """The lunar calendar; its table is read when it is first asked for."""
        return packs.lunar()
