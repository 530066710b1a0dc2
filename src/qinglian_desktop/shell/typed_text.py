"""What is being typed is kept every half second, and what a full disk refused is saved later.

Forms save themselves at a pause; whoever types on and on, or a text that is no value yet, is kept
here meanwhile (store/unfinished.py), and offered at the next start when the program died.
"""

import shutil
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.store.unfinished import Piece, Unfinished
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.filter_bar import FilterBar
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.grid.cell_editor import CellEditor
from qinglian_desktop.ui.header_panel import HeaderPanel
from qinglian_desktop.ui.ledger_page import LedgerPage

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

EVERY = 500  # ms from the first letter to its place on the disk, also while typing goes on
ROOM_AGAIN = 200 * 1024 * 1024  # bytes that must be free before a full disk is tried again
_LOOK = 5_000  # ms between two looks at a full disk
FULL = "QL-PL-002"
_Input = QLineEdit | QPlainTextEdit


class TypedText(QObject):
    """Watches the inputs of one window, one at a time: the one that has the keys."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self.file = Unfinished(window.home, window.book.keys.main)
        self._inputs: dict[_Input, str] = {}  # typed into since it was saved last → moment
        self._at: _Input | None = None
        self._kept: list[Piece] = []
        self.carried: list[Piece] = []  # of a program that died, and not yet looked at
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(EVERY)
        self._soon.timeout.connect(self.keep)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK)
        self._look.timeout.connect(self.try_again)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        window.runner.changed.connect(self._on_saved)
        window.runner.reword = self._reword
        window.closing.connect(self._on_closing)
        self._on_focus(None, QApplication.focusWidget())

    # -- hearing --------------------------------------------------------------------------

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._at is not None and isValid(self._at):
            self._at.textChanged.disconnect(self._on_typed)
        self._at = None
        if isinstance(now, QLineEdit | QPlainTextEdit) and self._is_ours(now):
            self._at = now
            now.textChanged.connect(self._on_typed)

    def _is_ours(self, line: _Input) -> bool:
        """Not what is only looked for, and never a PIN."""
        if _above(line, FieldEditor) is not None:  # also while the cover makes dots of it
            return not line.isReadOnly()
        if isinstance(line, QLineEdit) and line.echoMode() != QLineEdit.EchoMode.Normal:
            return False
        passing = (FilterBar, HeaderPanel, type(self._window.header))
        return not line.isReadOnly() and _above(line, *passing) is None

    def _on_typed(self, *_: object) -> None:
        if self._at is None:
            return
        self._inputs[self._at] = clock.now()
        if not self._soon.isActive():  # never begun anew: typing on must not put it off
            self._soon.start()

    def _on_saved(self, *_: object) -> None:
        """Something was saved: what stands in its row now is unfinished no more."""
        for line in list(self._inputs):
            if not isValid(line) or not self._waits(line):
                del self._inputs[line]
        if self._kept and not self._soon.isActive():
            self._soon.start()

    def _waits(self, line: _Input) -> bool:
        form, editor = _above(line, RecordForm), _above(line, FieldEditor)
        if isinstance(form, RecordForm) and isinstance(editor, FieldEditor):
            if not form.isVisible():
                return False
            name = next((n for n, one in form.editors.items() if one is editor), "")
            return not editor.savable() or name in form.changes()
        return line.isVisible() and _modified(line)

    # -- keeping --------------------------------------------------------------------------

    def pieces(self) -> list[Piece]:
        """What would be lost if the program died now, the oldest first."""
        there = [(at, line) for line, at in self._inputs.items() if isValid(line)]
        listed = sorted(there, key=lambda one: one[0])
        made = [self._piece(line, at) for at, line in listed if self._waits(line)]
        return [*self.carried, *(piece for piece in made if piece.text.strip())]

    def _piece(self, line: _Input, at: str) -> Piece:
        text = line.text() if isinstance(line, QLineEdit) else line.toPlainText()
        form, cell = _above(line, RecordForm), _above(line, CellEditor)
        editor = _above(line, FieldEditor)
        page, table, row_id, name = self._window.page_id, "", "", ""
        words = [line.accessibleName()]
        if isinstance(editor, FieldEditor):
            words = [editor.field.label]
        if isinstance(form, RecordForm):
            table, row_id = form.record_type.table, str(form.row.get("id") or "")
            name = next((n for n, one in form.editors.items() if one is editor), "")
            words.insert(0, form.record_type.label)
        elif isinstance(cell, CellEditor):
            row_id, name = cell.row_id, cell.name
            ledger = _above(cell, LedgerPage)
            if isinstance(ledger, LedgerPage):
                table = ledger.record_type.table
                words.insert(0, ledger.record_type.label)
        return Piece(page, " · ".join(filter(None, words)), text, table, row_id, name, at)

    def keep(self) -> None:
        """Beside the window: a slow disk must not hold up the typing."""
        pieces = self.pieces()
        if pieces == self._kept:
            return
        self._kept = pieces
        self._pool.start(partial(self.file.keep, pieces))

    def begin(self) -> None:
        """Take the room for it while there is some."""
        self._pool.start(self.file.take_room)

    def wait(self) -> None:
        """Until what was kept last is on the disk."""
        self._pool.waitForDone()

    def let_go(self) -> None:
        """The clerk has what was carried over, or does not want it."""
        self.carried = []
        self.keep()

    # -- a full disk ----------------------------------------------------------------------

    def _reword(self, refused: Refused) -> Refused:
        """The disk is full: what is typed is kept in its room, and saved when there is space."""
        if refused.code != FULL or (self._look.isActive() and not self._inputs):
            return refused
        self.wait()
        pieces = self.pieces()
        if not pieces or not self.file.keep(pieces):
            return refused
        self._kept = pieces
        self._look.start()
        return Refused("磁盘满了，刚才的内容已临时保存", "腾出 200 MB 后会自动补写", code=FULL)

    def try_again(self) -> None:
        """Is there room again? Then what waits is saved, and that is said."""
        if shutil.disk_usage(self._window.home).free < ROOM_AGAIN:
            return
        self._look.stop()
        pages = {*self._window.pages.values(), self._window.page}
        waited = self.pieces()
        for page in pages:
            if hasattr(page, "flush"):
                page.flush()
        if waited and not self._look.isActive():
            self._window.bar.say("磁盘有空间了，刚才的内容已补写。")

    # -- the end --------------------------------------------------------------------------

    def _on_closing(self) -> None:
        """Everything was saved on the way out, or given up knowingly; what was refused is kept."""
        self._soon.stop()
        self._look.stop()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._on_focus)
        self._on_focus(None, None)
        self._inputs = {
            line: at for line, at in self._inputs.items() if isValid(line) and self._waits(line)
        }
        self.wait()
        if self._kept or self._inputs:
            self.file.keep(self.pieces())
        self._inputs.clear()


def _modified(line: _Input) -> bool:
    """By hand, that is; what the program put there does not count."""
    return line.isModified() if isinstance(line, QLineEdit) else line.document().isModified()


def _above(widget: QWidget, *kinds: type[QWidget]) -> QWidget | None:
    """The nearest widget of such a kind that holds this one."""
    found: QWidget | None = widget
    while found is not None and not isinstance(found, kinds):
        found = found.parentWidget()
    return found


def watch(window: "Window") -> TypedText:
    """From now on; what an earlier program could not finish is offered first."""
    made = TypedText(window)
    kept = made.file.kept()
    if kept:
        made.carried = made._kept = kept
        from qinglian_desktop.shell import typed_text_page

        typed_text_page.offer(window, made)
    made.begin()
    return made
