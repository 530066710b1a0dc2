"""The tab 一表通填: forms that were pointed out once, and the numbers that were handed up."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from qinglian_desktop.modules.forms.page.reported import ReportedPage
from qinglian_desktop.modules.forms.page.shelf import ShelfPage
from qinglian_desktop.modules.forms.records import FormMap, ReportedNumber
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.sections import Sections


def make_page(desk: Desk) -> QWidget:
    return FormsPage(desk)


class FormsPage(Sections):
    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "forms",
            "一表通填",
            (
                (FormMap.table, "表库", partial(ShelfPage, desk)),
                (ReportedNumber.table, "报数记忆", partial(ReportedPage, desk)),
            ),
        )

    def take_file(self, path: Path) -> None:
        """A form dropped anywhere into the window."""
        shelf = self.show_section(FormMap.table)
        assert isinstance(shelf, ShelfPage)
        shelf.take_file(path)
