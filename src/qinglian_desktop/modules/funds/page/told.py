"""How does a line of a statement stand in a table on the screen?"""

from typing import Final

from qinglian_desktop.core import money
from qinglian_desktop.modules.funds.statements.values import (
    MONEY,
    NUMBER,
    Figure,
    Head,
    Line,
    Statement,
)
from qinglian_desktop.ui.plain_table import Heading

_NARROW: Final = 20  # characters of a column of words that needs no more room


def words_of(told: Statement, line: Line) -> list[str]:
    made = []
    for cell in line.cells:
        shown = told.shown(line, cell)
        if shown is None:
            made.append("")
        else:
            made.append(money.show(cell.fen) if isinstance(cell, Figure) else str(shown))
    return made


def heading_of(head: Head, texts: list[str]) -> Heading:
    word = column_of(head)
    if head.kind == MONEY:  # a total is bold
        return Heading(word, numeric=True, holds=max(texts, key=len, default=""))
    if head.kind == NUMBER:
        return Heading(word, 60)
    # Who owes or is owed: a visitor reads no name there.
    private = "个人" in word
    return Heading(word, 0 if head.width > _NARROW else 100, private=private)


def column_of(head: Head) -> str:
    """期初借方 for a column whose heading stands on two lines."""
    return f"{head.over.removesuffix('余额').removesuffix('发生额')}{head.label}"


def called(line: Line) -> str:
    """The words of a line: its account, or what it tells of."""
    texts = [cell.strip() for cell in line.cells if isinstance(cell, str) and cell.strip()]
    return " ".join(texts[:2])
