"""A list of any sort out of a workbook: what stands over its columns, and its rows as texts.

For what is printed from a list and kept nowhere. Nothing is judged and nothing is stored; totals,
notes and empty rows are left out.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets.endings import is_blank, is_note, is_total
from qinglian_desktop.exchange.sheets.extent import extent
from qinglian_desktop.exchange.sheets.heading import Heading, find_heading
from qinglian_desktop.exchange.sheets.reading import SheetData, read_sheets

_BRACKETS = str.maketrans("()", "（）")  # as a paper has them
_MOST = 20_000  # rows; a longer list is no list of a community


class Listing(NamedTuple):
    """`unit` is what the sheet says about all its amounts (万元), "" for none."""

    title: str
    labels: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    unit: str = ""


def read_listing(path: Path, known: Callable[[str], str]) -> Listing:
    """The largest list of a file. `known` answers what a heading means, "" for nothing."""
    found = [
        made for sheet in read_sheets(path) if not sheet.hidden if (made := _list_of(sheet, known))
    ]
    if not found:
        raise Refused(
            f"〔{path.name}〕里没找到名单",
            "表头要有“姓名”或“户主”这样的列，下面一户一行",
            code="QL-PD-054",
        )
    return max(found, key=lambda listing: len(listing.rows))


def _list_of(sheet: SheetData, known: Callable[[str], str]) -> Listing | None:
    heading = find_heading(sheet, known)
    if heading is None:
        return None
    reach = extent(sheet, heading, known)
    rows = _filled_down(sheet)
    taken = []
    for number in range(heading.bottom + 1, min(reach.end, heading.bottom + 1 + _MOST)):
        row = rows[number]
        if number not in reach.titles and not _leaves_out(row, heading):
            taken.append(tuple((*row, *[""] * len(heading.labels))[: len(heading.labels)]))
    if not taken:
        return None
    title = next((c for line in sheet.rows[: heading.top] for c in line if c.strip()), sheet.name)
    labels = tuple(label.translate(_BRACKETS) for label in heading.joined)
    return Listing(title.strip(), labels, tuple(taken), heading.unit)


def _leaves_out(row: list[str], heading: Heading) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    if is_blank(row) or not filled:
        return True
    return (
        is_total(filled[0])
        or (len(filled) == 1 and (is_note(filled[0]) or len(row) > 2))
        or (tuple(filled) == tuple(label for label in heading.labels if label))
    )


def _filled_down(sheet: SheetData) -> list[list[str]]:
    """What stands in a merged cell stands in each row it reaches over."""
    rows = [list(row) for row in sheet.rows]
    for (top, left), (bottom, _right) in sheet.merged:
        if top < len(rows) and left < len(rows[top]) and bottom > top:
            for row in rows[top + 1 : bottom + 1]:
                if left < len(row) and not row[left].strip():
                    row[left] = rows[top][left]
    return rows
