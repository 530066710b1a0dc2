"""What is a page laid over a tab made of? 返回, its title and buttons, a banner; Esc closes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import Banner, push_button


class OverPage(QWidget):
    closed = Signal()

    def __init__(self, page_id: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = page_id, title
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, title)
        self.back = push_button("返回", "link", icon="back")
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.back)
        self.heading = look.label(title, "title")
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self.banner = Banner()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 12, 24, 12)
        self.column.setSpacing(12)
        self.column.addLayout(self.head)
        self.column.addWidget(self.banner)
        self.back.clicked.connect(self.leave)

    def leave(self) -> None:
        """返回 and Esc: one step back; from the first view, out of the page."""
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
