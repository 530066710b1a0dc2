"""A backup of another computer, or of before the keys were changed: the PIN of then is asked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.pin_row import pin_line


class OtherKeys(QDialog):
    given = Signal(str)  # the PIN, or the code of the sheet of that day

    def __init__(
        self, refused: Refused, parent: QWidget, go: str = "看看这份备份", no: str = "不还原"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("这份备份另有 PIN")
        self.setAccessibleName(str(refused))
        words = look.label(
            f"{refused}那时候的 PIN 忘了，可以输那张恢复单上的 10 组数字。现在的数据还没有动。"
        )
        words.setWordWrap(True)
        words.setMinimumWidth(look.metrics().px(400))
        self.pin = pin_line("那时候的 PIN")
        self.go, leave = push_button(go, "primary"), push_button(no)
        leave.setAutoDefault(False)
        self.go.setDefault(True)
        self.go.clicked.connect(self.on_go)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (leave, self.go):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        for part in (words, self.pin):
            column.addWidget(part)
        column.addLayout(foot)
        self.pin.setFocus()

    def on_go(self) -> None:
        pin = self.pin.text()
        self.pin.clear()
        if pin:
            self.accept()
            self.given.emit(pin)
