"""One line of a unit: what is asked, what the unit says, and what the street gives it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import actions, marking
from qinglian_desktop.modules.evaluation import assessment_rules as rules
from qinglian_desktop.modules.evaluation.assessment_records import AssessmentLine, AssessmentMark
from qinglian_desktop.modules.evaluation.marking import Marked
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import push_button


class MarkCard(QFrame):
    stepped = Signal(int)  # PgDn +1, PgUp -1, or the next one after Enter

    def __init__(self, desk: Desk, say: Callable[[Refused | str], object]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        look.named(self, "这一条")
        self._desk, self._say = desk, say
        self.line: Row = {}
        self._note = self._said_before = self._score_before = ""
        self.name = look.label("", "group")
        self.points = look.label("", "strong")
        self.asked, self.told, self.own, self.before = (look.label("") for _ in range(4))
        self.words = (self.own, self.before, self.asked, self.told)  # shown under the card
        for label in (self.name, self.points, *self.words):
            label.setWordWrap(True)
        self.form = RecordForm(AssessmentMark, reader=desk.book, fields=("score", "said"))
        self.files = RecordForm(AssessmentLine, reader=desk.book, fields=("files",))
        self.files.set_read_only(True)
        self.back = push_button("上一条")
        self.next = push_button("下一条", "primary")
        look.named(self.next, "下一条", "存好这一条，看下一条（PgDn）")
        self._lay_out()
        cover.cover().changed.connect(self._show_words)
        self.form.edited.connect(self.save_now)
        self.form.submitted.connect(partial(self._step, 1))
        self.form.stepped.connect(self._step)
        self.back.clicked.connect(partial(self._step, -1))
        self.next.clicked.connect(partial(self._step, 1))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for part in (self.name, self.points, self.form):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        column.addLayout(row)

    def show_line(self, line: Row, given: Marked, *, open_: bool) -> None:
        """Another line, with what the unit and the street say of it."""
        self.line = line
        self.name.setText(f"{line['indicator']} {line['title']}")
        own, most, told = (rules.told(line[name]) for name in ("self_score", "points", "suggested"))
        self.points.setText(
            f"{most} 分，单位自评 {own or '没有填'}，系统建议 {told}（{line['basis']}）"
        )
        self._note = "；".join(filter(None, (line["note"], line["differs"])))
        self._said_before = ""
        self.asked.setText(f"评分办法：{line['scoring'] or '没有写'}")
        self.told.setText(f"怎么算的：{line['formula'] or '没有'}")
        before = given.before.get(line["indicator"])
        self.before.setVisible(before is not None)
        if before is not None:
            self._said_before = before["said"] or ""
            self._score_before = rules.told(before["score"])
        self._show_words()
        self.files.setVisible(bool(line["files"]))
        self.files.set_row(line)
        self.form.set_row(given.marks.get(line["id"], {}))
        self.form.set_read_only(not open_ or not rules.applies(line))

    def _show_words(self, _covered: bool = False) -> None:
        """What people have written may hold names."""
        self.own.setText(f"单位的说明：{cover.veiled(self._note) or '没有写'}")
        said = f"：{cover.veiled(self._said_before)}" if self._said_before else ""
        self.before.setText(f"上一版核评 {self._score_before or '没有给'} 分{said}")

    def save_now(self) -> bool:
        """What is typed is kept; False where it was refused."""
        self.form.wait_no_more()
        draft = self.form.changes() if self.line else {}
        if not draft:
            return True
        changes = self._desk.runner.act(
            actions.mark_line, self.line["id"], draft, initiator=self, on_refused=self._on_refused
        )
        if changes is None:
            return False
        self.form.settled(self.mark)
        return True

    @property
    def mark(self) -> Row:
        """What the street has given this line until now."""
        found = marking.mark_of(self._desk.book, self.line["id"])
        return found if found is not None else {}

    def _on_refused(self, refused: Any) -> None:
        if not self.form.show_problem(refused):
            self._say(refused)

    def flush(self) -> bool:
        """May the line be left? Not while a text in it cannot be read."""
        return not self.line or (self.save_now() and not self.form.stop_at_unreadable())

    def _step(self, way: int, _checked: bool = False) -> None:
        if self.flush():
            self.stepped.emit(way)

    def begin(self) -> None:
        """The keys go to the score."""
        self.form.focus_first()

    def begin_words(self) -> None:
        self.form.editors["said"].setFocus(Qt.FocusReason.OtherFocusReason)
