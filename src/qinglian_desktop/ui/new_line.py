"""One line that is entered with the return key and then empty again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from qinglian_desktop.ui import look


class NewLine(QLineEdit):
    entered = Signal(str)

    def __init__(self, hint: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        look.named(self, name)
        self.returnPressed.connect(self._on_return)

    def _on_return(self) -> None:
        if self.text().strip():
            self.entered.emit(self.text().strip())
