"""What is a form to the rest of the program? Its sheets as they look, and what goes into them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, Protocol

from qinglian_desktop.exchange.sheets.reading import Area

_BEYOND = 12  # empty columns beside the words that can still belong to the form

Place = tuple[int, int]  # row and column, from 0


class Dated(NamedTuple):
    """A day: a real day where the cell is one for days, else its text."""

    day: date
    text: str


Value = str | int | Decimal | Dated | None  # None empties the cell


@dataclass(frozen=True)
class FormSheet:
    """One sheet as it looks, from A1 on; widths are in characters."""

    name: str
    rows: Sequence[Sequence[str]]
    merged: Sequence[Area] = ()
    hidden: bool = False
    formulas: frozenset[Place] = frozenset()
    styled: int = -1  # the last row that has cells at all, empty ones too
    drawn: int = 0  # columns that have cells at all
    widths: Mapping[int, float] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return self.rows[row][column]

    @cached_property
    def _tops(self) -> dict[Place, Place]:
        return {
            (row, column): first
            for first, last in self.merged
            for row in range(first[0], min(last[0], first[0] + 500) + 1)
            for column in range(first[1], min(last[1], first[1] + 500) + 1)
        }

    def top_left(self, place: Place) -> Place:
        """Where a merged cell is written; the place itself where nothing is merged."""
        return self._tops.get(place, place)

    @property
    def width(self) -> int:
        texts = max((len(row) for row in self.rows), default=0)
        return max(texts, min(self.drawn, texts + _BEYOND))


class Filling(NamedTuple):
    """What goes into one sheet. Places are those of the empty form.

    `lines` are the rows of a list by column, put into the rows `first` to `last` of the form;
    more lines than rows make the form longer.
    """

    sheet: str
    spots: Mapping[Place, Value] = {}
    lines: Sequence[Mapping[int, Value]] = ()
    first: int = 0
    last: int = -1

    @property
    def growth(self) -> "Growth | None":
        count = len(self.lines) - (self.last - self.first + 1)
        return Growth(self.first, self.last, count) if count > 0 else None

    def writes(self) -> dict[Place, Value]:
        """Every cell in its place after the form has grown."""
        growth = self.growth
        down = growth.more if growth else 0
        found = {
            (row + (down if row > self.last else 0) if self.lines else row, column): value
            for (row, column), value in self.spots.items()
        }
        for number, line in enumerate(self.lines):
            found |= {(self.first + number, column): value for column, value in line.items()}
        return found


class Growth(NamedTuple):
    """`more` rows put in after row `last` of a list that begins at `first` (it may be empty)."""

    first: int
    last: int
    more: int

    def row(self, row: int) -> int:
        """Where a row stands afterwards."""
        return row + self.more if row > self.last else row

    def span(self, top: int, bottom: int, *, grows: bool = True) -> tuple[int, int]:
        """Rows from `top` to `bottom`: one that ends with the list takes in the new rows."""
        if grows and bottom == self.last and top >= 0 and self.first <= self.last:
            return self.row(top), bottom + self.more
        return self.row(top), self.row(bottom)


class FormFile(Protocol):
    """A workbook that can be filled without touching anything else in it."""

    suffix: str

    @property
    def sheets(self) -> Sequence[FormSheet]: ...

    def why_not_longer(self, sheet: str) -> str:
        """Why rows cannot be put in safely, in words; "" where they can."""
        ...

    def filled(self, filling: Filling) -> bytes: ...
