"""What is common to every field editor? Text and stored value, when it speaks up, and its keys."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import typed
from qinglian_desktop.core.check import value_problem
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.record import Field, Level
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.veil import Veil, in_short, quotes

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class FieldEditor(QWidget):
    """One field: its input, a hint and the message under it.

    A value that was set and not touched comes back exactly as it was stored.
    """

    changed = Signal()
    left = Signal()
    submitted = Signal()  # Ctrl+Enter
    asked_to_see = Signal()  # F2 where the value is masked
    gave_up = Signal()  # what was begun over a masked value was not written
    width_at_standard = 448
    enter_moves_on = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._original: Any = None
        self._heard: tuple[str, Any] | None = None  # what was typed last, and its value
        self._touched = False
        self._composing = False
        self._read_only = False
        self._note = ""  # where the value came from, when it was not typed here
        self.input: QWidget = self
        self._veil: Veil | None = None  # for a personal value; made with the input
        self._whole = False  # may its value be seen where it is only looked at?
        self._problem: Problem | None = None
        self.hint = look.label("", "hint")
        self.hint.setWordWrap(True)
        self.hint.hide()
        self.message = look.label("", "problem")
        self.message.setWordWrap(True)
        self.message.hide()
        self.row = QHBoxLayout()
        self.row.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self.row)
        self.row.addStretch(1)
        column.addWidget(self.hint)
        column.addWidget(self.message)
        cover.cover().changed.connect(self.on_cover)

    def take_input(self, widget: QWidget) -> None:
        """The widget that takes the focus and the keys."""
        self.input = widget
        look.named(widget, self.field.label)
        widget.installEventFilter(self)
        self.setFocusProxy(widget)
        self.row.insertWidget(0, widget, 1000)  # up to its width; the rest of the row stays free
        if self.field.level >= Level.PERSON:
            self._veil = Veil(self)
        self.fit()

    def put_beside(self, widget: QWidget) -> None:
        """A small thing to the right of the input."""
        self.row.insertWidget(self.row.count() - 1, widget)

    def put_under(self, widget: QWidget) -> None:
        """A small thing on a line of its own below the input."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, widget, 0, Qt.AlignmentFlag.AlignLeft)

    def placeholder(self) -> str:
        example = self.field.example or self.field.kind.example
        words = ["必填"] if self.field.asked else ["自动"] if self.field.given else []
        return "，".join([*words, f"例：{example}"] if example else words)

    # -- masked until it is shown (ui/revealing.py) ----------------------------------------

    @property
    def veiled(self) -> bool:
        return self._veil is not None and self._veil.on

    @property
    def read_only(self) -> bool:
        return self._read_only

    def has_focus(self) -> bool:
        here = QApplication.focusWidget()
        return here is not None and (here is self or self.isAncestorOf(here))

    @property
    def anew(self) -> bool:
        """Is it being written over a value that was not shown?"""
        return self._veil is not None and self._veil.anew

    def veil(self, yes: bool) -> None:
        """The masked value in the place of the input; nothing where nothing personal stands."""
        if self._veil is None:
            return
        if yes and self._original not in (None, ""):
            self._veil.lay(self._original)
        else:
            self._veil.lift()
        self.show_problem(self._problem)
        self.refresh_hint()

    def show_whole(self, yes: bool) -> None:
        """What is only looked at: masked, or shown because somebody asked to see it."""
        if yes != self._whole:
            self._whole = yes
            if self._read_only and not self._touched:
                self._show_stored()
            self.refresh_hint()

    # -- values: the parts a kind of editor gives -----------------------------------------

    def text(self) -> str:
        raise NotImplementedError

    def put_text(self, text: str) -> None:
        raise NotImplementedError

    def shown(self, stored: Any) -> str:
        """The text with which a stored value is edited."""
        if stored is None or stored == "":
            return ""
        if not self.field.kind.fits(stored):
            return str(stored)
        return self.field.kind.show(self.field.kind.load(stored))

    def parsed(self, text: str) -> Any:
        """The stored value of a typed text. Raises Unreadable; stars are no value of a person."""
        if "＊" in text and self.field.level >= Level.PERSON:
            raise Unreadable("里有星号，是遮住的内容，不能当真的存", "请照原件填完整的")
        if self._heard is None or self._heard[0] != text:  # 明天 stays the day it was typed for
            self._heard = text, typed.read(self.field, text)
        return self._heard[1]

    # -- values: what a form uses ---------------------------------------------------------

    @property
    def touched(self) -> bool:
        return self._touched

    def set_stored(self, stored: Any) -> None:
        self._original, self._touched, self._note = stored, False, ""
        self._heard = None
        self._show_stored()
        if self._veil is not None:
            self._veil.anew = False
        self.show_problem(None)
        self.refresh_hint()
        if self.veiled:
            self.veil(True)

    def changed_behind(self, stored: Any) -> None:
        """The row has another value by now: it is what stays when nothing is written over it."""
        if self.anew:
            self._original = stored

    def _show_stored(self) -> None:
        self.put_text(self.shown(self._original))

    def stored(self) -> Any:
        """The value to save; None when empty or when what was typed cannot be read."""
        if not self._touched:
            return self._original
        text = self.text()
        if not text.strip():
            return self._original if self.anew else None
        try:
            return self.parsed(text)
        except Unreadable:
            return None

    def saved(self) -> None:
        """What stands here is kept: emptied from now on, it is empty."""
        if self._veil is not None and self.text().strip():
            self._veil.anew = False

    def savable(self) -> bool:
        """False while the typed text means nothing storable: the row then keeps its old value."""
        if not self._touched or not self.text().strip():
            return True
        return self.stored() is not None

    def problem(self) -> Problem | None:
        """What is wrong with the text as it stands; an empty field is no problem here."""
        if not self._touched:
            return value_problem("", self.field, self._original)
        text = self.text()
        if not text.strip():
            return None
        try:
            value = self.parsed(text)
        except Unreadable as trouble:
            what = f"〔{self.field.label}〕{trouble.what}"
            return Problem(what, trouble.remedy, code=trouble.code, value=text.strip()[:80])
        return value_problem("", self.field, value)

    def mark_touched(self) -> None:
        """Called by the input when the clerk changed something."""
        self._touched, self._note = True, ""
        if self.veiled:
            self.veil(False)
        self.refresh_hint()
        if not self.message.isHidden():
            self.show_problem(None)
        self.changed.emit()

    def fill_in(self, stored: Any, note: str) -> None:
        """A value taken from elsewhere, as if typed; `note` says from where."""
        self.put_text(self.shown(stored))
        self.mark_touched()
        self.say_note(note)

    def say_note(self, note: str) -> None:
        self._note = note
        self.refresh_hint()

    # -- speaking up ----------------------------------------------------------------------

    def check(self) -> None:
        """The field was left: say under it what is wrong, keep what was typed."""
        if self.anew and not self.text().strip():
            self.set_stored(self._original)  # nothing was written in its place
            self.gave_up.emit()
        self.show_problem(self.problem())

    def show_problem(self, problem: Problem | None) -> None:
        self._problem = problem
        if problem is not None and self.veiled and quotes(problem, self.shown(self._original)):
            problem = in_short(problem, self.field.label)
        text = str(problem) if problem is not None else ""
        self.message.setText(text)
        self.message.setVisible(bool(text))
        for widget in (self.input, *([self._veil.line] if self._veil is not None else [])):
            widget.setAccessibleDescription(text)
            if widget.property("wrong") != bool(text):
                widget.setProperty("wrong", bool(text))
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def say_hint(self, text: str) -> None:
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def hint_text(self) -> str:
        return ""

    def refresh_hint(self) -> None:
        """A note tells of what the clerk has typed just now: it stays under a masked value."""
        shut = self._covered() if self._note else self._hidden_now()
        self.say_hint("" if shut else self._note or self.hint_text())

    # -- looks ----------------------------------------------------------------------------

    def set_read_only(self, yes: bool) -> None:
        self._read_only = yes

    def fit(self) -> None:
        """Widths follow the type size."""
        self.input.setMaximumWidth(look.metrics().px(self.width_at_standard))

    def _hidden_now(self) -> bool:
        personal = self.field.level >= Level.PERSON
        shut = self.veiled or (self._read_only and personal and not self._whole)
        return shut or self._covered()

    def _covered(self) -> bool:
        return cover.cover().on and cover.hides(self.field)

    def on_cover(self, on: bool) -> None:
        self.refresh_hint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.fit()
            if self._veil is not None:
                self._veil.fit()

    # -- keys -----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif event.type() == QEvent.Type.ShortcutOverride and self._composing:
            event.accept()  # the key belongs to the input method, no shortcut may fire
            return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if not self._composing and self._hears(event):
                return True
        elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._composing = False
            turning = self._veil is not None and self._veil.turning
            if event.reason() not in _PASSING and not turning:
                self.check()
                self.left.emit()
        return super().eventFilter(watched, event)

    def _hears(self, event: QKeyEvent) -> bool:
        """A masked value has the keys of every field and none of its own: no list, no calendar."""
        return FieldEditor._on_key(self, event) if self.veiled else self._on_key(event)

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() not in _ENTER:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.check()
            self.submitted.emit()
            return True
        if self.enter_moves_on:
            self.focusNextChild()
        return self.enter_moves_on
