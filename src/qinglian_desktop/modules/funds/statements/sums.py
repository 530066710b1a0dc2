"""What was posted to each account: by month, as the store adds it up, and over any stretch.

Amounts are 分; a balance is debits less credits, so that all balances of a book add up to 0.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from qinglian_desktop.modules.funds.chart import BANK, CASH, SUSPENSE
from qinglian_desktop.modules.funds.statements.values import (
    BALANCE,
    CREDIT,
    DEBIT,
    Behind,
)

BEFORE = ""  # the month of everything earlier than the first month told apart
_EVER = (CASH, BANK, SUSPENSE)
K = TypeVar("K")


class Moved(NamedTuple):
    """What one account (and party) received in one month."""

    account: str
    month: str  # 2026-09, or BEFORE
    debit: int
    credit: int
    party: str = ""
    closing: bool = False  # carried forward at the end of the year, not earned or spent


class Sums(NamedTuple):
    opening: int = 0
    debit: int = 0
    credit: int = 0

    @property
    def closing(self) -> int:
        return self.opening + self.debit - self.credit


class Ledger(NamedTuple):
    """A book over some months: what each account held, received and holds."""

    book: str
    first: date
    last: date
    accounts: Mapping[str, Sums]
    carried: Mapping[str, Sums] = {}  # the part of them that closing vouchers posted
    parties: Mapping[tuple[str, str], Sums] = {}  # accounts that stand open with somebody

    def under(self, accounts: Iterable[str], without: tuple[str, ...] = ()) -> Sums:
        """These accounts with everything below them, added up."""
        tops = tuple(accounts)
        return together(s for code, s in self.accounts.items() if among(code, tops, without))

    def open_with(self, top: str, sign: int, *, closing: bool = True) -> int:
        """What parties of an account owe (1) or are owed (-1), each party for itself."""
        held = (
            sign * (sums.closing if closing else sums.opening)
            for (code, _), sums in self.parties.items()
            if code.startswith(top)
        )
        return sum(fen for fen in held if fen > 0)

    def value(self, behind: Behind) -> int:
        """What these rows come to; the same sum that opening them shows."""
        if behind.part == BALANCE:
            return self._balance(behind)
        sums = self._moved(behind)
        if behind.part == DEBIT:
            return sums.debit
        if behind.part == CREDIT:
            return sums.credit
        return behind.sign * (sums.debit - sums.credit)

    def _moved(self, behind: Behind) -> Sums:
        if behind.party is not None:
            return together(
                s for (code, party), s in self.parties.items()
                if party == behind.party and among(code, behind.accounts, behind.without)
            )  # fmt: skip
        sums = self.under(behind.accounts, behind.without)
        if not behind.earned:
            return sums
        carried = (s for c, s in self.carried.items()
                   if among(c, behind.accounts, behind.without))  # fmt: skip
        return less(sums, together(carried))

    def _balance(self, behind: Behind) -> int:
        """On the last day of the ledger, or on the day before its first."""
        closing = behind.last == self.last
        if behind.party is not None:
            held = together(
                s for (code, party), s in self.parties.items()
                if party == behind.party and among(code, behind.accounts, behind.without)
            )  # fmt: skip
            return behind.sign * (held.closing if closing else held.opening)
        plain = [top for top in behind.accounts if top not in behind.apart]
        sums = self.under(plain, behind.without)
        fen = behind.sign * (sums.closing if closing else sums.opening)
        return fen + sum(self.open_with(top, behind.sign, closing=closing) for top in behind.apart)


def among(code: str, tops: tuple[str, ...], without: tuple[str, ...]) -> bool:
    """Is the account one of these or below one, and not told elsewhere?"""
    return code.startswith(tops) and not (without and code.startswith(without))


def together(many: Iterable[Sums]) -> Sums:
    opening = debit = credit = 0
    for one in many:
        opening, debit, credit = opening + one.opening, debit + one.debit, credit + one.credit
    return Sums(opening, debit, credit)


def less(one: Sums, other: Sums) -> Sums:
    return Sums(one.opening - other.opening, one.debit - other.debit, one.credit - other.credit)


class Turnover(NamedTuple):
    """Every account of a book, month by month from `first` on, and in one sum before it.

    `parties` says the same of the accounts that stand open with somebody (往来), each with whom.
    """

    book: str
    first: date  # of a year
    moved: tuple[Moved, ...]
    parties: tuple[Moved, ...] = ()
    begun: date = date.min  # the books know nothing of earlier days

    def carried(self) -> tuple[str, ...]:
        """Accounts with a balance from before `first`, but for those no chart ever changes."""
        held: dict[str, int] = defaultdict(int)
        for one in self.moved:
            if one.month < self.first.isoformat()[:7] and not one.account.startswith(_EVER):
                held[one.account] += one.debit - one.credit
        return tuple(sorted(code for code, fen in held.items() if fen))

    def over(self, first: date, last: date) -> Ledger:
        """The book over whole months, none of them before `self.first`."""
        begins, ends = first.isoformat()[:7], last.isoformat()[:7]

        def added(pairs: Iterable[tuple[K, Moved]]) -> Mapping[K, Sums]:
            found: dict[K, list[int]] = defaultdict(lambda: [0, 0, 0])
            for key, one in pairs:
                sums = found[key]
                if one.month < begins:  # BEFORE is less than any month
                    sums[0] += one.debit - one.credit
                elif one.month <= ends:
                    sums[1] += one.debit
                    sums[2] += one.credit
            return {key: Sums(*sums) for key, sums in found.items() if any(sums)}

        return Ledger(
            self.book,
            first,
            last,
            added((one.account, one) for one in self.moved),
            added((one.account, one) for one in self.moved if one.closing),
            added(((one.account, one.party), one) for one in self.parties),
        )
