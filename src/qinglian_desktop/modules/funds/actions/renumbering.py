"""How are gaps in the voucher numbers closed? The rows move up, in the order they have.

A number that nobody can still ask about is given to the next row; rows in the recycle bin lose
theirs and get a new one if they come back. Only while no month from the gap on is closed.
"""

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.actions.guarding import RENUMBERING
from qinglian_desktop.modules.funds.actions.numbering import Series, of_series, spelt, value_of
from qinglian_desktop.modules.funds.reads import closed_until
from qinglian_desktop.store.book import Book


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
            "缺号后面的凭证有的在已结账的月份里", "请先反结账，再补齐凭证号", code="QL-SZ-506"
        )
    with book.change(f"补齐凭证号：{account}{year}年") as change:
        change.known[RENUMBERING] = True
        for table, row in rows:
            if row["deleted"] and row["day"][:7] > latest:
                change.put_row(table, row["id"], {"voucher_no": None})
        for table, row, number in moved:
            change.put_row(table, row["id"], {"voucher_no": spelt(number)})
        change.result = len(moved)
    return change.changes


def _place(row: tuple[str, Row]) -> tuple[int, str, str]:
    """Plain numbers in their order; others after them, by day."""
    value = value_of(row[1]["voucher_no"])
    return (value or 10**15, row[1]["day"], row[1]["voucher_no"])
