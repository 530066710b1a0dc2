"""Lines of a balance sheet that was printed without 行次: the program counts them itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.records import BalanceLine
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def save_sheet_line(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a line; a new one without a number goes on after those of its sheet."""
    given = dict(draft)
    if row_id is None and given.get("line_no") is None and given.get("sheet"):
        given["line_no"] = _last(book, given["sheet"]) + 1
    return ledger.save_row(book, BalanceLine.table, row_id, given)


def number_sheet_lines(change: Change, rows: Sequence[Row]) -> list[Row]:
    """The same for the rows of a file, in the order they stand in."""
    last: dict[str, int] = {}
    made = []
    for row in rows:
        sheet = row.get("sheet") or ""
        if sheet not in last:
            last[sheet] = _last(change.book, sheet)
        number = last[sheet] + 1 if row.get("line_no") is None else row["line_no"]
        last[sheet] = max(last[sheet], number)
        made.append({**row, "line_no": number})
    return made


def _last(book: Book, sheet: str) -> int:
    """The highest number that this sheet has used."""
    mine = (Where("owner", "=", book.unit.office_id), Where("sheet", "=", sheet))
    query = Query(BalanceLine.table, mine, order=(("line_no", True),), limit=1)
    found = book.rows(query)
    return int(found[0]["line_no"] or 0) if found else 0
