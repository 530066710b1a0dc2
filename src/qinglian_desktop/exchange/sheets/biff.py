"""An old workbook (.xls, .et) walked record by record before the reading library lays it out.

Told from it: how far the cells reach (the library fills the whole rectangle), whether a size is
one no workbook can have (the library asks for that much memory, and the program ends where there
is not so much), which numbers are shown as 70%, 3.5万元 or 0012, and what is hidden. [MS-XLS] 2.4.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from qinglian_desktop.exchange.sheets import prescan
from qinglian_desktop.exchange.sheets.faces import Face, Faces, Where, face_of

_HEAD, _PLACE = struct.Struct("<HH"), struct.Struct("<HHH")
_BOF, _EOF, _SHEET = 0x0809, 0x000A, 0x0085
_FORMAT, _LOOK, _SINCE_1904, _OTHER_BOOK = 0x041E, 0x00E0, 0x0022, 0x01AE
_ROW, _COLUMN_INFO, _MERGED = 0x0208, 0x007D, 0x00E5
_MANY_NUMBERS = 0x00BD
_REACH, _TEXTS, _GOES_ON = 0x0200, 0x00FC, 0x003C  # DIMENSIONS, SST, CONTINUE
_NUMBERS = frozenset((0x0203, 0x027E, 0x0006))  # NUMBER, RK, FORMULA
_OTHER_CELLS = frozenset((0x00FD, 0x0204, 0x0205, 0x00D6))  # texts and truths
_INSIDE = (0x0401, 0x3A01)  # links to the workbook itself, and to functions
_MOST_CELLS = 5_000_000
_BIFF8 = 0x0600
_ROWS, _COLUMNS = 65_536, 256  # of a sheet
_OLD_REACH, _NEW_REACH = struct.Struct("<4H"), struct.Struct("<2I2H")


@dataclass
class _Sheet:
    last_row: int = -1
    last_column: int = -1
    merges: int = 0
    cells: dict[Where, Face] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def check_old(data: bytes) -> dict[str, Faces]:
    """What the sheets show beside their values; Refused when they would not fit the memory."""
    stream = _stream(data)
    if not stream:
        return {}  # not laid out as we know it: the library judges
    walked = _Walk()
    for code, start, size in _records(stream):
        walked.take(code, stream, start, size)
    walked.check_texts()
    return walked.faces()


def _stream(data: bytes) -> bytes:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            for name in ("Workbook", "Book"):
                if file.exists(name):
                    return bytes(file.openstream(name).read())
    except (OSError, ValueError, TypeError, IndexError, struct.error, OverflowError) as trouble:
        raise prescan.damaged() from trouble
    return b""


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    at, end, unpack = 0, len(stream) - 4, _HEAD.unpack_from
    while at <= end:
        code, size = unpack(stream, at)
        if code == 0 and size == 0:
            return  # the padding behind the last record
        yield code, at + 4, size
        at += 4 + size


class _Walk:
    def __init__(self) -> None:
        self._names: list[str] = []
        self._codes: dict[int, str] = {}
        self._looks: list[int] = []
        self._sheets: list[_Sheet] = []
        self._faces: dict[int, Face | None] = {}
        self._depth, self._biff8, self._since_1904 = 0, True, False
        self._said = self._room = 0  # texts of the list of texts, and the bytes it has for them
        self._in_texts = False

    def take(self, code: int, stream: bytes, at: int, size: int) -> None:
        if at + size > len(stream):
            return  # cut off; the library says so
        self._in_texts = code == _TEXTS or (self._in_texts and code == _GOES_ON)
        if self._in_texts:
            if code == _TEXTS and size >= 8:
                self.check_texts()
                self._said, self._room = struct.unpack_from("<I", stream, at + 4)[0], 0
            self._room += size
        elif code in _NUMBERS or code in _OTHER_CELLS:
            row, column, look = _PLACE.unpack_from(stream, at)
            self._reach(row, column)
            if code in _NUMBERS:
                self._dress(row, column, look)
        elif code == _MANY_NUMBERS and size >= 6:
            row, first = _HEAD.unpack_from(stream, at)
            last = first + (size - 6) // 6 - 1
            self._reach(row, last)
            for n in range(last - first + 1):
                (look,) = struct.unpack_from("<H", stream, at + 4 + 6 * n)
                self._dress(row, first + n, look)
        else:
            self._take_rare(code, stream, at, size)

    def _take_rare(self, code: int, stream: bytes, at: int, size: int) -> None:
        if code == _BOF and size >= 4:
            self._depth += 1
            if self._depth == 1:
                version, sort = _HEAD.unpack_from(stream, at)
                self._biff8 = version == _BIFF8
                if sort != 0x0005:
                    self._sheets.append(_Sheet())
        elif code == _EOF:
            self._depth = max(self._depth - 1, 0)
        elif code == _SHEET and size > 8 and self._biff8:
            self._names.append(_text(stream[at + 6 : at + size], wide=stream[at + 7], head=2))
        elif code == _FORMAT and size > 5 and self._biff8:
            (number,) = struct.unpack_from("<H", stream, at)
            self._codes[number] = _text(stream[at + 2 : at + size], wide=stream[at + 4], head=3)
        elif code == _LOOK and size >= 4:
            self._looks.append(struct.unpack_from("<H", stream, at + 2)[0])
        elif code == _SINCE_1904 and size >= 2:
            self._since_1904 = stream[at] == 1
        elif code == _OTHER_BOOK and size >= 4:
            if struct.unpack_from("<H", stream, at + 2)[0] not in _INSIDE:
                raise prescan.linked()
        elif self._sheets and size >= 8:
            self._take_shape(code, stream, at, size)

    def check_texts(self) -> None:
        """A list of texts has at least one byte for each text it says it has."""
        if self._said > self._room:
            raise prescan.damaged()

    def _take_shape(self, code: int, stream: bytes, at: int, size: int) -> None:
        sheet = self._sheets[-1]
        if code == _ROW and size >= 16 and stream[at + 12] & 0x20:
            sheet.hidden_rows.add(struct.unpack_from("<H", stream, at)[0])
        elif code == _COLUMN_INFO and size >= 10 and stream[at + 8] & 1:
            first, last = _HEAD.unpack_from(stream, at)
            sheet.hidden_columns |= set(range(first, min(last, 255) + 1))
        elif code == _MERGED:
            sheet.merges += struct.unpack_from("<H", stream, at)[0]
            if sheet.merges > prescan.MERGES:
                raise prescan.too_large("里合并的格子太多")
        elif code == _REACH:
            _check_reach(stream, at, size)

    def _reach(self, row: int, column: int) -> None:
        if not self._sheets:
            return
        sheet = self._sheets[-1]
        if row > sheet.last_row or column > sheet.last_column:
            sheet.last_row = max(row, sheet.last_row)
            sheet.last_column = max(column, sheet.last_column)
            area = sum((one.last_row + 1) * (one.last_column + 1) for one in self._sheets)
            if area > _MOST_CELLS:
                raise prescan.too_large("超过 500 万格")

    def _dress(self, row: int, column: int, look: int) -> None:
        if look not in self._faces:
            self._faces[look] = self._face(look)
        if (face := self._faces[look]) is not None and self._sheets:
            self._sheets[-1].cells[row, column] = face

    def _face(self, look: int) -> Face | None:
        number = self._looks[look] if look < len(self._looks) else 0
        return Face("percent") if number in (9, 10) else face_of(self._codes.get(number, ""))

    def faces(self) -> dict[str, Faces]:
        return {
            name: Faces(
                sheet.cells,
                frozenset(sheet.hidden_rows),
                frozenset(sheet.hidden_columns),
                self._since_1904,
            )
            for name, sheet in zip(self._names, self._sheets, strict=False)
        }


def _check_reach(stream: bytes, at: int, size: int) -> None:
    """Where a sheet says its cells stand must lie on a sheet."""
    layout = _NEW_REACH if size >= 14 else _OLD_REACH
    if size < layout.size:
        return  # the library reads nothing from it
    top, bottom, left, right = layout.unpack_from(stream, at)
    if not bottom or not right:
        return  # an empty sheet
    if top > bottom or left > right or bottom > _ROWS or right > _COLUMNS:
        raise prescan.damaged()


def _text(data: bytes, *, wide: int, head: int) -> str:
    letters = data[head:]
    return letters.decode("utf-16-le" if wide & 1 else "latin-1", "replace").rstrip("\x00")
