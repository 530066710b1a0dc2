"""What the pages of the tab have in common: the year, a head, a banner, reading again."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.yearend import reads
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner
from qinglian_desktop.ui.year_box import YearBox

TABLES = (
    "assessment", "assessment_line", "assessment_mark", "bonus_claim", "bonus_ruling",
    "veto_event", "year_verdict", "year_review", "enrolled_unit", "rule_pack", "own_value",
)  # fmt: skip
_UNTIL = 6  # the month to which the year before is looked at, while this one has nothing


class Year(QObject):
    """Which year is looked at; one answer for the whole tab."""

    changed = Signal()

    def __init__(self, book: Any) -> None:
        super().__init__()
        self._book = book
        today = clock.today()
        self.now = today.year
        settled = reads.is_issued(book, today.year - 1) and today.year in reads.years(book)
        if today.month <= _UNTIL and not settled:
            self.now -= 1

    def offered(self) -> list[int]:
        return sorted({*reads.years(self._book), self.now, clock.today().year})

    def choose(self, year: int) -> None:
        if year != self.now:
            self.now = year
            self.changed.emit()


class YearEndPage(QWidget):
    """`show_year` of the heir reads again."""

    def __init__(
        self, desk: Desk, year: Year, page_id: str, title: str, buttons: Sequence[QWidget]
    ) -> None:
        super().__init__()
        self.page_id, self.title = page_id, title
        self.desk, self.year = desk, year
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
        self.years.chosen.connect(year.choose)
        year.changed.connect(self._when_shown)
        desk.runner.changed.connect(self._on_changed)

    def reload(self) -> None:
        self.years.offer(self.year.offered(), self.year.now)
        self.show_year()

    def show_year(self) -> None:
        raise NotImplementedError

    def _when_shown(self) -> None:
        if self.isVisible():
            self.reload()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if self.isVisible() and changes.touches(*TABLES):
            self.reload()

    def act(self, action: Callable[..., Changes], *given: Any, **how: Any) -> Changes | None:
        self.banner.hide()
        how.setdefault("on_refused", self.banner.say)
        return self.desk.runner.act(action, *given, **how)
