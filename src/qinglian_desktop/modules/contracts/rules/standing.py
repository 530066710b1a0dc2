"""What of the dues is paid on a day? Pure: dues and receipts in, who owes what out.

A receipt that names a due pays it; what is more than the due, and what names none (or one that
is gone since the terms changed), pays the earliest open dues.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.reckoning import placed

NOT_YET, OPEN, PAID, LATE, TOO_LATE = "未到期", "待收", "已收", "逾期", "逾期过久"


class Due(NamedTuple):
    id: str
    contract_id: str
    seq: int
    due_on: date
    fen: int


class Paid(NamedTuple):
    """A receipt: `due_id` is "" where it is carried forward."""

    contract_id: str
    due_id: str
    on: date
    fen: int
    entry_id: str = ""


class Standing(NamedTuple):
    """One due with what was paid of it."""

    due: Due
    paid: int = 0
    last_on: date | None = None  # the day of the payment that came last
    entries: tuple[str, ...] = ()  # that paid it

    @property
    def left(self) -> int:
        return self.due.fen - self.paid

    @property
    def settled(self) -> bool:
        return self.left <= 0

    def state(self, day: date, red_months: int) -> str:
        """未到期, 待收 (today), 已收, 逾期 from day 1, 逾期过久 after so many months."""
        if self.settled:
            return PAID
        if day < self.due.due_on:
            return NOT_YET
        if day == self.due.due_on:
            return OPEN
        return TOO_LATE if day > red_from(self.due.due_on, red_months) else LATE

    def late(self, day: date) -> int:
        """Days since it was due; 0 when it is paid or not yet due."""
        return 0 if self.settled else max((day - self.due.due_on).days, 0)


def red_from(due_on: date, months: int) -> date:
    """The last day that is still yellow: so many months after the due day."""
    return placed(due_on, months, due_on.day)


class Account(NamedTuple):
    """The dues of one contract, and what was paid beyond all of them."""

    dues: tuple[Standing, ...]
    over: int = 0

    def owed(self, day: date) -> int:
        """What should have come in by that day and did not."""
        return sum(one.left for one in self.dues if one.late(day))

    @property
    def paid(self) -> int:
        return sum(one.paid for one in self.dues) + self.over


def account(dues: Iterable[Due], receipts: Iterable[Paid]) -> Account:
    """Of one contract. No cent is lost: paid over all dues and beyond equals the receipts."""
    ordered = sorted(dues, key=lambda due: (due.due_on, due.seq))
    paid: dict[str, list[Paid]] = {due.id: [] for due in ordered}
    pool: list[Paid] = []
    room = {due.id: due.fen for due in ordered}
    for one in sorted(receipts, key=lambda one: one.on):
        fits = min(one.fen, room.get(one.due_id, 0))
        if fits > 0:
            paid[one.due_id].append(one._replace(fen=fits))
            room[one.due_id] -= fits
        if one.fen > fits:
            pool.append(one._replace(fen=one.fen - fits))
    over = _spread(ordered, room, paid, pool)
    return Account(tuple(_stand(due, paid[due.id]) for due in ordered), over)


def _stand(due: Due, paid: Sequence[Paid]) -> Standing:
    entries = dict.fromkeys(one.entry_id for one in paid if one.entry_id)
    return Standing(
        due, sum(one.fen for one in paid), max((one.on for one in paid), default=None),
        tuple(entries),
    )  # fmt: skip


def _spread(
    ordered: Sequence[Due], room: dict[str, int], paid: dict[str, list[Paid]],
    pool: Sequence[Paid],
) -> int:  # fmt: skip
    """What no due has claimed pays the earliest open ones; gives back what is left over."""
    waiting = iter(due.id for due in ordered)
    target = next(waiting, "")
    over = 0
    for one in pool:
        left = one.fen
        while left and target:
            fits = min(left, room[target])
            if fits:
                paid[target].append(one._replace(fen=fits))
                room[target] -= fits
                left -= fits
            if not room[target]:
                target = next(waiting, "")
        over += left
    return over


def spread(dues: Sequence[Standing], fen: int) -> tuple[tuple[str, int], ...]:
    """How a sum that came in is laid on these dues, in their order: (due id or "", 分)."""
    made, left = [], fen
    for one in dues:
        part = min(left, max(one.left, 0))
        if part:
            made.append((one.due.id, part))
            left -= part
    return (*made, ("", left)) if left else tuple(made)
