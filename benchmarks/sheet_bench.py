"""Export of 15,000 rows to .xlsx ÷ the same values through the bare writing library."""

import sys
import time
from pathlib import Path
from typing import Any

from measure import Finding, child, pairs, said, spread

ROWS, GOAL = 15_000, 1.5


def measure(scratch: Path, rounds: int) -> Finding:
    ratio, mine, theirs = pairs(
        lambda: _writing("ours", scratch / "ours.xlsx"),
        lambda: _writing("bare", scratch / "bare.xlsx"),
        rounds,
    )
    return Finding(
        f"export of {ROWS:,} rows to .xlsx ÷ bare XlsxWriter",
        ratio,
        GOAL,
        details=(spread("export", mine), spread("bare", theirs)),
    )


def _writing(whose: str, path: Path) -> float:
    """Seconds for the writing alone; making the rows would hide the difference."""
    child("sheet_bench.py", whose, path)
    return float(said())


def made_rows() -> list[dict[str, Any]]:
    from made import rows

    from qinglian_desktop.core.record import to_row
    from qinglian_desktop.modules.funds.records import Entry

    entries = (r for r in rows(2 * ROWS, 3) if isinstance(r, Entry))
    return [to_row(record) for record in entries]


def ours(path: Path) -> None:
    from qinglian_desktop.exchange.sheets import write_table
    from qinglian_desktop.modules.funds.records import Entry

    rows = made_rows()
    began = time.perf_counter()
    assert write_table(path, Entry, rows) == ROWS
    print(time.perf_counter() - began)


def bare(path: Path) -> None:
    import xlsxwriter

    import qinglian_desktop.exchange.sheets  # noqa: F401  (the same modules loaded on both sides)
    from qinglian_desktop.modules.funds.records import Entry

    rows = made_rows()
    began = time.perf_counter()
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, name in enumerate(Entry.fields):
            if row[name] is not None:
                page.write(number, place, row[name])
    book.close()
    print(time.perf_counter() - began)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["ours", where]:
            ours(Path(where))
        case ["bare", where]:
            bare(Path(where))
