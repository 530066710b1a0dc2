"""Which rows stand under which heading, and small questions about one row."""

import re
from collections.abc import Iterator, Sequence

from qinglian_desktop.modules.evaluation.sheets import cells
from qinglian_desktop.modules.evaluation.sheets.cells import DIMENSION, POINTS, Cell, Columns, Grid

# A sheet that is called after its place or after the whole.
_ANY_SHEET = re.compile(
    r"^\W*(sheet|工作表|表|page|第)?\s*[\d一二三四五六七八九十]*\s*[页表]?\W*$|指标|评价|考核|考评|评分|"
    r"明细|总表|体系|续|[（(][上中下][）)]|附[件表]|说明|封面|目录",
    re.IGNORECASE,
)


def tables(grid: Grid) -> Iterator[tuple[Columns | None, list[int]]]:
    """(heading, numbers of the rows under it); first those over the first heading."""
    heading, numbers, row = None, list[int](), 0
    while row < len(grid.rows):
        found = cells.columns_at(grid, row)
        if found is None:
            numbers.append(row)
            row += 1
            continue
        if numbers and numbers[-1] == row - 1 and _is_a_group(grid.rows[row - 1]):
            numbers.pop()
        yield heading, numbers
        heading, numbers, row = found, [], found.bottom + 1
    yield heading, numbers


def names_its_rows(name: str, found: Sequence[tuple[Columns | None, list[int]]]) -> bool:
    """Is a sheet called as its aspect, since no column and no line of it says one?"""
    headings = [columns for columns, _ in found if columns is not None]
    return (
        bool(headings)
        and not any(columns.of(DIMENSION) for columns in headings)
        and _ANY_SHEET.search(name) is None
    )


def _is_a_group(line: Sequence[Cell]) -> bool:
    """One word over several columns of the heading below it."""
    wide = next((cell.wide for cell in line if cell.text), 1)
    return 1 < wide < len(line) and bool(cells.meaning(single(line)))


def joined(before: str, more: str, *, broken: bool) -> str:
    """A cell cut at the end of a page goes on as it was; a list of lines is told one by one."""
    if not before:
        return more
    ends = before[-1] in "。；;，,、：:"
    return before + more if broken or ends else f"{before}；{more}"


def single(line: Sequence[Cell]) -> str:
    """The text of a row in which only one thing stands, however wide."""
    found = {cell.anchor: cell.text for cell in line if cell.text}
    return next(iter(found.values())) if len(found) == 1 else ""


def is_like(columns: Columns, line: Sequence[Cell]) -> bool:
    """May this be a row of the table that stopped on the page before?"""
    held = [n for n in columns.roles if n < len(line) and line[n].text]
    figure = any(cells.points(line[n].text) is not None for n in columns.of(POINTS) if n in held)
    return figure and len(held) * 2 > len(columns.roles)
