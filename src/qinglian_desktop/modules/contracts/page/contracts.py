"""合同台账 (Z-12): every contract, what is owed this year, what runs out; one opens as a card."""

from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts import actions, reads, rents
from qinglian_desktop.modules.contracts.actions import printing
from qinglian_desktop.modules.contracts.page import outgoing
from qinglian_desktop.modules.contracts.page.contract_view import ContractView
from qinglian_desktop.modules.contracts.page.words import end_words, state_word
from qinglian_desktop.modules.contracts.records import WE_RECEIVE, Contract, RentDue, RentReceipt
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.list_and_view import ListAndView
from qinglian_desktop.ui.messages import push_button

_COLUMNS = (
    "number", "title", "state", "party", "kind", "start_on", "end_on", "rent_fen",
)  # fmt: skip


class ContractsPage(ListAndView):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        ledger = desk.ledger(Contract, title="合同台账", columns=_COLUMNS)
        super().__init__(ledger, "contract", "合同台账", parent)
        self._desk = desk
        self.list.table.records.says = {
            "end_on": lambda row: end_words(row, clock.today()),
            "state": lambda row: state_word(row, clock.today()),
        }
        self.list.table.widths.begin_anew()  # in these words
        self.call_new("登记合同", "登记一份合同（Ctrl+N）")
        self.list.list.empty.text.setText("把在执行的合同先录进来，到期会提前提醒。")
        self.expiring = push_button("打印到期清单", "link")
        look.named(self.expiring, "打印到期清单", "半年内到期和到期未续的，供会议商议")
        self.figures = Figures()
        self.figures.put(self.expiring)
        column = self.list.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, self.figures)
        self.view = ContractView(desk)
        self.view.closed.connect(self.show_list)
        self._stack.addWidget(self.view)
        self.expiring.clicked.connect(self.print_expiring)
        self.figures.make.clicked.connect(self.make_schedules)
        self.figures.behind.clicked.connect(partial(desk.go, "funds", RentDue.table, ""))
        desk.runner.changed.connect(self._on_changed)
        self.show_figures()

    def show_figures(self) -> None:
        """What falls due this year, what came in of it, what is behind."""
        book, day = self._desk.book, clock.today()
        sums = reads.added(one.sums for one in reads.calendar(book, day.year, day))
        lacking = len(actions.without_schedule(book))
        rows = [row for row in reads.in_force(book, day) if _comes_in(row)]
        held = rents.on_day(book, rows, day).values()
        owed = reads.overdue(book, day)
        late = sum(one.fen for one in owed)
        self.figures.show_sums(Told(len(held), sum(held), day.year, sums, len(owed), late, lacking))

    def reload(self) -> None:
        super().reload()
        self.show_figures()

    def show_list(self) -> None:
        super().show_list()
        self.show_figures()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Contract.table, RentDue.table, RentReceipt.table, "entry"):
            self.show_figures()

    def make_schedules(self) -> None:
        """After an import: the schedules of all contracts that have none."""
        changes = self._desk.runner.act(actions.make_schedules, on_refused=self.list.banner.say)
        if changes is not None:
            self._desk.runner.said.emit(f"已生成 {changes.result} 份合同的收款计划。")

    def print_expiring(self) -> None:
        outgoing.print_it(
            self._desk, printing.print_expiring, (), "到期合同清单", "expiring",
            self.list.banner.say,
        )  # fmt: skip

    def show_row(self, _table: str, row_id: str) -> None:
        self.open_record(row_id)

    def new_record(self) -> None:
        super().new_record()
        self.view.terms.form.focus_first()


def _comes_in(row: Row) -> bool:
    return bool(row["flow"] == WE_RECEIVE)


class Told(NamedTuple):
    """What the line over the list says: each chain of contracts counts once."""

    many: int = 0
    rent_fen: int = 0
    year: int = 0
    sums: reads.Month = reads.Month()
    behind: int = 0
    late_fen: int = 0  # of any year
    lacking: int = 0


class Figures(QWidget):
    """One line over the list; what is behind and what has no schedule are buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "clear")
        self._told = Told()
        self.words = look.label("", "hint")
        self.behind = push_button("", "link")
        self.make = push_button("", "link")
        self.words.setMinimumHeight(self.behind.sizeHint().height())  # on one line with them
        self._row = FlowLayout(self, gap=8)
        for part in (self.words, self.behind, self.make):
            self._row.addWidget(part)
        cover.cover().changed.connect(self._show)

    def put(self, button: QWidget) -> None:
        """One more way on, at the end of the line; the head has no room for it in 特大."""
        self._row.addWidget(button)

    def show_sums(self, told: Told) -> None:
        self._told = told
        self._show()

    def _show(self, _covered: bool = False) -> None:
        told = self._told
        self.words.setText(
            f"现行 {told.many} 份，年租金 {cover.amount(told.rent_fen)} · {told.year}年应收"
            f" {cover.amount(told.sums.due)} · 已收 {cover.amount(told.sums.paid)}"
        )
        self.behind.setText(f"逾期 {told.behind} 份 {cover.amount(told.late_fen)}")
        self.behind.setVisible(bool(told.behind))
        self.make.setText(f"有 {told.lacking} 份还没有收款计划，按条款生成")
        self.make.setVisible(bool(told.lacking))
        for button in (self.behind, self.make):
            look.named(button, button.text())
