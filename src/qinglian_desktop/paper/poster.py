"""How does any page become as large as A3 on a printer that has A4 only? Two sheets, glued.

An upright page is parted into an upper and a lower half, one that lies across into left and
right. The second half lies over the last 10 mm of the first, along the marks of both.
"""

from io import BytesIO
from typing import Any, Final, NamedTuple

import pypdfium2

from qinglian_desktop.core.document import Document, Sheet
from qinglian_desktop.core.turns import PDFIUM
from qinglian_desktop.paper.draw.halves import BLEED, SEAM, TICK, WORDS
from qinglian_desktop.paper.draw.page import MM, Page, Tint, Turned
from qinglian_desktop.paper.draw.paint import painted
from qinglian_desktop.paper.draw.styles import GLUE, WIDE
from qinglian_desktop.paper.fonts import Fonts

_SHORT, _LONG = 210 * MM, 297 * MM


class _Cut(NamedTuple):
    """Where one half begins on the glued page, its seam and its strip, along the longer side."""

    start: float
    seam: float
    strip: tuple[float, float]
    words: str


_CUTS: Final = (
    _Cut(0.0, SEAM, (SEAM + BLEED, _SHORT), WORDS[0]),
    _Cut(SEAM - GLUE, GLUE, (0.0, GLUE - BLEED), WORDS[1]),
)


def enlarged(pdf: bytes, fonts: Fonts) -> bytes:
    """Every page of the paper on two sheets of A4, as large as they allow."""
    marks = {across: [_marks(cut, across, fonts) for cut in _CUTS] for across in (True, False)}
    made = BytesIO()
    with PDFIUM, pypdfium2.PdfDocument(pdf) as source:
        whole = pypdfium2.PdfDocument.new()
        for number in range(len(source)):
            across = source.get_page_size(number)[0] > source.get_page_size(number)[1]
            for cut, mark in zip(_CUTS, marks[across], strict=True):
                _half(whole, source, number, cut, mark)
        whole.save(made)
        whole.close()
    return made.getvalue()


def _half(whole: Any, source: Any, number: int, cut: _Cut, mark: bytes) -> None:
    wide, high = source.get_page_size(number)
    across = wide > high
    long, short = max(wide, high), min(wide, high)
    scale = min(WIDE / long, _LONG / short)
    along, aside = (WIDE - long * scale) / 2, (_LONG - short * scale) / 2
    if across:
        place, sheet = (along - cut.start, aside), (_SHORT, _LONG)
    else:  # counted from the upper edge, as one glues
        top = along - cut.start
        place, sheet = (aside, _SHORT - top - long * scale), (_LONG, _SHORT)
    target = whole.new_page(*sheet)
    drawn = source.page_as_xobject(number, whole).as_pageobject()
    drawn.set_matrix(pypdfium2.PdfMatrix().scale(scale, scale).translate(*place))
    target.insert_obj(drawn)
    with pypdfium2.PdfDocument(mark) as document:
        target.insert_obj(document.page_as_xobject(0, whole).as_pageobject())
        target.gen_content()


def _marks(cut: _Cut, across: bool, fonts: Fonts) -> bytes:
    """The strip left white, two short lines where the seam is, and what to do."""
    page, face = Page(), fonts["sans"]
    near, far = TICK
    first, last = cut.strip
    if across:
        page.tints.append(Tint(first, 0, last - first, _LONG, 1.0))
        page.rule(cut.seam, near, cut.seam, far, 0.6)
        page.rule(cut.seam, _LONG - far, cut.seam, _LONG - near, 0.6)
        name = face["剪"][0].name
        beside = cut.seam + (5 * MM if first > GLUE else -5 * MM)
        turned = Turned(beside, _LONG / 2, name, 7, cut.words, 90, 0.3)
        page.turned.append(turned)
        page.over = Page(turned=[turned])  # once more above the white strip
    else:
        page.tints.append(Tint(0, first, _LONG, last - first, 1.0))
        page.rule(near, cut.seam, far, cut.seam, 0.6)
        page.rule(_LONG - far, cut.seam, _LONG - near, cut.seam, 0.6)
        words = cut.words.replace("右半张", "下半张").replace("左半张", "上半张")
        top = cut.seam + (4 * MM if first > GLUE else -6 * MM)
        page.put((_LONG - face.width(words) * 7) / 2, top, words, face, 7)
    sheet: Sheet = "portrait" if across else "landscape"
    return painted([page], Document("拼接", "table", (), sheet=sheet))
