"""任务卡 (T-02): what is asked, its steps, how far it has come, and the one thing to do next."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.evaluation.assessment_rows import line_of_task
from qinglian_desktop.modules.tasks import actions, reads, steps
from qinglian_desktop.modules.tasks.records import OPEN, Routine, Task, TaskNote, TaskStep
from qinglian_desktop.shell import acts, desk_tools, task_paper
from qinglian_desktop.shell.task_question import ASSIGN, POSTPONE, TaskQuestion
from qinglian_desktop.shell.task_steps import StepsCard
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.flow import FlowLayout, emptied
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.new_line import NewLine
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.scrolled import scrolled

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.ui.ledger_page import LedgerPage

_BOTH = 820  # px at 标准 that steps and notes need beside what is asked
_ASKED = (
    "source_no", "issuer", "lead_office", "offices", "helpers", "assignee", "frequency",
    "due_on", "clause", "basis", "evidence", "note",
)  # fmt: skip
_NO_NOTES = "写一句进展，月底简报会自动带上。"


def offer(window: "Window", page: "LedgerPage") -> None:
    """The way from a row of the ledger to its card."""
    button = push_button("任务卡", "link")
    button.setToolTip("步骤、进展、推迟、退回都在这里")
    button.clicked.connect(partial(_open_shown, window, page))
    page.drawer.put(button)


def _open_shown(window: "Window", page: "LedgerPage", _checked: bool = False) -> None:
    if page.save_waiting():
        open_it(window, page.drawer.row_id)


def open_it(window: "Window", task_id: str) -> None:
    if not task_id:
        return
    page = TaskCard(window, task_id)
    page.closed.connect(partial(window.close_over, page))
    window.lay_over(page)


class TaskCard(OverPage):
    def __init__(self, window: "Window", task_id: str) -> None:
        super().__init__("task_card", "任务卡")
        self._window, self.task_id = window, task_id
        self.row: Mapping[str, Any] = {}
        self.name = look.label("", "strong")
        self.name.setWordWrap(True)
        self.state = look.chip("")
        self.next = look.label("")
        self.next.setWordWrap(True)
        self.buttons = QWidget()
        self._acts = FlowLayout(self.buttons)
        self.why = TaskQuestion(window.book)
        self.steps = StepsCard(window, task_id, self.banner)
        self.told = NewLine("记一句进展，写好按回车", "进展")
        self.asked, self.notes = QGridLayout(), QVBoxLayout()
        self.papers = look.label("", "hint")
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self.show_task()
        enter_at(self, self.steps)

    # -- laying out -----------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.print = push_button("打印", icon="print")
        self.head.addWidget(self.print)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.state)
        line.addWidget(self.next, 1)
        top, head = _card(self.name)
        head.addLayout(line)
        head.addWidget(self.buttons)
        head.addWidget(self.why)
        noted, notes = _card(look.label("进展记录", "group"))
        notes.addWidget(self.told)
        notes.addLayout(self.notes)
        wanted, asked = _card(look.label("要求", "group"))
        asked.addLayout(self.asked)
        asked.addWidget(self.papers)
        links = QWidget()
        self._linked = FlowLayout(links)
        asked.addWidget(links)
        self.asked.setColumnStretch(1, 1)
        self.asked.setHorizontalSpacing(12)
        self.asked.setVerticalSpacing(6)
        work = QVBoxLayout()
        work.setSpacing(12)
        work.addWidget(self.steps)
        work.addWidget(noted)
        work.addStretch(1)
        side = QVBoxLayout()
        side.addWidget(wanted)
        side.addStretch(1)
        both = QWidget()
        both.setProperty("role", "clear")
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(12)
        self._both.addLayout(work, 3)
        self._both.addLayout(side, 2)
        self.column.addWidget(scrolled(top, both), 1)

    def _connect(self) -> None:
        self.why.answered.connect(self._on_sure)
        self.why.put_away.connect(self._on_no)
        self.told.entered.connect(self._on_told)
        self.print.clicked.connect(self.print_page)
        self._window.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self.show_task)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= look.metrics().px(_BOTH)
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

    # -- what is shown --------------------------------------------------------------------

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Task.table, TaskNote.table, TaskStep.table):
            self.show_task()

    def show_task(self, *_: Any) -> None:
        row = self._window.book.row(Task.table, self.task_id)
        if row is None or row["deleted"]:
            self.closed.emit()  # thrown away meanwhile
            return
        self.row = row
        self.name.setText(cover.veiled(str(row["title"] or "还没写事项")))
        self.state.say(row["state"] or "未开始")
        said = desk_tools.next_words(self._window, Task, row)
        self.next.setText(f"下一步：{said}" if said else "这条由别的单位办")
        self._offer_acts()
        self.steps.show_steps(open_still=self._ours and (row["state"] or "未开始") in OPEN)
        self.told.setVisible(self._ours)
        self._show_asked()
        self._show_notes()

    @property
    def _ours(self) -> bool:
        return bool(self.row["owner"] == self._window.book.unit.office_id)

    def _offer_acts(self) -> None:
        emptied(self._acts)
        state = self.row["state"] or "未开始"
        ahead = steps.following(state) if self._ours else ()
        ahead = tuple(sorted(ahead, key=lambda after: (state, after) in steps.NEEDS_REASON))
        for place, after in enumerate(ahead):
            plain = (state, after) not in steps.NEEDS_REASON
            first = place == 0 and plain
            button = push_button(steps.STEPS[state, after], "primary" if first else "")
            button.clicked.connect(partial(self.step_to, after))
            self._acts.addWidget(button)
        if self._ours and state in OPEN:
            for act, word in ((POSTPONE, "推迟"), (ASSIGN, "分派")):
                button = push_button(word)
                button.clicked.connect(partial(self.ask_reason, act))
                self._acts.addWidget(button)
        self._offer_line()
        self.buttons.setVisible(bool(self._acts.count()))

    def _offer_line(self) -> None:
        """A task that makes up a lost point leads back to the line it came from."""
        line = line_of_task(self._window.book, self.task_id)
        if line is None:
            return
        button = push_button(f"看自评项 {line['indicator']}", "link")
        button.clicked.connect(partial(self._to_line, line["id"]))
        self._acts.addWidget(button)

    def _to_line(self, row_id: str, _checked: bool = False) -> None:
        self._window.go("evaluation", "assessment_line", row_id)

    def _show_asked(self) -> None:
        emptied(self.asked)
        shown = [name for name in _ASKED if self.row[name]]
        for place, name in enumerate(shown):
            field = Task.fields[name]
            value = self.row[name]
            text = paper_day(DAY.load(value)) if field.kind is DAY else str(value)
            hidden = name in ("title", "note") or cover.hides(field)
            words, said = look.label(field.label, "hint"), look.label("")
            said.setText(cover.veiled(text) if hidden else text)
            said.setWordWrap(True)
            self.asked.addWidget(words, place, 0, Qt.AlignmentFlag.AlignTop)
            self.asked.addWidget(said, place, 1)
        self._show_moved(len(shown))
        self._show_linked()
        files = Task.fields["files"].kind.load(self.row["files"]) if self.row["files"] else ()
        count = f"佐证材料 {len(files)} 份。" if files else "还没有佐证材料。"
        self.papers.setText(count + ("把照片、扫描件拖到这一页就附上。" if self._ours else ""))
        self.papers.setWordWrap(True)

    def _show_moved(self, place: int) -> None:
        """改期: from which day to which, when, by whom and why; nothing where it never moved."""
        for number, one in enumerate(reads.moved_days(self._window.book, self.task_id)):
            words = look.label("" if number else "改期", "hint")
            said = look.label(cover.veiled(task_paper.moved_words(one)))
            said.setWordWrap(True)
            self.asked.addWidget(words, place + number, 0, Qt.AlignmentFlag.AlignTop)
            self.asked.addWidget(said, place + number, 1)

    def _show_linked(self) -> None:
        """关联: what the task came from and what is settled with it, each a way there."""
        emptied(self._linked)
        for one in reads.linked(self._window.book, self.task_id):
            button = push_button(f"{one.label}：{cover.veiled(one.name)}", "link")
            button.setEnabled(one.table == Routine.table or bool(self._window.tab_of(one.table)))
            button.clicked.connect(partial(self._go_to, one))
            self._linked.addWidget(button)

    def _go_to(self, one: reads.Linked, _checked: bool = False) -> None:
        if one.table == Routine.table:
            acts.do(self._window, "周期任务")
        else:
            self._window.go(self._window.tab_of(one.table), one.table, one.row_id)

    def _show_notes(self) -> None:
        emptied(self.notes)
        found = actions.notes(self._window.book, self.task_id)
        for note in reversed(found):
            when = paper_day(note.noted_on).removeprefix(f"{clock.today().year}年")
            words = f"{when} · {cover.veiled(note.who or '')} · {cover.veiled(note.text)}"
            line = look.label(words)
            line.setWordWrap(True)
            self.notes.addWidget(line)
        if not found:
            self.notes.addWidget(look.label(_NO_NOTES, "hint"))

    # -- what is done ---------------------------------------------------------------------

    def step_to(self, after: str, _checked: bool = False) -> None:
        """A step that needs no reason is taken at once; one that does asks for it first."""
        if (self.row["state"] or "未开始", after) in steps.NEEDS_REASON:
            self.ask_reason(after)
        else:
            self._done(self._act(actions.move_task, after))

    def ask_reason(self, act: str, _checked: bool = False) -> None:
        """`act`: POSTPONE, ASSIGN, or the state that is gone to with a reason."""
        words = {POSTPONE: "推迟", ASSIGN: "分派"}
        word = words.get(act) or steps.STEPS[self.row["state"] or "未开始", act]
        self.buttons.hide()
        self.why.ask(act, word, self.row if act == ASSIGN else {})

    def _on_no(self) -> None:
        self.buttons.setVisible(bool(self._acts.count()))

    def _on_sure(self) -> None:
        asked = self.why
        if asked.act == ASSIGN:
            self._done(self._act(actions.assign, asked.text("assignee"), asked.text("helpers")))
        elif asked.act != POSTPONE:
            self._done(self._act(actions.move_task, asked.act, asked.text("reason")))
        elif not (day := asked.text("due_on")):
            trouble = Refused("还没填新的日期", "写上推迟到哪天", field="due_on", code="QL-TL-044")
            asked.show_refusal(trouble)
        else:
            self._done(self._act(actions.postpone, DAY.load(day), asked.text("reason")))

    def _on_told(self, text: str) -> None:
        if self._act(actions.add_note, text) is not None:
            self.told.clear()

    def _act(self, action: Any, *given: Any) -> Changes | None:
        self.banner.hide()
        done: Changes | None = self._window.runner.act(
            action, self.task_id, *given, on_refused=self._on_refused
        )
        return done

    def _done(self, changes: Changes | None) -> None:
        if changes is not None:
            self.why.close_it()

    def _on_refused(self, refused: Refused) -> None:
        if not self.why.show_refusal(refused):
            self.banner.say(refused)

    def print_page(self) -> None:
        from qinglian_desktop.shell import drawing

        if covered := cover.stops("打印"):
            self.banner.say(covered)
            return
        paper = task_paper.of(self._window.book, self.task_id)
        drawing.show_paper(self._window, paper, "任务卡")

    def leave(self) -> None:
        """Esc takes back a question first, then closes the page."""
        if self.why.act:
            self.why.close_it()
        else:
            self.closed.emit()

    # -- papers dropped on it -------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self._ours:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.accept()
        self._act(actions.attach, [Path(url.toLocalFile()) for url in event.mimeData().urls()])


def _card(first: QWidget) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("role", "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(16, 12, 16, 12)
    inside.setSpacing(8)
    inside.addWidget(first)
    return card, inside
