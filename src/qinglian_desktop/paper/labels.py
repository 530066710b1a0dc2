"""How do names and numbers come onto a sheet of labels, three across and eight down?"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from qinglian_desktop.core.document import Document
from qinglian_desktop.paper.draw import qr
from qinglian_desktop.paper.draw.breaking import lines_of
from qinglian_desktop.paper.draw.page import MM, Page
from qinglian_desktop.paper.draw.paint import painted
from qinglian_desktop.paper.fonts import Fonts, Typeface


class Label(NamedTuple):
    """The first line is large; a number may stand in a square for a reader at the desk."""

    name: str
    lines: tuple[str, ...] = ()
    number: str = ""


class Sheet(NamedTuple):
    """A sheet of A4 as it is sold; all in mm."""

    word: str
    width: float
    height: float
    left: float
    top: float
    across: float = 0.0  # between two labels side by side
    columns: int = 3
    rows: int = 8

    @property
    def places(self) -> int:
        return self.columns * self.rows


SHEETS: Final = (
    Sheet("24 格，70×36 毫米", 70, 36, 0, 4.5),
    Sheet("24 格，63.5×33.9 毫米", 63.5, 33.9, 7.2, 12.9, 2.5),
    Sheet("24 格，70×37 毫米，满版", 70, 37, 0, 0.5),
)
_PAD: Final = 4.0  # mm kept free inside a label: no printer and no hand is exact
_NAME, _LEAST_NAME = 16.0, 10.0
_LINE, _LEAST_LINE = 12.0, 8.0
_SQUARE: Final = 16.0  # mm


def label_pages(labels: Sequence[Label], sheet: Sheet, fonts: Fonts, *, first: int = 1) -> bytes:
    """The labels from the place `first` (from 1) of the first sheet on."""
    pages: list[Page] = []
    for number, label in enumerate(labels, first - 1):
        place = number % sheet.places
        if not pages or (place == 0 and number > first - 1):
            pages.append(Page())
        _draw(pages[-1], label, sheet, place, fonts)
    document = Document("标签", "table", (), sheet="portrait")
    return painted(pages or [_empty(fonts)], document)


def _empty(fonts: Fonts) -> Page:
    page = Page()
    page.put(20 * MM, 20 * MM, "没有可打印的标签。", fonts["sans"], 12)
    return page


def _draw(page: Page, label: Label, sheet: Sheet, place: int, fonts: Fonts) -> None:
    row, column = divmod(place, sheet.columns)
    x = (sheet.left + column * (sheet.width + sheet.across)) * MM
    y = (sheet.top + row * sheet.height) * MM
    wide, high = sheet.width * MM, sheet.height * MM
    room = wide - 2 * _PAD * MM
    if label.number:
        side = _SQUARE * MM
        _square(page, label.number, x + wide - _PAD * MM - side, y + (high - side) / 2, side)
        room -= side + 2 * MM
    _words(page, label, x + _PAD * MM, y, room, high, fonts)


def _words(
    page: Page, label: Label, x: float, y: float, room: float, high: float, fonts: Fonts
) -> None:
    """As large as there is room: a name is never cut, an address line too many is left out."""
    bold, sans = fonts["bold"], fonts["sans"]
    deep = high - 2 * _PAD * MM
    size = _NAME
    while size > _LEAST_NAME and bold.width(label.name) * size > room:
        size -= 0.5
    named = [line.text for line in lines_of(label.name, bold, size, room)]
    head, small = len(named) * size * 1.3, _LINE
    made = _broken(label, sans, small, room)
    while small > _LEAST_LINE and head + len(made) * small * 1.35 > deep:
        small -= 0.5
        made = _broken(label, sans, small, room)
    made = made[: max(int((deep - head) / (small * 1.35)), 0)]
    top = y + (high - head - len(made) * small * 1.35) / 2
    for text in named:
        page.put(x, top, text, bold, size)
        top += size * 1.3
    for text in made:
        page.put(x, top, text, sans, small)
        top += small * 1.35


def _broken(label: Label, face: Typeface, size: float, room: float) -> list[str]:
    texts = filter(None, label.lines)
    return [line.text for text in texts for line in lines_of(text, face, size, room)]


def _square(page: Page, text: str, x: float, y: float, side: float) -> None:
    fields = qr.modules(text)
    step = side / len(fields)
    qr.put_fields(page, fields, x, y, step)
