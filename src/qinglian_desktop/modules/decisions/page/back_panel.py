"""At the right of a matter: what was entered for a step, and the matter's own facts."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.decisions import actions, reads
from qinglian_desktop.modules.decisions.page import looking_back
from qinglian_desktop.modules.decisions.page.signed import SignedPages
from qinglian_desktop.modules.decisions.records import (
    FAILED,
    MEETINGS,
    RUNNING,
    Matter,
)
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import emptied
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import push_button

_FACTS = ("title", "content", "amount_fen", "executor", "planned_on", "proposed_by", "note",
          "files")  # fmt: skip


class BackPanel(QScrollArea):
    amend_asked = Signal(str)  # the id of a step that is to be put right

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._matter: dict[str, Any] = {}
        self._step_id = ""
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("role", "clear")
        self.setWidget(inner)
        step, facts = QFrame(), QFrame()
        for card in (step, facts):
            card.setProperty("role", "card")
        self.title = look.label("", "group")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.amend = push_button("更正这一步")
        inside = QVBoxLayout(step)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(8)
        inside.addWidget(self.title)
        inside.addLayout(self._grid)
        inside.addWidget(self.amend, 0, Qt.AlignmentFlag.AlignLeft)
        self.form = RecordForm(Matter, reader=desk.book, fields=_FACTS, store_file=desk.store_file)
        self.summary = look.label("", "hint")
        self.summary.setWordWrap(True)
        below = QVBoxLayout(facts)
        below.setContentsMargins(16, 12, 16, 16)
        below.setSpacing(8)
        below.addWidget(look.label("基本情况", "group"))
        below.addWidget(self.summary)
        below.addWidget(self.form)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        self.signed = SignedPages(desk)
        column.addWidget(step)
        column.addWidget(self.signed)
        column.addWidget(facts)
        column.addStretch(1)
        self._lines: list[tuple[str, str]] = []
        self.amend.clicked.connect(self._on_amend)
        self.form.edited.connect(self.save_now)
        self.form.submitted.connect(self.save_now)
        cover.cover().changed.connect(self._draw)
        look.named(self, "已经登记的")

    def show_case(self, found: reads.Case, gate: str) -> None:
        """What was entered for this gate of this matter."""
        self._matter = dict(found.matter)
        self.title.setText(gate)
        self._lines = looking_back.lines(self._desk.book, found, gate)
        self._draw()
        held = found.step(gate)
        running = self._matter["state"] in (RUNNING, FAILED)
        entered = held is not None and bool(held.last["held_on"])
        last = found.rows[-1] if found.rows else None
        latest = bool(held and last) and self._is_last(found, gate)
        self.amend.setVisible(running and gate in MEETINGS and entered and latest)
        self._step_id = str(held.last["id"]) if held is not None else ""
        self.signed.show_step(self._step_id)
        self.summary.setText(self._about(found))
        if not self.form.waits:
            self.form.set_row(self._matter)
        begun = any(row["gate"] in MEETINGS and row["held_on"] for row in found.rows)
        for name, editor in self.form.editors.items():
            editor.set_read_only(not running or (begun and name not in actions.FREE))

    def _is_last(self, found: reads.Case, gate: str) -> bool:
        held = [row["gate"] for row in found.rows if row["held_on"]]
        return bool(held) and held[-1] == gate

    def _about(self, found: reads.Case) -> str:
        matter = self._matter
        book = self._desk.book
        parts = [matter["matter_class"][4:], matter["origin"], f"{matter['path']}程序"]
        parts.append(f"由{reads.body_name(book, reads.body_at(matter, '决议'))}决定")
        if matter["pre_review"]:
            parts.append("要街道预审")
        if matter["for_collective"]:
            parts.append("代行集体经济组织职能")
        told = " · ".join(parts)
        return f"{told}\n依据：{matter['basis']}" if matter["basis"] else told

    def _draw(self, _on: bool = False) -> None:
        emptied(self._grid)
        covered = cover.cover().on
        for place, (name, words) in enumerate(self._lines):
            label = look.label(f"{name}：" if name else "", "field")
            text = look.label(cover.STARS if covered and name in _PRIVATE else words)
            text.setWordWrap(True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if name == "补录":
                text.setProperty("role", "warning")
            if name:
                side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
                self._grid.addWidget(label, place, 0, side)
                self._grid.addWidget(text, place, 1)
            else:
                self._grid.addWidget(text, place, 0, 1, 2)

    # -- the facts of the matter ----------------------------------------------------------

    def save_now(self) -> None:
        if self.form.unreadable() or not self._matter:
            return
        self.form.wait_no_more()
        draft = self.form.changes()
        if not draft:
            return
        changes: Changes | None = self._desk.runner.act(
            actions.save_matter, self._matter["id"], draft, initiator=self,
            on_refused=self._on_refused,
        )  # fmt: skip
        if changes is not None:
            self._matter = dict(self._desk.book.page("matter", [self._matter["id"]])[0])
            self.form.settled(self._matter)

    def _on_refused(self, refused: Refused) -> None:
        if not self.form.show_problem(refused):
            self._desk.runner.refused.emit(refused)

    def flush(self) -> None:
        if self.form.waits:
            self.save_now()

    def _on_amend(self) -> None:
        self.amend_asked.emit(self._step_id)


_PRIVATE = ("回避", "缺席", "请假", "迟到", "早退", "谁提出", "主要意见", "不同意见")
