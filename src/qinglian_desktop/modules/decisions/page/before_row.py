"""照〔…〕那次会: a meeting that was entered for another matter is taken over with one click."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.modules.decisions import joint
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout, emptied
from qinglian_desktop.ui.messages import push_button


class BeforeRow(QWidget):
    """A button for each such meeting; hidden while there is none."""

    chosen = Signal(object)  # joint.Before

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step_id = ""  # whose meeting was taken over
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self._buttons = QWidget()
        self._row = FlowLayout(self._buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._buttons)
        column.addWidget(self.said)
        self.hide()

    def show_found(self, found: Sequence[joint.Before]) -> None:
        self.step_id = ""
        emptied(self._row)
        for one in found:
            button = push_button(joint.words_of(one), icon="copy")
            button.setToolTip("时间、地点、到会的人、主持、记录和监督的人照那次会填好")
            button.clicked.connect(partial(self._on_chosen, one))
            self._row.addWidget(button)
        self.said.setText("同一场会议几件事的，照着填，不用再打一遍。")
        self.setVisible(bool(found))

    def _on_chosen(self, one: joint.Before, _checked: bool = False) -> None:
        self.step_id = one.row["id"]
        self.said.setText(f"已照〔{one.name}〕那次会填好。票数、回避和意见按这件事填。")
        self.chosen.emit(one)
