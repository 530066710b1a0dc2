"""周期任务 (T-03): what comes back, how often, by which day; the year ahead of the chosen one."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from qinglian_desktop.core.calendar import say
from qinglian_desktop.core.check import complete, is_complete
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.tasks import actions
from qinglian_desktop.modules.tasks.records import Routine, Task
from qinglian_desktop.modules.tasks.rules import routines as rules
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_ledger import OverLedger

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

COLUMNS = ("code", "title", "every", "month", "day", "shift", "lead", "enabled")
EXAMPLE = "例：每季度第一个月20日前做财务公开。到日子前几天，程序自己把这一期的任务建好。"


def open_it(window: "Window") -> None:
    page = RoutinesPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


def make_due(window: "Window") -> None:
    """The rounds that have come near become tasks; said, and undone like any other step."""
    if not window.book.writable or not window.book.find(Routine, enabled=1):
        return
    changes = window.runner.act(actions.make_rounds)
    if changes is not None and changes.step:
        window.bar.say(
            f"周期任务到期，已建 {changes.result} 条，在“任务台账”里。", action=window.runner.undo
        )


class RoutinesPage(OverLedger):
    def __init__(self, window: "Window") -> None:
        ledger = window.desk.ledger(Routine, title="周期任务", columns=COLUMNS)
        super().__init__("routines", "周期任务", ledger)
        self._window = window
        self.now = push_button("现在就建")
        self.now.setToolTip("平时不用按：每天打开程序时会自己建")
        card = QFrame()
        card.setProperty("role", "card")
        across = QHBoxLayout(card)
        across.setContentsMargins(16, 10, 16, 12)
        across.setSpacing(12)
        inside = QVBoxLayout()
        inside.setSpacing(4)
        self.rule = look.label("", "strong")
        self.days = look.label("", "hint")
        for words in (self.rule, self.days):
            words.setWordWrap(True)
            inside.addWidget(words)
        across.addLayout(inside, 1)
        self.stop = push_button("停用")
        self.stop.setToolTip("停用后不再建新的任务，已经建好的不动")
        for button in (self.stop, self.now):
            across.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.put_in(card)
        self.now.clicked.connect(self._on_now)
        self.stop.clicked.connect(self._on_stop)
        self.ledger.table.selectionModel().currentRowChanged.connect(self._look_ahead)
        window.runner.changed.connect(self._on_changed)
        self._look_ahead()

    def _on_now(self) -> None:
        self.ledger.save_waiting()
        changes = self._window.runner.act(actions.make_rounds, on_refused=self.banner.say)
        if changes is not None:
            made = changes.result
            said = f"已建 {made} 条，在“任务台账”里。" if made else "没有到期要建的。"
            self._window.bar.say(said, action=self._window.runner.undo if made else None)

    def _chosen(self) -> Row | None:
        row = self._window.book.row(Routine.table, self.ledger.table.current_id() or "")
        return None if row is None or row["deleted"] else row

    def _on_stop(self) -> None:
        """停用, or 启用 what was stopped: the row itself stays."""
        row = self._chosen()
        if row is not None and self.ledger.save_waiting():
            turned = {"enabled": 0 if row["enabled"] else 1}
            self._window.runner.act(
                actions.save_routine, row["id"], turned, on_refused=self.banner.say
            )

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Routine.table, Task.table):
            self._look_ahead()

    def _look_ahead(self, *_: Any) -> None:
        """预览一年 of the row that is chosen, in words."""
        book, row = self._window.book, self._chosen()
        self.stop.setVisible(row is not None)
        self.stop.setText("停用" if row is None or row["enabled"] else "启用")
        if row is None or not is_complete(Routine, row):
            self.rule.setText("选中一条，这里写出往后一年的日子。")
            self.days.setText(EXAMPLE)
            return
        routine = complete(Routine, row)
        try:
            rules.refuse(routine.every, routine.month, routine.day)
        except Refused as refused:
            self.rule.setText(f"{refused.what}。")
            self.days.setText(f"{refused.remedy}。")
            return
        ahead = actions.ahead(book, routine)
        note = rules.note(routine)
        self.rule.setText(f"{rules.said(routine)}。{note}{'。' if note else ''}")
        if not ahead:
            begins = "" if routine.enabled else "已停用，不会再建。"
            self.days.setText(f"{begins}往后一年没有要办的日子。")
            return
        first = f"下一次是{say(ahead[0].day)}。" if routine.enabled else "已停用，不会再建。"
        self.days.setText(f"{first}往后一年：{'、'.join(say(one.day) for one in ahead)}。")
