"""报送包的加密方式 in the settings of a street: which algorithms its units seal with."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.ui import look

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_WAYS = (("通用算法", "intl-1"), ("国家商用密码算法（国密）", "gm-1"))


class SuiteCard(QFrame):
    def __init__(self, window: "Window", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self.setProperty("role", "card")
        self.said = look.label("")
        self.said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(look.label("报送包的加密方式", "group"))
        self.ways = QButtonGroup(self)
        for number, (words, _) in enumerate(_WAYS):
            button = QRadioButton(words)
            look.named(button, words)
            self.ways.addButton(button, number)
            column.addWidget(button)
        column.addWidget(self.said)
        self._show()
        self.ways.idClicked.connect(self._on_chosen)

    def _show(self) -> None:
        from qinglian_desktop.exchange import suites

        now = suites.chosen(self._window.book)
        for number, (_, suite) in enumerate(_WAYS):
            self.ways.button(number).setChecked(suite == now)
        self.said.setText(
            "各单位读到下一份回执以后照新的方式写；两种方式写的包都能合并。"
            "国密在这里按国家标准实现，没有经过检测认证；要过密码测评，请用经认证的设备。"
        )

    def _on_chosen(self, number: int) -> None:
        from qinglian_desktop.exchange import suites

        try:
            changes = suites.choose(self._window.book, _WAYS[number][1])
        except Refused as refused:
            self._window.runner.refused.emit(refused)
        else:
            self._window.runner.said.emit(f"{changes.label}：{_WAYS[number][0]}。")
        self._show()
