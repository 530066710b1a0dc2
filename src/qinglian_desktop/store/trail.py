"""The append-only trail (留痕): who changed what, from what to what, chained by hash.

Triggers below the door write the before/after images in the same transaction; just before
COMMIT the door seals them: hash = SHA-256(prev ‖ canonical image). An image without a change
was written past the door; it is found at start-up, reported, and sealed with that mark.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from qinglian_desktop.core import canonical
from qinglian_desktop.store import rows
from qinglian_desktop.store.engine import Connection, one

_COLUMNS = "seq, change_id, table_name, row_id, op, before, after"
PAST_THE_DOOR = "程序之外的改动"
SHAPE = 1  # raised with every change of the triggers below, so that each file gets the new ones
STRAY = "past the door"  # the kind of such a change
ERASED_MARK = '"erased":'  # in an image that says nothing any more


class Image(NamedTuple):
    """One row before and after one change, as stored in the trail."""

    seq: int
    change_id: int
    table: str
    row_id: str
    op: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def install(connection: Connection, tables: Iterable[str]) -> None:
    """Brings the triggers in line with the tables as they are now; quick when they are."""
    have = dict(
        connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    )
    wanted = expected(connection, tables)
    pending = {name: sql for name, sql in wanted.items() if have.get(name) != sql}
    if not pending:
        return
    connection.execute("BEGIN IMMEDIATE")  # all of them or none, and one write to the disk
    try:
        for name, sql in pending.items():
            connection.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            connection.execute(sql)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def expected(connection: Connection, tables: Iterable[str]) -> dict[str, str]:
    """Every trigger there should be, by name."""
    wanted: dict[str, str] = {}
    for table in tables:
        wanted |= _triggers(table, column_names(connection, table))
    return wanted | _guards()


def column_names(connection: Connection, table: str) -> list[str]:
    """The columns of a table as it is, in the order in which its images name them."""
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def _triggers(table: str, names: list[str]) -> dict[str, str]:
    def image(side: str) -> str:
        return "json_object(" + ", ".join(f"'{n}', {side}.\"{n}\"" for n in names) + ")"

    made = {}
    for op, before, after, row in (
        ("INSERT", "NULL", image("NEW"), "NEW"),
        ("UPDATE", image("OLD"), image("NEW"), "NEW"),
        ("DELETE", image("OLD"), "NULL", "OLD"),
    ):
        name = f"trail_{table}_{op.lower()}"
        made[name] = (
            f'CREATE TRIGGER "{name}" AFTER {op} ON "{table}" '
            "WHEN (SELECT quiet FROM door) = 0 BEGIN "
            "INSERT INTO trail (change_id, table_name, row_id, op, before, after) VALUES "
            f"((SELECT change_id FROM door), '{table}', {row}.id, '{op.lower()}', "
            f"{before}, {after}); END"
        )
    return made


def _guards() -> dict[str, str]:
    """Nothing in the trail can be taken back; sealing is the one change allowed."""
    made = {}
    for table, when in (("trail", "OLD.hash IS NOT NULL"), ("change", "1")):
        for op, condition in (("UPDATE", when), ("DELETE", "1")):
            name = f"keep_{table}_{op.lower()}"
            made[name] = (
                f'CREATE TRIGGER "{name}" BEFORE {op} ON "{table}" WHEN {condition} '
                "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
            )
    return made


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last sealed image; (0, "") for an empty trail."""
    found = connection.execute(
        "SELECT seq, hash FROM trail WHERE hash IS NOT NULL ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return (found[0], found[1]) if found else (0, "")


def began_on(connection: Connection) -> date | None:
    """The day on which the first change was entered; after a cut, the day after what went."""
    if cut(connection)[0]:
        last = one(connection, "SELECT max(last_day) FROM trail_cut WHERE deleted = 0")
        return date.fromisoformat(last) + timedelta(days=1)
    found = one(connection, "SELECT entered_on FROM change ORDER BY id LIMIT 1")
    return date.fromisoformat(found) if found else None


def seal(connection: Connection) -> int:
    """Chains every image not yet sealed; returns how many there were."""
    _, previous = head(connection)
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM trail WHERE hash IS NULL ORDER BY seq"
    ).fetchall()
    sealed = []
    changes: dict[int, bytes] = {}
    for row in found:
        link = _link(previous, _change_facts(connection, row[1], changes), row)
        sealed.append((previous, link, row[0]))
        previous = link
    connection.executemany("UPDATE trail SET prev = ?, hash = ? WHERE seq = ?", sealed)
    return len(sealed)


def append(
    connection: Connection, step: int, table: str, ids: Sequence[str], images: Iterable[str]
) -> None:
    """The images of new rows of one table with their links, as the triggers and `seal` make them.

    For `bulk`, which keeps the triggers quiet for so long; everything before must be sealed.
    """
    _, previous = head(connection)
    first = (one(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'trail'") or 0) + 1
    facts = _change_facts(connection, step, {}).decode()
    named = encode_basestring(table)
    sealed = []
    for seq, (row_id, image) in enumerate(zip(ids, images, strict=True), first):
        told = f'{seq},{step},{named},{encode_basestring(row_id)},"insert",null'
        link = f"{previous}[{facts},{told},{encode_basestring(image)}]"
        digest = canonical.digest(link.encode())
        sealed.append((seq, row_id, image, previous, digest))
        previous = digest
    shared = {"change_id": step, "table_name": table, "op": "insert"}
    rows.insert_values(
        connection, "trail", ("seq", "row_id", "after", "prev", "hash"), sealed, shared
    )


def _change_facts(connection: Connection, number: int, known: dict[int, bytes]) -> bytes:
    """The facts of a change in their one spelling, made once for all its images."""
    if number not in known:
        found = connection.execute(
            "SELECT id, label, kind, operator, stream_id, at, event_on, entered_on, reason, undoes "
            "FROM change WHERE id = ?",
            (number,),
        ).fetchone()
        known[number] = canonical.dumps(list(found) if found else [])
    return known[number]


def _link(previous: str, change: bytes, row: tuple[Any, ...]) -> str:
    """The hash over what came before and the list [change, *row], put together from its parts."""
    return canonical.digest(previous.encode() + b"[" + change + b"," + canonical.dumps(row)[1:])


def mark_strays(connection: Connection, number: int) -> None:
    """Puts every unsealed image under change `number` and seals it."""
    connection.execute("UPDATE trail SET change_id = ? WHERE hash IS NULL", (number,))
    seal(connection)


def unsealed(connection: Connection) -> int:
    """How many images nobody sealed: the mark of a change made with another tool."""
    return int(one(connection, "SELECT count(*) FROM trail WHERE hash IS NULL"))


def verify(connection: Connection) -> int | None:
    """Walks the whole chain; the number of the first image that does not fit, or None.

    It begins where the trail was last cut (store/thinning.py). An image that was erased
    (store/erasing.py) cannot be hashed again; its place in the chain still has to fit.
    """
    last, previous = cut(connection)
    expected = last + 1
    changes: dict[int, bytes] = {}
    excused = _Excused.of(connection)
    found = connection.execute(f"SELECT {_COLUMNS}, prev, hash FROM trail ORDER BY seq")
    for *facts, prev, link in found:
        row = tuple(facts)
        if row[0] != expected or prev != previous:
            return int(row[0])
        told = link == _link(previous, _change_facts(connection, row[1], changes), row)
        if not told and not excused.covers(row):
            return int(row[0])
        previous, expected = link, expected + 1
    return _cut_tail(connection, expected)


class _Excused(NamedTuple):
    """Rows that were erased, and changes whose words were taken away with them."""

    rows: frozenset[tuple[str, str]] = frozenset()
    steps: frozenset[int] = frozenset()

    @classmethod
    def of(cls, connection: Connection) -> "_Excused":
        if not _has(connection, "erasure"):
            return cls()
        # Of this office only what stands in the chain itself; of others what they sent. Another
        # computer's order numbers the steps of its own trail, and excuses none of this one.
        found = connection.execute(
            "SELECT json_extract(t.after, '$.of_table'), json_extract(t.after, '$.of_row'), "
            "CASE WHEN c.kind IN ('peer', 'merge') THEN NULL ELSE "
            "json_extract(t.after, '$.steps') END FROM trail t "
            "LEFT JOIN change c ON c.id = t.change_id "
            "WHERE t.table_name = 'erasure' AND t.op = 'insert' UNION ALL "
            "SELECT of_table, of_row, NULL FROM erasure WHERE owner <> coalesce((SELECT "
            "json_extract(value, '$.office_id') FROM setting WHERE name = 'unit'), '')"
        ).fetchall()
        steps = [step for _, _, listed in found for step in json.loads(listed or "[]")]
        return cls(frozenset((table, row_id) for table, row_id, _ in found), frozenset(steps))

    def covers(self, row: tuple[Any, ...]) -> bool:
        _, step, table, row_id, _, before, after = row
        blank = all(side is None or ERASED_MARK in side for side in (before, after))
        return step in self.steps or (blank and (table, row_id) in self.rows)


def _has(connection: Connection, table: str) -> bool:
    sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return one(connection, sql, (table,)) is not None


def cut(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last image that was taken off; (0, "") for a trail that is whole."""
    if not _has(connection, "trail_cut"):
        return 0, ""
    found = connection.execute(
        # One that does not stand in the chain itself was written by another tool.
        "SELECT c.upto_seq, c.upto_hash FROM trail_cut c JOIN trail t ON t.row_id = c.id "
        "AND t.table_name = 'trail_cut' WHERE c.deleted = 0 "
        "AND json_extract(t.after, '$.upto_seq') = c.upto_seq "
        "AND json_extract(t.after, '$.upto_hash') = c.upto_hash ORDER BY c.upto_seq DESC LIMIT 1"
    ).fetchone()
    return (int(found[0]), str(found[1])) if found else (0, "")


def hash_at(connection: Connection, seq: int) -> str:
    """The hash of one image; "" when there is none of that number (any more)."""
    last, link = cut(connection)
    if seq == last:
        return link
    return str(one(connection, "SELECT hash FROM trail WHERE seq = ?", (seq,)) or "")


@contextmanager
def opened(connection: Connection) -> Iterator[None]:
    """Inside a transaction: the trail may be cut or blanked, by those two files and nobody else."""
    for name in _guards():
        connection.execute(f'DROP TRIGGER IF EXISTS "{name}"')
    yield
    for sql in _guards().values():
        connection.execute(sql)


def _cut_tail(connection: Connection, expected: int) -> int | None:
    """AUTOINCREMENT remembers the highest number ever given: a cut tail shows."""
    highest = one(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'trail'") or 0
    return expected if highest >= expected else None


def count(connection: Connection, change_id: int) -> int:
    return int(one(connection, "SELECT count(*) FROM trail WHERE change_id = ?", (change_id,)))


def images(
    connection: Connection, change_id: int, *, limit: int = -1, offset: int = 0
) -> list[Image]:
    """The images of one change in order, all or a page of them."""

    def side(text: str | None) -> dict[str, Any] | None:
        return None if text is None else json.loads(text)

    found = connection.execute(
        f"SELECT {_COLUMNS} FROM trail WHERE change_id = ? ORDER BY seq LIMIT ? OFFSET ?",
        (change_id, limit, offset),
    ).fetchall()
    return [
        Image(seq, number, table, row_id, op, side(before), side(after))
        for seq, number, table, row_id, op, before, after in found
    ]


def history(connection: Connection, table: str, row_id: str) -> list[dict[str, Any]]:
    """经过 of one row, oldest first: who, when, under which label, before and after."""
    found = connection.execute(
        "SELECT c.label, c.operator, c.at, c.event_on, c.entered_on, c.reason, t.op, "
        "t.before, t.after, t.change_id FROM trail t JOIN change c ON c.id = t.change_id "
        "WHERE t.table_name = ? AND t.row_id = ? ORDER BY t.seq",
        (table, row_id),
    ).fetchall()
    names = ("label", "operator", "at", "event_on", "entered_on", "reason", "op")
    lines = []
    for row in found:
        line = dict(zip(names, row[:7], strict=True))
        line["before"] = json.loads(row[7]) if row[7] else {}
        line["after"] = json.loads(row[8]) if row[8] else {}
        line["step"] = row[9]
        lines.append(line)
    return lines


def taken_back(connection: Connection, table: str) -> set[str]:
    """Rows whose making was undone, and of which nothing was heard since."""
    found = connection.execute(
        "SELECT t.row_id FROM trail t JOIN change c ON c.id = t.change_id "
        "JOIN trail f ON f.change_id = c.undoes AND f.row_id = t.row_id AND f.table_name = ? "
        "WHERE t.table_name = ? AND c.kind = 'undo' AND "
        "(f.before IS NULL OR json_extract(f.before, '$.deleted') = 1) AND t.seq = "
        "(SELECT max(seq) FROM trail l WHERE l.row_id = t.row_id AND l.table_name = t.table_name)",
        (table, table),
    )
    return {row_id for (row_id,) in found}
