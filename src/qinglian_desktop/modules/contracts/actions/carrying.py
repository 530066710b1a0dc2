"""What of the money agreed goes over to a supplement that begins within the term?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core.reckoning import placed
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.records import RentDue, RentTerm
from qinglian_desktop.modules.contracts.rules.days import day_of
from qinglian_desktop.modules.contracts.rules.schedule import rents_after, yearly_rent
from qinglian_desktop.modules.contracts.rules.terms import ANOTHER_RENT, FIXED, FREE, terms_of
from qinglian_desktop.store.book import Book

_YEARS = 20  # of a contract without an end: longer no lease binds (民法典 705)
_OF_RENT = ("rent_fen", "total_fen", "rise_percent", "rise_every")


def carried(
    book: Book, before: Row, draft: Mapping[str, Any], start: date
) -> tuple[Row, list[Row]]:
    """Facts and rent terms of the new contract, from those of the one before.

    Without other words on the rent it goes on as it stands that day, and rises on the days it
    would have risen; a price for the whole term, by what of it is not yet charged.
    """
    agreed = reads.terms(book, before["id"])
    kept = [_from(term, start) for term in agreed if _goes_on(term, start)]
    told = {name for name in _OF_RENT if name in draft and draft[name] != before[name]}
    if before["rent_fen"] is None and before["total_fen"] is not None:
        return ({} if told else _rest(book, before)), kept
    end = day_of({**before, **draft}, "end_on") or placed(start, 12 * _YEARS, start.day)
    terms = terms_of(before, agreed, end)
    if terms is None or before["rent_fen"] is None:
        return {}, kept
    rent = yearly_rent(terms, start)
    if draft.get("rent_fen", rent) != rent:
        return {}, kept
    if told - {"rent_fen"}:
        return {"rent_fen": rent}, kept
    rises: list[Row] = [
        {"kind": ANOTHER_RENT, "from_on": day.isoformat(), "amount_fen": fen}
        for day, fen in rents_after(terms, start, end)
    ]
    return {"rent_fen": rent, "rise_percent": None, "rise_every": None}, [*kept, *rises]


def _goes_on(term: Row, start: date) -> bool:
    """Days free that are not over by then, and sums of a list that are still to come."""
    last = term["until_on"] if term["kind"] == FREE else term["from_on"]
    return term["kind"] in (FREE, FIXED) and bool(last) and last >= start.isoformat()


def _from(term: Row, start: date) -> Row:
    """The same for the new contract; what had begun begins with it."""
    kept = {name: term[name] for name in RentTerm.fields if name != "contract_id"}
    return {**kept, "from_on": max(term["from_on"], start.isoformat())}


def _rest(book: Book, before: Row) -> Row:
    """The price less what the contract before charges; a floor for the whole goes not over."""
    charged = sum(row["amount_fen"] for row in reads.rows_of(book, RentDue.table, [before["id"]]))
    return {"total_fen": max(before["total_fen"] - charged, 0), "floor_fen": None}
