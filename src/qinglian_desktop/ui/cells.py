"""How is a cell drawn? State words as chips, half-filled rows with the mark 草稿."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qinglian_desktop.ui import look
from qinglian_desktop.ui.chips import draw_chip
from qinglian_desktop.ui.model import DRAFT_ROLE, STATE_FIELDS, PagedModel

Index = QModelIndex | QPersistentModelIndex


class CellPainter(QStyledItemDelegate):
    """Draws one visible cell; keeps nothing."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, PagedModel):
            super().paint(painter, option, index)
            return
        word = ""
        if model.columns[index.column()] in STATE_FIELDS:
            word = model.text(index.row(), index.column())
        draft = index.column() == 0 and bool(index.data(DRAFT_ROLE))
        if not word and not draft:
            super().paint(painter, option, index)
            return
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        text, full.text = full.text, ""
        style = full.widget.style() if full.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, full, painter, full.widget)
        room = full.rect.adjusted(11, 0, -8, 0)
        if word:
            draw_chip(painter, room, word, full.fontMetrics)
            return
        used = draw_chip(painter, room, "草稿", full.fontMetrics)
        room.setLeft(room.left() + used + 6)
        shown = full.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.save()
        painter.setFont(full.font)
        painter.setPen(QColor(look.tokens(look.theme())["text.primary"]))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), look.metrics().row)
