"""Which rows of a book, of which days?"""

from datetime import date

from qinglian_desktop.core.module import Where
from qinglian_desktop.modules.funds.records import COMMITTEE
from qinglian_desktop.store.book import Book


def own(book: Book, account: str) -> tuple[Where, ...]:
    """The rows of this office in this book."""
    return (Where("owner", "=", book.unit.office_id), Where("book", "=", account))


def within(first: date, last: date) -> tuple[Where, Where]:
    """Rows of these days, first and last included."""
    return Where("day", ">=", first.isoformat()), Where("day", "<=", last.isoformat())


def called(book: Book, account: str) -> str:
    """How a book is called in this office: 居委会 or 村委会, and the collective."""
    return book.word("committee_short") if account == COMMITTEE else account
