"""打印记录: what was printed, when, by whom; what waits for its printer; and once more."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.print_plan import named
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.printing import actions
from qinglian_desktop.modules.printing.records import WAITING, PrintedPaper
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HEADINGS = (
    Heading("时间", 120), Heading("文件", 0, private=True), Heading("结果", 90, state=True),
    Heading("稿次", 60), Heading("打了什么", 140), Heading("用纸", 60, numeric=True),
    Heading("打印机", 130), Heading("经办", 80, private=True), Heading("核对码", 100),
)  # fmt: skip


def open_it(window: "Window") -> None:
    page = PrintLog(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class PrintLog(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("print-log", "打印记录")
        self._window = window
        self._rows: list[Row] = []
        self.again = push_button("再打一次", "primary", icon="print")
        self.give_up = push_button("不打了")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.table = PlainTable(self.title, _HEADINGS)
        self.empty = EmptyCard("还没有打印过。打印或存成 PDF 以后，这里会记下来。", "print")
        self.head.addWidget(self.give_up)
        self.head.addWidget(self.again)
        self.column.addWidget(self.said)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        self.again.clicked.connect(self.open_chosen)
        self.give_up.clicked.connect(self.on_leave)
        self.table.selectionModel().currentChanged.connect(self._on_chosen)
        self.table.opened.connect(lambda _row, _column: self.open_chosen())
        enter_at(self, self.table)
        window.runner.busy.connect(self._on_busy)
        self.reload()

    def _on_busy(self, yes: bool) -> None:
        """A print that was still on its way is out, or is not."""
        if not yes and self.isVisible():
            self.reload()

    def reload(self) -> None:
        self._rows = list(actions.log(self._window.book))
        self.table.fill([_texts(row) for row in self._rows])
        waiting = sum(row["state"] == WAITING for row in self._rows)
        self.said.setText(
            f"有 {waiting} 份还没打出来，排在最前面。选一行按“再打一次”。"
            if waiting
            else "选一行按“再打一次”，先看再打。有编号的正式文件都有存档；草稿、名册、标签没有。"
        )
        self.table.setVisible(bool(self._rows))
        self.empty.setVisible(not self._rows)
        self.again.setVisible(bool(self._rows))
        fill(self.again, True)
        if self._rows and self.table.row() < 0:
            self.table.selectRow(0)
        self._on_chosen()

    def _on_chosen(self) -> None:
        row = self.table.row()
        waits = 0 <= row < len(self._rows) and self._rows[row]["state"] == WAITING
        self.give_up.setVisible(waits)

    def on_leave(self) -> None:
        """What waits is not wanted any more; 撤销 brings it back."""
        row = self._rows[self.table.row()]
        drop = saving.dropper(PrintedPaper.table)
        self._window.runner.act(drop, row["id"], say=f"不打了：{row['title'][:20]}")
        self.reload()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_chosen(self) -> None:
        """The paper of the chosen line in the preview, as it was."""
        if not 0 <= self.table.row() < len(self._rows):
            return
        row = self._rows[self.table.row()]
        try:
            pdf, facts = actions.paper_of(self._window.book, row["id"])
        except Refused as refused:
            self.banner.say(refused)
            return
        self.banner.hide()
        self._window.preview(pdf, row["title"], facts)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()


def _texts(row: Row) -> tuple[str, ...]:
    whole = row["pages"] == named(range(1, row["page_count"] + 1))
    pages = f"全部 {row['page_count']} 页" if whole else f"第 {row['pages']} 页"
    copies = f"，{row['copies']} 份" if row["copies"] > 1 else ""
    number = row["number"] or ""
    title = row["title"] if number in row["title"] else f"{number} {row['title']}"
    return (
        _moment(row["printed_at"]), title, row["state"], row["stage"], pages + copies,
        str(row["sheets"]), row["printer"] or "", row["who"], row["fingerprint"] or "",
    )  # fmt: skip


def _moment(at: str) -> str:
    """Day and minute; the year only where it is another one."""
    day, _, minute = at.partition("T")
    return f"{day.removeprefix(f'{clock.today().year}-')} {minute[:5]}"
