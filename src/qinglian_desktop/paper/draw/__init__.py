"""How does a printable thing become a PDF that is the same page for page, byte for byte?"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from qinglian_desktop.core.document import Document
from qinglian_desktop.core.whole import replace_file
from qinglian_desktop.paper.draw.flow import lay_out
from qinglian_desktop.paper.draw.foot import complete
from qinglian_desktop.paper.draw.halves import halves_of
from qinglian_desktop.paper.draw.page import Page
from qinglian_desktop.paper.fonts import Fonts


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """What was made: pages, bytes, and the characters no font could draw (printed as 〓)."""

    pages: int
    size: int
    missing: tuple[str, ...]


def pages_of(document: Document, *, fonts: Fonts) -> list[Page]:
    """The pages with everything in its place, before they become a PDF."""
    pages = lay_out(document, fonts)
    complete(pages, document, fonts)
    if document.sheet == "wide":
        return [half for page in pages for half in halves_of(page, fonts)]
    return pages


def draw(document: Document, target: Path | BytesIO, *, fonts: Fonts) -> DrawnPaper:
    """Write the document as a PDF to a file or a buffer.

    Raises Refused when a table's header cannot fit a page and OSError when the file cannot be
    written; then an older file of that name is still there. Ask `fonts.missing(document)` first
    when a paper with 〓 must not be printed.
    """
    from qinglian_desktop.paper.draw.paint import painted

    pages = pages_of(document, fonts=fonts)
    data = painted(pages, document)
    if isinstance(target, Path):
        replace_file(target, data)
    else:
        target.write(data)
    return DrawnPaper(len(pages), len(data), fonts.missing(document))
