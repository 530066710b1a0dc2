"""Thirteen units with four bundles each, in any order, any of them again: one state (UB-07).

The street's own merge (`store/merge`) on a database in memory; what stands around it (sealing,
reading a file, the log of what came) has no part in what the rows end as.
"""

import hashlib
import json
import os
import random
import sqlite3
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from qinglian_desktop.core.record import Row, columns
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store import engine, envelope, migrations, ordering, versions
from qinglian_desktop.store.merge import Merge
from qinglian_desktop.store.rows import Tables

UNITS, ORDERS = 13, 10_000 if os.environ.get("QINGLIAN_EXPLORE") else 25
RECORDS = (Entry, Person)
TABLES = Tables(RECORDS)
NAMES = {record.table: list(columns(record)) for record in RECORDS}
Staged = dict[str, tuple[list[list[Any]], int]]  # by table: values, and the sum of their hashes


class Unit:
    """One unit at work; a bundle is the rows that changed, as the reader hands them on."""

    def __init__(self, number: int) -> None:
        self.office, self.stream = f"unit-{number}", f"stream-{number}"
        self.rows: dict[str, dict[str, Row]] = {record.table: {} for record in RECORDS}
        self.touched: set[tuple[str, str]] = set()

    def put(self, table: str, row_id: str, **said: Any) -> None:
        before = self.rows[table].get(row_id)
        row = dict(before) if before else self._blank(table, row_id)
        made = {**row, **said, "updated_at": f"2026-{len(self.touched):04d}"}
        stamp_name = TABLES[table].stamp_name
        self.rows[table][row_id] = envelope.stamped(made, before, self.stream, stamp_name)
        self.touched.add((table, row_id))

    def _blank(self, table: str, row_id: str) -> Row:
        row: Row = dict.fromkeys(NAMES[table])
        row |= {"id": row_id, "owner": self.office, "deleted": 0, "ext": "{}", "fv": "{}"}
        return row | {"vv": "{}", "created_at": "2026", "updated_by": "周文书"}

    def bundle(self, *, full: bool = False) -> Staged:
        found: Staged = {}
        for table, rows in self.rows.items():
            going = [row for i, row in rows.items() if full or (table, i) in self.touched]
            values = [[row[name] for name in NAMES[table]] for row in going]
            found[table] = values, sum(int(row["row_hash"], 16) for row in going)
        return found


def bundles_of(number: int) -> list[Staged]:
    """A month of one unit: new rows, edits, deletions, things brought back, unknown fields."""
    unit, made = Unit(number), []
    ids = [f"{unit.office}-{place}" for place in range(8)]
    for place, row_id in enumerate(ids[:6]):
        unit.put("entry", row_id, amount_fen=place + 1, summary="办公用品", book="村居账")
    unit.put("person", ids[6], name="李建华", ext=envelope.text({"badge": "红"}))
    made.append(unit.bundle())
    unit.put("entry", ids[0], amount_fen=77)
    unit.put("entry", ids[1], deleted=1)
    unit.put("entry", ids[7], amount_fen=9, summary="后来的")
    made.append(unit.bundle())
    unit.touched.clear()  # as if a receipt had come
    unit.put("entry", ids[0], summary="又改了一次")
    unit.put("entry", ids[1], deleted=0)
    unit.put("person", ids[6], phone="1", ext=envelope.text({"badge": "蓝"}))
    made.append(unit.bundle())
    unit.put("entry", ids[2], deleted=1)
    made.append(unit.bundle(full=True))
    return made


@pytest.fixture(scope="module")
def bundles() -> list[tuple[str, Staged]]:
    return [(f"unit-{n}", one) for n in range(UNITS) for one in bundles_of(n)]


@pytest.fixture(scope="module")
def street() -> Iterator[sqlite3.Connection]:
    connection = engine.connect(":memory:", encrypted=False, read_only=False)
    ordering.install(connection)
    migrations.run(connection)
    yield connection
    connection.close()


def merged(street: sqlite3.Connection, order: list[tuple[str, Staged]]) -> str:
    """One hash of everything the street holds after these bundles."""
    for table in (*NAMES, "digest"):
        street.execute(f'DELETE FROM "{table}"')
    change: Any = SimpleNamespace(touch=lambda *_: None)
    for office, staged in order:
        with Merge(street, TABLES, office) as merge:
            for table, (values, total) in staged.items():
                merge.begin(table)
                merge.stage(table, NAMES[table], values, total)
            for table in staged:
                merge.apply(merge.plan(table), change, lambda *_: None)
    state = hashlib.sha256()
    for table in (*NAMES, "digest"):
        for row in street.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2'):
            state.update(json.dumps(row, ensure_ascii=False).encode())
    return state.hexdigest()


def orders(bundles: list[tuple[str, Staged]], count: int) -> Iterator[list[tuple[str, Staged]]]:
    """All of them in some order, up to half of them once more."""
    chance = random.Random(13)
    for _ in range(count):
        again = chance.sample(bundles, chance.randrange(len(bundles) // 2))
        order = [*bundles, *again]
        chance.shuffle(order)
        yield order


def test_any_order_and_repetition_of_13_times_4_bundles_is_one_state(
    bundles: list[tuple[str, Staged]], street: sqlite3.Connection
) -> None:
    assert len(bundles) == 52
    states = {merged(street, order) for order in orders(bundles, ORDERS)}
    assert states == {merged(street, bundles)}


def test_it_is_not_one_state_because_nothing_came(
    bundles: list[tuple[str, Staged]], street: sqlite3.Connection
) -> None:
    merged(street, bundles)
    counted = street.execute("SELECT count(*), sum(deleted) FROM entry").fetchone()
    assert counted == (UNITS * 7, UNITS)
    (ext,) = street.execute("SELECT ext FROM person LIMIT 1").fetchone()
    assert json.loads(ext) == {"badge": "蓝"}
    assert merged(street, bundles[:-1]) == merged(street, bundles[:-1])
    assert merged(street, bundles[:-1]) != merged(street, bundles)


def test_a_merge_that_takes_what_comes_would_end_in_many(
    bundles: list[tuple[str, Staged]],
    street: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(versions, "relation", lambda local, incoming: "newer")
    assert len({merged(street, order) for order in orders(bundles, 4)}) > 1
