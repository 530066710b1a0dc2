"""How do slips for households come onto A4, four on a sheet with lines to cut along?"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from qinglian_desktop.core.document import Document
from qinglian_desktop.paper.draw.breaking import lines_of
from qinglian_desktop.paper.draw.page import MM, Page
from qinglian_desktop.paper.draw.paint import painted
from qinglian_desktop.paper.fonts import Fonts, Typeface

PER_SHEET: Final = 4
_WIDE, _HIGH = 105.0, 148.5  # mm of a quarter of A4
_PAD: Final = 9.0  # mm; no printer reaches the edge and no hand cuts on the line
_BODY, _LEAST = 12.0, 8.0  # 小四, and what can still be read
_LEAD: Final = 1.45
_DASH, _GAP = 2.0, 1.6  # mm


class SlipText(NamedTuple):
    """What is printed on one slip, from top to bottom."""

    title: str
    whom: str
    facts: tuple[tuple[str, str], ...]
    total: str
    capital: str  # the sum in 大写, "" for none
    foot: tuple[str, ...]


def sheets_for(count: int) -> int:
    return -(-count // PER_SHEET)


def slip_pages(slips: Sequence[SlipText], fonts: Fonts, *, stacked: bool = False) -> bytes:
    """All slips as a PDF.

    `stacked`: the sheets are cut as one pile, and the four piles laid on each other stand in
    order; otherwise each sheet goes on where the one before it ended.
    """
    sheets = sheets_for(len(slips))
    pages = [Page() for _ in range(max(sheets, 1))]
    if not slips:
        pages[0].put(20 * MM, 20 * MM, "没有可打印的明白卡。", fonts["sans"], 12)
    for number, slip in enumerate(slips):
        if stacked:
            quarter, sheet = divmod(number, sheets)
        else:
            sheet, quarter = divmod(number, PER_SHEET)
        row, column = divmod(quarter, 2)
        _draw(pages[sheet], slip, column * _WIDE * MM, row * _HIGH * MM, fonts)
    for page in pages:
        _cut_lines(page)
    return painted(pages, Document("明白卡", "table", (), sheet="portrait"))


def _cut_lines(page: Page) -> None:
    """Dashes down the middle and across it, to the edges of the sheet."""
    for along, limit in ((True, 2 * _HIGH), (False, 2 * _WIDE)):
        here = 0.0
        while here < limit:
            end = min(here + _DASH, limit)
            if along:
                page.rule(_WIDE * MM, here * MM, _WIDE * MM, end * MM, 0.3)
            else:
                page.rule(here * MM, _HIGH * MM, end * MM, _HIGH * MM, 0.3)
            here = end + _GAP


def _draw(page: Page, slip: SlipText, left: float, top: float, fonts: Fonts) -> None:
    x, y, room = left + _PAD * MM, top + _PAD * MM, (_WIDE - 2 * _PAD) * MM
    bold, sans = fonts["bold"], fonts["sans"]
    for line in lines_of(slip.title, bold, 14, room):
        page.put_line(x, y, line, bold, 14, room, align="center")
        y += 14 * 1.4
    y += 4
    for line in lines_of(slip.whom, bold, 13, room):
        page.put(x, y, line.text, bold, 13)
        y += 13 * 1.4
    page.rule(x, y + 2, x + room, y + 2, 0.8)
    y += 8
    foot = [line.text for text in slip.foot for line in lines_of(text, sans, 9, room)]
    total = [line.text for line in lines_of(slip.total, bold, 14, room)]
    told = [line.text for line in lines_of(slip.capital, sans, 11, room)] if slip.capital else []
    bottom = top + (_HIGH - _PAD) * MM
    end = bottom - len(foot) * 9 * 1.4 - len(total) * 14 * 1.5 - len(told) * 16 - 8
    _facts(page, slip.facts, (x, y, room, end - y), sans)
    page.rule(x, end, x + room, end, 0.4)
    y = end + 6
    for text in total:
        page.put(x, y, text, bold, 14)
        y += 14 * 1.5
    for text in told:
        page.put(x, y, text, sans, 11)
        y += 16
    for text in foot:
        page.put(x, y, text, sans, 9)
        y += 9 * 1.4


def _facts(
    page: Page, facts: Sequence[tuple[str, str]], box: tuple[float, float, float, float],
    face: Typeface,
) -> None:  # fmt: skip
    """As large as there is room. What finds none even small is counted, never silently gone."""
    x, y, room, high = box
    size = _BODY
    made = _broken(facts, face, size, room)
    while size > _LEAST and len(made) * size * _LEAD > high:
        size -= 0.5
        made = _broken(facts, face, size, room)
    fits = int(high / (size * _LEAD))
    if len(made) > fits:
        kept = max(fits - 1, 0)
        made = [*made[:kept], f"还有 {len(made) - kept} 行，请到公开栏看，或来办公室查。"]
    for text in made:
        page.put(x, y, text, face, size)
        y += size * _LEAD


def _broken(
    facts: Sequence[tuple[str, str]], face: Typeface, size: float, room: float
) -> list[str]:
    return [
        line.text
        for name, value in facts
        for line in lines_of(f"{name}：{value}", face, size, room)
    ]
