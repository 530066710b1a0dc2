"""How is one cell typed into? The editor of its field, laid over the cell.

It belongs to a row and a field, not to a place: the list may be read again, sorted or scrolled
beneath it and nothing typed is lost. While an input method composes, every key is its own.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.module import Reader
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.record import Field, Level
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_editors import ListEditor
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.line_editors import DayEditor, LineEditor

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ShiftModifier
)
_LEAST = {
    "day": 200,
    "money": 190,
    "link": 260,
    "long": 320,
    "reason": 320,
    "choice": 160,
}  # px at 标准


def cell_editor_for(field: Field, reader: Reader) -> FieldEditor:
    """As in the form, but one line: choices are a list to type into, yes and no are words."""
    if field.kind.name == "choice" and field.choices:
        return ListEditor(field)
    if field.kind.name == "flag":
        return LineEditor(field)
    return editor_for(field, reader=reader)


class CellEditor(QFrame):
    """`done(how)` is called once: "down", "right", …, "stay", "fill"; or "give up" for Esc."""

    def __init__(
        self,
        field: Field,
        reader: Reader,
        *,
        row_id: str,
        name: str,
        stored: Any,
        done: Callable[[str], None],
        special: Callable[[str], str | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.row_id, self.name = row_id, name
        self._done, self._special = done, special
        self._preedit = ""
        self._ended = False
        self.by_typing = False  # begun by typing over the cell: the arrows then leave it
        self._cell = QRect()
        self.setProperty("role", "cell")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.editor = cell_editor_for(field, reader)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.editor)
        self.editor.set_stored(stored)
        self.line = self.editor.input
        self.line.installEventFilter(self)  # after the editor's own: asked before it
        self.setFocusProxy(self.line)

    # -- beginning and ending -------------------------------------------------------------

    def show_held(self, problem: Problem) -> None:
        """The text that is no value, as it was typed, with what is wrong under it."""
        self.editor.put_text(problem.value)
        self.editor.mark_touched()
        self.editor.show_problem(problem)

    def begin(self, *, over: bool) -> None:
        """Take the keys; with `over` the next letter takes the place of what is there."""
        self.by_typing = over
        if over and not self.touched and self.editor.field.level >= Level.PERSON:
            self.editor.put_text("")  # not to be seen; left as it is, it keeps its value
        self.show()
        self.select_all() if over else self._to_the_end()

    def select_all(self) -> None:
        if isinstance(self.line, QLineEdit | QPlainTextEdit):
            self.line.selectAll()

    def _to_the_end(self) -> None:
        if isinstance(self.line, QLineEdit):
            self.line.end(False)
        elif isinstance(self.line, QPlainTextEdit):
            self.line.moveCursor(self.line.textCursor().MoveOperation.End)

    def take_event(self, event: QEvent) -> None:
        """The key or the composition that opened the editor."""
        QApplication.sendEvent(self.line, event)

    @property
    def composing(self) -> bool:
        return bool(self._preedit)

    def keep_composed(self) -> None:
        """What an input method has not handed over yet is written as it stands."""
        if not self._preedit:
            return
        QGuiApplication.inputMethod().commit()
        if self._preedit:
            handed = QInputMethodEvent()
            handed.setCommitString(self._preedit)
            QApplication.sendEvent(self.line, handed)

    def end(self, how: str) -> None:
        if self._ended:
            return
        if how != "give up":
            self.keep_composed()
        self._ended = True
        self._done(how)

    # -- what was typed -------------------------------------------------------------------

    @property
    def touched(self) -> bool:
        return self.editor.touched

    def text(self) -> str:
        return self.editor.text()

    def outcome(self) -> tuple[Any, Problem | None]:
        """The stored value, or the problem with the text as it was typed."""
        if self.editor.savable():
            return self.editor.stored(), None
        problem = self.editor.problem()
        assert problem is not None, "a text that cannot be saved has a reason"
        return None, problem._replace(field=self.name, value=self.editor.text())

    def put(self, text: str) -> None:
        """As if it had been typed over all there was."""
        self.editor.put_text(text)
        self.editor.mark_touched()
        self._to_the_end()

    # -- place ----------------------------------------------------------------------------

    def lay_over(self, cell: QRect) -> None:
        """Where the cell is now; it may have scrolled out of sight, the editor stays open."""
        if not cell.isNull():
            self._cell = cell
        self._place()

    def _place(self) -> None:
        parent = self.parentWidget()
        room = parent.rect() if parent is not None else QRect()
        least = look.metrics().px(_LEAST.get(self.editor.field.kind.name, 120))
        width = min(max(self._cell.width(), least), max(room.width(), 1))
        layout = self.layout()
        assert layout is not None
        wanted = layout.heightForWidth(width) if layout.hasHeightForWidth() else -1
        height = max(wanted, layout.sizeHint().height(), self._cell.height())
        left = max(min(self._cell.left(), room.right() + 1 - width), 0)
        top = self._cell.top()
        if room.top() <= top <= room.bottom() < top + height:
            top = max(room.bottom() + 1 - height, 0)
        self.setGeometry(left, top, width, height)

    def event(self, event: QEvent) -> bool:
        answered = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return answered

    # -- keys -----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._preedit = event.preeditString()
        elif isinstance(event, QKeyEvent):
            if self.composing:
                return True  # the input method did not want it, and it is nobody else's
            if event.type() == QEvent.Type.KeyPress and self._on_key(event):
                return True
        elif isinstance(event, QFocusEvent) and event.lostFocus():
            self._on_left(event.reason())
        return super().eventFilter(watched, event)

    def _on_left(self, reason: Qt.FocusReason) -> None:
        if reason not in _PASSING:
            self.end("stay")

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if isinstance(self.line, QPlainTextEdit):
                self.line.insertPlainText("\n")
            return True
        how = self._way_out(event)
        if how:
            self.end(how)
            return True
        control = Qt.KeyboardModifier.ControlModifier
        if event.modifiers() & control and event.key() in (
            Qt.Key.Key_Semicolon, Qt.Key.Key_Apostrophe,
        ):  # fmt: skip
            text = self._special("today" if event.key() == Qt.Key.Key_Semicolon else "above")
            if text is not None:
                self.put(text)
            return True
        if isinstance(self.editor, DayEditor) and _opens_list(event):
            self.editor.open_calendar()
            return True
        return False

    def _way_out(self, event: QKeyEvent) -> str:
        """Where this key leads; "" when it belongs to the line."""
        key, held = event.key(), event.modifiers() & _MODIFIERS
        none = Qt.KeyboardModifier.NoModifier
        if key == Qt.Key.Key_Escape:
            return "give up"
        if key in _ENTER:
            if held & Qt.KeyboardModifier.ControlModifier:
                return "fill"
            return "up" if held & Qt.KeyboardModifier.ShiftModifier else "down"
        if key == Qt.Key.Key_Tab and held == none:
            return "right"
        if key == Qt.Key.Key_Backtab:
            return "left"
        if self.by_typing and held == none and isinstance(self.line, QLineEdit):
            return _ARROWS.get(Qt.Key(key), "")
        return ""


def _opens_list(event: QKeyEvent) -> bool:
    alt_down = event.key() == Qt.Key.Key_Down and bool(
        event.modifiers() & Qt.KeyboardModifier.AltModifier
    )
    return alt_down or event.key() == Qt.Key.Key_F4
