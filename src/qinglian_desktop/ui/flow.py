"""How do widgets follow each other when a row is full, and how is a layout emptied?"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLayout,
    QLayoutItem,
    QStackedWidget,
    QWidget,
)

from qinglian_desktop.ui import look


class Pages(QStackedWidget):
    """Many pages, one shown. A plain stack asks each of them how high it would be, at every turn.

    Every page scrolls, or is laid out in the height there is.
    """

    def hasHeightForWidth(self) -> bool:
        return False


class FlowLayout(QLayout):
    """Left to right, then the next line; nothing is clipped in 特大."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._heights = dict[int, int]()  # asked again and again while what is around is laid out
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        standing: list[tuple[QLayoutItem, QRect]] = []  # of the line that is being filled
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            size = item.sizeHint()
            if size.width() > rect.width():  # wider than any line: as narrow as it can be
                size.setWidth(max(item.minimumSize().width(), rect.width()))
            if x > rect.x() and x + size.width() > rect.right() + 1:
                if place:
                    _put(standing, line)
                standing = []
                x, y, line = rect.x(), y + line + self._gap, 0
            standing.append((item, QRect(QPoint(x, y), size)))
            x, line = x + size.width() + self._gap, max(line, size.height())
        if place:
            _put(standing, line)
        return y + line - rect.y()


def _put(line: list[tuple[QLayoutItem, QRect]], high: int) -> None:
    """Words and ticks stand in the middle of the fields beside them; the rest begins level."""
    field = min(high, look.metrics().field)
    for item, room in line:
        if isinstance(item.widget(), QLabel | QAbstractButton) and room.height() < field:
            room.translate(0, (field - room.height()) // 2)
        item.setGeometry(room)


def emptied(layout: QLayout, keep: int = 0) -> None:
    """Take the widgets out of a layout, all but its last `keep` items, and let them go."""
    while layout.count() > keep:
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
