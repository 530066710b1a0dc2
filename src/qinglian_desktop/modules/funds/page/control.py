"""The sections of the books that keep watch: 审批单, 现金盘点, 预算, 请核实."""

from functools import partial

from qinglian_desktop.modules.funds.control import Approval, BudgetLine, CashCount
from qinglian_desktop.modules.funds.page.approvals import make_approvals
from qinglian_desktop.modules.funds.page.budget import BudgetPage
from qinglian_desktop.modules.funds.page.cash import CashPage
from qinglian_desktop.modules.funds.page.hints import HintsPage
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.sections import Section


def control_sections(desk: Desk) -> tuple[Section, ...]:
    return (
        (Approval.table, "审批单", partial(make_approvals, desk)),
        (CashCount.table, "现金盘点", partial(CashPage, desk)),
        (BudgetLine.table, "预算", partial(BudgetPage, desk)),
        (HintsPage.page_id, "请核实", partial(HintsPage, desk)),
    )
