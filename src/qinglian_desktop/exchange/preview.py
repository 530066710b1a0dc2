"""What importing a file will do, and what it did: the words both sides of the exchange share."""

from dataclasses import dataclass, field
from pathlib import Path

from qinglian_desktop.exchange.intake import Returned
from qinglian_desktop.store.merge import TablePlan


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
