"""Money due, receipt written, money arrived: where does each due stand (三方核对)?

What fell due comes from the contracts; receipt and arrival of each entry from the books
(`funds/arrivals`). A receipt that was written and never entered is looked for by its payer.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.records import WE_RECEIVE
from qinglian_desktop.modules.contracts.rules.standing import Standing
from qinglian_desktop.modules.funds import arrivals
from qinglian_desktop.modules.funds.arrivals import Arrival
from qinglian_desktop.modules.funds.slips import ReceiptSlip
from qinglian_desktop.modules.registry.rules import bare
from qinglian_desktop.store.book import Book

UNPAID, ALL_THERE = "没有收", "三样齐"
NO_MONEY, NO_RECEIPT, NEITHER = "收据有、进账无", "进账有、收据无", "收据进账都没有"
STATES = (NO_MONEY, NO_RECEIPT, NEITHER, UNPAID, ALL_THERE)


class Corner(NamedTuple):
    """One due with what the three sides say of it."""

    row: Row  # the contract
    due: Standing
    state: str
    receipt_no: str = ""
    arrived_on: date | None = None


def corners(book: Book, day: date) -> list[Corner]:
    """Every due up to that day, what does not agree first."""
    chains = [one for one in reads.families(book) if one.current["flow"] == WE_RECEIVE]
    kept = reads.accounts(book, chains)
    past = [
        (chain.on(one.due.due_on) or chain.current, one)
        for chain in chains
        for one in kept[chain.root].dues
        if one.due.due_on <= day
    ]
    seen = arrivals.arrivals(book, {entry for _, one in past for entry in one.entries})
    loose = _loose_slips(book, day)
    found = [_corner(row, one, seen, loose) for row, one in past]
    return sorted(found, key=lambda one: (STATES.index(one.state), one.due.due.due_on))


def _corner(
    row: Row, due: Standing, seen: Mapping[str, Arrival], loose: dict[str, list[Row]]
) -> Corner:
    found = [seen[entry] for entry in due.entries if entry in seen]
    if not found:
        slips = loose.get(bare(row["party"]), [])
        if slips:
            return Corner(row, due, NO_MONEY, str(slips.pop(0)["number"] or ""))
        return Corner(row, due, UNPAID)
    written = all(one.has_receipt for one in found)
    arrived = all(one.arrived for one in found)
    state = {
        (True, True): ALL_THERE, (True, False): NO_MONEY, (False, True): NO_RECEIPT,
        (False, False): NEITHER,
    }[written, arrived]  # fmt: skip
    numbers = "、".join(one.receipt_no for one in found if one.receipt_no)
    days = [one.arrived_on for one in found if one.arrived_on]
    return Corner(row, due, state, numbers, max(days) if arrived and days else None)


def _loose_slips(book: Book, day: date) -> dict[str, list[Row]]:
    """Receipts that no entry speaks of, by their payer, the oldest first."""
    found: dict[str, list[Row]] = defaultdict(list)
    for one in arrivals.receipts_without_money(book, day):
        slip = book.row(ReceiptSlip.table, one.row_id) if one.table == ReceiptSlip.table else None
        if slip is not None and not slip["entry_id"] and slip["payer"]:
            found[bare(slip["payer"])].append(slip)
    return found
