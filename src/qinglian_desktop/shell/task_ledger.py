"""What has the list of tasks beside any list? Its first words, and a question about a past day."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.modules.tasks.records import OPEN
from qinglian_desktop.shell import beginnings
from qinglian_desktop.shell.only_mine_list import OnlyMine
from qinglian_desktop.ui.unusual import Doubt

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.ui.ledger_page import LedgerPage

EMPTY = "方案的 9 项任务可以一键建好。"
PAST, MEANT = "截止日期早于今天，要作为补录登记吗？写错了请改日期。", "是补录"


def dress(window: "Window", page: "LedgerPage") -> None:
    page.list.empty.text.setText(EMPTY)
    begin = page.list.empty.add("按方案建立")  # the way most offices begin
    begin.clicked.connect(partial(_begin, window))
    PastDay(page)
    OnlyMine(page, window.book, window.runner, "assignee")


def _begin(window: "Window", _checked: bool = False) -> None:
    changes = window.runner.act(beginnings.load_plan, clock.today().year)
    if changes is not None:
        window.bar.say(f"{changes.label}：{changes.result} 条。", action=window.runner.undo)


class PastDay(QObject):
    """Asks under the due day of an open task that is new whether it is entered afterwards."""

    def __init__(self, page: "LedgerPage") -> None:
        super().__init__(page)
        self._form = page.drawer.form
        self._editor = self._form.editors["due_on"]
        self._meant = ""  # the day that was said to be meant
        self.doubt = Doubt(self._editor)
        self.doubt.button.setText(MEANT)
        self.doubt.button.clicked.connect(self._on_meant)
        self._editor.changed.connect(self.look)
        self._form.edited.connect(self.look)

    def look(self) -> None:
        row, day = self._form.row, str(self._editor.stored() or "")
        entered = str(row.get("created_at") or "")[:10]
        new = not entered or entered == clock.today().isoformat()
        past = bool(day) and DAY.load(day) < clock.today()
        asked = new and past and (row.get("state") or OPEN[0]) in OPEN and day != self._meant
        self.doubt.say(PAST if asked and self._editor.touched else "")

    def _on_meant(self) -> None:
        self._meant = str(self._editor.stored() or "")
        self.look()
