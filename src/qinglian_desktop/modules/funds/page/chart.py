"""科目表: every account of a book on a day, with what stands on it today."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.funds import reads
from qinglian_desktop.modules.funds.books import Account, Voucher
from qinglian_desktop.modules.funds.chart import SUSPENSE, SUSPENSE_NAME
from qinglian_desktop.modules.funds.page.picker import BookBox
from qinglian_desktop.modules.funds.records import Entry, OpeningBalance
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_HEADINGS = (
    Heading("编码", 100), Heading("名称", 220), Heading("类别", 110), Heading("余额方向", 96),
    Heading("今天余额", 140, numeric=True, private=True), Heading("说明", 0),
)  # fmt: skip


class ChartPage(QWidget):
    page_id, title = "chart", "科目表"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.book, self.only = BookBox(desk.book), look.tick("只看有余额的")
        self.only.setMinimumHeight(look.metrics().button)
        self.add = push_button("加明细科目")
        self.source = look.label("", "hint")
        self.source.setWordWrap(True)
        self.table = PlainTable(self.title, _HEADINGS)
        choices = QWidget()
        choices.setProperty("role", "clear")
        row = FlowLayout(choices, gap=8)
        for part in (self.book, self.only, self.add):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(look.label(self.title, "title"))
        column.addWidget(choices)
        column.addWidget(self.source)
        column.addWidget(self.table, 1)
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._on_add)
        self.book.currentIndexChanged.connect(self.reload)
        self.only.toggled.connect(self.reload)
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self.reload()

    def reload(self, *_: object) -> None:
        book, account, day = self._desk.book, self.book.account, clock.today()
        chart, held = reads.chart_on(book, account, day), reads.account_balances(book, account, day)
        self.source.setText(self._whence(chart.pack))
        rows = []
        for item in chart.items.values():
            balance = held[item.code].closing if item.code in held else 0
            if not balance and self.only.isChecked():
                continue
            indent = "\u3000" * (len(item.code) // 2 - 1)
            note = "本单位加的明细" if item.own else item.note
            rows.append((item.code, f"{indent}{item.name}", item.kind, item.side,
                         _shown(balance), note))  # fmt: skip
        if suspense := held.get(SUSPENSE):
            words = "在“收支登记”里补上对方科目"
            rows.append((SUSPENSE, SUSPENSE_NAME, "—", "—", _shown(suspense.closing), words))
        self.table.fill(rows)

    def _whence(self, pack_id: str) -> str:
        name = pack_id.partition("@")[0]
        pack = self._desk.book.pack(name, clock.today())
        return f"依据：{pack.source}。借方余额写正数，贷方余额写负数。"

    def _on_add(self) -> None:
        self._desk.go("funds", Account.table, "")

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        tables = (Entry, Voucher, Account, OpeningBalance)
        if self.isVisible() and changes.touches(*(record.table for record in tables)):
            self.reload()


def _shown(fen: int) -> str:
    return money.show(fen) if fen else "—"
