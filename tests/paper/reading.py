"""Reading a PDF back: texts with their places in millimetres from the upper left corner."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
from pypdf import PdfReader

from qinglian_desktop.core.document import Document
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts

MM = 72 / 25.4
FONTS = Fonts()


@dataclass(frozen=True)
class Sign:
    """One printed character and its square's edges in mm."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def made(document: Document) -> bytes:
    target = BytesIO()
    draw(document, target, fonts=FONTS)
    return target.getvalue()


def words(data: bytes) -> list[str]:
    """The text of each page with all blanks taken out, as a search would meet it."""
    pdf = pdfium.PdfDocument(data)
    pages = ["".join(page.get_textpage().get_text_range().split()) for page in pdf]
    pdf.close()
    return pages


def signs(data: bytes, number: int = 0) -> list[Sign]:
    """Every character of a page; the square is told from its loose box."""
    pdf = pdfium.PdfDocument(data)
    page = pdf[number]
    height = page.get_height()
    text = page.get_textpage()
    found = []
    for i in range(text.count_chars()):
        one = text.get_text_range(i, 1)
        if one.strip():
            left, bottom, right, top = text.get_charbox(i, loose=True)
            edges = (left, height - top, right, height - bottom)
            found.append(Sign(one, *(edge / MM for edge in edges)))
    pdf.close()
    return found


def fonts_of(data: bytes) -> dict[str, bool]:
    """Name of every font the file uses, and whether it is embedded as a subset."""
    found: dict[str, bool] = {}
    for page in PdfReader(BytesIO(data)).pages:
        resources: Any = page["/Resources"]
        for reference in resources["/Font"].values():
            font = reference.get_object()
            name = str(font["/BaseFont"])
            descriptor = font.get("/FontDescriptor", {})
            found[name] = "/FontFile2" in descriptor and name[7:8] == "+"
    return found
