"""One of a few words, side by side, outside a form."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button


class Choices(QWidget):
    """The first word is chosen until another one is; `at` is its place."""

    chosen = Signal()

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._flow, self._group = FlowLayout(self), QButtonGroup(self)
        self.buttons: list[QPushButton] = []
        self.offer(words)

    def offer(self, words: Sequence[str]) -> None:
        for button in self.buttons:
            self._group.removeButton(button)
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for word in words:
            button = push_button(word, "choice")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(self._on_clicked)
            self._group.addButton(button)
            self._flow.addWidget(button)
            self.buttons.append(button)
        if self.buttons:
            self.buttons[0].setChecked(True)
        self.updateGeometry()

    @property
    def at(self) -> int:
        return next((n for n, button in enumerate(self.buttons) if button.isChecked()), 0)

    def _on_clicked(self) -> None:
        self.chosen.emit()
