"""The street's own tabs: the board of its units, and the merged tables."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from qinglian_desktop.modules.street.page.board import BoardPage
from qinglian_desktop.modules.street.page.summary import SummaryPage
from qinglian_desktop.ui.desk import Desk


def make_board(
    desk: Desk, print_calls: Callable[[], object], write_receipts: Callable[[], object]
) -> QWidget:
    return BoardPage(desk, print_calls, write_receipts)


def make_summary(desk: Desk, brief: Callable[[], object]) -> QWidget:
    return SummaryPage(desk, brief)
