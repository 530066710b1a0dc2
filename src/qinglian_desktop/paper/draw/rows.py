"""On which page does each row of a table stand, under its header and over its totals?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qinglian_desktop.core.document import Block, SignLine, Table
from qinglian_desktop.paper.draw import parts
from qinglian_desktop.paper.draw.styles import Type
from qinglian_desktop.paper.draw.table import Row, measured

if TYPE_CHECKING:
    from qinglian_desktop.paper.draw.flow import Flow

_SHORT: Final = 0.4  # of the type area; a table no higher is moved to the next page whole
_BEGIN: Final = 3  # rows under the first heading; a lone one at the foot reads as a mistake
_TALL: Final = 5  # lines of a cell in the first two rows from which two are enough of a beginning
_CUT: Final = 0.6  # of the type area; a single row that is higher goes on as a further row


class Rows:
    """Places the rows of one table; `lead` is what has to stand under its heading."""

    def __init__(self, flow: Flow, table: Table, rest: tuple[Block, ...]) -> None:
        self.flow, self.table = flow, table
        style = flow.style
        self.grid = measured(table, style, flow.fonts, style.measure, flow.wants(table))
        self.totals = table.totals and bool(table.summed)
        self.rows = list(self.grid.rows(style.depth * _CUT))
        self.closing = self.grid.closing() if self.totals else ()
        self.sums = self._sums_height() if self.totals else 0.0
        # With the last row stand 合计 and the line to sign on or the 落款.
        self.end = sum(row.height for row in self.closing) + self._gap
        if rest and isinstance(rest[0], SignLine):
            self.end += parts.sign_line_height(flow)
        self.end += flow.tail(rest)

    def _sums_height(self) -> float:
        """Room for 本页小计 and 累计: no partial sum is longer than the sum of all sizes."""
        table = self.table
        sizes = (
            sum(abs(cell) for row in table.rows if isinstance(cell := row[place], int))
            for place in table.summed
        )
        carried = table.carried or (0,) * len(table.summed)
        longest = tuple(-size - abs(more) for size, more in zip(sizes, carried, strict=True))
        return 2 * self.grid.sum_row("本页小计", longest).height

    @property
    def height(self) -> float:
        rows = sum(row.height for row in self.rows)
        return self._before + rows + self.end + (self.sums if any(self.table.carried) else 0.0)

    @property
    def lead(self) -> float:
        if self.height <= _SHORT * self.flow.style.depth:
            return self.height
        first = sum(row.height for row in self.rows[: _BEGIN - 1])
        if first < _TALL * self.grid.pitch:
            first = sum(row.height for row in self.rows[:_BEGIN])
        if first > _SHORT * self.flow.style.depth:  # tall rows: one is enough of a beginning
            first = self.rows[0].height
        return self._before + first + self.sums

    @property
    def _before(self) -> float:
        caption = self.flow.style.heads[0].pitch if self.table.caption else 0.0
        return caption + self._gap + self.grid.head.height

    @property
    def _gap(self) -> float:
        return self.flow.style.cell.size * 0.6

    def place(self) -> None:
        flow = self.flow
        flow.need(self.lead)
        if self.table.caption:
            kind = flow.style.heads[0]
            flow.lines(self.table.caption, Type(kind.role, kind.size, kind.pitch), align="center")
        elif not flow.fresh:
            flow.y += self._gap / 2
        self._head()
        rows = sum(row.height for row in self.rows)
        if not any(self.table.carried) and flow.y + rows + self.end <= flow.bottom:
            for row in self.rows:
                self._draw(row)
        else:
            self._over_pages()
        if flow.y + sum(row.height for row in self.closing) > flow.bottom:
            # Only a last row of more than half a page leaves no room for its total.
            flow.turn()
            self._head()
        for row in self.closing:
            self._draw(row)
        flow.y += self._gap
        flow.snap()

    def _over_pages(self) -> None:
        flow = self.flow
        if self.totals and any(self.table.carried):
            self._draw(self.grid.sum_row("承前", self.table.carried))
        first = begun = drawn = 0  # record the page began with, records begun, rows on the page
        for place, row in enumerate(self.rows):
            more = self.sums + (self.end if place == len(self.rows) - 1 else 0.0)
            if drawn and flow.y + row.height + more > flow.bottom:
                self._draw_sums(first, begun)
                flow.turn()
                self._head()
                first, drawn = begun, 0
                if self.totals and flow.style.sheets:
                    self._draw(self.grid.sum_row("承上张", self._so_far(begun)))
            self._draw(row)
            begun, drawn = row.number + 1, drawn + 1
        self._draw_sums(first, len(self.table.rows))

    def _draw_sums(self, first: int, stop: int) -> None:
        if self.totals:
            for row in self._page_sums(first, stop):
                self._draw(row)

    def _page_sums(self, first: int, stop: int) -> tuple[Row, Row]:
        """本页小计 of the records from `first` to before `stop`, and 累计 from the beginning."""
        return (
            self.grid.sum_row("本页小计", self.table.sums(first, stop)),
            self.grid.sum_row("累计", self._so_far(stop)),
        )

    def _so_far(self, stop: int) -> tuple[int, ...]:
        """The rows before `stop` and what was carried from earlier sheets."""
        table = self.table
        carried = table.carried or (0,) * len(table.summed)
        return tuple(a + b for a, b in zip(table.sums(0, stop), carried, strict=True))

    def _head(self) -> None:
        flow = self.flow
        left, width = flow.style.left, sum(self.grid.widths)
        flow.page.rule(left, flow.y, left + width, flow.y, 0.9)
        self._draw(self.grid.head)

    def _draw(self, row: Row) -> None:
        self.grid.draw(self.flow.page, row, self.flow.style.left, self.flow.y)
        self.flow.y += row.height
