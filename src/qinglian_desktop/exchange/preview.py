"""What importing a file will do, and what it did: the words both sides of the exchange share."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange.intake import Returned
from qinglian_desktop.exchange.waiting import Waiting
from qinglian_desktop.store.table_plan import TablePlan

KEPT = "单位要删，街道没有同意"


class Unmatched(NamedTuple):
    """A row in which the street and the unit no longer agree, and how the unit has it now."""

    table: str
    row_id: str
    what: str
    old: bool = False  # the unit is back at an older version; False: it has the row no more
    unit_row: Row | None = None
    state: str = "待定"
    kept: bool = False  # the unit deleted it, and the street did not agree

    @property
    def how(self) -> str:
        if self.kept:
            return KEPT
        return "单位是还原前的旧内容" if self.old else "单位已没有"


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing this file will do, counted with the statements that will do it."""

    kind: str
    from_name: str
    number: int
    full: bool
    created: str
    plans: tuple[TablePlan, ...] = ()
    returned: Returned = field(default_factory=Returned)
    unknown: tuple[str, ...] = ()
    already: str = ""  # when it was imported before
    notes: tuple[str, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()  # what waits for a decision once this is in
    waiting: tuple[Waiting, ...] = ()  # links to rows that have not come yet

    @property
    def new(self) -> int:
        return sum(plan.new for plan in self.plans)

    @property
    def changed(self) -> int:
        return sum(plan.changed for plan in self.plans)

    @property
    def same(self) -> int:
        return sum(plan.same + plan.older for plan in self.plans)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What importing one file did; `receipt` is the answer written beside it."""

    preview: Preview
    receipt: Path | None = None
    notes: tuple[str, ...] = ()
