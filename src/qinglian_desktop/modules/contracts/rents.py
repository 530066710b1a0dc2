"""What is the rent of a year today, with the rises and changes that were agreed?"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.records import RentTerm
from qinglian_desktop.modules.contracts.rules.days import day_of
from qinglian_desktop.modules.contracts.rules.schedule import yearly_rent
from qinglian_desktop.modules.contracts.rules.terms import terms_of
from qinglian_desktop.store.book import Book


def on_day(book: Book, rows: Sequence[Row], day: date) -> dict[str, int]:
    """By contract: what a year of it costs on that day; 0 where no rent of a year is agreed."""
    agreed: dict[str, list[Row]] = defaultdict(list)
    for term in reads.rows_of(book, RentTerm.table, [row["id"] for row in rows], "from_on"):
        agreed[term["contract_id"]].append(term)
    return {row["id"]: _rent(row, agreed[row["id"]], day) for row in rows}


def at_end(book: Book, row: Row, otherwise: date) -> int | None:
    """As it stands last: what a renewal starts from; None where no rent of a year is agreed."""
    if row["rent_fen"] is None:
        return None
    return on_day(book, [row], day_of(row, "end_on") or otherwise)[row["id"]]


def _rent(row: Row, agreed: Sequence[Row], day: date) -> int:
    terms = terms_of(row, agreed, day)
    return (row["rent_fen"] or 0) if terms is None else yearly_rent(terms, day)
