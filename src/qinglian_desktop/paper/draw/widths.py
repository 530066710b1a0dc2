"""How is the width of a table shared among its columns, so that few cells take many lines?"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qinglian_desktop.core.document import Column, Table, cell_text
from qinglian_desktop.paper.draw.breaking import pieces
from qinglian_desktop.paper.draw.styles import Style
from qinglian_desktop.paper.fonts import Fonts, Typeface

SIDE: Final = 4.0  # pt of air left and right of a cell's text
MARK: Final = 0.72  # of the type size of a table, the size of the marks under its cells
_SLACK: Final = 0.1  # pt, so that a text as wide as its cell is not broken by rounding
_LONGEST: Final = 60  # em; no text column is made wider for the sake of its text


@dataclass(frozen=True, slots=True)
class Want:
    """What a column needs in em.

    `least` keeps amounts and dates whole, `most` breaks nothing; `texts` says how many of its
    texts are how wide, in whole em.
    """

    least: float
    most: float
    texts: Mapping[int, int]


def wants_of(table: Table, style: Style, fonts: Fonts) -> tuple[Want, ...]:
    return tuple(_want(table, place, style, fonts) for place in range(len(table.columns)))


def together(wants: Sequence[tuple[Want, ...]]) -> tuple[Want, ...]:
    """What tables with the same headings need, so that their columns stand under each other."""
    return tuple(
        Want(
            max(want.least for want in column),
            max(want.most for want in column),
            sum((Counter(want.texts) for want in column), Counter[int]()),
        )
        for column in zip(*wants, strict=True)
    )


def _want(table: Table, place: int, style: Style, fonts: Fonts) -> Want:
    column = table.columns[place]
    head = fonts[style.cell_head].width(column.label)
    if column.numeric:
        cells = [row[place] for row in table.rows]
        texts = {cell_text(column, cell) for cell in cells}
        if column.summed and table.totals:
            # No partial sum is longer than the sum of all sizes.
            sizes = (abs(cell) for cell in cells if isinstance(cell, int))
            texts.add(cell_text(column, -sum(sizes) - sum(map(abs, table.carried))))
        bold = fonts[style.strong]
        widest = max((bold.width(text) for text in texts), default=2.0)
        marks = (MARK * bold.width(line[place]) for line in table.marks)
        widest = max(widest, max(marks, default=0.0))
        return Want(max(widest, min(head, 2.2)), max(widest, head), {math.ceil(head): 1})
    face = fonts[style.cell.role]
    parts = Counter(part for row in table.rows for part in str(row[place]).split("\n"))
    least = max((_longest_word(text, face) for text in parts), default=1.0)
    counted = Counter({math.ceil(head): 1})
    most = head
    for text, times in parts.items():
        wide = face.width(text)
        most = max(most, wide)
        counted[math.ceil(wide)] += times
    return Want(max(min(least, 12.0), min(head, 2.2), 1.1), most, counted)


def _longest_word(text: str, face: Typeface) -> float:
    return max(map(face.width, pieces(text)))


def _points(em: float, size: float) -> float:
    return em * size + 2 * SIDE + _SLACK


def least_width(wants: tuple[Want, ...], size: float) -> float:
    """What a table needs before an amount, a date or a number is broken."""
    return sum(_points(want.least, size) for want in wants)


def shared(
    columns: tuple[Column, ...], wants: tuple[Want, ...], size: float, width: float
) -> tuple[float, ...]:
    """Column widths that add up to `width`.

    Everyone gets the least; then room goes where it saves the most lines, step by step; what
    is left when no line can be saved any more is shared by weight.
    """
    held = [want.least for want in wants]
    total = least_width(wants, size)
    if total >= width:
        return tuple(_points(em, size) * width / total for em in held)
    left = (width - total) / size  # in em, as everything below
    costs = [_costs(want) for want in wants]
    while step := _best_step(wants, held, costs, left):
        place, em = step
        left -= em - held[place]
        held[place] = em
    weights = [column.weight for column in columns]
    return tuple(
        _points(em + left * share / sum(weights), size)
        for em, share in zip(held, weights, strict=True)
    )


def _costs(want: Want) -> list[float]:
    """For each width in whole em what its breaks cost; a third line costs more."""
    most = min(math.ceil(want.most), _LONGEST)
    return [
        sum(n * (math.ceil(wide / em) - 1) ** 2 for wide, n in want.texts.items() if wide > em)
        for em in range(1, most + 1)
    ]


def _best_step(
    wants: tuple[Want, ...], held: list[float], costs: list[list[float]], left: float
) -> tuple[int, float] | None:
    """The column and its new width that save the most for the room they take; None when none do."""
    best, found = 0.0, None
    for place, (want, table) in enumerate(zip(wants, costs, strict=True)):
        now = table[min(int(held[place]), len(table)) - 1]
        for number, cost in enumerate(table, 1):
            em = min(float(number), want.most)
            room = em - held[place]
            if 0 < room <= left and (now - cost) / room > best:
                best, found = (now - cost) / room, (place, em)
    return found
