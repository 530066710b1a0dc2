"""How is a cell of a list typed into, by keys and by an input method?"""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent

from qinglian_desktop.core.record import Record
from qinglian_desktop.ui.grid.cell_editor import CellEditor
from qinglian_desktop.ui.grid.choosing import CellTable
from qinglian_desktop.ui.model import Index


class TypedTable(CellTable):
    """Holds the one open editor. `asked` carries the name of an act and what it needs."""

    asked = Signal(str, object)

    # On the class, too: a list that is being taken apart still hears that it lost the focus.
    editor: CellEditor | None = None
    _composing_here = False  # the composition began in the list and goes on in the editor
    _passing = False

    def __init__(self, record_type: type[Record], **more: Any) -> None:
        super().__init__(record_type, **more)
        across = self.horizontalHeader()
        for moved in (
            self.verticalScrollBar().valueChanged, self.horizontalScrollBar().valueChanged,
            across.sectionResized, across.sectionMoved,
        ):  # fmt: skip
            moved.connect(self._on_moved)

    def _restore(self) -> None:
        super()._restore()
        self._lay_editor()

    def leave_cell(self) -> None:
        """What is typed into the open cell is written; a menu or a composition keeps it open."""
        if self.editor is not None:
            self.editor.end("stay")

    def show_columns(self, columns: tuple[str, ...]) -> None:
        self.leave_cell()  # its column may be among those that go
        super().show_columns(columns)

    # -- typing into a cell ---------------------------------------------------------------

    def edit_cell(self, *, over: bool, event: QKeyEvent | QInputMethodEvent | None = None) -> bool:
        """Open the editor of the current cell; the hands say whether and with what."""
        here = self.currentIndex()
        if not here.isValid() or self.editor is not None:
            return self.editor is not None
        self.asked.emit("open", over)
        editor: CellEditor | None = self.editor
        if editor is None:
            return False
        self.scrollTo(here)
        self._lay_editor()
        editor.begin(over=over)
        if not isinstance(event, QInputMethodEvent):
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            if over:
                editor.select_all()
        if event is not None:
            editor.take_event(event)
        return True

    def pass_on(self, event: QKeyEvent) -> None:
        """A key that came here while a cell is open belongs to its editor, and stays there."""
        if self._passing or self.editor is None:
            return
        self._passing = True
        self.editor.take_event(event)
        self._passing = False

    def close_editor(self) -> None:
        editor, self.editor = self.editor, None
        self._composing_here = False
        if editor is None:
            return
        if editor.isAncestorOf(self.window().focusWidget() or self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # first: hiding would pass it on
        editor.hide()
        editor.deleteLater()

    def _lay_editor(self) -> None:
        if self.editor is None:
            return
        editor = self.editor
        line = self.records.place(editor.row_id) if editor.row_id else len(self.records.ids)
        column = self.records.columns.index(editor.name)
        if line >= 0:
            editor.lay_over(self.visualRect(self.records.index(line, column)))

    def _on_moved(self, *_: int) -> None:
        self._lay_editor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_editor()

    # -- input methods --------------------------------------------------------------------

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, current.isValid())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        here = self.currentIndex().isValid()
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, here)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._composing_here and self.editor is not None and not self.editor.isAncestorOf(
            self.window().focusWidget() or self
        ):  # fmt: skip
            self.editor.end("stay")

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        if query == Qt.InputMethodQuery.ImEnabled:
            return self.currentIndex().isValid()
        if query == Qt.InputMethodQuery.ImCursorRectangle:
            return self.visualRect(self.currentIndex()).translated(self.viewport().pos())
        return super().inputMethodQuery(query)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A composition that begins on a cell goes on in its editor.

        The focus stays here until the first words are handed over: moving it would break the
        composition off.
        """
        if not event.preeditString() and not event.commitString() and self.editor is None:
            super().inputMethodEvent(event)
            return
        if self.editor is None:
            if not self.edit_cell(over=True, event=event):
                event.ignore()
                return
        else:
            self.editor.take_event(event)
        self._composing_here = bool(event.preeditString())
        if not self._composing_here and self.editor is not None:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        event.accept()
