"""差距与整改 (A-04): what was lost, how to make it up, the fewest that reach the next level."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QVBoxLayout

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import DAY, NAME
from qinglian_desktop.core.record import Field
from qinglian_desktop.modules.evaluation import actions, assessment_reads, assessment_rules
from qinglian_desktop.modules.evaluation.computing import system_of
from qinglian_desktop.modules.evaluation.page.part import YearPage
from qinglian_desktop.modules.evaluation.page.year import Chosen
from qinglian_desktop.modules.evaluation.system import shown
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.small_form import SmallForm

_COLUMNS = (
    Heading("编号", 60), Heading("失分项", 0), Heading("少", 60, numeric=True),
    Heading("怎么补", 320), Heading("期限", 100), Heading("任务", 90, state=True),
)  # fmt: skip
_ASKED = {
    "due_on": Field("期限", DAY, ahead=True, example="2026-12-31"),
    "assignee": Field("责任人", NAME, required=False, suggests="person"),
}


_MISSED = "已错过"
_ROWS = 6  # of the list that are to be seen beside the form


class GapsPage(YearPage):
    line_asked = Signal(str)
    tables = (*YearPage.tables, "task")

    def __init__(self, desk: Desk, chosen: Chosen) -> None:
        self.make = push_button("转成任务", "primary")
        look.named(self.make, "转成任务", "选中的失分项各成一条任务")
        self.only = push_button("只看能补的", "choice")
        self.only.setCheckable(True)
        self.least = push_button("选中最少几项")
        look.named(self.least, "选中最少几项", "补齐这几项就能到下一等次")
        super().__init__(desk, chosen, "gaps", "差距与整改", (self.only, self.least, self.make))
        self.table = PlainTable("失分项", _COLUMNS)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.none = look.label("没有失分项。")
        self.card = QFrame()
        self.card.setProperty("role", "card")
        look.named(self.card, "转成任务")
        inner = QVBoxLayout(self.card)
        inner.setContentsMargins(16, 12, 16, 16)
        self.form = SmallForm(_ASKED, reader=desk.book)
        self.sure = push_button("建任务", "primary")
        self.sure.setAutoDefault(False)
        self.counted = look.label("", "hint")
        self.counted.setWordWrap(True)
        inner.addWidget(self.counted)
        inner.addWidget(self.form)
        inner.addWidget(self.sure, 0, Qt.AlignmentFlag.AlignLeft)
        self.card.hide()
        self.table.setMinimumHeight(look.metrics().row * _ROWS)
        self.inner.addWidget(scrolled(self.card, self.none, self.table, grows=self.table), 1)
        self._gaps: list[assessment_rules.Gap] = []
        self._reach = assessment_rules.Reach((), Decimal(0), enough=False)
        self.only.toggled.connect(self.reload)
        self.least.clicked.connect(self.choose_least)
        self.make.clicked.connect(self.ask)
        self.sure.clicked.connect(self.on_sure)
        self.form.submitted.connect(self.on_sure)
        self.table.opened.connect(self._on_opened)
        enter_at(self, self.table)
        self.reload()

    def reload(self, _checked: bool = False) -> None:
        super().reload()

    def show_version(self, row: Any) -> None:
        for button in (self.only, self.least, self.make):
            button.setVisible(row is not None)
        if row is None:
            self.card.hide()
            return
        book = self.desk.book
        found = assessment_reads.gaps(book, row["id"])
        now = assessment_rules.tally(assessment_reads.lines(book, row["id"]), "self_score")
        now = _now(book, row, now)
        level, least = assessment_reads.target(book, row["year"], now.points)
        self._reach = assessment_rules.to_reach(found, now, least)
        self._gaps = [gap for gap in found if gap.can or not self.only.isChecked()]
        tasks = assessment_reads.tasks_of(book, self._gaps)
        self.table.fill([_row(gap, tasks.get(gap.task_id)) for gap in self._gaps])
        self.table.setVisible(bool(self._gaps))
        self.none.setVisible(not self._gaps)
        self.said.setText(self._words(now, level, least, len(found)))
        self.least.setEnabled(bool(self._reach.items))
        self.make.setEnabled(bool(self._gaps))

    def _words(self, now: assessment_rules.Tally, level: str, least: Any, many: int) -> str:
        words = f"失分 {many} 项，现在 {shown(now.points)} 分。"
        items, reached = self._reach.items, shown(self._reach.reached)
        if now.points >= least:
            return f"{words}已经达到最高等次“{level}”。"
        if not items:
            return f"{words}离“{level}”（{shown(least)} 分）还差，剩下的都已错过，没有还能补的。"
        named = "、".join(gap.indicator for gap in items)
        if self._reach.enough:
            return (
                f"{words}补齐 {len(items)} 项就能到“{level}”（{shown(least)} 分）：{named}，"
                f"补齐后 {reached} 分。"
            )
        return f"{words}能补的全补齐也只有 {reached} 分，到不了“{level}”（{shown(least)} 分）。"

    def choose_least(self) -> None:
        """The lines of the shortest way are selected."""
        wanted = {gap.line_id for gap in self._reach.items}
        chosen = self.table.selectionModel()
        chosen.clearSelection()
        flags = QItemSelectionModel.SelectionFlag
        for place, gap in enumerate(self._gaps):
            if gap.line_id in wanted:
                index = self.table.records.index(place, 0)
                chosen.select(index, flags.Select | flags.Rows)
        self.table.setFocus()

    def _selected(self) -> list[assessment_rules.Gap]:
        places = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self._gaps[place] for place in places if place < len(self._gaps)]

    def ask(self) -> None:
        """When and who, before the tasks are made."""
        chosen = self._selected()
        if not chosen:
            self.banner.say("还没选失分项。请先选一项或几项，按住 Shift 和方向键可以选多项。")
            return
        self.banner.hide()
        named = "、".join(gap.indicator for gap in chosen)
        self.counted.setText(f"选中 {len(chosen)} 项：{named}")
        self.form.put({"due_on": self._usual_day().isoformat()})
        self.card.show()
        fill(self.make, False)
        next(iter(self.form.editors.values())).setFocus()

    def _usual_day(self) -> date:
        days = system_of(self.desk.book, self.chosen.year).gap_days
        return clock.today() + timedelta(days=days)

    def on_sure(self) -> None:
        if self.form.problem():
            return
        chosen = [gap.line_id for gap in self._selected()]
        values = self.form.values()
        due_on = date.fromisoformat(values["due_on"]) if values["due_on"] else self._usual_day()
        changes = self.desk.runner.act(
            actions.to_tasks, chosen, due_on, values["assignee"] or "",
            on_refused=self._on_refused,
        )  # fmt: skip
        if changes is not None:
            self.card.hide()
            fill(self.make, True)
            self.desk.runner.said.emit(f"建了 {changes.result} 条任务，在“任务台账”里办。")
            self.reload()

    def _on_refused(self, refused: Any) -> None:
        if not self.form.show_refusal(refused):
            self.banner.say(refused)

    def _on_opened(self, place: int, column: int) -> None:
        """The task where one was made and its cell was chosen, else the line."""
        gap = self._gaps[place]
        if column == len(_COLUMNS) - 1 and gap.task_id:
            self.desk.go("tasks", "task", gap.task_id)
        else:
            self.line_asked.emit(gap.line_id)


def _now(book: Any, row: Any, own: assessment_rules.Tally) -> assessment_rules.Tally:
    """What the unit said so far, and the suggestion for what it has not said."""
    if own.said == own.asked:
        return own
    lines = assessment_reads.lines(book, row["id"])
    scores = {
        line["id"]: line["suggested"] if line["self_score"] is None else line["self_score"]
        for line in lines
    }
    return assessment_rules.added_up(lines, scores)


def _row(gap: assessment_rules.Gap, task: Any) -> tuple[str, ...]:
    due = str(task["due_on"] or "") if task else ""
    state = str(task["state"]) if task else ("" if gap.can else _MISSED)
    return (gap.indicator, gap.title, shown(gap.lost), _how(gap), due, state)


def _how(gap: assessment_rules.Gap) -> str:
    """What is missing; where the time for some of it is over, how much can still be had."""
    if gap.back >= gap.lost:
        return gap.how
    still = f"还能补 {shown(gap.back)} 分" if gap.can else "办过没登记的可以补登记"
    return f"{_MISSED}{'一部分' if gap.can else ''}，{still}。{gap.how}"
