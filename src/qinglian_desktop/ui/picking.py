"""A line with a list under it: typing looks for something, Enter or Tab takes the marked line."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid

from qinglian_desktop.core.module import Reader
from qinglian_desktop.core.record import Field
from qinglian_desktop.ui import at_hand, look
from qinglian_desktop.ui.line_editors import LineEditor
from qinglian_desktop.ui.pick_list import Offer, PickList

PAUSE = 120  # ms after the last letter
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NEAR = Offer("口音相近")
LAST = Offer("最近用过")


class PickingEditor(LineEditor):
    """Subclasses say what is offered and what taking an offer does."""

    marks_first = True  # Enter takes the first offer; False where free text is allowed

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        self.list: PickList | None = None
        self._outstanding = ""  # what was asked for and not answered yet
        super().__init__(field, parent)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.offer)
        self.line.textEdited.connect(self._ask_later)
        self._keys = _ListKeys(self)

    def with_button(self) -> None:
        """An arrow at the end of the line that opens the whole list."""
        open_list = QAction(look.icon("expand"), "打开选项", self)
        open_list.triggered.connect(self.open_list)
        self.line.addAction(open_list, self.line.ActionPosition.TrailingPosition)

    # -- what a subclass gives ------------------------------------------------------------

    def reader(self) -> Reader | None:
        """Who is asked; None when the offers need nobody."""
        return None

    def question(self, text: str) -> Callable[[Any], Any]:
        """What to ask of the book, beside the typing."""
        raise NotImplementedError

    def offers(self, text: str, answer: Any) -> Sequence[Offer]:
        raise NotImplementedError

    def take(self, offer: Offer) -> bool:
        """This line was taken; True when Enter or Tab may then leave the field."""
        raise NotImplementedError

    # -- asking ---------------------------------------------------------------------------

    def _ask_later(self, _text: str) -> None:
        self._keys.go_first()
        self._pause.start()

    def open_list(self) -> None:
        """Everything there is to choose from (F4, Alt+↓)."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._keys.go_first()
        self._ask("")

    def offer(self) -> None:
        """Look for what is typed and open the list."""
        self._pause.stop()
        self._ask(self.text().strip())

    def _ask(self, text: str) -> None:
        reader = self.reader()
        if reader is None:
            self._show(text, None)
            return
        self._outstanding = text
        done = partial(_when_there, self, self.text(), text)
        at_hand.now().ask(reader, self.question(text), done)

    def _show(self, text: str, answer: Any) -> None:
        self._outstanding = ""
        offers = self.offers(text, answer)
        if self._hidden_now() or self._read_only:
            offers = ()
        if self.list is None:
            if not offers:
                return
            self.list = PickList(self, self.field.label, self._on_clicked)
            self._close_on_scroll()
        self.list.offer(offers, mark_first=self.marks_first and bool(text))

    def _close_on_scroll(self) -> None:
        """The list does not move with the field, so it goes when the field is scrolled away."""
        above = self.parentWidget()
        while above is not None:
            if isinstance(above, QAbstractScrollArea):
                above.verticalScrollBar().valueChanged.connect(self.close_list)
            above = above.parentWidget()

    def _settle(self) -> None:
        """Enter came before the answer: ask at once, so that fast fingers take the right line."""
        reader, text = self.reader(), self.text().strip()
        if not self._pause.isActive() and self._outstanding != text:
            return
        self._pause.stop()
        if text:
            self._show(text, None if reader is None else self.question(text)(reader))

    def _on_clicked(self, offer: Offer) -> None:
        self.close_list()
        self.take(offer)

    def close_list(self) -> None:
        self._pause.stop()
        if self.list is not None:
            self.list.hide()

    # -- keys and focus -------------------------------------------------------------------

    def on_list_key(self, event: QKeyEvent) -> bool:
        """Keys that belong to the open list; True when they went no further."""
        key = event.key()
        taking = key in _ENTER or key == Qt.Key.Key_Tab
        if self._composing:
            return False
        if taking:
            self._settle()
        shown = self.list
        if shown is None or not shown.isVisible():
            return False
        if key == Qt.Key.Key_Escape:
            self.close_list()
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers():
            shown.step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if taking:
            marked = shown.marked()
            self.close_list()
            return marked is not None and not self.take(marked)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        alt_down = event.key() == Qt.Key.Key_Down and bool(
            event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        if alt_down or event.key() == Qt.Key.Key_F4:
            self.open_list()
            return True
        return super()._on_key(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.close_list()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.close_list()
        super().hideEvent(event)

    def on_cover(self, on: bool) -> None:
        super().on_cover(on)
        if on and self.list is not None:
            self.close_list()


def _when_there(editor: PickingEditor, typed: str, text: str, answer: Any) -> None:
    """The answer came beside the typing: the editor may be gone, or the clerk has typed on."""
    if isValid(editor) and editor.text() == typed and editor.line.hasFocus():
        editor._show(text, answer)


class _ListKeys(QObject):
    """Comes before the field's own keys and those of a grid around it."""

    def __init__(self, editor: PickingEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def go_first(self) -> None:
        """Who began to watch last is told first."""
        self._editor.line.removeEventFilter(self)
        self._editor.line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyPress:
            return self._editor.on_list_key(event)
        shown = self._editor.list
        escape = event.key() == Qt.Key.Key_Escape
        if escape and shown is not None and shown.isVisible():
            event.accept()  # Esc closes the list, whatever else it may be a shortcut for
            return True
        return False
