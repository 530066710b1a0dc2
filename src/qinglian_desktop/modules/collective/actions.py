"""打印本月: the month of both books on paper."""

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds.actions import reporting
from qinglian_desktop.modules.funds.reads import movements
from qinglian_desktop.modules.funds.records import BOOKS
from qinglian_desktop.store.book import Book

_STATEMENT = "moved"  # 收支明细表


def print_month(book: Book, month: Period) -> Changes:
    """收支明细表 of each book in which anything moved. `result` is a list of Drawn."""
    used = [one for one in BOOKS if movements(book, one, month.first, month.last)]
    if not used:
        raise Refused(f"{month.label}两本账都还没有收支", "登记了收支再打印", code="QL-SZ-420")
    papers = [reporting.print_statement(book, one, _STATEMENT, month).result for one in used]
    return Changes("", result=papers)
