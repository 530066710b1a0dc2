"""What stands in the place of a field whose value is masked: its stars, and the way to see it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

HOW = "遮着。按 F2 显示，再改。"


class VeilLine(QLineEdit):
    """Takes the focus like the field itself; `asked` by F2, `typed_at` by any letter."""

    asked = Signal()
    typed_at = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.asked.emit()
        elif event.text().isprintable() and event.text():
            self.typed_at.emit()
        else:
            super().keyPressEvent(event)
