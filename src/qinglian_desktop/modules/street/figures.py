"""The values of the street's two screens: a line of the board, a merged table, a figure."""

from dataclasses import dataclass

from qinglian_desktop.core.module import Query


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit on the board of units (全街道一览)."""

    row_id: str
    office_id: str
    code: str
    name: str
    kind: str
    state: str
    last_number: int  # of the newest bundle; 0 when none came
    last_on: str
    rows: int  # taken in with the newest bundle
    returned: int
    missing: str  # what is still to come, in words
    phone: str


@dataclass(frozen=True, slots=True)
class Line:
    """One unit's figures in a merged table; each figure knows the rows behind it."""

    name: str
    values: tuple[int, ...]
    behind: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """A merged table by unit. `money` tells for each column whether it is 分."""

    key: str
    title: str
    columns: tuple[str, ...]
    money: tuple[bool, ...]
    lines: tuple[Line, ...]
    note: str = ""  # what the columns count, where their headings do not say it

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(sum(line.values[i] for line in self.lines) for i in range(len(self.columns)))
