"""How is one of several chosen? Up to seven as buttons, more as a list to type into."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from qinglian_desktop.core.record import Field
from qinglian_desktop.ui import at_hand, look, wording
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.pick_list import Offer
from qinglian_desktop.ui.picking import LAST, PickingEditor

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


class ListEditor(PickingEditor):
    """More than seven choices: type to find one, or open the list (Alt+↓, F4)."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.width_at_standard = 224
        self.with_button()
        self.fit()

    def shown(self, stored: Any) -> str:
        return wording.said(super().shown(stored))

    def parsed(self, text: str) -> Any:
        return super().parsed(wording.stored(text.strip()))

    def offers(self, text: str, answer: Any) -> Sequence[Offer]:
        """Those that hold the text or begin with its initials; those used last come first."""
        used = [word for word in at_hand.now().used(self._key()) if word in self.field.choices]
        fitting = [c for c in self.field.choices if self._fits(wording.said(c), text)]
        if not text and used:
            return [LAST, *map(_line, used), Offer("全部"), *map(_line, fitting)]
        return [
            *map(_line, sorted(fitting, key=lambda c: (wording.said(c) != text, _place(used, c))))
        ]

    def _fits(self, word: str, text: str) -> bool:
        return text.lower() in word.lower() or at_hand.now().sounds(word, text.lower())

    def take(self, offer: Offer) -> bool:
        at_hand.now().note(self._key(), offer.value)
        self.put_text(offer.text)
        self.mark_touched()
        return True

    def _key(self) -> str:
        return f"choice:{self.field.label}"

    def placeholder(self) -> str:
        return "必填，打首字母选" if self.field.required else "打首字母选"


def _line(choice: str) -> Offer:
    return Offer(wording.said(choice), choice)


def _place(used: Sequence[str], choice: str) -> int:
    return used.index(choice) if choice in used else len(used)
