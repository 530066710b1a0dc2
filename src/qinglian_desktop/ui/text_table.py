"""A small read-only table of texts already made: boards, previews, merged figures."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from qinglian_desktop.ui import look

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class TextModel(QAbstractTableModel):
    """Rows of texts; columns named in `right` stand to the right (figures)."""

    def __init__(self, columns: Sequence[str], right: Sequence[int] = ()) -> None:
        super().__init__()
        self.names, self.right = tuple(columns), frozenset(right)
        self.texts: list[tuple[str, ...]] = []

    def fill(self, rows: Sequence[Sequence[str]]) -> None:
        self.beginResetModel()
        self.texts = [tuple(row) for row in rows]
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.texts)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.texts[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self.right:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.names[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight if section in self.right else Qt.AlignmentFlag.AlignLeft
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class TextTable(QTableView):
    """The view; the column `stretch` takes the room that is left."""

    def __init__(
        self,
        name: str,
        columns: Sequence[str],
        *,
        right: Sequence[int] = (),
        stretch: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.texts = TextModel(columns, right)
        self.texts.setParent(self)
        self.setModel(self.texts)
        look.named(self, name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)

    def fill(self, rows: Sequence[Sequence[str]]) -> None:
        self.texts.fill(rows)
        self.verticalHeader().setDefaultSectionSize(look.metrics().row)

    @property
    def chosen(self) -> int:
        """Number of the selected row, -1 for none."""
        found = self.selectionModel().selectedRows()
        return found[0].row() if found else -1
