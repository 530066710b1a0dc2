"""Puts the vouchers of plain_books into a book, the way the program posts them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import plain_books
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.actions.vouchers import Draft, post_all
from qinglian_desktop.modules.funds.books import Line
from qinglian_desktop.modules.funds.records import INCOME, SPENDING, Entry
from qinglian_desktop.store.book import Book


def post(book: Book, vouchers: Sequence[plain_books.Voucher]) -> None:
    """Receipts and payments as entries, the rest as vouchers; red ones after what they reverse."""
    with book.change("记账") as change:
        change.add_all(Entry, [_entry(n, v) for n, v in enumerate(vouchers) if v.kind == "收支"])
        ids: dict[int, str] = {}
        for red in (False, True):
            for name in (plain_books.COLLECTIVE, plain_books.COMMITTEE):
                listed = [
                    (place, one)
                    for place, one in enumerate(vouchers)
                    if one.book == name and one.kind != "收支" and (one.kind == "红字") == red
                ]
                made = post_all(change, name, [_draft(one, ids) for _, one in listed])
                ids |= {place: row_id for (place, _), row_id in zip(listed, made, strict=True)}


def _entry(number: int, one: plain_books.Voucher) -> Row:
    money = next(leg for leg in one.legs if leg.account in ("101", "102"))
    other = next(leg for leg in one.legs if leg is not money)
    return {
        "book": one.book, "day": one.day, "direction": INCOME if money.debit else SPENDING,
        "summary": f"第{number}笔", "purpose": one.purpose, "counterparty": other.party,
        "is_person": 0, "amount_fen": money.debit or money.credit,
        "voucher_no": f"S{number:06}", "channel": "现金" if money.account == "101" else "银行",
        "account": other.account,
    }  # fmt: skip


def _draft(one: plain_books.Voucher, ids: dict[int, str]) -> Draft:
    lines = [Line(leg.account, leg.debit, leg.credit, "", leg.party) for leg in one.legs]
    facts: dict[str, Any] = {"reverses_id": ids[one.reverses]} if one.reverses >= 0 else {}
    return Draft(date.fromisoformat(one.day), f"{one.kind}凭证", lines, one.kind, facts)
