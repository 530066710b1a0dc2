"""Where am I in these five steps? A row of words; those done can be gone back to."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button


class StepBar(QWidget):
    chosen = Signal(int)

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = tuple(words)
        self.buttons = [push_button(f"{n} {word}", "choice") for n, word in enumerate(words, 1)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for place, button in enumerate(self.buttons):
            if place:
                row.addWidget(look.label("›", "hint"))
            button.setCheckable(True)
            button.clicked.connect(partial(self._on_click, place))
            row.addWidget(button)
        row.addStretch(1)
        look.named(self, "导入的步骤")

    def show_step(self, step: int, reached: int) -> None:
        """`step` is now; up to `reached` can be gone to."""
        for place, button in enumerate(self.buttons):
            button.setChecked(place == step)
            button.setEnabled(place <= reached)
            button.setToolTip("" if place <= reached else "先做完前面的")
            state = "现在这一步" if place == step else "可以回来" if place < step else "还没到"
            button.setAccessibleName(f"第 {place + 1} 步 {self._words[place]}，{state}")

    def _on_click(self, place: int) -> None:
        self.buttons[place].setChecked(True)
        self.chosen.emit(place)
