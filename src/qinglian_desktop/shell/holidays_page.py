"""放假安排: each open deadline that a new holiday schedule moves, old and new, to be accepted."""

from functools import partial
from typing import TYPE_CHECKING

from shiboken6 import isValid

from qinglian_desktop.core.calendar import WEEKDAYS
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import naming
from qinglian_desktop.modules import running
from qinglian_desktop.shell import why_day
from qinglian_desktop.shell.new_schedule import moved
from qinglian_desktop.store import deadlines
from qinglian_desktop.store.deadlines import Moved
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_LINES = (
    Heading("事项", 0, private=True),
    Heading("哪一类", 110),
    Heading("哪个日期", 110),
    Heading("原来", 150),
    Heading("改成", 150),
)


def open_it(window: "Window") -> None:
    page = HolidaysPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class HolidaysPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("holidays", "放假安排")
        self._window = window
        self.lines: list[Moved] = []
        self.some = push_button("改选中的")
        self.all = push_button("全部改", "primary")
        self.why = push_button("为什么", icon="help")
        self.table = PlainTable("要改的期限", _LINES)
        self.table.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
        self.empty = EmptyCard("在办的期限都合现在的放假安排，没有要改的。", "success")
        self.empty.hide()  # until it is known
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.file = push_button("导入", icon="import")
        look.named(self.file, "导入放假安排")
        for button in (self.file, self.why, self.some, self.all):
            self.head.addWidget(button)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        self.column.addWidget(self.said)
        self.file.clicked.connect(self._on_file)
        self.all.clicked.connect(lambda: self.accept(self.lines))
        self.some.clicked.connect(lambda: self.accept(self.chosen()))
        self.why.clicked.connect(self.on_why)
        self.table.opened.connect(self.on_why)
        self.table.selectionModel().selectionChanged.connect(self._offer)
        window.runner.changed.connect(self._on_changed)
        enter_at(self, self.back)
        self.reload()

    def _on_file(self) -> None:
        """A schedule from the street or from a file: looked at first, then taken in."""
        from qinglian_desktop.shell import rule_packs_page

        rule_packs_page.open_it(self._window)

    def reload(self) -> None:
        self._window.runner.read(moved, self._fill)

    def _fill(self, found: list[Moved]) -> None:
        if not isValid(self):
            return
        self.lines = found
        self.table.fill([_texts(line) for line in found])
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        years = "、".join(f"{year}" for year in sorted(self._window.book.calendar().years)[-3:])
        kept = "不想改的不用管，下次打开还会列在这里。" if found else ""
        count = f"共 {len(found)} 个在办的期限要改，已经办完的不动。{kept}" if found else ""
        self.said.setText(f"{count}已有放假安排的年份，最近的是 {years}。")
        if found:
            self.table.selectRow(0)
        enter_at(self, self.table if found else self.back)
        self._offer()

    def chosen(self) -> list[Moved]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.lines[row] for row in rows if row < len(self.lines)]

    def _offer(self, *_: object) -> None:
        count = len(self.chosen())
        self.some.setText(f"改选中的 {count} 个" if count else "改选中的")
        self.some.setAccessibleName(self.some.text())
        for button, usable in (
            (self.some, count > 0), (self.why, count == 1), (self.all, bool(self.lines)),
        ):  # fmt: skip
            button.setEnabled(usable)
        fill(self.all, bool(self.lines))

    def accept(self, chosen: list[Moved]) -> None:
        """The clerk has seen them: one change, taken back with one 撤销."""
        changes = self._window.runner.act(
            deadlines.accept, chosen, running.is_open, on_refused=self.banner.say
        )
        if changes is not None:
            self._window.bar.say(
                f"已改 {changes.result} 个期限。",
                action=partial(self._window.runner.undo_step, changes.step),
            )

    def on_why(self, *_: object) -> None:
        chosen = self.chosen()
        if len(chosen) == 1:
            dated, again = chosen[0]
            why = dated.record.deadlines[dated.field]
            row = {**dated.row, dated.field: again.day.isoformat(), why: again.stored()}
            why_day.show(self._window, dated.record, row, dated.field)

    def _on_changed(self, _changes: Changes, _initiator: object = None) -> None:
        self.reload()


def _texts(line: Moved) -> tuple[str, ...]:
    dated, again = line
    record = dated.record
    days = tuple(f"{paper_day(day)} {WEEKDAYS[day.weekday()]}" for day in (dated.day, again.day))
    return (naming(record, dated.row), record.label, record.fields[dated.field].label, *days)
