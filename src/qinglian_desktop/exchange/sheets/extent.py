"""How far down does the table reach, and which rows are titles between its rows?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qinglian_desktop.exchange.sheets.heading import Heading, is_number
from qinglian_desktop.exchange.sheets.names import COLUMN_WORDS, plain, squeezed
from qinglian_desktop.exchange.sheets.reading import SheetData

_LEAST = 3  # names of columns that make a header
_SERIALS = ("序号", "序", "顺序号")
_AROUND, _ORDINALS = " \u3000()（）、.．", "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Extent:
    """`end` is the first row that is not of this table any more (from 0)."""

    end: int
    titles: frozenset[int] = frozenset()
    serial: int = -1  # the column that only numbers the rows
    sections: frozenset[int] = frozenset()


def extent(sheet: SheetData, heading: Heading, known: Callable[[str], str]) -> Extent:
    """Another header ends the table; the same one again only has its title left out."""
    own = {
        tuple(_names(row)) for row in sheet.rows[heading.top : heading.bottom + 1] if _names(row)
    }
    titles = set(_merged_titles(sheet, heading))
    for index in _header_like(sheet, heading.bottom + 1, known):
        above = _titles_above(sheet, index, heading.bottom + 1)
        if tuple(_names(sheet.rows[index])) not in own:
            end = min([index, *above])
            break
        titles |= above
    else:
        end = len(sheet.rows)
    serial = next((n for n, label in enumerate(heading.labels) if label in _SERIALS), -1)
    return Extent(end, frozenset(titles), serial, _sections(sheet, heading, end, serial))


def _sections(sheet: SheetData, heading: Heading, end: int, place: int) -> frozenset[int]:
    """一 房屋建筑物, 二 办公设备 over rows that 序号 numbers 1, 2, 3: no things themselves."""
    if place < 0:
        return frozenset()
    cells = {
        index: row[place].strip(_AROUND)
        for index, row in enumerate(sheet.rows[heading.bottom + 1 : end], heading.bottom + 1)
        if place < len(row)
    }
    found = {index: cell for index, cell in cells.items() if cell and not cell.strip(_ORDINALS)}
    counted = {cell.lstrip("0") for cell in cells.values() if cell.isdecimal()}
    # Rows numbered 1, 二, 3 go on from one to the next; sections are counted apart from theirs.
    apart = {str(_ORDINALS.find(cell) + 1) for cell in found.values()} & counted
    return frozenset(found if apart else ())


def _header_like(sheet: SheetData, first: int, known: Callable[[str], str]) -> Iterator[int]:
    lonely = True  # the row above is empty or has one cell: there every cell is looked at
    for index in range(first, len(sheet.rows)):
        row = sheet.rows[index]
        filled = len(row) - row.count("")
        if filled >= _LEAST and (lonely or len(COLUMN_WORDS.intersection(row)) >= _LEAST):
            names = _names(row)
            hits = sum(squeezed(name) in COLUMN_WORDS or known(name) != "" for name in names)
            if len(names) >= _LEAST and hits * 3 >= len(names) * 2 and not _has_number(row):
                yield index
        lonely = filled < 2


def _names(row: Sequence[str]) -> list[str]:
    return [plain(cell) for cell in row if cell and not cell.isspace()]


def _has_number(row: Sequence[str]) -> bool:
    return any(cell and is_number(cell) for cell in row)


def _titles_above(sheet: SheetData, index: int, first: int) -> set[int]:
    found = set()
    for above in range(index - 1, first - 1, -1):
        filled = len(_names(sheet.rows[above]))
        if filled > 1:
            break
        if filled:
            found.add(above)
    return found


def _merged_titles(sheet: SheetData, heading: Heading) -> Iterator[int]:
    width = sum(1 for label in heading.joined if label)
    for first, last in sheet.merged:
        across = last[1] - first[1] + 1
        if first[0] == last[0] > heading.bottom and across > 1 and across * 2 >= width:
            yield first[0]
