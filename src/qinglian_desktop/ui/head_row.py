"""The head of a page with many buttons: beside the title where there is room, else below."""

from collections.abc import Sequence

from PySide6.QtCore import QRect
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
        # Its height follows from its width: a page is not asked to be as high as a narrow head.
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)

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
