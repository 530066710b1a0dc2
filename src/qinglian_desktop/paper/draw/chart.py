"""How do bars lie on paper? A line for each name, told apart by greys, each with its figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qinglian_desktop.core.document import Chart
from qinglian_desktop.paper.draw.page import Tint

if TYPE_CHECKING:
    from qinglian_desktop.paper.draw.flow import Flow

_GREYS: Final = (0.25, 0.55, 0.78, 0.93)
_SIZE: Final = 10.5  # of names and figures
_BAR: Final = 12.0  # pt
_GAP: Final = 6.0
_LEAST: Final = 3  # lines that stand with the title
_MOST_NAME: Final = 0.3  # of the measure


def chart(flow: Flow, block: Chart) -> None:
    """Title and key, then line by line; a long one goes on over the page."""
    bars = 1 if block.stacked else len(block.series)
    height = bars * _BAR + _GAP
    flow.need(54 + min(len(block.names), _LEAST) * height)
    _head(flow, block)
    style, face = flow.style, flow.fonts["sans"]
    names = max((face.width(name) for name in block.names), default=0) * _SIZE
    names = min(names, style.measure * _MOST_NAME)
    left = style.left + names + 8
    told = [_told(block, place) for place in range(len(block.names))]
    figure = max((face.width(one) for one in told), default=0) * _SIZE + 6
    scale = max(style.measure - names - 8 - figure, 1.0) / block.longest
    for place, name in enumerate(block.names):
        flow.need(height)
        top = flow.y
        middle = top + (bars * _BAR - _SIZE) / 2
        shown = _cut(flow, name, names)
        flow.page.put(left - 8 - face.width(shown) * _SIZE, middle, shown, face, _SIZE)
        flow.page.rule(left, top - _GAP / 2, left, top + height - _GAP / 2, 0.5)
        _bars(flow, block, place, left, scale)
        flow.y = top + height
    flow.y += _GAP
    flow.snap()


def _head(flow: Flow, block: Chart) -> None:
    style, bold, face = flow.style, flow.fonts["bold"], flow.fonts["sans"]
    flow.y += _GAP
    x = style.left + (style.measure - bold.width(block.title) * 12) / 2
    flow.page.put(x, flow.y, block.title, bold, 12)
    flow.y += 20
    key = sum(face.width(one.name) * _SIZE + 30 for one in block.series)
    x = style.left + max(style.measure - key, 0) / 2
    for number, one in enumerate(block.series):
        flow.page.tints.append(Tint(x, flow.y, 10, 10, _GREYS[number % len(_GREYS)]))
        _frame(flow, x, flow.y, 10, 10)
        x = flow.page.put(x + 14, flow.y - 0.5, one.name, face, _SIZE) + 16
    flow.y += 20


def _bars(flow: Flow, block: Chart, place: int, left: float, scale: float) -> None:
    """The bars of one name; in a stack each part that has room bears its own figure."""
    face, x, y = flow.fonts["sans"], left, flow.y
    for number, one in enumerate(block.series):
        value, wide = one.values[place], one.values[place] * scale
        if value:
            grey = _GREYS[number % len(_GREYS)]
            flow.page.tints.append(Tint(x, y, wide, _BAR, grey))
            _frame(flow, x, y, wide, _BAR)
        if not block.stacked:
            flow.page.put(left + wide + 4, y + 0.5, f"{value:,}", face, _SIZE)
            y += _BAR
            continue
        x += wide
    if block.stacked:
        flow.page.put(x + 4, y + 0.5, _told(block, place), face, _SIZE)


def _told(block: Chart, place: int) -> str:
    """The figures behind a line; beside one another the longest of them."""
    found = [one.values[place] for one in block.series]
    if not block.stacked:
        return f"{max(found, default=0):,}"
    return "、".join(f"{one:,}" for one in found if one) or "0"


def _frame(flow: Flow, x: float, y: float, width: float, height: float) -> None:
    for ax, ay, bx, by in (
        (x, y, x + width, y), (x, y + height, x + width, y + height),
        (x, y, x, y + height), (x + width, y, x + width, y + height),
    ):  # fmt: skip
        flow.page.rule(ax, ay, bx, by, 0.4)


def _cut(flow: Flow, text: str, width: float) -> str:
    """The text as far as it goes."""
    face = flow.fonts["sans"]
    if face.width(text) * _SIZE <= width:
        return text
    while text and face.width(f"{text}…") * _SIZE > width:
        text = text[:-1]
    return f"{text}…"
