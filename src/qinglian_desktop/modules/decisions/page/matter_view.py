"""事项流程 (D-02): the bar of steps, the next one to do, and what was entered for any of them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.decisions import actions, joint, reads, steps
from qinglian_desktop.modules.decisions.actions import Held
from qinglian_desktop.modules.decisions.page.back_panel import BackPanel
from qinglian_desktop.modules.decisions.page.ending_card import EndingCard
from qinglian_desktop.modules.decisions.page.gate_cards import GateCard
from qinglian_desktop.modules.decisions.page.meeting_form import MeetingForm
from qinglian_desktop.modules.decisions.page.step_bar import StepBar
from qinglian_desktop.modules.decisions.records import (
    ENDED,
    FAILED,
    MEETINGS,
    PUBLISHED,
    REPLACED,
    RESULT,
    RUNNING,
    MatterStep,
)
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import Banner, push_button


class MatterView(QWidget):
    closed = Signal()
    other_asked = Signal(str)  # another matter's id
    prepare_asked = Signal(str, str)  # a matter and the gate whose meeting is prepared
    homes_asked = Signal(str)  # a matter about which the households are asked

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.row_id = desk, ""
        self.found: reads.Case | None = None
        self._amending: dict[str, Any] = {}  # the step that is put right
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.back = push_button("返回列表", "link", icon="back")
        self.name = look.label("", "title")
        self.name.setWordWrap(True)
        self.state = look.chip("办理中", parent=self)
        self.late = look.chip("补录", parent=self)
        self.urgent = look.chip("紧急先办", "warning", parent=self)
        self.steps = StepBar()
        self.banner = Banner()
        self.meeting = MeetingForm(desk)
        self.card = GateCard(desk)
        self.facts = BackPanel(desk)
        self.ending = EndingCard()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self.name, 1)
        for part in (self.urgent, self.late, self.state):
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        inner = QWidget()
        inner.setProperty("role", "clear")
        left = QVBoxLayout(inner)
        left.setContentsMargins(0, 0, 8, 16)
        left.setSpacing(12)
        for card in (self.meeting, self.card, self.ending):
            left.addWidget(card)
        left.addStretch(1)
        self.body = QScrollArea()
        self.body.setWidgetResizable(True)
        self.body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.setWidget(inner)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.body, 11)
        middle.addWidget(self.facts, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.steps)
        column.addWidget(self.banner)
        column.addLayout(middle, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self._on_back)
        self.steps.chosen.connect(self.look_back)
        self.meeting.asked.connect(self.on_held)
        self.meeting.before.chosen.connect(self._on_taken_over)
        self.meeting.reason_given.connect(self._on_reason)
        self.meeting.prepare_asked.connect(self._on_prepare)
        self.meeting.homes_asked.connect(self._on_homes)
        self.meeting.all_asked.connect(self._on_all)
        self.meeting.roster_asked.connect(partial(self._desk.go, "registry", "post", ""))
        self.card.asked.connect(self.on_step)
        self.facts.amend_asked.connect(self.amend)
        self.facts.told.connect(self.banner.say)
        self.ending.ended.connect(self._on_end)
        self.ending.changed.connect(self._on_change)
        self._desk.runner.changed.connect(self._on_changed)

    # -- which matter ---------------------------------------------------------------------

    def open_row(self, row_id: str) -> None:
        self.flush()
        self.row_id = row_id
        self._amending = {}
        self.banner.hide()
        self.reload()
        self.body.verticalScrollBar().setValue(0)

    def reload(self) -> None:
        """The case as it is now; the page closes when it has gone."""
        if not self.row_id:
            return
        try:
            self.found = found = reads.case(self._desk.book, self.row_id)
        except Refused:
            self.row_id = ""
            self.closed.emit()
            return
        matter = found.matter
        self.name.setText(f"{matter['number'] or ''} {matter['title'] or ''}".strip())
        self.state.say(matter["state"])
        self.late.setVisible(bool(matter["late"]))
        self.urgent.setVisible(bool(matter["emergency"]))
        self.steps.show_case(found)
        self._show_next(found)
        self.facts.show_case(found, self._gate_to_show(found))

    def _gate_to_show(self, found: reads.Case) -> str:
        """Of what stands at the right: the last gate that was held."""
        done = [gate for gate in steps.gates_of(found.matter) if steps.passed(found.rows, gate)]
        return done[-1] if done else steps.gates_of(found.matter)[0]

    def _show_next(self, found: reads.Case) -> None:
        matter = found.matter
        running = matter["state"] in (RUNNING, FAILED)
        gate = found.next_gate if running else ""
        decided = steps.passed(found.rows, steps.deciding(matter))
        meeting = gate in MEETINGS
        self.meeting.setVisible(meeting or bool(self._amending))
        self.card.setVisible(not self.meeting.isVisibleTo(self))
        if self._amending:
            self.meeting.show_gate(self.row_id, self._amending["gate"], self._amending)
        elif meeting:
            held = found.step(gate)
            planned = held.last if held and not held.last["held_on"] else None
            self.meeting.show_gate(self.row_id, gate, planned)
        else:
            self.card.show_gate(found, gate)
        self.ending.fold(
            may_end=running and not decided,
            may_change=decided and matter["state"] not in (ENDED, REPLACED),
        )

    def look_back(self, gate: str) -> None:
        """What was entered for this gate, at the right."""
        if self.found is not None:
            self.facts.show_case(self.found, gate)

    def take_focus(self) -> None:
        if self.meeting.isVisibleTo(self):
            self.meeting.take_focus()
        else:
            self.card.take_focus()

    def flush(self) -> None:
        self.facts.flush()

    def print_page(self) -> None:
        """《决策实施登记表》 of what was held so far."""
        self.facts.print_register()

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if not self.isVisible() or not self.row_id or initiator in (self, self.facts):
            return
        mine = self.row_id in changes.ids("matter")
        if mine or changes.touches("notice", "delegation", "post", "person", "body"):
            self.reload()

    def _on_back(self) -> None:
        if self._amending:
            self._amending = {}
            self.reload()
            return
        self.flush()
        self.closed.emit()

    # -- what is done ---------------------------------------------------------------------

    def _act(
        self, action: Callable[..., Changes], *args: Any,
        refused: Callable[[Refused], None], say: str = "",
    ) -> Changes | None:  # fmt: skip
        self.banner.hide()
        changes: Changes | None = self._desk.runner.act(
            action, *args, initiator=self, on_refused=refused, say=say
        )
        if changes is not None:
            self._amending = {}
            self.reload()
            self.body.verticalScrollBar().setValue(0)
            self.take_focus()
        return changes

    def on_held(self, held: Held) -> None:
        """A meeting as the form has it: entered, or put right."""
        assert self.found is not None
        refused = self._on_meeting_refused
        if self._amending:
            self._act(actions.amend_meeting, self._amending["id"], held, refused=refused,
                      say="已更正。")  # fmt: skip
            return
        gate = self.found.next_gate
        changes = self._act(actions.record_meeting, self.row_id, gate, held, refused=refused)
        if changes is not None:
            self._desk.runner.said.emit(self._said(gate, str(changes.result)))

    def _on_meeting_refused(self, refused: Refused) -> None:
        """Told where it belongs; the banner at the head of the card is scrolled to."""
        self.meeting.on_refused(refused)
        if self.meeting.banner.isVisible():
            self.body.ensureWidgetVisible(self.meeting.banner)

    def _on_taken_over(self, _one: object) -> None:
        """What is still to be filled in comes into view."""
        self.body.ensureWidgetVisible(self.meeting.votes)

    def _on_all(self) -> None:
        self._act(actions.hand_to_all, self.row_id, refused=self._on_meeting_refused)

    def _said(self, gate: str, step_id: str) -> str:
        row = self._desk.book.page("matter_step", [step_id])[0]
        words = f"已登记{gate}：{row['result'] or '还有分会场'}。"
        if row["late"]:
            held, entered = reads.known_day(row, "held_on"), reads.known_day(row, "entered_on")
            assert held is not None and entered is not None
            words += steps.late_words(held, entered)
        return words + joint.still_to_enter(self._desk.book, row)

    def _on_prepare(self, gate: str) -> None:
        self.prepare_asked.emit(self.row_id, gate)

    def _on_homes(self) -> None:
        self.homes_asked.emit(self.row_id)

    def _on_reason(self, reason: str) -> None:
        matter = self.found.matter if self.found else {}
        if reason != matter.get("one_sitting_reason"):
            self._desk.runner.act(
                actions.say_why_one_sitting, self.row_id, reason, initiator=self,
                on_refused=self.meeting.on_refused,
            )  # fmt: skip

    def amend(self, step_id: str) -> None:
        """The meeting of this step in the form again, to be put right."""
        self._amending = dict(self._desk.book.page("matter_step", [step_id])[0])
        self.reload()
        self.meeting.take_focus()

    def on_step(self, step: str, filled: dict[str, Any]) -> None:
        """What was pressed on the card of a gate without a meeting."""
        assert self.found is not None
        gate, refused = self.found.next_gate, self.card.on_refused
        if step in ("agree", "disagree"):
            self._slip(filled, agreed=step == "agree")
        elif step == "notice":
            self._go_to_notice(gate)
        elif step == "redraft":
            self._act(actions.redraft_decision, self.row_id, refused=refused, say="公告编好了。")
        elif step == "result":
            self._act(actions.draft_result, self.row_id, filled, refused=refused,
                      say="结果公告的草稿编好了。")  # fmt: skip
        elif step == "again":
            self.card.ask_result()
        elif step == "archive":
            self._act(actions.archive, self.row_id, filled["archive_no"] or "", refused=refused,
                      say="已归档。")  # fmt: skip
        elif step == "finish" and gate in (PUBLISHED, RESULT):
            finish = {PUBLISHED: actions.finish_publication, RESULT: actions.finish_result}[gate]
            self._act(finish, self.row_id, filled, refused=refused, say=f"{gate}已办结。")

    def _slip(self, filled: dict[str, Any], *, agreed: bool) -> None:
        day = reads.known_day(filled, "held_on") or clock.today()
        kept = filled["files"]
        files = MatterStep.fields["files"].kind.load(kept) if kept else ()
        send = partial(actions.pre_review, agreed=agreed, files=files)
        self._act(
            send, self.row_id, day, filled["slip_no"] or "", filled["slip_opinion"] or "",
            refused=self.card.on_refused, say="已登记预审。",
        )  # fmt: skip

    def _go_to_notice(self, gate: str) -> None:
        assert self.found is not None
        held = self.found.step(gate)
        if held is not None and held.last["notice_id"]:
            self._desk.go("disclosure", "notice", held.last["notice_id"])

    # -- ending and altering --------------------------------------------------------------

    def _on_end(self, reason: str) -> None:
        self._act(
            actions.end_matter, self.row_id, reason, refused=self.ending.on_refused,
            say="已终止，公告的草稿在公开公示里。",
        )  # fmt: skip

    def _on_change(self, content: str, revoke: bool) -> None:
        changes: Changes | None = self._desk.runner.act(
            partial(actions.change_decision, revoke=revoke), self.row_id, {"content": content},
            on_refused=self.ending.on_refused, say="已立事项，由同样的会议决定。",
        )  # fmt: skip
        if changes is not None:
            self.other_asked.emit(str(changes.result))

    # -- keys -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_back()
        else:
            super().keyPressEvent(event)
