"""The head of a page with many buttons: beside the title where there is room, else below."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayoutItem, QSizePolicy, QWidget

from qinglian_desktop.ui.flow import FlowLayout

_GAP = 8


class _Line(FlowLayout):
    """Titles at the left, buttons at the right; what has no room goes on in the next line."""

    def __init__(self, parent: QWidget, titles: int) -> None:
        super().__init__(parent, gap=_GAP)
        self.titles = titles

    def insert(self, widget: QWidget, place: int) -> None:
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def place_of(self, widget: QWidget) -> int:
        return self.indexOf(widget)

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        shown = [item for item in self._items if not item.isEmpty()]
        lines = self._lines(shown, rect.width())
        y = rect.y()
        for number, line in enumerate(lines):
            high = max(item.sizeHint().height() for item in line)
            if place:
                self._put(line, QRect(rect.x(), y, rect.width(), high), apart=len(lines) == 1)
            y += high + (_GAP if number < len(lines) - 1 else 0)
        return y - rect.y()

    def _lines(self, shown: Sequence[QLayoutItem], width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = -1
        for item in shown:
            wide = min(item.sizeHint().width(), width)
            if left < wide:
                lines.append([])
                left = width
            lines[-1].append(item)
            left -= wide + _GAP
        return lines

    def _put(self, line: Sequence[QLayoutItem], within: QRect, *, apart: bool) -> None:
        """Each in the middle of the line's height; in a single line the buttons at its end."""
        wide = [min(item.sizeHint().width(), within.width()) for item in line]
        spare = within.width() - sum(wide) - _GAP * (len(line) - 1)
        titles = self._items[: self.titles]
        x, moved = within.x(), False
        for item, width in zip(line, wide, strict=True):
            if apart and not moved and item not in titles:
                x, moved = x + spare, True
            high = item.sizeHint().height()
            item.setGeometry(QRect(x, within.y() + (within.height() - high) // 2, width, high))
            x += width + _GAP


class HeadRow(QWidget):
    def __init__(self, titles: Sequence[QWidget], buttons: Sequence[QWidget]) -> None:
        super().__init__()
        self._line = _Line(self, len(titles))
        for widget in (*titles, *buttons):
            self._line.addWidget(widget)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self._wide = 0  # until it has its width, one line

    def sizeHint(self) -> QSize:
        """As high as its lines are at the width it has, not at the least it could have."""
        width = self._line.sizeHint().width()
        if self._wide:
            return QSize(width, self._line.heightForWidth(self._wide))
        shown = [self._line.itemAt(place) for place in range(self._line.count())]
        high = (item.sizeHint().height() for item in shown if item and not item.isEmpty())
        return QSize(width, max(high, default=0))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._line.minimumSize().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() != self._wide:
            self._wide = self.width()
            self.updateGeometry()

    def lead(self, widget: QWidget) -> None:
        """The way back stands before the title."""
        self._line.titles += 1
        self._line.insert(widget, 0)

    def beside(self, widget: QWidget) -> None:
        """What belongs to the title, such as its year."""
        self._line.insert(widget, self._line.titles)
        self._line.titles += 1

    def put(self, button: QWidget, before: QWidget | None = None) -> None:
        """One more, the last or before this one."""
        at = self._line.place_of(before) if before is not None else self._line.count()
        self._line.insert(button, at)
