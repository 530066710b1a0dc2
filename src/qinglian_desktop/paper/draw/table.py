"""How wide are a table's columns, how high its rows, and what do its totals say?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from qinglian_desktop.core import money
from qinglian_desktop.core.document import Align, Cell, Column, Table, cell_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.paper.draw.breaking import Line, lines_of
from qinglian_desktop.paper.draw.page import MM, Page, Tint
from qinglian_desktop.paper.draw.styles import Style
from qinglian_desktop.paper.draw.widths import MARK, SIDE, Want, least_width, shared, wants_of
from qinglian_desktop.paper.fonts import Fonts, Role

_HEAD_GREY: Final = 0.92  # 8 % grey
_SUM_GREY: Final = 0.96


@dataclass(frozen=True, slots=True)
class Box:
    """A cell ready to be drawn: its lines and how they stand; `span` columns wide."""

    lines: tuple[Line, ...]
    role: Role
    align: Align
    span: int = 1
    mark: str = ""  # small, under the lines


@dataclass(frozen=True, slots=True)
class Row:
    boxes: tuple[Box, ...]
    height: float
    grey: float = 1.0
    number: int = -1  # of the record, -1 for headers and totals


@dataclass(frozen=True, slots=True)
class Grid:
    """A table measured for one style: its type size, column widths and rows."""

    table: Table
    style: Style
    fonts: Fonts
    size: float
    pitch: float
    widths: tuple[float, ...]
    head: Row

    # --- rows ---------------------------------------------------------------------------------

    def rows(self, tallest: float) -> Iterator[Row]:
        """The records as rows; one that is higher than `tallest` goes on in further rows."""
        for number, cells in enumerate(self.table.rows):
            bold = number in self.table.strong
            boxes = tuple(
                replace(self._box(column, cell, width, bold), mark=mark)
                for column, cell, width, mark in zip(
                    self.table.columns, cells, self.widths, self._marks(number), strict=True
                )
            )
            yield from self._fitted(boxes, tallest, number)

    def _box(self, column: Column, cell: Cell, width: float, bold: bool) -> Box:
        role = self.style.amount if column.money else self.style.cell.role
        role = self.style.strong if bold else role
        lines = lines_of(cell_text(column, cell), self.fonts[role], self.size, width - 2 * SIDE)
        return Box(tuple(lines), role, "right" if column.numeric else column.align)

    def _marks(self, number: int) -> tuple[str, ...]:
        """Under the cells of a row; of 合计 they are the last."""
        return self.table.marks[number] if self.table.marks else ("",) * len(self.widths)

    def _height(self, boxes: Sequence[Box]) -> float:
        lines = max((len(box.lines) for box in boxes), default=1)
        least = max(self.table.row_mm, self.style.row_mm) * MM
        mark = MARK * self.pitch if any(box.mark for box in boxes) else 0
        return max(lines * self.pitch + mark + 2 * self.style.pad, least)

    def _fitted(self, boxes: tuple[Box, ...], tallest: float, number: int) -> Iterator[Row]:
        most = max(1, int((tallest - 2 * self.style.pad) // self.pitch))
        while any(len(box.lines) > most for box in boxes):
            top = tuple(replace(box, lines=box.lines[:most], mark="") for box in boxes)
            yield Row(top, self._height(top), number=number)
            boxes = tuple(replace(box, lines=box.lines[most:]) for box in boxes)
        yield Row(boxes, self._height(boxes), number=number)

    # --- totals -------------------------------------------------------------------------------

    def sum_row(self, label: str, amounts: tuple[int, ...], marks: tuple[str, ...] = ()) -> Row:
        """A row of totals under the summed columns; the label takes the columns before them."""
        places = self.table.summed
        shown = dict(zip(places, amounts, strict=True))
        if places[0] == 0:
            columns = self.table.columns
            parts = (f"{columns[i].label}{cell_text(columns[i], n)}" for i, n in shown.items())
            return self.wide_row(f"{label}：{'；'.join(parts)}")
        role = self.style.strong
        boxes = [self._label(label, places[0], "center")]
        for place in range(places[0], len(self.widths)):
            column = self.table.columns[place]
            text = cell_text(column, shown[place]) if place in shown else ""
            lines = lines_of(text, self.fonts[role], self.size, self.widths[place] - 2 * SIDE)
            boxes.append(Box(tuple(lines), role, "right", mark=marks[place] if marks else ""))
        return Row(tuple(boxes), self._height(boxes), _SUM_GREY)

    def wide_row(self, text: str) -> Row:
        box = self._label(text, len(self.widths), "left")
        return Row((box,), self._height((box,)), _SUM_GREY)

    def _label(self, text: str, span: int, align: Align) -> Box:
        width = sum(self.widths[:span]) - 2 * SIDE
        role = self.style.strong
        return Box(tuple(lines_of(text, self.fonts[role], self.size, width)), role, align, span)

    def closing(self) -> tuple[Row, ...]:
        """合计 in figures, and of money in 大写."""
        amounts = self.table.grand()
        total = self.sum_row("合计", amounts, self._marks(-1))
        columns = [self.table.columns[place] for place in self.table.summed]
        fens = [(c.label, fen) for c, fen in zip(columns, amounts, strict=True) if c.money]
        if not fens:
            return (total,)
        if len(fens) == 1:
            words = f"合计（大写）：{money.capital(fens[0][1])}"
        else:
            words = "合计（大写）：" + "；".join(f"{n} {money.capital(fen)}" for n, fen in fens)
        return (total, self.wide_row(words))

    # --- drawing ------------------------------------------------------------------------------

    def draw(self, page: Page, row: Row, x: float, y: float) -> None:
        """Draw one row with its top at `y`, with its tint and the lines around its cells."""
        if row.grey < 1:
            page.tints.append(Tint(x, y, sum(self.widths), row.height, row.grey))
        page.rule(x, y, x, y + row.height)
        place = 0
        for box in row.boxes:
            width = sum(self.widths[place : place + box.span])
            small = MARK * self.size if box.mark else 0
            high = len(box.lines) * self.pitch + small * self.pitch / self.size
            top = y + (row.height - high) / 2 + (self.pitch - self.size) / 2
            for line in box.lines:
                page.put_line(
                    x + SIDE, top, line._replace(full=False), self.fonts[box.role], self.size,
                    width - 2 * SIDE, align=box.align,
                )  # fmt: skip
                top += self.pitch
            if box.mark:
                face = self.fonts[box.role]
                line = Line(box.mark, face.width(box.mark) * small, full=False)
                page.put_line(x + SIDE, top, line, face, small, width - 2 * SIDE, align=box.align)
            x, place = x + width, place + box.span
            page.rule(x, y, x, y + row.height)
        page.rule(x - sum(self.widths), y + row.height, x, y + row.height)


def measured(
    table: Table, style: Style, fonts: Fonts, width: float, wants: tuple[Want, ...] = ()
) -> Grid:
    """Fit a table into `width`: smaller type, down to the style's floor, before broken amounts.

    `wants` is what it needs together with the tables it is to stand under, edge upon edge.
    """
    size = style.cell.size
    wants = wants or wants_of(table, style, fonts)
    while size > style.cell_floor and least_width(wants, size) > width:
        size = max(size - 0.5, style.cell_floor)
    widths = shared(table.columns, wants, size, width)
    pitch = style.cell.pitch * size / style.cell.size
    head = _head(table, style, fonts, size, pitch, widths)
    return Grid(table, style, fonts, size, pitch, widths, head)


def _head(
    table: Table, style: Style, fonts: Fonts, size: float, pitch: float, widths: tuple[float, ...]
) -> Row:
    role = style.cell_head
    boxes = tuple(
        Box(tuple(lines_of(column.label, fonts[role], size, width - 2 * SIDE)), role, "center")
        for column, width in zip(table.columns, widths, strict=True)
    )
    height = max(len(box.lines) for box in boxes) * pitch + 2 * style.pad
    if height > style.depth / 3:
        raise Refused("表头文字太长，一页放不下", "请把列名改短", code="QL-PR-093")
    return Row(boxes, height, _HEAD_GREY)
