"""What stands at the head of a page with steps? A chip for each, and the card of the next one."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import push_button


class Told(NamedTuple):
    """What the card says, and what its one filled button does."""

    words: str
    button: str
    fields: tuple[str, ...] = ()


class StepBar(QWidget):
    """起草 · 征求意见 · … · 生效, with a tick for what is done."""

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = FlowLayout(self, gap=6)
        self._steps = tuple(words)
        self.chips = [look.chip(word, "neutral", self) for word in words]
        for chip in self.chips:
            row.addWidget(chip)

    def show_at(self, now: int, *, done: bool = False) -> None:
        """The place of the step that is to be done now; `done` when all of them are."""
        for place, (chip, word) in enumerate(zip(self.chips, self._steps, strict=True)):
            past = place < now or done
            mood = "success" if past else "info" if place == now else "neutral"
            chip.say(word, mood)
            said = "已办" if past else "现在办" if place == now else "还没到"
            chip.setAccessibleName(f"{word}，{said}")


class StepCard(QFrame):
    """下一步: words, the fields of this step, one filled button."""

    asked = Signal(dict)

    def __init__(
        self, desk: Desk, record: type[Record], title: str = "下一步", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        look.named(self, title)
        self._desk, self._record = desk, record
        self.words = look.label("", "hint")
        self.words.setWordWrap(True)
        self.form: RecordForm | None = None
        self.go: QPushButton = push_button("", "primary")
        self.go.clicked.connect(self._on_go)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(10)
        self._column.addWidget(look.label(title, "group"))
        self._column.addWidget(self.words)
        self._column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)

    def show_step(self, told: Told, known: dict[str, Any]) -> None:
        self.words.setText(told.words)
        self.go.setText(told.button)
        look.named(self.go, told.button)
        if self.form is not None and self.form.names == told.fields:
            self.form.refresh(known)  # what is being typed stays
            return
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        if told.fields:
            desk = self._desk
            self.form = RecordForm(
                self._record, reader=desk.book, fields=told.fields, store_file=desk.store_file
            )
            self.form.set_row(known)
            self.form.submitted.connect(self._on_go)
            self._column.insertWidget(2, self.form)

    def entry(self) -> QWidget:
        """Where the keys go when the page is shown."""
        return next(iter(self.form.editors.values())).input if self.form else self.go

    def show_problem(self, refused: Refused) -> bool:
        return self.form is not None and self.form.show_problem(refused)

    def _on_go(self) -> None:
        if self.form is None:
            self.asked.emit({})
            return
        self.form.wait_no_more()
        unread = self.form.unreadable()
        if unread:
            self.form.focus_first()
            return
        self.asked.emit(self.form.draft())
