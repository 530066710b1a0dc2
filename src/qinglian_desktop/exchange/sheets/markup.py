"""Tables kept as text with marks: a web page called .xls, and the XML workbook of 2003.

Accounting and population programs write both and call them .xls; WPS and Excel open them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from xml.parsers import expat

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import prescan
from qinglian_desktop.exchange.sheets.faces import Face, face_of

_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 200_000, 702, 5_000_000
_DEEPEST, _MOST_TABLES = 50, 1000
_SEARCHED = 200_000  # bytes in which a page comes to its first table
_LARGEST = 20 * 1024 * 1024
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)|encoding\s*=\s*[\"']([\w-]+)", re.I)
_SAVE_AS = "请用 WPS 打开，另存为 .xlsx 再拖进来"
_OFFICE = "urn:schemas-microsoft-com:office:spreadsheet"
_BLANKS = re.compile(r"[ \t\r\n\f]+")

Area = tuple[tuple[int, int], tuple[int, int]]


@dataclass
class Table:
    """One table while it is read."""

    name: str = ""
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    _taken: set[tuple[int, int]] = field(default_factory=set)
    _cells: int = 0

    def place(self, row: int, column: int, value: Any, down: int = 1, across: int = 1) -> int:
        """Puts a value at the first free place from `column` on; answers that column."""
        while (row, column) in self._taken:
            column += 1
        if row >= _MOST_ROWS or column >= _MOST_COLUMNS:
            raise prescan.too_large("超过 20 万行或 702 列")
        while len(self.rows) <= row:
            self.rows.append([])
        line = self.rows[row]
        self._cells += column + 1 - len(line) if column >= len(line) else 0
        if self._cells > _MOST_CELLS:
            raise prescan.too_large("超过 500 万格")
        line += [""] * (column + 1 - len(line))
        line[column] = value
        if down > 1 or across > 1:
            self._merge(row, column, down, min(across, _MOST_COLUMNS - column))
        return column

    def _merge(self, row: int, column: int, down: int, across: int) -> None:
        down = min(down, _MOST_ROWS - row)
        self._cells += down * across
        if self._cells > _MOST_CELLS:
            raise prescan.too_large("里合并的格子太多")
        self.merged.append(((row, column), (row + down - 1, column + across - 1)))
        self._taken |= {
            (r, c) for r in range(row, row + down) for c in range(column, column + across)
        }


def is_page(data: bytes) -> bool:
    """Also a part of one, as browsers and WeChat copy it, and one that says it is XML."""
    head = _head(data)
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
        return True
    if is_xml(data):
        return b"<html" in head
    return head.startswith(b"<") and b"<table" in data[:_SEARCHED].lower()


def is_xml(data: bytes) -> bool:
    return _head(data).startswith((b"<?xml", b"<workbook", b"<?mso-application"))


def _head(data: bytes) -> bytes:
    head = data[:4000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()


# -- a web page -------------------------------------------------------------------------------


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self._open: list[Table] = []
        self._row: list[int] = []
        self._column: list[int] = []
        self._text: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            table = Table()
            if len(self._open) > _DEEPEST or len(self.tables) > _MOST_TABLES:
                raise prescan.too_large("里表套着表，太多了")
            self.tables.append(table)
            self._open.append(table)
            self._row.append(-1)
            self._column.append(0)
        elif not self._open:
            return
        elif tag == "tr":
            self._end_cell()
            self._row[-1] += 1
            self._column[-1] = 0
            if "display:none" in "".join((dict(attrs).get("style") or "").split()):
                self._open[-1].hidden_rows.add(self._row[-1])
        elif tag in ("td", "th"):
            self._end_cell()
            if self._row[-1] < 0:
                self._row[-1] = 0
            said = dict(attrs)
            self._span = (_span(said.get("rowspan")), _span(said.get("colspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self._open:
            self._open.pop()
            self._row.pop()
            self._column.pop()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(_BLANKS.sub(" ", data))

    def _end_cell(self) -> None:
        if self._text is None or not self._open:
            self._text = None
            return
        text = "".join(self._text).replace("\xa0", " ").strip()
        self._text = None
        down, across = self._span
        at = self._open[-1].place(self._row[-1], self._column[-1], text, down, across)
        self._column[-1] = at + across


def _span(said: str | None) -> int:
    return max(int(said), 1) if said and said.strip().isdecimal() and len(said) < 8 else 1


def read_page(data: bytes) -> list[Table]:
    """The tables of a web page that hold anything; Refused when there is none."""
    if len(data) > _LARGEST:
        raise prescan.too_large(f"有 {len(data) // 1048576} MB")
    page = _Page()
    page.feed(_decoded(data))
    page.close()
    found = [table for table in page.tables if any(any(row) for row in table.rows)]
    if not found:
        raise Refused("这是改了名的网页，里面没有表格", _SAVE_AS)
    for number, table in enumerate(found, 1):
        table.name = f"第 {number} 张表" if len(found) > 1 else ""
    return found


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    said = _CHARSET.search(data[:4000])
    name = (said[1] or said[2]).decode("ascii").lower() if said else ""
    if name in ("gb2312", "gbk", "x-gbk", "gb18030"):
        name = "gb18030"
    for encoding in (name, "utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding) if encoding else data.decode("utf-8-sig")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")


# -- the XML workbook of 2003 -----------------------------------------------------------------


class _Book2003:
    """Reads the elements of urn:schemas-microsoft-com:office:spreadsheet, and nothing else."""

    def __init__(self, figure: Callable[[float], str]) -> None:
        self.tables: list[Table] = []
        self._figure = figure
        self._faces: dict[str, Face] = {}
        self._style = ""
        self._row, self._column = -1, -1
        self._sort, self._span, self._face = "String", (1, 1), ""
        self._text: list[str] | None = None

    def start(self, name: str, said: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if space != _OFFICE:
            return
        if tag == "Style":
            self._style = _of(said, "ID")
        elif tag == "NumberFormat":
            code = _of(said, "Format")
            face = Face("percent") if code == "Percent" else face_of(code)
            if face is not None:
                self._faces[self._style] = face
        elif tag == "Worksheet":
            self.tables.append(Table(_of(said, "Name")))
            self._row = -1
        elif tag == "Row" and self.tables:
            self._row = _index(said, self._row)
            self._column = -1
            if _of(said, "Hidden") == "1":
                self.tables[-1].hidden_rows.add(self._row)
        elif tag == "Cell" and self.tables:
            self._column = _index(said, self._column)
            self._span = (_more(said, "MergeDown"), _more(said, "MergeAcross"))
            self._face, self._sort = _of(said, "StyleID"), ""
        elif tag == "Data" and self.tables:
            self._sort, self._text = _of(said, "Type"), []

    def end(self, name: str) -> None:
        space, _, tag = name.rpartition(" ")
        if space != _OFFICE or not self.tables:
            return
        if tag == "Cell" and self._row >= 0:
            value = self._value("".join(self._text or ()))
            down, across = self._span
            self.tables[-1].place(self._row, self._column, value, down, across)
            self._column += across - 1
            self._text = None

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _value(self, text: str) -> str:
        if self._sort == "Number":
            try:
                number = float(text)
            except ValueError:
                return text
            face = self._faces.get(self._face)
            return type(self._figure(0))(face.show(number)) if face else self._figure(number)
        if self._sort == "DateTime":
            return text.removesuffix(".000").removesuffix("T00:00:00").replace("T", " ")
        if self._sort == "Boolean":
            return "是" if text == "1" else "否"
        return text


def _of(said: dict[str, str], name: str) -> str:
    return said.get(f"{_OFFICE} {name}") or said.get(name, "")


def _index(said: dict[str, str], before: int) -> int:
    text = _of(said, "Index")
    if not text.isdecimal():
        return before + 1
    if len(text) > 7:
        raise prescan.too_large("超过 20 万行或 702 列")
    return max(int(text) - 1, before + 1)


def _more(said: dict[str, str], name: str) -> int:
    text = _of(said, name)
    return int(text) + 1 if text.isdecimal() and len(text) < 8 else 1


def read_xml(data: bytes, figure: Callable[[float], str]) -> list[Table]:
    """The sheets of an XML workbook; Refused when it is another sort of XML or has a DOCTYPE."""
    if len(data) > _LARGEST:
        raise prescan.too_large(f"有 {len(data) // 1048576} MB")
    said = _CHARSET.search(data[:200])
    name = (said[1] or said[2] or b"").lower() if said else b""
    if name in (b"gbk", b"gb2312", b"gb18030"):  # which the parser does not know
        text = data.decode("gb18030", "replace")
        data = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode()
    book = _Book2003(figure)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = book.start, book.end
    parser.CharacterDataHandler = book.data
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as trouble:
        raise prescan.damaged() from trouble
    if not book.tables:
        raise Refused("这是一个 XML 文件，不是表格", _SAVE_AS)
    return book.tables


def _no_doctype(*_: object) -> None:
    raise Refused("这个表格里有不该有的内容，程序没有打开它", _SAVE_AS)
