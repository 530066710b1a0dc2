"""Pictures made to hurt: kept as they are or refused in words, never opened without limits."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from exchange.memory import steady_memory
from faults.counting import counted
from office import make_book
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.paper import counting, squares
from qinglian_desktop.paper.binder import binding
from qinglian_desktop.paper.binder.binding import Part
from qinglian_desktop.paper.fonts import Fonts

MEMORY = 200  # MiB more than before, at most


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _bomb(side: int) -> bytes:
    """A PNG of side × side, one bit a point, all white: small here, huge in memory."""
    head = struct.pack(">2I5B", side, side, 1, 0, 0, 0, 0)
    packer, row = zlib.compressobj(9), b"\x00" + b"\xff" * ((side + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    chunks = {b"IHDR": head, b"IDAT": body, b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks.items())


def _cut_jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(out, "JPEG")
    return out.getvalue()[: len(out.getvalue()) // 2]


PICTURES: dict[str, Callable[[], bytes]] = {
    "a bomb of 900 million points": lambda: _bomb(30_000),
    "a picture of 81 million points": lambda: _bomb(9_000),
    "a JPEG cut in the middle": _cut_jpeg,
    "a drawing with a script": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "a web page": lambda: b"<html><script>alert(1)</script></html>",
    "a PDF with a script": lambda: b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(x)>>>>endobj",
    "noise": lambda: bytes(range(256)) * 40,
    "nothing": lambda: b"",
}


def _count(path: Path) -> None:
    counting.pages_in(path.read_bytes(), path.name)


def _bind(path: Path) -> None:
    binding._piece(Part(path.name, path.read_bytes()), Fonts())


def _small_square(path: Path) -> None:
    squares.texts_on(path)


READERS: tuple[Callable[[Path], object], ...] = (_count, _bind, _small_square)


@pytest.mark.parametrize("name", PICTURES)
def test_a_hostile_picture_is_kept_or_refused_and_never_costs_more(
    name: str, tmp_path: Path
) -> None:
    data = PICTURES[name]()
    path = tmp_path / "照片.jpg"
    path.write_bytes(data)
    with make_book(tmp_path) as book, steady_memory(MEMORY):
        kept = book.take_file(path)
        assert book.files.read(kept) == data, "kept as it is"
        for look in READERS:
            try:
                look(path)
            except Refused as refused:
                assert refused.what and refused.remedy
    counted("F47", len(READERS) + 1, name)
