"""The values of the street's two screens: a line of the board, a merged table, a figure."""

from dataclasses import dataclass
from typing import NamedTuple

from qinglian_desktop.core.kinds import COUNT, FEN, Kind
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
    warnings: int  # what is past its day and not done: tasks, postings, what the street asked


# What the lines of a merged table may stand for.
UNIT, ITEM, OFFICE, TIME = DIMENSIONS = ("单位", "事项", "科室", "期间")
UPWARD = "上报表"  # beside them: tables whose lines are given from above (upward.py)


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one unit (item, office, month); each figure knows the rows behind it."""

    name: str
    values: tuple[int, ...]
    behind: tuple[Query, ...]


def said(kind: Kind, value: int) -> str:
    """A figure as it stands on screen and paper; numbers of rows are no years."""
    return f"{value:,}" if kind is COUNT else kind.show(value)


class Form(NamedTuple):
    """What is printed around a table that goes up in the layout others gave it."""

    number: str  # 表号; "" where it has none
    when: str
    measure: str  # 计量单位
    foot: str


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """A merged table. `fields` tells for each column what is added up; "" counts rows."""

    key: str
    title: str
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""  # what the columns count, where their headings do not say it
    by: str = UNIT
    kinds: tuple[Kind, ...] = ()  # of the columns, where one is neither 分 nor a number of rows
    form: Form | None = None

    def kind(self, column: int) -> Kind:
        """How the figures of a column are said: 分, thousandths of a measure, how many."""
        return self.kinds[column] if self.kinds else FEN if self.money[column] else COUNT

    @property
    def money(self) -> tuple[bool, ...]:
        """Whether each column is 分."""
        return tuple(field.endswith("_fen") for field in self.fields)

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(sum(line.values[i] for line in self.lines) for i in range(len(self.columns)))
