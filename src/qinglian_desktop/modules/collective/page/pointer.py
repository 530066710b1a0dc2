"""A sentence above the figures with the one place that it speaks of."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button


class Pointer(QFrame):
    """两本账有 1 笔跨账没配对。 [查看]"""

    def __init__(self, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.text = look.label("")
        self.text.setWordWrap(True)
        self.open = push_button(act, "link")
        self._go: Callable[[], object] = lambda: None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.addWidget(self.text, 1)
        row.addWidget(self.open)
        self.open.clicked.connect(self._on_open)
        self.hide()

    def point(self, words: str, go: Callable[[], object]) -> None:
        """Shown as long as there are words."""
        self._go = go
        self.text.setText(words)
        look.named(self.open, self.open.text(), words)
        self.setVisible(bool(words))

    def _on_open(self) -> None:
        self._go()
