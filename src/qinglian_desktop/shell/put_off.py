"""明天再提醒: which lines of 今日 has somebody put aside, and until when?

A line put aside is not done and not gone: it stands at the end of 今日 and counts again tomorrow.
The due day of its record does not move; for that a reason is asked (推迟). Kept as a setting of
this computer, for the person at the desk.
"""

from datetime import date, timedelta

from qinglian_desktop.core.module import Due
from qinglian_desktop.store.book import Book

_TOMORROW = timedelta(days=1)


def key_of(due: Due) -> str:
    """The same thing with another day is another thing: it is told of anew."""
    return f"{due.table or due.module}/{due.row_id or due.subject}/{due.due_on}"


def aside(book: Book, day: date) -> frozenset[str]:
    """The keys of what is put aside beyond this day."""
    return frozenset(key for key, until in _kept(book).items() if until > day.isoformat())


def put_off(book: Book, due: Due, day: date) -> None:
    """Until tomorrow; what was put aside before and has come back is forgotten."""
    open_still = {key: until for key, until in _kept(book).items() if until > day.isoformat()}
    until = (day + _TOMORROW).isoformat()
    book.put_setting(_name(book), {**open_still, key_of(due): until})


def take_back(book: Book, due: Due) -> None:
    """It counts today after all."""
    left = {key: until for key, until in _kept(book).items() if key != key_of(due)}
    book.put_setting(_name(book), left)


def _kept(book: Book) -> dict[str, str]:
    found = book.setting(_name(book), {})
    return found if isinstance(found, dict) else {}


def _name(book: Book) -> str:
    return f"put_off/{book.operator.name}"
