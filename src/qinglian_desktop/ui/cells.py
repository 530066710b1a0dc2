"""How is a cell drawn? State words as chips, half-filled rows with the mark 草稿."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qinglian_desktop.ui import look
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


def draw_chip(painter: QPainter, room: QRect, word: str, letters: QFontMetrics) -> int:
    """Icon and word on the tint of the state, at the left of `room`; answers the width used."""
    mood, colours = look.mood_of(word), look.tokens(look.theme())
    side = round(look.metrics().icon * 0.8)
    height = min(letters.height() + 4, room.height() - 4)
    width = min(side + letters.horizontalAdvance(word) + 18, room.width())
    box = QRect(room.left(), room.center().y() - height // 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours[f"{mood}.bg"]))
    painter.drawRoundedRect(box, 4, 4)
    picture = look.icon(mood, colour=f"{mood}.fg")
    picture.paint(painter, QRect(box.left() + 6, box.center().y() - side // 2, side, side))
    painter.setPen(QColor(colours[f"{mood}.fg"]))
    words = box.adjusted(side + 10, 0, -4, 0)
    shown = letters.elidedText(word, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()
    return width
