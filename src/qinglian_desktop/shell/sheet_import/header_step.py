"""Step 2: which row is the header? The sheet as it stands; a click on another row is enough."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from qinglian_desktop.shell.sheet_import.draft import Draft, veiled
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at

if TYPE_CHECKING:
    from qinglian_desktop.exchange.sheets import SheetData

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROWS, _COLUMNS = 60, 40  # shown of a sheet
_WIDE = 220  # px at 标准


class _Preview(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[list[str]] = []
        self._width = 0
        self.first, self.last = -1, -1  # the header rows

    def fill(self, sheet: "SheetData", first: int, last: int) -> None:
        self.beginResetModel()
        self._rows = sheet.rows[:_ROWS]
        self._width = min(max((len(row) for row in self._rows), default=0), _COLUMNS)
        self.first, self.last = first, last
        self.endResetModel()

    def rowCount(self, _parent: Index = _ROOT) -> int:
        return len(self._rows)

    def columnCount(self, _parent: Index = _ROOT) -> int:
        return self._width

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        text = self._rows[row][column] if column < len(self._rows[row]) else ""
        header = self.first <= row <= self.last
        if role == Qt.ItemDataRole.DisplayRole:
            if cover.cover().on and text and row > self.last:
                return cover.STARS
            return " ".join(veiled(text).split())
        if role == Qt.ItemDataRole.BackgroundRole and header:
            return QColor(look.tokens(look.theme())["bg.selected"])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"第 {row + 1} 行{'，表头' if header else ''}：{veiled(text)}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        from qinglian_desktop.exchange.sheets.mapping import letters

        return letters(section)


class _Table(QTableView):
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class HeaderStep(QWidget):
    pointed = Signal(int)  # the row (from 0) where the header begins
    sheet_chosen = Signal(int)
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = look.label("")
        self.said.setWordWrap(True)
        self.sheets = ChoiceBox("哪一张表")
        self.table = _Table()
        self.model = _Preview(self.table)
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setCornerButtonEnabled(False)
        look.named(self.table, "表格的前几行")
        self.next = push_button("就是这一行", "primary")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.said, 1)
        head.addWidget(self.sheets)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.table.clicked.connect(lambda index: self.pointed.emit(index.row()))
        self.table.entered.connect(self._on_enter)
        self.sheets.activated.connect(self.sheet_chosen)
        self.next.clicked.connect(self.done)
        cover.cover().changed.connect(self.table.viewport().update)
        enter_at(self, self.table)

    def show_draft(self, draft: Draft) -> None:
        heading = draft.chosen.heading if draft.chosen else None
        self.sheets.clear()
        self.sheets.addItems(
            [f"{one.name}（隐藏的）" if one.hidden else one.name for one in draft.sheets]
        )
        self.sheets.setCurrentIndex(draft.place)
        self.sheets.setVisible(len(draft.sheets) > 1)
        if heading is None:
            self.said.setText("没找到表头。请点一下标题所在的那一行。")
            self.model.fill(draft.sheet, -1, -1)
        else:
            rows = f"第 {heading.top + 1} 行"
            if heading.bottom > heading.top:
                rows = f"第 {heading.top + 1} 至 {heading.bottom + 1} 行"
            self.said.setText(f"认为表头在{rows}（上了色的）。不对的话，点一下对的那一行。")
            self.model.fill(draft.sheet, heading.top, heading.bottom)
        self.next.setEnabled(heading is not None)
        self.next.setToolTip("" if heading else "先点一下标题所在的那一行")
        self._fit()
        if heading is not None:
            self.table.setCurrentIndex(self.model.index(heading.top, 0))

    def _fit(self) -> None:
        sized = look.metrics()
        self.table.verticalHeader().setDefaultSectionSize(sized.row)
        self.table.horizontalHeader().setFixedHeight(sized.header)
        self.table.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            wide = self.table.columnWidth(column)
            self.table.setColumnWidth(column, min(max(wide, sized.px(64)), sized.px(_WIDE)))

    def _on_enter(self) -> None:
        row = self.table.currentIndex().row()
        if row == self.model.first:
            self.done.emit()
        elif row >= 0:
            self.pointed.emit(row)
