"""减负账本 (T-05): who asked for which table, what was held already, and the month on one paper."""

from typing import TYPE_CHECKING

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.forms import asking
from qinglian_desktop.modules.forms.records import AskedTable
from qinglian_desktop.shell import drawing
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_ledger import OverLedger

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

COLUMNS = ("asked_on", "who", "what", "due_on", "field_count", "held_count", "held", "again")
_EMPTY = "上级临时要表时记一笔，月底能看出哪些是重复要的。"


def open_it(window: "Window") -> None:
    page = AskedPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class AskedPage(OverLedger):
    def __init__(self, window: "Window") -> None:
        ledger = window.desk.ledger(AskedTable, title="减负账本", columns=COLUMNS)
        super().__init__("asked", "减负账本", ledger)
        self._window = window
        self.ledger.list.empty.text.setText(_EMPTY)
        self.monthly = push_button("月度汇总", icon="print")
        self.last = push_button("上月汇总", icon="print")
        for button in (self.monthly, self.last):
            self.ledger.head.put(button)
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.put_in(self.said)
        self.monthly.clicked.connect(lambda: self.print_month(self.month))
        self.last.clicked.connect(lambda: self.print_month(self.month.previous))
        window.runner.changed.connect(self._on_changed)
        self._tell()

    @property
    def month(self) -> Period:
        return Period.holding(clock.today(), "M")

    def new_record(self) -> None:
        self.ledger.new_record()

    def print_month(self, month: Period) -> None:
        """The month on paper, with what is being typed."""
        self.ledger.save_waiting()
        if (stopped := cover.stops("汇总")) is not None:
            self.banner.say(stopped)
            return
        paper = asking.paper(self._window.book, month)
        drawing.show_paper(self._window, paper, paper.title)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(AskedTable.table):
            self._tell()

    def _tell(self) -> None:
        self.said.setText(f"本月：{asking.said(asking.of_month(self._window.book, self.month))}")
