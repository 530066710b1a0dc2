"""The sections of the books behind the entries, and those a book is set up with."""

from functools import partial

from qinglian_desktop.modules.funds.books import Account, BankAccount, Voucher
from qinglian_desktop.modules.funds.page.chart import ChartPage
from qinglian_desktop.modules.funds.page.months import MonthsPage
from qinglian_desktop.modules.funds.page.opening import OpeningPage
from qinglian_desktop.modules.funds.page.transfers import TransfersPage
from qinglian_desktop.modules.funds.page.vouchers import VoucherPage
from qinglian_desktop.modules.funds.records import OpeningBalance
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.sections import Section

_ACCOUNT = ("book", "code", "name", "from_on", "closed_on")
_BANK = ("book", "bank", "kind", "number", "account", "opened_on", "closed_on")


def book_sections(desk: Desk) -> tuple[Section, ...]:
    return (
        (Voucher.table, "凭证", partial(VoucherPage, desk)),
        (TransfersPage.page_id, "跨账划转", partial(TransfersPage, desk)),
        (MonthsPage.page_id, "月结", partial(MonthsPage, desk)),
    )


def setting_up(desk: Desk) -> tuple[Section, ...]:
    """建账: what the books stand on, needed once and rarely touched again."""
    ledger = desk.ledger
    return (
        (OpeningPage.page_id, "科目期初", partial(OpeningPage, desk)),
        (OpeningBalance.table, "期初余额", partial(ledger, OpeningBalance, title="期初余额")),
        (ChartPage.page_id, "科目表", partial(ChartPage, desk)),
        (Account.table, "自设科目", partial(ledger, Account, title="自设科目", columns=_ACCOUNT)),
        (
            BankAccount.table, "银行账户",
            partial(ledger, BankAccount, title="银行账户", columns=_BANK),
        ),
    )  # fmt: skip
