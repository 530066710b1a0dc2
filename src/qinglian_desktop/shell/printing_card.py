"""The card 打印 of the settings: printers, the log, where a printer prints, and the fonts."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from qinglian_desktop.shell import acts
from qinglian_desktop.shell.print_preview import printers
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


class PrintingCard(QFrame):
    def __init__(self, window: "Window") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.said = look.label("")
        self.said.setWordWrap(True)
        self.fonts = look.label("", "hint")
        self.fonts.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.buttons = [push_button(word) for word in acts.PAPERS]
        for button in self.buttons:
            button.clicked.connect(partial(_open, window, button.text()))
            row.addWidget(button)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addWidget(look.label("打印", "group"))
        box.addWidget(self.said)
        box.addWidget(self.fonts)
        box.addLayout(row)
        box.setAlignment(Qt.AlignmentFlag.AlignTop)

    def reload(self) -> None:
        found = printers.installed()
        told = "；".join(f"{one.name}（{one.state}）" for one in found)
        none = "没有打印机。可以先存成 PDF，拿到别处打。"
        self.said.setText(f"打印机：{told}。" if found else none)
        self.fonts.setText(_fonts_said())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()


def _fonts_said() -> str:
    from qinglian_desktop.paper.fonts import ROLES, Fonts

    own = Fonts().official()
    lacking = [ROLES[role] for role in ("fang", "title", "kai") if not own[role]]
    if not lacking:
        return "公文用的字体都有。"
    return f"公文的{'、'.join(lacking)}用程序自带的字体打，样子相近。"


def _open(window: "Window", word: str, _checked: bool = False) -> None:
    acts.do(window, word)
