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
from qinglian_desktop.modules.funds.books import OPENING, Voucher, VoucherLine
from qinglian_desktop.modules.funds.chart import BANK, CASH
from qinglian_desktop.modules.funds.figures import Balance, Figures
from qinglian_desktop.modules.funds.posting import moved_of
from qinglian_desktop.modules.funds.reads.asking import own, within
from qinglian_desktop.modules.funds.reads.charts import chart_on
from qinglian_desktop.modules.funds.records import (
    BOOKS,
    COLLECTIVE,
    INCOME,
    SPENDING,
    Entry,
    OpeningBalance,
)
from qinglian_desktop.modules.funds.rules import may_be_person
from qinglian_desktop.store.book import Book

FINANCE = "财务收支"
NEEDED = tuple(name for name, field in Entry.fields.items() if field.required)


def opening_voucher(book: Book, account: str, day: date) -> Row | None:
    """The latest 期初 voucher that counts on that day: the books begin with it."""
    where = (*own(book, account), Where("kind", "=", OPENING), Where("day", "<=", day.isoformat()))
    found = book.rows(Query(Voucher.table, where, order=(("day", True),), limit=1))
    return found[0] if found else None


def opening_of(book: Book, account: str, day: date) -> OpeningBalance | None:
    """The latest opening balance that counts on that day, typed as two figures or by account."""
    where = (*own(book, account), Where("year", "<=", day.year))
    found = book.records(OpeningBalance, *where, order="year")
    voucher = opening_voucher(book, account, day)
    if voucher is None:
        return found[-1] if found else None
    year = int(voucher["day"][:4])
    if found and found[-1].year > year:
        return found[-1]
    held = _of_lines(book, (Where("voucher_id", "=", voucher["id"]),))
    return OpeningBalance(book=account, year=year, cash_fen=held.cash, bank_fen=held.bank)


def balances(book: Book, account: str, day: date) -> Balance:
    """What the book held at the end of that day, cash and bank, in 分.

    From the latest opening balance on; without one, from the first entry on. Half-filled
    entries, and those with a text that waits to be put right, do not count.
    """
    opening = opening_of(book, account, day)
    first = date(opening.year, 1, 1) if opening else date.min
    start = Balance(opening.cash_fen, opening.bank_fen) if opening else Balance()
    holds = {"现金": start.cash, "银行": start.bank}
    query = counted(book, account, first, day)
    for direction, channel, fen, _ in book.grouped(query, ("direction", "channel"), "amount_fen"):
        sign = {INCOME: 1, SPENDING: -1}.get(direction, 0)
        holds["现金" if channel == "现金" else "银行"] += sign * fen
    moved = _of_lines(book, (*own(book, account), *within(first, day), NOT_OPENING))
    return Balance(holds["现金"] + moved.cash, holds["银行"] + moved.bank)


NOT_OPENING = Where("kind", "!=", OPENING)


def counted(book: Book, account: str, first: date, last: date) -> Query:
    """The entries of these days that count: filled in, and no text waits beside them."""
    where = (
        *own(book, account),
        *within(first, last),
        *(Where(name, "filled") for name in NEEDED),
    )
    return held.without_waiting(book, Query(Entry.table, where))


def _of_lines(book: Book, where: tuple[Where, ...]) -> Balance:
    """What these lines of vouchers did to the money."""
    query, sums = Query(VoucherLine.table, where), {CASH: 0, BANK: 0}
    for name, sign in (("debit_fen", 1), ("credit_fen", -1)):
        for code, fen, _ in book.grouped(query, ("account",), name):
            if (code or "")[:3] in sums:
                sums[code[:3]] += sign * fen
    return Balance(sums[CASH], sums[BANK])


def quarter_figures(book: Book, account: str, period: Period) -> Figures:
    """The figures of one book over a period; refused when they do not agree to the 分."""
    where = (*own(book, account), *within(period.first, period.last))
    lines = [*book.records(Entry, *where, order="day"), *_paid_by_voucher(book, account, period)]
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


def _paid_by_voucher(book: Book, account: str, period: Period) -> list[Entry]:
    """Vouchers that moved money in or out of the book, told as receipts and payments."""
    where = (*own(book, account), *within(period.first, period.last), NOT_OPENING)
    of_voucher: dict[str, list[Row]] = {}
    for row in book.rows(Query(VoucherLine.table, where, order=(("place", False),))):
        of_voucher.setdefault(row["voucher_id"], []).append(row)
    told = {
        key: moved_of([(r["account"] or "", r["debit_fen"], r["credit_fen"]) for r in rows], kind)
        for key, rows in of_voucher.items()
        for kind in (rows[0]["kind"],)
    }
    found = [key for key, lines in told.items() if any(lines)]
    vouchers = {row["id"]: row for row in book.page(Voucher.table, found)}
    chart = chart_on(book, account, period.last) if found else None
    return [
        Entry(
            id=line["id"],
            book=account,
            day=date.fromisoformat(line["day"]),
            direction=INCOME if one.received else SPENDING,
            summary=line["summary"] or vouchers[key]["summary"],
            purpose=chart.name(line["account"]),
            counterparty=line["party"] or vouchers[key]["summary"],
            is_person=may_be_person(line["party"] or ""),
            amount_fen=one.received or one.paid,
            voucher_no=vouchers[key]["voucher_no"],
        )
        for key in found
        for line, one in zip(of_voucher[key], told[key], strict=True)
        if one and chart is not None
    ]


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


def newest_notice(book: Book, row: Row) -> Row:
    """The latest correction of this notice; the notice itself where nobody corrected it."""
    where = (Where("owner", "=", book.unit.office_id), Where("corrects", "=", row["number"]))
    return max((row, *book.rows(Query(Notice.table, where))), key=lambda one: str(one["id"]))
