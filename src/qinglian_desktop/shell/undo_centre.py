"""撤销中心: the batches of the last 30 days, what each did, and taking it back (W-08)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.shell import allowed, undo_merge
from qinglian_desktop.shell.desk_tools import rules
from qinglian_desktop.shell.undo_choice import UndoChoice
from qinglian_desktop.shell.undo_details import UndoDetails
from qinglian_desktop.store.batches import Batch, batches
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.undo_plan import Key, Plan, plan
from qinglian_desktop.store.undoing import Result
from qinglian_desktop.store.undoing import take_back as taken_back
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

Tick = Callable[[int, int], bool]
_LINES = (
    Heading("时间", 160),
    Heading("谁", 100),
    Heading("操作", 0, private=True),
    Heading("条数", 80, numeric=True),
    Heading("可撤到", 120),
    Heading("状态", 130, state=True),
)
_TOLD_HELD = 3  # rows named in the banner


def open_it(window: "Window", step: int = 0) -> "UndoCentre":
    """The centre over the page that is open; with `step`, the details of that batch."""
    if isinstance(window.page, UndoCentre):
        window.close_over()  # one of them is enough
    page = UndoCentre(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    page.reload(step)
    return page


def take_back(window: "Window", step: int) -> None:
    """撤销 in the bar: at once where nothing came later, else the choice in the centre."""
    work = partial(_as_far_as_it_goes, step=step)

    def done(answer: Changes) -> None:
        if isinstance(answer.result, Plan):
            open_it(window).choose(answer.result)
        else:
            tell(window, answer)

    window.runner.job(work, label="正在撤销", on_done=done)


def _as_far_as_it_goes(book: Book, tick: Tick, *, step: int) -> Changes:
    """Taken back where nobody has to choose; otherwise the plan to choose from."""
    if undo_merge.is_one(book, step):
        return undo_merge.take_back(book, step, tick)
    made = plan(book, step, rules())
    if made.later or made.held:
        return Changes(made.label, result=made)
    return taken_back(book, step, rules=rules(), tick=tick)


def tell(window: "Window", changes: Changes) -> None:
    """What was taken back, with the way to do it again."""
    result: Any = changes.result
    if not isinstance(result, Result):
        undo_merge.tell(window, result)
        return
    again = changes.label.startswith("重做")
    parts = [f"已{'重做' if again else '撤回'} {result.taken:,} 条"]
    if result.kept:
        parts.append(f"{result.kept:,} 条保留现在的")
    if result.held:
        parts.append(f"{len(result.held):,} 条没有动：{told(result.held)}")
    window.bar.say(
        "，".join(parts) + "。",
        button="撤销" if again else "重做",
        action=partial(take_back, window, changes.step),
    )


def told(held: Sequence[Any]) -> str:
    """〔张晓梅〕还有 1 条任职用着它；…"""
    named = "；".join(f"〔{one.name}〕{one.why}" for one in held[:_TOLD_HELD])
    return named + ("；等等" if len(held) > _TOLD_HELD else "")


class UndoCentre(OverPage):
    def __init__(self, window: "Window", parent: QWidget | None = None) -> None:
        super().__init__("undo", "撤销中心", parent)
        self._window, self.lines = window, list[Batch]()
        self.singles = push_button("也列单步", "choice")
        self.singles.setCheckable(True)
        self.singles.setToolTip("一条一条改的也列出来")
        self.see, self.again = push_button("查看明细"), push_button("重做", icon="redo")
        self.undo = push_button("撤销", "primary", icon="undo")
        self.table = PlainTable("成批操作", _LINES)
        self.why = look.label("", "hint")
        self.why.setWordWrap(True)
        self.empty = EmptyCard("30 天内的成批操作都在这里。现在还没有。", "undo")
        self.details, self.choice = UndoDetails(window.book), UndoChoice(window.book)
        self.stack = QStackedWidget()
        for part in (self._list(), self.details, self.choice):
            self.stack.addWidget(part)
        for button in (self.singles, self.see, self.again, self.undo):
            self.head.addWidget(button)
        self.column.addWidget(self.stack, 1)
        enter_at(self, self.table)
        self.singles.toggled.connect(self._on_singles)
        self.see.clicked.connect(self.show_details)
        self.again.clicked.connect(self.on_undo)
        self.undo.clicked.connect(self.on_undo)
        self.table.opened.connect(self.show_details)
        self.table.selectionModel().selectionChanged.connect(self._offer)
        self.choice.chosen.connect(self.on_chosen)
        self.choice.cancelled.connect(self.show_list)
        window.runner.changed.connect(self._on_changed)
        self._offer()

    def _list(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        words = "满 30 天的不再列出。删掉的记录在回收站里留 180 天。"
        row = QHBoxLayout()
        row.addWidget(self.why, 1)
        row.addWidget(look.label(words, "hint"))
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(row)
        return made

    # -- the list -------------------------------------------------------------------------

    def reload(self, step: int = 0) -> None:
        """Read the list again; with `step`, open the details of that change."""
        singles, hidden = self.singles.isChecked(), allowed.hidden(self._window)

        def answered(found: list[Batch]) -> None:
            if isValid(self):
                self._fill(found, step)

        self._window.runner.read(
            lambda book: batches(
                book, singles=singles or bool(step), facts=saving.FACTS, hidden=hidden
            ),
            answered,
        )

    def _fill(self, found: list[Batch], step: int) -> None:
        before = self.line()
        chosen = step or (before.step if before is not None else 0)
        every = self.singles.isChecked()
        self.lines = [line for line in found if every or line.many or line.step == step]
        self.table.fill([_texts(line) for line in self.lines])
        self.table.setVisible(bool(self.lines))
        self.empty.setVisible(not self.lines)
        places = [n for n, line in enumerate(self.lines) if line.step == chosen]
        if self.lines:
            self.table.selectRow(places[0] if places else 0)
        self._offer()
        if step and places:
            self.show_details()
        elif self.stack.currentIndex() == 0 and self.lines:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def line(self) -> Batch | None:
        row = self.table.row()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def _on_singles(self, _on: bool) -> None:
        self.reload()

    def _on_changed(self, _changes: Changes, _initiator: object = None) -> None:
        self.reload()

    def _offer(self, *_: object) -> None:
        """Which buttons make sense for the chosen line, and why the others do not."""
        line, listed = self.line(), self.stack.currentIndex() == 0
        may = line is not None and not line.fixed
        self.singles.setVisible(listed)
        self.see.setVisible(listed)
        self.see.setEnabled(line is not None)
        undone = line is not None and line.undone
        chosen = self.stack.currentWidget() is self.choice
        self.undo.setVisible(not chosen and not undone)
        self.again.setVisible(not chosen and undone)
        merged = line is not None and line.kind == "merge"
        self.undo.setText(undo_merge.WORD if merged else "撤销")
        self.undo.setAccessibleName(self.undo.text())
        self.again.setEnabled(may)
        self.undo.setEnabled(may)
        fill(self.undo, may)
        why = "" if line is None or not line.fixed else line.fixed
        self.why.setText(f"{'不能重做' if undone else '不能撤销'}：{why}。" if why else "")

    # -- its other views ------------------------------------------------------------------

    def show_list(self) -> None:
        self._show(self.table.parentWidget(), self.table)

    def show_details(self, *_: object) -> None:
        line = self.line()
        if line is not None:
            self.details.show_batch(line)
            self._show(self.details, self.details.table)

    def choose(self, made: Plan) -> None:
        """Rows that were changed since: keep what is now, or go back?"""
        self.choice.show_plan(made)
        self._show(self.choice, self.choice.table)

    def _show(self, view: QWidget | None, focus: QWidget) -> None:
        if view is not None:
            self.banner.hide()
            self.stack.setCurrentWidget(view)
            self._offer()
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        if self.stack.currentIndex():
            self.show_list()
        else:
            self.closed.emit()

    # -- taking back ----------------------------------------------------------------------

    def on_undo(self) -> None:
        """撤销 or 重做 of the chosen line: both take back the last thing that was done to it."""
        line = self.line()
        if line is not None and line.kind == "merge" and not undo_merge.wanted(self, line):
            return
        if line is not None and not line.fixed:
            self._window.runner.job(
                partial(_as_far_as_it_goes, step=line.tip),
                label="正在撤销",
                on_done=self._on_answer,
                on_refused=self._on_refused,
            )

    def on_chosen(self, step: int, back: frozenset[Key]) -> None:
        def work(book: Book, tick: Tick) -> Changes:
            return taken_back(book, step, back, rules=rules(), tick=tick)

        self._window.runner.job(
            work, label="正在撤销", on_done=self._on_answer, on_refused=self._on_refused
        )

    def _on_answer(self, answer: Changes) -> None:
        if not isValid(self):
            return
        if isinstance(answer.result, Plan):
            self.choose(answer.result)
            return
        self.show_list()
        tell(self._window, answer)

    def _on_refused(self, refused: Refused) -> None:
        if isValid(self):
            self.banner.say(refused)


def _texts(line: Batch) -> tuple[str, ...]:
    state = "不能撤销" if line.fixed else "可以撤销"
    if line.undone:
        state = "已撤销" if line.back >= line.rows else f"已撤 {line.back:,} 条"
    label = f"{line.label}（{line.reason}）" if line.reason else line.label
    moment = line.at.replace("T", " ")[:16]
    until = "" if line.fixed else line.until
    return (moment, line.who, label, f"{line.rows:,}", until, state)
