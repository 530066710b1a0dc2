"""预算: what was planned and spent, purpose by purpose; the lines of the plan behind it."""

from io import BytesIO

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.modules.funds import actions, budget, reads
from qinglian_desktop.modules.funds.control import BudgetLine
from qinglian_desktop.modules.funds.records import BOOKS, Entry
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
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


class BudgetPage(QWidget):
    page_id, title = "budget_line", "预算"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.figures: tuple[budget.Figure, ...] = ()
        look.named(self, self.title)
        self.ledger = desk.ledger(BudgetLine, title="预算数")
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
        self._stack = QStackedWidget()
        self._stack.addWidget(self._page())
        self._stack.addWidget(self.ledger)
        self.words = QButtonGroup(self)
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 24, 0)
        row.setSpacing(8)
        for place, word in enumerate((DONE, PLAN)):
            button = push_button(word, "choice")
            button.setCheckable(True)
            self.words.addButton(button, place)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self.words.idClicked.connect(self.show_part)
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

    def show_part(self, place: int) -> None:
        if self._stack.currentIndex() == 1:
            self.ledger.flush()
        self._stack.setCurrentIndex(place)
        button = self.words.button(place)
        assert button is not None
        button.setChecked(True)
        if place == 0:
            self.reload()

    def reload(self, *_: object) -> None:
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
        self.show_part(1)
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
        if changes.touches(BudgetLine.table, Entry.table) and self._stack.currentIndex() == 0:
            self.reload()

    # -- what the tab asks of a page -------------------------------------------------------

    def flush(self) -> bool:
        return bool(self.ledger.flush())

    def new_record(self) -> None:
        self.show_part(1)
        self.ledger.new_record()

    def show_row(self, _table: str, row_id: str) -> None:
        self.show_part(1)
        self.ledger.open_record(row_id)

    def print_page(self) -> None:
        if self._stack.currentIndex() == 1:
            self.ledger.print_page()
            return
        self.banner.hide()
        account, year = str(self.account.currentData()), int(self.year.currentData())
        drawn = self._desk.runner.act(
            actions.budget_paper, account, year, on_refused=self.banner.say
        )
        if drawn is not None:
            pdf, paper = BytesIO(), drawn.result
            draw(paper, pdf, fonts=Fonts())  # type: ignore[arg-type]
            facts = PaperFacts(f"budget:{account}:{year}")
            self._desk.preview(pdf.getvalue(), f"{year}年预算执行表", facts)


def _texts(one: budget.Figure) -> tuple[str, ...]:
    planned = "" if one.planned is None else money.show(one.planned)
    left = "" if one.planned is None else money.show(one.left)
    return one.category, planned, money.show(one.actual), left, one.state
