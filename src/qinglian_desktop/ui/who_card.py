"""Who are you, and your PIN: a tile a person, one hidden line, one button."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout, emptied
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.pin_row import pin_line


class Face(NamedTuple):
    """Somebody on a tile; `key` is what is handed on when they give their PIN."""

    key: str
    name: str
    role: str = ""


class WhoCard(QWidget):
    """`given` with the key of the chosen tile and the PIN, which is forgotten at once."""

    given = Signal(str, str)
    chosen = Signal(str)

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "clear")
        self._faces: list[Face] = []
        self._group = QButtonGroup(self)
        self._holder = QWidget()
        self._holder.setProperty("role", "clear")
        look.named(self._holder, "姓名")
        self._row = FlowLayout(self._holder)
        self.line = pin_line("PIN")
        self.button = push_button(word, "primary")
        self.button.setAutoDefault(False)  # Enter in the line gives once, in a dialog too
        self.said: QLabel = look.label("", "problem")
        self.said.setWordWrap(True)
        self.said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._holder, self.line, self.said, self.button):
            column.addWidget(part)
        self.line.returnPressed.connect(self.give)
        self.button.clicked.connect(self.give)

    def offer(self, faces: Sequence[Face], chosen: str = "") -> None:
        """A tile for each; the one chosen before is chosen again."""
        self._faces = list(faces)
        for button in self._group.buttons():
            self._group.removeButton(button)
        emptied(self._row)
        for place, face in enumerate(self._faces):
            tile = push_button(face.name, "choice", icon="person")
            tile.setToolTip(face.role)
            tile.setAccessibleName(f"{face.name}，{face.role}" if face.role else face.name)
            tile.setCheckable(True)
            tile.setAutoDefault(False)
            tile.setChecked(face.key == chosen or (not chosen and place == 0))
            tile.clicked.connect(partial(self._on_tile, face.key))
            self._group.addButton(tile)
            self._row.addWidget(tile)
        if self._faces and not self._group.checkedButton():
            self.tiles()[0].setChecked(True)
        self._holder.setVisible(any(face.name for face in self._faces))

    def tiles(self) -> list[QPushButton]:
        return [button for button in self._group.buttons() if isinstance(button, QPushButton)]

    @property
    def key(self) -> str:
        """Of the tile that is chosen; "" where there is none."""
        place = next((n for n, tile in enumerate(self.tiles()) if tile.isChecked()), -1)
        return self._faces[place].key if place >= 0 else ""

    def say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def begin(self) -> None:
        """The keyboard goes to the PIN."""
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def give(self, _checked: bool = False) -> None:
        if not self.button.isEnabled():
            return
        pin = self.line.text()
        self.line.clear()
        self.given.emit(self.key, pin)

    def _on_tile(self, key: str, _checked: bool = False) -> None:
        self.say("")
        self.chosen.emit(key)
        self.begin()
