"""Merging 13 full bundles ÷ ATTACH + INSERT … SELECT of the same rows into the same tables.

The bundles are verified, decrypted, validated, merged, recorded and answered with receipts, each
as from the window. The limit is what SQLite needs for the same rows with nothing of that.
"""

import shutil
import sys
from pathlib import Path
from typing import Any

from measure import Finding, child, pairs, spread

UNITS, ROWS, GOAL = 13, 15_000, 10.0
_TABLES = ("entry", "person")


def measure(scratch: Path, rounds: int) -> Finding:
    folder = scratch / "merge"
    folder.mkdir()
    child("merge.py", "prepare", folder)
    turn = 0

    def fresh() -> Path:
        nonlocal turn
        turn += 1
        shutil.rmtree(folder / f"street-{turn - 2}", ignore_errors=True)
        home = folder / f"street-{turn}"
        shutil.copytree(folder / "street", home)
        return home

    ratio, mine, theirs = pairs(
        lambda: child("merge.py", "ours", fresh(), folder / "usb"),
        lambda: child("merge.py", "limit", fresh(), folder / "all.db"),
        rounds,
    )
    return Finding(
        f"merging {UNITS} full bundles of {ROWS:,} rows ÷ ATTACH + INSERT … SELECT",
        ratio,
        GOAL,
        details=(spread("merge", mine), spread("limit", theirs)),
    )


def prepare(folder: Path) -> None:
    """A street with 13 enrolled units, their bundles on a stick, and all rows in one file."""
    from made import rows

    from qinglian_desktop.exchange import issuing, outgoing
    from qinglian_desktop.modules.catalog import RECORDS

    usb = folder / "usb"
    usb.mkdir()
    street = issuing.found_street(folder / "street", "通惠街道", "500110007", RECORDS)
    everything = None
    for number in range(UNITS):
        code = f"500110007{number + 1:03d}"
        file: Any = issuing.issue_unit(street, f"第{number + 1}社区", "community", code, usb).result
        unit = issuing.found_unit(folder / "unit", file, RECORDS)
        enrolment, fingerprint = issuing.write_enrolment(unit, usb)
        issuing.enrol_unit(street, enrolment, fingerprint)
        with unit.change("登记") as change:
            for record in rows(ROWS, number):
                change.put(record)
        outgoing.export_bundle(unit, usb)
        everything = _collect(unit, folder / "all.db", everything)
        unit.close()
        shutil.rmtree(folder / "unit")
    street.close()


def _collect(unit: Any, path: Path, begun: bool | None) -> bool:
    connection = unit.connection
    connection.execute(f"ATTACH '{path}' AS everything KEY \"x'{'00' * 32}'\"")
    for table in _TABLES:
        if not begun:
            columns = connection.execute(
                "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = ?", (table,)
            ).fetchone()[0]
            connection.execute(columns.replace(f'"{table}"', f'everything."{table}"', 1))
        connection.execute(f'INSERT INTO everything."{table}" SELECT * FROM main."{table}"')
    connection.execute("DETACH everything")
    return True


def ours(home: Path, usb: Path) -> None:
    from qinglian_desktop.exchange import incoming
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    merged = 0
    with Book.open(home, RECORDS) as street:
        for path in sorted(usb.glob("*包.qlb")):
            outcome: Any = incoming.import_file(street, path).result
            merged += outcome.preview.new
    assert merged == UNITS * ROWS, merged


def limit(home: Path, everything: Path) -> None:
    from sqlcipher3 import dbapi2

    key = home.joinpath("limit.key").read_text(encoding="ascii")
    connection = dbapi2.connect(str(home / "qinglian.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"ATTACH '{everything}' AS everything KEY \"x'{'00' * 32}'\"")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE door SET quiet = 1")
    for table in _TABLES:
        connection.execute(f'INSERT INTO main."{table}" SELECT * FROM everything."{table}"')
    connection.execute("UPDATE door SET quiet = 0")
    connection.execute("COMMIT")
    count = sum(connection.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in _TABLES)
    assert count == UNITS * ROWS, count
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def keep_key(home: Path) -> None:
    """The limit opens the same kind of encrypted file without the program."""
    from qinglian_desktop.store import keyfile

    main = keyfile.unlock(home, "").main
    assert main is not None, "the plain build cannot be compared"
    home.joinpath("limit.key").write_text(main.hex(), encoding="ascii")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", where]:
            prepare(Path(where))
            keep_key(Path(where) / "street")
        case ["ours", home, usb]:
            ours(Path(home), Path(usb))
        case ["limit", home, everything]:
            limit(Path(home), Path(everything))
