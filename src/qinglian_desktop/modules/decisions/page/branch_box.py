"""哪个支部开的: the branches of a Party meeting that still have to meet, or all in one room."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox

_ALL = "全体党员一起开"


class BranchBox(QWidget):
    """Hidden where there are no branches."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left: tuple[str, ...] = ()
        self.box = ChoiceBox("哪个支部开的")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(look.label("哪个支部：", "field"))
        row.addWidget(self.box)
        row.addWidget(self.said, 1)
        self.box.currentTextChanged.connect(self._on_chosen)
        self.hide()

    def show_branches(self, names: Sequence[str], met: Sequence[str], chosen: str = "") -> None:
        """Those that still have to meet; all together only while none of them has met."""
        self._left = tuple(name for name in names if name not in met)
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems([*(() if met else (_ALL,)), *self._left])
        if chosen in self._left:
            self.box.setCurrentText(chosen)
        self.box.blockSignals(False)
        self.setVisible(bool(self._left))
        self._say()

    def choose(self, name: str) -> None:
        if name in self._left:
            self.box.setCurrentText(name)

    @property
    def part(self) -> str:
        """The branch; "" for all together, or where there are none."""
        name = self.box.currentText()
        return name if name in self._left else ""

    @property
    def more(self) -> bool:
        """Whether another branch still has to meet after this one."""
        return bool(self.part) and len(self._left) > 1

    def _on_chosen(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        later = [name for name in self._left if name != self.part] if self.part else []
        said = f"还要开：{'、'.join(later)}。开完合计。" if later else ""
        self.said.setText(said or ("开完这个支部就合计。" if self.part else ""))
