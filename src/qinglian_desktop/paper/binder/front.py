"""What stands before the papers of a volume: the cover, the contents, a divider."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Final, NamedTuple

from qinglian_desktop.core.document import Document, dated
from qinglian_desktop.paper import photos
from qinglian_desktop.paper.draw.breaking import balanced, lines_of
from qinglian_desktop.paper.draw.page import MM, Page
from qinglian_desktop.paper.draw.paint import painted
from qinglian_desktop.paper.fonts import Fonts, Role

_WIDTH: Final = 210 * MM
_LEFT, _RIGHT = 28 * MM, 20 * MM  # the left edge goes into the binding
_MEASURE: Final = _WIDTH - _LEFT - _RIGHT
_SIZE, _PITCH = 12.0, 24.0  # 小四
_TOP, _BOTTOM = 55 * MM, 275 * MM
_NUMBER: Final = 12 * MM  # room for the running number before a title
_PAGE: Final = 16 * MM  # and for the page number behind it


class Cover(NamedTuple):
    title: str
    unit: str
    period: str = ""
    made_on: date | None = None


class Entry(NamedTuple):
    """One line of the contents: what it is and on which page of the volume it begins."""

    title: str
    page: int


def cover_page(cover: Cover, volume: int, volumes: int, pages: int, fonts: Fonts) -> bytes:
    page = Page()
    top = 70 * MM
    for line in balanced(cover.title, fonts["title"], 30, _MEASURE):
        page.put_line(_LEFT, top, line, fonts["title"], 30, _MEASURE, align="center")
        top += 44
    if volumes > 1:
        _centred(page, top + 6 * MM, f"第 {volume} 卷　共 {volumes} 卷", fonts, "sans", 16)
    facts = [("立卷单位", cover.unit), ("所属时间", cover.period), ("页　　数", f"{pages} 页")]
    facts += [("装订日期", dated(cover.made_on) if cover.made_on else ""), ("立 卷 人", "")]
    top = 185 * MM
    for name, value in facts:
        if not value and name == "所属时间":
            continue
        end = page.put(_LEFT + 22 * MM, top, f"{name}：", fonts["sans"], 16)
        page.put(end + 4, top, value, fonts["sans"], 16)
        page.rule(end, top + 20, _LEFT + _MEASURE - 22 * MM, top + 20, 0.5)
        top += 34
    return painted([page], _document(cover.title, cover.unit))


def contents_pages(entries: Sequence[Entry], fonts: Fonts) -> bytes:
    """The titles with their pages; as many pages as they take."""
    pages: list[Page] = []
    y = _BOTTOM
    for number, entry in enumerate(entries, 1):
        lines = lines_of(entry.title, fonts["sans"], _SIZE, _MEASURE - _NUMBER - _PAGE)
        if y + len(lines) * _PITCH > _BOTTOM:
            pages.append(_contents_head(fonts))
            y = _TOP
        page, face = pages[-1], fonts["sans"]
        page.put(_LEFT, y, str(number), face, _SIZE)
        for line in lines:
            page.put(_LEFT + _NUMBER, y, line.text, face, _SIZE)
            y += _PITCH
        told = str(entry.page)
        right = _LEFT + _MEASURE
        page.put(right - face.width(told) * _SIZE, y - _PITCH, told, face, _SIZE)
        _dots(page, _LEFT + _NUMBER + lines[-1].width, right - _PAGE + 2 * MM, y - _PITCH)
    return painted(pages or [_contents_head(fonts)], _document("目录", ""))


def _contents_head(fonts: Fonts) -> Page:
    page = Page()
    _centred(page, 28 * MM, "目　录", fonts, "title", 22)
    face, top = fonts["bold"], _TOP - _PITCH - 2
    page.put(_LEFT, top, "序号", face, _SIZE)
    page.put(_LEFT + _NUMBER, top, "题名", face, _SIZE)
    right = _LEFT + _MEASURE
    page.put(right - face.width("页码") * _SIZE, top, "页码", face, _SIZE)
    page.rule(_LEFT, _TOP - 6, right, _TOP - 6, 0.6)
    return page


def _dots(page: Page, start: float, end: float, top: float) -> None:
    """A row of points that leads the eye to the page number."""
    y, x = top + _SIZE * 0.8, end
    while x > start + 6:
        page.rule(x - 1, y, x, y, 0.7)
        x -= 5


def divider_page(title: str, fonts: Fonts) -> bytes:
    page = Page()
    top = 120 * MM
    for line in balanced(title, fonts["title"], 26, _MEASURE):
        page.put_line(_LEFT, top, line, fonts["title"], 26, _MEASURE, align="center")
        top += 40
    page.rule(_LEFT + 40 * MM, top + 6, _LEFT + _MEASURE - 40 * MM, top + 6, 0.8)
    return painted([page], _document(title, ""))


def picture_page(picture: bytes, caption: str, fonts: Fonts) -> bytes:
    """A photo or scan on a page of its own, as large as it goes, with its name under it.

    Raises OSError when it is no picture, Refused when it is beyond all measure.
    """
    from PIL import ImageOps
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    with photos.opened(picture, caption) as found:
        found.draft("RGB", (1800, 1800))
        seen = ImageOps.exif_transpose(found).convert("RGB")
    seen.thumbnail((1600, 1600))
    across = seen.width > seen.height * 1.2
    width, height = (297 * MM, 210 * MM) if across else (210 * MM, 297 * MM)
    face, size = fonts["sans"], 10.5
    room = (width - _LEFT - _RIGHT, height - 50 * MM)
    scale = min(room[0] / seen.width, room[1] / seen.height)
    wide, high = seen.width * scale, seen.height * scale
    left, base = _LEFT + (room[0] - wide) / 2, height - 20 * MM - high
    kept = BytesIO()
    seen.save(kept, "JPEG", quality=82)
    kept.seek(0)
    words = lines_of(caption, face, size, room[0])[:2]
    first = words[0].text if words else " "
    made = BytesIO()
    canvas = Canvas(
        made, pagesize=(width, height), invariant=1, initialFontName=face[first[:1] or " "][0].name
    )
    canvas.drawImage(ImageReader(kept), left, base, wide, high)
    page = Page()
    for place, line in enumerate(words):
        top = height - base + 5 * MM + place * 16
        page.put_line(_LEFT, top, line, face, size, room[0], align="center")
    for text in page.texts:
        canvas.setFont(text.face, text.size)
        canvas.drawString(text.x, height - text.y, text.text)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def numbers(sizes: Sequence[tuple[float, float]], first: int, fonts: Fonts) -> bytes:
    """One page for each, empty but for its number at the upper right, where a binder shows it."""
    from reportlab.pdfgen.canvas import Canvas

    face = fonts["sans"]["0"][0].name
    made = BytesIO()
    canvas = Canvas(made, invariant=1, initialFontName=face)
    for number, (width, height) in enumerate(sizes, first):
        canvas.setPageSize((width, height))
        canvas.setFont(face, 11)
        canvas.drawRightString(width - 12 * MM, height - 10 * MM, str(number))
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _centred(page: Page, top: float, text: str, fonts: Fonts, role: Role, size: float) -> None:
    face = fonts[role]
    page.put(_LEFT + (_MEASURE - face.width(text) * size) / 2, top, text, face, size)


def _document(title: str, unit: str) -> Document:
    return Document(title, "official", (), unit=unit)
