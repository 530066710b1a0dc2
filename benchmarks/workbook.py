"""Export of 15,000 rows to .xlsx ÷ XlsxWriter (constant_memory) writing the same cells bare.

Also, for information: import of 10,000 rows from .xlsx, checked and written ÷ calamine, and
÷ openpyxl (read-only), reading the same file and doing nothing else.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from measure import Finding, child, pairs, spread

ROWS, GOAL = 15_000, 1.5
# Import ÷ the library that reads the same sheet, process by process. Beside that library (which we
# need too) stand the start, a check of every cell, and SQLite: encrypted rows, their images in the
# trail, indexes, one COMMIT. Each import goes into an office of its own, copied beforehand.
TAKING = 3.0
TAKEN = 10_000


def measure(scratch: Path, rounds: int) -> list[Finding]:
    folder = scratch / "workbook"
    folder.mkdir()
    child("workbook.py", "prepare", folder)
    data, out = folder / "rows.json", folder / "out.xlsx"
    writing = pairs(
        lambda: child("workbook.py", "ours", data, out),
        lambda: child("workbook.py", "limit", data, out),
        rounds,
    )
    reading = pairs(
        lambda: _taking(folder),
        lambda: child("workbook.py", "read", folder / "in.xlsx"),
        max(rounds // 2, 3),
    )
    slower = pairs(
        lambda: _taking(folder),
        lambda: child("workbook.py", "read_openpyxl", folder / "in.xlsx"),
        max(rounds // 2, 3),
    )
    return [
        Finding(
            f"export of {ROWS:,} rows to xlsx ÷ XlsxWriter alone",
            writing[0],
            GOAL,
            details=(spread("export", writing[1]), spread("limit", writing[2])),
        ),
        Finding(
            f"import of {TAKEN:,} rows from xlsx (checked, written, trailed) ÷ calamine reading it",
            reading[0],
            TAKING,
            details=(spread("import", reading[1]), spread("limit", reading[2])),
        ),
        Finding(
            f"import of {TAKEN:,} rows from xlsx (checked, written, trailed) ÷ openpyxl reading it",
            slower[0],
            None,
            details=(spread("import", slower[1]), spread("openpyxl", slower[2])),
        ),
    ]


def _taking(folder: Path) -> float:
    fresh = folder / "taken"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(folder / "home", fresh)
    return child("workbook.py", "take", fresh, folder / "in.xlsx")


def prepare(folder: Path) -> None:
    from made import entries, office

    from qinglian_desktop.core.record import to_row
    from qinglian_desktop.exchange.sheets import write_table
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.funds.records import Entry
    from qinglian_desktop.store.book import Book

    rows = [to_row(record) for record in entries(ROWS, 1)]
    (folder / "rows.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    write_table(folder / "in.xlsx", Entry, rows[:TAKEN], reveal=True)
    Book.create(folder / "home", RECORDS, office()).close()


def ours(data: Path, out: Path) -> None:
    from qinglian_desktop.exchange.sheets import write_table
    from qinglian_desktop.modules.funds.records import Entry

    assert write_table(out, Entry, json.loads(data.read_text(encoding="utf-8"))) == ROWS


def limit(data: Path, out: Path) -> None:
    """The same cells in the same sorts: texts as texts, money and days as formatted numbers."""
    from datetime import date

    import xlsxwriter

    rows: list[dict[str, Any]] = json.loads(data.read_text(encoding="utf-8"))
    book = xlsxwriter.Workbook(str(out), {"constant_memory": True})
    page = book.add_worksheet("收支")
    text, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "#,##0.00"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for place, (name, value) in enumerate(row.items()):
            if value is None:
                page.write_blank(number, place, None, text)
            elif name.endswith("_fen"):
                page.write_number(number, place, value / 100, money)
            elif name == "day":
                page.write_datetime(number, place, date.fromisoformat(value), day)
            else:
                page.write_string(number, place, str(value), text)
    book.close()


def take(home: Path, sheet: Path) -> None:
    from qinglian_desktop.exchange.sheets import check_sheet, import_rows
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.funds.records import Entry
    from qinglian_desktop.store.book import Book

    with Book.open(home, RECORDS) as book:
        import_rows(book, check_sheet(book, Entry, sheet))


def read(sheet: Path) -> None:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    assert len(rows) > TAKEN


def read_openpyxl(sheet: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(sheet, read_only=True)
    assert sum(1 for _ in book.worksheets[0].values) > TAKEN
    book.close()


if __name__ == "__main__":
    verb, *places = sys.argv[1:]
    work: dict[str, Any] = {
        "prepare": prepare, "ours": ours, "limit": limit, "take": take, "read": read,
        "read_openpyxl": read_openpyxl,
    }  # fmt: skip
    work[verb](*map(Path, places))
