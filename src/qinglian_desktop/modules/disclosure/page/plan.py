"""要公开的: the year's catalogue month by month, and how far each period is (P-02)."""

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.disclosure import actions, matrix
from qinglian_desktop.modules.disclosure.actions import Cell, CoverageRow
from qinglian_desktop.modules.disclosure.page.event_form import EventForm
from qinglian_desktop.modules.disclosure.page.matrix_model import (
    FIRST,
    LASTING,
    MonthPainter,
    PlanModel,
    told,
)
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner, fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.year_box import YearBox

LATE, OPEN = "逾期", "待公开"
_MONTH = 74  # px at 标准: an icon and three characters
_ITEM = 220  # px at 标准 an item needs to be told from its neighbours
_CLASS = 52
_REASON = "启用本程序前已到期"
_URGENT = (LATE, "公示不足", OPEN, "已公开")


class PlanPage(QWidget):
    notice_asked = Signal(str)  # notice id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "planned_posting", "要公开的"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk, self._late_only = desk, False
        self._year = actions.year_in_force(desk.book, clock.today())
        self._lines: list[CoverageRow] = []
        self.head = look.label(self.title, "title")
        self.open_button = push_button("打开这一期", "primary")
        self.years = YearBox()
        self.late = push_button("只看逾期", "choice")
        self.late.setCheckable(True)
        self.happened = push_button("发生了一件", icon="add")
        self.happened.setToolTip("随时公开、分阶段公开的事发生了：登记一下，程序算出最迟哪天上墙")
        self.fill_up = push_button("")
        self.paper = push_button("打印", icon="print")
        self.settle = push_button("启用前的不再补")
        self.settle.setToolTip("启用本程序以前就到期的期次，标为不适用并写明原因；可以撤销")
        self.banner = Banner()
        self.event_form = EventForm(desk.book)
        self.model = PlanModel(self)
        self.table = QTableView()
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        words = "公开目录还没建立。到“今日”按“建立公开目录和计划”。"
        self.empty = EmptyCard(words, "disclosure")
        self._dress()
        self._lay_out()
        self.table.activated.connect(self._on_activated)
        self.open_button.clicked.connect(self._on_open)
        self.late.toggled.connect(self._on_late)
        self.settle.clicked.connect(self.settle_past)
        self.happened.clicked.connect(self.ask_event)
        self.event_form.wanted.connect(self.enter_event)
        self.event_form.shown.connect(self._on_form)
        self.fill_up.clicked.connect(self.plan_rest)
        self.paper.clicked.connect(self.print_page)
        self.years.chosen.connect(self.show_year)
        desk.runner.changed.connect(self._on_changed)
        self.reload()

    def _dress(self) -> None:
        table = self.table
        look.named(table, "公开计划")
        table.setProperty("tight", True)
        table.setModel(self.model)
        table.setItemDelegate(MonthPainter(table))
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(True)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setCornerButtonEnabled(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.horizontalHeader().setHighlightSections(False)
        self._fit()

    def _fit(self) -> None:
        sized, across = look.metrics(), self.table.horizontalHeader()
        self.table.verticalHeader().setDefaultSectionSize(sized.row)
        across.setFixedHeight(sized.header)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setMinimumSectionSize(sized.px(_CLASS))
        self.table.setColumnWidth(0, sized.px(_CLASS))
        for column in range(len(FIRST), LASTING + 1):
            self.table.setColumnWidth(column, sized.px(_MONTH))
        left = self.table.viewport().width() - sized.px(_CLASS + _ITEM)
        shown = self._choose_months(left // sized.px(_MONTH))
        others = sized.px(_CLASS) + sized.px(_MONTH) * shown
        room = self.table.viewport().width() - others
        self.table.setColumnWidth(1, max(room, sized.px(_ITEM)))

    def _choose_months(self, fitting: int) -> int:
        """Where not all columns fit, those without anything to do are left out."""
        needed = dict.fromkeys(range(1, 14), 0)
        for line in self.model.lines:
            needed[13] += line.lasting is not None
            for cell in line.cells:
                needed[cell.month] = max(needed[cell.month], 1 + (cell.word in _URGENT))
        needed[13] = min(needed[13], 1)
        by_need = sorted(needed, key=lambda month: (-needed[month], -month))
        kept = set(by_need[: max(fitting, 4)])
        for month in range(1, 14):
            self.table.setColumnHidden(month + 1, month not in kept)
        return len(kept)

    def _lay_out(self) -> None:
        self._top = HeadRow(
            (self.head, self.years),
            (self.open_button, self.late, self.happened, self.fill_up, self.settle, self.paper),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(self._top)
        column.addWidget(self.banner)
        column.addWidget(self.event_form)
        column.addWidget(self._stack, 1)
        column.addWidget(self.said)
        enter_at(self, self.table)

    # -- showing --------------------------------------------------------------------------

    def reload(self) -> None:
        chosen = self.table.currentIndex()
        self.years.offer(self._desk.book.distinct("catalog_item", "year"), self._year)
        self._lines = actions.coverage(self._desk.book, self._year)
        self._show()
        if chosen.isValid():
            self.table.setCurrentIndex(self.model.index(chosen.row(), chosen.column()))

    def show_year(self, year: int) -> None:
        self._year = year
        self.reload()

    def _show(self) -> None:
        shown = self._lines
        if self._late_only:
            shown = [line for line in shown if any(c.word == LATE for c in line.cells)]
        self.model.fill(shown)
        self._fit()
        self._stack.setCurrentIndex(0 if self._lines else 1)
        tail = "双击一格打开这一期；没有格子的是有事才公开的，发生了按“发生了一件”。"
        if self._lines and not actions.is_open(self._desk.book, self._year):
            tail = "这一年的目录还在调整，到“年度调整”里办完才排计划。"
        self.said.setText(f"{self._year}年，{matrix.summary(self._lines)}。{tail}")
        one = self.years.isHidden()
        self.head.setText(f"{self._year}年要公开的" if one else self.title)
        self.settle.setVisible(bool(self.past()))
        self.happened.setVisible(any(line.eventful for line in self._lines))
        self.paper.setVisible(bool(self._lines))
        self._offer_rest()

    def _offer_rest(self) -> None:
        """Rows that were imported or added after the plan was made wait for their periods."""
        book = self._desk.book
        ready = bool(self._lines) and actions.is_open(book, self._year)
        rest = actions.unplanned(book, self._year) if ready else 0
        self.fill_up.setVisible(rest > 0)
        self.fill_up.setText(f"补排 {rest} 期")
        look.named(self.fill_up, f"补排 {rest} 期", "目录里新加的、改过的项目，把没有的期次排上")

    def plan_rest(self) -> None:
        self._desk.runner.act(
            actions.plan_year, self._year, on_refused=self._on_refused, say="已排进公开计划。"
        )

    def print_page(self) -> None:
        show_paper(
            self._desk, actions.matrix_paper, self._year, self._late_only,
            title=f"{self._year}年公开一览", on_refused=self._on_refused,
        )  # fmt: skip

    # -- something happened -----------------------------------------------------------------

    def ask_event(self) -> None:
        """The form, with the item that is chosen in the matrix."""
        index = self.table.currentIndex()
        line = self.model.lines[index.row()] if index.isValid() else None
        self.event_form.begin(line.item_id if line is not None and line.eventful else "")

    def _on_form(self, shown: bool) -> None:
        """One filled button at a time; the form takes the room of the line below."""
        fill(self.open_button, not shown)
        self.said.setVisible(not shown)

    def enter_event(self, item_id: str, event_on: Any, event: str) -> None:
        changes = self._desk.runner.act(
            actions.enter_event, item_id, event_on, event,
            on_refused=self.event_form.show_refused, say="已登记，排进公开计划。",
        )  # fmt: skip
        if changes is not None:
            self.event_form.done()
            self._point_at(str(changes.result))

    def _point_at(self, planned_id: str) -> None:
        """Chooses the cell in which a line of the plan stands."""
        for row, line in enumerate(self.model.lines):
            for cell in line.cells:
                if cell.planned_id == planned_id:
                    index = self.model.index(row, cell.month + 1)
                    self.table.setColumnHidden(cell.month + 1, False)
                    self.table.setCurrentIndex(index)
                    self.table.scrollTo(index)
                    self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_late(self, on: bool) -> None:
        self._late_only = on
        self._show()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if (
            changes.touches("planned_posting", "catalog_item", "notice", "disclosure_plan")
            and self.isVisible()
        ):
            self.reload()

    # -- opening a period -----------------------------------------------------------------

    def _on_activated(self, index: QModelIndex) -> None:
        if index.column() < len(FIRST):
            return
        cells = self.model.cells(index)
        if len(cells) == 1:
            self.open_cell(cells[0])
        elif cells:
            self._choose_of(self.model.lines[index.row()], cells)

    def _choose_of(self, line: CoverageRow, cells: list[Cell]) -> None:
        """Several periods in one month: which one?"""
        menu = QMenu(self)
        look.named(menu, "打开哪一期")
        for cell in cells:
            menu.addAction(told(line, cell), partial(self.open_cell, cell))
        menu.popup(self._below_current() or QCursor.pos())

    def _below_current(self) -> Any:
        index = self.table.currentIndex()
        if not index.isValid():
            return None
        return self.table.viewport().mapToGlobal(self.table.visualRect(index).bottomLeft())

    def _on_open(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and index.column() >= len(FIRST) and self.model.cells(index):
            self._on_activated(index)
        elif first := self.first_urgent():
            self.open_cell(first)
        else:
            self.banner.say("没有要打开的期次。")

    def first_urgent(self) -> Cell | None:
        """What should be done first when nothing is chosen: the oldest that is still open."""
        waiting = [
            c for line in self._lines for c in line.cells if c.word in (LATE, OPEN) and c.due_on
        ]
        return min(waiting, key=lambda c: str(c.due_on), default=None)

    def deadline_row(self) -> tuple[str, str]:
        """Whose date 为什么是这天 is asked of: the period that is chosen."""
        index = self.table.currentIndex()
        cells = self.model.cells(index) if index.isValid() and index.column() >= 2 else []
        return ("planned_posting", cells[0].planned_id) if cells else ("", "")

    def open_cell(self, cell: Cell) -> None:
        if cell.notice_id:
            self.notice_asked.emit(cell.notice_id)
        elif cell.planned_id:
            self.show_row("planned_posting", cell.planned_id)

    def show_row(self, _table: str, row_id: str) -> None:
        """Open a planned period: its notice, which is composed now when there is none yet."""
        found = self._desk.book.page("planned_posting", [row_id])
        if not found:
            return
        row = found[0]
        if not row["notice_id"] and row["state"] == OPEN:
            self.banner.hide()
            self._compose(row)
            row = self._desk.book.page("planned_posting", [row_id])[0]
        if row["notice_id"]:
            self.notice_asked.emit(row["notice_id"])

    def _compose(self, row: dict[str, Any]) -> None:
        ready = (c for c in self._desk.commands("planned_posting") if c.when(row))
        command = next(ready, None)
        if command is not None:
            self._desk.runner.act(command.run, row["id"], on_refused=self._on_refused)
            return
        self._desk.runner.act(actions.compose_line, row["id"], on_refused=self._on_refused)

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)

    # -- the time before the program ------------------------------------------------------

    def past(self) -> list[str]:
        """Periods that were already over when the plan was made."""
        late = [
            c.planned_id
            for line in self._lines
            for c in line.cells
            if c.word == LATE and not c.notice_id and c.planned_id
        ]
        rows = self._desk.book.page("planned_posting", late) if late else []
        return [row["id"] for row in rows if row["due_on"] < row["created_at"][:10]]

    def settle_past(self) -> None:
        self._desk.runner.act(
            actions.skip_planned, self.past(), _REASON, say="启用前的期次已标为不适用。"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "said"):
            QTimer.singleShot(0, self, self._fit)
