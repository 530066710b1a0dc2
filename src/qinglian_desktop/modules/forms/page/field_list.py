"""Everything that can fill a place, by group; Enter or a click takes it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from qinglian_desktop.modules.forms.sources import Taken
from qinglian_desktop.ui import look

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_INSET = "　"  # before what belongs to a group


class FieldModel(QAbstractListModel):
    """A line for each group and one for each thing in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Taken] = ()
        self.lines: list[Taken | str] = []

    def offer(self, listed: Sequence[Taken], text: str = "") -> None:
        """These, or those of them in which the text stands."""
        self.beginResetModel()
        self._all = listed
        self.lines = []
        groups = dict.fromkeys(each.group for each in listed)
        for group in groups:
            found = [each for each in listed if each.group == group and text in each.label]
            self.lines += [group, *found] if found else []
        self.endResetModel()

    def look_for(self, text: str) -> None:
        self.offer(self._all, text)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line if isinstance(line, str) else _INSET + line.label
        parent = self.parent()
        if role == Qt.ItemDataRole.FontRole and isinstance(line, str):
            font = parent.font() if isinstance(parent, QWidget) else None
            if font is not None:
                font.setBold(True)
            return font
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.lines[index.row()], str):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class FieldList(QListView):
    taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = FieldModel(self)
        self.setModel(self.fields)
        look.named(self, "从哪里取")
        self.clicked.connect(self._on_clicked)

    def offer(self, listed: Sequence[Taken]) -> None:
        self.fields.offer(listed)

    def look_for(self, text: str) -> None:
        self.fields.look_for(text.strip())

    def mark(self, take: str) -> None:
        """Choose what fills the place now."""
        for row, line in enumerate(self.fields.lines):
            if not isinstance(line, str) and line.take == take:
                self.setCurrentIndex(self.fields.index(row))
                return
        self.clearSelection()

    def first(self) -> str:
        """What a search found first."""
        return next((line.take for line in self.fields.lines if not isinstance(line, str)), "")

    def _take(self, index: QModelIndex) -> bool:
        line = self.fields.lines[index.row()] if index.isValid() else ""
        if isinstance(line, str):
            return False
        self.taken.emit(line.take)
        return True

    def _on_clicked(self, index: QModelIndex) -> None:
        self._take(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (enter and self._take(self.currentIndex())):
            super().keyPressEvent(event)
