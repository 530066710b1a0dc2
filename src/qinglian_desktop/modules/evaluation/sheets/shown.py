"""What of a workbook is seen: rows and columns that are hidden may be dropped, or only filtered."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qinglian_desktop.exchange.sheets.reading import SheetData

Sheets = Sequence[SheetData]


def readings(sheets: Sheets) -> Iterator[Sheets]:
    """As it is seen, then with hidden rows, then with hidden columns too; each once."""
    if any(sheet.hidden_rows or sheet.hidden_columns for sheet in sheets):
        yield [_seen(sheet, sheet.hidden_rows) for sheet in sheets]
    if any(sheet.hidden_columns for sheet in sheets):
        yield [_seen(sheet, frozenset()) for sheet in sheets]
    yield sheets


def _seen(sheet: SheetData, rows: frozenset[int]) -> SheetData:
    """Hidden cells emptied; a merged cell that reaches into what is seen keeps its text."""
    columns = sheet.hidden_columns
    kept = {
        first for first, last in sheet.merged
        if not {*range(first[0], last[0] + 1)} <= rows
        and not {*range(first[1], last[1] + 1)} <= columns
    }  # fmt: skip
    return replace(
        sheet,
        rows=[
            [
                "" if (place in columns or number in rows) and (number, place) not in kept else cell
                for place, cell in enumerate(row)
            ]
            for number, row in enumerate(sheet.rows)
        ],
    )
