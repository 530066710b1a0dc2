"""The matrix on the screen: one row an item, one column a month, a word with its icon in a cell."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.modules.disclosure import matrix
from qinglian_desktop.modules.disclosure.matrix import Cell, CoverageRow
from qinglian_desktop.ui import look

FIRST = ("类", "项目")
MOOD = Qt.ItemDataRole.UserRole + 1  # which icon stands before the word
_GAP = 4  # px at 标准 at the edge of a cell and behind its icon
LASTING = len(FIRST) + 12  # the column of what is posted for good
_MOODS = {
    "逾期": "danger", "公示不足": "danger", "待公开": "info", "已公开": "success",
    matrix.HANGING: "success", matrix.NOT_HANGING: "info",
}  # fmt: skip
_SHORT = {"公示不足": "不足"}
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


def mood_of(cell: Cell) -> str:
    """Red when late, amber when due within days, blue while there is time, green when done."""
    return "warning" if cell.near else _MOODS.get(cell.word, "neutral")


class PlanModel(QAbstractTableModel):
    """Rows are items of the catalogue, columns the months and what is posted for good."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[CoverageRow] = []

    def fill(self, lines: Sequence[CoverageRow]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, _parent: Index = ROOT) -> int:
        return len(self.lines)

    def columnCount(self, _parent: Index = ROOT) -> int:
        return LASTING + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == LASTING:
            return "长期"
        return FIRST[section] if section < len(FIRST) else f"{section - 1}月"

    def cells(self, index: Index) -> list[Cell]:
        """What stands in this month, the most urgent first."""
        line, column = self.lines[index.row()], index.column()
        if column == LASTING:
            return [line.lasting] if line.lasting else []
        return line.at(column - 1) if column >= len(FIRST) else []

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if index.column() < len(FIRST):
            shown = (line.category, f"{line.code} {line.item}")[index.column()]
            if role == Qt.ItemDataRole.ToolTipRole:
                return f"{line.item}：{line.frequency}"
            return shown if role == Qt.ItemDataRole.DisplayRole else None
        cells = self.cells(index)
        return _shown(line, cells, role) if cells else None


def _shown(line: CoverageRow, cells: list[Cell], role: int) -> Any:
    cell = cells[0]
    mood = mood_of(cell)
    if role == Qt.ItemDataRole.DisplayRole:
        word = _SHORT.get(cell.word, cell.word)
        return word if len(cells) == 1 else f"{word}{len(cells)}"
    if role == MOOD:
        return mood if cell.word != "不适用" else None
    if role == Qt.ItemDataRole.ForegroundRole:
        return QColor(look.tokens(look.theme())[f"{mood}.fg"])
    if role == Qt.ItemDataRole.BackgroundRole and cell.word != "不适用":
        return QColor(look.tokens(look.theme())[f"{mood}.bg"])
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        return "\n".join(told(line, one) for one in cells)
    return None


def told(line: CoverageRow, cell: Cell) -> str:
    """A cell as a sentence: 财务收支明细 2026年第三季度：待公开，最迟 2026年10月15日."""
    when = f"，最迟 {paper_day(cell.due_on)}" if cell.due_on else ""
    return f"{line.item} {cell.label}：{cell.word}{when}"


class MonthPainter(QStyledItemDelegate):
    """Icon and word close together, so that twelve months find room beside each other."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | Index
    ) -> None:
        mood = index.data(MOOD)
        if not mood:
            super().paint(painter, option, index)
            return
        full, sized = QStyleOptionViewItem(option), look.metrics()
        self.initStyleOption(full, index)
        word, full.text = full.text, ""
        style = full.widget.style() if full.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, full, painter, full.widget)
        font = QFont(full.font)
        font.setPixelSize(sized.hint)
        room, gap = full.rect.adjusted(sized.px(_GAP), 0, -1, 0), sized.px(_GAP)
        mark = QRectF(room.left(), room.center().y() - sized.hint / 2, sized.hint, sized.hint)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look.paint_icon(painter, mark, mood, colour=f"{mood}.fg")
        painter.setFont(font)
        painter.setPen(QColor(look.tokens(look.theme())[f"{mood}.fg"]))
        words = room.adjusted(sized.hint + gap, 0, 0, 0)
        letters = QFontMetrics(font)
        shown = letters.elidedText(word, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()
