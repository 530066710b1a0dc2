"""A table in the layout it was issued in: title, whose it is, two rows of headings, two sides.

Unlike a list (writing.py) every cell has its frame, nothing is frozen or filtered, and what is
printed from it fits one sheet across.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets.layout import Looks, new_workbook, sheet_name
from qinglian_desktop.exchange.sheets.writing import FORMULA_STARTS
from qinglian_desktop.store.files import write_whole

_MONEY, _MEASURE = "#,##0.00", "#,##0.###"
_ROOM = 12  # what the name of the office takes at least


class IssuedColumn(NamedTuple):
    """One column; `over` is printed once above it and its neighbours with the same word."""

    label: str
    width: float
    money: bool = False
    centred: bool = False
    over: str = ""
    thousandths: bool = False  # of a measure: 亩


class Issued(NamedTuple):
    """A whole sheet; money cells are 分, None leaves a cell empty."""

    title: str
    unit: str
    when: str
    columns: Sequence[IssuedColumn]
    rows: Sequence[Sequence[str | int | None]]
    strong: frozenset[tuple[int, int]] = frozenset()  # (row, column) in bold
    foot: Sequence[str] = ()
    across: bool = False
    measure: str = "元"


def write_issued(path: Path, sheets: Sequence[Issued]) -> None:
    """One .xlsx with a sheet for each; refused for another ending or a file that is held open."""
    if path.suffix.lower() != ".xlsx":
        raise Refused(f"不能写成〔{path.suffix or path.name}〕文件", "请把文件名写成 .xlsx")
    with new_workbook(constant_memory=False) as made:
        taken: set[str] = set()
        for sheet in sheets:
            page = made.book.add_worksheet(sheet_name(sheet.title, taken))
            _fill(page, made.looks, sheet)
    write_whole(path, made.content())


def _fill(page: Any, looks: Looks, sheet: Issued) -> None:
    last = len(sheet.columns) - 1
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    page.set_default_row(18)
    page.set_row(0, 30)
    page.merge_range(0, 0, 0, last, sheet.title, looks(
        "font_size", 16, "bold", True, "align", "center", "valign", "vcenter"))  # fmt: skip
    _head_line(page, looks, sheet, last)
    body = 2 + _headings(page, looks, sheet)
    for number, cells in enumerate(sheet.rows):
        for place, (column, cell) in enumerate(zip(sheet.columns, cells, strict=True)):
            look = _look(looks, column, cell, bold=(number, place) in sheet.strong)
            _write(page, body + number, place, column, cell, look)
    for number, text in enumerate(sheet.foot, body + len(sheet.rows) + 1):
        page.write_string(number, 0, text, looks())
    _set_up(page, sheet, body)


def _head_line(page: Any, looks: Looks, sheet: Issued, last: int) -> None:
    """编制单位 on the left, the day in the middle, the unit of money on the right."""
    middle, whose = max(last // 2, 1), f"编制单位：{sheet.unit}"
    if middle == 1 and sheet.columns[0].width < _ROOM:  # no middle of its own
        page.write_string(1, 0, f"{whose}　　{sheet.when}", looks())
    else:
        page.write_string(1, 0, whose, looks())
        page.write_string(1, middle, sheet.when, looks("align", "left"))
    page.write_string(1, last, f"单位：{sheet.measure}", looks("align", "right"))


def _headings(page: Any, looks: Looks, sheet: Issued) -> int:
    """Writes the headings; how many rows they take."""
    if not any(column.over for column in sheet.columns):
        for place, column in enumerate(sheet.columns):
            page.write_string(2, place, column.label, looks.header)
        return 1
    for over, group in groupby(enumerate(sheet.columns), key=_shared):
        places = [place for place, _ in group]
        first, last = places[0], places[-1]
        if last > first:
            page.merge_range(2, first, 2, last, over, looks.header)
            for place in places:
                page.write_string(3, place, sheet.columns[place].label, looks.header)
        else:
            page.merge_range(2, first, 3, first, sheet.columns[first].label, looks.header)
    return 2


def _shared(placed: tuple[int, IssuedColumn]) -> str:
    """The word above a column; one without stands by itself."""
    place, column = placed
    return column.over or str(place)


def _look(looks: Looks, column: IssuedColumn, cell: str | int | None, *, bold: bool) -> Any:
    pairs: list[Any] = ["border", 1, "num_format", _format(column, cell)]
    pairs += ["bold", True] if bold else []
    if column.centred:
        pairs += ["align", "center"]
    if isinstance(cell, str) and cell[:1] in FORMULA_STARTS:
        pairs += ["quote_prefix", True]
    return looks(*pairs)


def _format(column: IssuedColumn, cell: str | int | None) -> str:
    if column.money:
        return _MONEY
    if column.thousandths:
        return _MEASURE
    return "0" if isinstance(cell, int) else "@"


def _write(
    page: Any, row: int, place: int, column: IssuedColumn, cell: str | int | None, look: Any
) -> None:
    if cell is None or cell == "":
        page.write_blank(row, place, None, look)
    elif isinstance(cell, int):
        parts = 100 if column.money else 1000 if column.thousandths else 1
        page.write_number(row, place, cell / parts, look)
    else:
        page.write_string(row, place, str(cell), look)


def _set_up(page: Any, sheet: Issued, body: int) -> None:
    if sheet.across:
        page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, body - 1)
    page.center_horizontally()
    page.set_margins(left=0.6, right=0.5, top=0.6, bottom=0.7)
    page.set_footer("&C第 &P 页，共 &N 页")
