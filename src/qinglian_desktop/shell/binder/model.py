"""Which papers go into the binder, in which order? A list to tick and to move in."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from qinglian_desktop.modules.printing.choices import Choice
from qinglian_desktop.ui import cover, look

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Choices(QAbstractListModel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Choice] = []

    def fill(self, lines: Sequence[Choice]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        remark = f"（{line.remark}）" if line.remark else ""
        text = f"{line.kind}　{cover.STARS if cover.cover().on else line.title}{remark}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{'装' if line.ticked else '不装'}，{text}"
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, look.metrics().row)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        ticked = Qt.CheckState(value) == Qt.CheckState.Checked
        self.lines[index.row()] = self.lines[index.row()]._replace(ticked=ticked)
        self.dataChanged.emit(index, index)
        return True

    def swap(self, row: int, other: int) -> bool:
        """Two lines change places; False at the ends of the list."""
        if not (0 <= row < len(self.lines) and 0 <= other < len(self.lines)):
            return False
        self.lines[row], self.lines[other] = self.lines[other], self.lines[row]
        self.dataChanged.emit(self.index(min(row, other)), self.index(max(row, other)))
        return True

    def add(self, lines: Sequence[Choice]) -> None:
        first = len(self.lines)
        self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
        self.lines += lines
        self.endInsertRows()

    def drop(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.lines[row]
        self.endRemoveRows()


class ChoiceList(QListView):
    """Space ticks, Alt+↑ and Alt+↓ move a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = Choices(self)
        self.setModel(self.choices)
        self.setUniformItemSizes(True)
        look.named(self, "装哪些，按什么顺序")
        cover.cover().changed.connect(self.viewport().update)

    def row(self) -> int:
        return self.currentIndex().row()

    def move_line(self, step: int) -> None:
        row = self.row()
        if self.choices.swap(row, row + step):
            self.setCurrentIndex(self.choices.index(row + step))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_line(step)
        else:
            super().keyPressEvent(event)
