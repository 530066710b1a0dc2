"""Which lines does an entry make, and what must hold for the lines of a voucher? Nothing is read.

An entry is a voucher of two lines: the money on one side, what it was for on the other. They are
never stored; whoever needs them asks here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.modules.funds.books import CLOSING, OPENING, RED, Line
from qinglian_desktop.modules.funds.chart import BANK, CASH, SUSPENSE, Chart
from qinglian_desktop.modules.funds.records import INCOME
from qinglian_desktop.modules.funds.rules import LARGEST

MOST_LINES: Final = 500
_MONEY: Final = (CASH, BANK)
_RESULTS: Final = "5"


class Balances(NamedTuple):
    """One account: what it began the year with and what moved since, in 分.

    `opening` and `closing` are debit less credit; a balance on the credit side is negative.
    """

    opening: int = 0
    debit: int = 0
    credit: int = 0

    @property
    def closing(self) -> int:
        return self.opening + self.debit - self.credit


def money_side(channel: str | None, bank_account: str | None, codes: Mapping[str, str]) -> str:
    """The account of the money: cash, the bank account's own, or the bank as a whole."""
    if channel == "现金":
        return CASH
    return codes.get(bank_account or "", BANK)


def lines_of(entry: Mapping[str, Any], codes: Mapping[str, str]) -> tuple[Line, Line]:
    """The two lines of a receipt or payment; `codes` are the accounts of the bank accounts."""
    fen, words = entry["amount_fen"] or 0, entry["summary"] or ""
    held = money_side(entry["channel"], entry.get("bank_account_id"), codes)
    other, party = entry.get("account") or SUSPENSE, entry["counterparty"] or ""
    if entry["direction"] == INCOME:
        return Line(held, fen, 0, words), Line(other, 0, fen, words, party)
    return Line(other, fen, 0, words, party), Line(held, 0, fen, words)


class Moved(NamedTuple):
    """What a line beside the money says of it: under which account, what came in, what went out."""

    account: str
    received: int
    paid: int


def moved_of(lines: Sequence[tuple[str, int, int]], kind: str) -> list[Moved | None]:
    """For each (account, debit, credit) of a voucher; None for money and where none moved.

    Income and costs are told in full. What was only held back or set off (内部往来, 应付款) never
    moved: it makes the receipt or payment smaller, told under the account of the largest line.
    """
    net = sum(debit - credit for code, debit, credit in lines if code[:3] in _MONEY)
    incoming = (net > 0) != (kind == RED)
    told = [_moved(line, incoming=incoming) if net else None for line in lines]
    whole = [one.received + one.paid for one in told if one]
    most = max(whole, key=abs, default=0)
    under = next((one.account for one in told if one and one.received + one.paid == most), "")
    return [
        one._replace(account=under) if one and (one.received + one.paid) * most < 0 else one
        for one in told
    ]


def _moved(line: tuple[str, int, int], *, incoming: bool) -> Moved | None:
    code, debit, credit = line
    if code[:3] in _MONEY:
        return None
    if code.startswith(_RESULTS):
        return Moved(code, credit, debit)
    return Moved(code, credit - debit, 0) if incoming else Moved(code, 0, debit - credit)


def gap(lines: Iterable[Line]) -> int:
    """Debit less credit; 0 for every voucher."""
    return sum(line.debit_fen - line.credit_fen for line in lines)


def lines_problem(lines: Sequence[Line], chart: Chart, kind: str) -> Problem | None:
    """What is wrong with the lines of a voucher of this kind; None when nothing is."""
    if len(lines) < 2:
        return Problem(f"凭证只有 {len(lines)} 行", "至少一行借方、一行贷方", "lines", "QL-SZ-106")
    if len(lines) > MOST_LINES:
        return Problem(
            f"凭证有 {len(lines)} 行，太多了", f"一张最多 {MOST_LINES} 行，请分几张记", "lines",
            "QL-SZ-107",
        )  # fmt: skip
    for place, line in enumerate(lines, 1):
        if problem := _account_problem(line, chart, kind) or amount_problem(line, kind):
            return problem._replace(what=f"第 {place} 行：{problem.what}")
    if off := gap(lines):
        more = "借方比贷方多" if off > 0 else "贷方比借方多"
        return Problem(
            f"借贷不平，{more} {money.show(abs(off))} 元", "请核对每一行的金额和借贷方向", "lines",
            "QL-SZ-108",
        )  # fmt: skip
    return None


def _account_problem(line: Line, chart: Chart, kind: str) -> Problem | None:
    """What takes back or closes goes where the amount stands, also where nobody posts any more."""
    if kind in (RED, CLOSING) and chart.placed(line.account):
        return None
    return chart.problem(line.account)


def amount_problem(line: Line, kind: str) -> Problem | None:
    sides = (line.debit_fen, line.credit_fen)
    if any(type(side) is not int for side in sides):
        return Problem("金额有不到一分的零头", "金额只到分，例：2380.50", "lines", "QL-SZ-109")
    if all(sides) or not any(sides):
        what = "借方和贷方都填了" if all(sides) else "没有金额"
        return Problem(what, "一行只填借方或者贷方一个金额", "lines", "QL-SZ-110")
    amount = sum(sides)
    if abs(amount) >= LARGEST:
        return Problem(
            f"金额 {money.show(amount)} 太大", "请检查是不是多打了几个 0", "lines", "QL-SZ-111"
        )
    if amount < 0 and kind not in (RED, OPENING):
        return Problem(
            f"金额 {money.show(amount)} 是负数", "冲回以前的凭证请用“红字冲回”", "lines",
            "QL-SZ-112",
        )  # fmt: skip
    return None


def reversed_lines(lines: Iterable[Line], words: str) -> tuple[Line, ...]:
    """The same accounts on the same sides, with negative amounts (红字)."""
    return tuple(
        line._replace(debit_fen=-line.debit_fen, credit_fen=-line.credit_fen, summary=words)
        for line in lines
    )
