"""How is a short list of words shown that is no ledger? Rows of texts, some of them states."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.chips import CHIP_ROLE, StatePainter
from qinglian_desktop.ui.widths import SAMPLE, Ruler, Want, settle

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_LEAST = 180  # px at 标准 of a column that takes what is left
_MOST = 480  # px at 标准 a text asks for


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its word, the width at 标准 it can live with (0 = it also takes what is left)."""

    word: str
    width: int = 120  # what a long text is cut to where there is no room for it
    numeric: bool = False
    state: bool = False  # drawn as a chip: icon and word on the tint of its mood
    holds: str = ""  # the longest bold text it must have room for, such as a total
    private: bool = False  # hidden while the cover is on


class PlainModel(QAbstractTableModel):
    def __init__(self, headings: Sequence[Heading], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headings = tuple(headings)
        self.rows: list[Sequence[str]] = []
        self.last_bold = False  # the last row is a total
        self.bold: Collection[int] = ()  # rows that are totals, too
        self.marks: Collection[tuple[int, int]] = ()  # cells (row, column) that changed

    def fill(
        self, rows: Sequence[Sequence[str]], headings: Sequence[Heading] | None = None,
        *, last_bold: bool = False, marks: Collection[tuple[int, int]] = (),
        bold: Collection[int] = (),
    ) -> None:  # fmt: skip
        self.beginResetModel()
        self.headings = tuple(headings) if headings is not None else self.headings
        self.rows, self.last_bold, self.marks = list(rows), last_bold, marks
        self.bold = bold
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
        hidden = cover.cover().on and text and (heading.private or heading.numeric)
        shown = cover.STARS if hidden else text
        if role == Qt.ItemDataRole.DisplayRole:
            return shown
        if role == Qt.ItemDataRole.ToolTipRole:
            return None if cover.cover().on else text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{heading.word}：{shown}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(heading)
        if role == Qt.ItemDataRole.BackgroundRole and (index.row(), index.column()) in self.marks:
            return QColor(look.tokens(look.theme())["cell.changed"])
        if role == Qt.ItemDataRole.FontRole:
            return self._bold(index.row())
        return heading.state if role == CHIP_ROLE else None

    def _bold(self, row: int) -> Any:
        parent = self.parent()
        last = self.last_bold and row == len(self.rows) - 1
        if not (last or row in self.bold) or not isinstance(parent, QWidget):
            return None
        font = parent.font()
        font.setBold(True)
        return font


def _side(heading: Heading) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if heading.numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _want(ruler: Ruler, heading: Heading, texts: Sequence[str], *, free: bool) -> Want:
    sized = look.metrics()
    wide = ruler.cells(texts)
    if heading.state:
        wide = ruler.chips(texts, QSize(sized.icon, sized.icon))
    wide = max(ruler.heading(heading.word), ruler.heading(heading.holds), wide)
    if heading.numeric or heading.state:
        return Want(wide, wide)
    most = min(wide, sized.px(_MOST))
    grows = not heading.width or not free
    least = sized.px(heading.width or _LEAST)
    return Want(most, min(most, least), grows=grows)


class PlainTable(QTableView):
    opened = Signal(int, int)  # row, column
    nothing = ""  # what stands in it while it has no rows

    def __init__(
        self, name: str, headings: Sequence[Heading], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.records = PlainModel(headings, self)
        self._wants: list[Want] = []
        self.setModel(self.records)
        self.setItemDelegate(StatePainter(self))
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
        *, last_bold: bool = False, marks: Collection[tuple[int, int]] = (),
        bold: Collection[int] = (),
    ) -> None:  # fmt: skip
        """Other rows, perhaps other columns; the chosen row stays chosen."""
        chosen = self.currentIndex().row()
        self.records.fill(rows, headings, last_bold=last_bold, marks=marks, bold=bold)
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
        sized = look.metrics()
        self.verticalHeader().setDefaultSectionSize(sized.row)
        self.horizontalHeader().setFixedHeight(sized.header)
        ruler, rows = Ruler(self), self.records.rows[:SAMPLE]
        headings = self.records.headings
        free = any(not heading.width for heading in headings)
        self._wants = [
            _want(ruler, heading, [row[place] for row in rows], free=free)
            for place, heading in enumerate(headings)
        ]
        self.settle()

    def settle(self) -> None:
        """The columns in the room there is now."""
        settle(self, self._wants)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.nothing and not self.records.rows:
            painter, room = QPainter(self.viewport()), self.viewport().rect()
            painter.setPen(QColor(look.tokens(look.theme())["text.secondary"]))
            around = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            side = look.metrics().px(24)
            painter.drawText(
                room.adjusted(side, 0, -side, -room.height() // 4), around, self.nothing
            )

    def say_nothing(self, words: str) -> None:
        """Words for the empty table, for the eye and for a screen reader."""
        self.nothing = words
        self.setAccessibleDescription(words)

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
