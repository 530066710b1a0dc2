"""What the street's board says of a unit, in words; no order of merit anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Row


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

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(sum(line.values[i] for line in self.lines) for i in range(len(self.columns)))


def state_word(unit: Row, received: Sequence[Row], day: date) -> str:
    """待登记, 还没报送, 本月已报, 本月未报, 缺前面的包, 有退回, 已停用."""
    if unit["state"] != "已登记":
        return "已停用" if unit["state"] == "已停用" else "待登记"
    if not received:
        return "还没报送"
    newest = max(received, key=lambda row: row["number"])
    if gap_words(received):
        return "缺前面的包"
    if newest["refused_count"]:
        return "有退回"
    return "本月已报" if newest["received_at"][:7] == day.isoformat()[:7] else "本月未报"


def gap_words(received: Sequence[Row]) -> str:
    """Which bundles are wanting: a bundle begins beyond what the ones before it reached."""
    covered = 0
    for row in sorted(received, key=lambda row: (row["base_seq"], row["high_seq"])):
        if row["base_seq"] > covered:
            have = {other["number"] for other in received}
            lacking = [str(n) for n in range(1, row["number"]) if n not in have]
            return f"缺第 {'、'.join(lacking) or '前面的'} 号包"
        covered = max(covered, row["high_seq"])
    return ""
