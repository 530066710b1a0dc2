"""In what order and on which page do a document's blocks come?"""

import math
from typing import Final

from qinglian_desktop.core.document import (
    Blank,
    Block,
    Chart,
    Choice,
    Column,
    Document,
    Facts,
    Form,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Signature,
    SignLine,
    Slips,
    Table,
    Year,
    qr_text,
)
from qinglian_desktop.paper.draw import chart, form, parts, rows, slips, year
from qinglian_desktop.paper.draw.breaking import lines_of
from qinglian_desktop.paper.draw.page import Page
from qinglian_desktop.paper.draw.styles import Style, Type, closer_set, style_of
from qinglian_desktop.paper.draw.widths import Want, together, wants_of
from qinglian_desktop.paper.fonts import Fonts

_LITTLE: Final = 0.4  # of the type area; a last page with less is worth saving
_EPSILON: Final = 0.05  # pt; the type area is a multiple of the pitch only on paper


class Flow:
    """Places block after block; `y` is the depth reached on the last page, from the sheet's top."""

    def __init__(self, document: Document, fonts: Fonts, style: Style | None = None) -> None:
        self.document, self.fonts = document, fonts
        self.style: Style = style or style_of(document)
        self.pages: list[Page] = [Page()]
        self.y = self.style.top
        self._wants: dict[tuple[Column, ...], tuple[Want, ...]] = {}

    def wants(self, table: Table) -> tuple[Want, ...]:
        """Of all tables with these columns: on one paper they have their edges in line."""
        if table.columns not in self._wants:
            alike = [
                block for block in self.document.blocks
                if isinstance(block, Table) and block.columns == table.columns
            ]  # fmt: skip
            self._wants[table.columns] = together(
                [wants_of(one, self.style, self.fonts) for one in alike or (table,)]
            )
        return self._wants[table.columns]

    # --- places -------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        return self.pages[-1]

    @property
    def bottom(self) -> float:
        return self.style.height - self.style.bottom + _EPSILON

    @property
    def fresh(self) -> bool:
        head = parts.sheet_head_height(self) if self.style.sheets and len(self.pages) > 1 else 0.0
        return self.y <= self.style.top + head + _EPSILON

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.pages.append(Page())
        self.y = self.style.top
        if self.style.sheets:
            parts.sheet_head(self, len(self.pages))

    def need(self, height: float) -> None:
        """Turn the page when less than `height` is left, unless that page is still empty."""
        if self.y + height > self.bottom and not self.fresh:
            self.turn()

    def snap(self) -> None:
        """Back to the grid of lines, after a title or a table."""
        if self.style.grid:
            pitch = self.style.body.pitch
            steps = math.ceil((self.y - self.style.top - _EPSILON) / pitch)
            self.y = self.style.top + steps * pitch

    def lines(
        self,
        text: str,
        kind: Type,
        *,
        indent: float = 0.0,
        align: str = "left",
        keep: float = 0,
        tail: float = 0,
    ) -> None:
        """Set a text line by line over as many pages as it needs.

        Its first two lines stay together, and with them `keep` points of what follows; its last
        two stay with `tail` points of what follows. A line fits when its characters do: the
        space under the last one may reach into the margin.
        """
        face, left, measure = self.fonts[kind.role], self.style.left, self.style.measure
        first = indent * (kind.size + kind.tracking)
        made = lines_of(text, face, kind.size, measure, first=first, tracking=kind.tracking)
        self.need((min(2, len(made)) - 1) * kind.pitch + kind.size + keep)
        begins = True
        for place, line in enumerate(made):
            if tail and place == max(len(made) - 2, 0):
                self.need((len(made) - place) * kind.pitch + tail)
            self.need(kind.size)
            shift = first if begins and align == "left" else 0.0
            self.page.put_line(
                left + shift, self.y, line, face, kind.size, measure - shift,
                align=align, tracking=kind.tracking,
            )  # fmt: skip
            self.y += kind.pitch
            begins = not line.full

    # --- blocks -------------------------------------------------------------------------------

    def run(self) -> list[Page]:
        if self.document.title:
            parts.title(self)
        blocks = self.document.blocks
        for place, block in enumerate(blocks):
            rest = blocks[place + 1 :]
            if isinstance(block, Signature):
                parts.signature(self, block, self._square(rest))
            else:
                self._block(block, rest)
        if not any(isinstance(block, Signature) for block in blocks) and (text := self._square(())):
            self.need(parts.square_height(text))
            parts.square(self, text, self.y)
        return self.pages

    def _square(self, rest: tuple[Block, ...]) -> str:
        """The square's text for a 落款, when it is the last one."""
        last = not any(isinstance(block, Signature) for block in rest)
        return qr_text(self.document) if last else ""

    def tail(self, rest: tuple[Block, ...]) -> float:
        """What follows and may not stand alone on a page: a 落款."""
        if rest and isinstance(rest[0], Signature):
            return parts.signature_height(self, rest[0], self._square(rest[1:]))
        return 0.0

    def _block(self, block: Block, rest: tuple[Block, ...]) -> None:
        style, tail = self.style, self.tail(rest)
        match block:
            case Heading(text=text, level=level):
                kind = style.heads[min(max(level, 1), 3) - 1]
                # Its air stands above it: a heading belongs to what follows.
                air = 0.0 if style.grid or self.fresh else (kind.pitch - kind.size) * 0.6
                self.y += air
                self.lines(text, kind, indent=kind.indent, keep=self._lead(rest) - air)
                self.y -= air
            case Paragraph(text=text, indent=indent, bold=bold, align=align):
                kind = style.body
                if bold:
                    kind = Type(style.strong, kind.size, kind.pitch, kind.indent, kind.tracking)
                self.lines(text, kind, indent=kind.indent if indent else 0, align=align, tail=tail)
            case Facts():
                parts.facts(self, block, tail)
            case Table():
                rows.Rows(self, block, rest).place()
            case Form() | Choice() | Slips() | Year() | Chart():
                self._ruled(block, tail)
            case SignLine():
                parts.sign_line(self, block, tail)
            case Note(text=text):
                self.lines(text, style.note, tail=tail)
            case Blank(lines=lines):
                self.y += max(lines, 0) * style.body.pitch
            case PageBreak():
                if not self.fresh:
                    self.turn()

    def _ruled(self, block: Form | Choice | Slips | Year | Chart, tail: float) -> None:
        """What is drawn, or filled, ticked or cut by hand."""
        match block:
            case Form():
                form.form(self, block, tail)
            case Choice():
                form.choice(self, block)
            case Slips():
                slips.slips(self, block)
            case Year():
                year.year(self, block)
            case Chart():
                chart.chart(self, block)

    def _lead(self, rest: tuple[Block, ...]) -> float:
        """What must stand on a page with a heading: two lines, or the beginning of a table.

        A line that only introduces the table stands with both.
        """
        if rest and isinstance(rest[0], Table):
            return rows.Rows(self, rest[0], rest[1:]).lead
        if len(rest) > 1 and isinstance(rest[0], Paragraph) and isinstance(rest[1], Table):
            kind, text = self.style.body, rest[0].text
            if self.fonts[kind.role].width(text) * kind.size <= self.style.measure:
                return kind.pitch + rows.Rows(self, rest[1], rest[2:]).lead
        return 2 * self.style.body.pitch if rest else 0.0


def lay_out(document: Document, fonts: Fonts) -> list[Page]:
    """The pages of a document, without what counts them: page numbers come afterwards.

    A text whose last page would hold little more than the 落款 is set a little closer when that
    saves the page, as offices do.
    """
    flow = Flow(document, fonts)
    pages = flow.run()
    nearly_empty = flow.y - flow.style.top < _LITTLE * flow.style.depth
    if flow.style.grid and len(pages) > 1 and nearly_empty:
        closer = Flow(document, fonts, closer_set(flow.style)).run()
        if len(closer) < len(pages):
            return closer
    return pages
