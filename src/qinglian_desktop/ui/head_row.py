"""The head of a page with many buttons: beside the title where there is room, else under it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from qinglian_desktop.ui.flow import FlowLayout

_GAP = 8


class _Buttons(QWidget):
    """In one line where it is asked how wide it would be; in several where it must."""

    def __init__(self, buttons: Sequence[QWidget]) -> None:
        super().__init__()
        self._shown = list(buttons)
        self._flow = FlowLayout(self, gap=_GAP)
        for button in buttons:
            self._flow.addWidget(button)

    def put(self, button: QWidget, before: QWidget | None = None) -> None:
        """One more, before the one that stays the last."""
        self._flow.addWidget(button)
        self._shown.append(button)
        if before is not None:
            self._flow.removeWidget(before)
            self._flow.addWidget(before)
            self._shown.append(self._shown.pop(self._shown.index(before)))

    def sizeHint(self) -> QSize:
        hints = [button.sizeHint() for button in self._shown if not button.isHidden()]
        width = sum(hint.width() + _GAP for hint in hints)
        return QSize(max(width - _GAP, 0), max((hint.height() for hint in hints), default=0))


class HeadRow(QWidget):
    def __init__(self, titles: Sequence[QWidget], buttons: Sequence[QWidget]) -> None:
        super().__init__()
        self._titles, self._buttons = list(titles), _Buttons(buttons)
        left = self._left = QHBoxLayout()
        left.setSpacing(_GAP)
        for title in titles:
            left.addWidget(title)
        left.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._row.addLayout(left, 1)
        self._row.addWidget(self._buttons)

    def lead(self, widget: QWidget) -> None:
        """The way back stands before the title."""
        self._left.insertWidget(0, widget)
        self._titles.insert(0, widget)
        self.fold()

    def put(self, button: QWidget, before: QWidget | None = None) -> None:
        self._buttons.put(button, before)
        self.fold()

    def fold(self) -> None:
        """Asked when a button came or went, and by itself when the width changes."""
        titles = [title for title in self._titles if not title.isHidden()]
        needed = sum(title.sizeHint().width() + _GAP for title in titles)
        needed += self._buttons.sizeHint().width()
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.LeftToRight if needed <= self.width() else ways.TopToBottom)
        self._buttons.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            QTimer.singleShot(0, self, self.fold)
