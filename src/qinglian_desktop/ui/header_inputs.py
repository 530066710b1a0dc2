"""What is typed as a condition on a column? Some letters, or two ends of a range."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core.days import read_day
from qinglian_desktop.core.record import Field
from qinglian_desktop.ui import look

_DAYS = ("day", "moment")


class TextInput(QWidget):
    submitted = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(text)
        self.line.setPlaceholderText("打几个字")
        look.named(self.line, "要找的字")
        self.line.returnPressed.connect(self.submitted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)

    def typed(self) -> str:
        return self.line.text().strip()


class RangeInput(QWidget):
    """From … to …, both belonging to it; either may stay empty."""

    submitted = Signal()

    def __init__(self, field: Field, ends: tuple[Any, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self.low, self.high = QLineEdit(), QLineEdit()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for line, word, stored in ((self.low, "从", ends[0]), (self.high, "到", ends[1])):
            line.setText(self._shown(stored))
            line.setPlaceholderText(f"{word}，可不填")
            look.named(line, f"{field.label}{word}")
            line.returnPressed.connect(self.submitted)
            row.addWidget(line, 1)
        row.insertWidget(1, look.label("至", "hint"))

    def _shown(self, stored: Any) -> str:
        if stored is None:
            return ""
        return str(stored) if self._field.kind.name in _DAYS else self._field.kind.show(stored)

    def ends(self) -> tuple[Any, Any]:
        """Both ends as they are stored, the lower first. Raises Unreadable."""
        low, high = self._read(self.low.text()), self._read(self.high.text())
        return (high, low) if low is not None and high is not None and high < low else (low, high)

    def _read(self, text: str) -> Any:
        if not text.strip():
            return None
        if self._field.kind.name in _DAYS:
            return read_day(text).isoformat()
        return self._field.kind.dump(self._field.kind.read(text))
