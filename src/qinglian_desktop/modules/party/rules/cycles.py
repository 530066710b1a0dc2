"""How often must what be held, what is there, what is missing? Pure; the pack is handed in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack, cited
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.party.records import CLEAN

PACK = "party-cycles"
NEVER = "N"
_Row = Mapping[str, Any]


class Cycle(NamedTuple):
    """How often one kind of meeting is held, and by whom."""

    id: str
    name: str
    every: str  # M, Q, H, Y, or N where nobody asks for it
    who: tuple[str, ...]  # kinds of branches that each hold their own; () is one for all
    least_members: int
    why: str

    @property
    def life(self) -> bool:
        """The life of the branches, which is counted as one figure."""
        return bool(self.who)

    def fits(self, row: _Row) -> bool:
        """Is this meeting one of these?"""
        if self.who:
            return bool(row["kind"] == self.name)
        return bool(row["subject"] == CLEAN)


def cycles(pack: Pack) -> tuple[Cycle, ...]:
    """The rows of the cycle table that ask for something."""
    return tuple(
        Cycle(row["id"], row["name"], row["every"], tuple(row["who"]), int(row["least_members"]),
              f"{row['what']}；依据：{cited(row)}")
        for row in pack.rows("cycles") if row["every"] != NEVER
    )  # fmt: skip


class Slot(NamedTuple):
    """One meeting that is to be held, and those that were held for it."""

    cycle: Cycle
    period: Period
    branch_id: str = ""
    branch: str = ""
    held: tuple[_Row, ...] = ()  # the earliest first

    @property
    def in_time(self) -> bool:
        return any(row["held_on"] <= self.period.last.isoformat() for row in self.held)

    @property
    def late(self) -> bool:
        return bool(self.held) and not self.in_time


def slots(
    table: Sequence[Cycle], branches: Sequence[_Row], meetings: Iterable[_Row], year: int
) -> list[Slot]:
    """Every meeting the table asks for in a year, with what was held; cycle by cycle.

    A unit that has named no branch is taken for one. A branch is asked from the period in which
    it was founded to the one in which it ended.
    """
    held = list(meetings)
    return [
        slot._replace(held=_held(slot, held, len(branches)))
        for cycle in table
        for branch in _holders(cycle, branches)
        for slot in _of_year(cycle, branch, year)
    ]


def _holders(cycle: Cycle, branches: Sequence[_Row]) -> list[_Row]:
    if not cycle.who:
        return [{"id": "", "name": "", "from_on": None, "until_on": None}]
    if not branches:
        alone = {"id": "", "name": "党支部", "from_on": None, "until_on": None}
        return [alone] if "党支部" in cycle.who else []
    return [
        row for row in branches
        if row["kind"] in cycle.who
        and (row["members"] is None or row["members"] >= cycle.least_members)
    ]  # fmt: skip


def _of_year(cycle: Cycle, branch: _Row, year: int) -> list[Slot]:
    first, last = branch["from_on"] or "", branch["until_on"] or "9999"
    return [
        Slot(cycle, period, branch["id"], branch["name"] or "")
        for period in Period.within(year, cycle.every)
        if first <= period.last.isoformat() and period.first.isoformat() <= last
    ]


def _held(slot: Slot, meetings: Sequence[_Row], branches: int) -> tuple[_Row, ...]:
    found = [
        row for row in meetings
        if row["held_on"] and slot.cycle.fits(row) and counts_for(row, slot.period)
        and (not slot.branch_id or row["branch_id"] == slot.branch_id
             or (branches == 1 and not row["branch_id"]))
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda row: row["held_on"]))


def counts_for(row: _Row, period: Period) -> bool:
    """Is a meeting one of this period: by what it says of itself, else by its day?"""
    told = period_of(row)
    if told is None or (told != period and told.first <= period.first and period.last <= told.last):
        return date.fromisoformat(row["held_on"]) in period  # a longer one does not tell which
    return told.first in period and told.last in period


def period_of(row: _Row) -> Period | None:
    try:
        return Period.parse(row["due_period"] or "")
    except Refused:
        return None


class Tally(NamedTuple):
    """How much of what was due is there; the rows behind both."""

    done: int
    due: int
    rows: tuple[str, ...] = ()


def tally(found: Iterable[Slot], until: date) -> Tally:
    """Held in time ÷ due, of the periods that have ended by that day."""
    ended = [slot for slot in found if slot.period.last <= until]
    there = [slot for slot in ended if slot.in_time]
    rows = dict.fromkeys(row["id"] for slot in there for row in slot.held)
    return Tally(len(there), len(ended), tuple(rows))
