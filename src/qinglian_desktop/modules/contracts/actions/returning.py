"""What of a contract comes back out of the recycle bin, and what does not?"""

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.contracts.actions.saving import follow_terms, save_term
from qinglian_desktop.modules.contracts.records import RentTerm
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book


def keep_due(_book: Book, _row_id: str) -> Changes:
    """A sum that went when the terms changed would be asked for beside those of today."""
    raise Refused(
        "收款计划是按条款算出来的，旧的一期不能还原", "改合同条款或租金约定，计划会跟着变",
        code="QL-SZ-310",
    )  # fmt: skip


def bring_back_term(book: Book, row_id: str) -> Changes:
    """Rent agreed comes back with its effect: the schedule follows it."""
    row = ledger.there(book, RentTerm.table, row_id)
    with book.change(ledger.label_of("还原", RentTerm, row)) as change:
        change.bring_back(RentTerm.table, row_id)
        save_term(book, row_id, {})
        follow_terms(change, row["contract_id"])
        change.result = row_id
    return change.changes
