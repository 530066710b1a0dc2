"""A balance sheet that was taken in from a file: what does it say, and does it tie?"""

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.funds.reads.telling import PACK
from qinglian_desktop.modules.funds.records import BalanceLine
from qinglian_desktop.modules.funds.statements.published import Reading, SheetLine, read_sheet
from qinglian_desktop.store.book import Book


def sheets(book: Book) -> list[str]:
    """The names of the sheets there are, in the order of the alphabet."""
    return book.distinct(BalanceLine.table, "sheet")


def sheet_reading(book: Book, sheet: str) -> Reading:
    """The lines of this sheet as they were taken in, half-filled ones too."""
    mine = (Where("owner", "=", book.unit.office_id), Where("sheet", "=", sheet))
    rows = book.rows(Query(BalanceLine.table, mine, order=(("line_no", False),)))
    lines = [
        SheetLine(row["item"] or "", row["line_no"] or 0, row["opening_fen"], row["closing_fen"])
        for row in rows
    ]
    pack = book.pack(PACK, clock.today())
    return read_sheet(lines, pack.value("published"))
