"""What stands in the cells of a file, whatever its name says? Recognised by content.

Workbooks go through python-calamine; text tables through `texts`. Everything becomes text as
the clerk sees it; a number stays recognisable as one, because an ID number that was stored as a
number has lost digits however it looks.
"""

import io
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import faces, prescan
from qinglian_desktop.exchange.sheets.texts import not_a_table, read_text_rows

if TYPE_CHECKING:
    from qinglian_desktop.exchange.sheets import markup

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COVERED = 1_000_000  # rows that all merged cells of a sheet may reach over
_ZIP = b"PK\x03\x04"


class Figure(str):
    """The text of a cell that the workbook keeps as a number (at most 15 digits are true)."""

    __slots__ = ()


class Dated(str):
    """The text of a cell that the workbook keeps as a day or a moment."""

    __slots__ = ()


Cell = str  # a Figure when the workbook kept a number
Area = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column), from 0


@dataclass(frozen=True, slots=True)
class SheetData:
    """One sheet from its first cell on: row 1 of the sheet is `rows[0]`."""

    name: str
    rows: list[list[Cell]]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    since_1904: bool = False  # day numbers count from 1904


def read_sheets(path: Path) -> list[SheetData]:
    """Every sheet that holds anything; Refused in words when the file cannot be read."""
    return sheets_of(read_bytes(path), path.stem)


def read_bytes(path: Path) -> bytes:
    """The content of a file not above the size limit; Refused otherwise."""
    try:
        size = path.stat().st_size
        if size > prescan.LARGEST:
            raise prescan.too_large(f"有 {size // 1048576} MB，超过 50 MB")
        data = path.read_bytes()
    except OSError as trouble:
        raise Refused(
            f"打不开文件〔{path.name}〕", "请看看文件还在不在、是不是正被别的程序占用"
        ) from trouble
    if not data.strip(b"\x00 \r\n\t"):
        raise Refused(f"〔{path.name}〕是空的", "请确认选对了文件")
    return data


def sheets_of(data: bytes, name: str) -> list[SheetData]:
    if data.startswith(_ZIP):
        return _filled(_workbook(data, faces.faces_of(data, prescan.check_zip(data))))
    # Few files are of the other sorts: what reads them loads when one comes.
    from qinglian_desktop.exchange.sheets import biff, markup

    if data.startswith(_OLE):
        _check_unlocked(data)
        found = _workbook(data, biff.check_old(data))
    elif markup.is_page(data):
        found = [_from_markup(table, name) for table in markup.read_page(data)]
    elif markup.is_xml(data):
        found = [_from_markup(table, name) for table in markup.read_xml(data, _figure)]
    else:
        _refuse_other_sorts(data)
        found = [SheetData(name, _trimmed(read_text_rows(data)))]
    return _filled(found)


def _filled(found: Sequence[SheetData]) -> list[SheetData]:
    kept = [sheet for sheet in found if sheet.rows]
    if not kept:
        raise Refused("这个表格里一个字也没有", "请确认选对了文件")
    return kept


def _from_markup(table: "markup.Table", name: str) -> SheetData:
    rows = _trimmed(table.rows)
    return SheetData(
        table.name or name,
        rows,
        _clipped(table.merged, len(rows)),
        table.hidden,
        frozenset(table.hidden_rows),
    )


def _refuse_other_sorts(data: bytes) -> None:
    head = data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(b"mime-version:"):
        raise Refused("这是存成一个文件的网页，程序看不懂", "请用 WPS 打开，另存为 .xlsx 再拖进来")
    if head.startswith((b"%pdf", b"\xff\xd8\xff", b"\x89png", b"rar!", b"7z\xbc\xaf", b"{\\rtf")):
        raise not_a_table()


def _check_unlocked(data: bytes) -> None:
    import msoffcrypto
    from msoffcrypto.exceptions import FileFormatError

    try:
        locked = msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted()
    except FileFormatError:
        return  # not a sort this library knows; the reader itself judges it
    except Exception as trouble:  # (it promises no sort of error for a damaged file)
        raise prescan.damaged() from trouble
    if locked:
        raise prescan.locked()


@contextmanager
def _in_words() -> Iterator[None]:
    """The border to the library: its errors, and the panics of its Rust side, become words."""
    import python_calamine

    try:
        yield
    except python_calamine.PasswordError as trouble:
        raise prescan.locked() from trouble
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as trouble:
        raise prescan.damaged() from trouble
    except BaseException as trouble:
        if type(trouble).__name__ == "PanicException":  # derives from BaseException
            raise prescan.damaged() from trouble
        raise


def _workbook(data: bytes, shown: dict[str, faces.Faces]) -> list[SheetData]:
    import python_calamine

    found = []
    with _in_words(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for index, about in enumerate(book.sheets_metadata):
            if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
            face = shown.get(about.name, faces.NONE)
            _put_on(face.cells, rows)
            _make_texts(rows)
            hidden = about.visible is not python_calamine.SheetVisibleEnum.Visible
            _trimmed(rows)
            merged = _clipped(sheet.merged_cell_ranges or (), len(rows))
            found.append(
                SheetData(
                    about.name,
                    rows,
                    merged,
                    hidden,
                    face.hidden_rows,
                    face.hidden_columns,
                    face.since_1904,
                )
            )
    return found


def _clipped(areas: Iterable[Area], rows: int) -> tuple[Area, ...]:
    """Merged cells as far as there are rows; Refused when they cover rows over and over."""
    inside = dict.fromkeys(
        (first, (min(last[0], rows - 1), last[1])) for first, last in areas if first[0] < rows
    )
    if sum(last[0] - first[0] for first, last in inside) > _COVERED:
        raise prescan.too_large("里合并的格子太多")
    return tuple(inside)


def _put_on(shown: dict[faces.Where, faces.Face], rows: list[list[Any]]) -> None:
    """Cells whose format says more than their value become what the clerk sees."""
    for (row, column), face in shown.items():
        if row < len(rows) and column < len(rows[row]):
            value = rows[row][column]
            if type(value) in (float, int) and abs(value) < 1e40:
                rows[row][column] = Figure(face.show(value))


def _make_texts(rows: list[list[Any]]) -> None:
    """Every cell a text; most columns of a table hold nothing else and are left alone."""
    for index, column in enumerate(zip(*rows, strict=True)):
        if set(map(type, column)) != {str}:
            for row, value in zip(rows, column, strict=True):
                if not isinstance(value, str):
                    row[index] = cell_text(value)


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def cell_text(value: Any) -> Cell:
    """A value of the library as the clerk sees it in the cell."""
    return _TEXT_OF[type(value)](value)


def _figure(value: float) -> Figure:
    """15 digits, as spreadsheets keep and show them; never in the form 5.1E+17."""
    text = format(value, ".15g")
    return Figure(format(Decimal(text), "f") if "e" in text and abs(value) < 1e40 else text)


def _moment(value: datetime) -> str:
    if value.time() == time():
        return _day(value.date())
    return Dated(value.isoformat(" ", "minutes" if not value.second else "seconds"))


@lru_cache(1024)  # the days of a table are few
def _day(value: date) -> str:
    return Dated(value.isoformat())


def _span(value: timedelta) -> str:
    minutes = round(value.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


_TEXT_OF: dict[type, Callable[[Any], str]] = {
    float: _figure,
    int: Figure,
    bool: lambda value: "是" if value else "否",
    date: _day,
    datetime: _moment,
    time: lambda value: value.isoformat("minutes"),
    timedelta: _span,
    str: str,
    type(None): lambda value: "",
}
