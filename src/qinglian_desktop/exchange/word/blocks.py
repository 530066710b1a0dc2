"""Blocks of a document as paragraphs and tables of a .docx, in the look of a given paragraph."""

from collections.abc import Iterable, Sequence
from xml.dom.minidom import Document as Tree
from xml.dom.minidom import Element

from qinglian_desktop.core import money
from qinglian_desktop.core.document import (
    Block,
    Chart,
    Facts,
    Heading,
    Note,
    Paragraph,
    Table,
    cell_text,
)
from qinglian_desktop.exchange.word import charts

_LINE = (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000"))
_FULL = 5000  # fiftieths of a percent: the whole width
_ROOM = 8844  # twentieths of a point between the margins of A4
_WIDE, _SMALL, _SMALLER = 5, 24, 21  # columns a table has at 小四; with more it is set in 五号
# What the format wants behind the alignment of a paragraph.
_AFTER_JC = ("textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId",
             "cnfStyle", "rPr", "sectPr", "pPrChange")  # fmt: skip


def put_in_place(
    paragraph: Element, blocks: Iterable[Block], drawn: list[Chart] | None = None
) -> None:
    """The blocks stand where the paragraph stood, in its font and spacing.

    Charts are added to `drawn`; their parts are for the caller. Without it they are left out.
    """
    maker, above = Maker(paragraph, drawn), paragraph.parentNode
    assert above is not None
    for block in blocks:
        for made in maker.made(block):
            above.insertBefore(made, paragraph)
    if paragraph.nextSibling is None and above.lastChild is paragraph:
        # A cell must end in a paragraph.
        above.appendChild(maker.paragraph(""))
    if paragraph.getElementsByTagNameNS(paragraph.namespaceURI or "", "sectPr"):
        for run in list(_inner(paragraph)):
            if run.localName != "pPr":  # the end of a section stays where it is
                paragraph.removeChild(run)
        return
    above.removeChild(paragraph)


def _inner(of: Element) -> list[Element]:
    return [child for child in of.childNodes if isinstance(child, Element)]


def _without(of: Element, name: str) -> None:
    for child in _inner(of):
        if child.localName == name:
            of.removeChild(child)


class Maker:
    """Makes elements with the prefix and the look of one paragraph."""

    def __init__(self, like: Element, drawn: list[Chart] | None = None) -> None:
        owner = like.ownerDocument
        assert isinstance(owner, Tree)
        self._tree, self._like = owner, like
        self._space = like.namespaceURI or ""
        self._prefix = like.tagName.removesuffix("p")
        self._drawn = drawn

    def made(self, block: Block) -> list[Element]:
        match block:
            case Heading(text=text):
                return [self.paragraph(text, bold=True)]
            case Paragraph(text=text, bold=bold):
                return [self.paragraph(part, bold=bold) for part in text.split("\n")]
            case Note(text=text):
                return [self.paragraph(part) for part in text.split("\n")]
            case Facts(pairs=pairs):
                return [self.paragraph(f"{name}：{value}") for name, value in pairs]
            case Table():
                return self._table(block)
            case Chart() if self._drawn is not None:
                self._drawn.append(block)
                return [self._chart(block, len(self._drawn))]
            case _:
                return []

    def paragraph(
        self, text: str, *, bold: bool = False, align: str = "", size: int = 0
    ) -> Element:
        """One paragraph; with `size` (half points) it stands in a cell, without indent or space."""
        made = self._element("p")
        look = self._copied(self._like, "pPr") or self._element("pPr")
        for name in ("sectPr", *(("ind", "jc", "spacing") if size else ())):
            _without(look, name)
        if align:
            late = next((c for c in _inner(look) if c.localName in _AFTER_JC), None)
            look.insertBefore(self._element("jc", val=align), late)
        made.appendChild(look)
        run = self._element("r")
        first = next(iter(self._like.getElementsByTagNameNS(self._space, "r")), None)
        dress = self._copied(first, "rPr") if first is not None else None
        dress = dress or self._element("rPr")
        if bold and not any(c.localName == "b" for c in _inner(dress)):
            dress.insertBefore(self._element("b"), self._after_fonts(dress))
        if size:
            for old in [c for c in _inner(dress) if c.localName in ("sz", "szCs")]:
                old.setAttribute(f"{self._prefix}val", str(size))
        run.appendChild(dress)
        words = self._element("t")
        words.setAttribute("xml:space", "preserve")
        words.appendChild(self._tree.createTextNode(text))
        run.appendChild(words)
        made.appendChild(run)
        return made

    def _chart(self, chart: Chart, number: int) -> Element:
        """A paragraph with nothing but the chart; an exact pitch would cut it to one line."""
        made, run = self.paragraph("", align="center", size=_SMALL), self._element("r")
        run.appendChild(charts.drawing(self._tree, self._space, chart, number))
        made.appendChild(run)
        return made

    def _after_fonts(self, dress: Element) -> Element | None:
        """Bold stands after style and fonts: the order is part of the format."""
        return next((c for c in _inner(dress) if c.localName not in ("rStyle", "rFonts")), None)

    def _copied(self, of: Element, name: str) -> Element | None:
        found = next((c for c in _inner(of) if c.localName == name), None)
        copy = found.cloneNode(deep=True) if found is not None else None
        return copy if isinstance(copy, Element) else None

    def _element(self, name: str, **attributes: str) -> Element:
        made = self._tree.createElementNS(self._space, self._prefix + name)
        for key, value in attributes.items():
            made.setAttribute(self._prefix + key, value)
        return made

    # -- tables ---------------------------------------------------------------------------

    def _table(self, table: Table) -> list[Element]:
        made = self._element("tbl")
        dress = self._element("tblPr")
        dress.appendChild(self._element("tblW", w=str(_FULL), type="pct"))
        borders = self._element("tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            borders.appendChild(self._element(side, **dict(_LINE)))
        dress.appendChild(borders)
        made.appendChild(dress)
        grid = self._element("tblGrid")
        shares = sum(column.weight for column in table.columns)
        for column in table.columns:
            grid.appendChild(self._element("gridCol", w=str(column.weight * _ROOM // shares)))
        made.appendChild(grid)
        widths = [column.weight * _FULL // shares for column in table.columns]
        size = _SMALL if len(widths) <= _WIDE else _SMALLER
        sides = [column.align for column in table.columns]
        labels = [column.label for column in table.columns]
        made.appendChild(self._row(labels, widths, ["center"] * len(widths), size, head=True))
        for row in table.rows:
            texts = list(map(cell_text, table.columns, row))
            made.appendChild(self._row(texts, widths, sides, size))
        if table.totals and table.summed:
            made.appendChild(self._row(_totals(table), widths, sides, size))
        caption = [self.paragraph(table.caption)] if table.caption else []
        return [*caption, made]

    def _row(
        self,
        texts: Sequence[str],
        widths: Sequence[int],
        sides: Sequence[str],
        size: int,
        *,
        head: bool = False,
    ) -> Element:
        row = self._element("tr")
        dress = self._element("trPr")
        dress.appendChild(self._element("cantSplit"))
        if head:
            dress.appendChild(self._element("tblHeader"))
        row.appendChild(dress)
        for text, width, side in zip(texts, widths, sides, strict=True):
            cell = self._element("tc")
            about = self._element("tcPr")
            about.appendChild(self._element("tcW", w=str(width), type="pct"))
            about.appendChild(self._element("vAlign", val="center"))
            cell.appendChild(about)
            cell.appendChild(self.paragraph(text, bold=head, align=side, size=size))
            row.appendChild(cell)
        return row


def _totals(table: Table) -> list[str]:
    sums = dict(zip(table.summed, table.grand(), strict=True))
    shown = [
        (money.show(sums[i]) if column.money else str(sums[i])) if i in sums else ""
        for i, column in enumerate(table.columns)
    ]
    return ["合计", *shown[1:]] if 0 not in sums else shown
