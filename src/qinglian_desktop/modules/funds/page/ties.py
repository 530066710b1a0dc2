"""The lines under a statement: what agrees with what, and where it does not, by how much."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.modules.funds.statements.values import Tie
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.messages import push_button


class Ties(QWidget):
    look_asked = Signal(object)  # the Tie whose difference is to be found

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "clear")
        look.named(self, "核对")
        self._ties: tuple[Tie, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        cover.cover().changed.connect(self._show_again)

    def show_ties(self, ties: Sequence[Tie]) -> None:
        self._ties = tuple(ties)
        self._show_again()

    def _show_again(self, _on: object = None) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if part := item.widget():
                part.hide()
                part.deleteLater()
        broken = [tie for tie in self._ties if tie.gap]
        for tie in broken:
            self._column.addWidget(self._broken(tie))
        if sound := [tie for tie in self._ties if not tie.gap]:
            self._column.addWidget(self._line("；".join(map(sentence, sound)), "hint"))

    def _broken(self, tie: Tie) -> QWidget:
        row = QFrame()
        row.setProperty("role", "banner")
        button = push_button("找差额", "link")
        look.named(button, "找差额", f"看{tie.left_said}差在哪里")
        button.clicked.connect(partial(self.look_asked.emit, tie))
        across = QHBoxLayout(row)
        across.setContentsMargins(12, 4, 6, 4)
        across.addWidget(self._line(sentence(tie), ""), 1)
        across.addWidget(button)
        return row

    def _line(self, text: str, role: str) -> QWidget:
        label = look.label(text, role)
        label.setWordWrap(True)
        return label


def sentence(tie: Tie) -> str:
    """资产总计 860,931.50 = 负债和所有者权益总计；or by how much it is not."""
    if tie.gap:
        return f"{tie.left_said}和{tie.right_said}对不上，差 {cover.amount(abs(tie.gap))} 元。"
    return f"{tie.left_said} = {tie.right_said} {cover.amount(tie.left)}"
