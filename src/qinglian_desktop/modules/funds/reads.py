"""What does a book hold on a day, what moved over a period, which notice tells it?"""

from datetime import date, timedelta

from qinglian_desktop.core import held, money
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.disclosure.rules import (
    COLLECTIVE_FINANCE,
    COMMUNITY_FINANCE,
    VILLAGE_FINANCE,
)
from qinglian_desktop.modules.funds.figures import Balance, Figures
from qinglian_desktop.modules.funds.records import (
    BOOKS,
    COLLECTIVE,
    INCOME,
    SPENDING,
    Entry,
    OpeningBalance,
)
from qinglian_desktop.store.book import Book

FINANCE = "财务收支"
NEEDED = tuple(name for name, field in Entry.fields.items() if field.required)


def own(book: Book, account: str) -> tuple[Where, ...]:
    """The rows of this office in this book."""
    return (Where("owner", "=", book.unit.office_id), Where("book", "=", account))


def within(first: date, last: date) -> tuple[Where, Where]:
    """Entries of these days, first and last included."""
    return Where("day", ">=", first.isoformat()), Where("day", "<=", last.isoformat())


def opening_of(book: Book, account: str, day: date) -> OpeningBalance | None:
    """The latest opening balance that counts on that day."""
    where = (*own(book, account), Where("year", "<=", day.year))
    found = book.records(OpeningBalance, *where, order="year")
    return found[-1] if found else None


def balances(book: Book, account: str, day: date) -> Balance:
    """What the book held at the end of that day, cash and bank, in 分.

    From the latest opening balance on; without one, from the first entry on. Half-filled
    entries, and those with a text that waits to be put right, do not count.
    """
    opening = opening_of(book, account, day)
    first = date(opening.year, 1, 1) if opening else date.min
    start = Balance(opening.cash_fen, opening.bank_fen) if opening else Balance()
    where = (
        *own(book, account),
        *within(first, day),
        *(Where(name, "filled") for name in NEEDED),
    )
    query = held.without_waiting(book, Query(Entry.table, where))
    holds = {"现金": start.cash, "银行": start.bank}
    for direction, channel, fen, _ in book.grouped(query, ("direction", "channel"), "amount_fen"):
        sign = {INCOME: 1, SPENDING: -1}.get(direction, 0)
        holds["现金" if channel == "现金" else "银行"] += sign * fen
    return Balance(holds["现金"], holds["银行"])


def quarter_figures(book: Book, account: str, period: Period) -> Figures:
    """The figures of one book over a period; refused when they do not agree to the 分."""
    where = (*own(book, account), *within(period.first, period.last))
    lines = book.records(Entry, *where, order="day")
    opened = opening_of(book, account, period.first)
    if (
        opened is not None
        and opened.year == period.year
        and period.first == date(period.year, 1, 1)
    ):
        opening = Balance(opened.cash_fen, opened.bank_fen)
    else:
        opening = balances(book, account, period.first - timedelta(days=1))
    figures = Figures(
        account,
        period,
        opening,
        balances(book, account, period.last),
        tuple(sorted(lines, key=lambda line: (line.day, line.voucher_no))),
    )
    if figures.gap:
        raise Refused(
            f"{period.label}对不上：上期结余加收入减支出，比期末多 {money.show(figures.gap)} 元",
            "请核对期初余额和这一期的收支",
            code="QL-SZ-009",
        )
    return figures


def opening_gap(book: Book, account: str, year: int) -> int:
    """This year's registered opening balance less what last year ended with, in 分."""
    opened = opening_of(book, account, date(year, 1, 1))
    before = opening_of(book, account, date(year - 1, 1, 1))
    if opened is None or opened.year != year or before is None:
        return 0
    ended = balances(book, account, date(year - 1, 12, 31))
    return opened.cash_fen + opened.bank_fen - ended.total


def finance_code(book: Book, account: str) -> str:
    """The catalogue's row for this book: F05 for the collective, F03 or F04 for the committee."""
    if account == COLLECTIVE:
        return COLLECTIVE_FINANCE
    return VILLAGE_FINANCE if book.unit.kind == "village" else COMMUNITY_FINANCE


def account_of(book: Book, code: str) -> str | None:
    """The book that a catalogue row speaks of; None for a row that is not about a book."""
    return {finance_code(book, account): account for account in BOOKS}.get(code)


def finance_notice(book: Book, account: str, period: Period) -> Row | None:
    """The finance notice of a book and period, corrections aside."""
    where = (
        *own(book, account),
        Where("period", "=", str(period)),
        Where("kind", "=", FINANCE),
        Where("corrects", "empty"),
    )
    found = book.rows(Query(Notice.table, where, limit=1))
    return found[0] if found else None
