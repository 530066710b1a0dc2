"""应收日历 (Z-14): month by month and contract by contract, what falls due and what is owed."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.actions import printing
from qinglian_desktop.modules.contracts.page import asking, outgoing
from qinglian_desktop.modules.contracts.page.figures import FigureLine
from qinglian_desktop.modules.contracts.records import Contract, RentDue, RentReceipt
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_MONTHS = range(1, 13)
_HEADINGS = (
    Heading("合同", 0), Heading("应收", 90, numeric=True), Heading("已收", 90, numeric=True),
    Heading("欠", 90, numeric=True),
    *(Heading(f"{month}月", 70, numeric=True) for month in _MONTHS),
)  # fmt: skip
_FIRST = 4  # the column of January; the sums stand before it, where nothing has to be scrolled
_NOTHING = "这一年没有应收。"


class CalendarPage(QWidget):
    page_id, title = "rent_calendar", "应收日历"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: list[reads.Calendar] = []
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.year = ChoiceBox("哪一年")
        today = clock.today().year
        for year in range(today + 1, today - 5, -1):
            self.year.addItem(f"{year}年", year)
        self.year.setCurrentIndex(self.year.findData(today))
        self.open = push_button("登记收款", "primary")
        self.chase = push_button("去催缴")
        self.print = push_button("打印", icon="print")
        self.banner = Banner()
        self.said = FigureLine()
        self.table = PlainTable(self.title, _HEADINGS)
        self.empty = EmptyCard(_NOTHING, "calendar")
        self._lay_out()
        self.year.currentIndexChanged.connect(lambda _place: self.reload())
        self.open.clicked.connect(self.on_open)
        self.chase.clicked.connect(partial(desk.go, asking.TAB, RentDue.table, ""))
        self.print.clicked.connect(self.print_page)
        self.table.opened.connect(lambda _row, _column: self.on_open())
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self.reload()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look.label(self.title, "title"))
        head.addWidget(self.year)
        head.addStretch(1)
        for button in (self.open, self.chase, self.print):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        for part in (self.banner, self.said):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)

    def reload(self) -> None:
        year = int(self.year.currentData())
        self._rows = reads.calendar(self._desk.book, year, clock.today())
        months = [reads.added(one.months[month - 1] for one in self._rows) for month in _MONTHS]
        whole = reads.added(months)
        rows = [_texts(one.row["title"], one.months) for one in self._rows]
        late = {
            (row, _FIRST + month)
            for row, one in enumerate(self._rows)
            for month, figures in enumerate(one.months)
            if figures.late
        }
        self.table.fill([*rows, _texts("合计", months)] if rows else [], last_bold=True, marks=late)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        for button in (self.open, self.print):
            button.setEnabled(bool(rows))
        self.said.tell("应收 {} · 已收 {} · 欠 {}（底色标出的月份有欠）", *whole)
        self.said.setVisible(bool(rows))

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Contract.table, RentDue.table, RentReceipt.table, "entry"):
            self.reload()

    def on_open(self) -> None:
        """The card of the contract, where money is registered."""
        row = self.table.row()
        if 0 <= row < len(self._rows):
            self._desk.go(asking.TAB, Contract.table, self._rows[row].row["id"])
        else:
            self.banner.say("还没选哪一份合同。请先在表里点一行。")

    def print_page(self) -> None:
        year = int(self.year.currentData())
        outgoing.print_it(
            self._desk, printing.print_calendar, (year,), f"{year}年应收日历", f"calendar:{year}",
            self.banner.say,
        )  # fmt: skip


def _texts(title: str | None, months: Sequence[reads.Month]) -> list[str]:
    whole = reads.added(months)
    return [
        title or "",
        *(_short(fen) for fen in whole),
        *(_short(figures.due) for figures in months),
    ]


def _short(fen: int) -> str:
    """Whole yuan without cents: a month of twelve has little room."""
    if not fen:
        return ""
    return f"{fen // 100:,}" if fen % 100 == 0 else money.show(fen)
