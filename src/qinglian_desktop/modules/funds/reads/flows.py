"""Money that came in and went out: by vouchers, and row by row."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from qinglian_desktop.core.kinds import mask_name
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.privacy import covered
from qinglian_desktop.modules.funds.books import Voucher, VoucherLine
from qinglian_desktop.modules.funds.notices import public_words
from qinglian_desktop.modules.funds.posting import moved_of
from qinglian_desktop.modules.funds.reads.asking import own, within
from qinglian_desktop.modules.funds.reads.money import NOT_OPENING
from qinglian_desktop.modules.funds.records import INCOME, Entry
from qinglian_desktop.modules.funds.rules import may_be_person
from qinglian_desktop.modules.funds.statements.public import Flow
from qinglian_desktop.modules.funds.statements.register import Paid
from qinglian_desktop.store.book import Book

_SIDES: Final = ("debit_fen", "credit_fen")


def voucher_flows(book: Book, account: str, first: date, last: date) -> Iterator[tuple[str, Flow]]:
    """Of vouchers that moved money in or out: their id, and a flow for each other line."""
    where = (*own(book, account), *within(first, last), NOT_OPENING)
    of_voucher: dict[tuple[str, str, str], list[tuple[str, int, int]]] = {}
    by = ("voucher_id", "day:7", "kind", "account")
    for *key, code, debit, credit in book.summed(Query(VoucherLine.table, where), by, _SIDES):
        of_voucher.setdefault((key[0], key[1], key[2]), []).append((code or "", debit, credit))
    for (row_id, month, kind), lines in of_voucher.items():
        for one in moved_of(lines, kind):
            if one:
                yield row_id, Flow(month, one.account, "", one.received, one.paid)


def paid(book: Book, account: str, first: date, last: date) -> list[Paid]:
    """Every row of these days that moved money, by day and number, as it may hang on a board.

    People are named as a notice names them, marked as people or not, and numbers are covered.
    """
    resident = book.word("resident")
    where = (*own(book, account), *within(first, last))
    waiting = book.waiting(Entry.table)
    made = [
        Paid(
            one.day, one.voucher_no, _of_entry(one, resident),
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
    people = _people_of(book, list(sums))
    for row in book.page(Voucher.table, list(sums)):
        received, spent = sums[row["id"]]
        summary = _without_people(row["summary"], people.get(row["id"], ()))
        made.append(
            Paid(
                date.fromisoformat(row["day"]), row["voucher_no"], summary, received, spent,
                row["entered_by"] or "", "", Voucher.table, row["id"],
            )
        )  # fmt: skip
    return sorted(made, key=lambda one: (one.day, len(one.number), one.number))


def _of_entry(one: Entry, resident: str) -> str:
    text = public_words(one.summary, one, resident)
    unmarked = not one.is_person and may_be_person(one.counterparty)
    return _without_people(text, (one.counterparty,) if unmarked else ())


def _people_of(book: Book, vouchers: list[str]) -> dict[str, set[str]]:
    """Whom the lines of each voucher name that read like people."""
    found: dict[str, set[str]] = {}
    where = (Where("voucher_id", "in", vouchers), Where("party", "filled"))
    for row in book.rows(Query(VoucherLine.table, where)) if vouchers else ():
        if may_be_person(row["party"]):
            found.setdefault(row["voucher_id"], set()).add(row["party"])
    return found


def _without_people(text: str, people: Iterable[str]) -> str:
    for name in sorted(people, key=len, reverse=True):
        text = text.replace(name, mask_name(name))
    return covered(text)
