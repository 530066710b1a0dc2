"""What stands in the cells of a file, whatever its name says? Recognised by content.

Workbooks go through python-calamine; text tables through `texts`. Everything becomes text as
the clerk sees it; a number stays recognisable as one, because an ID number that was stored as a
number has lost digits however it looks.
"""

import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import prescan
from qinglian_desktop.exchange.sheets.texts import not_a_table, read_text_rows

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"


class Figure(str):
    """The text of a cell that the workbook keeps as a number (at most 15 digits are true)."""

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
        prescan.check_zip(data)
        found = _workbook(data)
    elif data.startswith(_OLE):
        _check_unlocked(data)
        found = _workbook(data)
    else:
        _check_markup(data)
        found = [SheetData(name, _trimmed(read_text_rows(data)))]
    kept = [sheet for sheet in found if sheet.rows]
    if not kept:
        raise Refused("这个表格里一个字也没有", "请确认选对了文件")
    return kept


def _check_markup(data: bytes) -> None:
    head = data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise Refused("这是改了名的网页，不是真正的表格", "请用 WPS 打开，另存为 .xlsx 再拖进来")
    if head.startswith((b"%pdf", b"\xff\xd8\xff", b"\x89png", b"rar!", b"7z\xbc\xaf")):
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


def _workbook(data: bytes) -> list[SheetData]:
    import python_calamine

    found = []
    with _in_words(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for index, about in enumerate(book.sheets_metadata):
            if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            rows = [
                [cell if type(cell) is str else cell_text(cell) for cell in row]
                for row in sheet.to_python(skip_empty_area=False)
            ]
            hidden = about.visible is not python_calamine.SheetVisibleEnum.Visible
            merged = tuple(sheet.merged_cell_ranges or ())
            found.append(SheetData(about.name, _trimmed(rows), merged, hidden))
    return found


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
        return value.date().isoformat()
    return value.isoformat(" ", "minutes" if not value.second else "seconds")


def _span(value: timedelta) -> str:
    minutes = round(value.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


_TEXT_OF: dict[type, Callable[[Any], str]] = {
    float: _figure,
    int: Figure,
    bool: lambda value: "是" if value else "否",
    date: date.isoformat,
    datetime: _moment,
    time: lambda value: value.isoformat("minutes"),
    timedelta: _span,
    str: str,
    type(None): lambda value: "",
}
