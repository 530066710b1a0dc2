"""What stands on every page once the pages are counted: page number, foot line, draft mark?"""

import hashlib
from typing import Final

from qinglian_desktop.core import made_by
from qinglian_desktop.core.document import Document, dated
from qinglian_desktop.paper.draw.breaking import lines_of
from qinglian_desktop.paper.draw.page import MM, Page, Turned
from qinglian_desktop.paper.draw.styles import Style, style_of
from qinglian_desktop.paper.fonts import Fonts

_SIZE: Final = 8.0
_FROM_EDGE: Final = 9 * MM  # the foot line's distance from the lower edge; printers reach 5 mm
_DRAFT_GREY: Final = 0.9


def complete(pages: list[Page], document: Document, fonts: Fonts) -> None:
    """Add to all pages what counts them or stands on each of them."""
    style = style_of(document)
    if style.pages == "none":
        return
    for number, page in enumerate(pages, 1):
        code = _code(page, document, number, len(pages))
        if document.draft:
            page.turned.append(_draft_mark(style, fonts))
        if document.seam and len(pages) > 1:
            page.turned.append(_seam(style, fonts))
        _foot_line(page, document, fonts, len(pages), number, code)
        if style.pages == "dash":
            _dashes(page, style, fonts, number)


def _code(page: Page, document: Document, number: int, total: int) -> str:
    """What the foot says to know the paper again.

    A list is printed anew page by page, so that each of its pages has a code of its own.
    """
    if document.fingerprint:
        return f"核对码 {document.fingerprint}"
    if document.kind != "table":
        return ""
    # Not the faces: their names count the fonts of this run of the program.
    texts = [(round(t.x, 2), round(t.y, 2), t.size, t.text) for t in page.texts]
    rules = [tuple(round(edge, 2) for edge in rule) for rule in page.rules]
    seen = hashlib.sha256(repr((texts, rules, number, total)).encode())
    return f"本页核对码 {seen.hexdigest()[:8].upper()}"


def _seam(style: Style, fonts: Fonts) -> Turned:
    """Where a seal is pressed across the edges of all pages laid in a fan."""
    face, _ = fonts["sans"]["骑"]
    return Turned(style.width - 7 * MM, style.height / 2, face.name, 9, "（骑缝章处）", 90, 0.35)


def _draft_mark(style: Style, fonts: Fonts) -> Turned:
    """草稿 across the whole sheet; only finishing the record takes it away."""
    face, _ = fonts["bold"]["草"]
    size = min(style.width, style.height) * 0.34
    return Turned(style.width / 2, style.height / 2, face.name, size, "草稿", 35, _DRAFT_GREY)


def _dashes(page: Page, style: Style, fonts: Fonts, number: int) -> None:
    """`— 1 —` 7 mm under the type area, one character in: right on odd pages, left on even."""
    face, size = fonts["fang"], 14.0
    text = f"— {number} —"
    width = face.width(text) * size
    top = style.height - style.bottom + 7 * MM - size / 2
    right = style.left + style.measure - size - width
    page.put(right if number % 2 else style.left + size, top, text, face, size)


def _foot_line(
    page: Page, document: Document, fonts: Fonts, total: int, number: int, code: str
) -> None:
    style, face = style_of(document), fonts["sans"]
    top = style.height - _FROM_EDGE - _SIZE
    left = [document.unit, document.number]
    right = [code]
    if document.kind == "table" and not document.fingerprint:
        # A list says who had it made; what is issued or posted speaks for the office alone.
        right.append(f"打印人 {made_by.who()}" if made_by.who() else "")
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
