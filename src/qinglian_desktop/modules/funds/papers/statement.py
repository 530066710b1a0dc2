"""A statement on paper: its sides beside each other, as the form is printed."""

from datetime import date
from typing import Final

from qinglian_desktop.core import document as paper
from qinglian_desktop.core.document import Column, Document, Note, SignLine, Table
from qinglian_desktop.modules.funds.statements.values import (
    MONEY,
    NUMBER,
    Cell,
    Figure,
    Head,
    Line,
    Statement,
)

SIGNERS: Final = ("负责人", "会计", "制表")
_WIDE: Final = 6  # columns from which the sheet lies across
_LARGE: Final = 10**9  # 分; ten million yuan


def statement_paper(told: Statement, unit: str, made_on: date, *, draft: bool = False) -> Document:
    """`unit` is whose books they are; a statement of an open month is a draft."""
    columns = tuple(_column(head) for head in told.heads) * len(told.sides)
    rows: list[tuple[paper.Cell, ...]] = []
    strong = []
    for number, lines in enumerate(told.rows):
        rows.append(tuple(_cell(told, line, cell) for line in lines for cell in line.cells))
        # Beside each other only the last row is a total on both sides.
        if all(line.strong for line in lines) and (len(lines) == 1 or number == len(told.rows) - 1):
            strong.append(number)
    table = Table(columns, tuple(rows), strong=tuple(strong))
    notes = tuple(Note(text) for text in told.notes)
    upright = len(columns) < _WIDE or (len(told.sides) > 1 and not _large(told))
    return Document(
        told.title, "table", (table, *notes, SignLine(SIGNERS)), unit=unit, period=told.when,
        made_on=made_on, draft=draft, sheet="portrait" if upright else "landscape",
    )  # fmt: skip


def _large(told: Statement) -> bool:
    """Amounts that leave no room for words beside them on a sheet that stands."""
    return any(abs(figure.fen) >= _LARGE for line in told.lines for figure in line.figures)


def _column(head: Head) -> Column:
    label = f"{head.over}\n{head.label}" if head.over else head.label
    if head.kind == MONEY:
        return Column(label, head.width, "right", money=True, summed=False)
    if head.kind == NUMBER:
        return Column(label, head.width, "center")
    return Column(label, head.width)


def _cell(told: Statement, line: Line, cell: Cell) -> paper.Cell:
    shown = told.shown(line, cell)
    if shown is None:
        return ""
    return shown if isinstance(cell, Figure) else str(shown)
