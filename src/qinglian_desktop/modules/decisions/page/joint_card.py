"""同一场会还议别的事: which matters of the same body come before this meeting as well."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from qinglian_desktop.modules.decisions.joint import Candidate
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import emptied

_HINT = "通知、议程、签到表只打一份，表决票和计票单一件事一份。"
_FIRST = "先填好开会日期、时间和地点，再勾。"


class JointCard(QFrame):
    """A box a matter; hidden while nothing else stands before the body."""

    ticked = Signal(str, bool)  # a matter's id, whether it comes before this meeting

    def __init__(self, after: QWidget, parent: QWidget | None = None) -> None:
        """`after` is what the Tab key leaves for the first box."""
        super().__init__(parent)
        self.setProperty("role", "card")
        look.named(self, "同一场会还议别的事")
        self._after = after
        self.boxes: dict[str, QCheckBox] = {}
        self._said: dict[str, QLabel] = {}
        self.hint = look.label(_HINT, "hint")
        self.hint.setWordWrap(True)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addWidget(look.label("同一场会还议别的事", "group"))
        column.addWidget(self.hint)
        column.addLayout(self._list)
        self.hide()

    def show_found(self, found: Sequence[Candidate], *, ready: bool) -> None:
        """These matters; they can be ticked once the meeting has its day, time and place.

        The same matters keep their boxes, so that what has the focus keeps it.
        """
        if [one.matter_id for one in found] != list(self.boxes):
            emptied(self._list)
            self.boxes, self._said = {}, {}
            for one in found:
                self._add(one)
            for here, after in pairwise((self._after, *self.boxes.values())):
                QWidget.setTabOrder(here, after)
        for one in found:
            box = self.boxes[one.matter_id]
            box.setChecked(one.joined)
            box.setEnabled(ready and one.can)
            look.named(box, f"{one.name}也在这场会上议", one.said)
            self._said[one.matter_id].setText(one.said)
        self.hint.setText(_HINT if ready else f"{_HINT}{_FIRST}")
        self.setVisible(bool(found))

    def _add(self, one: Candidate) -> None:
        box, said = QCheckBox(one.name), look.label("", "hint")
        box.clicked.connect(partial(self._on_clicked, one.matter_id))
        self.boxes[one.matter_id], self._said[one.matter_id] = box, said
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(box)
        row.addWidget(said)
        row.addStretch(1)
        self._list.addWidget(line)

    def _on_clicked(self, matter_id: str, _checked: bool = False) -> None:
        self.ticked.emit(matter_id, self.boxes[matter_id].isChecked())
