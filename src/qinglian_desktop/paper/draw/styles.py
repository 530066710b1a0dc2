"""How does each kind of paper look? Sheet, margins and type (product-and-ux §9.1, GB/T 9704)."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from qinglian_desktop.core.document import Document, Kind
from qinglian_desktop.paper.draw.page import MM
from qinglian_desktop.paper.fonts import Role


@dataclass(frozen=True, slots=True)
class Type:
    """A role in a size (pt); `pitch` is the distance of lines, `indent` in characters."""

    role: Role
    size: float
    pitch: float
    indent: float = 0.0
    tracking: float = 0.0


@dataclass(frozen=True, slots=True)
class Style:
    """Everything the layout asks about one kind of paper; lengths in points."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    title: Type
    body: Type
    strong: Role
    heads: tuple[Type, Type, Type]  # levels 1, 2 and below
    note: Type
    subhead: Type
    cell: Type
    cell_floor: float  # smallest type a crowded table may fall to
    cell_head: Role
    amount: Role  # of money cells
    pad: float  # above and below the text of a cell
    pages: Literal["dash", "count", "none"]  # — 1 —, 第 1 页 共 3 页, or nothing at the foot
    rule_under_title: bool = False
    statement_line: bool = False  # 编制单位, period and 金额单位 over the table
    grid: bool = False  # every line sits on the grid of the body's pitch
    row_mm: int = 0  # least height of a table's row; a table may ask for more
    sheets: bool = False  # each page hangs by itself: its title and what was carried forward
    seal: float = 0.0  # side of the square kept free where a seal is pressed

    @property
    def measure(self) -> float:
        """Width of the type area."""
        return self.width - self.left - self.right

    @property
    def depth(self) -> float:
        """Height of the type area."""
        return self.height - self.top - self.bottom


_A4: Final = (210 * MM, 297 * MM)
_PITCH: Final = 225 * MM / 22  # 22 lines fill the type area: 28.99 pt
_TRACK: Final = 156 * MM / 28 - 16  # 28 characters of 16 pt fill the line only when drawn closer

_SEAL: Final = 45 * MM  # a committee's seal is 42 mm across

_OFFICIAL = Style(
    width=_A4[0], height=_A4[1], left=28 * MM, right=26 * MM, top=37 * MM, bottom=35 * MM,
    title=Type("title", 22, 33), body=Type("fang", 16, _PITCH, 2, _TRACK), strong="bold",
    heads=(
        Type("sans", 16, _PITCH, 2, _TRACK), Type("kai", 16, _PITCH, 2, _TRACK),
        Type("fang", 16, _PITCH, 2, _TRACK),
    ),
    note=Type("fang", 12, _PITCH), subhead=Type("kai", 16, _PITCH),
    cell=Type("fang", 14, 18), cell_floor=9, cell_head="sans", amount="fang", pad=4,
    pages="dash", grid=True, seal=_SEAL,
)  # fmt: skip

_TABLE = Style(
    width=_A4[1], height=_A4[0], left=20 * MM, right=15 * MM, top=15 * MM, bottom=17 * MM,
    title=Type("title", 16, 22), body=Type("sans", 10.5, 17, 2), strong="bold",
    heads=(Type("bold", 12, 20), Type("bold", 10.5, 18), Type("sans", 10.5, 17)),
    note=Type("sans", 9, 13), subhead=Type("sans", 10.5, 18),
    cell=Type("sans", 10.5, 14), cell_floor=9, cell_head="bold", amount="sans", pad=3.5,
    pages="count", statement_line=True,
)  # fmt: skip

_BOARD = Style(
    width=_A4[0], height=_A4[1], left=16 * MM, right=16 * MM, top=16 * MM, bottom=17 * MM,
    title=Type("title", 24, 33), body=Type("sans", 14, 22, 2), strong="bold",
    heads=(Type("bold", 16, 26), Type("bold", 14, 23), Type("sans", 14, 22)),
    note=Type("sans", 10.5, 16), subhead=Type("sans", 12, 20),
    cell=Type("sans", 14, 17.5), cell_floor=10.5, cell_head="bold", amount="bold", pad=3,
    pages="count", rule_under_title=True, seal=_SEAL,
)  # fmt: skip

_PLAIN = Style(
    width=_A4[0], height=_A4[1], left=18 * MM, right=18 * MM, top=20 * MM, bottom=20 * MM,
    title=Type("title", 36, 48), body=Type("sans", 26, 42), strong="bold",
    heads=(Type("bold", 26, 44), Type("bold", 26, 44), Type("sans", 26, 42)),
    note=Type("sans", 14, 22), subhead=Type("sans", 16, 26),
    cell=Type("sans", 24, 32), cell_floor=16, cell_head="bold", amount="bold", pad=7,
    pages="count", rule_under_title=True,
)  # fmt: skip

_BROADCAST = Style(
    width=_A4[0], height=_A4[1], left=25 * MM, right=20 * MM, top=22 * MM, bottom=20 * MM,
    title=Type("title", 24, 36), body=Type("sans", 18, 36), strong="bold",
    heads=(Type("bold", 18, 36), Type("bold", 18, 36), Type("sans", 18, 36)),
    note=Type("sans", 12, 18), subhead=Type("sans", 12, 20),
    cell=Type("sans", 16, 22), cell_floor=12, cell_head="bold", amount="bold", pad=5,
    pages="count", rule_under_title=True,
)  # fmt: skip

_FORM = Style(
    width=_A4[0], height=_A4[1], left=25 * MM, right=15 * MM, top=18 * MM, bottom=17 * MM,
    title=Type("title", 22, 31), body=Type("fang", 14, 22, 2), strong="bold",
    heads=(Type("sans", 14, 24), Type("kai", 14, 23), Type("fang", 14, 22)),
    note=Type("fang", 10.5, 16), subhead=Type("fang", 12, 20),
    cell=Type("fang", 14, 20), cell_floor=10.5, cell_head="sans", amount="fang", pad=4,
    pages="count",
)  # fmt: skip

# A card cut from a sheet: its own edges only, for the printer and for the scissors.
_SLIP = Style(
    width=_A4[0], height=_A4[1], left=10 * MM, right=9 * MM, top=11 * MM, bottom=10 * MM,
    title=Type("title", 20, 28), body=Type("fang", 16, 24, 2), strong="bold",
    heads=(Type("bold", 14, 22), Type("fang", 12, 18), Type("fang", 12, 18)),
    note=Type("fang", 10.5, 15), subhead=Type("fang", 10.5, 17),
    cell=Type("fang", 12, 16), cell_floor=9, cell_head="sans", amount="sans", pad=3,
    pages="none",
)  # fmt: skip

STYLES: Final[dict[Kind, Style]] = {
    "official": _OFFICIAL,
    "table": _TABLE,
    "board": _BOARD,
    "plain": _PLAIN,
    "broadcast": _BROADCAST,
    "form": _FORM,
    "slip": _SLIP,
}
# A board's wide table lies on A3 across, read from a step away (disclosure-and-decisions §9.5).
_WIDE_BOARD = replace(
    _BOARD, width=420 * MM, height=297 * MM, left=25 * MM, right=20 * MM, top=20 * MM,
    bottom=20 * MM, title=Type("title", 32, 44), cell=Type("sans", 15, 19), cell_floor=14,
    row_mm=9, sheets=True,
)  # fmt: skip
GLUE: Final = 10 * MM  # how far the right half of a wide page lies over the left one
WIDE: Final = 2 * _A4[0] - 2 * GLUE  # one strip is glued on, the other cut off


def style_of(document: Document) -> Style:
    """The style of its kind on the sheet it asks for."""
    style = STYLES[document.kind]
    if document.sheet in ("a3", "wide") and document.kind == "board":
        style = _WIDE_BOARD
    if document.sheet == "a3":
        return replace(style, width=420 * MM, height=297 * MM)
    if document.sheet == "wide":
        return replace(style, width=WIDE, height=_A4[1])
    short, long = _A4
    if document.sheet == "portrait":
        return replace(style, width=short, height=long)
    if document.sheet == "landscape":
        return replace(style, width=long, height=short)
    return style


def closer_set(style: Style) -> Style:
    """The official page with 25 lines instead of 22: the standard lets a page vary when needed."""
    pitch = style.depth / 25
    first, second, third = (replace(kind, pitch=pitch) for kind in style.heads)
    return replace(
        style, body=replace(style.body, pitch=pitch), heads=(first, second, third),
        subhead=replace(style.subhead, pitch=pitch), note=replace(style.note, pitch=pitch),
    )  # fmt: skip
