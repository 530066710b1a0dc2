"""What the pages of a self-assessment have in common: its year, and words until it is begun."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.modules.evaluation.page.year import Chosen
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.yearly import YearlyPage

TABLES = (
    "assessment", "assessment_line", "assessment_mark", "assessment_review", "assessment_step",
)  # fmt: skip


class YearPage(YearlyPage):
    """`show_version` of the heir reads again; `self.body` is what it shows once a year is begun."""

    chosen: Chosen
    tables: tuple[str, ...] = TABLES

    def __init__(
        self, desk: Desk, chosen: Chosen, page_id: str, title: str, buttons: Sequence[QWidget]
    ) -> None:
        super().__init__(desk, chosen, page_id, title, buttons)
        self.empty = EmptyCard("还没有开始这一年的自评。到“首页”按“开始自评”。", "assessment")
        self.body = QWidget()
        self.body.setProperty("role", "clear")
        self.inner = QVBoxLayout(self.body)
        self.inner.setContentsMargins(0, 0, 0, 0)
        self.inner.setSpacing(12)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.empty, 1)

    def show_year(self) -> None:
        row = self.chosen.row
        self.body.setVisible(row is not None)
        self.empty.setVisible(row is None)
        self.said.setVisible(row is not None)
        self.show_version(row)

    def show_version(self, row: Any) -> None:
        raise NotImplementedError
