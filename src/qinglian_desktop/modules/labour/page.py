"""Z-06 用工: the orders, the log day by day, and the pay sheets of the months."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import defaults
from qinglian_desktop.modules.funds.reads import called
from qinglian_desktop.modules.funds.records import BOOKS
from qinglian_desktop.modules.labour import actions, reads
from qinglian_desktop.modules.labour.records import OPEN, LabourDay, LabourOrder, LabourPay
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.sections import Section
from qinglian_desktop.ui.where import where_to

_ORDERS = ("number", "ordered_on", "reason", "matter_id", "decision", "planned_days", "state")
_DAYS = ("day", "person_id", "days", "amount_fen", "task", "order_id", "told", "pay_id")
_PAYS = ("number", "book", "month", "people", "days", "total_fen", "state", "paid_on", "told")
_MONTHS_BACK = 12


def sections(desk: Desk) -> tuple[Section, ...]:
    """Order first, then the log, then pay: the order of the work."""
    return (
        (LabourOrder.table, "用工单", partial(_orders, desk)),
        (LabourDay.table, "用工日志", partial(_log, desk)),
        (LabourPay.table, "用工发放", partial(_pays, desk)),
    )


def _orders(desk: Desk) -> LedgerPage:
    page = desk.ledger(LabourOrder, title="用工单", columns=_ORDERS)
    page.list.empty.text.setText("先说明为什么用工，再记人和工日。")
    return page


def _log(desk: Desk) -> LedgerPage:
    page = desk.ledger(LabourDay, title="用工日志", columns=_DAYS, page_type=LogPage)
    assert isinstance(page, LogPage)
    page.begin(desk)
    return page


def _pays(desk: Desk) -> LedgerPage:
    page = desk.ledger(LabourPay, title="用工发放", columns=_PAYS, page_type=PayPage)
    assert isinstance(page, PayPage)
    page.begin(desk)
    return page


class PayPage(LedgerPage):
    """The standard list of sheets, with their paper and workbook over it."""

    def begin(self, desk: Desk) -> None:
        self.list.empty.text.setText("在“用工日志”里按“月度公示”，编好的发放表就在这里。")
        self.head.add.hide()  # a sheet is made of the log, never typed
        printing, export = push_button("打印发放表", icon="print"), push_button("存成表格")
        look.named(printing, "打印发放表", "把选中的一张印出来签字领款")
        look.named(export, "存成表格", "把选中的一张存成 Excel")
        quick = QWidget()
        row = FlowLayout(quick, gap=8)
        for button in (printing, export):
            row.addWidget(button)
        self._column.insertWidget(1, quick)
        printing.clicked.connect(partial(_print, desk, self))
        export.clicked.connect(partial(_export, desk, self))

    def new_record(self) -> None:
        """Where a sheet comes from is said instead of an empty form."""
        self.banner.say("发放表不用手填。请在用工日志里选好月份，按“月度公示”。")


class LogPage(LedgerPage):
    """The standard list; a new row goes on where the last one was, the month stands above."""

    card: "MonthCard | None" = None

    def begin(self, desk: Desk) -> None:
        self._desk = desk
        self.card = MonthCard(desk.book)
        self._column.insertWidget(1, self.card)
        self.list.empty.text.setText("先说明为什么用工，再记人和工日。")
        self.card.make.clicked.connect(self.make_pay)
        self.card.open.clicked.connect(self._on_open)
        self._runner.changed.connect(self._on_labour)

    def new_record(self) -> None:
        """The order and day of the row before; the name is what is to be typed."""
        super().new_record()
        if self.drawer.isHidden() or self.drawer.row_id:
            return
        self.drawer.form.set_row({**defaults(LabourDay), **self._started()})
        self.drawer.form.editors["person_id"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _started(self) -> Mapping[str, Any]:
        newest = Query(LabourDay.table, order=(("created_at", True),), limit=1)
        rows = self._reader.page(LabourDay.table, self._reader.ids(newest))
        if rows and rows[0]["order_id"]:
            return {"order_id": rows[0]["order_id"], "day": rows[0]["day"]}
        orders = Query(LabourOrder.table, order=(("created_at", True),), limit=1)
        open_ = [
            row for row in self._reader.page(LabourOrder.table, self._reader.ids(orders))
            if row["state"] == OPEN
        ]  # fmt: skip
        today = {"day": clock.today().isoformat()}
        return {"order_id": open_[0]["id"], **today} if open_ else today

    def make_pay(self, _checked: bool = False) -> None:
        """The chosen month becomes a sheet and the draft of its notice."""
        if self.card is None or not self.save_waiting():
            return
        self.banner.hide()
        changes = self._runner.act(
            actions.make_pay, *self.card.chosen, on_refused=self.banner.say
        )  # fmt: skip
        if changes is not None:
            words = actions.words_of(self._desk.book, str(changes.result))
            self.banner.say(f"编好了 {words}。请到“公开公示”送审核、上墙，期满再发放。")

    def _on_open(self) -> None:
        self._desk.go("funds", LabourPay.table, "")

    def _on_labour(self, changes: Changes, _initiator: object) -> None:
        if self.card is not None and changes.touches(LabourDay.table, LabourPay.table):
            self.card.show_month()


class MonthCard(QFrame):
    """A month of a book: what was worked, and the way to the board."""

    def __init__(self, book: Any) -> None:
        super().__init__()
        self._book = book
        self.setProperty("role", "card")
        look.named(self, "月度公示")
        self.account, self.month = ChoiceBox("哪一本账"), ChoiceBox("哪个月")
        for one in BOOKS:
            word = called(book, one)
            self.account.addItem(f"{word}账", one)
        self.account.setCurrentIndex(len(BOOKS) - 1)
        month = Period.holding(clock.today(), "M")
        for _ in range(_MONTHS_BACK):
            self.month.addItem(month.label, str(month))
            month = month.previous
        self.month.setCurrentIndex(1)
        self.make = push_button("月度公示", icon="disclosure")
        look.named(self.make, "月度公示", "把这个月的日志编成发放表和公示草稿")
        self.open = push_button("去看发放表", "link")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        buttons = QWidget()
        row = FlowLayout(buttons, gap=8)
        for part in (self.account, self.month, self.make, self.open):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addWidget(buttons)
        column.addWidget(self.said)
        for box in (self.account, self.month):
            box.currentIndexChanged.connect(self.show_month)
        cover.cover().changed.connect(self.show_month)
        self.show_month()

    @property
    def chosen(self) -> tuple[str, str]:
        """The book and the month."""
        return str(self.account.currentData()), str(self.month.currentData())

    def show_month(self, _index: object = None) -> None:
        account, text = self.chosen
        month = Period.parse(text)
        rows = reads.of_book(self._book, reads.days_of(self._book, month), account)
        left = [row for row in rows if not row["pay_id"]]
        fen = sum(row["amount_fen"] or 0 for row in rows)
        shown = cover.amount(fen)
        people = len({row["person_id"] for row in rows})
        days = show_quantity(sum(row["days"] or 0 for row in rows))
        state = f"，{len(left)} 条还没编进公示" if left else "，都已编进公示"
        self.said.setText(
            f"{month.label}：{people} 人 {days} 个工，应发 {shown} 元{state if rows else ''}。"
        )


def _chosen(page: LedgerPage) -> str:
    row_id = page.drawer.row_id if page.drawer.isVisible() else page.table.current_id()
    if not row_id:
        page.banner.say("还没选哪一张。请先在列表里点一张发放表。")
    return row_id or ""


def _print(desk: Desk, page: LedgerPage, _checked: bool = False) -> None:
    if not (row_id := _chosen(page)):
        return
    if covered := cover.stops("打印"):
        page.banner.say(covered)
        return
    desk.runner.job(
        actions.print_pay, row_id, label="正在排发放表",
        on_done=partial(_preview, desk, row_id), on_refused=page.banner.say,
    )  # fmt: skip


def _preview(desk: Desk, row_id: str, changes: Changes) -> None:
    pdf: Any = changes.result
    desk.preview(pdf, "临时用工发放表", PaperFacts(f"labour:{row_id}"))


def _export(desk: Desk, page: LedgerPage, _checked: bool = False) -> None:
    if not (row_id := _chosen(page)):
        return
    if covered := cover.stops("往外存"):
        page.banner.say(covered)
        return
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    wanted = str(Path(folder) / "临时用工发放表.xlsx")
    place = where_to(page, "发放表存为", wanted, "Excel 表格 (*.xlsx)", (".xlsx",))
    if place is not None:
        desk.runner.act(
            actions.export_pay, row_id, place, on_refused=page.banner.say, say=f"已存为 {place}"
        )  # fmt: skip
