"""How are the fixed parts drawn: title, named facts, the line to sign on, 落款, the square?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from qinglian_desktop.core.document import Facts, Signature, SignLine, Table
from qinglian_desktop.paper.draw import qr
from qinglian_desktop.paper.draw.breaking import Line, balanced, lines_of, titled
from qinglian_desktop.paper.draw.page import MM
from qinglian_desktop.paper.draw.styles import Type

if TYPE_CHECKING:
    from qinglian_desktop.paper.draw.flow import Flow

_SEAL_INDENT: Final = 4  # characters right of the date when a seal will press it
_BARE_INDENT: Final = 2  # characters right of the name without a seal
_SIGN_ROOM: Final = 74.0  # pt to write a name on
_UNDER: Final = 3 * MM  # how far name and date stand under the middle of the seal


def title(flow: Flow) -> None:
    """The title, centred in balanced lines, and what belongs under it."""
    style, document = flow.style, flow.document
    kind = style.title
    for line in titled(document.title, flow.fonts[kind.role], kind.size, style.measure):
        flow.need(kind.size)
        flow.page.put_line(
            style.left, flow.y, line, flow.fonts[kind.role], kind.size, style.measure,
            align="center",
        )  # fmt: skip
        flow.y += kind.pitch
    if style.rule_under_title:
        _double_rule(flow)
    if style.statement_line:
        _statement_line(flow)
    elif document.number or (document.period and document.kind != "official"):
        _number_line(flow)
    elif style.grid:
        flow.y += style.body.pitch / 2
    flow.snap()


def sheet_head_height(flow: Flow) -> float:
    return flow.style.heads[0].pitch + 4


def sheet_head(flow: Flow, number: int) -> None:
    """What a further sheet of a wide table is called, since it hangs beside the others."""
    style, kind = flow.style, flow.style.heads[0]
    face = flow.fonts[kind.role]
    words = f"{flow.document.title.replace(chr(10), '')}（第 {number} 张）"
    (line, *_) = lines_of(words, face, kind.size, style.measure)
    flow.page.put_line(style.left, flow.y, line, face, kind.size, style.measure, align="center")
    flow.y += sheet_head_height(flow)


def _double_rule(flow: Flow) -> None:
    """A thick and a thin line, as boards and newspapers have under their heads."""
    left, right = flow.style.left, flow.style.left + flow.style.measure
    flow.y += 1
    flow.page.rule(left, flow.y, right, flow.y, 1.8)
    flow.page.rule(left, flow.y + 3, right, flow.y + 3, 0.5)
    flow.y += 11


def _number_line(flow: Flow) -> None:
    style, document, kind = flow.style, flow.document, flow.style.subhead
    face = flow.fonts[kind.role]
    if document.kind == "official":
        flow.lines(document.number, kind, align="center")
        flow.y += style.body.pitch / 2
        return
    shown = [f"编号：{document.number}" if document.number else ""]
    shown.append(f"所属期：{document.period}" if document.period else "")
    widths = [face.width(text) * kind.size for text in shown]
    if sum(widths) + 2 * kind.size > style.measure:
        for text in shown:
            flow.lines(text, kind)
    else:
        flow.page.put(style.left, flow.y, shown[0], face, kind.size)
        right = style.left + style.measure - widths[1]
        flow.page.put(right, flow.y, shown[1], face, kind.size)
        flow.y += kind.pitch
    flow.y += kind.size * 0.6


def _statement_line(flow: Flow) -> None:
    """编制单位 at the left, the period in the middle, 金额单位 at the right."""
    style, document, kind = flow.style, flow.document, flow.style.subhead
    has_money = any(
        column.money
        for block in document.blocks
        if isinstance(block, Table)
        for column in block.columns
    )
    unit = f"编制单位：{document.unit}" if document.unit else ""
    shown = (unit, document.period, "金额单位：元" if has_money else "")
    face = flow.fonts[kind.role]
    flow.y += kind.size * 0.3
    widths = [face.width(text) * kind.size for text in shown]
    if sum(widths) + 2 * kind.size > style.measure:
        for text in filter(None, shown):
            flow.lines(text, kind)
        return
    if not any(shown):
        return
    for text, width, share in zip(shown, widths, (0, 0.5, 1), strict=True):
        flow.page.put(style.left + (style.measure - width) * share, flow.y, text, face, kind.size)
    flow.y += kind.pitch


def facts(flow: Flow, block: Facts, tail: float = 0) -> None:
    """Names in bold at the left, values beside them; the last one stays with `tail` points."""
    style, kind = flow.style, flow.style.body
    # An official page has no bold: its names are in 黑体 like a heading.
    bold = flow.fonts[style.heads[0].role if style.grid else style.strong]
    face = flow.fonts[kind.role]
    indent = kind.indent * kind.size if style.grid else 0.0
    step = kind.size + kind.tracking
    widest = max((len(name) for name, _ in block.pairs), default=0)
    shift = indent + min((widest + 1) * step + 0.5, style.measure * 0.45)
    for number, (name, value) in enumerate(block.pairs, 1):
        labels = lines_of(f"{name}：", bold, kind.size, shift - indent, tracking=kind.tracking)
        values = lines_of(value, face, kind.size, style.measure - shift, tracking=kind.tracking)
        if tail and number == len(block.pairs):
            flow.need(max(len(labels), len(values)) * kind.pitch + tail)
        for place in range(max(len(labels), len(values))):
            flow.need(kind.size)
            if place < len(labels):
                flow.page.put(
                    style.left + indent, flow.y, labels[place].text, bold, kind.size,
                    tracking=kind.tracking,
                )  # fmt: skip
            if place < len(values):
                flow.page.put_line(
                    style.left + shift, flow.y, values[place], face, kind.size,
                    style.measure - shift, tracking=kind.tracking,
                )  # fmt: skip
            flow.y += kind.pitch


# --- the line to sign on ----------------------------------------------------------------------


def _sign_type(flow: Flow) -> Type:
    size = min(flow.style.body.size, 16)
    return Type(flow.style.body.role, size, flow.style.body.pitch)


def sign_line_height(flow: Flow) -> float:
    return 2.4 * _sign_type(flow).pitch


def sign_line(flow: Flow, block: SignLine, tail: float = 0) -> None:
    """Labels over the measure, each with a line to write on; several rows when they are many.

    They stay with `tail` points of what follows: a seal never stands alone on a page.
    """
    style, kind = flow.style, _sign_type(flow)
    face = flow.fonts[kind.role]
    widths = [face.width(f"{label}：") * kind.size for label in block.labels]
    cut = _sign_rows(widths, style.measure)
    if tail:
        flow.need(len(cut) * 1.7 * kind.pitch + tail)
    for start, stop in cut:
        flow.need(sign_line_height(flow) - kind.pitch)
        flow.y += 0.7 * kind.pitch
        room = (style.measure - sum(widths[start:stop])) / (stop - start)
        x = style.left
        for label, width in zip(block.labels[start:stop], widths[start:stop], strict=True):
            end = flow.page.put(x, flow.y, f"{label}：", face, kind.size)
            x += width + room
            flow.page.rule(end, flow.y + kind.size + 1, x - 14, flow.y + kind.size + 1, 0.5)
        flow.y += kind.pitch
    flow.snap()


def _sign_rows(widths: list[float], measure: float) -> list[tuple[int, int]]:
    """Which labels stand in a row: as few rows as leave room to write, nearly equally full."""
    many = len(widths)
    for rows in range(1, many + 1):
        each = -(-many // rows)
        cut = [(at, min(at + each, many)) for at in range(0, many, each)]
        if all(sum(widths[a:b]) + (b - a) * _SIGN_ROOM <= measure for a, b in cut):
            return cut
    return [(at, at + 1) for at in range(many)]


# --- 落款 and the square ----------------------------------------------------------------------


def _signature_room(flow: Flow, square_text: str) -> float:
    return flow.style.measure - (qr.side(square_text) + 5 * MM if square_text else 0)


def _signature_lines(flow: Flow, block: Signature, square_text: str) -> list[Line]:
    """Unit and date; a very long name takes several lines of equal length beside the square."""
    kind, face = flow.style.body, flow.fonts[flow.style.body.role]
    room = _signature_room(flow, square_text)
    made = []
    for text in (block.unit, block.day):
        lines = lines_of(text, face, kind.size, room, tracking=kind.tracking)
        made += balanced(text, face, kind.size, room) if len(lines) > 1 else lines
    return [line for line in made if line.text]


def signature_height(flow: Flow, block: Signature, square_text: str) -> float:
    made = len(_signature_lines(flow, block, square_text))
    lines = (made + block.seal + 0.6 + flow.style.grid * 0.4) * flow.style.body.pitch
    beside = square_height(square_text) if square_text else 0.0
    pressed = 0.0
    if block.seal and (edge := flow.style.seal):
        above, pitch = _above_seal(flow, made), flow.style.body.pitch
        pressed = above + made * pitch / 2 - _UNDER + edge / 2
    return max(lines, beside, pressed)


def _above_seal(flow: Flow, lines: int) -> float:
    """Empty depth over the name, so that a seal pressed on name and date clears the text above.

    Its upper edge stays within one line of the body (GB/T 9704 7.3.5).
    """
    pitch = flow.style.body.pitch
    least = flow.style.seal / 2 + _UNDER - lines * pitch / 2
    return math.ceil(least / pitch) * pitch if flow.style.grid else least


def seal_place(flow: Flow, middle: float, top: float, lines: int) -> tuple[float, float]:
    """Left and upper edge of the square a seal is pressed into, of lines that begin at `top`."""
    centre = top + lines * flow.style.body.pitch / 2 - _UNDER
    return middle - flow.style.seal / 2, centre - flow.style.seal / 2


def signature(flow: Flow, block: Signature, square_text: str) -> None:
    """Unit and date, kept on one page; the square for telephones stands at their left."""
    style, kind = flow.style, flow.style.body
    face = flow.fonts[kind.role]
    made = _signature_lines(flow, block, square_text)
    lines, widths = [line.text for line in made], [line.width for line in made]
    height = signature_height(flow, block, square_text)
    flow.need(height)
    top = flow.y
    if square_text:
        square(flow, square_text, top)
    y = top + (kind.pitch if style.grid else 0.6 * kind.pitch)
    if block.seal and style.seal:
        y = top + _above_seal(flow, len(lines))
    elif not style.grid and square_text:
        y = top + max(0.6 * kind.pitch, (height - 3 * kind.pitch) / 2)
    first = y
    places = (
        _with_seal(flow, widths)
        if block.seal
        else _without_seal(flow, widths, _signature_room(flow, square_text))
    )
    for line, x in zip(lines, places, strict=True):
        flow.page.put(x, y, line, face, kind.size, tracking=kind.tracking)
        y += kind.pitch
    if block.seal and widths:
        size = max(kind.size * 0.75, 9.0)
        middle = places[-1] + widths[-1] / 2
        if style.seal:
            left, upper = seal_place(flow, middle, first, len(lines))
            flow.page.seals.append((left, upper, style.seal))
        flow.page.put(middle - 2.5 * size, y, "（盖章处）", face, size)
        y += kind.pitch
    flow.y = max(y, top + height)
    flow.snap()


def _with_seal(flow: Flow, widths: list[float]) -> list[float]:
    """The date 4 characters from the right edge, the name centred over it, both on the paper."""
    if not widths:
        return []
    style, kind = flow.style, flow.style.body
    right = style.left + style.measure
    middle = right - _SEAL_INDENT * kind.size - widths[-1] / 2
    middle = min(middle, right - max(widths) / 2)
    return [middle - width / 2 for width in widths]


def _without_seal(flow: Flow, widths: list[float], room: float) -> list[float]:
    """The name 2 characters from the right edge, the date beginning 2 characters after it does.

    A long name comes nearer to the edge, so that it stays in the `room` beside the square.
    """
    if not widths:
        return []
    style, kind = flow.style, flow.style.body
    indent = min(_BARE_INDENT * kind.size, max(room - max(widths), 0.0))
    right = style.left + style.measure - indent
    first = right - widths[0]
    places = [first, *(first + 2 * kind.size for _ in widths[1:])]
    over = max(x + width - right for x, width in zip(places, widths, strict=True))
    return [x - over for x in places]


def square_height(text: str) -> float:
    """Depth the square takes with the words under it."""
    return qr.side(text) + 9 * MM


def square(flow: Flow, text: str, top: float) -> None:
    """The square at the left edge, with a line under it that says what it is for."""
    left, top = flow.style.left + 2 * MM, top + 3 * MM
    edge = qr.put(flow.page, text, left, top)
    face, size, words = flow.fonts["sans"], 7.5, "扫码核对，不用联网"
    x = left + (edge - face.width(words) * size) / 2
    flow.page.put(max(x, flow.style.left), top + edge + 2 * MM, words, face, size)
    flow.y = max(flow.y, top + edge + 6 * MM)
