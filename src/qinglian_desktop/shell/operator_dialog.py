"""Who sits at the desk now? Name and role go into every change from here on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QWidget

from qinglian_desktop.core.access import ROLES
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button


class OperatorDialog(QDialog):
    chosen = Signal(str, str)  # name, role

    def __init__(self, name: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("换人")
        self.setMinimumWidth(420)
        self.name = QLineEdit(name)
        look.named(self.name, "姓名")
        self.role = QComboBox()
        self.role.addItems(list(ROLES))
        self.role.setCurrentText(role)
        look.named(self.role, "岗位")
        yes, no = push_button("换成这个人", "primary"), push_button("不换")
        yes.clicked.connect(self.on_yes)
        no.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(no)
        buttons.addWidget(yes)
        form = QFormLayout(self)
        form.addRow("姓名", self.name)
        form.addRow("岗位", self.role)
        form.addRow(buttons)

    def on_yes(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.name.setPlaceholderText("必填")
            self.name.setFocus()
            return
        self.chosen.emit(name, self.role.currentText())
        self.accept()
