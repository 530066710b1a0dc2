"""清单步骤: the steps of one task, ticked off one by one; templates to begin with."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.tasks import actions, reads
from qinglian_desktop.modules.tasks.records import TaskStep
from qinglian_desktop.shell import acts
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.flow import FlowLayout, emptied
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.new_line import NewLine
from qinglian_desktop.ui.page import enter_at

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_NONE = "这件事可以拆成几步，做完一步勾一步。可以套用清单，也可以自己写。"


class StepsCard(QFrame):
    def __init__(self, window: "Window", task_id: str, banner: Banner) -> None:
        super().__init__()
        self.setProperty("role", "card")
        look.named(self, "清单步骤")
        self._window, self._task, self._banner = window, task_id, banner
        self.boxes: dict[str, QCheckBox] = {}
        self.count = look.label("清单步骤", "group")
        self.none = look.label(_NONE, "hint")
        self.none.setWordWrap(True)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(2)
        self.more = NewLine("加一步，写好按回车", "加一步")
        self.use, self.keep = push_button("套用清单"), push_button("存为清单")
        self.keep.setToolTip("把这些步骤存成本单位的清单，以后别的任务也能套用")
        self.use.setMenu(QMenu(self.use))
        self.use.menu().aboutToShow.connect(self._fill_menu)
        self.tools = QWidget()
        row = FlowLayout(self.tools)
        row.addWidget(self.use)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.count)
        column.addWidget(self.none)
        column.addLayout(self.lines)
        column.addWidget(self.more)
        column.addWidget(self.tools)
        self.more.entered.connect(self._on_more)
        self.keep.clicked.connect(self._on_keep)
        enter_at(self, self.more)

    def show_steps(self, *, open_still: bool) -> None:
        """`open_still`: steps may be ticked and added."""
        here = next((row for row, box in self.boxes.items() if box.hasFocus()), "")
        emptied(self.lines)
        self.boxes = {}
        found = reads.steps(self._window.book, self._task)
        for step in found:
            self.lines.addWidget(self._line(step, open_still))
        done = sum(step.done_on is not None for step in found)
        self.count.setText(f"清单步骤 · {done}/{len(found)}" if found else "清单步骤")
        self.none.setVisible(not found and open_still)
        self.more.setVisible(open_still)
        self.use.setVisible(open_still)
        self.keep.setVisible(bool(found))
        self.tools.setVisible(open_still or bool(found))
        if here in self.boxes:
            self.boxes[here].setFocus(Qt.FocusReason.OtherFocusReason)
        self.setVisible(open_still or bool(found))

    def _line(self, step: TaskStep, open_still: bool) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        box, done = QCheckBox(), step.done_on is not None
        box.setChecked(done)
        box.setEnabled(open_still)
        words = cover.veiled(step.title)
        look.named(box, f"第 {step.place} 步：{words}，{'做完了' if done else '还没做'}")
        box.toggled.connect(partial(self._on_ticked, step.id))
        said = look.label(f"{step.place}  {words}")
        said.setWordWrap(True)
        said.setBuddy(box)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(said, 1)
        if step.done_on is not None:
            when = paper_day(step.done_on).removeprefix(f"{clock.today().year}年")
            row.addWidget(look.label(f"{when} {cover.veiled(step.who or '')}".strip(), "hint"))
        elif open_still:
            away = push_button("去掉", "link")
            look.named(away, f"去掉第 {step.place} 步")
            away.clicked.connect(partial(self._on_away, step.id))
            row.addWidget(away)
        self.boxes[step.id] = box
        return line

    # -- what is done ---------------------------------------------------------------------

    def _on_ticked(self, step_id: str, done: bool) -> None:
        changes = self._act(actions.tick, step_id, done)
        if changes is None:  # refused: the box says again what holds
            box = self.boxes[step_id]
            box.blockSignals(True)
            box.setChecked(not done)
            box.blockSignals(False)
        elif done and changes.result == "待核":
            runner = self._window.runner
            self._window.bar.say("全部步骤做完了，已送核。", action=runner.undo)

    def _on_more(self, text: str) -> None:
        if self._act(actions.add_steps, self._task, [text]) is not None:
            self.more.clear()

    def _on_away(self, step_id: str, _checked: bool = False) -> None:
        self._act(actions.drop_step, step_id)

    def _on_keep(self) -> None:
        changes = self._act(actions.keep_as_template, self._task, "")
        if changes is not None:
            self._window.bar.say("已存为本单位的清单。", action=self._window.runner.undo)

    def _fill_menu(self) -> None:
        menu = self.use.menu()
        menu.clear()
        for template in actions.templates(self._window.book):
            act = partial(self._use, template.steps)
            menu.addAction(f"{template.title}（{len(template.steps)} 步）", act)
        menu.addSeparator()
        menu.addAction("改清单模板", partial(acts.do, self._window, "清单模板"))

    def _use(self, steps: tuple[str, ...]) -> None:
        changes = self._act(actions.add_steps, self._task, steps)
        if changes is not None:
            self._window.bar.say(f"加了 {changes.result} 步。", action=self._window.runner.undo)

    def _act(self, action: Any, *given: Any) -> Changes | None:
        self._banner.hide()
        done: Changes | None = self._window.runner.act(action, *given, on_refused=self._banner.say)
        return done
