"""三方核对: every due with its receipt and its money, what does not agree first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.contracts import triangle
from qinglian_desktop.modules.contracts.page import asking
from qinglian_desktop.modules.contracts.records import Contract, RentDue, RentReceipt
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_HEADINGS = (
    Heading("合同", 0), Heading("对方", 120, private=True), Heading("期次", 70),
    Heading("应付日期", 110), Heading("应收", 120, numeric=True),
    Heading("已记收款", 120, numeric=True), Heading("收据号", 100), Heading("到账日期", 110),
    Heading("状态", 160, state=True),
)  # fmt: skip
_ALL = "对不上的"
_NOTHING = "应收、收据、进账都对得上。"
_SEEN = (Contract.table, RentDue.table, RentReceipt.table, "entry", "receipt_slip", "bank_tick")


class TrianglePage(QWidget):
    page_id, title = "rent_check", "三方核对"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: list[triangle.Corner] = []
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.which = ChoiceBox("看哪些")
        for state in (_ALL, *triangle.STATES):
            self.which.addItem(state, state)
        self.open = push_button("打开合同", "primary")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.table = PlainTable(self.title, _HEADINGS)
        self.empty = EmptyCard(_NOTHING, "success")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look.label(self.title, "title"))
        head.addWidget(self.which)
        head.addStretch(1)
        head.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.which.currentIndexChanged.connect(lambda _place: self.reload())
        self.open.clicked.connect(self.on_open)
        self.table.opened.connect(lambda _row, _column: self.on_open())
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self.reload()

    def reload(self) -> None:
        found = triangle.corners(self._desk.book, clock.today())
        counts = {state: sum(one.state == state for one in found) for state in triangle.STATES}
        wanted = str(self.which.currentData())
        self._found = [
            one for one in found
            if one.state == wanted or (wanted == _ALL and one.state != triangle.ALL_THERE)
        ]  # fmt: skip
        self.table.fill([_texts(one) for one in self._found])
        self.table.setVisible(bool(self._found))
        self.empty.setVisible(not self._found)
        self.open.setEnabled(bool(self._found))
        self.said.setText(" · ".join(f"{state} {many}" for state, many in counts.items() if many))
        self.said.setVisible(any(counts.values()))

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(*_SEEN):
            self.reload()

    def on_open(self) -> None:
        row = self.table.row()
        if not 0 <= row < len(self._found):
            row = 0
        if self._found:
            self._desk.go(asking.TAB, Contract.table, self._found[row].row["id"])


def _texts(one: triangle.Corner) -> list[str]:
    return [
        one.row["title"] or "", one.row["party"] or "", f"第{one.due.due.seq}期",
        one.due.due.due_on.isoformat(), money.show(one.due.due.fen), money.show(one.due.paid),
        one.receipt_no, one.arrived_on.isoformat() if one.arrived_on else "", one.state,
    ]  # fmt: skip
