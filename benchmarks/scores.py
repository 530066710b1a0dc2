"""Suggestions to the 37 indicators for the 13 units of a street: work in milliseconds.

The street holds three years of every ledger the indicators are counted from, 40 rows a unit,
year and ledger.
"""

import random
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from measure import Finding, child, said

UNITS, YEARS, ROWS, GOAL = 13, (2024, 2025, 2026), 40, 2000.0
LAST = date(2027, 1, 5)


def measure(scratch: Path, rounds: int) -> Finding:
    home = scratch / "scores"
    child("scores.py", "prepare", home)
    rows = int(said().split()[-1])
    worked = []
    for _ in range(rounds):
        child("scores.py", "ours", home)
        worked.append(float(said().split()[-1]))
    return Finding(
        f"suggestions to 37 indicators for {UNITS} units, {rows:,} rows of three years",
        statistics.median(worked),
        GOAL,
        unit="ms",
        details=(f"{min(worked):.0f}–{max(worked):.0f} ms (n={rounds})",),
    )


def prepare(home: Path) -> None:
    from made import office

    from qinglian_desktop.core import clock
    from qinglian_desktop.core.record import columns
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.evaluation.measures import registry
    from qinglian_desktop.store.book import Book

    drawn, count = random.Random(1), 0
    unit = office()._replace(role="street", kind="street")
    with Book.create(home, RECORDS, unit) as book:
        tables = {name for one in registry().values() for name in one.tables}
        for table in sorted(tables & book.tables.records.keys()):
            record = book.tables[table]
            names = list(columns(record))
            lines = []
            for number in range(UNITS):
                for year in YEARS:
                    for place in range(ROWS):
                        row = dict.fromkeys(names, None)
                        row |= {n: _value(drawn, f, year) for n, f in record.fields.items()}
                        row |= {"id": clock.new_id(), "owner": f"unit-{number}", "vv": "{}"}
                        row |= {"fv": "{}", "deleted": 0, "row_hash": f"{place:032x}", "ext": "{}"}
                        row |= {"created_at": f"{year}-12-30T08:00:00", "updated_by": "周文书"}
                        lines.append(tuple(row.values()))
            marks = ", ".join("?" * len(names))
            quoted = ", ".join(f'"{name}"' for name in names)
            book.connection.execute("BEGIN")
            book.connection.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', lines)
            book.connection.execute("COMMIT")
            count += len(lines)
    print(count)


def _value(drawn: random.Random, field: Any, year: int) -> Any:
    """Something that fits a field; texts are a month, so that whatever counts by it finds it."""
    kind, day = field.kind.name, date(year, 1, 1) + timedelta(days=drawn.randrange(365))
    if kind == "day":
        return day.isoformat()
    if kind == "choice":
        return drawn.choice(field.choices)
    if kind == "flag":
        return drawn.randrange(2)
    if field.kind.column is int:
        return year if field.label == "年度" else drawn.randrange(1, 40)
    return day.isoformat()[:7]


def ours(home: Path) -> None:
    from qinglian_desktop.core import clock
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.evaluation import computing
    from qinglian_desktop.store.book import Book

    with Book.open(home, RECORDS) as book, clock.fixed(LAST):
        began = time.thread_time()
        found = computing.of_units(book, 2026, [f"unit-{number}" for number in range(UNITS)])
        worked = (time.thread_time() - began) * 1000
    assert sum(map(len, found.values())) == 37 * UNITS
    assert sum(one.state == "scored" for one in found["unit-0"]) > 20
    print(f"{worked:.1f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", home]:
            prepare(Path(home))
        case ["ours", home]:
            ours(Path(home))
