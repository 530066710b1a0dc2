"""应收催缴: who is behind or soon due; 登记收款, 打印催缴单 and 记录送达 from one list."""

from datetime import date
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.contracts import actions, reads
from qinglian_desktop.modules.contracts.actions import printing
from qinglian_desktop.modules.contracts.page import asking, outgoing
from qinglian_desktop.modules.contracts.page.ask_card import AskCard
from qinglian_desktop.modules.contracts.page.figures import FigureLine
from qinglian_desktop.modules.contracts.records import Contract, RentDemand, RentDue, RentReceipt
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_HEADINGS = (
    Heading("合同编号", 110), Heading("合同", 0), Heading("对方", 120, private=True),
    Heading("期数", 60, numeric=True), Heading("最早应付", 120),
    Heading("欠多少天", 90, numeric=True), Heading("尚欠", 130, numeric=True),
    Heading("状态", 110, state=True), Heading("最近催缴", 120),
)  # fmt: skip
_ROOM_FOR_BOTH = 560  # px at 标准 of height for a card and the list
LATE, VERY_LATE = "欠款", "久欠"  # yellow from day 1, red after the months of the pack
_NOBODY = "没有逾期的租金。"


class ReceivablesPage(QWidget):
    page_id, title = "rent_due", "应收催缴"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._owed: list[reads.Owed] = []
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.said = FigureLine()
        self.banner = Banner()
        self.letters = push_button("打印催缴单", "primary", icon="print")
        self.delivered = push_button("记录送达")
        self.money = push_button("登记收款")
        self.listed = push_button("打印清单")
        self.open = push_button("打开合同")
        self.table = PlainTable(self.title, _HEADINGS)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.empty = EmptyCard(_NOBODY, "success")
        self.serving = AskCard("记录送达", asking.SERVED, "记下送达", reader=desk.book)
        self.paying = AskCard("登记收款", asking.PAYMENT, "记下收款", reader=desk.book)
        self._lay_out()
        self._connect()
        enter_at(self, self.table)
        self.reload()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(look.label(self.title, "title"))
        head.addStretch(1)
        buttons = QWidget()
        buttons.setProperty("role", "clear")
        row = FlowLayout(buttons)
        for button in (self.letters, self.delivered, self.money, self.listed, self.open):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        for part in (buttons, self.said, self.banner, self.serving, self.paying):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self._rest = QWidget()  # what is left below an open card that has the room of the list
        self._rest.setProperty("role", "clear")
        column.addWidget(self._rest, 1)

    def _connect(self) -> None:
        self.letters.clicked.connect(self.on_letters)
        self.delivered.clicked.connect(self.on_delivered)
        self.money.clicked.connect(self.on_money)
        self.listed.clicked.connect(self.print_page)
        self.open.clicked.connect(self.on_open)
        self.table.opened.connect(lambda _row, _column: self.on_open())
        for card in (self.serving, self.paying):
            card.shown.connect(self._place)
        self.serving.done.connect(self.serve)
        self.paying.done.connect(self.pay)
        self._desk.runner.changed.connect(self._on_changed)

    # -- the list -------------------------------------------------------------------------

    def show_row(self, table: str, row_id: str) -> None:
        """One due, as the search finds it: in the card of its contract."""
        asking.show_contract(self._desk, table, row_id)

    def reload(self) -> None:
        """Who is behind today, those chosen before chosen again."""
        book, day = self._desk.book, clock.today()
        before = {self._owed[row].row["id"] for row in self._rows()}
        self._owed = reads.overdue(book, day)
        months = reads.red_months(book, day) if self._owed else 0
        served = reads.demands(book, [one.row["id"] for one in self._owed])
        self.table.fill([_texts(one, day, months, served) for one in self._owed])
        there = bool(self._owed)
        self._place()
        self.empty.setVisible(not there)
        for button in (self.letters, self.delivered, self.money, self.listed, self.open):
            button.setEnabled(there)
        red = sum(1 for one in self._owed if one.red(day, months))
        self.said.tell(
            f"{len(self._owed)} 份合同逾期，共欠 {{}} 元；超过 {months} 个月的 {red} 份标红。"
            "Ctrl+A 全选。",
            sum(one.fen for one in self._owed),
        )
        self.said.setVisible(there)
        self._choose(before)

    def _place(self, _shown: bool = False) -> None:
        """On a low screen an open card has the room of the list; who was chosen stays chosen."""
        closed = self.serving.isHidden() and self.paying.isHidden()
        fill(self.letters, closed)  # one filled button on the screen
        room = closed or self.height() >= look.metrics().px(_ROOM_FOR_BOTH)
        self.table.setVisible(bool(self._owed) and room)
        self._rest.setVisible(bool(self._owed) and not room)

    def _choose(self, ids: set[str]) -> None:
        rows = [place for place, one in enumerate(self._owed) if one.row["id"] in ids]
        if not rows and self._owed:
            rows = [0]
        chosen, model = self.table.selectionModel(), self.table.model()
        chosen.clearSelection()
        flags = QItemSelectionModel.SelectionFlag
        for place in rows:
            chosen.select(model.index(place, 0), flags.Select | flags.Rows)
        if rows:
            chosen.setCurrentIndex(model.index(rows[0], 0), flags.NoUpdate)

    def _rows(self) -> list[int]:
        found = {index.row() for index in self.table.selectionModel().selectedRows()}
        return sorted(row for row in found if row < len(self._owed))

    def chosen(self) -> list[reads.Owed]:
        """Those chosen in the list, from the top down."""
        return [self._owed[row] for row in self._rows()]

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        seen = (Contract.table, RentDue.table, RentReceipt.table, RentDemand.table, "entry")
        if changes.touches(*seen):
            self.reload()

    # -- papers ---------------------------------------------------------------------------

    def on_letters(self) -> None:
        """A demand for everybody chosen, one paper for the printer."""
        if owed := self._wanted():
            ids = [one.row["id"] for one in owed]
            outgoing.print_it(
                self._desk, printing.print_demands, (ids,), "催缴通知单",
                f"demand:{clock.today()}:{len(ids)}", self.banner.say,
            )  # fmt: skip

    def print_page(self) -> None:
        outgoing.print_it(
            self._desk, printing.print_owed, (), "合同欠款清单", "owed", self.banner.say
        )

    def _wanted(self) -> list[reads.Owed]:
        self.banner.hide()
        owed = self.chosen()
        if not owed:
            self.banner.say("还没选哪一份。请先在清单里选，全选按 Ctrl+A。")
        return owed

    # -- acts -----------------------------------------------------------------------------

    def on_delivered(self) -> None:
        if owed := self._wanted():
            self.paying.hide()
            names = "、".join(f"〔{one.row['title'] or ''}〕" for one in owed[:3])
            many = f"等 {len(owed)} 份" if len(owed) > 3 else f" {len(owed)} 份"
            self.serving.begin(
                {"day": asking.today(), "way": "当面签收"},
                f"{names}{many}催缴单已经送到。各家自己签收的，“谁收的”可以不填。",
            )

    def serve(self, values: dict[str, Any]) -> None:
        ids = [one.row["id"] for one in self.chosen()]
        changes = self._desk.runner.act(
            lambda book: actions.serve(book, ids, asking.served(values)),
            initiator=None, on_refused=self.serving.refuse,
        )  # fmt: skip
        if changes is not None:
            self.serving.hide()
            until = actions.limitation(self._desk.book, asking.served(values).day).day
            self._desk.runner.said.emit(
                f"已记 {changes.result} 份送达，诉讼时效重新算到{until:%Y-%m-%d}。"
            )
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_money(self) -> None:
        if owed := self._wanted():
            self.serving.hide()
            fen = sum(one.fen for one in owed)
            named = "、".join(str(one.row["title"] or "") for one in owed[:3])
            self.paying.begin(
                {"fen": fen, "day": asking.today(), "channel": "银行"},
                f"{named}：选中的 {len(owed)} 份合同共欠 {{}} 元，先付最早的。",
                fen,
            )

    def pay(self, values: dict[str, Any]) -> None:
        owed = self.chosen()
        dues = [due.due.id for one in owed for due in one.dues]
        handler = self._desk.book.operator.name
        changes = self._desk.runner.act(
            lambda book: actions.receive(
                book, owed[0].row["id"], asking.paid(values, handler), dues
            ),
            on_refused=self.paying.refuse, say="收款已记在集体经济组织账上。",
        )  # fmt: skip
        if changes is not None:
            self.paying.hide()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_open(self) -> None:
        owed = self.chosen()
        if owed:
            self._desk.go(asking.TAB, Contract.table, owed[0].row["id"])


def _texts(one: reads.Owed, day: date, months: int, served: Any) -> list[str]:
    told = served.get(one.row["id"], [])
    return [
        one.row["number"] or "", one.row["title"] or "", one.row["party"] or "",
        str(len(one.dues)), one.worst.isoformat(), str((day - one.worst).days),
        money.show(one.fen), VERY_LATE if one.red(day, months) else LATE,
        told[-1]["served_on"] if told else "没有催过",
    ]  # fmt: skip
