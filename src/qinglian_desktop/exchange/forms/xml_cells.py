"""Where in the XML of a sheet stands each row and cell? Found once, so that all else is copied."""

import re
import xml.parsers.expat as expat
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from qinglian_desktop.exchange.forms.shape import Dated, Value
from qinglian_desktop.exchange.sheets import prescan

_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=>/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_DECLARED = re.compile(r"<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)[\"'][^>]*\?>")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DAY_ZERO = date(1899, 12, 30).toordinal()
_CACHED = re.compile(rb"<((?:\w+:)?)v(?:\s[^>]*)?(?:/>|>[^<]*</\1v>)")
_TYPE = re.compile(rb"\st\s*=\s*(?:\"[^\"]*\"|'[^']*')")


@dataclass(frozen=True)
class CellXml:
    row: int
    column: int
    style: str  # as written: "" is the default
    raw: bytes
    formula: bool = False

    @property
    def name(self) -> str:
        return cell_name(self.row, self.column)

    def uncached(self) -> bytes:
        """Without the result somebody's program worked out for the empty form."""
        head = _TAG.match(self.raw)
        if not self.formula or head is None:
            return self.raw
        return _TYPE.sub(b"", head[0]) + _CACHED.sub(b"", self.raw[head.end() :])


@dataclass
class RowXml:
    number: int  # from 0
    head: bytes  # the start tag, never self-closing
    attributes: dict[str, str]
    cells: dict[int, CellXml] = field(default_factory=dict)
    changed: bool = True
    raw: bytes = b""  # as it stood, while nothing in it changes


@dataclass
class SheetXml:
    """A sheet taken apart: what stands before its rows, the rows, what stands behind."""

    before: bytes
    rows: dict[int, RowXml]
    after: bytes
    prefix: str  # of the elements, "" or "x:"


def cell_name(row: int, column: int) -> str:
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return f"{text}{row + 1}"


def place_of(name: str) -> tuple[int, int]:
    column = 0
    letters = name.rstrip("0123456789").replace("$", "")
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(name[len(name.rstrip("0123456789")) :]) - 1, column - 1


def as_utf8(data: bytes) -> bytes:
    """The XML in UTF-8, whatever its maker chose."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16")
    else:
        found = _DECLARED.match(data[:200].decode("latin-1").lstrip("\xef\xbb\xbf"))
        if found is None or found[1].casefold() in ("utf-8", "utf8", "us-ascii"):
            return data.removeprefix(b"\xef\xbb\xbf")
        text = data.decode(found[1])
    return re.sub(r"(<\?xml[^>]*encoding\s*=\s*[\"'])[\w.-]+", r"\1UTF-8", text, count=1).encode()


def take_apart(data: bytes) -> SheetXml:
    """Raises Refused when it is no sheet."""
    data = as_utf8(data)
    reader = _Reader(data)
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as trouble:
        raise prescan.damaged() from trouble
    if reader.begin < 0 or reader.end < 0:
        raise prescan.damaged()
    if reader.closed_empty:  # <sheetData/>
        head = _TAG.match(data, reader.start)
        assert head is not None
        opened = head[0][:-2].rstrip() + b">"
        closing = f"</{reader.prefix}sheetData>".encode()
        return SheetXml(
            data[: reader.start] + opened, {}, closing + data[head.end() :], reader.prefix
        )
    return SheetXml(data[: reader.begin], reader.rows, data[reader.end :], reader.prefix)


class _Reader:
    """Follows the parser and notes where rows and cells begin and end."""

    def __init__(self, data: bytes) -> None:
        self.data, self.prefix = data, ""
        self.rows: dict[int, RowXml] = {}
        self.start = self.begin = self.end = -1
        self.closed_empty = False
        self._row: RowXml | None = None
        self._row_start = self._cell_start = 0
        self._next_row = self._next_column = 0
        self._cell: tuple[int, str] | None = None
        self._formula = False
        self._depth = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._opened
        self.parser.EndElementHandler = self._closed

    def _tag(self) -> re.Match[bytes]:
        found = _TAG.match(self.data, self.parser.CurrentByteIndex)
        if found is None:
            raise ValueError("a tag that is none")
        return found

    def _opened(self, name: str, given: dict[str, str]) -> None:
        word = name.rpartition(":")[2]
        if word == "sheetData" and self.begin < 0:
            self.prefix = name.removesuffix("sheetData")
            tag = self._tag()
            self.start, self.begin = tag.start(), tag.end()
            self.closed_empty = tag[0].endswith(b"/>")
            if self.closed_empty:
                self.end = self.begin
        elif self.begin < 0 or self.end >= 0:
            return
        elif word == "row" and self._row is None:
            number = int(given["r"]) - 1 if given.get("r", "").isdigit() else self._next_row
            tag = self._tag()
            head = tag[0][:-2].rstrip() + b">" if tag[0].endswith(b"/>") else tag[0]
            self._row = RowXml(number, head, given, changed=False)
            self._row_start, self._next_column = tag.start(), 0
        elif word == "c" and self._row is not None and self._cell is None:
            column = place_of(given["r"])[1] if given.get("r") else self._next_column
            self._cell, self._formula = (column, given.get("s", "")), False
            self._cell_start = self.parser.CurrentByteIndex
        elif word == "f" and self._cell is not None:
            self._formula = True

    def _end_of(self, start: int) -> int:
        tag = _TAG.match(self.data, start)
        if tag is not None and tag[0].endswith(b"/>"):
            return tag.end()
        return self.data.index(b">", self.parser.CurrentByteIndex) + 1

    def _closed(self, name: str) -> None:
        word = name.rpartition(":")[2]
        if word == "sheetData" and self.end < 0:
            self.end = self.parser.CurrentByteIndex
        elif word == "c" and self._cell is not None and self._row is not None:
            column, style = self._cell
            raw = self.data[self._cell_start : self._end_of(self._cell_start)]
            cell = CellXml(self._row.number, column, style, raw, self._formula)
            self._row.cells[column] = cell
            self._cell, self._next_column = None, column + 1
        elif word == "row" and self._row is not None and self._cell is None:
            row, self._row = self._row, None
            row.raw = self.data[self._row_start : self._end_of(self._row_start)]
            self.rows[row.number] = row
            self._next_row = row.number + 1


def put_together(sheet: SheetXml) -> bytes:
    rows = b"".join(_row_bytes(sheet, sheet.rows[number]) for number in sorted(sheet.rows))
    return sheet.before + rows + sheet.after


def _row_bytes(sheet: SheetXml, row: RowXml) -> bytes:
    if not row.changed and row.raw:
        return row.raw
    cells = b"".join(row.cells[column].raw for column in sorted(row.cells))
    return row.head + cells + f"</{sheet.prefix}row>".encode()


def attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """A start tag with one attribute set, or taken out with None."""
    pattern = re.compile(rb"\s" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')")
    bare = pattern.sub(b"", tag, count=1)
    if value is None:
        return bare
    found = re.match(rb"<[^\s/>]+", bare)
    assert found is not None
    return bare[: found.end()] + f' {name}="{value}"'.encode() + bare[found.end() :]


def moved_cell(cell: CellXml, row: int) -> CellXml:
    """The same cell in another row."""
    name = cell_name(row, cell.column)
    head = _TAG.match(cell.raw)
    assert head is not None
    raw = attribute(head[0], "r", name) + cell.raw[head.end() :]
    return replace(cell, row=row, raw=raw)


def styled_cell(cell: CellXml, style: str) -> CellXml:
    head = _TAG.match(cell.raw)
    assert head is not None
    raw = attribute(head[0], "s", style or None) + cell.raw[head.end() :]
    return replace(cell, style=style, raw=raw)


def new_cell(
    prefix: str, row: int, column: int, style: str, value: Value, *, dated: bool, days_from: int
) -> CellXml:
    """A cell that holds a value; texts stand in the cell itself and are never formulas."""
    said = f' s="{style}"' if style else ""
    head = f'<{prefix}c r="{cell_name(row, column)}"{said}'
    if isinstance(value, Dated):
        value = value.day.toordinal() - _DAY_ZERO - days_from if dated else value.text
    if value is None or value == "":
        raw = f"{head}/>"
    elif isinstance(value, str):
        text = _ESCAPED.sub("_x005F_", _UNSEEN.sub("", value))
        raw = (
            f'{head} t="inlineStr"><{prefix}is><{prefix}t xml:space="preserve">{escape(text)}'
            f"</{prefix}t></{prefix}is></{prefix}c>"
        )
    else:
        number = format(value, "f") if isinstance(value, Decimal) else str(value)
        raw = f"{head}><{prefix}v>{number}</{prefix}v></{prefix}c>"
    return CellXml(row, column, style, raw.encode())
