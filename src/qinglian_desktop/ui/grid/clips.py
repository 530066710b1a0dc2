"""What lies on the clipboard, as rows of cell texts? And what is laid there when cells are copied.

Read are the HTML of Excel, WPS, LibreOffice and WeChat (line breaks inside cells, merged cells)
and tab-separated text. HTML is preferred: only it keeps cells apart for certain.
"""

import html
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import NamedTuple

Rows = tuple[tuple[str, ...], ...]

_BLANKS = re.compile(r"[ \t\r\n\f]+")
# A line of the source broken between two Chinese characters: nobody wrote a blank there.
_WIDE = "[\u2e80-\u9fff\uff00-\uffef]"
_WRAPPED = re.compile(rf"(?<={_WIDE})[ \t]*\r?\n\s*(?={_WIDE})")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACES = {ord("\u00a0"): " ", ord("\u3000"): " ", ord("\u2007"): " ", ord("\u202f"): " "}
_LINES = dict.fromkeys(map(ord, "\v\u2028"), "\n")  # line breaks of Word within a cell
_BREAKS = {"br"}
_BLOCKS = {"p", "div", "li"}
_SKIPPED = {"style", "script", "title", "head", "xml"}
_CELLS = {"td", "th"}
_WIDEST = 1_000  # columns; a merged title may claim all 16,384 of a sheet
_TALLEST = 100_000


def rows_of(html_text: str, plain: str) -> Rows:
    """The cells on the clipboard; () when nothing is there."""
    if "<table" in html_text.lower():
        found = _from_html(html_text)
        if found:
            return found
    return from_text(plain)


def decoded(data: bytes) -> str:
    """The bytes of an HTML or text flavour as the makers leave them: UTF-8, UTF-16 or GBK."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").rstrip("\0")
    if len(data) > 3 and data[1:4:2] == b"\0\0":
        return data.decode("utf-16-le", "replace").rstrip("\0")
    for name in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(name).rstrip("\0")
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace").rstrip("\0")


# -- text ---------------------------------------------------------------------------------


def from_text(text: str) -> Rows:
    """Tab-separated lines; a quoted cell may hold tabs, line breaks and doubled quotes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\0")
    if not text.strip("\n\t "):
        return ()
    rows: list[list[str]] = [[]]
    place, end = 0, len(text)
    while place <= end:
        cell, place = _cell(text, place)
        rows[-1].append(cell)
        if place < end and text[place] == "\n":
            rows.append([])
        elif place >= end:
            break
        place += 1
    if len(rows) > 1 and rows[-1] == [""]:
        rows.pop()  # the line break at the end of the last line
    while max(map(len, rows)) > 1 and rows[-1] == [""]:
        rows.pop()  # below a block an empty row has its tabs: these are lines somebody left empty
    return _even(rows)


def _cell(text: str, place: int) -> tuple[str, int]:
    """The cell that begins here and where it ends."""
    if text[place : place + 1] == '"' and (quoted := _quoted(text, place)):
        return quoted
    ends = [at for at in (text.find("\t", place), text.find("\n", place)) if at >= 0]
    end = min(ends, default=len(text))
    return _clean(text[place:end]), end


def _quoted(text: str, place: int) -> tuple[str, int] | None:
    """A cell in quotes; None when the quote is only a character of the text."""
    found = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)').match(text, place)
    if found is None:
        return None
    inner = found[1]
    if '"' not in inner and "\n" not in inner and "\t" not in inner:
        return None  # nobody quotes without a reason: the quotes are part of the text
    return _clean(inner.replace('""', '"')), found.end()


# -- HTML ---------------------------------------------------------------------------------


class _Tables(HTMLParser):
    """Collects the cells of the outermost tables, one below the other."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._taken: dict[tuple[int, int], None] = {}  # covered by a cell above that spans rows
        self._depth = 0
        self._skipping = 0
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._hidden = False  # the line of widths that Excel and WPS add below

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag == "table":
            self._depth, self._skipping = self._depth + 1, 0
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._hidden = "display:none" in (dict(attrs).get("style") or "").replace(" ", "")
            if not self._hidden:
                self.rows.append([])
        elif self._hidden:
            return
        elif self._depth == 1 and tag in _CELLS:
            self._end_cell()
            given = dict(attrs)
            self._span = _span(given.get("rowspan")), _span(given.get("colspan"))
            self._cell = []
        elif self._cell is not None and self._breaks(tag):
            self._cell.append("\n")

    def _breaks(self, tag: str) -> bool:
        """Does a new line begin here? A paragraph begins one only below another text."""
        return tag in _BREAKS or (tag in _BLOCKS and bool("".join(self._cell or ()).strip()))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(self._skipping - 1, 0)
        elif tag == "table":
            if self._depth == 1:
                self._end_cell()
            self._depth = max(self._depth - 1, 0)
        elif self._depth == 1 and tag in (*_CELLS, "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skipping:
            self._cell.append(_BLANKS.sub(" ", _WRAPPED.sub("", data)))

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        lines = "".join(self._cell).split("\n")
        text = _clean("\n".join(_BLANKS.sub(" ", line).strip() for line in lines)).strip("\n")
        self._cell = None
        if not self.rows:
            self.rows.append([])
        line, at = self.rows[-1], len(self.rows) - 1
        while (at, len(line)) in self._taken:
            line.append("")
        first, (down, across) = len(line), self._span
        line += [text, *[""] * (across - 1)]
        for below in range(1, down):
            for column in range(first, first + across):
                self._taken[at + below, column] = None


def _span(text: str | None) -> int:
    number = (text or "").strip()
    return min(max(int(number), 1), _WIDEST) if number.isdecimal() and len(number) < 9 else 1


def _from_html(text: str) -> Rows:
    """The cells of the tables; a fragment marked by Windows is taken alone."""
    start, end = text.find("<!--StartFragment"), text.find("<!--EndFragment")
    if 0 <= start < end and "<table" in text[start:end].lower():
        text = text[start:end]
    reader = _Tables()
    reader.feed(text)
    reader.close()
    reader.handle_endtag("table")
    return _even([row for row in reader.rows if row])


def _even(rows: Sequence[Sequence[str]]) -> Rows:
    """A rectangle: short lines are filled up."""
    rows = rows[:_TALLEST]
    width = min(max(map(len, rows), default=0), _WIDEST)
    return tuple(tuple(row[:width]) + ("",) * (width - len(row)) for row in rows if width)


def _clean(text: str) -> str:
    """Without what cannot be seen; odd spaces are spaces."""
    return text.translate(_SPACES).translate(_UNSEEN).translate(_LINES).strip(" ")


# -- laying cells on the clipboard --------------------------------------------------------


class Clip(NamedTuple):
    plain: str
    html: str


def clip_of(rows: Sequence[Sequence[str]], as_text: Sequence[bool]) -> Clip:
    """Two flavours of the same cells; `as_text` says which columns a sheet must not read as
    numbers (0012 stays 0012, an ID number keeps its digits).
    """
    plain = "\n".join("\t".join(_written(cell) for cell in row) for row in rows)
    lines = (
        "<tr>" + "".join(_td(cell, keep) for cell, keep in zip(row, as_text, strict=True)) + "</tr>"
        for row in rows
    )
    return Clip(plain, f"<html><body><table>{''.join(lines)}</table></body></html>")


def _written(cell: str) -> str:
    if any(mark in cell for mark in "\t\n") or cell.startswith('"'):
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell


def _td(cell: str, keep: bool) -> str:
    style = " style=\"mso-number-format:'\\@'\"" if keep else ""
    return f"<td{style}>{html.escape(cell).replace(chr(10), '<br>')}</td>"
