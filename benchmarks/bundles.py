"""Bundles written: a full one ÷ the same rows copied by SQLite; one row of a small and a huge book.

`prepare` makes what both halves need (the reading half is benchmarks/merging.py's): a street, one
unit with 200,000 rows over 25 tables, its full bundle on a stick, and the same rows in one file.
"""

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from measure import Finding, child, pairs, said, spread

ROWS, TABLES, WRITE_GOAL = 200_000, 25, 9.0
SMALL, HUGE, ONE_ROW_GOAL = 10_000, 1_000_000, 1.3
_WORDS = "道路维修绿化养护困难群众慰问会议室电费垃圾清运服务费居民小组同意票据齐全经手办公用品采购"
_NO_KEY = "\"x'" + "00" * 32 + "'\""


def measure(scratch: Path, rounds: int) -> list[Finding]:
    folder = scratch / "bundles"
    folder.mkdir()
    child("bundles.py", "prepare", folder)
    return [_written(folder, rounds), _one_row(scratch, rounds)]


def _written(folder: Path, rounds: int) -> Finding:
    ratio, mine, theirs = pairs(
        lambda: _timed("export", folder / "unit", folder / "usb"),
        lambda: _timed("copy", folder / "unit", folder / "copied.db"),
        rounds,
    )
    return Finding(
        f"writing a full bundle of {ROWS:,} rows over {TABLES} tables ÷ ATTACH + INSERT … SELECT",
        ratio,
        WRITE_GOAL,
        details=(spread("bundle", mine), spread("limit", theirs)),
    )


def _one_row(scratch: Path, rounds: int) -> Finding:
    homes = {rows: scratch / f"book-{rows}" for rows in (SMALL, HUGE)}
    for rows, home in homes.items():
        child("bundles.py", "book", home, rows)
    ratio, mine, theirs = pairs(
        lambda: _timed("one-row", homes[HUGE]), lambda: _timed("one-row", homes[SMALL]), rounds
    )
    return Finding(
        f"a bundle of one changed row, {HUGE:,} ÷ {SMALL:,} rows in the book",
        ratio,
        ONE_ROW_GOAL,
        details=(spread("large", mine), spread("small", theirs)),
    )


def _timed(*arguments: object) -> float:
    """What the child itself says it took: opening the file is not what is asked here."""
    child("bundles.py", *arguments)
    return float(said())


# -- the rows ---------------------------------------------------------------------------------


def records() -> list[Any]:
    """25 kinds of record that a bundle carries and that no rule of its own stands before."""
    from qinglian_desktop.core.record import Owner
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store import guards

    free = [
        record
        for record in RECORDS
        if record.owner is Owner.COMMUNITY
        and not record.sealed
        and len(record.fields) >= 9
        and not guards.guarded(record.table)
        and not record.table.startswith("labour_")
    ]
    return free[:TABLES]


def drafts(record: Any, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Rows of ordinary length with something of the right kind in the first nine fields."""
    chance = random.Random(f"{record.table} {seed}")
    fields = list(record.fields.items())[:9]
    for _ in range(count):
        yield {name: _value(field, chance) for name, field in fields}


def _value(field: Any, chance: random.Random) -> Any:
    if field.choices:
        return chance.choice(field.choices)
    match field.kind.name:
        case "day":
            return (date(2026, 1, 1) + timedelta(days=chance.randrange(270))).isoformat()
        case "moment":
            return f"2026-0{chance.randrange(1, 10)}-1{chance.randrange(10)}T09:30:00"
        case "flag":
            return chance.randrange(2)
        case "money" | "count" | "quantity":
            return chance.randrange(1, 9_000_000)
        case "text" | "long" | "name" | "choice":
            return "".join(chance.choices(_WORDS, k=chance.randrange(3, 12)))
        case _:  # links too: one that leads nowhere would be listed as waiting
            return None


def fill(book: Any, rows: int, seed: int) -> None:
    """So many rows, the same number in each of the 25 tables."""
    for record in records():
        with book.change("登记") as change:
            change.add_all(record, drafts(record, rows // TABLES, seed))


def office(folder: Path, usb: Path, street: Any, number: int = 1) -> Any:
    """A unit of this street, enrolled, with an empty book."""
    from qinglian_desktop.exchange import issuing
    from qinglian_desktop.modules.catalog import RECORDS

    code = f"500110007{number:03d}"
    file: Any = issuing.issue_unit(street, f"第{number}社区", "community", code, usb).result
    unit = issuing.found_unit(folder, file, RECORDS)
    enrolment, fingerprint = issuing.write_enrolment(unit, usb)
    issuing.enrol_unit(street, enrolment, fingerprint)
    return unit


def prepare(folder: Path) -> None:
    from qinglian_desktop.exchange import issuing, outgoing
    from qinglian_desktop.modules.catalog import RECORDS

    usb = folder / "usb"
    usb.mkdir()
    street = issuing.found_street(folder / "street", "通惠街道", "500110007", RECORDS)
    unit = office(folder / "unit", usb, street)
    fill(unit, ROWS, 1)
    outgoing.export_bundle(unit, usb)
    collect(unit, folder / "all.db")
    unit.close()
    street.close()


def collect(unit: Any, path: Path) -> None:
    """The rows of the 25 tables in one file, for `ATTACH … INSERT … SELECT`; committed."""
    connection = unit.connection
    connection.execute(f"ATTACH '{path}' AS everything KEY {_NO_KEY}")
    connection.execute("BEGIN IMMEDIATE")
    for record in records():
        name = f'"{record.table}"'
        (made,) = connection.execute(
            "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = ?", (record.table,)
        ).fetchone()
        connection.execute(made.replace(name, f"everything.{name}", 1))
        connection.execute(f"INSERT INTO everything.{name} SELECT * FROM main.{name}")
    connection.execute("COMMIT")
    connection.execute("DETACH everything")


# -- the children -----------------------------------------------------------------------------


def export(home: Path, usb: Path) -> None:
    import time

    from qinglian_desktop.exchange import outgoing
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    with Book.open(home, RECORDS) as unit:
        began = time.perf_counter()
        sent: Any = outgoing.export_bundle(unit, usb, full=True).result
        took = time.perf_counter() - began
    assert sent.rows == ROWS, sent.rows
    sent.path.unlink()
    print(took)


def copy(home: Path, path: Path) -> None:
    import time

    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    with Book.open(home, RECORDS) as unit:
        began = time.perf_counter()
        collect(unit, path)
        took = time.perf_counter() - began
    path.unlink()
    print(took)


def book(home: Path, rows: int) -> None:
    """A book of so many rows whose street has confirmed all of them."""
    from qinglian_desktop.core import clock
    from qinglian_desktop.exchange import issuing, outgoing
    from qinglian_desktop.exchange.records import Receipt, SentBundle
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store import own_sums

    usb = home.parent / f"{home.name}-usb"
    usb.mkdir()
    street = issuing.found_street(
        home.parent / f"{home.name}-street", "通惠街道", "500110007", RECORDS
    )
    unit = office(home, usb, street)
    fill(unit, rows, 1)
    whole = clock.new_id()
    with unit.change("已确认") as change:
        change.put(  # the whole bundle of this quarter
            SentBundle(
                number=1, bundle_id=whole, file_name="", to_office=street.unit.office_id,
                stream_id=unit.unit.stream_id, base_seq=0, high_seq=unit.trail_head()[0],
                full=True, row_count=rows, size=0, bundle_hash="", written_at=clock.now(),
            )
        )  # fmt: skip
        change.put(
            Receipt(
                number=1, bundle_id=whole, from_office=street.unit.office_id,
                stream_id=unit.unit.stream_id, street_stream=street.unit.stream_id,
                acked_seq=unit.trail_head()[0], accepted=rows, returned=0,
                received_at=clock.now(),
            )
        )  # fmt: skip
        tables = [record.table for record in outgoing.tables_leaving(unit)]
        own = unit.unit.office_id
        sums = {table: own_sums.afresh(unit.connection, table, own) for table in tables}
        own_sums.keep(unit.connection, sums, unit.trail_head()[0])
    unit.close()
    street.close()


def one_row(home: Path) -> None:
    """The middle one of seven bundles, each after one changed row."""
    import statistics
    import time

    from qinglian_desktop.exchange import outgoing
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    usb, took = home.parent / f"{home.name}-usb", []
    with Book.open(home, RECORDS, check_later=True) as unit:
        record = records()[0]
        (row_id,) = unit.connection.execute(f'SELECT id FROM "{record.table}" LIMIT 1').fetchone()
        text = next(n for n, f in record.fields.items() if f.kind.name == "text")
        for turn in range(7):
            with unit.change("修改") as change:
                change.put_row(record.table, row_id, {text: f"改动{time.time_ns()}"})
            began = time.perf_counter()
            sent: Any = outgoing.export_bundle(unit, usb).result
            took.append(time.perf_counter() - began)
            sent.path.unlink()
            assert sent.rows == 1, (turn, sent.rows)
    print(statistics.median(took))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", where]:
            prepare(Path(where))
        case ["export", home, usb]:
            export(Path(home), Path(usb))
        case ["copy", home, path]:
            copy(Path(home), Path(path))
        case ["book", home, rows]:
            book(Path(home), int(rows))
        case ["one-row", home]:
            one_row(Path(home))
