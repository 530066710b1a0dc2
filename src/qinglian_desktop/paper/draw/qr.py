"""How is the square on a public paper drawn? Plain text that a telephone reads without network."""

import functools
from typing import Final

import segno

from qinglian_desktop.paper.draw.page import MM, Page, Tint

LEAST: Final = 24 * MM  # the bare square; anything below 22 mm is hard to read
_MODULE: Final = 0.42 * MM
_QUIET: Final = 4  # modules of white around it
_MASK: Final = 3  # any is readable; trying all eight took longer than the rest of a notice


@functools.lru_cache(maxsize=8)
def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The dark and light fields of the square for `text`, without the white border."""
    made = segno.make(text, error="m", micro=False, encoding="utf-8", boost_error=False, mask=_MASK)
    return tuple(tuple(bool(cell) for cell in row) for row in made.matrix)


def side(text: str) -> float:
    """Edge of the drawn square in points, white border not counted."""
    return max(LEAST, len(modules(text)) * _MODULE)


def put(page: Page, text: str, x: float, y: float) -> float:
    """Draw the square with its upper left corner at x, y; answer its edge in points."""
    fields = modules(text)
    edge = side(text)
    step = edge / len(fields)
    border = _QUIET * step
    page.tints.append(Tint(x - border, y - border, edge + 2 * border, edge + 2 * border, 1.0))
    put_fields(page, fields, x, y, step)
    return edge


def put_fields(
    page: Page, fields: tuple[tuple[bool, ...], ...], x: float, y: float, step: float
) -> None:
    """The dark fields, each `step` points wide.

    Neighbouring dark fields of a line are one rectangle, so that no hairline shows between them.
    """
    for line, row in enumerate(fields):
        start = None
        for place, dark in enumerate((*row, False)):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                width = (place - start) * step
                page.tints.append(Tint(x + start * step, y + line * step, width, step, 0.0))
                start = None
