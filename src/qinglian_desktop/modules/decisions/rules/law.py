"""Which packs hold on the day of one step? A step is judged by the law of its own day.

Nothing is read here: the packs are handed in (`law_on(book.pack, day, book.unit.kind)`).
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack

LOCAL, COLLECTIVE, ASSISTANCE = "self-government", "collective", "social-assistance"
CHONGQING, BODIES, MATTERS = "chongqing-village", "decision-bodies", "decision-matters"


class Law(NamedTuple):
    """The packs in force on one day for one kind of unit; None where that law did not yet hold."""

    day: date
    kind: str  # village or community
    local: Pack
    bodies: Pack
    matters: Pack
    collective: Pack | None = None
    assistance: Pack | None = None
    chongqing: Pack | None = None

    @property
    def version(self) -> str:
        """The name of the organic law's pack, as a step keeps it: village-2026."""
        return self.local.version

    @property
    def ids(self) -> tuple[str, ...]:
        """Every pack that was looked into, for the record of the step."""
        held = (self.local, self.collective, self.assistance, self.chongqing)
        return tuple(pack.version for pack in held if pack is not None)


def law_on(pack_of: Callable[[str, date], Pack], day: date, kind: str) -> Law:
    """The law of a day; refused when there is no pack of the organic law for it."""

    def perhaps(name: str) -> Pack | None:
        try:
            return pack_of(name, day)
        except Refused:
            return None  # that law begins later, or is not this kind of unit's

    return Law(
        day,
        kind,
        pack_of(LOCAL, day),
        pack_of(BODIES, day),
        pack_of(MATTERS, day),
        perhaps(COLLECTIVE),
        perhaps(ASSISTANCE),
        perhaps(CHONGQING),
    )
