"""A drawn picture that stands for the photo a clerk takes of the board."""

import struct
import zlib

_WIDE, _HIGH = 480, 360
_SKY, _WALL, _FRAME, _SHEET, _LETTERS, _GROUND = (
    (206, 222, 232), (224, 216, 200), (120, 92, 64), (250, 250, 246), (96, 96, 96), (168, 164, 156),
)  # fmt: skip
_LINE = 12  # px from line to line on a sheet


def board() -> bytes:
    """Three sheets on a board at a wall, as a PNG."""
    rows = b"".join(b"\0" + b"".join(bytes(_at(x, y)) for x in range(_WIDE)) for y in range(_HIGH))
    head = struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _at(x: int, y: int) -> tuple[int, int, int]:
    if y < 50:
        return _SKY
    if y > 310:
        return _GROUND
    if not (60 <= x < 420 and 80 <= y < 270):
        return _WALL
    if not (68 <= x < 412 and 88 <= y < 262):
        return _FRAME
    left, down = (x - 80) % 112, y - 104
    if not (0 <= left < 96 and 0 <= down < 142 and x >= 80):
        return _FRAME
    written = 10 <= left < 86 - 7 * (down // _LINE % 3) and down % _LINE in (5, 6) and down > 8
    return _LETTERS if written else _SHEET
