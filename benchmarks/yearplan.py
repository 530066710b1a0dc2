"""The plans of 13 units × 134 items × 5 years, made and written ÷ as many rows by raw SQL.

Both write into files with the same pragmas, one transaction a year and unit. Ours works out each
day with its reason, and adds version, hash, image and chain to every row.
"""

import json
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

from measure import Finding, child, pairs, spread

UNITS, YEARS, GOAL = 13, range(2026, 2031), 5.0


def measure(scratch: Path, rounds: int) -> Finding:
    folder = scratch / "yearplan"
    folder.mkdir()
    child("yearplan.py", "prepare", folder)
    ratio, mine, theirs = pairs(
        lambda: child("yearplan.py", "ours", folder),
        lambda: child("yearplan.py", "limit", folder),
        rounds,
    )
    rows = len(json.loads((folder / "rows.json").read_text(encoding="utf-8")))
    return Finding(
        f"{rows * UNITS:,} lines of the yearly plans of {UNITS} units ÷ the same rows by raw SQL",
        ratio,
        GOAL,
        details=(spread("plans", mine), spread("limit", theirs)),
    )


def prepare(folder: Path) -> None:
    """A village with collective land that takes all 134 items, five years of it in force."""
    from made import office

    from qinglian_desktop.core.record import to_row
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.disclosure import reads
    from qinglian_desktop.modules.disclosure.records import (
        CatalogItem,
        DisclosurePlan,
        PlannedPosting,
    )
    from qinglian_desktop.store.book import Book

    with Book.create(folder / "home", RECORDS, office()) as book:
        for year in YEARS:
            pack = book.pack(reads.CATALOGUE, date(year, 12, 31))
            with book.change("目录") as change:
                items = [reads.catalogue_row(item, year) for item in pack.rows("items")]
                change.add_all(CatalogItem, items)
                begun = {"year": year, "state": "已生效", "prepared_by": "周文书"}
                change.add(DisclosurePlan, {**begun, "prepared_on": f"{year - 1}-12-01"})
    _copies(folder)
    with Book.open(folder / "used" / "0", RECORDS) as book:
        _plan(book)
        rows = [to_row(record) for record in book.records(PlannedPosting)]
        (folder / "rows.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _copies(folder: Path) -> None:
    shutil.rmtree(folder / "used", ignore_errors=True)
    for unit in range(UNITS):
        shutil.copytree(folder / "home", folder / "used" / str(unit))


def _plan(book: Any) -> None:
    from qinglian_desktop.modules.disclosure import actions

    for year in YEARS:
        actions.plan_year(book, year)


def ours(folder: Path) -> None:
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    _copies(folder)
    for unit in range(UNITS):
        with Book.open(folder / "used" / str(unit), RECORDS) as book:
            _plan(book)


def limit(folder: Path) -> None:
    from qinglian_desktop.core import clock
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    _copies(folder)
    rows = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
    by_year = [[row for row in rows if row["year"] == year] for year in YEARS]
    fields = list(rows[0])
    names = ("id", "owner", "vv", "fv", "deleted", "row_hash", "ext", "created_at", *fields)
    sql = f"INSERT INTO planned_posting ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    for unit in range(UNITS):
        with Book.open(folder / "used" / str(unit), RECORDS) as book:
            connection = book.connection
            for name in ("insert", "update", "delete"):
                connection.execute(f"DROP TRIGGER trail_planned_posting_{name}")
            for year in by_year:
                connection.execute("BEGIN IMMEDIATE")
                for row in year:
                    head = (clock.new_id(), "office", "{}", "{}", 0, "", "{}", "2026-09-01T09:00")
                    connection.execute(sql, (*head, *row.values()))
                connection.execute("COMMIT")


if __name__ == "__main__":
    verb, place = sys.argv[1:]
    {"prepare": prepare, "ours": ours, "limit": limit}[verb](Path(place))
