"""What the pages of a year have in common: head, banner, and that they follow the chosen year."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.evaluation.page.year import Chosen
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner
from qinglian_desktop.ui.year_box import YearBox

TABLES = (
    "assessment", "assessment_line", "assessment_mark", "assessment_review", "assessment_step",
)  # fmt: skip


class YearPage(QWidget):
    """`show_year` of the heir reads again; `self.body` is what it shows once a year is begun."""

    tables: tuple[str, ...] = TABLES

    def __init__(
        self, desk: Desk, chosen: Chosen, page_id: str, title: str, buttons: Sequence[QWidget]
    ) -> None:
        super().__init__()
        self.page_id, self.title = page_id, title
        self.desk, self.chosen = desk, chosen
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, title)
        self.name = look.label(title, "title")
        self.years = YearBox()
        self.head = HeadRow((self.name, self.years), buttons)
        self.banner = Banner()
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.empty = EmptyCard("还没有开始这一年的自评。到“首页”按“开始自评”。", "assessment")
        self.body = QWidget()
        self.body.setProperty("role", "clear")
        self.inner = QVBoxLayout(self.body)
        self.inner.setContentsMargins(0, 0, 0, 0)
        self.inner.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        for part in (self.head, self.banner, self.said):
            column.addWidget(part)
        column.addWidget(self.body, 1)
        column.addWidget(self.empty, 1)
        self.years.chosen.connect(chosen.choose)
        chosen.changed.connect(self._when_shown)
        desk.runner.changed.connect(self._on_changed)

    def reload(self) -> None:
        self.years.offer(self.chosen.years(), self.chosen.year)
        row = self.chosen.row
        self.body.setVisible(row is not None)
        self.empty.setVisible(row is None)
        self.said.setVisible(row is not None)
        self.show_year(row)

    def show_year(self, row: Any) -> None:
        raise NotImplementedError

    def _when_shown(self) -> None:
        if self.isVisible():
            self.reload()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if self.isVisible() and changes.touches(*self.tables):
            self.reload()

    def act(
        self, action: Callable[..., Changes], *given: Any, say: str = "", initiator: object = None
    ) -> Changes | None:
        """`initiator` is the page when it shows by itself what was done."""
        self.banner.hide()
        return self.desk.runner.act(
            action, *given, on_refused=self.banner.say, say=say, initiator=initiator
        )
