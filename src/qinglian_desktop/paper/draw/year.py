"""How do twelve months lie on one page? Each with its days and, below, what falls on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qinglian_desktop.core.document import MonthBox, Year
from qinglian_desktop.paper.draw.breaking import lines_of
from qinglian_desktop.paper.draw.page import Tint

if TYPE_CHECKING:
    from qinglian_desktop.paper.draw.flow import Flow

_WEEK: Final = "一二三四五六日"
_GAP: Final = 7.0  # pt between the months
_DAY: Final = 9.0  # type size of a day; never below 小五
_SIZES: Final = (10.5, 10.0, 9.5, 9.0)  # of the lines below, the largest that fits


def year(flow: Flow, block: Year) -> None:
    """All months in the room that is left on this page."""
    style = flow.style
    down = -(-len(block.months) // block.across)
    note = style.note.pitch + 3 if block.legend else 0.0
    width = (style.measure - _GAP * (block.across - 1)) / block.across
    height = (flow.bottom - flow.y - note - _GAP * (down - 1)) / down
    for place, month in enumerate(block.months):
        row, column = divmod(place, block.across)
        _month(flow, month, style.left + column * (width + _GAP), flow.y + row * (height + _GAP),
               width, height)  # fmt: skip
    flow.y = flow.bottom - note + 3
    if block.legend:
        face = flow.fonts[style.note.role]
        flow.page.put(style.left, flow.y, block.legend, face, style.note.size)
        flow.y += style.note.pitch


def _month(flow: Flow, month: MonthBox, x: float, y: float, width: float, height: float) -> None:
    page, bold, sans = flow.page, flow.fonts["bold"], flow.fonts["sans"]
    for ax, ay, bx, by in (
        (x, y, x + width, y), (x, y + height, x + width, y + height),
        (x, y, x, y + height), (x + width, y, x + width, y + height),
    ):  # fmt: skip
        page.rule(ax, ay, bx, by, 0.5)
    page.put(x + 4, y + 3, month.title, bold, 10.5)
    if month.beside:
        page.put(x + width - 4 - sans.width(month.beside) * 9, y + 4, month.beside, sans, 9)
    cell, line = (width - 8) / 7, 11.5
    top = y + 17
    for place, word in enumerate(_WEEK):
        _centred(flow, word, x + 4 + place * cell, top, cell)
    weeks = -(-(month.begins + len(month.days)) // 7)
    for number, mark in enumerate(month.days, 1):
        week, weekday = divmod(month.begins + number - 1, 7)
        _day(flow, number, mark, x + 4 + weekday * cell, top + line * (week + 1), cell)
    below = top + line * (weeks + 1) + 2
    page.rule(x + 4, below, x + width - 4, below, 0.3)
    _lines(flow, month, x + 4, below + 2, width - 8, y + height - below - 3)


def _day(flow: Flow, number: int, mark: str, x: float, y: float, cell: float) -> None:
    """`o` a day off (grey), `n` something falls on it (framed), `f` a market day (underlined)."""
    page = flow.page
    if "o" in mark:
        page.tints.append(Tint(x + 1, y - 1, cell - 2, 11, 0.9))
    if "n" in mark:
        for ax, ay, bx, by in (
            (x + 1, y - 1, x + cell - 1, y - 1), (x + 1, y + 10, x + cell - 1, y + 10),
            (x + 1, y - 1, x + 1, y + 10), (x + cell - 1, y - 1, x + cell - 1, y + 10),
        ):  # fmt: skip
            page.rule(ax, ay, bx, by, 0.6)
    if "f" in mark:
        page.rule(x + cell / 2 - 5, y + 8.8, x + cell / 2 + 5, y + 8.8, 0.8)
    _centred(flow, str(number), x, y, cell, strong="n" in mark)


def _centred(
    flow: Flow, text: str, x: float, y: float, width: float, *, strong: bool = False
) -> None:
    face = flow.fonts["bold" if strong else "sans"]
    flow.page.put(x + (width - face.width(text) * _DAY) / 2, y - 0.5, text, face, _DAY)


def _lines(flow: Flow, month: MonthBox, x: float, y: float, width: float, height: float) -> None:
    """What falls in the month: the fullest wording that has room, in the largest type."""
    face = flow.fonts["sans"]
    last = month.wordings[-1] if month.wordings else ()
    for wording in month.wordings:
        for size in _SIZES:
            pitch = size + 1.6
            made = [one for text in wording for one in lines_of(text, face, size, width)]
            forced = wording is last and size == _SIZES[-1]
            if len(made) * pitch <= height or forced:
                for place, line in enumerate(made):
                    flow.page.put_line(x, y + place * pitch, line, face, size, width)
                return
