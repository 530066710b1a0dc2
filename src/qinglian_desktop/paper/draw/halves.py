"""How does a page that is wider than any A4 come out of an A4 printer? As two, to be glued.

The left half is printed whole. The right half lies over its last 10 mm: it is cut along its own
mark, 10 mm from its left edge, and glued onto the strip with its edge on the left half's mark.
"""

from typing import Final

from qinglian_desktop.paper.draw.page import MM, Page, Text, Turned
from qinglian_desktop.paper.draw.styles import GLUE, WIDE
from qinglian_desktop.paper.fonts import Fonts

HALF: Final = (210 * MM, 297 * MM)
SEAM: Final = WIDE / 2  # where the right half's cut edge comes to lie
BLEED: Final = 3 * MM  # printed on beyond the seam, so that a crooked cut shows no white
TICK: Final = (4 * MM, 12 * MM)  # from the upper and the lower edge
WORDS: Final = ("这一条涂胶，右半张的边对准短线贴上", "沿短线剪掉这一条，再贴到左半张上")


def halves_of(page: Page, fonts: Fonts) -> tuple[Page, Page]:
    """The left and the right sheet of a wide page, with their marks."""
    left = _part(page, 0.0, (0.0, SEAM + BLEED))
    right = _part(page, SEAM - GLUE, (GLUE - BLEED, HALF[0]))
    left.over = _marks(SEAM, SEAM + 5 * MM, WORDS[0], fonts)
    right.over = _marks(GLUE, GLUE - 5 * MM, WORDS[1], fonts)
    return left, right


def _part(page: Page, start: float, seen: tuple[float, float]) -> Page:
    """What of the page falls between `seen` on a sheet that begins at `start`."""
    first, last = (edge + start for edge in seen)
    made = Page(clip=seen)
    made.texts = [
        text._replace(x=text.x - start)
        for text in page.texts
        if text.x < last and text.x + _width(text) > first
    ]
    made.rules = [
        rule._replace(x=rule.x - start, to_x=rule.to_x - start)
        for rule in page.rules
        if min(rule.x, rule.to_x) <= last and max(rule.x, rule.to_x) >= first
    ]
    made.tints = [
        tint._replace(x=tint.x - start)
        for tint in page.tints
        if tint.x < last and tint.x + tint.width > first
    ]
    made.turned = [turned._replace(x=turned.x - start) for turned in page.turned]
    return made


def _width(text: Text) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    wide: float = stringWidth(text.text, text.face, text.size)
    return wide + len(text.text) * text.spacing


def _marks(x: float, beside: float, words: str, fonts: Fonts) -> Page:
    made = Page()
    near, far = TICK
    made.rule(x, near, x, far, 0.6)
    made.rule(x, HALF[1] - far, x, HALF[1] - near, 0.6)
    face, _ = fonts["sans"]["剪"]
    made.turned.append(Turned(beside, HALF[1] / 2, face.name, 7, words, 90, 0.3))
    return made
