"""What was planned for a purpose and what was spent (预算和执行). Pure, amounts in 分."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from qinglian_desktop.core import money

UNPLANNED = "没有列预算"


class Planned(NamedTuple):
    row_id: str
    category: str
    fen: int
    decided: bool = False  # a decision to go over it is linked


class Figure(NamedTuple):
    """One purpose of one year."""

    category: str
    planned: int | None  # None: nobody planned it
    actual: int
    row_id: str = ""
    decided: bool = False

    @property
    def left(self) -> int:
        """What may still be spent; negative when it is over."""
        return (self.planned or 0) - self.actual

    @property
    def over(self) -> int:
        """So much more than planned, from the first 分 on; 0 where nothing was planned."""
        return 0 if self.planned is None else max(-self.left, 0)

    @property
    def state(self) -> str:
        if self.planned is None:
            return UNPLANNED
        if not self.over:
            return "在预算内"
        return "超支，已有决议" if self.decided else "超支，还没有决议"

    @property
    def words(self) -> str:
        """办公费超预算 1.00 元，还没有关联同意超支的决议."""
        rest = "" if self.decided else "，还没有关联同意超支的决议"
        return f"{self.category}超预算 {money.show(self.over)} 元{rest}"


def figures(planned: Iterable[Planned], spent: Mapping[str, int]) -> tuple[Figure, ...]:
    """Planned purposes in their order, then what was spent without a plan, the most first."""
    plans = list(planned)
    known = {plan.category for plan in plans}
    made = [
        Figure(plan.category, plan.fen, spent.get(plan.category, 0), plan.row_id, plan.decided)
        for plan in plans
    ]
    rest = [Figure(category, None, fen) for category, fen in spent.items() if category not in known]
    return (*made, *sorted(rest, key=lambda one: (-one.actual, one.category)))


def total(found: Iterable[Figure]) -> Figure:
    """All purposes together."""
    listed = tuple(found)
    return Figure(
        "合计", sum(one.planned or 0 for one in listed), sum(one.actual for one in listed)
    )
