"""The file that goes back to who filled it in: their own, bad cells red, with a 原因 column.

Importing the corrected file takes only what was missing: rows that are in are recognised, and
the column 原因 is ours and ignored.
"""

import io
import re
import warnings
from pathlib import Path
from typing import Any

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets.cells import BadCell
from qinglian_desktop.exchange.sheets.intake import Intake
from qinglian_desktop.exchange.sheets.layout import new_workbook, sheet_name
from qinglian_desktop.exchange.sheets.names import REASON, plain
from qinglian_desktop.exchange.sheets.prescan import inflated
from qinglian_desktop.exchange.sheets.reading import Figure, read_bytes
from qinglian_desktop.exchange.sheets.writing import FORMULA_STARTS
from qinglian_desktop.store.files import write_whole

RED = "FFFFC7CE"
_AS_IT_STANDS = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")  # not 70%, 3.5万元 or 0012
_SHAPE_KEPT = 40 * 1024 * 1024  # bytes inflated; a larger file would take minutes to keep


def write_report(path_in: Path | None, intake: Intake, path_out: Path) -> None:
    """Writes `path_out` (.xlsx); an .xlsx keeps its shape, other files keep their cells."""
    if path_out.suffix.lower() != ".xlsx":
        raise Refused(
            f"退回表不能写成〔{path_out.suffix or path_out.name}〕文件", "请把文件名写成 .xlsx"
        )
    if path_in is None:  # pasted: there is no file to keep the shape of
        write_whole(path_out, _in_a_new_book(intake))
        return
    if path_out.resolve() == path_in.resolve():
        raise Refused("退回表和原文件同名", "请换一个文件名，原文件要留着")
    data = read_bytes(path_in)
    made = _in_their_book(data, intake) if data.startswith(b"PK") else None
    write_whole(path_out, _in_a_new_book(intake) if made is None else made)


def _said(intake: Intake) -> dict[int, list[BadCell]]:
    found: dict[int, list[BadCell]] = {}
    for cell in intake.bad:
        found.setdefault(cell.row, []).append(cell)
    return found


def _reasons(cells: list[BadCell]) -> str:
    return "；".join(f"〔{cell.column}〕{cell.reason}，{cell.remedy}" for cell in cells)


def _reason_column(intake: Intake) -> int:
    """Where 原因 stands from an earlier return (from 0), else the first free column."""
    for index in range(len(intake.heading.joined) - 1, -1, -1):
        if plain(intake.heading.joined[index]) == REASON:
            return index
    return max((len(row) for row in intake.sheet.rows), default=0)


def _in_their_book(data: bytes, intake: Intake) -> bytes | None:
    """The same workbook marked; None when the library that keeps its shape cannot open it."""
    import openpyxl

    if inflated(data) > _SHAPE_KEPT:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(data))
        except Exception:  # noqa: BLE001  (it promises no sort of error; the cells are kept anyway)
            return None
        if intake.sheet.name not in book.sheetnames:
            return None
        _mark(book[intake.sheet.name], intake)
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()


def _mark(page: Any, intake: Intake) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.styles import Alignment, Font, PatternFill

    red = PatternFill("solid", start_color=RED)
    column, said = _reason_column(intake) + 1, _said(intake)
    header = page.cell(intake.heading.bottom + 1, column)
    if not isinstance(header, MergedCell) and header.value is None:
        header.value = REASON
        header.font = Font(bold=True)
        page.column_dimensions[header.column_letter].width = 48
    else:
        _unmark(page, intake.heading.bottom + 2, column)
    for (row, place), text in intake.edits.items():
        cell = page.cell(row + 1, place + 1)
        if not isinstance(cell, MergedCell):
            cell.value, cell.data_type = text, "s"
    for number, cells in said.items():
        for bad in cells:
            if bad.index >= 0:
                page.cell(number, bad.index + 1).fill = red
        cell = page.cell(number, column)
        if not isinstance(cell, MergedCell):
            cell.value = _reasons(cells)
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _unmark(page: Any, first: int, column: int) -> None:
    """What an earlier return said and painted, before the rows are judged anew."""
    from openpyxl.cell.cell import MergedCell
    from openpyxl.styles import PatternFill

    for row in page.iter_rows(min_row=first, max_col=column):
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            if cell.fill.fill_type == "solid" and cell.fill.start_color.rgb == RED:
                cell.fill = PatternFill()
            if cell.column == column:
                cell.value = None


def _in_a_new_book(intake: Intake) -> bytes:
    said, column = _said(intake), _reason_column(intake)
    with new_workbook() as made:
        page = made.book.add_worksheet(sheet_name(intake.sheet.name, set()))
        plain_look = made.looks("num_format", "@")
        red = made.looks("num_format", "@", "bg_color", "#" + RED[2:])
        quoted = made.looks("num_format", "@", "quote_prefix", True)
        page.set_column(0, max(column - 1, 0), 16)
        page.set_column(column, column, 48)
        for index, row in enumerate(intake.sheet.rows):
            bad = {cell.index for cell in said.get(index + 1, [])}
            for place in range(max(len(row), max(bad, default=-1) + 1)):
                text = row[place] if place < len(row) else ""
                if place == column:
                    continue
                if place in bad:
                    page.write_string(index, place, text, red)
                elif text:
                    _write_again(page, index, place, text, (plain_look, quoted))
            if index == intake.heading.bottom:
                page.write_string(index, column, REASON, made.looks.header)
            elif index + 1 in said:
                page.write_string(index, column, _reasons(said[index + 1]), made.looks())
    return made.content()


def _write_again(page: Any, row: int, place: int, text: str, looks: tuple[Any, Any]) -> None:
    """A number stays a number while it fits in one; everything else stays the text it was."""
    if type(text) is Figure and len(text) <= 15 and _AS_IT_STANDS.fullmatch(text):
        page.write_number(row, place, float(text))
    else:
        page.write_string(row, place, text, looks[text.startswith(FORMULA_STARTS)])
