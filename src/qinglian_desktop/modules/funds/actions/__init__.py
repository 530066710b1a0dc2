"""What can be done with the two books: entries, balances, figures, the finance notice."""

from qinglian_desktop.modules.funds.actions.entries import (
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
from qinglian_desktop.modules.funds.reads import (
    account_of,
    balances,
    finance_code,
    finance_notice,
    opening_gap,
    quarter_figures,
)

__all__ = [
    "account_of",
    "balances",
    "compose_planned",
    "compose_quarterly",
    "correct_quarterly",
    "doubtful_payees",
    "finance_code",
    "finance_notice",
    "number_entries",
    "opening_gap",
    "quarter_figures",
    "review_entries",
    "review_openings",
    "save_entry",
    "save_opening",
]
