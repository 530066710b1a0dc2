"""The books of a unit: what they begin with, what an entry is for, and their statements."""

from datetime import date
from pathlib import Path

from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds.actions.openings import open_books
from qinglian_desktop.modules.funds.actions.reporting import write_statements
from qinglian_desktop.modules.funds.books import Line
from qinglian_desktop.modules.funds.reads import proposed
from qinglian_desktop.modules.funds.reads.telling import names_of
from qinglian_desktop.modules.funds.records import COLLECTIVE, INCOME
from qinglian_desktop.store.book import Book

# What the words of a purpose do not tell.
_OTHERS = {
    (True, True): "50403", (True, False): "51308", (False, True): "504", (False, False): "519",
}  # fmt: skip


def begin(book: Book, year: int, cash_fen: int, bank_fen: int) -> None:
    """The collective's balances by account: cash and bank against its capital."""
    lines = (Line("101", cash_fen), Line("10201", bank_fen), Line("301", 0, cash_fen + bank_fen))
    open_books(book, COLLECTIVE, year, lines)


def account_of(book: Book, account: str, day: date, direction: str, words: str) -> str:
    """The account that stands against the money."""
    known = proposed(book, account, day, direction, words)
    return known or _OTHERS[account == COLLECTIVE, direction == INCOME]


def statements(book: Book, account: str, period: Period, path: Path) -> None:
    """All statements of one book and period in one workbook."""
    write_statements(book, account, names_of(account), period, path)
