"""Rows and queries ↔ SQL: the only place that spells where, order, page, count and sum."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

from qinglian_desktop.core.module import Query, Values, Where
from qinglian_desktop.core.record import ENVELOPE, Field, Level, Record, Row, columns, naming
from qinglian_desktop.store.engine import Connection, one

_SPELT = ("period", "moment", "files", "reason")  # stored as text, shown in another
_MARKS = 999  # values of one statement, as many as the oldest SQLite takes
_COMPARE = {"=": "IS", "!=": "IS NOT", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class Tables:
    """The declared tables of one file; refuses names nobody declared (no SQL by surprise)."""

    def __init__(self, records: Iterable[type[Record]]) -> None:
        self.records: dict[str, type[Record]] = {record.table: record for record in records}

    def __getitem__(self, table: str) -> type[Record]:
        return self.records[table]

    def column(self, table: str, name: str) -> str:
        if name not in columns(self.records[table]):
            raise KeyError(f"{table}.{name} is not declared")
        return f'"{name}"'


# What every file has beside its records, as the migrations made it.
_FRAME = {
    "change": "id label kind operator stream_id at event_on entered_on reason undoes",
    "trail": "seq change_id table_name row_id op before after prev hash",
    "door": "change_id quiet",
    "counter": "series last",
    "digest": "owner table_name row_count total",
    "setting": "name value",
}


_COLUMNS = (
    "SELECT m.name, (SELECT group_concat(c.name, ' ') FROM pragma_table_info(m.name) c) "
    "FROM sqlite_master m WHERE m.type = 'table'"
)


def is_whole(connection: Connection, tables: Tables) -> bool:
    """Has every table the columns declared for it? A rotten schema can still look like one."""
    found = {table: set(str(names).split()) for table, names in connection.execute(_COLUMNS)}
    none = set[str]()
    return all(
        found.get(table, none).issuperset(names.split()) for table, names in _FRAME.items()
    ) and all(
        found.get(table, none).issuperset(chain(ENVELOPE, record.fields))
        for table, record in tables.records.items()
    )


def any_of(connection: Connection, tables: Tables, names: Iterable[str]) -> bool:
    """Has one of these tables a row at all?"""
    asked = " OR ".join(f'EXISTS (SELECT 1 FROM "{tables[name].table}")' for name in names)
    return bool(one(connection, f"SELECT {asked}"))


def _condition(tables: Tables, table: str, where: Where) -> tuple[str, list[Any]]:
    column = tables.column(table, where.field)
    if where.op == "in":
        listed = [value for value in where.value if value is not None]
        blank = (
            "" if len(listed) == len(where.value) else f" OR {_blank(tables, table, where.field)}"
        )
        return f"({column} IN (SELECT value FROM json_each(?)){blank})", [json.dumps(listed)]
    if where.op == "not in":
        return f"{column} NOT IN (SELECT value FROM json_each(?))", [json.dumps(list(where.value))]
    if where.op == "contains":
        return f"instr({column}, ?) > 0", [where.value]
    if where.op in ("shows", "begins"):
        seen, values = _shown(tables, table, where.field)
        found = "> 0" if where.op == "shows" else "= 1"
        return f"instr(lower({seen}), lower(?)) {found}", [*values, where.value]
    if where.op == "empty":
        return _blank(tables, table, where.field), []
    if where.op == "filled":
        return f"({column} IS NOT NULL AND NOT {_blank(tables, table, where.field)})", []
    # An index that leaves empty fields out is used where it is sure that none is asked for.
    compare = "=" if where.op == "=" and where.value is not None else _COMPARE[where.op]
    return f"{column} {compare} ?", [where.value]


def _blank(tables: Tables, table: str, name: str) -> str:
    """Nothing in it; a list of papers without one counts too. Never NULL itself."""
    column, field = tables.column(table, name), tables[table].fields.get(name)
    none = " OR {0} = '[]'" if field is not None and field.kind.name == "files" else ""
    return f"({{0}} IS NULL OR {{0}} = ''{none})".format(column)


def _shown(tables: Tables, table: str, name: str) -> tuple[str, list[Any]]:
    """What a list shows in this column, as SQL."""
    column, field = tables.column(table, name), tables[table].fields.get(name)
    if field is None or (_is_plain(field) and not field.link):
        return column, []
    if field.link:
        return _linked_name(tables, field.link, column)
    return f"shown(?, ?, {column})", [field.kind.name, int(field.level >= Level.PERSON)]


def _is_plain(field: Field) -> bool:
    """Does a list show the stored text just as it is?"""
    return field.kind.column is str and field.kind.name not in _SPELT and field.level < Level.PERSON


def _linked_name(tables: Tables, table: str, column: str) -> tuple[str, list[Any]]:
    """What the row a link points to is called: `record.naming`, as SQL."""
    parts = [f"coalesce(nullif(l.\"{n}\", '') || ' ', '')" for n in tables[table].named_by]
    name = f"coalesce(nullif(trim({' || '.join(parts)}), ''), ?)"
    nameless = naming(tables[table], {})
    return f'(SELECT {name} FROM "{table}" l WHERE l.id = {column})', [nameless]


def _spoken(text: str) -> str:
    """What to ask the index for, where the text may be initials or pinyin; "" where it is not."""
    from qinglian_desktop.store import sounds

    letters = sounds.letters(text)
    if not letters:
        return ""
    return f'said : "{letters}"* OR alike : "{sounds.fold(letters)}"*'


def clause(tables: Tables, query: Query) -> tuple[str, list[Any]]:
    """The WHERE part of a query and its values."""
    record = tables[query.table]
    parts = [] if query.deleted else ["deleted = 0"]
    values: list[Any] = []
    for where in query.where:
        part, more = _condition(tables, query.table, where)
        parts.append(part)
        values += more
    if query.search:
        texts = [n for n, f in record.fields.items() if f.kind.column is str]
        terms = [f'instr("{n}", ?) > 0' for n in texts]
        values += [query.search] * len(texts)
        for name in [n for n in texts if record.fields[n].kind.name == "period"]:
            shown, more = _shown(tables, query.table, name)  # 第三季度 is looked for as it is read
            terms.append(f"instr({shown}, ?) > 0")
            values += [*more, query.search]
        if not record.sealed and (said := _spoken(query.search)):
            terms.append(
                "id IN (SELECT f.row_id FROM finder_words w JOIN finder f ON f.place = w.rowid "
                "WHERE finder_words MATCH ? AND f.table_name = ?)"
            )
            values += [said, query.table]
        parts.append("(" + " OR ".join(["0", *terms]) + ")")
    return (" WHERE " + " AND ".join(parts) if parts else ""), values


def _order(tables: Tables, query: Query) -> tuple[str, list[Any]]:
    if not query.natural:
        terms = [f"{tables.column(query.table, n)}{_way(down)}" for n, down in query.order]
        return " ORDER BY " + ", ".join([*terms, "rowid"]), []
    parts: list[str] = []
    values: list[Any] = []
    for name, down in query.order:
        term, more = _natural(tables, query.table, name)
        blank = _blank(tables, query.table, name)
        parts += [blank, f"CASE WHEN {blank} THEN 0 ELSE {term} END{_way(down)}"]
        values += more
    return " ORDER BY " + ", ".join([*parts, "rowid"]), values


def _way(down: bool) -> str:
    return " DESC" if down else ""


def _natural(tables: Tables, table: str, name: str) -> tuple[str, list[Any]]:
    """What to order by: choices as they were declared, texts by `ordering.key`."""
    column, field = tables.column(table, name), tables[table].fields.get(name)
    if field is not None and field.link:
        name, values = _linked_name(tables, field.link, column)
        return f"sort_key({name}, 0)", values
    if field is not None and field.choices:
        cases = " ".join(f"WHEN ? THEN {place}" for place in range(len(field.choices)))
        return f"CASE {column} {cases} ELSE {len(field.choices)} END", list(field.choices)
    if field is not None and (field.kind.column is int or field.kind.name in ("day", "moment")):
        return column, []
    surname = int(field is not None and field.kind.name == "name")
    return f"sort_key({column}, {surname})", []


def ids(connection: Connection, tables: Tables, query: Query) -> list[str]:
    where, values = clause(tables, query)
    limit = f" LIMIT {int(query.limit)}" if query.limit is not None else ""
    order, more = _order(tables, query)
    sql = f'SELECT id FROM "{query.table}"{where}{order}{limit}'
    return [row_id for (row_id,) in connection.execute(sql, [*values, *more])]


def select(connection: Connection, tables: Tables, query: Query) -> list[Row]:
    where, values = clause(tables, query)
    limit = f" LIMIT {int(query.limit)}" if query.limit is not None else ""
    names = list(columns(tables[query.table]))
    order, more = _order(tables, query)
    sql = f'SELECT {name_list(names)} FROM "{query.table}"{where}{order}{limit}'
    found = connection.execute(sql, [*values, *more])
    return [dict(zip(names, row, strict=True)) for row in found]


def name_list(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def page(connection: Connection, tables: Tables, table: str, row_ids: Sequence[str]) -> list[Row]:
    """The rows of these ids in this order; an id that is gone is left out."""
    names = list(columns(tables[table]))
    # One value, not one mark an id: SQLite takes 32,766 marks and a ledger has more rows.
    sql = f'SELECT {name_list(names)} FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))'
    listed = (json.dumps(list(row_ids)),)
    found = {row[0]: dict(zip(names, row, strict=True)) for row in connection.execute(sql, listed)}
    return [found[row_id] for row_id in row_ids if row_id in found]


def row(connection: Connection, tables: Tables, table: str, row_id: str) -> Row | None:
    found = page(connection, tables, table, [row_id])
    return found[0] if found else None


def count(connection: Connection, tables: Tables, query: Query) -> int:
    where, values = clause(tables, query)
    return int(one(connection, f'SELECT count(*) FROM "{query.table}"{where}', tuple(values)))


def filled(
    connection: Connection, tables: Tables, query: Query, field: str
) -> list[tuple[str, Any]]:
    where, values = clause(tables, query)
    column = tables.column(query.table, field)
    sql = f'SELECT id, {column} FROM "{query.table}"{where} AND {column} IS NOT NULL'
    return [(row_id, value) for row_id, value in connection.execute(sql, values)]


def totals(
    connection: Connection, tables: Tables, query: Query, fields: Sequence[str]
) -> dict[str, int]:
    """The sum of each integer field over the rows of the query; 0 where there are none."""
    where, values = clause(tables, query)
    sums = ", ".join(f"coalesce(sum({tables.column(query.table, n)}), 0)" for n in fields)
    found = connection.execute(f'SELECT {sums} FROM "{query.table}"{where}', values).fetchone()
    return dict(zip(fields, found, strict=True))


def grouped(
    connection: Connection, tables: Tables, query: Query, by: Sequence[str], total: str
) -> list[tuple[Any, ...]]:
    """(*group values, sum, count) for each group, in the order of the group values."""
    where, values = clause(tables, query)
    keys = ", ".join(tables.column(query.table, name) for name in by)
    column = tables.column(query.table, total)
    sql = (
        f"SELECT {keys}, coalesce(sum({column}), 0), count(*) "
        f'FROM "{query.table}"{where} GROUP BY {keys} ORDER BY {keys}'
    )
    return connection.execute(sql, values).fetchall()


def summed(
    connection: Connection,
    tables: Tables,
    query: Query,
    by: Sequence[str],
    totals: Sequence[str],
) -> list[tuple[Any, ...]]:
    """(*group values, *sums) for each group, in no order; `day:7` groups by the month of a day."""
    where, values = clause(tables, query)
    keys = ", ".join(_beginning(tables, query.table, name) for name in by)
    sums = [f"coalesce(sum({tables.column(query.table, n)}), 0)" for n in totals]
    told = ", ".join([keys, *sums])
    sql = f'SELECT {told} FROM "{query.table}"{where} GROUP BY {keys}'
    return connection.execute(sql, values).fetchall()


def tabulated(
    connection: Connection,
    tables: Tables,
    query: Query,
    by: str,
    measures: Sequence[tuple[str, Sequence[Where]]],
) -> list[tuple[Any, ...]]:
    """(group value, *figures) of each group in one walk over the rows, blanks as one group.

    A measure is (field added up, or "" to count rows; the conditions a row must meet besides
    those of the query). `by` may be `day:7`, as in `summed`.
    """
    where, values = clause(tables, query)
    terms, given = [], list[Any]()
    for field, conditions in measures:
        parts = [_condition(tables, query.table, one) for one in conditions]
        met = " AND ".join(part for part, _ in parts) or "1"
        what = tables.column(query.table, field) if field else "1"
        terms.append(f"coalesce(sum({what}) FILTER (WHERE {met}), 0)")
        given += [value for _, more in parts for value in more]
    key = _beginning(tables, query.table, by)
    told = ", ".join([f"coalesce({key}, '')", *terms])
    sql = f'SELECT {told} FROM "{query.table}"{where} GROUP BY 1'
    return connection.execute(sql, [*given, *values]).fetchall()


def _beginning(tables: Tables, table: str, name: str) -> str:
    """A column, or only its first signs where a number of them is asked for."""
    plain, _, signs = name.partition(":")
    column = tables.column(table, plain)
    return f"substr({column}, 1, {int(signs)})" if signs else column


def distinct(connection: Connection, tables: Tables, table: str, field: str) -> list[str]:
    column = tables.column(table, field)
    sql = (
        f'SELECT DISTINCT {column} FROM "{table}" '
        f"WHERE deleted = 0 AND {column} IS NOT NULL ORDER BY {column}"
    )
    return [value for (value,) in connection.execute(sql)]


def values(connection: Connection, tables: Tables, query: Query, field: str, most: int) -> Values:
    """The values of a column among the rows of the query, in their order, blanks (None) last."""
    where, given = clause(tables, query)
    column = tables.column(query.table, field)
    term, more = _natural(tables, query.table, field)
    sql = (
        f"SELECT nullif({column}, '') AS v, count(*), count(*) OVER () "
        f'FROM "{query.table}"{where} GROUP BY v ORDER BY v IS NULL, {term} LIMIT ?'
    )
    rows = connection.execute(sql, [*given, *more, most]).fetchall()
    left = rows[0][2] - len(rows) if rows else 0
    return Values(tuple((value, number) for value, number, _ in rows), left)


def write(connection: Connection, table: str, row: Mapping[str, Any], *, there: bool) -> None:
    """Inserts the row, or updates the one with its id; every column is named."""
    names = list(row)
    if there:
        sets = ", ".join(f'"{name}" = ?' for name in names if name != "id")
        values = [row[name] for name in names if name != "id"]
        connection.execute(f'UPDATE "{table}" SET {sets} WHERE id = ?', [*values, row["id"]])
        return
    marks = ", ".join("?" * len(names))
    connection.execute(
        f'INSERT INTO "{table}" ({name_list(names)}) VALUES ({marks})', list(row.values())
    )


def insert(connection: Connection, table: str, made: Sequence[Mapping[str, Any]]) -> None:
    """New rows that all name the same columns in the same order."""
    if made:
        insert_values(connection, table, list(made[0]), [tuple(row.values()) for row in made])


def insert_values(
    connection: Connection,
    table: str,
    names: Sequence[str],
    made: Sequence[Sequence[Any]],
    shared: Mapping[str, Any] | None = None,
) -> None:
    """New rows by their values, as many in one statement as any SQLite takes.

    `shared` is what all of them have alike: handed over once a statement, and not at all when None.
    """
    alike = {name: value for name, value in (shared or {}).items() if value is not None}
    at_once = max((_MARKS - len(alike)) // len(names), 1)
    numbered = (f"?{number}" for number in range(1, len(alike) + 1))
    marks = f"({', '.join((*numbered, *repeat('?', len(names))))})"
    head = f'INSERT INTO "{table}" ({name_list((*alike, *names))}) VALUES '
    full = head + ", ".join([marks] * at_once)
    for first in range(0, len(made), at_once):
        part = made[first : first + at_once]
        sql = full if len(part) == at_once else head + ", ".join([marks] * len(part))
        connection.execute(sql, [*alike.values(), *chain.from_iterable(part)])
