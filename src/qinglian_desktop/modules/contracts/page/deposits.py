"""押金台账: whose deposit is held, and does it agree with the account in the books?"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.page import asking
from qinglian_desktop.modules.contracts.page.figures import FigureLine
from qinglian_desktop.modules.contracts.page.words import state_word
from qinglian_desktop.modules.contracts.records import Contract, DepositMove
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_HEADINGS = (
    Heading("合同编号", 110), Heading("合同", 0), Heading("对方", 120, private=True),
    Heading("约定押金", 130, numeric=True), Heading("现有押金", 130, numeric=True),
    Heading("状态", 110, state=True),
)  # fmt: skip
_NONE = "没有押金在手。收押金在合同卡的“押金”里记。"


class DepositsPage(QWidget):
    page_id, title = "deposit_move", "押金台账"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ids: list[str] = []
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.open = push_button("打开合同", "primary")
        self.banner = Banner()
        self.said = FigureLine()
        self.table = PlainTable(self.title, _HEADINGS)
        self.empty = EmptyCard(_NONE, "table")
        head = QHBoxLayout()
        head.addWidget(look.label(self.title, "title"))
        head.addStretch(1)
        head.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        for part in (self.banner, self.said):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.open.clicked.connect(self.on_open)
        self.table.opened.connect(lambda _row, _column: self.on_open())
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self.reload()

    def show_row(self, table: str, row_id: str) -> None:
        """One move, as the search finds it: in the card of its contract."""
        asking.show_contract(self._desk, table, row_id)

    def reload(self) -> None:
        book, day = self._desk.book, clock.today()
        found = reads.held_by_contract(book)
        self._ids = [row["id"] for row, _ in found]
        self.table.fill(
            [
                (
                    row["number"] or "", row["title"] or "", row["party"] or "",
                    money.show(row["deposit_fen"] or 0), money.show(fen), state_word(row, day),
                )
                for row, fen in found
            ]
        )  # fmt: skip
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.open.setEnabled(bool(found))
        total, account = sum(fen for _, fen in found), reads.deposits_on_account(book, day)
        words = "押金共 {} 元，账上押金保证金 {} 元，"
        if total == account:
            self.said.tell(f"{words}相符。", total, account)
        else:
            self.said.tell(f"{words}差 {{}} 元，请核对。", total, account, abs(total - account))

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Contract.table, DepositMove.table, "entry", "voucher"):
            self.reload()

    def on_open(self) -> None:
        row = self.table.row()
        if 0 <= row < len(self._ids):
            self._desk.go(asking.TAB, Contract.table, self._ids[row])
        else:
            self.banner.say("还没选哪一份合同。请先在表里点一行。")
