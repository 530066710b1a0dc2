"""What is a printable thing? Its title, its blocks in order and what the foot tells, as values.

Everything here is text, whole numbers and tuples, so that it can be archived and reprinted word
for word; money in a table is an integer of 分.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, cast, get_args

Kind = Literal["official", "table", "board", "plain", "broadcast", "form", "slip"]
Align = Literal["left", "center", "right"]
Sheet = Literal["", "portrait", "landscape", "wide", "a3"]
Cell = str | int

KINDS: Final[tuple[str, ...]] = get_args(Kind)
SHEETS: Final[tuple[str, ...]] = get_args(Sheet)


@dataclass(frozen=True, slots=True)
class Heading:
    """A section title; level 1 `一、` 黑体, level 2 `（一）` 楷体, 3 and 4 as the body."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    indent: bool = True
    bold: bool = False
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Facts:
    """Named facts, one a line: 公示期限, 监督电话, 反映方式."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `weight` is its share of the width, `money` cells are integers of 分.

    `counted` cells are whole numbers of things, `measured` ones thousandths of a measure (亩);
    both are added up like money.
    `summed=False` for what must not be added up down the page, such as a balance.
    """

    label: str
    weight: int = 10
    align: Align = "left"
    money: bool = False
    summed: bool = True
    counted: bool = False
    measured: bool = False

    @property
    def numeric(self) -> bool:
        """Whether its cells are whole numbers, of 分, of things or of thousandths."""
        return self.money or self.counted or self.measured


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under repeated headers.

    `totals` adds 本页小计 and 累计 on every page and 合计 with 大写 on the last one;
    `carried` are the amounts (one for each summed column) of earlier sheets that 累计 and
    合计 begin with; `strong` names the rows (from 0) printed bold; `row_mm` is the least row
    height, 9 or more where people write by hand; `marks` are small words under the cells, a
    line for each row and one more for 合计.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: bool = False
    carried: tuple[int, ...] = ()
    strong: tuple[int, ...] = ()
    caption: str = ""
    row_mm: int = 0
    marks: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{len(row)} cells under {len(self.columns)} columns")
            for column, cell in zip(self.columns, row, strict=True):
                if column.numeric and not (cell == "" or type(cell) is int):
                    raise ValueError(f"{cell!r} under {column.label!r} is not an integer")
        lines = len(self.rows) + self.totals
        if self.marks and [len(one) for one in self.marks] != [len(self.columns)] * lines:
            raise ValueError("marks do not match the cells")
        if self.carried and len(self.carried) != len(self.summed):
            raise ValueError("carried amounts do not match the summed columns")

    @property
    def summed(self) -> tuple[int, ...]:
        """Positions of the columns that are added up."""
        return tuple(i for i, c in enumerate(self.columns) if c.numeric and c.summed)

    def sums(self, start: int = 0, stop: int | None = None) -> tuple[int, ...]:
        """分 or things for each summed column over the rows from `start` to before `stop`."""
        rows = self.rows[start:stop]
        return tuple(sum(cast(int, row[i] or 0) for row in rows) for i in self.summed)

    def grand(self) -> tuple[int, ...]:
        """合计: the rows and what was carried from earlier sheets."""
        carried = self.carried or (0,) * len(self.summed)
        return tuple(a + b for a, b in zip(self.sums(), carried, strict=True))


@dataclass(frozen=True, slots=True)
class Box:
    """One field of a form, `span` of its columns wide; a `label` is the printed name beside it.

    `top` begins the text at the upper edge: what stands there is long, or goes on by hand.
    """

    text: str
    span: int = 1
    label: bool = False
    align: Align = "left"
    top: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """Fields side by side, at least `mm` high; a long text makes it higher."""

    boxes: tuple[Box, ...]
    mm: int = 11


@dataclass(frozen=True, slots=True)
class Form:
    """A ruled form to be filled and signed; `shares` are the widths of its columns.

    The band numbered `fills` (from 0) takes the room that is left on the page.
    """

    shares: tuple[int, ...]
    bands: tuple[Band, ...]
    fills: int = -1

    def __post_init__(self) -> None:
        for band in self.bands:
            if sum(box.span for box in band.boxes) != len(self.shares):
                raise ValueError(f"{band.boxes!r} do not fill {len(self.shares)} columns")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be ticked by hand: each of `options` with a square of 8 mm before it."""

    text: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignLine:
    """Places to sign by hand: 填表人：________ 审核人：________ 日期：________."""

    labels: tuple[str, ...] = ("填表人", "审核人", "日期")


@dataclass(frozen=True, slots=True)
class Signature:
    """落款: who issues it and when (the day as printed); `seal` draws the word （盖章处）."""

    unit: str
    day: str
    seal: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """Smaller print: a source, an explanation, 附注."""

    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    lines: int = 1


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Slips:
    """Small papers on sheets of A4 that are cut apart, `across` times `down` on each sheet."""

    slips: "tuple[Document, ...]"
    across: int = 2
    down: int = 2

    def __post_init__(self) -> None:
        if self.across < 1 or self.down < 1:
            raise ValueError(f"no sheet holds {self.across} by {self.down} slips")


@dataclass(frozen=True, slots=True)
class MonthBox:
    """One month: its days, and what falls on them.

    `days` has one text a day: `o` off, `n` something falls on it, `f` a market day. Of the
    `wordings`, the fullest first, the first that has room is printed.
    """

    title: str
    begins: int = 0  # the weekday of its first day, 0 is Monday
    days: tuple[str, ...] = ()
    wordings: tuple[tuple[str, ...], ...] = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """The months of a year, all on one page."""

    months: tuple[MonthBox, ...]
    across: int = 4
    legend: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of bar, the same for every name: what it is called, and how long each one is."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Lying bars, a line for each of `names` in the order given; `stacked` one behind another."""

    title: str
    names: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False

    def __post_init__(self) -> None:
        for one in self.series:
            if len(one.values) != len(self.names):
                raise ValueError(f"{len(one.values)} bars for {len(self.names)} names")
            if min(one.values, default=0) < 0:
                raise ValueError(f"{one.name!r} has a bar below nothing")

    @property
    def longest(self) -> int:
        """The length of the longest line; 1 where all is nothing."""
        columns = [one.values for one in self.series]
        lines = [sum(v) if self.stacked else max(v) for v in zip(*columns, strict=True)]
        return max(lines, default=0) or 1


Block = (
    Heading | Paragraph | Facts | Table | Form | Choice | SignLine | Signature | Note | Blank
    | PageBreak | Slips | Year | Chart
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A printable thing. A title may hold a line feed where its lines are to be broken.

    `fingerprint` comes from `sealed`; `made_on` is the print date; `qr` is the plain text of
    the square on public papers, to which the paper adds number and fingerprint itself.
    `sheet` is how the paper lies ("" as its kind does); `a3` lies across, `wide` is one page on
    two sheets of A4 that are glued together. `seam` asks for the place of a seal across the
    edges of its pages.
    """

    title: str
    kind: Kind
    blocks: tuple[Block, ...]
    unit: str = ""
    number: str = ""
    period: str = ""
    draft: bool = False
    fingerprint: str = ""
    made_on: date | None = None
    qr: str = ""
    copy: str = ""
    sheet: Sheet = ""
    seam: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such kind of document: {self.kind!r}")
        if self.sheet not in SHEETS:
            raise ValueError(f"no such sheet: {self.sheet!r}")
