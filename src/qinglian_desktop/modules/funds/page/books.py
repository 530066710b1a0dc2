"""The sections of the books behind the entries: 凭证, 跨账划转, 期初, 月结, 科目, 账户."""

from functools import partial

from qinglian_desktop.modules.funds.books import Account, BankAccount, Voucher
from qinglian_desktop.modules.funds.page.chart import ChartPage
from qinglian_desktop.modules.funds.page.months import MonthsPage
from qinglian_desktop.modules.funds.page.opening import OpeningPage
from qinglian_desktop.modules.funds.page.transfers import TransfersPage
from qinglian_desktop.modules.funds.page.vouchers import VoucherPage
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.sections import Section

_ACCOUNT = ("book", "code", "name", "from_on", "closed_on")
_BANK = ("book", "bank", "kind", "number", "account", "opened_on", "closed_on")


def book_sections(desk: Desk) -> tuple[Section, ...]:
    return (
        (Voucher.table, "凭证", partial(VoucherPage, desk)),
        (TransfersPage.page_id, "跨账划转", partial(TransfersPage, desk)),
        (MonthsPage.page_id, "月结", partial(MonthsPage, desk)),
        (OpeningPage.page_id, "科目期初", partial(OpeningPage, desk)),
        (ChartPage.page_id, "科目表", partial(ChartPage, desk)),
        (
            Account.table, "自设科目",
            partial(desk.ledger, Account, title="自设科目", columns=_ACCOUNT),
        ),
        (
            BankAccount.table, "银行账户",
            partial(desk.ledger, BankAccount, title="银行账户", columns=_BANK),
        ),
    )  # fmt: skip
