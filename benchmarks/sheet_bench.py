"""Export of 15,000 rows to .xlsx ÷ the same values through the bare writing library."""

import sys
from pathlib import Path
from typing import Any

from measure import Finding, child, pairs, spread

ROWS, GOAL = 15_000, 1.5


def measure(scratch: Path, rounds: int) -> Finding:
    ratio, mine, theirs = pairs(
        lambda: child("sheet_bench.py", "ours", scratch / "ours.xlsx"),
        lambda: child("sheet_bench.py", "bare", scratch / "bare.xlsx"),
        rounds,
    )
    return Finding(
        f"export of {ROWS:,} rows to .xlsx ÷ bare XlsxWriter",
        ratio,
        GOAL,
        details=(spread("export", mine), spread("bare", theirs)),
    )


def made_rows() -> list[dict[str, Any]]:
    from made import rows

    from qinglian_desktop.core.record import to_row
    from qinglian_desktop.modules.funds.records import Entry

    entries = (r for r in rows(2 * ROWS, 3) if isinstance(r, Entry))
    return [to_row(record) for record in entries]


def ours(path: Path) -> None:
    from qinglian_desktop.exchange.sheets import write_table
    from qinglian_desktop.modules.funds.records import Entry

    assert write_table(path, Entry, made_rows()) == ROWS


def bare(path: Path) -> None:
    import xlsxwriter

    import qinglian_desktop.exchange.sheets  # noqa: F401  (the same modules loaded on both sides)
    from qinglian_desktop.modules.funds.records import Entry

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate(made_rows()):
        for place, name in enumerate(Entry.fields):
            if row[name] is not None:
                page.write(number, place, row[name])
    book.close()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["ours", where]:
            ours(Path(where))
        case ["bare", where]:
            bare(Path(where))
