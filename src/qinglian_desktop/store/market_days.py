"""Which days are market days (赶场日) at this place? A setting of this computer."""

from qinglian_desktop.core.meeting_days import LUNAR, SOLAR, Fair
from qinglian_desktop.store.book import Book

_SETTING = "market_days"


def kept(book: Book) -> Fair:
    """The market days of this place; none until somebody says them."""
    stored = book.setting(_SETTING, {})
    if not isinstance(stored, dict):
        return Fair()
    by = SOLAR if stored.get("by") == SOLAR else LUNAR
    return Fair.read(str(stored.get("digits", "")), by)


def keep(book: Book, fair: Fair) -> None:
    book.put_setting(_SETTING, {"digits": "".join(map(str, sorted(fair.digits))), "by": fair.by})
