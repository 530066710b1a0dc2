"""预算: what was planned and spent, purpose by purpose; the lines of the plan behind it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.funds import actions, budget, reads
from qinglian_desktop.modules.funds.control import BudgetLine
from qinglian_desktop.modules.funds.page.two_parts import TwoParts
from qinglian_desktop.modules.funds.records import BOOKS, Entry
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

DONE, PLAN = "执行情况", "预算数"
_COLUMNS = (
    Heading("用途", 0), Heading("预算数", 130, numeric=True), Heading("已支出", 130, numeric=True),
    Heading("还剩", 130, numeric=True), Heading("说明", 180),
)  # fmt: skip
_YEARS_BACK = 3


class BudgetPage(TwoParts):
    def __init__(self, desk: Desk) -> None:
        super().__init__(BudgetLine.table, "预算", desk.ledger(BudgetLine, title="预算数"))
        self._desk = desk
        self.figures: tuple[budget.Figure, ...] = ()
        self.ledger.head.add.setText("登记预算")
        look.named(self.ledger.head.add, "登记预算", "登记一项预算（Ctrl+N）")
        self.account, self.year = ChoiceBox("哪一本账"), ChoiceBox("哪一年")
        for one in BOOKS:
            self.account.addItem(actions.whose(desk.book, one), one)
        today = clock.today()
        for year in range(today.year + 1, today.year - _YEARS_BACK, -1):
            self.year.addItem(f"{year}年", year)
        self.year.setCurrentIndex(1)
        self.print = push_button("打印", icon="print")
        self.banner = Banner()
        self.table = PlainTable("预算执行情况", _COLUMNS)
        self.empty = EmptyCard("这一年还没有预算，也没有支出。先在“预算数”里登记。")
        self.put_parts(((DONE, self._page()), (PLAN, self.ledger)))
        self.account.currentIndexChanged.connect(self.reload)
        self.year.currentIndexChanged.connect(self.reload)
        self.print.clicked.connect(self.print_page)
        self.table.opened.connect(self._on_opened)
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self.show_part(0)

    def _page(self) -> QWidget:
        page = QWidget()
        page.setProperty("role", "page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look.label("预算执行情况", "title"))
        head.addStretch(1)
        for part in (self.account, self.year, self.print):
            head.addWidget(part)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        return page

    def reload(self, *_: object) -> None:
        super().reload()
        account, year = str(self.account.currentData()), int(self.year.currentData())
        self.figures = reads.budget_of(self._desk.book, account, year)
        rows = [_texts(one) for one in self.figures]
        if rows:
            rows.append((*_texts(budget.total(self.figures))[:3], "", ""))
        self.table.fill(rows, last_bold=True)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if rows and self.table.row() < 0:
            self.table.selectRow(0)

    def _on_opened(self, row: int, _column: int) -> None:
        """The line of the plan; where nobody planned, a new one for this purpose."""
        if row >= len(self.figures):
            return
        one = self.figures[row]
        self.show_list()
        if one.row_id:
            self.ledger.open_record(one.row_id)
            return
        self.ledger.new_record()
        editors = self.ledger.drawer.form.editors
        for name, value in (
            ("book", self.account.currentData()), ("year", self.year.currentData()),
            ("category", one.category),
        ):  # fmt: skip
            editors[name].fill_in(value, "")
        editors["amount_fen"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if self.isVisible() and changes.touches(BudgetLine.table, Entry.table) and not self.on_list:
            self.reload()

    def print_page(self) -> None:
        if self.on_list:
            super().print_page()
            return
        self.banner.hide()
        account, year = str(self.account.currentData()), int(self.year.currentData())
        show_paper(
            self._desk, actions.budget_paper, account, year, title=f"{year}年预算执行表",
            on_refused=self.banner.say,
        )  # fmt: skip


def _texts(one: budget.Figure) -> tuple[str, ...]:
    planned = "" if one.planned is None else money.show(one.planned)
    left = "" if one.planned is None else money.show(one.left)
    return one.category, planned, money.show(one.actual), left, one.state
