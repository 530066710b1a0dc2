"""How is one of several chosen? Up to seven as buttons, more as a list to type into."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton, QSizePolicy, QWidget

from qinglian_desktop.core.record import Field
from qinglian_desktop.ui import look, wording
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.line_editors import LineEditor
from qinglian_desktop.ui.messages import push_button

AS_BUTTONS = 7
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)


class ButtonsEditor(FieldEditor):
    """One button pressed at a time; arrows move, Space presses; pressing it again clears it."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._box = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._box.setSizePolicy(policy)
        self._flow = FlowLayout(self._box, gap=8)
        self.buttons: list[QPushButton] = []
        self.take_input(self._box)
        for word in self.words():
            self._add(word)
        self.setFocusProxy(self.buttons[0])

    def words(self) -> tuple[str, ...]:
        return self.field.choices

    def _add(self, word: str) -> None:
        said = wording.said(word)
        button = push_button(said, "choice")
        button.setProperty("stored", word)
        button.setCheckable(True)
        look.named(button, f"{self.field.label}：{said}")
        button.installEventFilter(self)
        button.clicked.connect(self._on_clicked)
        self._flow.addWidget(button)
        self.buttons.append(button)

    def _on_clicked(self) -> None:
        pressed = self.sender()
        for button in self.buttons:
            if button is not pressed:
                button.setChecked(False)
        self.mark_touched()

    def choose(self, word: str) -> None:
        """Press the button of this word, as a click does."""
        next(b for b in self.buttons if b.property("stored") == word).click()

    def text(self) -> str:
        return next((str(b.property("stored")) for b in self.buttons if b.isChecked()), "")

    def put_text(self, text: str) -> None:
        if text and text not in [button.property("stored") for button in self.buttons]:
            self._add(text)  # a choice of a newer program stays as it came
        for button in self.buttons:
            button.setChecked(button.property("stored") == text)

    def set_read_only(self, yes: bool) -> None:
        super().set_read_only(yes)
        for button in self.buttons:
            button.setEnabled(not yes)

    def fit(self) -> None:
        """Buttons wrap by themselves."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = (event.key() in _ON) - (event.key() in _BACK)
            if step and isinstance(watched, QPushButton):
                place = (self.buttons.index(watched) + step) % len(self.buttons)
                self.buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            # Past the other buttons of this field, to the next field.
            self.buttons[-1].setFocus(Qt.FocusReason.OtherFocusReason)
        return super()._on_key(event)


class FlagEditor(ButtonsEditor):
    """是 or 否; stored as 1 or 0."""

    def words(self) -> tuple[str, ...]:
        return ("是", "否")

    def stored(self) -> Any:
        if not self.touched:
            return self._original
        return {"是": 1, "否": 0}.get(self.text())


class ListEditor(LineEditor):
    """More than seven choices: type to find one, or open the list (Alt+↓, F4)."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.width_at_standard = 224
        self.fit()
        self.completer = QCompleter([wording.said(word) for word in field.choices], self)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.setMaxVisibleItems(10)
        self.line.setCompleter(self.completer)
        self.completer.activated.connect(self._on_picked)
        open_list = QAction(look.icon("expand"), "打开选项", self)
        open_list.triggered.connect(self.open_list)
        self.line.addAction(open_list, QLineEdit.ActionPosition.TrailingPosition)

    def shown(self, stored: Any) -> str:
        return wording.said(super().shown(stored))

    def parsed(self, text: str) -> Any:
        return super().parsed(wording.stored(text.strip()))

    def _on_picked(self, _word: str) -> None:
        self.mark_touched()

    def open_list(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.completer.setCompletionPrefix("")
        self.completer.complete()

    def placeholder(self) -> str:
        return "必填，从列表里选" if self.field.required else "从列表里选"

    def _on_key(self, event: QKeyEvent) -> bool:
        alt_down = event.key() == Qt.Key.Key_Down and bool(
            event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        if alt_down or event.key() == Qt.Key.Key_F4:
            self.open_list()
            return True
        return super()._on_key(event)
