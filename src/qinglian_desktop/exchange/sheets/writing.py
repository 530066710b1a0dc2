"""How rows become a workbook that opens clean in WPS and Excel, prints well and cannot act.

ID numbers are text, money is a number with two decimals, days are real days. What somebody
typed is always a text cell, also when it begins like a formula (F64).
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qinglian_desktop.core import money
from qinglian_desktop.core.kinds import TEXT, Kind
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Level, Record
from qinglian_desktop.exchange.sheets.layout import Looks, new_workbook, set_up_print, sheet_name
from qinglian_desktop.store.files import write_whole

# Full-width signs too: WPS turns them into the plain ones while a cell is edited.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_STARTS = frozenset(FORMULA_STARTS)
_MOST = 1_000_000  # rows in one sheet
_DAY_ZERO = date(1899, 12, 30).toordinal()
_WIDTHS = {
    "name": 10,
    "id_number": 21,
    "phone": 14,
    "day": 12,
    "moment": 17,
    "money": 15,
    "count": 9,
    "quantity": 11,
    "flag": 8,
    "choice": 12,
    "long": 32,
    "reason": 32,
    "files": 8,
}
Values = Sequence[Any] | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OutColumn:
    """One column: header, kind of the stored values, width in characters (0 = by kind).

    `field` is looked up where rows are mappings; personal levels are masked unless revealed.
    """

    label: str
    kind: Kind = TEXT
    field: str = ""
    width: float = 0
    level: Level = Level.INNER


@dataclass(frozen=True, slots=True)
class SheetOut:
    """One sheet. `title` names it; `heading` stands over the table; `totals` below it.

    Rows are stored values in the order of the columns, or mappings by field name.
    """

    title: str
    columns: Sequence[OutColumn]
    rows: Iterable[Values]
    totals: Sequence[Any] = ()
    heading: str = ""


def columns_of(record: type[Record]) -> tuple[OutColumn, ...]:
    """The columns of a record for export: all but internal links and sealed fields."""
    return tuple(
        OutColumn(field.label, field.kind, name, level=field.level)
        for name, field in record.fields.items()
        if field.kind.name != "link" and field.level < Level.SEALED
    )


def write_table(
    path: Path,
    columns: type[Record] | Sequence[OutColumn],
    rows: Iterable[Values],
    *,
    title: str = "",
    totals: Sequence[Any] = (),
    reveal: bool = False,
) -> int:
    """One table as .xlsx or .csv; returns the number of rows. Personal fields are masked.

    Refused when the file cannot be written or has another ending.
    """
    if isinstance(columns, type):
        name, columns = columns.label, columns_of(columns)
    else:
        name = title or path.stem
    if path.suffix.lower() == ".csv":
        return _write_csv(path, columns, rows, reveal=reveal)
    out = SheetOut(name, columns, rows, totals, title)
    return write_workbook(path, [out], reveal=reveal)


def write_workbook(path: Path, sheets: Sequence[SheetOut], *, reveal: bool = False) -> int:
    """Several sheets in one .xlsx; returns the number of rows in all of them."""
    if path.suffix.lower() != ".xlsx":
        raise Refused(f"不能写成〔{path.suffix or path.name}〕文件", "请把文件名写成 .xlsx 或 .csv")
    with new_workbook() as made:
        taken: set[str] = set()
        count = 0
        for sheet in sheets:
            page = made.book.add_worksheet(sheet_name(sheet.title, taken))
            count += _fill(made.looks, page, sheet, reveal=reveal)
    write_whole(path, made.content())
    return count


def set_widths(
    page: Any, columns: Sequence[OutColumn], formats: Sequence[Any] | None = None
) -> None:
    for index, column in enumerate(columns):
        width = column.width or max(_WIDTHS.get(column.kind.name, 18), len(column.label) * 2 + 2)
        page.set_column(index, index, min(width, 60), formats[index] if formats else None)


def _fill(looks: Looks, page: Any, sheet: SheetOut, *, reveal: bool) -> int:
    header = 1 if sheet.heading else 0
    set_widths(page, sheet.columns)
    set_up_print(page, header)
    if sheet.heading:
        page.write_string(0, 0, sheet.heading, looks.title)
    for index, column in enumerate(sheet.columns):
        page.write_string(header, index, column.label, looks.header)
    writers = [
        _writer(looks, page, index, column, reveal=reveal)
        for index, column in enumerate(sheet.columns)
    ]
    places = list(enumerate(writers))
    number = header
    for values in _in_order(sheet.rows, sheet.columns):
        number += 1
        for index, write in places:
            value = values[index]
            if value is not None and value != "":
                write(number, value)
        if number > _MOST:
            raise Refused("超过一百万行，一张表放不下", "请按年份或单位分开导出")
    if sheet.totals:
        for index, value in enumerate(sheet.totals):
            column = sheet.columns[index]
            if value is not None:
                _writer(looks, page, index, column, reveal=reveal, bold=True)(number + 1, value)
    return number - header


def _in_order(rows: Iterable[Values], columns: Sequence[OutColumn]) -> Iterable[Sequence[Any]]:
    names = [column.field for column in columns]
    for row in rows:
        yield [row.get(name) for name in names] if isinstance(row, Mapping) else row


def _writer(
    looks: Looks, page: Any, index: int, column: OutColumn, *, reveal: bool, bold: bool = False
) -> Callable[[int, Any], None]:
    """Writes one stored value of this column into a row."""
    kind = column.kind
    plain, quoted = looks.of(kind, bold=bold), looks.of(kind, bold=bold, quoted=True)
    show = text_of(column, reveal=reveal)
    write_number, write_string = page.write_number, page.write_string

    def write_text(row: int, value: Any) -> None:
        # A word in a column of numbers is a caption of ours, such as 合计.
        text = value if type(value) is str and kind.column is int else show(value)
        write_string(row, index, text, quoted if text[:1] in _STARTS else plain)

    number_of = None if _masked(column, reveal) else _NUMBERS.get(kind.name)
    if number_of is None:
        return write_text
    as_number = number_of

    def write_figure(row: int, value: Any) -> None:
        if type(value) is kind.column:
            write_number(row, index, as_number(value), plain)
        else:
            write_text(row, value)

    return write_figure


def _day_number(text: str) -> int:
    return date.fromisoformat(text).toordinal() - _DAY_ZERO


_NUMBERS: dict[str, Callable[[Any], float]] = {
    "money": lambda fen: fen / 100,
    "count": lambda number: number,
    "quantity": lambda thousandths: thousandths / 1000,
    "day": _day_number,
}


def _masked(column: OutColumn, reveal: bool) -> bool:
    return column.level >= Level.PERSON and not reveal


def text_of(column: OutColumn, *, reveal: bool) -> Callable[[Any], str]:
    """How a stored value of this column reads as text, masked where it must be."""
    kind = column.kind
    if _masked(column, reveal):
        return lambda value: kind.mask(kind.show(kind.load(value)))
    if kind.column is str and kind.name not in ("files", "moment", "reason"):
        return str
    return lambda value: kind.show(kind.load(value))


def _write_csv(
    path: Path, columns: Sequence[OutColumn], rows: Iterable[Values], *, reveal: bool
) -> int:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(column.label) for column in columns])
    shows = [_csv_text(column, reveal=reveal) for column in columns]
    count = 0
    for values in _in_order(rows, columns):
        writer.writerow(
            ["" if v is None else show(v) for show, v in zip(shows, values, strict=True)]
        )
        count += 1
    write_whole(path, out.getvalue().encode("utf-8-sig"))
    return count


def _csv_text(column: OutColumn, *, reveal: bool) -> Callable[[Any], str]:
    kind, show = column.kind, text_of(column, reveal=reveal)
    if not _masked(column, reveal) and kind.name in ("money", "count", "quantity"):
        if kind.name == "money":
            return lambda fen: money.show(fen).replace(",", "")
        return lambda value: kind.show(value).replace(",", "")
    return lambda value: harmless(show(value))


def harmless(text: str) -> str:
    """A cell of a text table that no spreadsheet takes for a formula.

    The reader takes one ' off again, also from a text that begins with one of its own.
    """
    return "'" + text if text.lstrip("'").startswith(FORMULA_STARTS) else text
