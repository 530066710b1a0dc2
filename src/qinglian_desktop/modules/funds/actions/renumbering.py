"""How are gaps in the voucher numbers closed? The rows move up, in the order they have.

A number that nobody can still ask about is given to the next row; rows in the recycle bin lose
theirs and get a new one if they come back. Only while no month from the gap on is closed.
"""

from collections.abc import Mapping

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.actions.guarding import RENUMBERING
from qinglian_desktop.modules.funds.actions.numbering import (
    NUMBERED,
    Series,
    of_series,
    spelt,
    value_of,
)
from qinglian_desktop.modules.funds.actions.vouchers import stored_lines
from qinglian_desktop.modules.funds.books import Voucher, VoucherLine
from qinglian_desktop.modules.funds.reads import closed_until
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def close_gaps(book: Book, account: str, year: int) -> Changes:
    """Closes the gaps of one book and year. `result` is how many rows have a new number."""
    series = Series(account, year)
    rows: list[tuple[str, Row]] = [
        (query.table, row)
        for query in of_series(book, series, deleted=True)
        for row in book.rows(query)
        if row["voucher_no"]
    ]
    live = sorted((r for r in rows if not r[1]["deleted"]), key=_place)
    moved = [
        (table, row, number)
        for number, (table, row) in enumerate(live, 1)
        if value_of(row["voucher_no"]) != number
    ]
    if not moved:
        raise Refused(f"{year}年的凭证号没有缺号", "不用补齐", code="QL-SZ-506")
    latest = closed_until(book).get(account, "")
    if any(row["day"][:7] <= latest for _, row, _ in moved):
        raise Refused(
            "缺号后面的凭证有的在已结账的月份里", "请先反结账，再补齐凭证号", code="QL-SZ-691"
        )
    with book.change(f"补齐凭证号：{account}{year}年") as change:
        change.known[RENUMBERING] = True
        for table, row in rows:
            if row["deleted"] and row["day"][:7] > latest:
                change.put_row(table, row["id"], {"voucher_no": None})
        for table, row, number in moved:
            change.put_row(table, row["id"], {"voucher_no": spelt(number)})
        names = {row["id"]: (row["voucher_no"], spelt(number)) for _, row, number in moved}
        for table in NUMBERED:
            _name_again(change, table, names)
        change.result = len(moved)
    return change.changes


def _name_again(change: Change, table: str, names: Mapping[str, tuple[str, str]]) -> None:
    """What is in red names what it takes back by its number: by the new one from now on."""
    book = change.book
    for red in book.rows(Query(table, (Where("reverses_id", "filled"),))):
        old, new = names.get(red["reverses_id"], ("", ""))
        begins = f"冲回{old}号"
        if not old or not (red["summary"] or "").startswith(begins):
            continue
        words = f"冲回{new}号{red['summary'].removeprefix(begins)}"
        if table == Voucher.table:
            for line in stored_lines(book, red["id"]):
                if line["summary"] == red["summary"]:
                    change.put_row(VoucherLine.table, line["id"], {"summary": words})
        change.put_row(table, red["id"], {"summary": words})


def _place(row: tuple[str, Row]) -> tuple[int, str, str, str]:
    """Plain numbers in their order; others after them, by day. The same on every computer."""
    value = value_of(row[1]["voucher_no"])
    return (value or 10**15, row[1]["day"], row[1]["voucher_no"], row[1]["id"])
