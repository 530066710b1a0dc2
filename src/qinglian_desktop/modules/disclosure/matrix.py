"""The coverage matrix as values: items of the catalogue down, months of the year across (P-02)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

URGENCY = ("逾期", "公示不足", "待公开", "已公开", "不适用")  # what a cell with several shows
HANGING, NOT_HANGING = "在贴", "没贴"  # what is posted for good


class Cell(NamedTuple):
    """One period of one item, or one event: in which month it stands, and how far it is."""

    period: str  # "" for a notice that no line of the plan asked for
    month: int
    word: str  # one of URGENCY; 在贴 or 没贴 for what is posted for good
    due_on: date | None = None
    planned_id: str = ""
    notice_id: str = ""
    near: bool = False  # due within the next days
    label: str = ""  # 2026年第三季度, or what happened


class CoverageRow(NamedTuple):
    code: str
    category: str
    item: str
    frequency: str
    cells: tuple[Cell, ...]
    lasting: Cell | None = None  # only for what is posted for good (长期)
    item_id: str = ""
    eventful: bool = False

    def at(self, month: int) -> list[Cell]:
        """What stands in that month, the most urgent first."""
        found = [cell for cell in self.cells if cell.month == month]
        return sorted(found, key=lambda cell: (URGENCY.index(cell.word), not cell.near))


def said(cells: Sequence[Cell]) -> str:
    """The words of a month as one text: 逾期, or 逾期等 3 期 for several."""
    if not cells:
        return ""
    return cells[0].word if len(cells) == 1 else f"{cells[0].word}等{len(cells)}"


def counted(rows: Iterable[CoverageRow]) -> Counter[str]:
    """How many periods are in each state."""
    return Counter(cell.word for row in rows for cell in row.cells)


def summary(rows: Sequence[CoverageRow]) -> str:
    """共 97 项：逾期 3、待公开 120、已公开 40."""
    words = counted(rows)
    told = "、".join(f"{word} {words[word]}" for word in URGENCY if words[word])
    return f"共 {len(rows)} 项" + (f"：{told}" if told else "")
