"""How is a state drawn in a list? Its icon and word on a tint, never a colour alone."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qinglian_desktop.ui import cover, look

_EDGE = 22  # px of a cell that are not for its text
CHIP_ROLE = Qt.ItemDataRole.UserRole + 4  # True where a cell of a plain list is a state


class CellDrawing(QStyledItemDelegate):
    """Common to all lists: under F9 as many stars as there is room for, never cut ones."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if option.text == cover.STARS:
            option.text = _stars(option.fontMetrics, option.rect.width() - _EDGE)


def _stars(letters: QFontMetrics, room: int) -> str:
    fits = room // max(letters.horizontalAdvance(cover.STARS[0]), 1)
    return cover.STARS[: max(fits, 1)]


class StatePainter(CellDrawing):
    """Draws the states of a plain list as chips, and everything else as usual."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        word = index.data(Qt.ItemDataRole.DisplayRole)
        if not word or word == cover.STARS or not index.data(CHIP_ROLE):
            super().paint(painter, option, index)
            return
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        full.text = ""
        style = full.widget.style() if full.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, full, painter, full.widget)
        draw_chip(painter, full.rect.adjusted(11, 0, -8, 0), str(word), full.fontMetrics)


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
