"""A table for reading: what is the same in rows that follow one another is one merged cell."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets.layout import Looks, foot, new_workbook, sheet_name
from qinglian_desktop.exchange.sheets.writing import FORMULA_STARTS
from qinglian_desktop.store.files import write_whole


class GroupedColumn(NamedTuple):
    """`merged` columns show what stands in several rows in turn as one cell."""

    label: str
    width: float
    merged: bool = False
    figure: bool = False


class Grouped(NamedTuple):
    """A whole sheet: a title over all columns, rows, what stands below."""

    name: str
    title: str
    columns: Sequence[GroupedColumn]
    rows: Sequence[Sequence[str]]
    foot: Sequence[str] = ()


def write_grouped(path: Path, sheets: Sequence[Grouped]) -> None:
    """One .xlsx with a sheet for each; refused for another ending or a file held open."""
    if path.suffix.lower() != ".xlsx":
        raise Refused(f"不能写成〔{path.suffix or path.name}〕文件", "请把文件名写成 .xlsx")
    with new_workbook(constant_memory=False) as made:
        taken: set[str] = set()
        for sheet in sheets:
            page = made.book.add_worksheet(sheet_name(sheet.name, taken))
            _fill(page, made.looks, sheet)
    write_whole(path, made.content())


def _fill(page: Any, looks: Looks, sheet: Grouped) -> None:
    last = len(sheet.columns) - 1
    page.set_row(0, 30)
    title = looks("font_size", 16, "bold", True, "align", "center", "valign", "vcenter")
    page.merge_range(0, 0, 0, last, sheet.title, title)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(1, place, column.label, looks.header)
        for first, end in _runs(sheet.rows, place, merged=column.merged):
            _write(page, looks, column, place, (2 + first, 2 + end), sheet.rows[first][place])
    for number, text in enumerate(sheet.foot, 3 + len(sheet.rows)):
        page.write_string(number, 0, text, looks())
    page.freeze_panes(2, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    page.set_footer(foot())


def _runs(rows: Sequence[Sequence[str]], place: int, *, merged: bool) -> list[tuple[int, int]]:
    """(first, last) of the rows that share a cell in this column."""
    found: list[tuple[int, int]] = []
    for number, row in enumerate(rows):
        text = row[place]
        if merged and found and text and rows[number - 1][place] == text:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found


def _write(
    page: Any, looks: Looks, column: GroupedColumn, place: int, rows: tuple[int, int], text: str
) -> None:
    pairs: list[Any] = ["border", 1, "text_wrap", True, "valign", "vcenter"]
    pairs += ["align", "center"] if column.merged or column.figure else []
    pairs += [] if column.figure else ["num_format", "@"]
    pairs += ["quote_prefix", True] if text[:1] in FORMULA_STARTS and not column.figure else []
    first, last = rows
    if last > first:
        page.merge_range(first, place, last, place, text, looks(*pairs))
    elif column.figure and text:
        page.write_number(first, place, float(text), looks(*pairs))
    else:
        page.write_string(first, place, text, looks(*pairs))
