"""What must hold for a receipt or payment, who may be named on the board, and do the sums agree?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import mask_name
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds.records import INCOME, SPENDING, Entry

LARGEST: Final = 10**13  # 分; a hundred billion yuan, far beyond any community
# Pay may be named in full, relief is named by role (disclosure-and-decisions §10.2).
PAY: Final = ("误工", "工资", "报酬", "薪酬", "绩效", "劳务", "补助费", "值班")
RELIEF: Final = ("救助", "慰问", "救济", "低保", "特困", "帮扶", "困难")


def entry_problem(entry: Mapping[str, Any], today: date) -> Problem | None:
    """What is wrong with the values of an entry, filled in or not; None when nothing is."""
    fen = entry.get("amount_fen")
    if fen is not None and fen <= 0:
        return Problem(
            f"金额 {money.show(fen)} 不对，要大于 0",
            "收入和支出都填正数，冲回的另记一笔相反的收支",
            "amount_fen",
            "QL-SZ-001",
        )
    if fen is not None and fen >= LARGEST:
        return Problem(
            f"金额 {money.show(fen)} 太大", "请检查是不是多打了几个 0", "amount_fen", "QL-SZ-002"
        )
    day = entry.get("day")
    if day and date.fromisoformat(day) > today:
        when = paper_day(date.fromisoformat(day))
        return Problem(f"日期{when}在今天之后", "收付发生后再登记；请核对日期", "day", "QL-SZ-003")
    return None


def moved_problem(before: Mapping[str, Any], after: Mapping[str, Any]) -> Problem | None:
    """A numbered entry stays in its book and its year, so that the numbers have no gaps."""
    if not before.get("voucher_no"):
        return None
    if before.get("book") and after.get("book") != before["book"]:
        return Problem(
            f"这一笔已经记在{before['book']}的账上，不能改到另一本账",
            "两本账不能混：请删掉这一笔，在对的账本里重新登记",
            "book",
            "QL-SZ-004",
        )
    if before.get("day") and (after.get("day") or "")[:4] != before["day"][:4]:
        return Problem(
            f"这一笔已编入{before['day'][:4]}年的凭证号，不能改到别的年度",
            "请删掉这一笔，在对的年度重新登记",
            "day",
            "QL-SZ-005",
        )
    return None


def payee(entry: Entry, resident: str) -> str:
    """The other side as the board names it: organisation in full, a person by what it is for."""
    if not entry.is_person:
        return entry.counterparty
    about = entry.purpose + entry.summary
    if any(word in about for word in RELIEF):
        return f"受助{resident}"
    if any(word in about for word in PAY):
        return entry.counterparty
    return mask_name(entry.counterparty)


def public_words(text: str, entry: Entry, resident: str) -> str:
    """A summary in which the person is named as in the column beside it."""
    if entry.is_person and entry.counterparty:
        return text.replace(entry.counterparty, payee(entry, resident))
    return text


@dataclass(frozen=True, slots=True)
class Balance:
    """What a book holds, in 分."""

    cash: int = 0
    bank: int = 0

    @property
    def total(self) -> int:
        return self.cash + self.bank


@dataclass(frozen=True, slots=True)
class Figures:
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
