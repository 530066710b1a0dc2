"""How is a ruled form drawn, and what happens when a text outgrows its field?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from qinglian_desktop.core.document import Align, Band, Box, Choice, Form
from qinglian_desktop.paper.draw.breaking import Line, lines_of
from qinglian_desktop.paper.draw.page import MM, Page
from qinglian_desktop.paper.draw.styles import Style
from qinglian_desktop.paper.fonts import Fonts, Role

if TYPE_CHECKING:
    from qinglian_desktop.paper.draw.flow import Flow

_SIDE: Final = 5.0  # pt of air left and right of a field's text
_SQUARE: Final = 8 * MM  # to be ticked with a thick pen
_FROM_SQUARE: Final = 2 * MM  # between a square and its word
_APART: Final = 8 * MM  # between two things to choose from
_BEGINS: Final = 6  # lines of a long text at least, before it goes on over the page
_WHOLE: Final = 0.4  # of the type area; a field no higher is moved to the next page whole
_TOGETHER: Final = 0.5  # of the type area; a form no higher is not parted
_WRITTEN: Final = "（续）"  # on the label of a field that goes on over the page


class _Field(NamedTuple):
    """A field measured: where its left edge is from the form's, and the lines in it."""

    x: float
    width: float
    lines: tuple[Line, ...]
    role: Role
    align: Align
    top: bool
    label: bool


def form(flow: Flow, block: Form, tail: float = 0) -> None:
    """The fields band by band; a band that is too high goes on over the page."""
    style = flow.style
    flow.y += 0 if flow.fresh else style.cell.size * 0.3
    bands = [_fields(block, band, style, flow.fonts) for band in block.bands]
    heights = [
        _height(fields, style, band.mm) for fields, band in zip(bands, block.bands, strict=True)
    ]
    if sum(heights) <= _TOGETHER * style.depth:
        flow.need(sum(heights))
    if 0 <= block.fills < len(heights):
        left = flow.bottom - flow.y - sum(heights) - tail - style.cell.size
        heights[block.fills] += max(left, 0.0)
    for place, (fields, height) in enumerate(zip(bands, heights, strict=True)):
        _band(flow, fields, height, tail if place == len(bands) - 1 else 0.0)
    flow.y += style.cell.size * 0.6
    flow.snap()


def _band(flow: Flow, fields: tuple[_Field, ...], height: float, tail: float) -> None:
    fits = flow.y + height + tail <= flow.bottom
    written = _height(fields, flow.style, 0)  # the rest is room to write by hand
    if fits or (written <= _WHOLE * flow.style.depth and height <= flow.style.depth):
        flow.need(height + tail)
        _draw(flow, fields, height)
        return
    while fields:
        if flow.bottom - flow.y < _BEGINS * flow.style.cell.pitch:
            flow.turn()
        room = flow.bottom - flow.y
        most = max(1, int((room - 2 * flow.style.pad) // flow.style.cell.pitch))
        rest = any(len(field.lines) > most for field in fields)
        shown = tuple(field._replace(lines=field.lines[:most]) for field in fields)
        _draw(flow, shown, room if rest else _height(shown, flow.style, 0))
        fields = tuple(_rest(field, most, flow) for field in fields) if rest else ()
        if rest:
            flow.turn()


def _rest(field: _Field, most: int, flow: Flow) -> _Field:
    """What of a field stands on the next page; its name is told again there.

    A name longer than the page goes on like any text: told again it would never end.
    """
    if not field.label or len(field.lines) > most:
        return field._replace(lines=field.lines[most:])
    text = "".join(line.text for line in field.lines).removesuffix(_WRITTEN) + _WRITTEN
    return field._replace(lines=_lines(text, field.role, field.width, flow.style, flow.fonts))


def _fields(block: Form, band: Band, style: Style, fonts: Fonts) -> tuple[_Field, ...]:
    made, place = [], 0
    whole = sum(block.shares)
    for box in band.boxes:
        x = style.measure * sum(block.shares[:place]) / whole
        width = style.measure * sum(block.shares[place : place + box.span]) / whole
        role = style.cell_head if box.label else style.cell.role
        lines = _lines(box.text, role, width, style, fonts)
        made.append(_Field(x, width, lines, role, _align(box), box.top, box.label))
        place += box.span
    return tuple(made)


def _align(box: Box) -> Align:
    return "center" if box.label else box.align


def _lines(text: str, role: Role, width: float, style: Style, fonts: Fonts) -> tuple[Line, ...]:
    return tuple(lines_of(text, fonts[role], style.cell.size, width - 2 * _SIDE))


def _height(fields: tuple[_Field, ...], style: Style, least: int) -> float:
    lines = max((len(field.lines) for field in fields), default=1)
    return max(lines * style.cell.pitch + 2 * style.pad, least * MM)


def _draw(flow: Flow, fields: tuple[_Field, ...], height: float) -> None:
    """One band with its lines; the words stand in the middle of their field or at its top."""
    page, style, left, y = flow.page, flow.style, flow.style.left, flow.y
    page.rule(left, y, left + style.measure, y, 0.6)
    page.rule(left, y + height, left + style.measure, y + height, 0.6)
    for field in fields:
        for x in (left + field.x, left + field.x + field.width):
            page.rule(x, y, x, y + height, 0.6)
        _words(page, field, left, y, height, flow)
    flow.y += height


def _words(page: Page, field: _Field, left: float, y: float, height: float, flow: Flow) -> None:
    cell, face = flow.style.cell, flow.fonts[field.role]
    high = len(field.lines) * cell.pitch
    top = y + (flow.style.pad if field.top else (height - high) / 2) + (cell.pitch - cell.size) / 2
    for line in field.lines:
        page.put_line(
            left + field.x + _SIDE, top, line, face, cell.size, field.width - 2 * _SIDE,
            align=field.align,
        )  # fmt: skip
        top += cell.pitch


# --- what is ticked by hand -------------------------------------------------------------------


def choice(flow: Flow, block: Choice) -> None:
    """The question over its answers, each with a square before it, side by side while they fit."""
    style = flow.style
    kind, face = style.body, flow.fonts[style.body.role]
    bold = flow.fonts[style.strong]
    asked = lines_of(block.text, bold, kind.size, style.measure)
    wide = max((face.width(word) * kind.size for word in block.options), default=0.0)
    step = _SQUARE + _FROM_SQUARE + wide
    across = max(1, int((style.measure + _APART) // (step + _APART)))
    rows = -(-len(block.options) // across)
    flow.need(len(asked) * kind.pitch + rows * (_SQUARE + 2 * MM))
    for line in asked:
        flow.page.put_line(style.left, flow.y, line, bold, kind.size, style.measure)
        flow.y += kind.pitch
    apart = step + min(_APART, max((style.measure - across * step) / max(across - 1, 1), 2 * MM))
    for place, word in enumerate(block.options):
        row, column = divmod(place, across)
        _square(flow, style.left + column * apart, flow.y + row * (_SQUARE + 2 * MM), word)
    flow.y += rows * (_SQUARE + 2 * MM) + 1 * MM
    flow.snap()


def _square(flow: Flow, x: float, y: float, word: str) -> None:
    kind, face, page = flow.style.body, flow.fonts[flow.style.body.role], flow.page
    far, low = x + _SQUARE, y + _SQUARE
    for rule in ((x, y, far, y), (x, low, far, low), (x, y, x, low), (far, y, far, low)):
        page.rule(*rule, 0.8)
    page.put(far + _FROM_SQUARE, y + (_SQUARE - kind.size) / 2, word, face, kind.size)
