"""Where do the references of a BIFF8 formula stand, and how are they moved or carried down?"""

import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

from qinglian_desktop.exchange.forms.biff import Record
from qinglian_desktop.exchange.forms.shape import Growth

# Bytes behind the first one of each token; tokens with a class (0x20 …) under their first form.
_SIZES = {
    **dict.fromkeys(range(0x03, 0x17), 0),
    0x01: 4, 0x02: 4, 0x1C: 1, 0x1D: 1, 0x1E: 2, 0x1F: 8,
    0x20: 7, 0x21: 2, 0x22: 3, 0x23: 4, 0x24: 4, 0x25: 8, 0x29: 2, 0x2A: 4, 0x2B: 8,
    0x2C: 4, 0x2D: 8, 0x39: 6, 0x3A: 6, 0x3B: 10, 0x3C: 6, 0x3D: 10,
}  # fmt: skip
_STR, _ATTR, _CHOOSE = 0x17, 0x19, 0x04
_REF, _AREA, _REF_NEAR, _AREA_NEAR, _REF_3D, _AREA_3D = 0x24, 0x25, 0x2C, 0x2D, 0x3A, 0x3B
_ROW_FREE, _COLUMN_FREE = 0x8000, 0x4000  # relative, in the word of the column
_LAST = 0xFFFF
_HEAD = 20  # bytes of a FORMULA before its length
_SHARED = 0x0008


class Token(NamedTuple):
    place: int
    sort: int  # under its first form
    size: int


def _sort(byte: int) -> int:
    return byte if byte < 0x20 else (byte & 0x1F) | 0x20


def _walk(text: bytes) -> Iterator[Token]:
    """Raises KeyError at a token whose length is not known."""
    place = 0
    while place < len(text):
        sort = _sort(text[place])
        if sort == _STR:
            size = 2 + text[place + 1] * (2 if text[place + 2] & 1 else 1)
        elif sort == _ATTR:
            size = 3
            if text[place + 1] & _CHOOSE:
                size += 2 * (struct.unpack_from("<H", text, place + 2)[0] + 1)
        else:
            size = _SIZES[sort]
        yield Token(place, sort, size)
        place += 1 + size


def known(text: bytes) -> bool:
    """Can every token be told from the next?"""
    try:
        return sum(1 + token.size for token in _walk(text)) == len(text)
    except (KeyError, IndexError, struct.error):
        return False


def speaks_of(text: bytes, outside: frozenset[int]) -> bool:
    """Does the formula name one of these sheets?"""
    return known(text) and any(
        token.sort in (_REF_3D, _AREA_3D)
        and struct.unpack_from("<H", text, token.place + 1)[0] in outside
        for token in _walk(text)
    )


def of_cell(data: bytes) -> bytes:
    length = struct.unpack_from("<H", data, _HEAD)[0]
    return data[_HEAD + 2 : _HEAD + 2 + length]


def of_shared(data: bytes) -> bytes:
    length = struct.unpack_from("<H", data, 8)[0]
    return data[10 : 10 + length]


def with_cell_text(record: Record, text: bytes, *, shared: bool = True) -> Record:
    """A FORMULA with other tokens; what stands behind them (constant arrays) is kept."""
    data = record.data
    length = struct.unpack_from("<H", data, _HEAD)[0]
    rest = data[_HEAD + 2 + length :]
    flags = struct.unpack_from("<H", data, 14)[0]
    flags = flags if shared else flags & ~_SHARED
    head = data[:14] + struct.pack("<H", flags) + data[16:_HEAD]
    return Record(record.id, head + struct.pack("<H", len(text)) + text + rest)


def moved(
    text: bytes, outside: frozenset[int], growth: Growth, *, here: bool, row: int = -1
) -> bytes:
    """References after rows were put in. `here`: does the formula stand in that sheet?

    With `row` it stands in that row of the list: what it says about its own row stays so.
    """
    made = bytearray(text)
    for token in _walk(text):
        place = token.place + 1
        if token.sort == _REF and here:
            _move_one(made, place, growth)
        elif token.sort == _AREA and here:
            _move_area(made, place, growth, row)
        elif token.sort in (_REF_3D, _AREA_3D):
            if struct.unpack_from("<H", made, place)[0] not in outside:
                continue
            if token.sort == _REF_3D:
                _move_one(made, place + 2, growth)
            else:
                _move_area(made, place + 2, growth, -1)
    return bytes(made)


def _move_one(made: bytearray, place: int, growth: Growth) -> None:
    (row,) = struct.unpack_from("<H", made, place)
    struct.pack_into("<H", made, place, min(growth.row(row), _LAST))


def _move_area(made: bytearray, place: int, growth: Growth, row: int) -> None:
    top, bottom, _, right = struct.unpack_from("<4H", made, place)
    if bottom == _LAST:
        return
    own = row >= 0 and bottom == row and bool(right & _ROW_FREE)
    top, bottom = growth.span(top, bottom, grows=not own)
    struct.pack_into("<2H", made, place, top, min(bottom, _LAST))


def moved_near(text: bytes, growth: Growth, before: int) -> bytes:
    """A formula of choices or conditions: relative places count from the row `before`."""
    made = bytearray(moved(text, frozenset(), growth, here=True))
    after = growth.row(before)

    def change(row: int, free: bool) -> int:
        there = (row + before) & _LAST if free else row
        now = growth.row(there)
        return (now - after) & _LAST if free else now

    for token in _walk(text):
        if token.sort == _REF_NEAR:
            _change_rows(made, token.place + 1, 1, change)
        elif token.sort == _AREA_NEAR:
            _change_rows(made, token.place + 1, 2, change)
    return bytes(made)


def carried(text: bytes, down: int) -> bytes:
    """The formula as it reads when copied so many rows down."""

    def change(row: int, free: bool) -> int:
        return min(row + down, _LAST) if free else row

    made = bytearray(text)
    for token in _walk(text):
        place = token.place + 1 + (2 if token.sort in (_REF_3D, _AREA_3D) else 0)
        if token.sort in (_REF, _REF_3D):
            _change_rows(made, place, 1, change)
        elif token.sort in (_AREA, _AREA_3D):
            _change_rows(made, place, 2, change)
    return bytes(made)


def _change_rows(
    made: bytearray, place: int, count: int, change: Callable[[int, bool], int]
) -> None:
    for n in range(count):
        (row,) = struct.unpack_from("<H", made, place + 2 * n)
        (column,) = struct.unpack_from("<H", made, place + 2 * count + 2 * n)
        struct.pack_into("<H", made, place + 2 * n, change(row, bool(column & _ROW_FREE)))


def written_out(text: bytes, row: int, column: int) -> bytes:
    """A shared formula as it reads in one of its cells."""
    made = bytearray(text)
    for token in _walk(text):
        if token.sort not in (_REF_NEAR, _AREA_NEAR):
            continue
        count = 1 if token.sort == _REF_NEAR else 2
        made[token.place] -= _REF_NEAR - _REF
        for n in range(count):
            at, across = token.place + 1 + 2 * n, token.place + 1 + 2 * count + 2 * n
            (near,) = struct.unpack_from("<H", made, at)
            (word,) = struct.unpack_from("<H", made, across)
            if word & _ROW_FREE:
                struct.pack_into("<H", made, at, (near + row) & 0xFFFF)
            if word & _COLUMN_FREE:
                beside = ((word & 0xFF) + column) & 0xFF
                struct.pack_into("<H", made, across, (word & 0xFF00) | beside)
    return bytes(made)
