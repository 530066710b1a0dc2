"""Money that came in and went out: by vouchers, and row by row."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.funds.books import Voucher, VoucherLine
from qinglian_desktop.modules.funds.chart import BANK, CASH
from qinglian_desktop.modules.funds.notices import public_words
from qinglian_desktop.modules.funds.reads.asking import own, within
from qinglian_desktop.modules.funds.reads.money import NOT_OPENING
from qinglian_desktop.modules.funds.records import INCOME, Entry
from qinglian_desktop.modules.funds.statements.public import Flow
from qinglian_desktop.modules.funds.statements.register import Paid
from qinglian_desktop.store.book import Book

_MONEY: Final = (CASH, BANK)
_SIDES: Final = ("debit_fen", "credit_fen")


def voucher_flows(book: Book, account: str, first: date, last: date) -> Iterator[tuple[str, Flow]]:
    """Of vouchers that moved money in or out: their id, and a flow for each other line."""
    where = (*own(book, account), *within(first, last), NOT_OPENING)
    of_voucher: dict[str, list[tuple[str, str, int, int]]] = {}
    by = ("voucher_id", "day:7", "account")
    for key, month, code, debit, credit in book.summed(Query(VoucherLine.table, where), by, _SIDES):
        of_voucher.setdefault(key, []).append((month, code or "", debit, credit))
    for key, lines in of_voucher.items():
        if not sum(d - c for _, code, d, c in lines if code[:3] in _MONEY):
            continue
        for month, code, debit, credit in lines:
            if code[:3] not in _MONEY:
                yield key, Flow(month, code, "", credit, debit)


def paid(book: Book, account: str, first: date, last: date) -> list[Paid]:
    """Every row of these days that moved money, by day and number; people as a board names them."""
    resident = book.word("resident")
    where = (*own(book, account), *within(first, last))
    waiting = book.waiting(Entry.table)
    made = [
        Paid(
            one.day, one.voucher_no, public_words(one.summary, one, resident),
            one.amount_fen if one.direction == INCOME else 0,
            0 if one.direction == INCOME else one.amount_fen,
            one.handler or "", one.approver or "", Entry.table, one.id,
        )
        for one in book.records(Entry, *where)
        if one.id not in waiting
    ]  # fmt: skip
    sums: dict[str, list[int]] = {}
    for key, flow in voucher_flows(book, account, first, last):
        into = sums.setdefault(key, [0, 0])
        into[0] += flow.received
        into[1] += flow.paid
    for row in book.page(Voucher.table, list(sums)):
        received, spent = sums[row["id"]]
        made.append(
            Paid(
                date.fromisoformat(row["day"]), row["voucher_no"], row["summary"], received, spent,
                row["entered_by"] or "", "", Voucher.table, row["id"],
            )
        )  # fmt: skip
    return sorted(made, key=lambda one: (one.day, one.number))
