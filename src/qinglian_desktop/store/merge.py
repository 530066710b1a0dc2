"""Rows of another office (or another computer of this one) come in: staged, compared, merged.

Everything is validated into temporary tables first, so that the preview is counted with the very
statements that merge, and nothing of the live tables has changed until the one transaction.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.core.record import Row, columns
from qinglian_desktop.store import engine, rows, versions
from qinglian_desktop.store.before import Before
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.engine import Connection
from qinglian_desktop.store.rows import Tables
from qinglian_desktop.store.table_plan import TablePlan
from qinglian_desktop.store.versions import Lost

_MODULUS = 2**128


_SIDE = "{0}.owner, {0}.vv, {0}.row_hash, {0}.deleted"


class _Side(NamedTuple):
    """What of a row decides which of two versions is the newer one."""

    owner: str
    vv: str
    row_hash: str
    deleted: int

    @property
    def version(self) -> dict[str, str]:
        return {"vv": self.vv, "row_hash": self.row_hash}


class Merge:
    """One bundle on its way in. Use as a context manager: the staging goes with it.

    Staging is in memory; with `spill`, a path for a file that is not there yet, it is on the disk,
    encrypted where the book is. The caller removes the file.
    """

    def __init__(
        self, connection: Connection, tables: Tables, owner: str, spill: Path | None = None
    ) -> None:
        self._connection, self._tables, self._owner = connection, tables, owner
        self._spill, self._stage = spill, "temp" if spill is None else "staging"
        self._mark = "stage"  # how the names of its staging tables begin
        self._staged: dict[str, int] = {}  # table → sum of the staged row hashes
        self._names: dict[str, list[str]] = {}
        # Rows this office marked deleted for their owner, who may name them again; by table.
        self.set_aside: Mapping[str, Collection[str]] = {}
        # What stands in versions and is no edit: orders that moved the row, the street's settling.
        self.beside: Collection[str] = ()

    def __enter__(self) -> "Merge":
        if self._spill is not None:
            with engine.plain_words():
                engine.attach_scratch(self._connection, self._spill, self._stage)
        return self

    def __exit__(self, *_: object) -> None:
        if self._spill is not None:
            self._connection.execute(f"DETACH {self._stage}")
            return
        for table in self._staged:
            self._connection.execute(f"DROP TABLE IF EXISTS {self._staging(table)}")

    def columns(self, table: str) -> list[str]:
        """The names `stage` knows."""
        return self._names.setdefault(table, list(columns(self._tables[table])))

    def _staging(self, table: str) -> str:
        return f'{self._stage}."{self._mark}_{table}"'

    def begin(self, table: str) -> None:
        """An empty staging table, twin of the real one."""
        names = rows.name_list(self.columns(table))
        with engine.plain_words():
            self._connection.execute(f"DROP TABLE IF EXISTS {self._staging(table)}")
            self._connection.execute(
                f'CREATE TABLE {self._staging(table)} AS SELECT {names} FROM main."{table}" WHERE 0'
            )
        self._staged[table] = 0

    def stage(
        self, table: str, names: Sequence[str], values: Iterable[Sequence[Any]], hashes: int
    ) -> None:
        """Validated rows, values in the order of `names`; `hashes` is the sum of their hashes.

        Columns that are not named stay empty.
        """
        marks, listed = ", ".join("?" * len(names)), rows.name_list(names)
        with engine.plain_words():
            self._connection.execute("BEGIN")  # of the staging alone: nothing else is written
            try:
                self._connection.executemany(
                    f"INSERT INTO {self._staging(table)} ({listed}) VALUES ({marks})",
                    values,
                )
            finally:
                self._connection.execute("COMMIT")
        self._staged[table] += hashes

    # -- preview ---------------------------------------------------------------------------

    def plan(self, table: str) -> TablePlan:
        """Compares what is staged with what is here; changes nothing."""
        with engine.plain_words():
            return self._plan(table)

    def _plan(self, table: str) -> TablePlan:
        stage, made = self._staging(table), TablePlan(table)
        counted = f"SELECT count(*), count(DISTINCT id) FROM {stage}"
        total, different = self._connection.execute(counted).fetchone()
        if different != total:
            raise Damaged(
                "包里同一条记录出现了两次，没有导入", "请让对方重新写一次", code="QL-UB-122"
            )
        if not total:
            return made
        known = f'FROM {stage} s JOIN "{table}" t ON t.id = s.id'
        same = "(t.vv = s.vv AND t.row_hash = s.row_hash AND t.owner = s.owner)"
        counted = f"SELECT count(*), coalesce(sum({same}), 0) {known}"
        met, made.same = self._connection.execute(counted).fetchone()
        made.new = total - met
        if met == made.same:
            return made
        self._connection.execute(
            f'CREATE INDEX IF NOT EXISTS {self._stage}."{self._mark}_{table}_id" '
            f'ON "{self._mark}_{table}" (id)'
        )
        sides_of = f"{_SIDE.format('t')}, {_SIDE.format('s')}"
        differing = f"SELECT t.id, {sides_of} {known} WHERE NOT {same}"
        for row_id, *sides in self._connection.execute(differing):
            local, incoming = _Side(*sides[:4]), _Side(*sides[4:])
            self._compare(made, row_id, local, incoming)
        return made

    def _compare(self, plan: TablePlan, row_id: str, local: _Side, incoming: _Side) -> None:
        if local.owner != incoming.owner:
            plan.foreign.append(row_id)
            return
        aside = row_id in self.set_aside.get(plan.table, ())
        match "newer" if aside else versions.relation(local.version, incoming.version):
            case "fork":
                plan.forks.append(row_id)
            case "newer":
                plan.newer.append(row_id)
            case "older":
                plan.behind.append(row_id)
                return
            case _:
                plan.apart.append(row_id)
        if incoming.deleted and not local.deleted:
            plan.deleted.append(row_id)

    def both(self, table: str, row_id: str) -> tuple[Row, Row]:
        """The row as it is here, and as it comes."""
        (here,) = self._found(f'"{table}"', table, "id", row_id)
        (comes,) = self.staged(table, "id", row_id)
        return here, comes

    def staged(self, table: str, field: str, value: str) -> list[Row]:
        """The rows of the bundle with this value in a field."""
        return self._found(self._staging(table), table, field, value)

    def met(self, table: str, row_id: str) -> tuple[Row, Row, list[Lost]]:
        """A row changed on both sides: as it is here, what it becomes, and what gives way."""
        local, incoming = self.both(table, row_id)
        if self.beside and (one := versions.one_sided(local, incoming, self.beside)):
            return local, one, []
        made, lost = versions.merged(local, incoming, self._tables[table].stamp_name)
        return local, made, lost

    def _found(self, source: str, table: str, field: str, value: str) -> list[Row]:
        names = self.columns(table)
        found = self._connection.execute(
            f'SELECT {rows.name_list(names)} FROM {source} WHERE "{field}" = ?', (value,)
        )
        return [dict(zip(names, row, strict=True)) for row in found]

    def unnamed(self, table: str) -> list[str]:
        """Ids of the owner's rows here that the bundle does not name."""
        if not self.digest(table)[0]:
            return []
        found = self._connection.execute(
            f'SELECT id FROM "{table}" WHERE owner = ? '
            f"AND id NOT IN (SELECT id FROM {self._staging(table)}) ORDER BY rowid",
            (self._owner,),
        )
        return [row_id for (row_id,) in found]

    def named(self, table: str, among: Collection[str]) -> set[str]:
        """Which of these ids the bundle names."""
        if not among:
            return set()
        found = self._connection.execute(
            f"SELECT id FROM {self._staging(table)} WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(among)),),
        )
        return {row_id for (row_id,) in found}

    def unheard(self, table: str, most: int = -1) -> list[Row]:
        """The rows of the bundle that are not here yet, all or the first ones."""
        names = self.columns(table)
        found = self._connection.execute(
            f"SELECT {rows.name_list(names)} FROM {self._staging(table)} s "
            f'WHERE NOT EXISTS (SELECT 1 FROM "{table}" t WHERE t.id = s.id) LIMIT ?',
            (most,),
        )
        return [dict(zip(names, row, strict=True)) for row in found]

    def dangling(self, table: str, field: str, target: str) -> list[Row]:
        """Rows of the bundle whose link names a row that is neither here nor in the bundle."""
        names = self.columns(table)
        lacking = f'NOT EXISTS (SELECT 1 FROM main."{target}" t WHERE t.id = s."{field}")'
        if target in self._staged:
            lacking += f' AND s."{field}" NOT IN (SELECT id FROM {self._staging(target)})'
        found = self._connection.execute(
            f"SELECT {rows.name_list(names)} FROM {self._staging(table)} s "
            f"WHERE s.deleted = 0 AND s.\"{field}\" != '' AND {lacking}"
        )
        return [dict(zip(names, row, strict=True)) for row in found]

    # -- merging ---------------------------------------------------------------------------

    def apply(
        self,
        plan: TablePlan,
        change: Change,
        keep: Callable[[str, str, Lost], None],
        before: Before | None = None,
    ) -> None:
        """Writes what the plan says, inside an open change; `keep` files each lost value.

        `before` is told what stood here, so that the merge can be taken back.
        """
        table, names = plan.table, rows.name_list(self.columns(plan.table))
        stage = self._staging(table)
        if before is not None:
            self._tell(before, plan)
        delta = self._hashes_added(plan)
        if plan.new:
            self._connection.execute(
                f'INSERT INTO "{table}" ({names}) SELECT {names} FROM {stage} WHERE true '
                "ON CONFLICT (id) DO NOTHING"
            )
        if plan.newer:
            self._replace(plan)
        for row_id in plan.apart:
            local, made, lost = self.met(table, row_id)
            rows.write(self._connection, table, made, there=True)
            delta += int(made["row_hash"], 16) - int(local["row_hash"], 16)
            for value in lost:
                keep(table, local["id"], value)
        self._add_digest(table, plan.new, delta)
        if plan.new or plan.changed:
            change.touch(table, "")

    def _replace(self, plan: TablePlan) -> None:
        """Newer versions take the place of older ones."""
        table, names = plan.table, self.columns(plan.table)
        sets = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "id")
        listed = rows.name_list(names)
        self._connection.execute(
            f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM {self._staging(table)} '
            "WHERE id IN (SELECT value FROM json_each(?)) "
            f"ON CONFLICT (id) DO UPDATE SET {sets}",
            (json.dumps(plan.newer),),
        )

    def _tell(self, before: Before, plan: TablePlan) -> None:
        table = plan.table
        if plan.new:
            asked = f"SELECT id FROM {self._staging(table)} s"
            if not plan.all_new:
                asked += f' WHERE NOT EXISTS (SELECT 1 FROM "{table}" t WHERE t.id = s.id)'
            before.new(table, chain.from_iterable(self._connection.execute(asked)))
        if changed := [*plan.newer, *plan.apart]:
            told = ", ".join(f"'{name}', \"{name}\"" for name in self.columns(table))
            was = self._connection.execute(
                f'SELECT json_object({told}) FROM "{table}" '
                "WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(changed),),
            )
            before.was(table, chain.from_iterable(was))

    def _hashes_added(self, plan: TablePlan) -> int:
        """By how much new rows and newer versions change the sum of hashes; asked before both."""
        staged = self._staged[plan.table]
        if plan.all_new:
            return staged
        found = self._connection.execute(
            f"SELECT s.id, s.row_hash, t.row_hash FROM {self._staging(plan.table)} s "
            f'JOIN "{plan.table}" t ON t.id = s.id'
        )
        newer = set(plan.newer)  # there the old hash goes; any other row that is here adds nothing
        return staged - sum(int(old if i in newer else same, 16) for i, same, old in found)

    def _add_digest(self, table: str, count: int, delta: int) -> None:
        had = self.digest(table)
        total = (int(had[1], 16) + delta) % _MODULUS
        self._connection.execute(
            "INSERT INTO digest (owner, table_name, row_count, total) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (owner, table_name) DO UPDATE SET "
            "row_count = excluded.row_count, total = excluded.total",
            (self._owner, table, had[0] + count, f"{total:032x}"),
        )

    def recount(self, table: str, unmatched: Mapping[str, str]) -> tuple[int, str]:
        """The digest counted afresh from the rows, and kept from now on.

        `unmatched`: rows counted as their owner has them now, by id; "" for one it has no more.
        """
        return count_again(self._connection, table, self._owner, unmatched)

    def digest(self, table: str) -> tuple[int, str]:
        """How many rows of this office are here, and the sum of their hashes (32 hex digits)."""
        found = self._connection.execute(
            "SELECT row_count, total FROM digest WHERE owner = ? AND table_name = ?",
            (self._owner, table),
        ).fetchone()
        return (found[0], found[1]) if found else (0, "0" * 32)


def quiet(change: Change) -> None:
    """Rows of another office leave no images of their own: the kept bundle is the record."""
    change.book.connection.execute("UPDATE door SET quiet = 1")


def loud(change: Change) -> None:
    """From here on this office's own rows are written again, with their images."""
    change.book.connection.execute("UPDATE door SET quiet = 0")


def recount(
    connection: Connection, table: str, owner: str, unmatched: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """The digest of one office's rows, counted afresh from the rows themselves."""
    count = total = 0
    instead = unmatched or {}
    found = connection.execute(f'SELECT id, row_hash FROM "{table}" WHERE owner = ?', (owner,))
    for row_id, row_hash in found:
        if counted := instead.get(row_id, row_hash):
            count += 1
            total += int(counted, 16)
    return count, f"{total % _MODULUS:032x}"


def count_again(
    connection: Connection, table: str, owner: str, unmatched: Mapping[str, str]
) -> tuple[int, str]:
    """The digest of one office's table counted afresh, and kept."""
    made = recount(connection, table, owner, unmatched)
    connection.execute(
        "UPDATE digest SET row_count = ?, total = ? WHERE owner = ? AND table_name = ?",
        (*made, owner, table),
    )
    return made


def there(connection: Connection, table: str, ids: Collection[str]) -> set[str]:
    """Which of these ids the table has, deleted or not."""
    found = connection.execute(
        f'SELECT id FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))',
        (json.dumps(list(ids)),),
    )
    return {row_id for (row_id,) in found}
