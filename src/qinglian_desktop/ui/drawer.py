"""What is shown of one record at the right of a list? Its state, next steps, form and 经过."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core.module import Command, Reader
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.record import Record, naming
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.files_editor import StoreFile
from qinglian_desktop.ui.flow import FlowLayout, emptied
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.history import History
from qinglian_desktop.ui.messages import Banner, close_button, push_button
from qinglian_desktop.ui.model import STATE_FIELDS

WIDTH = 440

DueWord = Callable[[Mapping[str, Any]], str]


class RecordDrawer(QFrame):
    """Holds one row at a time; asks its page for everything that writes."""

    closed = Signal()
    drop_asked = Signal()
    command_asked = Signal(object)  # Command
    stepped = Signal()  # other steps are offered now

    def __init__(
        self,
        record_type: type[Record],
        *,
        reader: Reader,
        commands: Sequence[Command] = (),
        due: DueWord | None = None,
        store_file: StoreFile | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "drawer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.record_type, self._commands, self._due = record_type, tuple(commands), due
        self.row: Mapping[str, Any] = {}
        self.leads = False
        self.name = look.label("", "group")
        self.name.setWordWrap(True)
        self.close_button = close_button("收起详情")
        self.state = look.chip("草稿", parent=self)
        self.due_mark = look.chip("临期", parent=self)
        self.sent_mark = look.chip("街道已收", "success", parent=self)
        # What became of the row where it was sent: (row id) -> (words, mood), or None.
        self.sent: Callable[[str], tuple[str, str] | None] = lambda _row_id: None
        # What comes next with the row and by when, in words: (row) -> "" where that is not said.
        self.next: Callable[[Mapping[str, Any]], str] = lambda _row: ""
        self.next_words = look.label("")
        self.next_words.setWordWrap(True)
        self.banner = Banner()
        self.steps = QWidget()
        self._step_row = FlowLayout(self.steps)
        self.form = RecordForm(record_type, reader=reader, store_file=store_file)
        self.history = History(record_type)
        self.remove = push_button("删到回收站", "danger")
        self.remove.setAutoDefault(False)
        self._lay_out()
        self.close_button.clicked.connect(self.closed)
        self.remove.clicked.connect(self.drop_asked)
        cover.cover().changed.connect(self._on_cover)
        self.setAcceptDrops(self.form.files is not None and store_file is not None)
        look.named(self, f"{record_type.label}详情")

    # -- files dropped anywhere on it -----------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.form.attach([Path(u.toLocalFile()) for u in event.mimeData().urls()])

    def put(self, button: QPushButton) -> None:
        """One more way from the shown row to a page of its own."""
        self._marks.addWidget(button)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        marks = self._marks = QHBoxLayout()
        marks.setSpacing(8)
        marks.addWidget(self.state)
        marks.addWidget(self.due_mark)
        marks.addWidget(self.sent_mark)
        marks.addStretch(1)
        inner = QWidget()
        inner.setProperty("role", "clear")
        inside = self._inside = QVBoxLayout(inner)
        inside.setContentsMargins(16, 8, 16, 16)
        inside.setSpacing(16)
        inside.addWidget(self.next_words)
        inside.addWidget(self.steps)
        inside.addWidget(self.form)
        inside.addWidget(self.history)
        inside.addStretch(1)
        self.body = QScrollArea()
        self.body.setWidgetResizable(True)
        self.body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.setWidget(inner)
        foot = QHBoxLayout()
        keys = look.label("改了就存 · Ctrl+Enter 记下一条 · Esc 收起", "hint")
        keys.setWordWrap(True)
        foot.addWidget(keys, 1)
        foot.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 12, 0, 8)
        column.setSpacing(8)
        for part in (head, marks, foot):
            part.setContentsMargins(16, 0, 12, 0)
        column.addLayout(head)
        column.addLayout(marks)
        banner = QHBoxLayout()
        banner.setContentsMargins(16, 0, 16, 0)
        banner.addWidget(self.banner)
        column.addLayout(banner)
        column.addWidget(self.body, 1)
        column.addLayout(foot)

    def put_above_form(self, part: QWidget) -> None:
        """What is to be read before anything is typed."""
        self._inside.insertWidget(self._inside.indexOf(self.form), part)

    # -- which row ------------------------------------------------------------------------

    @property
    def row_id(self) -> str:
        return str(self.row.get("id") or "")

    def show_row(self, row: Mapping[str, Any], history: Iterable[Mapping[str, Any]] = ()) -> None:
        """Show another row; an empty one is a new record."""
        self.banner.hide()
        self.form.set_row(row)
        self.body.verticalScrollBar().setValue(0)
        self._take(row, history)

    def saved_as(self, row: Mapping[str, Any], history: Iterable[Mapping[str, Any]]) -> None:
        """What is typed here was saved as `row`."""
        self.form.settled(row)
        self._take(row, history)

    def changed_elsewhere(
        self, row: Mapping[str, Any], history: Iterable[Mapping[str, Any]]
    ) -> None:
        """The shown row has new values; what the clerk is just writing stays."""
        if self.form.waits:
            self.form.refresh(row)
        else:
            self.form.set_row(row)
        self._take(row, history)

    def _take(self, row: Mapping[str, Any], history: Iterable[Mapping[str, Any]]) -> None:
        self.row = dict(row)
        self._say_name()
        self.remove.setVisible(bool(self.row_id))
        self.history.show_lines(history)
        self._mark()
        self._offer_steps()

    def _say_name(self) -> None:
        record = self.record_type
        hidden = cover.cover().on and any(cover.hides(record.fields[n]) for n in record.named_by)
        if not self.row_id:
            text = f"新增{record.label}"
        else:
            text = cover.STARS if hidden else naming(record, self.row)
        self.name.setText(text if len(text) <= 60 else text[:60] + "…")

    def _mark(self) -> None:
        state = next((str(self.row[n]) for n in STATE_FIELDS if self.row.get(n)), "")
        if self.row_id and self.form.problems():
            state = "草稿"
        self.state.setVisible(bool(state and self.row_id))
        if state:
            self.state.say(state)
        due = self._due(self.row) if self._due is not None and self.row_id else ""
        self.due_mark.setVisible(bool(due))
        if due:
            self.due_mark.say(due)
        said = self.next(self.row) if self.row_id else ""
        self.next_words.setText(f"下一步：{said}")
        self.next_words.setVisible(bool(said))
        sent = self.sent(self.row_id) if self.row_id else None
        self.sent_mark.setVisible(sent is not None)
        if sent is not None:
            self.sent_mark.say(*sent)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Texts held beside the row: each under its field, and the row is a draft."""
        held = tuple(problems)
        self.form.dispute(held)
        if held:
            self.state.say("草稿")
            self.state.show()

    def _offer_steps(self) -> None:
        emptied(self._step_row)
        possible = [c for c in self._commands if self.row_id and c.when(dict(self.row))]
        for command in sorted(possible, key=lambda c: not c.primary):
            button = push_button(command.label, "primary" if command.primary else "")
            button.setAutoDefault(False)
            button.setProperty("place", self._commands.index(command))
            button.clicked.connect(self._on_step)
            self._step_row.addWidget(button)
        self.steps.setVisible(bool(possible))
        self.leads = any(command.primary for command in possible)  # has the filled button
        self.stepped.emit()

    def _on_step(self) -> None:
        self.command_asked.emit(self._commands[self.sender().property("place")])

    def step_buttons(self) -> list[QPushButton]:
        """The buttons of what can be done with this row now."""
        found = (self._step_row.itemAt(n) for n in range(self._step_row.count()))
        widgets = (item.widget() for item in found if item is not None)
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def _on_cover(self, _on: bool) -> None:
        self._say_name()
