"""Which conditions are on? Each as a chip with its words and a cross that takes it away."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout, emptied
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.views import plain

_LONGEST = 320  # px at 标准 of the words on one chip


class FilterChips(QWidget):
    removed = Signal(str)  # the key of the chip

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=8)
        self.chips: dict[str, QPushButton] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.named(self, "正在用的筛选条件")
        self.hide()

    def show_chips(self, chips: Sequence[tuple[str, str]]) -> None:
        """(key, words) from left to right."""
        focused = next((key for key, chip in self.chips.items() if chip.hasFocus()), "")
        emptied(self._flow)
        self.chips = {}
        for key, words in chips:
            letters = self.fontMetrics()
            room = look.metrics().px(_LONGEST)
            shown = letters.elidedText(words, Qt.TextElideMode.ElideRight, room)
            chip = push_button(f"{plain(shown)}\u2002", "chip", icon="close")
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross behind the words
            side = round(look.metrics().icon * 0.8)
            chip.setIconSize(QSize(side, side))
            chip.setAccessibleName(f"{words}，按下取消这个条件")
            chip.setToolTip(f"{words}\n点一下取消这个条件")
            chip.clicked.connect(partial(self.removed.emit, key))
            self._flow.addWidget(chip)
            self.chips[key] = chip
        self.setVisible(bool(chips))
        for chip in self.chips.values():
            chip.show()  # at once, not with the next turn of events
        if focused in self.chips:
            self.chips[focused].setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()
