"""A short question before something that stays: why, and where it is asked for, by whom."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.messages import push_button


class ReasonCard(QFrame):
    done = Signal(str)  # the reason

    def __init__(self, question: str, verb: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        look.named(self, question)
        self.reason = QLineEdit()
        look.named(self.reason, question)
        self.yes, self.no = push_button(verb), push_button("不了", "link")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.yes, self.no):
            button.setAutoDefault(False)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        column = QVBoxLayout(self)  # one over the other: a drawer in 特大 is narrow
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(look.label(f"{question}：", "field"))
        column.addWidget(self.reason)
        column.addLayout(row)
        self.yes.clicked.connect(self._on_yes)
        self.reason.returnPressed.connect(self._on_yes)
        self.no.clicked.connect(self.hide)
        self.hide()

    def begin(self) -> None:
        self.reason.clear()
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_yes(self) -> None:
        self.done.emit(self.reason.text())


class SecondPerson(QFrame):
    """Why, and the second person with a PIN of their own."""

    done = Signal(str, str, str)  # reason, name, PIN

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        look.named(self, "反结账")
        self.reason, self.pin = QLineEdit(), QLineEdit()
        self.reason.setPlaceholderText("例：0012号金额多打了一个0")
        look.named(self.reason, "反结账的原因")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        look.named(self.pin, "第二人的 PIN")
        self.who = ChoiceBox("第二人")
        self.yes, self.no = push_button("反结账"), push_button("不了", "link")
        for button in (self.yes, self.no):
            button.setAutoDefault(False)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(look.label("为什么反结账：", "field"))
        first.addWidget(self.reason, 1)
        second.addWidget(look.label("第二人：", "field"))
        second.addWidget(self.who)
        second.addWidget(look.label("PIN：", "field"))
        second.addWidget(self.pin, 1)
        second.addWidget(self.yes)
        second.addWidget(self.no)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addLayout(first)
        column.addLayout(second)
        self.yes.clicked.connect(self._on_yes)
        self.pin.returnPressed.connect(self._on_yes)
        self.no.clicked.connect(self.hide)
        self.hide()

    def begin(self, names: list[str]) -> None:
        self.who.clear()
        for name in names:
            self.who.addItem(name, name)
        for box in (self.reason, self.pin):
            box.clear()
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_yes(self) -> None:
        pin = self.pin.text()
        self.pin.clear()  # it stands nowhere longer than it is needed
        self.done.emit(self.reason.text(), str(self.who.currentData() or ""), pin)
