"""What can be done with the two books: entries, balances, figures, the finance notice."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qinglian_desktop.modules.funds.actions.accounts import (
    drop_account,
    save_account,
    save_bank_account,
)
from qinglian_desktop.modules.funds.actions.approvals import (
    save_approval,
    sign,
    slip_amount_problem,
    slip_for,
    unsign,
)
from qinglian_desktop.modules.funds.actions.banking import (
    auto_tick,
    drop_bank_line,
    entry_from_line,
    guard_bank_line,
    import_statement,
    look_at,
    match_columns,
    save_bank_line,
    tick,
    untick,
)
from qinglian_desktop.modules.funds.actions.controlling import (
    answer_hint,
    review_budget,
    save_budget,
    save_count,
    tell_paper,
    untell_paper,
    whose,
)
from qinglian_desktop.modules.funds.actions.entries import (
    add_entry,
    bring_back_entry,
    number_entries,
    review_entries,
    review_openings,
    save_entry,
    save_opening,
)
from qinglian_desktop.modules.funds.actions.guarding import (
    guard_entry,
    guard_held,
    guard_line,
    guard_month,
    guard_opening,
    guard_voucher,
    in_words,
    is_torn,
    whole_books,
)
from qinglian_desktop.modules.funds.actions.ledger_tables import (
    OldLedger,
    read_opening,
    read_vouchers,
)
from qinglian_desktop.modules.funds.actions.mirrors import is_half_pair, pair_in_words
from qinglian_desktop.modules.funds.actions.months import close_month, reopen_month
from qinglian_desktop.modules.funds.actions.openings import (
    open_books,
    opening_lines,
    sided,
    this_opening,
)
from qinglian_desktop.modules.funds.actions.places import guard_account, guard_bank_account
from qinglian_desktop.modules.funds.actions.renumbering import (
    close_gaps,
)
from qinglian_desktop.modules.funds.actions.reversing import (
    reversal_of,
    reverse,
)
from qinglian_desktop.modules.funds.actions.reviewing import (
    hands,
    review,
    reviewers,
)
from qinglian_desktop.modules.funds.actions.sheet_lines import (
    number_sheet_lines,
    save_sheet_line,
)
from qinglian_desktop.modules.funds.actions.slips import (
    drop_receipt,
    drop_receipt_book,
    invoices_of_papers,
    save_invoice,
    save_receipt,
    save_receipt_book,
    scan_invoice,
    write_receipt,
)
from qinglian_desktop.modules.funds.actions.transfers import (
    drop_entry,
    sorts,
    transfer,
)
from qinglian_desktop.modules.funds.actions.vouchers import (
    Draft,
    bring_back_voucher,
    change_voucher,
    drop_line,
    drop_voucher,
    lines_in,
    post_all,
    post_many,
    post_voucher,
    review_none,
    save_line,
    save_voucher,
)
from qinglian_desktop.modules.funds.actions.yearend import (
    close_year,
    closing_vouchers,
    drop_year_end,
)
from qinglian_desktop.modules.funds.reads import (
    account_of,
    balances,
    finance_code,
    finance_notice,
    opening_gap,
    quarter_figures,
    two_basic,
)

if TYPE_CHECKING:
    from qinglian_desktop.modules.funds.actions.finance import (
        compose_planned,
        compose_quarterly,
        correct_quarterly,
        doubtful_payees,
    )
    from qinglian_desktop.modules.funds.actions.papering import (
        budget_paper,
        count_paper,
        empty_count,
        slip_paper,
    )

# Notices and papers come with all that is known of publishing and printing: only when they are
# made, since whoever writes the first row of a book or takes in a sheet needs nothing of it.
_LATER = {
    **dict.fromkeys(
        ("compose_planned", "compose_quarterly", "correct_quarterly", "doubtful_payees"), "finance"
    ),
    **dict.fromkeys(("budget_paper", "count_paper", "empty_count", "slip_paper"), "papering"),
}

__all__ = [
    "Draft",
    "OldLedger",
    "account_of",
    "add_entry",
    "answer_hint",
    "auto_tick",
    "balances",
    "bring_back_entry",
    "bring_back_voucher",
    "budget_paper",
    "change_voucher",
    "close_gaps",
    "close_month",
    "close_year",
    "closing_vouchers",
    "compose_planned",
    "compose_quarterly",
    "correct_quarterly",
    "count_paper",
    "doubtful_payees",
    "drop_account",
    "drop_bank_line",
    "drop_entry",
    "drop_line",
    "drop_receipt",
    "drop_receipt_book",
    "drop_voucher",
    "drop_year_end",
    "empty_count",
    "entry_from_line",
    "finance_code",
    "finance_notice",
    "guard_account",
    "guard_bank_account",
    "guard_bank_line",
    "guard_entry",
    "guard_held",
    "guard_line",
    "guard_month",
    "guard_opening",
    "guard_voucher",
    "hands",
    "import_statement",
    "in_words",
    "invoices_of_papers",
    "is_half_pair",
    "is_torn",
    "lines_in",
    "look_at",
    "match_columns",
    "number_entries",
    "number_sheet_lines",
    "open_books",
    "opening_gap",
    "opening_lines",
    "pair_in_words",
    "post_all",
    "post_many",
    "post_voucher",
    "quarter_figures",
    "read_opening",
    "read_vouchers",
    "reopen_month",
    "reversal_of",
    "reverse",
    "review",
    "review_budget",
    "review_entries",
    "review_none",
    "review_openings",
    "reviewers",
    "save_account",
    "save_approval",
    "save_bank_account",
    "save_bank_line",
    "save_budget",
    "save_count",
    "save_entry",
    "save_invoice",
    "save_line",
    "save_opening",
    "save_receipt",
    "save_receipt_book",
    "save_sheet_line",
    "save_voucher",
    "scan_invoice",
    "sided",
    "sign",
    "slip_amount_problem",
    "slip_for",
    "slip_paper",
    "sorts",
    "tell_paper",
    "this_opening",
    "tick",
    "transfer",
    "two_basic",
    "unsign",
    "untell_paper",
    "untick",
    "whole_books",
    "whose",
    "write_receipt",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
