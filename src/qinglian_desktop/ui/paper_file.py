"""What is on the pages of a PDF? Their sizes, their pictures, and a code that tells them apart."""

import hashlib
import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
from PySide6.QtGui import QImage

from qinglian_desktop.core.turns import PDFIUM

MM = 72 / 25.4
_CODE_DPI = 60
_PRINTED_ON = "打印日期"
_DAY = re.compile(rf"{_PRINTED_ON}\s*\d+年\d+月\d+日")
_FORMATS = {
    1: QImage.Format.Format_Grayscale8,
    3: QImage.Format.Format_RGB888,
    4: QImage.Format.Format_RGBA8888,
}


class PaperFile:
    """An open PDF; its methods may be called in any thread until it is closed."""

    def __init__(self, pdf: Path | bytes) -> None:
        # The bytes are held, so that the file on the disk may be written anew meanwhile.
        self.data = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
        with PDFIUM:
            self._document = pypdfium2.PdfDocument(self.data)
            self.sizes: list[tuple[float, float]] = [
                self._document.get_page_size(page) for page in range(len(self._document))
            ]

    @property
    def count(self) -> int:
        return len(self.sizes)

    def image(self, page: int, dpi: float, *, grey: bool = False) -> QImage:
        """A page (from 0) as a picture."""
        with PDFIUM:
            return drawn(self._document[page], dpi, grey=grey)

    def code(self, page: int) -> str:
        """8 signs that change with anything seen on the page but the day of printing."""
        with PDFIUM:
            return _code(self._document[page])

    def part(self, pages: Sequence[int]) -> bytes:
        """These pages (from 1) as a file of their own; all of them are the file as it is."""
        if list(pages) == list(range(1, self.count + 1)):
            return self.data
        made = BytesIO()
        with PDFIUM:
            chosen = pypdfium2.PdfDocument.new()
            chosen.import_pages(self._document, [page - 1 for page in pages])
            chosen.save(made)
            chosen.close()
        return made.getvalue()

    def close(self) -> None:
        with PDFIUM:
            self._document.close()

    def __del__(self) -> None:
        if hasattr(self, "_document"):
            self.close()


def drawn(page: Any, dpi: float, *, grey: bool = False) -> QImage:
    """Called with the lock held."""
    made = page.render(scale=dpi / 72, rev_byteorder=True, grayscale=grey)
    return QImage(
        bytes(made.buffer), made.width, made.height, made.stride, _FORMATS[made.n_channels]
    ).copy()


def _code(page: Any) -> str:
    scale = _CODE_DPI / 72
    picture = page.render(scale=scale, grayscale=True)
    pixels = bytearray(picture.buffer)
    words = page.get_textpage()
    found = words.search(_PRINTED_ON).get_next()
    if found is not None:
        # The day may be a sign longer tomorrow and push its line: the words speak for that line.
        _, bottom, _, top = words.get_charbox(found[0], loose=True)
        height = page.get_height()
        first = max(int((height - top) * scale) - 1, 0)
        last = min(int((height - bottom) * scale) + 2, picture.height)
        blank = b"\xff" * ((last - first) * picture.stride)
        pixels[first * picture.stride : last * picture.stride] = blank
    said = _DAY.sub("", words.get_text_range())
    seen = hashlib.sha256(said.encode() + b"\0" + bytes(pixels))
    return seen.hexdigest()[:8].upper()
