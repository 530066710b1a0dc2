"""要公开的: the year's catalogue month by month, and how far each period is (P-02)."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure.actions import Cell, CoverageRow
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at

LATE, OPEN = "逾期", "待公开"
_MOODS = {"逾期": "danger", "公示不足": "danger", "待公开": "info", "已公开": "success"}
_SHORT = {"不适用": "—", "公示不足": "不足"}
_FIRST = ("类", "项目")
_MONTH = 64  # px at 标准: three characters
_ITEM = 220  # px at 标准 an item needs to be told from its neighbours
_REASON = "启用本程序前已到期"
Index = QModelIndex | QPersistentModelIndex


class PlanModel(QAbstractTableModel):
    """Rows are items of the catalogue, columns the months."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[CoverageRow] = []

    def fill(self, lines: Sequence[CoverageRow]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return len(self.lines)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(_FIRST) + 12

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section < 2:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return _FIRST[section] if section < 2 else f"{section - 1}月"

    def cells(self, index: Index) -> list[Cell]:
        """The periods that stand in this month, the most urgent first."""
        month = index.column() - 1
        found = [c for c in self.lines[index.row()].cells if c.month == month]
        urgent = list(_MOODS)
        return sorted(found, key=lambda c: urgent.index(c.word) if c.word in urgent else 9)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if index.column() < 2:
            shown = (line.category, f"{line.code} {line.item}")[index.column()]
            if role == Qt.ItemDataRole.ToolTipRole:
                return f"{line.item}：{line.frequency}"
            return shown if role == Qt.ItemDataRole.DisplayRole else None
        cells = self.cells(index)
        return self._cell(line, cells, role) if cells else None

    def _cell(self, line: CoverageRow, cells: list[Cell], role: int) -> Any:
        cell, colours = cells[0], look.tokens(look.theme())
        mood = _MOODS.get(cell.word, "neutral")
        if role == Qt.ItemDataRole.DisplayRole:
            return _SHORT.get(cell.word, cell.word)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(colours[f"{mood}.fg"])
        if role == Qt.ItemDataRole.BackgroundRole:
            return QColor(colours[f"{mood}.bg"]) if cell.word != "不适用" else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            when = f"，最迟 {paper_day(cell.due_on)}" if cell.due_on else ""
            label = Period.parse(cell.period).label if cell.period else ""
            return f"{line.item} {label}：{cell.word}{when}"
        return None


class PlanPage(QWidget):
    notice_asked = Signal(str)  # notice id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "planned_posting", "要公开的"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk, self._year, self._late_only = desk, clock.today().year, False
        self._lines: list[CoverageRow] = []
        self.head = look.label(self.title, "title")
        self.open_button = push_button("打开这一期", "primary")
        self.late = push_button("只看逾期", "choice")
        self.late.setCheckable(True)
        self.settle = push_button("启用前的不再补")
        self.settle.setToolTip("启用本程序以前就到期的期次，标为不适用并写明原因；可以撤销")
        self.banner = Banner()
        self.model = PlanModel(self)
        self.table = QTableView()
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        words = "今年的公开目录还没建立。到“今日”按“建立公开目录和计划”。"
        self.empty = EmptyCard(words, "disclosure")
        self._dress()
        self._lay_out()
        self.table.activated.connect(self._on_activated)
        self.open_button.clicked.connect(self._on_open)
        self.late.toggled.connect(self._on_late)
        self.settle.clicked.connect(self.settle_past)
        desk.runner.changed.connect(self._on_changed)
        self.reload()

    def _dress(self) -> None:
        table = self.table
        look.named(table, "公开计划")
        table.setProperty("tight", True)
        table.setModel(self.model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(True)
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
        across.setMinimumSectionSize(sized.px(60))
        self.table.setColumnWidth(0, sized.px(60))
        for month in range(12):
            self.table.setColumnWidth(2 + month, sized.px(_MONTH))
        left = self.table.viewport().width() - sized.px(60 + _ITEM)
        shown = self._choose_months(left // sized.px(_MONTH))
        others = sized.px(60) + sized.px(_MONTH) * shown
        room = self.table.viewport().width() - others
        self.table.setColumnWidth(1, max(room, sized.px(_ITEM)))

    def _choose_months(self, fitting: int) -> int:
        """Where twelve months do not fit, those without anything to do are left out."""
        needed = dict.fromkeys(range(1, 13), 0)
        for cell in (cell for line in self.model.lines for cell in line.cells):
            needed[cell.month] = max(needed.get(cell.month, 0), 1 + (cell.word in _MOODS))
        by_need = sorted(needed, key=lambda month: (-needed[month], -month))
        kept = set(by_need[: max(fitting, 4)])
        for month in range(1, 13):
            self.table.setColumnHidden(month + 1, month not in kept)
        return len(kept)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.head)
        row.addStretch(1)
        for part in (self.open_button, self.late, self.settle):
            row.addWidget(part)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        column.addWidget(self.said)
        enter_at(self, self.table)

    # -- showing --------------------------------------------------------------------------

    def reload(self) -> None:
        chosen = self.table.currentIndex()
        self._lines = actions.coverage(self._desk.book, self._year)
        self._show()
        if chosen.isValid():
            self.table.setCurrentIndex(self.model.index(chosen.row(), chosen.column()))

    def _show(self) -> None:
        shown = self._lines
        if self._late_only:
            shown = [line for line in shown if any(c.word == LATE for c in line.cells)]
        self.model.fill(shown)
        self._fit()
        self._stack.setCurrentIndex(0 if self._lines else 1)
        words = [cell.word for line in self._lines for cell in line.cells]
        counted = [f"{w} {words.count(w)}" for w in _MOODS if words.count(w)]
        self.said.setText(
            f"{self._year}年，共 {len(self._lines)} 项。{'、'.join(counted)}。"
            "双击一格打开这一期；没有格子的是有事才公开的。"
        )
        self.head.setText(f"{self._year}年要公开的")
        self.settle.setVisible(bool(self.past()))

    def _on_late(self, on: bool) -> None:
        self._late_only = on
        self._show()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("planned_posting", "catalog_item", "notice") and self.isVisible():
            self.reload()

    # -- opening a period -----------------------------------------------------------------

    def _on_activated(self, index: QModelIndex) -> None:
        if index.column() < 2:
            return
        if cells := self.model.cells(index):
            self.open_cell(cells[0])

    def _on_open(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and index.column() >= 2 and self.model.cells(index):
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
        title = f"{Period.parse(row['period']).label}{row['item']}"
        self._desk.runner.act(
            actions.compose_general, title, row["code"], row["period"], on_refused=self._on_refused
        )

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
