"""What can be done with the two books: entries, balances, figures, the finance notice."""

from qinglian_desktop.modules.funds.actions.accounts import (
    drop_account,
    save_account,
    save_bank_account,
    two_basic,
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
from qinglian_desktop.modules.funds.actions.finance import (
    compose_planned,
    compose_quarterly,
    correct_quarterly,
    doubtful_payees,
)
from qinglian_desktop.modules.funds.actions.guarding import (
    guard_entry,
    guard_held,
    guard_line,
    guard_month,
    guard_opening,
    guard_voucher,
    whole_books,
)
from qinglian_desktop.modules.funds.actions.ledger_tables import (
    OldLedger,
    read_opening,
    read_vouchers,
)
from qinglian_desktop.modules.funds.actions.months import close_month, reopen_month
from qinglian_desktop.modules.funds.actions.openings import (
    drop_opening,
    open_books,
    opening_lines,
    sided,
    this_opening,
)
from qinglian_desktop.modules.funds.actions.renumbering import close_gaps
from qinglian_desktop.modules.funds.actions.reversing import reversal_of, reverse
from qinglian_desktop.modules.funds.actions.reviewing import hands, review, reviewers
from qinglian_desktop.modules.funds.actions.transfers import drop_entry, sorts, transfer
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
)

__all__ = [
    "Draft",
    "OldLedger",
    "account_of",
    "add_entry",
    "balances",
    "bring_back_entry",
    "bring_back_voucher",
    "change_voucher",
    "close_gaps",
    "close_month",
    "close_year",
    "closing_vouchers",
    "compose_planned",
    "compose_quarterly",
    "correct_quarterly",
    "doubtful_payees",
    "drop_account",
    "drop_entry",
    "drop_line",
    "drop_opening",
    "drop_voucher",
    "drop_year_end",
    "finance_code",
    "finance_notice",
    "guard_entry",
    "guard_held",
    "guard_line",
    "guard_month",
    "guard_opening",
    "guard_voucher",
    "hands",
    "lines_in",
    "number_entries",
    "open_books",
    "opening_gap",
    "opening_lines",
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
    "review_entries",
    "review_none",
    "review_openings",
    "reviewers",
    "save_account",
    "save_bank_account",
    "save_entry",
    "save_line",
    "save_opening",
    "save_voucher",
    "sided",
    "sorts",
    "this_opening",
    "transfer",
    "two_basic",
    "whole_books",
]
