"""What was posted to each account of a book, month by month: read once for all statements."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.funds.books import CLOSING, RED, Voucher, VoucherLine
from qinglian_desktop.modules.funds.chart import SUSPENSE
from qinglian_desktop.modules.funds.posting import money_side
from qinglian_desktop.modules.funds.reads.accounts import openings
from qinglian_desktop.modules.funds.reads.asking import own, within
from qinglian_desktop.modules.funds.reads.charts import bank_codes
from qinglian_desktop.modules.funds.reads.money import NOT_OPENING, counted, opening_voucher
from qinglian_desktop.modules.funds.records import INCOME
from qinglian_desktop.modules.funds.statements.public import Flow
from qinglian_desktop.modules.funds.statements.sums import BEFORE, Moved, Turnover
from qinglian_desktop.store.book import Book

OPEN_WITH: Final = ("112", "113", "201", "211", "212", "213", "221")  # stand open with somebody
_SIDES: Final = ("debit_fen", "credit_fen")
_MONTH: Final = "day:7"


class Read(NamedTuple):
    """A book read once: its accounts by month, and the receipts and payments by purpose."""

    turnover: Turnover
    flows: tuple[Flow, ...]


def turnover(book: Book, account: str, first: date, last: date) -> Turnover:
    """The book `account` up to `last`, told apart by month (those before `first` too)."""
    return read_book(book, account, first, last).turnover


def read_book(book: Book, account: str, first: date, last: date) -> Read:
    """The entries are added up in one go: they are the most, and each pass reads them all."""
    begun, opening = openings(book, account, last)
    moved = [Moved(code, BEFORE, debit, credit) for code, (debit, credit) in opening.items()]
    entered, flows = _entries(book, account, begun, last)
    moved += entered
    moved += _lines(book, account, begun, last)
    open_codes = sorted({one.account for one in moved if one.account.startswith(OPEN_WITH)})
    parties = (
        [*_opened_with(book, account, last), *_parties(book, account, begun, last, open_codes)]
        if open_codes
        else ()
    )
    return Read(Turnover(account, first, tuple(moved), tuple(parties), begun), flows)


def _entries(
    book: Book, account: str, first: date, last: date
) -> tuple[list[Moved], tuple[Flow, ...]]:
    codes = bank_codes(book, account)
    by = (_MONTH, "account", "purpose", "direction", "channel", "bank_account_id")
    found = book.summed(counted(book, account, first, last), by, ("amount_fen",))
    sides: dict[tuple[str, str], list[int]] = {}
    flows: dict[tuple[str, str, str], list[int]] = {}
    for month, code, purpose, direction, channel, bank, fen in found:
        held, other = money_side(channel, bank, codes), code or SUSPENSE
        incoming = direction == INCOME
        debit, credit = (held, other) if incoming else (other, held)
        sides.setdefault((debit, month), [0, 0])[0] += fen
        sides.setdefault((credit, month), [0, 0])[1] += fen
        flows.setdefault((month, code or "", purpose), [0, 0])[not incoming] += fen
    moved = [Moved(code, month, both[0], both[1]) for (code, month), both in sides.items()]
    return moved, tuple(Flow(*key, *both) for key, both in flows.items())


def _lines(book: Book, account: str, first: date, last: date) -> Iterator[Moved]:
    where = (*own(book, account), *within(first, last), NOT_OPENING)
    found = book.summed(Query(VoucherLine.table, where), ("account", "kind", _MONTH), _SIDES)
    for code, kind, month, debit, credit in found:
        yield Moved(code or SUSPENSE, month, debit, credit, closing=kind == CLOSING)
    for code, month, debit, credit in _closings_reversed(book, account, where):
        yield Moved(code, month, -debit, -credit)
        yield Moved(code, month, debit, credit, closing=True)


def _closings_reversed(book: Book, account: str, where: tuple[Where, ...]) -> list[tuple[Any, ...]]:
    """What was carried forward and taken back in red: by account and month."""
    ids = _red_closings(book, account)
    if not ids:
        return []
    query = Query(VoucherLine.table, (*where, Where("voucher_id", "in", ids)))
    return book.summed(query, ("account", _MONTH), _SIDES)


def _red_closings(book: Book, account: str) -> list[str]:
    """A carrying forward taken back in red is no income either."""
    red = book.rows(Query(Voucher.table, (*own(book, account), Where("kind", "=", RED))))
    taken = {row["reverses_id"]: row["id"] for row in red if row["reverses_id"]}
    found = book.page(Voucher.table, list(taken)) if taken else []
    return [taken[row["id"]] for row in found if row["kind"] == CLOSING]


def carrying(book: Book, account: str) -> frozenset[str]:
    """The vouchers that carry results forward, and those that take it back."""
    closings = book.ids(Query(Voucher.table, (*own(book, account), Where("kind", "=", CLOSING))))
    return frozenset((*closings, *_red_closings(book, account)))


def _opened_with(book: Book, account: str, last: date) -> Iterator[Moved]:
    """Whom the opening balances name."""
    voucher = opening_voucher(book, account, last)
    if voucher is None:
        return
    query = Query(VoucherLine.table, (Where("voucher_id", "=", voucher["id"]),))
    for code, party, debit, credit in book.summed(query, ("account", "party"), _SIDES):
        if code.startswith(OPEN_WITH):
            yield Moved(code, BEFORE, debit, credit, party or "")


def _parties(
    book: Book, account: str, first: date, last: date, codes: Sequence[str]
) -> Iterator[Moved]:
    among = Where("account", "in", codes)
    entries = counted(book, account, first, last)
    entries = entries._replace(where=(*entries.where, among))
    by = ("account", "counterparty", "direction", _MONTH)
    for code, party, direction, month, fen in book.summed(entries, by, ("amount_fen",)):
        debit, credit = (0, fen) if direction == INCOME else (fen, 0)
        yield Moved(code, month, debit, credit, party or "")
    where = (*own(book, account), *within(first, last), NOT_OPENING, among)
    query = Query(VoucherLine.table, where)
    for code, party, month, debit, credit in book.summed(
        query, ("account", "party", _MONTH), _SIDES
    ):
        yield Moved(code, month, debit, credit, party or "")
