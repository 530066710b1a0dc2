"""What stands in the place of a field whose value is masked: its stars, and the ways to see it."""

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from qinglian_desktop.core import access
from qinglian_desktop.core.kinds import stars
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.ui import cover, look

if TYPE_CHECKING:
    from qinglian_desktop.ui.editor import FieldEditor

HOW = "已遮住，按 F2 显示"
_TYPED_OVER = frozenset(("phone", "id_number"))  # figures: no input method, nothing to go on from
_FIGURES = re.compile(r"\d{8}")
_ENOUGH = 8  # stars: the eighteen signs of an ID number are wider than the field of a drawer
_LONG = re.compile(f"＊{{{_ENOUGH + 1},}}")
_BY_HAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_AROUND = 28  # px of a line beside its words, at 标准
_QUOTED = 6  # characters of a value that a message may not repeat


class VeilLine(QLineEdit):
    """Takes the focus like the field itself; `asked` by F2 or two clicks, `typed_at` by a key."""

    asked = Signal()
    typed_at = Signal(QKeyEvent)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = bool(event.text()) and event.text().isprintable()
        letter = letter and not event.modifiers() & _BY_HAND
        gone = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        if event.key() == Qt.Key.Key_F2:
            self.asked.emit()
        elif letter or gone or event.matches(QKeySequence.StandardKey.Paste):
            self.typed_at.emit(event)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.asked.emit()
        event.accept()


class Veil(QObject):
    """The veil of one field: laid over its input and what stands beside it, and lifted again.

    A number may be typed or pasted straight at it: the old one is then not shown, and stays unless
    something else is written in its place (`anew`). Words are shown first, as an input method
    needs a field to write into.
    """

    def __init__(self, editor: "FieldEditor") -> None:
        super().__init__(editor)
        self._editor = editor
        self._behind: list[QWidget] = []
        self._taker: QWidget | None = None  # of the focus, when nothing is masked
        self.on = self.turning = False
        self.anew = False  # is what stands in the field written over a value that was not shown?
        self.line = VeilLine()
        look.named(self.line, f"{editor.field.label}，{HOW}")
        self.line.setToolTip(HOW)
        self.line.installEventFilter(editor)
        self.line.asked.connect(editor.asked_to_see)
        self.line.typed_at.connect(self._on_typed_at)
        editor.row.insertWidget(0, self.line, 1000)

    def lay(self, stored: Any) -> None:
        """Over the input: only its mask tells what stands there, under F9 not even that."""
        field = self._editor.field
        fits = field.kind.fits(stored)
        masked = access.show(field, stored) if fits else stars(str(stored))
        self.line.setText(cover.veiled(_LONG.sub("＊" * _ENOUGH, masked)))
        self.anew = False
        self.fit()
        if self.on:
            return
        row = self._editor.row
        widgets = [item.widget() for n in range(row.count()) if (item := row.itemAt(n)) is not None]
        self._behind = [w for w in widgets if w and w is not self.line and not w.isHidden()]
        self._taker = self._editor.focusProxy()
        self._turn(True)

    def lift(self) -> None:
        if self.on:
            self._turn(False)

    def _turn(self, on: bool) -> None:
        focused, self.turning = self._editor.has_focus(), True
        self.on = on
        self._editor.setFocusProxy(self.line if on else self._taker or self._editor.input)
        goes, comes = (self._behind, [self.line]) if on else ([self.line], self._behind)
        for widget in comes:
            widget.show()
        if focused:  # as when it is reached with Tab: what is typed takes its place
            self._editor.setFocus(Qt.FocusReason.TabFocusReason)
        for widget in goes:
            widget.hide()
        self.turning = False

    def fit(self) -> None:
        """As wide as the field, and wider where its stars need the room."""
        words = self.line.fontMetrics().horizontalAdvance(self.line.text())
        sized = look.metrics()
        width = max(sized.px(self._editor.width_at_standard), words + sized.px(_AROUND))
        self.line.setMaximumWidth(width)

    def _on_typed_at(self, event: QKeyEvent) -> None:
        editor = self._editor
        pasted = event.matches(QKeySequence.StandardKey.Paste)
        over = pasted or (event.text().isascii() and event.text().isalnum())
        if not over or editor.read_only or editor.field.kind.name not in _TYPED_OVER:
            editor.say_hint(HOW)
            return
        if self.on:  # not a key that was still on its way here
            editor.veil(False)
            self.anew = True
            editor.put_text("")
            editor.input.setFocus(Qt.FocusReason.OtherFocusReason)
        QApplication.sendEvent(editor.input, event)


def quotes(problem: Problem, *values: str) -> bool:
    """Does the message repeat the value itself, or figures out of it?"""
    said = str(problem)
    told = any(v.strip() and v.strip()[:_QUOTED] in said for v in (problem.value, *values))
    return told or _FIGURES.search(said) is not None


def in_short(problem: Problem, label: str, remedy: str = "按 F2 看") -> Problem:
    """The same without what it repeats."""
    return Problem(f"〔{label}〕有问题", remedy, problem.field, problem.code)
