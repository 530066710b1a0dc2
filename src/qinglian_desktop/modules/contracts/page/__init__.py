"""The pages of contracts: the ledger with its cards, who is behind, the calendar, deposits."""

from functools import partial

from PySide6.QtWidgets import QWidget

from qinglian_desktop.modules.contracts.page.beside_page import more_sections
from qinglian_desktop.modules.contracts.page.calendar_page import CalendarPage
from qinglian_desktop.modules.contracts.page.contracts import ContractsPage
from qinglian_desktop.modules.contracts.page.deposits import DepositsPage
from qinglian_desktop.modules.contracts.page.receivables import ReceivablesPage
from qinglian_desktop.modules.contracts.page.triangle_page import TrianglePage
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.sections import Section


def sections(desk: Desk) -> tuple[Section, ...]:
    """What the tab 三资 shows of contracts."""

    def page(kind: type[QWidget]) -> partial[QWidget]:
        return partial(kind, desk)  # type: ignore[arg-type]

    return (
        ("contract", "合同台账", page(ContractsPage)),
        ("rent_due", "应收催缴", page(ReceivablesPage)),
        ("rent_calendar", "应收日历", page(CalendarPage)),
        ("rent_check", "三方核对", page(TrianglePage)),
        ("deposit_move", "押金", page(DepositsPage)),
        *more_sections(desk),
    )
