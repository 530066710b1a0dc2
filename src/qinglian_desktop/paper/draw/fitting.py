"""How does a list lie on paper: upright, across, or as one wide page of two sheets?"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from qinglian_desktop.core.document import Document, Sheet, Table
from qinglian_desktop.paper.draw.styles import Style, style_of
from qinglian_desktop.paper.draw.widths import SIDE, Want, wants_of
from qinglian_desktop.paper.fonts import Fonts

_UPRIGHT: Final = 24.0  # em of a text that may still stand on one line of an upright page
_ENOUGH: Final = 9.0  # em in which a text can be read without many breaks


def best_sheet(document: Document, fonts: Fonts) -> Sheet:
    """Upright when every cell keeps its line there, else across."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    upright = style_of(replace(document, sheet="portrait"))
    for table in tables:
        wants = wants_of(table, upright, fonts)
        if any(want.most > _UPRIGHT for want in wants):
            return "landscape"
        if _width([want.most for want in wants], upright.cell.size) > upright.measure:
            return "landscape"
    return "portrait"


def columns_that_fit(
    document: Document, table: Table, order: Sequence[int], fonts: Fonts
) -> tuple[int, ...]:
    """The columns for which there is room, taken in the `order` of their weight for the reader.

    They come back in the order they stand in the table; the first is always among them.
    """
    style = style_of(document)
    needs = [_need(want, style) for want in wants_of(table, style, fonts)]
    taken: list[int] = []
    for place in order:
        if taken and sum(needs[p] for p in taken) + needs[place] > style.measure:
            break
        taken.append(place)
    return tuple(sorted(taken))


def _need(want: Want, style: Style) -> float:
    size = style.cell_floor + 0.5
    return _width([max(want.least, min(want.most, _ENOUGH))], size)


def _width(ems: Sequence[float], size: float) -> float:
    return sum(em * size + 2 * SIDE for em in ems)
