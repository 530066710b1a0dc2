"""What did a book hold, receive and spend over a period? Values in 分, nothing is read here."""

from collections.abc import Iterable
from typing import NamedTuple

from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds.records import INCOME, SPENDING, Entry


class Balance(NamedTuple):
    """What a book holds, in 分."""

    cash: int = 0
    bank: int = 0

    @property
    def total(self) -> int:
        return self.cash + self.bank


class Figures(NamedTuple):
    """One book over one period: opening + income − spending = closing, all in 分."""

    book: str
    period: Period
    opening: Balance
    closing: Balance
    lines: tuple[Entry, ...]  # by day and voucher number

    @property
    def income(self) -> int:
        return total(self.lines, INCOME)

    @property
    def spending(self) -> int:
        return total(self.lines, SPENDING)

    @property
    def gap(self) -> int:
        """How far the line items are from the balances; anything but 0 is a mistake."""
        return self.opening.total + self.income - self.spending - self.closing.total


def total(lines: Iterable[Entry], direction: str) -> int:
    return sum(line.amount_fen for line in lines if line.direction == direction)


def by_purpose(lines: Iterable[Entry], direction: str) -> list[tuple[str, int, int]]:
    """(purpose, number of entries, sum in 分), the largest sum first."""
    found: dict[str, list[int]] = {}
    for line in lines:
        if line.direction == direction:
            found.setdefault(line.purpose, []).append(line.amount_fen)
    rows = [(purpose, len(sums), sum(sums)) for purpose, sums in found.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0]))
