"""How do the books begin? With a balance for each account, which must be equal on both sides."""

from collections.abc import Mapping, Sequence
from datetime import date

from qinglian_desktop.core import money
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.funds.actions.vouchers import (
    change_voucher,
    lines_in,
    post_voucher,
)
from qinglian_desktop.modules.funds.books import OPENING, Line
from qinglian_desktop.modules.funds.posting import gap
from qinglian_desktop.modules.funds.reads import chart_on, opening_voucher, own
from qinglian_desktop.modules.funds.records import OpeningBalance
from qinglian_desktop.store.book import Book


def open_books(book: Book, account: str, year: int, lines: Sequence[Line]) -> Changes:
    """The opening balances of the year by account, instead of any there were. `result` is the id
    of the 期初 voucher.

    Cash and bank typed as two figures before are taken over by them. Refused when debit and
    credit differ, with how much.
    """
    filled = [line for line in lines if line.debit_fen or line.credit_fen]
    if not filled:
        raise Refused("期初余额都是空的", "请填有余额的科目", field="lines", code="QL-SZ-504")
    if off := gap(filled):
        more = "借方" if off > 0 else "贷方"
        raise Refused(
            f"期初余额不平，{more}多 {money.show(abs(off))} 元",
            "请对照旧账的科目余额表，看哪个科目漏了或者填反了", field="lines", code="QL-SZ-108",
        )  # fmt: skip
    day = date(year, 1, 1)
    words = f"{year}年期初余额"
    with book.change(f"登记期初余额：{account}{year}年", event_on=day) as change:
        if before := this_opening(book, account, year):
            change.result = change_voucher(book, before, day, words, filled).result
        else:
            made = post_voucher(book, account, day, words, filled, kind=OPENING)
            change.result = made.result
        where = (*own(book, account), Where("year", "=", year))
        for row_id in book.ids(Query(OpeningBalance.table, where)):
            change.drop(OpeningBalance.table, row_id)
    return change.changes


def this_opening(book: Book, account: str, year: int) -> str:
    """The id of the 期初 voucher of exactly this year; "" without one."""
    row = opening_voucher(book, account, date(year, 12, 31))
    return str(row["id"]) if row and row["day"][:4] == str(year) else ""


def opening_lines(book: Book, account: str, year: int) -> tuple[Line, ...]:
    """The opening balances of the year as they are, those typed as two figures too."""
    if row_id := this_opening(book, account, year):
        return lines_in(book, row_id)
    where = (*own(book, account), Where("year", "=", year))
    typed = book.records(OpeningBalance, *where)
    if not typed:
        return ()
    cash, bank = typed[-1].cash_fen, typed[-1].bank_fen
    return (Line("101", cash), Line("102", bank))


def sided(book: Book, account: str, year: int, nets: Mapping[str, int]) -> tuple[Line, ...]:
    """Balances as lines, each on the side where its account stands; below zero stays there."""
    chart = chart_on(book, account, date(year, 1, 1))
    made = []
    for code, net in nets.items():
        item = chart.items.get(code)
        on_credit = net < 0 if item is None or item.side == "双向" else item.side == "贷"
        made.append(Line(code, 0, -net) if on_credit else Line(code, net))
    return tuple(line for line in made if line.debit_fen or line.credit_fen)
