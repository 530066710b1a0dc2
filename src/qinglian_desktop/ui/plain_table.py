"""How is a short list of words shown that is no ledger? Rows of texts, some of them states."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from qinglian_desktop.ui import cover, look

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_LEAST = 180  # px at 标准 of a column that takes what is left


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its word, its width at 标准 (0 = takes what is left), and what it holds."""

    word: str
    width: int = 120
    numeric: bool = False
    state: bool = False  # shown on the tint of its mood
    private: bool = False  # hidden while the cover is on


class PlainModel(QAbstractTableModel):
    def __init__(self, headings: Sequence[Heading], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headings = tuple(headings)
        self.rows: list[Sequence[str]] = []
        self.last_bold = False  # the last row is a total

    def fill(
        self, rows: Sequence[Sequence[str]], headings: Sequence[Heading] | None = None,
        *, last_bold: bool = False,
    ) -> None:  # fmt: skip
        self.beginResetModel()
        self.headings = tuple(headings) if headings is not None else self.headings
        self.rows, self.last_bold = list(rows), last_bold
        self.endResetModel()

    def rowCount(self, _parent: Index = ROOT) -> int:
        return len(self.rows)

    def columnCount(self, _parent: Index = ROOT) -> int:
        return len(self.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self.headings[section])
        return self.headings[section].word if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        heading, text = self.headings[index.column()], self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            hidden = cover.cover().on and text and (heading.private or heading.numeric)
            return cover.STARS if hidden else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return None if cover.cover().on else text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{heading.word}：{text}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(heading)
        if role == Qt.ItemDataRole.FontRole and self.last_bold:
            return self._bold(index.row())
        return self._colour(heading, text, role)

    def _bold(self, row: int) -> Any:
        parent = self.parent()
        if row != len(self.rows) - 1 or not isinstance(parent, QWidget):
            return None
        font = parent.font()
        font.setBold(True)
        return font

    def _colour(self, heading: Heading, text: str, role: int) -> Any:
        if not heading.state or not text:
            return None
        colours, mood = look.tokens(look.theme()), look.mood_of(text)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(colours[f"{mood}.fg"])
        if role == Qt.ItemDataRole.BackgroundRole and mood != "neutral":
            return QColor(colours[f"{mood}.bg"])
        return None


def _side(heading: Heading) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if heading.numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class PlainTable(QTableView):
    opened = Signal(int, int)  # row, column

    def __init__(
        self, name: str, headings: Sequence[Heading], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.records = PlainModel(headings, self)
        self.setModel(self.records)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        look.named(self, name)
        self.doubleClicked.connect(self._on_double_click)
        cover.cover().changed.connect(self._on_cover)
        self._fit()

    def fill(
        self, rows: Sequence[Sequence[str]], headings: Sequence[Heading] | None = None,
        *, last_bold: bool = False,
    ) -> None:  # fmt: skip
        """Other rows, perhaps other columns; the chosen row stays chosen."""
        chosen = self.currentIndex().row()
        self.records.fill(rows, headings, last_bold=last_bold)
        self._fit()
        if 0 <= chosen < len(rows):
            self.selectRow(chosen)

    def row(self) -> int:
        """The chosen row, or -1."""
        return self.currentIndex().row()

    def select_grid(self) -> None:
        """Cells are chosen one by one: figures that can be opened."""
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setShowGrid(True)

    def _fit(self) -> None:
        sized, across = look.metrics(), self.horizontalHeader()
        self.verticalHeader().setDefaultSectionSize(sized.row)
        across.setFixedHeight(sized.header)
        across.setStretchLastSection(all(heading.width for heading in self.records.headings))
        for place, heading in enumerate(self.records.headings):
            if heading.width:
                self.setColumnWidth(place, sized.px(heading.width))
        self._share()

    def _share(self) -> None:
        """What is left goes to the columns without a width, never less than a name needs."""
        sized, headings = look.metrics(), self.records.headings
        free = [place for place, heading in enumerate(headings) if not heading.width]
        if not free:
            return
        taken = sum(sized.px(heading.width) for heading in headings)
        each = max((self.viewport().width() - taken) // len(free), sized.px(_LEAST))
        for place in free:
            self.setColumnWidth(place, each)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _on_double_click(self, index: QModelIndex) -> None:
        self.opened.emit(index.row(), index.column())

    def _on_cover(self) -> None:
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index.row(), index.column())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "records"):
            self._fit()
