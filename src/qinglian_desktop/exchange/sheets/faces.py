"""What does a cell of an .xlsx look like where its value alone says something else?

A cell that shows 70% holds 0.7, one that shows 3.50万元 may hold 3.5, one that shows 0012 holds
12. The clerk means what stands there to be read. Also told here: hidden rows and columns, and
from which year the day numbers count.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from html import unescape
from typing import Literal

_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^<>]{0,400}>")
_LOOKS = re.compile(rb"<(?:\w+:)?cellXfs\b(.{0,4000000}?)</(?:\w+:)?cellXfs>", re.S)
_LOOK = re.compile(rb"<(?:\w+:)?xf\b[^<>]{0,400}>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^<>]{0,400}>")
_TARGET = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]{0,400}>")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]{0,400}\bhidden=\"(?:1|true)\"[^<>]{0,400}>")
_HIDDEN_COLUMNS = re.compile(rb"<(?:\w+:)?col\b[^<>]{0,400}\bhidden=\"(?:1|true)\"[^<>]{0,400}>")
_EPOCH_1904 = re.compile(rb"\bdate1904=\"(?:1|true)\"")
_UNIT_SHOWN = re.compile(r".*[亿万].*|.*[千百]元.*")
_MOST_HIDDEN = 16_384

Where = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True, slots=True)
class Face:
    """How the numbers of one cell format are shown."""

    sort: Literal["percent", "unit", "zeros"]
    unit: str = ""
    width: int = 0

    def show(self, value: float) -> str:
        exact = Decimal(format(value, ".15g"))
        if self.sort == "percent":
            return f"{_short(exact * 100)}%"
        if self.sort == "unit":
            return f"{_short(exact)}{self.unit}"
        return _short(exact).zfill(self.width)


@dataclass(frozen=True, slots=True)
class Faces:
    """What one sheet shows beside its values."""

    cells: dict[Where, Face]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    since_1904: bool = False


NONE = Faces({})


def faces_of(data: bytes, parts: Mapping[str, bytes]) -> dict[str, Faces]:
    """By the name of the sheet; empty where the file is no .xlsx laid out as usual.

    `parts` are those somebody has read before.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())

        def part(name: str) -> bytes:
            return parts[name] if name in parts else archive.read(name)

        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return {}
        book = part("xl/workbook.xml")
        looks = _speaking(part("xl/styles.xml") if "xl/styles.xml" in names else b"")
        since = _EPOCH_1904.search(book) is not None
        found = {}
        for title, member in _members(book, part("xl/_rels/workbook.xml.rels")).items():
            if member in names:
                found[title] = _faces(part(member), looks, since_1904=since)
        return found


def _members(book: bytes, relations: bytes) -> dict[str, str]:
    targets = {
        _attribute(tag, b"Id"): _attribute(tag, b"Target") for tag in _TARGET.findall(relations)
    }
    found = {}
    for tag in _SHEET.findall(book):
        target = targets.get(_attribute(tag, rb"\w+:id"), "")
        found[_attribute(tag, b"name")] = (
            target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        )
    return found


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    if found is None:
        return ""
    return unescape((found[1] or found[2] or b"").decode("utf-8", "replace"))


def _speaking(styles: bytes) -> dict[bytes, Face]:
    """The cell formats (by their number in s="…") that say more than the value does."""
    own = {
        _attribute(tag, b"numFmtId"): _attribute(tag, b"formatCode")
        for tag in _FORMAT.findall(styles)
    }
    block = _LOOKS.search(styles)
    found: dict[bytes, Face] = {}
    for place, tag in enumerate(_LOOK.findall(block[0]) if block else ()):
        number = _attribute(tag, b"numFmtId")
        face = Face("percent") if number in ("9", "10") else face_of(own.get(number, ""))
        if face is not None:
            found[str(place).encode()] = face
    return found


def face_of(code: str) -> Face | None:
    """What a format code adds to a number, or None: `0%`, `0.00"万元"`, `0000`."""
    first = code.partition(";")[0]
    literal = "".join(_literals(first))
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", first)
    if "%" in bare:
        return Face("percent")
    if re.fullmatch(r"0{2,18}", bare) and not literal:
        return Face("zeros", width=len(bare))
    # `0!.0,` shows a number divided by a thousand: its value is in 元 as it stands.
    scaled = re.search(r"[0#?],+(?![0#?])", bare) or "!" in first
    loose = re.sub(r"[0#?.,\s]", "", bare)
    if _UNIT_SHOWN.fullmatch(literal + loose) and not scaled:
        return Face("unit", (literal + loose).strip())
    return None


def _literals(code: str) -> list[str]:
    return [a or b for a, b in re.findall(r'"([^"]*)"|\\(.)', code)]


def _faces(sheet: bytes, looks: dict[bytes, Face], *, since_1904: bool) -> Faces:
    if sheet.rfind(b"hidden=") < 0:  # (from its end a long word is looked for faster)
        return Faces(_cells(sheet, looks), since_1904=since_1904)
    rows = (_attribute(tag, b"r") for tag in _HIDDEN_ROW.findall(sheet))
    columns: set[int] = set()
    for tag in _HIDDEN_COLUMNS.findall(sheet):
        first, last = _attribute(tag, b"min"), _attribute(tag, b"max")
        if first.isdigit() and last.isdigit():
            columns |= set(range(int(first) - 1, min(int(last), _MOST_HIDDEN)))
    hidden = frozenset(int(n) - 1 for n in rows if n.isdigit())
    return Faces(_cells(sheet, looks), hidden, frozenset(columns), since_1904)


def _cells(sheet: bytes, looks: dict[bytes, Face]) -> dict[Where, Face]:
    if not looks:
        return {}
    # Only the cells of those formats: most sheets have none and cost one pass of a pattern.
    wanted = b"|".join(looks)
    plain = re.compile(
        rb'<(?:\w+:)?c\b(?=[^<>]{0,400}\bs="('
        + wanted
        + rb')")[^<>]{0,400}\br="([A-Z]{1,3})(\d{1,7})"'
    )
    column = partial(_column, known={})
    return {
        (int(row) - 1, column(letters)): looks[look] for look, letters, row in plain.findall(sheet)
    }


def _column(letters: bytes, known: dict[bytes, int]) -> int:
    if letters not in known:
        number = 0
        for sign in letters:
            number = number * 26 + sign - 64
        known[letters] = number - 1
    return known[letters]


def _short(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
