"""What stands where nothing is yet? A sentence, and what to do about it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button

_ROOM = 160  # px at 标准 of height below which the sentence and its buttons go without a picture


class EmptyCard(QFrame):
    """A sentence in the empty space, with what to do about it."""

    def __init__(self, text: str, icon: str = "table", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = look.label(text)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._buttons.addStretch(1)
        self.setProperty("role", "card")
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._icon = icon
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._picture)
        column.addWidget(self.text)
        column.addLayout(self._buttons)
        column.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture.setVisible(self.height() >= look.metrics().px(_ROOM))

    def showEvent(self, event: QShowEvent) -> None:
        # Drawn when shown, so that it has the colour of the theme of that moment.
        side = look.metrics().px(32)
        self._picture.setPixmap(look.icon(self._icon, colour="accent").pixmap(side, side))
        super().showEvent(event)

    def add(self, text: str, icon: str = "") -> QPushButton:
        button = push_button(text, icon=icon)
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button
