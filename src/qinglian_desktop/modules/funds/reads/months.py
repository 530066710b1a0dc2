"""Is the month of a day closed, and which month was closed last?"""

from datetime import date

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.books import BookMonth
from qinglian_desktop.modules.funds.reads.asking import own
from qinglian_desktop.store.book import Book


def month_of(day: date | str) -> str:
    return str(day)[:7]


def closings(book: Book, account: str) -> list[Row]:
    """The months of the book that are closed now, the earliest first."""
    where = (*own(book, account), Where("reopened_on", "empty"))
    return book.rows(Query(BookMonth.table, where, order=(("month", False),)))


def closed(book: Book, account: str, day: date) -> bool:
    """Is the month of this day closed in this book? With a month all before it are closed."""
    return month_of(day) <= closed_until(book).get(account, "")


def closed_until(book: Book) -> dict[str, str]:
    """The last closed month of each book of this office that has one."""
    where = (Where("owner", "=", book.unit.office_id), Where("reopened_on", "empty"))
    latest: dict[str, str] = {}
    for row in book.rows(Query(BookMonth.table, where)):
        latest[row["book"]] = max(row["month"], latest.get(row["book"], ""))
    return latest


def closed_months(book: Book) -> frozenset[tuple[str, str]]:
    """(book, month) of everything that is closed by name in this office."""
    where = (Where("owner", "=", book.unit.office_id), Where("reopened_on", "empty"))
    rows = book.rows(Query(BookMonth.table, where))
    return frozenset((row["book"], row["month"]) for row in rows)
