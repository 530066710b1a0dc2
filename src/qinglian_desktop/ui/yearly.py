"""What have the pages of a year in common? A head with the year, a banner, and reading again."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner
from qinglian_desktop.ui.year_box import YearBox


class AskedYear(QObject):
    """Which year is looked at: one answer for all pages of a tab; `years` can be chosen."""

    changed = Signal()
    year: int

    def years(self) -> Iterable[int]:
        raise NotImplementedError

    def choose(self, year: int) -> None:
        if year != self.year:
            self.year = year
            self.changed.emit()


class YearlyPage(QWidget):
    """`show_year` of the heir reads again: after another year, or when one of `tables` changed."""

    tables: tuple[str, ...] = ()

    def __init__(
        self, desk: Desk, chosen: AskedYear, page_id: str, title: str, buttons: Sequence[QWidget]
    ) -> None:
        super().__init__()
        self.page_id, self.title = page_id, title
        self.desk = desk
        self.chosen = chosen
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, title)
        self.name = look.label(title, "title")
        self.years = YearBox()
        self.head = HeadRow((self.name, self.years), buttons)
        self.banner = Banner()
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 16, 24, 12)
        self.column.setSpacing(12)
        for part in (self.head, self.banner, self.said):
            self.column.addWidget(part)
        self.years.chosen.connect(chosen.choose)
        chosen.changed.connect(self._when_shown)
        desk.runner.changed.connect(self._on_changed)

    def reload(self) -> None:
        self.years.offer(self.chosen.years(), self.chosen.year)
        self.show_year()

    def show_year(self) -> None:
        raise NotImplementedError

    def _when_shown(self) -> None:
        if self.isVisible():
            self.reload()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if self.isVisible() and changes.touches(*self.tables):
            self.reload()

    def act(self, action: Callable[..., Changes], *given: Any, **how: Any) -> Changes | None:
        """`initiator` is the page when it shows by itself what was done."""
        self.banner.hide()
        how.setdefault("on_refused", self.banner.say)
        return self.desk.runner.act(action, *given, **how)
