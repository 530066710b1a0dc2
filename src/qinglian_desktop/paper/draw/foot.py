"""What stands on every page once the pages are counted: page number, foot line, draft mark?"""

from typing import Final

from qinglian_desktop.core.document import Document, dated
from qinglian_desktop.paper.draw.breaking import lines_of
from qinglian_desktop.paper.draw.page import MM, Page, Turned
from qinglian_desktop.paper.draw.styles import STYLES
from qinglian_desktop.paper.fonts import Fonts

_SIZE: Final = 8.0
_FROM_EDGE: Final = 9 * MM  # the foot line's distance from the lower edge; printers reach 5 mm
_DRAFT_GREY: Final = 0.9


def complete(pages: list[Page], document: Document, fonts: Fonts) -> None:
    """Add to all pages what counts them or stands on each of them."""
    for number, page in enumerate(pages, 1):
        if document.draft:
            page.turned.append(_draft_mark(document, fonts))
        _foot_line(page, document, fonts, len(pages), number)
        if STYLES[document.kind].pages == "dash":
            _dashes(page, document, fonts, number)


def _draft_mark(document: Document, fonts: Fonts) -> Turned:
    """草稿 across the whole sheet; only finishing the record takes it away."""
    style = STYLES[document.kind]
    face, _ = fonts["bold"]["草"]
    size = min(style.width, style.height) * 0.34
    return Turned(style.width / 2, style.height / 2, face.name, size, "草稿", 35, _DRAFT_GREY)


def _dashes(page: Page, document: Document, fonts: Fonts, number: int) -> None:
    """`— 1 —` 7 mm under the type area, one character in: right on odd pages, left on even."""
    style = STYLES[document.kind]
    face, size = fonts["fang"], 14.0
    text = f"— {number} —"
    width = face.width(text) * size
    top = style.height - style.bottom + 7 * MM - size / 2
    right = style.left + style.measure - size - width
    page.put(right if number % 2 else style.left + size, top, text, face, size)


def _foot_line(page: Page, document: Document, fonts: Fonts, total: int, number: int) -> None:
    style, face = STYLES[document.kind], fonts["sans"]
    top = style.height - _FROM_EDGE - _SIZE
    left = [document.unit, document.number]
    right = [f"核对码 {document.fingerprint}" if document.fingerprint else ""]
    right += [f"打印日期 {dated(document.made_on)}" if document.made_on else "", document.copy]
    if style.pages == "count":
        right.append(f"第 {number} 页 共 {total} 页")
    told = "　".join(filter(None, right))
    width = face.width(told) * _SIZE
    page.put(style.left + style.measure - width, top, told, face, _SIZE)
    said = lines_of("　".join(filter(None, left)), face, _SIZE, style.measure - width - 2 * _SIZE)
    for line in reversed(said):
        # A unit of many words goes on above: a name is never cut short.
        page.put(style.left, top, line.text, face, _SIZE)
        top -= _SIZE * 1.3
