"""会议准备 (D-03): when and where, how many must come and agree, and the papers to print."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import actions, joint, reads
from qinglian_desktop.modules.decisions.actions import papering, preparing
from qinglian_desktop.modules.decisions.actions.preparing import Asked
from qinglian_desktop.modules.decisions.page import meeting_plan, outgoing
from qinglian_desktop.modules.decisions.page.checkup import CheckupCard
from qinglian_desktop.modules.decisions.page.joint_card import JointCard
from qinglian_desktop.modules.decisions.page.matter_over import MatterOver
from qinglian_desktop.modules.decisions.page.meeting_plan import MeetingPlan
from qinglian_desktop.modules.decisions.page.signed import SignedPages
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at

_TIME_WIDTH = 168  # px at 标准
_TABLES = ("matter", "matter_step", "post", "body", "person", "household", "delegation")


class MeetingPage(MatterOver):
    """One meeting of one matter, from the day that is chosen to the papers that are printed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("meeting", "会议准备", parent)
        self._desk, self.matter_id, self.gate, self.step_id = desk, "", "", ""
        self._homes_changed = False  # not kept yet
        self._asking = self._answered = 0
        self.send = push_button("打印会议材料", "primary", icon="print")
        self.post = push_button("通知上墙", icon="disclosure")
        look.named(self.post, "通知上墙", "把会议通知编成公告草稿，到公开公示送审核、打印、上墙")
        self.about = look.label("", "hint")
        self.about.setWordWrap(True)
        self.form = RecordForm(MeetingPlan, reader=desk.book)
        self.form.editors["time"].width_at_standard = _TIME_WIDTH
        self.form.editors["time"].fit()
        self.homes = QCheckBox("按户派代表开会（一户一人一票）")
        self.checkup = CheckupCard()
        self.joint = JointCard(self.homes)
        self.boxes = {name: QCheckBox(name) for name in papering.BEFORE}
        self.signed = SignedPages(desk)
        self._lay_out()
        enter_at(self, self.form)
        self.send.clicked.connect(self.print_page)
        self.post.clicked.connect(self.post_notice)
        self.form.edited.connect(self.save_now)
        self.form.submitted.connect(self.save_now)
        self.homes.clicked.connect(self._on_homes)
        self.checkup.roster_asked.connect(partial(desk.go, "registry", "post", ""))
        self.joint.ticked.connect(self._on_joint)
        for box in self.boxes.values():
            box.toggled.connect(self._on_ticked)
        desk.runner.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        self.head.addWidget(self.post)
        self.head.addWidget(self.send)
        self.column.addWidget(self.about)
        card, papers = _card("时间和地点"), _card("要打印的材料")
        _column(card).addWidget(self.form)
        _column(card).addWidget(self.homes, 0, Qt.AlignmentFlag.AlignLeft)
        look.named(self.homes, "按户派代表开会")
        hint = look.label("一次点好，打印前都能先看。", "hint")
        hint.setWordWrap(True)
        _column(papers).addWidget(hint)
        ticks = QWidget()
        row = FlowLayout(ticks, gap=16)
        for box in self.boxes.values():
            box.setChecked(True)
            look.named(box, f"打印{box.text()}")
            row.addWidget(box)
        _column(papers).addWidget(ticks)
        inner = QWidget()
        inner.setProperty("role", "clear")
        sides = QHBoxLayout(inner)
        sides.setContentsMargins(0, 0, 8, 16)
        sides.setSpacing(16)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, parts in (
            (left, (card, self.joint)),
            (right, (self.checkup, papers, self.signed)),
        ):
            side.setSpacing(16)
            for part in parts:
                side.addWidget(part)
            side.addStretch(1)
        sides.addLayout(left, 11)
        sides.addLayout(right, 10)
        body = QScrollArea()
        body.setWidgetResizable(True)
        body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body.setWidget(inner)
        self.column.addWidget(body, 1)

    # -- which meeting --------------------------------------------------------------------

    def open_gate(self, matter_id: str, gate: str) -> None:
        """The meeting of this step of a matter, as it was planned or still to be planned."""
        self.matter_id, self.gate, self._homes_changed = matter_id, gate, False
        self.banner.hide()
        self.reload()
        self.form.focus_first()

    def reload(self) -> None:
        if not self.matter_id:
            return
        try:
            found = reads.case(self._desk.book, self.matter_id)
        except Refused:
            self.closed.emit()  # the matter was deleted meanwhile
            return
        step = joint.planned_step(found.rows, self.gate)
        self.step_id = step["id"] if step else ""
        body = reads.body_at(found.matter, self.gate)
        name = reads.body_name(self._desk.book, body)
        self.homes.setVisible(body in preparing.COUNTED)
        self.homes.setChecked(body in preparing.COUNTED and meeting_plan.by_homes(step))
        others = len(joint.waiting(self._desk.book, step)) if step else 0
        more = f"等 {others + 1} 件" if others else ""
        self.about.setText(f"{joint.name_of(found.matter)}{more} · {name}")
        if not self.form.waits:
            self.form.set_row(meeting_plan.of_step(step))
        self.signed.show_step(self.step_id)
        self.look_again()

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if self.isVisible() and initiator is not self and changes.touches(*_TABLES):
            self.reload()

    # -- what it amounts to ---------------------------------------------------------------

    def plan(self) -> Row:
        """The form as it stands, with what was kept before."""
        return {**self.form.row, **self.form.draft()}

    def look_again(self) -> None:
        """会前体检 for what is typed now, beside the window: a village has thousands to count.

        An answer that comes too late is dropped; until it comes the figures of before stand.
        """
        self._asking += 1
        asked = self._asked()
        self._on_ticked()
        if asked is None:
            self._answered = self._asking
            self._show_found(None)
            return
        question = partial(_looked_at, self.matter_id, self.gate, asked)
        self._desk.runner.read(question, partial(self._on_looked, self._asking))

    def _on_looked(self, number: int, found: preparing.Checkup | Refused) -> None:
        if number != self._asking:
            return
        self._answered = number
        if isinstance(found, Refused):
            self.banner.say(found)
        self._show_found(None if isinstance(found, Refused) else found)

    def _show_found(self, found: preparing.Checkup | None) -> None:
        self.checkup.show_found(found)
        self.joint.show_found(found.others if found else (), ready=bool(self.step_id))

    @property
    def looked(self) -> bool:
        """Whether what is shown belongs to what is typed."""
        return self._answered == self._asking

    def _on_ticked(self) -> None:
        ready = self._asked() is not None and not self.form.unreadable()
        self.send.setEnabled(ready and bool(self.chosen()))
        self.post.setEnabled(ready)

    def chosen(self) -> list[str]:
        return [name for name, box in self.boxes.items() if box.isChecked()]

    # -- saving and printing --------------------------------------------------------------

    def save_now(self) -> bool:
        """Keeps the plan with its step once day, time and place are there; False while not."""
        self.look_again()
        if self.form.unreadable() or not (self.form.changes() or self._homes_changed):
            return bool(self.step_id)
        plan = self.plan()
        if any(not plan.get(name) for name in ("day", "time", "place")):
            return False
        self.form.wait_no_more()
        step = self._desk.book.row("matter_step", self.step_id) if self.step_id else None
        given = meeting_plan.to_step(plan, step, homes=self.homes.isChecked())
        kept = self._desk.runner.act(
            actions.plan_meeting, self.matter_id, self.gate, given,
            initiator=self, on_refused=self._on_refused,
        )  # fmt: skip
        if kept is None:
            return False
        self.banner.hide()
        self._homes_changed = False
        self.step_id = str(kept.result)
        self.look_again()  # what can be ticked once the meeting stands
        self.form.settled(meeting_plan.of_step(self._desk.book.row("matter_step", self.step_id)))
        return True

    def _on_refused(self, refused: Refused) -> None:
        if not (refused.field and self.form.show_problem(refused)):
            self.banner.say(refused)

    def print_page(self) -> None:
        """The ticked papers in one preview."""
        if not self.chosen():
            self.banner.say("还没选要打印哪些材料。请至少勾一种。")
            return
        asked = self._whole()
        if asked is not None:
            title = f"会议材料 {self.about.text()}"
            outgoing.meeting_papers(
                self._desk, self.step_id, asked, self.chosen(), title, self.banner.say
            )

    def post_notice(self) -> None:
        """The 会议通知 as a draft among the notices, and over to it."""
        asked = self._whole()
        if asked is None:
            return
        made = self._desk.runner.act(
            papering.draft_notice, self.step_id, asked, on_refused=self._on_refused,
            say="会议通知的公告草稿编好了，送审核后打印上墙。",
        )  # fmt: skip
        if made is not None:
            self._desk.go("disclosure", "notice", str(made.result))

    def _whole(self) -> Asked | None:
        """The plan, kept with its step; None, told under the field, while something is missing."""
        for problem in self.form.problems():
            self.form.show_problem(problem)
            return None
        asked = self._asked()
        return asked if self.save_now() else None

    def _asked(self) -> Asked | None:
        homes = self.homes.isChecked()
        return meeting_plan.asked_of(self.plan(), self._desk.book, homes=homes)

    def _on_joint(self, matter_id: str, yes: bool) -> None:
        """Another matter before the same meeting, or no longer; what is typed is kept first."""
        if self._whole() is not None:
            action = actions.take_in if yes else actions.let_go
            self._desk.runner.act(
                action, self.step_id, matter_id, initiator=self, on_refused=self.banner.say
            )
        self.reload()

    def _on_homes(self) -> None:
        """By households or by persons: other figures, and kept like a field."""
        self._homes_changed = True
        self.save_now()

    def flush(self) -> None:
        self.form.flush()

    def leave(self) -> None:
        self.flush()
        super().leave()


def _looked_at(matter_id: str, gate: str, asked: Asked, book: Any) -> preparing.Checkup | Refused:
    """The figures, or in words why there are none."""
    try:
        return preparing.check(book, matter_id, gate, asked)
    except Refused as refused:
        return refused


def _card(title: str) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    look.named(card, title)
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 16)
    column.setSpacing(10)
    column.addWidget(look.label(title, "group"))
    return card


def _column(card: QFrame) -> QVBoxLayout:
    column = card.layout()
    assert isinstance(column, QVBoxLayout)
    return column
