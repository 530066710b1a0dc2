"""Who is the second person, and their PIN: a choice, a hidden line, one button."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.messages import push_button

_WIDE = 120  # px at 标准 of the PIN


def pin_line(word: str) -> QLineEdit:
    """A line whose letters nobody sees."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setPlaceholderText(word)
    look.named(line, word)
    return line


class PinRow(QWidget):
    """`given` with the name and the PIN; the PIN is forgotten at once."""

    given = Signal(str, str)

    def __init__(self, who: str, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.who = ChoiceBox(who)
        self.pin = pin_line("PIN")
        look.named(self.pin, f"{who}的 PIN")
        self._fit()
        self.button = push_button(word)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.who, self.pin, self.button):
            row.addWidget(part)
        self.pin.returnPressed.connect(self.give)
        self.button.clicked.connect(self.give)

    def offer(self, names: Sequence[str], chosen: str = "") -> None:
        """These may be chosen; the one chosen before stays where it can."""
        before = chosen or self.who.currentText()
        self.who.clear()
        self.who.addItems(list(names))
        if before in names:
            self.who.setCurrentText(before)

    def give(self, _checked: bool = False) -> None:
        pin = self.pin.text()
        self.pin.clear()
        self.given.emit(self.who.currentText(), pin)

    def _fit(self) -> None:
        self.pin.setFixedWidth(look.metrics().px(_WIDE))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "button"):
            self._fit()

    def begin(self) -> None:
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
