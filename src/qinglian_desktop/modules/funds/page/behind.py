"""What a figure of a statement is made of: its rows, each of which opens."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import money
from qinglian_desktop.modules.funds.chart import Chart
from qinglian_desktop.modules.funds.reads.behind import Opened
from qinglian_desktop.modules.funds.statements.values import Tie
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_ROWS = (
    Heading("日期", 110), Heading("凭证号", 80), Heading("摘要", 0, private=True),
    Heading("科目", 180), Heading("往来", 130, private=True), Heading("金额（元）", numeric=True),
)  # fmt: skip
_LEADS = (Heading("可能差在这里", 0), Heading("金额（元）", numeric=True))
_NOTHING = "科目里没有多出来的数。请核对期初余额，再看最近改过的凭证。"


class BehindPanel(QWidget):
    closed = Signal()
    row_opened = Signal(str, str)  # table, row id
    lead_opened = Signal(object)  # a Lead

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.named(self, "这个数由哪些笔组成")
        self._rows: Sequence[Opened] = ()
        self._tie: Tie | None = None
        self.back = push_button("返回报表")
        self.back.setToolTip("返回报表（Esc）")
        self.title = look.label("", "strong")
        self.title.setWordWrap(True)
        self.hint = look.label("", "hint")
        self.hint.setWordWrap(True)
        self.table = PlainTable("组成这个数的每一笔", _ROWS)
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.hint)
        column.addWidget(self.table, 1)
        self.back.clicked.connect(self.closed)
        self.table.opened.connect(self._on_opened)
        away = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        away.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        away.activated.connect(self.closed)

    def take_focus(self) -> None:
        if self.table.records.rowCount():
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rows(self, title: str, rows: Sequence[Opened], chart: Chart) -> None:
        self._rows, self._tie = rows, None
        self.title.setText(title)
        self.hint.setText("选一笔按回车，打开它。" if rows else "这个数是 0，没有组成它的笔。")
        total = sum(row.fen for row in rows)
        shown = [_words(row, chart) for row in rows]
        sums = money.show(total)
        headings = (*_ROWS[:-1], replace(_ROWS[-1], holds=sums))
        self.table.fill([*shown, ["", "", "合计", "", "", sums]], headings, last_bold=True)

    def show_leads(self, tie: Tie) -> None:
        self._rows, self._tie = (), tie
        self.title.setText(f"{tie.left_said}和{tie.right_said}差 {money.show(abs(tie.gap))} 元")
        self.hint.setText("选一行按回车，看它由哪些笔组成。" if tie.leads else _NOTHING)
        self.table.fill([[lead.said, money.show(lead.fen)] for lead in tie.leads], _LEADS)

    def _on_opened(self, row: int, _column: int) -> None:
        if self._tie is not None:
            self.lead_opened.emit(self._tie.leads[row])
        elif row < len(self._rows) and self._rows[row].row_id:
            self.row_opened.emit(self._rows[row].table, self._rows[row].row_id)


def _words(row: Opened, chart: Chart) -> list[str]:
    day = f"{row.day.year}年{row.day.month}月{row.day.day}日" if row.day else ""
    account = chart.name(row.account) if row.account else ""
    return [day, row.number, row.summary, account, row.party, money.show(row.fen)]
