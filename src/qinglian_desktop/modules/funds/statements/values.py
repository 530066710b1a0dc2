"""What is a statement made of? Lines, their figures in 分, the rows behind each, what must tie."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

# What of the rows counts: one side of what was posted within the days, both of them, or all that
# was posted until the last day.
DEBIT, CREDIT, MOVED, BALANCE = "借", "贷", "发生", "余额"
RECEIVED, PAID = "收款", "付款"  # money itself, sorted by what it was for
TEXT, NUMBER, MONEY = "text", "number", "money"


class Behind(NamedTuple):
    """The rows a figure was added up from, so that it can be opened.

    Each of `accounts` stands for itself and everything below it. Debits raise the figure and
    credits lower it where `sign` is 1; the other way round where it is -1.
    """

    accounts: tuple[str, ...]
    first: date
    last: date
    part: str = BALANCE
    sign: int = 1
    apart: tuple[str, ...] = ()  # of these accounts only what stands open on the side of `sign`
    earned: bool = False  # without the vouchers that carry results forward
    without: tuple[str, ...] = ()  # accounts below the others that are told elsewhere
    party: str | None = None  # only what stands open with this one
    item: str = ""  # of money received or paid: the line of the public table


class Figure(NamedTuple):
    """An amount; without `behind` it was added up from lines above it."""

    fen: int
    behind: Behind | None = None


Cell = str | int | Figure | None


class Head(NamedTuple):
    """One column; `over` stands above it and above its neighbours of the same word."""

    label: str
    kind: str = MONEY
    over: str = ""
    width: int = 16  # characters in a workbook


class Line(NamedTuple):
    """A line, or a single row of the books where `row_id` names it."""

    cells: tuple[Cell, ...]
    level: int = 0
    strong: bool = False
    table: str = ""
    row_id: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(cell for cell in self.cells if isinstance(cell, Figure))


class Lead(NamedTuple):
    """Where a difference may come from: in words, how much, and the rows to look at."""

    said: str
    fen: int
    behind: Behind | None = None
    table: str = ""  # of a single row that is to be looked at
    row_id: str = ""


class Tie(NamedTuple):
    """Two figures that must agree; `leads` name what a difference is made of."""

    left_said: str  # 资产总计
    left: int
    right_said: str
    right: int
    leads: tuple[Lead, ...] = ()

    @property
    def gap(self) -> int:
        return self.left - self.right


class Statement(NamedTuple):
    """One statement of one book; its `sides` stand beside each other on paper."""

    key: str
    title: str
    book: str
    when: str  # as the head says it: the day of a position, the period of what moved
    heads: tuple[Head, ...]  # of one side
    sides: tuple[tuple[Line, ...], ...]
    ties: tuple[Tie, ...] = ()
    notes: tuple[str, ...] = ()
    doubt: str = ""  # what of its form has not been verified; shown, not printed
    zeros: bool = True  # nothing is told as 0.00; else left empty, but for the totals

    @property
    def rows(self) -> tuple[tuple[Line, ...], ...]:
        """The sides beside each other as printed: the last line of each in the last row."""
        longest = max(len(side) for side in self.sides)
        empty = Line(tuple(None for _ in self.heads))
        full = [(*side[:-1], *[empty] * (longest - len(side)), *side[-1:]) for side in self.sides]
        return tuple(zip(*full, strict=True))

    def shown(self, line: Line, cell: Cell) -> str | int | None:
        """What stands in a cell: words, a number, an amount in 分, or nothing."""
        if not isinstance(cell, Figure):
            return cell
        return cell.fen if cell.fen or self.zeros or line.strong else None

    @property
    def lines(self) -> tuple[Line, ...]:
        """All of them, one side after the other."""
        return tuple(line for side in self.sides for line in side)

    @property
    def broken(self) -> tuple[Tie, ...]:
        return tuple(tie for tie in self.ties if tie.gap)

    def figure(self, label: str, place: int = 0) -> int:
        """The n-th figure of the line with these words in it; KeyError where there is none."""
        for line in self.lines:
            said = [cell.strip() for cell in line.cells if isinstance(cell, str)]
            if label in said and place < len(line.figures):
                return line.figures[place].fen
        raise KeyError(label)


def total(figures: Iterable[Figure]) -> Figure:
    return Figure(sum(figure.fen for figure in figures))
