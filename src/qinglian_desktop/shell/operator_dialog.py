"""Who sits at the desk now? Name and role go into every change from here on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QWidget

from qinglian_desktop.core.access import ROLES
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.messages import push_button


class OperatorDialog(QDialog):
    chosen = Signal(str, str)  # name, role

    def __init__(self, name: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("换人")
        self.setMinimumWidth(look.metrics().px(420))
        self.name = QLineEdit(name)
        look.named(self.name, "姓名")
        self.role = ChoiceBox("岗位")
        self.role.addItems(list(ROLES))
        self.role.setCurrentText(role)
        yes, no = push_button("换成这个人", "primary"), push_button("不换")
        yes.clicked.connect(self.on_yes)
        no.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 12, 0, 0)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(no)
        buttons.addWidget(yes)
        form = QFormLayout(self)
        form.setContentsMargins(24, 24, 24, 16)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.addRow("姓名：", self.name)
        form.addRow("岗位：", self.role)
        form.addRow(buttons)

    def on_yes(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.name.setPlaceholderText("必填")
            self.name.setFocus()
            return
        self.chosen.emit(name, self.role.currentText())
        self.accept()
