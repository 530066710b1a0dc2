"""How is a cell drawn? State words as chips, half-filled rows marked 草稿, bad texts on amber."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPolygon
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from qinglian_desktop.ui import look
from qinglian_desktop.ui.chips import CellDrawing, draw_chip
from qinglian_desktop.ui.model import DRAFT_ROLE, HELD_ROLE, STATE_FIELDS, PagedModel

Index = QModelIndex | QPersistentModelIndex
_CORNER = 9  # px at 标准, of the mark in the corner of a cell with a bad text


class CellPainter(CellDrawing):
    """Draws one visible cell; keeps nothing."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, PagedModel):
            super().paint(painter, option, index)
            return
        word, held = "", bool(index.data(HELD_ROLE))
        if model.columns[index.column()] in STATE_FIELDS and not held:
            word = model.text(index.row(), index.column())
        draft = index.column() == 0 and bool(index.data(DRAFT_ROLE))
        if not word and not draft and not held:
            super().paint(painter, option, index)
            return
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        text, full.text = full.text, ""
        style = full.widget.style() if full.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, full, painter, full.widget)
        if held:
            _mark(painter, full.rect)
        room = full.rect.adjusted(11, 0, -8, 0)
        if word:
            draw_chip(painter, room, word, full.fontMetrics)
            return
        room.setRight(room.right() - 3)
        if draft:
            used = draw_chip(painter, room, "草稿", full.fontMetrics)
            room.setLeft(room.left() + used + 6)
        shown = full.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.save()
        painter.setFont(full.font)
        painter.setPen(QColor(look.tokens(look.theme())["text.primary"]))
        painter.drawText(room, full.displayAlignment, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), look.metrics().row)


def _mark(painter: QPainter, cell: QRect) -> None:
    """The amber ground and the corner of a text that is no value."""
    colours, side = look.tokens(look.theme()), look.metrics().px(_CORNER)
    painter.save()
    painter.fillRect(cell.adjusted(1, 1, -1, -1), QColor(colours["cell.changed"]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours["warning.fg"]))
    corner = cell.topRight()
    painter.drawPolygon(QPolygon([corner, corner - QPoint(side, 0), corner + QPoint(0, side)]))
    painter.restore()
