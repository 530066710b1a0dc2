"""溯源码: the code under a number of a printed table, typed here, opens the rows behind it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from qinglian_desktop.core.access import show
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record
from qinglian_desktop.modules.street import reads, tracing
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HOW = "打印的汇总表上，每个数字下面有一行小字。照着输入，按回车，就看到这个数是哪些记录加出来的。"
_MOST = 500  # rows shown
_FIELDS = 6  # of each row


def open_it(window: "Window", code: str = "") -> None:
    page = TracePage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    if code:
        page.line.setText(code)
        page.look_up()


class TracePage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("trace", "查溯源码")
        self._window = window
        self._found: tracing.Traced | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText("例：A2C27")
        self.line.setMaxLength(20)
        self.line.setMaximumWidth(look.metrics().px(240))
        look.named(self.line, "溯源码")
        self.go = push_button("看记录", "primary", icon="search")
        self.title_line = look.label("", "group")
        self.said = look.label(_HOW, "hint")
        for label in (self.title_line, self.said):
            label.setWordWrap(True)
        self.table = PlainTable("这个数后面的记录", (Heading("单位", 0),))
        self.empty = EmptyCard("还没有输入溯源码。", "search")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(look.label("溯源码：", "field"))
        row.addWidget(self.line)
        row.addWidget(self.go)
        row.addStretch(1)
        self.column.addLayout(row)
        for part in (self.title_line, self.said):
            self.column.addWidget(part)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.empty, 1)
        self.line.returnPressed.connect(self.look_up)
        self.go.clicked.connect(self.look_up)
        enter_at(self, self.line)
        cover.cover().changed.connect(self._tell)
        self._clear()

    def _tell(self, _covered: bool = False) -> None:
        """What the number is and what became of it; covered, without the number."""
        found = self._found
        if found is None:
            return
        value = cover.veiled(found.shown(found.value))
        where = f"{paper_day(found.printed_on)}打印的〔{found.title}〕"
        self.title_line.setText(f"{where} {found.line} · {found.column} {value}")
        more = f"这里列前 {_MOST} 条。" if len(found.rows) > _MOST else ""
        self.said.setText(cover.veiled(found.said) + more)

    def _clear(self) -> None:
        self._found = None
        self.title_line.hide()
        self.table.hide()
        self.empty.text.setText("还没有输入溯源码。")
        self.empty.show()

    def look_up(self) -> None:
        """The rows of the code in the line; what is wrong with it is said above."""
        try:
            found = tracing.open_code(self._window.book, self.line.text())
        except Refused as refused:
            self._clear()
            self.said.setText(_HOW)
            self.banner.say(refused)
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.line.selectAll()
            return
        self.banner.hide()
        self._show(found)

    def _show(self, found: tracing.Traced) -> None:
        self._found = found
        self._tell()
        self.title_line.show()
        self.empty.text.setText("没有记录算在这个数里。")
        self.empty.setVisible(not found.rows)
        self.table.setVisible(bool(found.rows))
        if not found.rows:  # of a table without lines nobody knows the ledger
            return
        record = self._window.book.tables[found.table]
        names = _names(record)
        units = {unit["office_id"]: unit["name"] for unit in reads.units(self._window.book)}
        headings = [Heading("单位", 130)]
        headings += [Heading("纸上算进", 110, numeric=True)] if found.field else []
        headings += [
            Heading(record.fields[name].label, 140, record.fields[name].kind.numeric, private=True)
            for name in names
        ]
        headings.append(Heading("打印以后", 110))
        texts = []
        for row in found.rows[:_MOST]:
            now = row.now or {}
            cells = [units.get(now.get("owner"), "")]
            cells += [found.shown(row.then)] if found.field else []
            cells += [show(record.fields[name], now.get(name)) for name in names]
            texts.append([*cells, _since(row, listed=found.now is None)])
        self.table.fill(texts, headings)
        self.table.selectRow(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _names(record: type[Record]) -> list[str]:
    return [
        name
        for name, field in record.fields.items()
        if field.kind.name not in ("files", "link", "flag")
    ][:_FIELDS]


def _since(row: tracing.TracedRow, *, listed: bool) -> str:
    if row.now is None:
        return "已经删除"
    if not row.counts:
        return "不再算在内"
    if row.amount != row.then:
        return "金额改过"
    return "还在" if listed else "没有变"
