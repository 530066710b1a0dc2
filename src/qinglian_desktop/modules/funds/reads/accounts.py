"""What stands on each account on a day? Entries and vouchers together, in 分."""

from collections.abc import Mapping
from datetime import date, timedelta

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.funds.books import VoucherLine
from qinglian_desktop.modules.funds.chart import BANK, CASH, SUSPENSE, Chart
from qinglian_desktop.modules.funds.posting import Balances, money_side
from qinglian_desktop.modules.funds.reads.asking import own, within
from qinglian_desktop.modules.funds.reads.charts import bank_codes, chart_on
from qinglian_desktop.modules.funds.reads.money import (
    NOT_OPENING,
    balances,
    counted,
    opening_voucher,
)
from qinglian_desktop.modules.funds.records import INCOME, OpeningBalance
from qinglian_desktop.store.book import Book

Sides = dict[str, list[int]]  # account -> [debit, credit]
_DAY = timedelta(days=1)


def account_balances(book: Book, account: str, day: date) -> Mapping[str, Balances]:
    """Each account with anything on it at the end of the day, details and those above them.

    `opening` is what the year began with, debit and credit what moved since. What an entry
    without an account was for stands on SUSPENSE (还没归科目), so that the book stays whole.
    """
    return rolled_up(exact_balances(book, account, day), chart_on(book, account, day))


def exact_balances(book: Book, account: str, day: date) -> dict[str, Balances]:
    """The same, each account by itself: what is on a detail is not on the one above it."""
    new_year = date(day.year, 1, 1)
    begun, opening = openings(book, account, day)
    if begun < new_year:
        _add(opening, movements(book, account, begun, new_year - _DAY))
    moved = movements(book, account, max(begun, new_year), day)
    codes = opening.keys() | moved.keys()
    return {code: Balances(_net(opening.get(code)), *moved.get(code, (0, 0))) for code in codes}


def movements(book: Book, account: str, first: date, last: date) -> Sides:
    """Debit and credit of each account over these days, opening balances aside.

    Each account stands by itself here: what is on a detail is not on the one above it.
    """
    sides: Sides = {}
    codes = bank_codes(book, account)
    by = ("account", "bank_account_id", "channel", "direction")
    entries = counted(book, account, first, last)
    for code, bank_account, channel, direction, fen, _ in book.grouped(entries, by, "amount_fen"):
        held, other = money_side(channel, bank_account, codes), code or SUSPENSE
        debit, credit = (held, other) if direction == INCOME else (other, held)
        sides.setdefault(debit, [0, 0])[0] += fen
        sides.setdefault(credit, [0, 0])[1] += fen
    where = (*own(book, account), *within(first, last), NOT_OPENING)
    _add(sides, _lines(book, where))
    return sides


def rolled_up(exact: Mapping[str, Balances], chart: Chart) -> dict[str, Balances]:
    """Details are also counted in the accounts above them."""
    found: dict[str, Balances] = {}
    for code, one in exact.items():
        above = code
        while above:
            into = found.get(above, Balances())
            found[above] = Balances(*(a + b for a, b in zip(into, one, strict=True)))
            item = chart.placed(above)
            above = item.parent if item else ""
    return dict(sorted(found.items()))


def off_balance(book: Book, account: str, day: date) -> int:
    """Debit less credit over all accounts of the book: 0, or the book is broken."""
    begun, sides = openings(book, account, day)
    _add(sides, movements(book, account, begun, day))
    return sum(debit - credit for debit, credit in sides.values())


def openings(book: Book, account: str, day: date) -> tuple[date, Sides]:
    """When the books begin, and what they began with."""
    sides: Sides = {}
    begun = date.min
    if voucher := opening_voucher(book, account, day):
        begun = date.fromisoformat(voucher["day"])
        _add(sides, _lines(book, (Where("voucher_id", "=", voucher["id"]),)))
    where = (
        *own(book, account), Where("year", ">", begun.year), Where("year", "<=", day.year),
    )  # fmt: skip
    for one in book.records(OpeningBalance, *where, order="year"):
        _restart(book, account, one, sides, first=begun == date.min)
        begun = date(one.year, 1, 1) if begun == date.min else begun
    return begun, sides


def _restart(
    book: Book, account: str, opened: OpeningBalance, sides: Sides, *, first: bool
) -> None:
    """Cash and bank as they were typed; what they are off from the year before is in suspense."""
    before = balances(book, account, date(opened.year - 1, 12, 31))
    carried = (0, 0) if first else (before.cash, before.bank)
    cash, bank = opened.cash_fen - carried[0], opened.bank_fen - carried[1]
    for code, fen in ((CASH, cash), (BANK, bank), (SUSPENSE, -cash - bank)):
        side = sides.setdefault(code, [0, 0])
        side[fen < 0] += abs(fen)


def _lines(book: Book, where: tuple[Where, ...]) -> Sides:
    sides: Sides = {}
    query = Query(VoucherLine.table, where)
    for place, name in enumerate(("debit_fen", "credit_fen")):
        for code, fen, _ in book.grouped(query, ("account",), name):
            sides.setdefault(code or SUSPENSE, [0, 0])[place] += fen
    return sides


def _add(into: Sides, more: Sides) -> None:
    for code, (debit, credit) in more.items():
        side = into.setdefault(code, [0, 0])
        side[0] += debit
        side[1] += credit


def _net(side: list[int] | None) -> int:
    return side[0] - side[1] if side else 0
