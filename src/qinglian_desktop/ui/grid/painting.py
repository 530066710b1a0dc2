"""How is the current cell seen, the handle to drag, and the block that dragging covers?"""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from qinglian_desktop.ui import look

_HANDLE = 8  # px at 标准


def handle(block: QRect) -> QRect:
    side = look.metrics().px(_HANDLE)
    return QRect(block.right() - side // 2, block.bottom() - side // 2, side, side)


def draw_marks(widget: QWidget, cell: QRect, handle_at: QRect, focus: bool) -> None:
    colours = look.tokens(look.theme())
    painter = QPainter(widget)
    width = 2 if focus else 1
    painter.setPen(QPen(QColor(colours["focus" if focus else "line.input"]), width))
    painter.drawRect(cell.adjusted(1, 1, -width, -width))
    if not handle_at.isNull():
        painter.setPen(QPen(QColor(colours["bg.surface"]), 1))
        painter.setBrush(QColor(colours["focus"]))
        painter.drawRect(handle_at)
    painter.end()


def draw_outline(widget: QWidget, block: QRect) -> None:
    """What the drag would fill, dashed."""
    painter = QPainter(widget)
    pen = QPen(QColor(look.tokens(look.theme())["focus"]), 2, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawRect(block.adjusted(1, 1, -2, -2))
    painter.end()
