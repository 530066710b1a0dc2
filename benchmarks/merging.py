"""Bundles read: a full one and 13 monthly ones ÷ the bare insert; a monthly one into a huge street.

Timed is what the clerk waits for: read from the stick, verified, decrypted, validated, compared,
merged, noted so that it can be taken back, committed, answered. The limit is SQLite's own
`ATTACH` + `INSERT … SELECT` of the same rows into the same tables, committed, with nothing of that.
"""

import json
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bundles
from measure import Finding, child, pairs, said, spread

FULL_GOAL, MONTH, UNITS, MONTHS_GOAL, HUGE_GOAL = 6.0, 5_000, 13, 20.0, 1.5


def measure(scratch: Path, rounds: int) -> list[Finding]:
    folder = scratch / "merging"
    folder.mkdir()
    for what in ("full", "months"):
        child("merging.py", "prepare", what, folder / what)
    full, full_mine, full_theirs = _pairs(folder / "full", rounds)
    months, months_mine, months_theirs = _pairs(folder / "months", rounds)
    child("merging.py", "grow", folder / "full")
    huge, huge_mine, huge_theirs = pairs(
        lambda: _timed("month", folder / "full"), lambda: _timed("bare", folder / "full"), rounds
    )
    rows = bundles.ROWS
    return [
        Finding(
            f"a full bundle of {rows:,} rows over {bundles.TABLES} tables, read, verified and "
            "merged ÷ ATTACH + INSERT … SELECT",
            full,
            FULL_GOAL,
            details=(spread("merge", full_mine), spread("limit", full_theirs)),
        ),
        Finding(
            f"{UNITS} monthly bundles of {MONTH:,} rows ÷ the bare insert of their rows",
            months,
            MONTHS_GOAL,
            details=(spread("merge", months_mine), spread("limit", months_theirs)),
        ),
        Finding(
            f"a monthly bundle of {MONTH:,} rows into a street of {UNITS * rows:,} rows ÷ the bare "
            "write of its rows there",
            huge,
            HUGE_GOAL,
            details=(spread("merge", huge_mine), spread("limit", huge_theirs)),
        ),
    ]


def _pairs(folder: Path, rounds: int) -> tuple[float, list[float], list[float]]:
    return pairs(lambda: _timed("ours", folder), lambda: _timed("limit", folder), rounds)


def _timed(*arguments: object) -> float:
    child("merging.py", *arguments)
    return float(said())


# -- the children -----------------------------------------------------------------------------


def prepare(what: str, folder: Path) -> None:
    """A street, its units with their rows, the bundles on a stick, and the same rows in a file."""
    from qinglian_desktop.exchange import issuing, outgoing
    from qinglian_desktop.modules.catalog import RECORDS

    usb = folder / "usb"
    usb.mkdir(parents=True)
    street = issuing.found_street(folder / "street", "通惠街道", "500110007", RECORDS)
    for number in range(1, 2 if what == "full" else UNITS + 1):
        unit = bundles.office(folder / f"unit-{number}", usb, street, number)
        bundles.fill(unit, bundles.ROWS if what == "full" else MONTH, number)
        outgoing.export_bundle(unit, usb)
        bundles.collect(unit, folder / f"all-{number}.db")
        unit.close()
    street.close()


def ours(folder: Path) -> None:
    from qinglian_desktop.exchange import incoming

    with _fresh(folder) as street:
        began, merged = time.perf_counter(), 0
        for path in sorted((folder / "usb").glob("*第001包.qlb")):
            outcome: Any = incoming.import_file(street, path).result
            merged += outcome.preview.new
        took = time.perf_counter() - began
    assert merged == _rows(folder), merged
    print(took)


def limit(folder: Path) -> None:
    with _fresh(folder) as street:
        connection, count = street.connection, 0
        began = time.perf_counter()
        for path in sorted(folder.glob("all-*.db")):
            connection.execute(f"ATTACH '{path}' AS everything KEY {bundles._NO_KEY}")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE door SET quiet = 1")
            for record in bundles.records():
                name = f'"{record.table}"'
                count += connection.execute(
                    f"INSERT INTO main.{name} SELECT * FROM everything.{name}"
                ).rowcount
            connection.execute("UPDATE door SET quiet = 0")
            connection.execute("COMMIT")
            connection.execute("DETACH everything")
        took = time.perf_counter() - began
    assert count == _rows(folder), count
    print(took)


def _rows(folder: Path) -> int:
    files = len(list(folder.glob("all-*.db")))
    return bundles.ROWS if files == 1 else MONTH * files


def _fresh(folder: Path) -> Any:
    """A copy of the street as it was before anything came."""
    home = folder / "now"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(folder / "street", home)
    return _open(home)


def _open(home: Path) -> Any:
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    book = Book.open(home, RECORDS, check_later=True)
    book.sound = True  # the window has read through the file by then; not what is asked here
    return book


def grow(folder: Path) -> None:
    """The street with 13 units' rows, the twelve others copied; and one month of the first."""
    from qinglian_desktop.exchange import incoming, outgoing
    from qinglian_desktop.store import outbox

    with _fresh(folder) as street:
        outcome: Any = incoming.import_file(street, next((folder / "usb").glob("*包.qlb"))).result
        connection = street.connection
        for number in range(2, UNITS + 1):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE door SET quiet = 1")
            for record in bundles.records():
                _copy_rows(connection, record.table, number)
            connection.execute("UPDATE door SET quiet = 0")
            connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with _open(folder / "unit-1") as unit:
        incoming.import_file(unit, outcome.receipt)
        base = outbox.high_seq(unit.connection)
        _one_month(unit)
        sent: Any = outgoing.export_bundle(unit, folder).result
        assert sent.rows == MONTH and not sent.full, sent
        sent.path.rename(folder / "month.qlb")
        _collect_since(unit, folder / "month.db", base)


def _copy_rows(connection: Any, table: str, number: int) -> None:
    names = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    said = {"id": f"id || '-{number:02d}'", "owner": f"owner || '-{number:02d}'"}
    chosen = ", ".join(said.get(name, f'"{name}"') for name in names)
    connection.execute(
        f'INSERT INTO "{table}" SELECT {chosen} FROM "{table}" WHERE length(id) = 36'
    )


def _one_month(unit: Any) -> None:
    """Half of a month's rows are new, half are changes of older ones."""
    each = MONTH // bundles.TABLES // 2
    for record in bundles.records():
        text = next(n for n, f in record.fields.items() if f.kind.name in ("text", "long"))
        ids = [row_id for (row_id,) in unit.connection.execute(f'SELECT id FROM "{record.table}"')]
        step = len(ids) // each
        with unit.change("一个月") as change:
            change.add_all(record, bundles.drafts(record, each, 99))
            for row_id in ids[::step][:each]:
                change.put_row(record.table, row_id, {text: f"改动{row_id[-4:]}"})


def _collect_since(unit: Any, path: Path, base: int) -> None:
    connection = unit.connection
    connection.execute(f"ATTACH '{path}' AS everything KEY {bundles._NO_KEY}")
    for record in bundles.records():
        name = f'"{record.table}"'
        connection.execute(
            f"CREATE TABLE everything.{name} AS SELECT * FROM main.{name} WHERE id IN "
            "(SELECT row_id FROM main.trail WHERE table_name = ? AND seq > ?)",
            (record.table, base),
        )
    connection.execute("DETACH everything")


def month(folder: Path) -> None:
    """Merged as after its preview, timed, and taken back: the next round finds the same street."""
    from qinglian_desktop.exchange import incoming, taking_back
    from qinglian_desktop.modules.funds import actions

    assert actions, "what a window has loaded by then"
    with _open(folder / "now") as street:
        incoming.inspect(street, folder / "month.qlb")
        began = time.perf_counter()
        done = incoming.import_file(street, folder / "month.qlb")
        took = time.perf_counter() - began
        outcome: Any = done.result
        assert (outcome.preview.new, outcome.preview.changed) == (MONTH // 2, MONTH // 2)
        taking_back.take_back(street, done.step)
        street.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    print(took)


def bare(folder: Path) -> None:
    with _open(folder / "now") as street:
        connection = street.connection
        connection.execute(f"ATTACH '{folder / 'month.db'}' AS everything KEY {bundles._NO_KEY}")
        was = {table: list(rows) for table, rows in _old_rows(connection)}
        began = time.perf_counter()
        _write(connection, (f'SELECT * FROM everything."{t}"' for t in was), was)
        took = time.perf_counter() - began
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE door SET quiet = 1")
        for table, rows in was.items():
            connection.execute(
                f'DELETE FROM "{table}" WHERE id IN (SELECT id FROM everything."{table}")'
            )
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
        connection.execute("UPDATE door SET quiet = 0")
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    print(took)


def _write(connection: Any, sources: Iterator[str], tables: Any) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE door SET quiet = 1")
    for table, source in zip(tables, sources, strict=True):
        connection.execute(f'INSERT OR REPLACE INTO main."{table}" {source}')
    connection.execute("UPDATE door SET quiet = 0")
    connection.execute("COMMIT")


def _old_rows(connection: Any) -> Iterator[tuple[str, Iterator[Any]]]:
    for record in bundles.records():
        name = f'"{record.table}"'
        ids = json.dumps([i for (i,) in connection.execute(f"SELECT id FROM everything.{name}")])
        yield (
            record.table,
            connection.execute(
                f"SELECT * FROM main.{name} WHERE id IN (SELECT value FROM json_each(?))", (ids,)
            ),
        )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", what, folder]:
            prepare(what, Path(folder))
        case ["ours", folder]:
            ours(Path(folder))
        case ["limit", folder]:
            limit(Path(folder))
        case ["grow", folder]:
            grow(Path(folder))
        case ["month", folder]:
            month(Path(folder))
        case ["bare", folder]:
            bare(Path(folder))
