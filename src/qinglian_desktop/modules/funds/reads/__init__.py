"""What is asked of the two books: money, accounts, months, notices."""

from qinglian_desktop.modules.funds.reads.accounts import (
    account_balances,
    movements,
    off_balance,
    rolled_up,
)
from qinglian_desktop.modules.funds.reads.asking import (
    own,
    within,
)
from qinglian_desktop.modules.funds.reads.charts import (
    bank_accounts,
    bank_codes,
    chart_on,
    elsewhere,
    proposed,
)
from qinglian_desktop.modules.funds.reads.money import (
    FINANCE,
    NEEDED,
    account_of,
    balances,
    counted,
    finance_code,
    finance_notice,
    opening_gap,
    opening_of,
    opening_voucher,
    quarter_figures,
)
from qinglian_desktop.modules.funds.reads.months import (
    closed,
    closed_months,
    closings,
    month_of,
)

__all__ = [
    "FINANCE",
    "NEEDED",
    "account_balances",
    "account_of",
    "balances",
    "bank_accounts",
    "bank_codes",
    "chart_on",
    "closed",
    "closed_months",
    "closings",
    "counted",
    "elsewhere",
    "finance_code",
    "finance_notice",
    "month_of",
    "movements",
    "off_balance",
    "opening_gap",
    "opening_of",
    "opening_voucher",
    "own",
    "proposed",
    "quarter_figures",
    "rolled_up",
    "within",
]
