"""What stands in a short list inside a form: the texts of its cells, and what was read of them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor

from qinglian_desktop.core import typed
from qinglian_desktop.core.record import Field, Record, Row
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.ui import cover, look

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Cell(NamedTuple):
    """A text that cannot be read stays with what is wrong with it and has no stored value."""

    text: str = ""
    stored: Any = None
    trouble: str = ""


def read(field: Field, text: str) -> Cell:
    """A typed or pasted text as a cell."""
    text = text.strip()
    if not text:
        return Cell()
    try:
        stored = typed.read(field, text)
    except Unreadable as told:
        return Cell(text, None, f"〔{field.label}〕{told}")
    if field.choices and stored not in field.choices:
        return Cell(text, None, f"〔{field.label}〕请从{'、'.join(field.choices)}里选")
    return cell_of(field, stored)


def cell_of(field: Field, stored: Any) -> Cell:
    if stored in (None, ""):
        return Cell()
    return Cell(field.kind.show(field.kind.load(stored)), stored)


class RowsModel(QAbstractTableModel):
    """The rows as the clerk sees them; `edited` after what the clerk did, not after `set_rows`."""

    edited = Signal()
    named = Signal(int, str)  # row, the name just written into it

    def __init__(self, row_type: type[Record], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fields: tuple[tuple[str, Field], ...] = tuple(row_type.fields.items())
        self._rows: list[list[Cell]] = []

    # -- values ---------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show these rows; an empty list begins with one empty row."""
        self.beginResetModel()
        self._rows = [
            [cell_of(field, row.get(name)) for name, field in self.fields] for row in rows or ({},)
        ]
        self.endResetModel()

    def rows(self) -> list[Row]:
        """The stored rows; one without any value is none."""
        made = [
            {
                name: cell.stored
                for (name, _), cell in zip(self.fields, row, strict=True)
                if cell.stored is not None
            }
            for row in self._rows
        ]
        return [row for row in made if row]

    def troubles(self) -> list[str]:
        return [
            f"第 {number} 行：{cell.trouble}"
            for number, row in enumerate(self._rows, 1)
            for cell in row
            if cell.trouble
        ]

    def cell(self, row: int, column: int) -> Cell:
        return self._rows[row][column]

    # -- writing --------------------------------------------------------------------------

    def add(self) -> None:
        """An empty row at the end."""
        last = len(self._rows)
        self.beginInsertRows(_ROOT, last, last)
        self._rows.append([Cell()] * len(self.fields))
        self.endInsertRows()

    def remove(self, row: int) -> None:
        """This row goes; there is always one left to write into."""
        self.beginRemoveRows(_ROOT, row, row)
        del self._rows[row]
        self.endRemoveRows()
        if not self._rows:
            self.add()
        self.edited.emit()

    def paste(self, block: Sequence[Sequence[str]], top: int, left: int) -> None:
        """A block of texts from this cell on; rows that lack are added."""
        for down, texts in enumerate(block):
            if top + down >= len(self._rows):
                self.add()
            for right, text in enumerate(texts[: len(self.fields) - left]):
                self._put(top + down, left + right, text)
        self.edited.emit()

    def fill(self, row: int, values: Mapping[str, Any]) -> None:
        """Empty cells of a row, as when a name is known in the register."""
        for column, (name, field) in enumerate(self.fields):
            if values.get(name) and self._rows[row][column] == Cell():
                self._set(row, column, cell_of(field, values[name]))

    def clear(self, indexes: Sequence[QModelIndex]) -> None:
        for index in indexes:
            self._set(index.row(), index.column(), Cell())
        self.edited.emit()

    def _put(self, row: int, column: int, text: str) -> None:
        _, field = self.fields[column]
        made = read(field, text)
        self._set(row, column, made)
        if made.stored is not None and field.kind.name == "name":
            self.named.emit(row, str(made.stored))

    def _set(self, row: int, column: int, cell: Cell) -> None:
        self._rows[row][column] = cell
        here = self.index(row, column)
        self.dataChanged.emit(here, here)

    # -- what Qt asks ---------------------------------------------------------------------

    def rowCount(self, _parent: Index = _ROOT) -> int:
        return len(self._rows)

    def columnCount(self, _parent: Index = _ROOT) -> int:
        return len(self.fields)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell, (_, field) = self._rows[index.row()][index.column()], self.fields[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cover.veiled(cell.text) if cover.hides(field) else cell.text
        if role == Qt.ItemDataRole.EditRole:
            return cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole and field.kind.numeric:
            return _RIGHT
        if role == Qt.ItemDataRole.BackgroundRole and cell.trouble:
            return QColor(look.tokens(look.theme())["warning.bg"])
        if role == Qt.ItemDataRole.ToolTipRole and cell.trouble:
            return cell.trouble
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        if str(value).strip() != self._rows[index.row()][index.column()].text:
            self._put(index.row(), index.column(), str(value))
            self.edited.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        # What is covered is not written over.
        usual = super().flags(index)
        return usual if cover.cover().on else usual | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        _, field = self.fields[section]
        return field.label if field.required else f"{field.label}（可空）"

    def uncover(self) -> None:
        """The cover went on or off: every cell is shown anew."""
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.fields) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
