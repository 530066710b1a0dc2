"""At the right of a matter: what was entered for a step, and the matter's own facts."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.decisions import actions, reads, steps
from qinglian_desktop.modules.decisions.page import looking_back, outgoing
from qinglian_desktop.modules.decisions.page.signed import SignedPages
from qinglian_desktop.modules.decisions.records import (
    FAILED,
    MEETINGS,
    RUNNING,
    Matter,
)
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout, emptied
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import push_button

_FACTS = ("title", "content", "amount_fen", "executor", "planned_on", "proposed_by", "note",
          "files")  # fmt: skip


class BackPanel(QScrollArea):
    amend_asked = Signal(str)  # the id of a step that is to be put right
    told = Signal(object)  # why a paper could not be made: Refused or words

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._matter: dict[str, Any] = {}
        self._step_id, self._held = "", tuple[str, ...]()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("role", "clear")
        self.setWidget(inner)
        step, facts = QFrame(), QFrame()
        for frame in (step, facts):
            frame.setProperty("role", "card")
        self.title = look.label("", "group")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.amend = push_button("更正这一步")
        self.minutes = push_button("会议记录", icon="print")
        self.word = push_button("存为 Word")
        self.register = push_button("登记表", icon="print")
        look.named(self.minutes, "打印会议记录")
        look.named(self.word, "会议记录存为 Word")
        look.named(self.register, "打印决策实施登记表", "办过的各步各一张（Ctrl+P）")
        self.signed = SignedPages(desk)
        inside = QVBoxLayout(step)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(8)
        inside.addWidget(self.title)
        inside.addLayout(self._grid)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button in (self.amend, self.minutes, self.word, self.register):
            flow.addWidget(button)
        inside.addWidget(buttons)
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
        for card in (step, self.signed, facts):
            column.addWidget(card)
        column.addStretch(1)
        self._lines: list[tuple[str, str]] = []
        self.amend.clicked.connect(self._on_amend)
        self.minutes.clicked.connect(self._on_minutes)
        self.word.clicked.connect(self._on_word)
        self.register.clicked.connect(self.print_register)
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
        for button in (self.minutes, self.word):
            button.setVisible(gate in MEETINGS and entered)
        self._held = tuple(g for g in steps.gates_of(found.matter) if found.step(g) is not None)
        self.signed.show_step(self._step_id if gate in MEETINGS else "")
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

    # -- papers ---------------------------------------------------------------------------

    def _name(self) -> str:
        return f"{self._matter['number']} {self._matter['title']} {self.title.text()}"

    def _on_minutes(self) -> None:
        title = f"会议记录 {self._name()}"
        outgoing.minutes_paper(self._desk, self._step_id, title, self.told.emit)

    def _on_word(self) -> None:
        outgoing.save_minutes(self, self._desk, self._step_id, self._name(), self.told.emit)

    def print_register(self) -> None:
        """《决策实施登记表》: a form for each step that was begun."""
        title = f"决策实施登记表 {self._matter['number']} {self._matter['title']}"
        outgoing.register_forms(self._desk, self._matter["id"], self._held, title, self.told.emit)

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


# What names people, or may: hidden while the cover is on.
_PRIVATE = ("回避", "缺席", "请假", "迟到", "早退", "谁提出", "主要意见", "不同意见", "主持人",
            "记录人", "监委会到场", "镇街到场和职务", "监督意见", "预审意见")  # fmt: skip
