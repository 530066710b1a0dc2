"""Which deadlines still run? Those of rows that are not done, in any subject."""

from collections.abc import Mapping
from types import MappingProxyType

from qinglian_desktop.core.record import Row

# States in which a deadline no longer moves, and where a table has others: those in which it does.
_CLOSED = frozenset(("已完成", "已终止", "已公开", "不适用", "已归档", "公示不足"))
_OPEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "notice": ("已上墙",),
        "disclosure_plan": ("待审查", "待答复"),
        "hanging": ("在贴",),
        "question": ("待答复",),
        "inspection_request": ("待办",),
        "disclosure_demand": ("要公开",),
        "directive": ("待办",),
    }
)


def is_open(table: str, row: Row) -> bool:
    """Does a deadline of this row still run? What is done keeps the day it had."""
    if row.get("done_on"):
        return False  # a step that was taken
    state = row.get("state")
    return state in _OPEN[table] if table in _OPEN else state not in _CLOSED
