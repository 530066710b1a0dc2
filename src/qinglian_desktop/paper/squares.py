"""What do the squares (二维码) on a photo, a scan or a PDF say?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.turns import PDFIUM
from qinglian_desktop.paper import photos

_SCALE = 3  # 216 dpi: a square of 2 cm has points enough
_PAGES = 20  # of one PDF
_LARGEST = 50_000_000  # bytes


def texts_on(path: Path) -> tuple[str, ...]:
    """The text of each square, in the order found. Refused for what is no picture and no PDF."""
    import zxingcpp

    found: dict[str, None] = {}
    for picture in _pictures(path):
        for square in zxingcpp.read_barcodes(picture):
            if square.text:
                found[square.text] = None
    return tuple(found)


def _pictures(path: Path) -> Iterator[Any]:
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
        if data[:1024].lstrip().startswith(b"%PDF"):
            yield from _pages(data, path.name)
            return
        with photos.opened(data, path.name) as found:
            yield found.convert("RGB")
    except (OSError, SyntaxError, ValueError) as trouble:
        raise _closed(path.name) from trouble


def _pages(data: bytes, name: str) -> Iterator[Any]:
    import pypdfium2

    try:
        with PDFIUM, pypdfium2.PdfDocument(data) as document:
            drawn = [page.render(scale=_SCALE).to_pil() for page in list(document)[:_PAGES]]
    except pypdfium2.PdfiumError as trouble:
        raise _closed(name) from trouble
    yield from drawn


def _closed(name: str) -> Refused:
    return Refused(
        f"〔{name[:30]}〕打不开，不是照片也不是 PDF", "请重新拍一张，或换一个文件", code="QL-PR-095"
    )
