"""How did the tables stand at the end of a day? Read out of the trail, with nothing copied.

A row that was touched since stands in the first image after that day as it was before; every
other row is as it is now. That is one SQL expression under the name of the table, so whatever
can be asked of today's rows (filter, order, page, sum) can be asked of that day's.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from qinglian_desktop.core.module import Query, Values
from qinglian_desktop.core.record import Record, Row, columns
from qinglian_desktop.store import engine, rows
from qinglian_desktop.store.engine import Connection, one
from qinglian_desktop.store.rows import Tables

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

T = TypeVar("T")
P = ParamSpec("P")


class Day:
    """A Reader of the own rows of an office as they stood at the end of `day`.

    Rows of other offices are left out: they come in bundles and leave no images here.
    """

    def __init__(self, book: "Book", day: date) -> None:
        self.book, self.day = book, day
        self.tables, self.unit = book.tables, book.unit
        with engine.plain_words():
            # Numbers order changes, not the clock: one that was set back cannot reorder them.
            self._cut = one(
                book.connection,
                "SELECT coalesce(max(seq), 0) FROM trail WHERE change_id = ("
                "SELECT max(t.change_id) FROM trail t WHERE t.change_id <= ("
                "SELECT max(id) FROM change WHERE entered_on <= ?))",
                (day.isoformat(),),
            )

    def ids(self, query: Query) -> list[str]:
        return self._ask(query.table, rows.ids, query)

    def rows(self, query: Query) -> list[Row]:
        return self._ask(query.table, rows.select, query)

    def page(self, table: str, row_ids: Sequence[str]) -> list[Row]:
        return self._ask(table, rows.page, table, row_ids)

    def count(self, query: Query) -> int:
        return self._ask(query.table, rows.count, query)

    def totals(self, query: Query, fields: Sequence[str]) -> dict[str, int]:
        return self._ask(query.table, rows.totals, query, fields)

    def grouped(self, query: Query, by: Sequence[str], total: str) -> list[tuple[Any, ...]]:
        return self._ask(query.table, rows.grouped, query, by, total)

    def distinct(self, table: str, field: str) -> list[str]:
        return self._ask(table, rows.distinct, table, field)

    def values(self, query: Query, field: str, most: int) -> Values:
        return self._ask(query.table, rows.values, query, field, most)

    def touched(self, table: str) -> list[str]:
        """Ids of the rows that were written since that day."""
        with engine.plain_words():
            found = self.book.connection.execute(
                "SELECT DISTINCT row_id FROM trail WHERE table_name = ? AND seq > ?",
                (table, self._cut),
            ).fetchall()
        return [row_id for (row_id,) in found]

    def _ask(
        self,
        table: str,
        reader: Callable[Concatenate[Connection, Tables, P], T],
        *values: P.args,
        **named: P.kwargs,
    ) -> T:
        record = self.tables[table]
        linked = (self.tables[field.link] for field in record.fields.values() if field.link)
        shadowed = {one.table: one for one in (record, *linked)}
        opening = _with(shadowed.values(), self._cut, self.unit.office_id)
        then = cast(Connection, _Then(self.book.connection, opening))
        with engine.plain_words():
            return reader(then, self.tables, *values, **named)


class _Then:
    """A connection in whose questions a table, and what it links to, stand as they stood then."""

    def __init__(self, connection: Connection, opening: str) -> None:
        self._connection, self._opening = connection, opening

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        return self._connection.execute(self._opening + sql, values)


def _with(records: Iterable[type[Record]], cut: int, owner: str) -> str:
    """Common table expressions that shadow the tables; each name inside means the real one."""
    return "WITH " + ", ".join(_stood(record, cut, owner) for record in records) + " "


def _stood(record: type[Record], cut: int, owner: str) -> str:
    table, names = record.table, [name for name in columns(record) if name != "id"]
    now = rows.name_list(names)
    then = ", ".join(f"json_extract(t.before, '$.{name}') AS \"{name}\"" for name in names)
    real = f'main."{table}"'
    mine = "'" + owner.replace("'", "''") + "'"

    def since(alias: str) -> str:
        return f"{alias}.table_name = '{table}' AND {alias}.seq > {int(cut)}"

    return (
        f'"{table}" AS (SELECT r.rowid AS rowid, r.id AS id, {now} FROM {real} r '
        f"WHERE r.owner = {mine} AND NOT EXISTS "
        f"(SELECT 1 FROM trail e WHERE e.row_id = r.id AND {since('e')}) "
        f"UNION ALL SELECT coalesce((SELECT r.rowid FROM {real} r WHERE r.id = t.row_id), t.seq) "
        f"AS rowid, t.row_id AS id, {then} FROM trail t "
        f"WHERE {since('t')} AND t.before IS NOT NULL "
        f"AND json_extract(t.before, '$.owner') = {mine} AND NOT EXISTS "
        f"(SELECT 1 FROM trail e WHERE e.row_id = t.row_id AND {since('e')} AND e.seq < t.seq))"
    )


# -- against today ---------------------------------------------------------------------------

NEW, CHANGED, GONE = "新增", "改过", "没有了"


class Differing(NamedTuple):
    """A row that is not now what it was then; `then` or `now` is empty where it is not there."""

    what: str
    row_id: str
    then: Mapping[str, Any]
    now: Mapping[str, Any]


def differing(day: Day, query: Query, most: int) -> tuple[Counter[str], list[Differing]]:
    """How many rows of the list are new, changed, gone since that day, and the first of them."""
    touched = set(day.touched(query.table))
    then_ids = [row_id for row_id in day.ids(query) if row_id in touched]
    now_ids = [row_id for row_id in day.book.ids(query) if row_id in touched]
    wanted = list(dict.fromkeys((*then_ids, *now_ids)))
    counted: Counter[str] = Counter()
    listed: list[Differing] = []
    for begin in range(0, len(wanted), _AT_ONCE):
        for line in _compared(day, query.table, wanted[begin : begin + _AT_ONCE]):
            counted[line.what] += 1
            if len(listed) < most:
                listed.append(line)
    return counted, listed


_AT_ONCE = 500  # rows compared at a time


def _compared(day: Day, table: str, row_ids: Sequence[str]) -> list[Differing]:
    record, mine = day.tables[table], day.unit.office_id
    then = {row["id"]: row for row in day.page(table, row_ids) if not row["deleted"]}
    now = {
        row["id"]: row
        for row in day.book.page(table, row_ids)
        if not row["deleted"] and row["owner"] == mine
    }
    made = []
    for row_id in row_ids:
        before, after = then.get(row_id, {}), now.get(row_id, {})
        if before and after and all(before[n] == after[n] for n in record.fields):
            continue
        if before or after:
            what = CHANGED if before and after else GONE if before else NEW
            made.append(Differing(what, row_id, before, after))
    return made
