"""Small makers for tests of contracts: one contract, many at once, money that comes in."""

from datetime import date
from typing import Any

from qinglian_desktop.modules.contracts import actions
from qinglian_desktop.modules.contracts.actions import Payment
from qinglian_desktop.modules.contracts.records import LETTING
from qinglian_desktop.store.book import Book

RENT = 1_200_000  # a year, in 分


def draft_of(**facts: Any) -> dict[str, Any]:
    """A complete lease of a shop for three years, paid each year in advance."""
    return {
        "title": "临街门面出租", "kind": LETTING, "party": "綦江区某超市", "subject": "1号门面",
        "signed_on": "2025-12-20", "start_on": "2026-01-01", "end_on": "2028-12-31",
        "rent_fen": RENT, **facts,
    }  # fmt: skip


def make_contract(book: Book, **facts: Any) -> str:
    return str(actions.save_contract(book, None, draft_of(**facts)).result)


def pay(book: Book, contract_id: str, fen: int, day: str = "2026-03-01", *dues: str) -> str:
    """Money comes in by the bank; the id of its entry."""
    paid = Payment(fen, date.fromisoformat(day), handler="周文书")
    return str(actions.receive(book, contract_id, paid, dues).result)
