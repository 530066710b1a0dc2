"""收据与到账, 发票: what hangs in the air between paper and money, and invoices by scanner."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import defaults
from qinglian_desktop.modules.funds import actions, arrivals, receipts
from qinglian_desktop.modules.funds.arrivals import Lacking
from qinglian_desktop.modules.funds.banking import BankLine, BankTick
from qinglian_desktop.modules.funds.page.reconcile import ReconcilePage
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.funds.slips import Invoice, ReceiptBook, ReceiptSlip
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.sections import Section

ARRIVAL = "arrival"
_NO_MONEY, _NO_RECEIPT, _GAPS = "收据有、进账无", "进账有、收据无", "收据缺号"
_TABLES = (ReceiptSlip.table, ReceiptBook.table, Entry.table, BankLine.table, BankTick.table)
_HEADINGS = (
    Heading("日期", 100), Heading("过了几天", 90, numeric=True), Heading("对方", 140, private=True),
    Heading("金额", 120, numeric=True), Heading("情况", 0),
)  # fmt: skip
_SCAN, _EDGES = "扫发票方块", 40  # px around the words of a line
_GAP_HEADINGS = (Heading("收据本", 220), Heading("缺的号", 0))
_PAPERS = "发票照片或 PDF (*.pdf *.png *.jpg *.jpeg *.bmp *.webp)"
_SLIPS = ("number", "day", "payer", "amount_fen", "purpose", "state", "entry_id")
_INVOICES = ("day", "number", "seller", "total_fen", "entry_id", "told")


def sections(desk: Desk) -> tuple[Section, ...]:
    """Bank, receipts and invoices: what stands beside the entries of both books."""
    return (
        (BankLine.table, "银行对账", partial(ReconcilePage, desk)),
        (
            ReceiptSlip.table,
            "收据",
            partial(
                desk.ledger, ReceiptSlip, title="收据", columns=_SLIPS, page_type=SlipLedger
            ),
        ),
        (ReceiptBook.table, "收据本", partial(desk.ledger, ReceiptBook, title="收据本")),
        (ARRIVAL, "收据与到账", partial(ArrivalPage, desk)),
        (Invoice.table, "发票", partial(invoices, desk)),
    )  # fmt: skip


class SlipLedger(LedgerPage):
    """A new receipt begins with the next number and today: it is seen before it is spent."""

    def new_record(self) -> None:
        super().new_record()
        form, book = self.drawer.form, self._runner.book
        if self.drawer.isHidden() or self.drawer.row_id:
            return
        started = {"number": arrivals.next_receipt(book), "day": clock.today().isoformat()}
        form.set_row({**defaults(ReceiptSlip), **{k: v for k, v in started.items() if v}})
        form.editors["payer"].setFocus(Qt.FocusReason.OtherFocusReason)


class ArrivalPage(QWidget):
    """Receipts without money, money without receipts, numbers left out: one list at a time."""

    page_id, title = ARRIVAL, "收据与到账"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.lacking: list[Lacking] = []
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.which = ChoiceBox("看哪一种")
        for word in (_NO_MONEY, _NO_RECEIPT, _GAPS):
            self.which.addItem(word, word)
        self.table = PlainTable(self.title, _HEADINGS)
        self.words = look.label("", "hint")
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        top = QWidget()
        row = FlowLayout(top, gap=8)
        row.addWidget(self.which)
        column.addWidget(look.label(self.title, "title"))
        column.addWidget(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.words)
        enter_at(self, self.table)
        self.which.activated.connect(self.reload)
        self.table.opened.connect(self._open)
        desk.runner.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        which = self.which.currentData()
        if which == _GAPS:
            self._show_gaps()
            return
        ask = arrivals.receipts_without_money
        if which == _NO_RECEIPT:
            ask = arrivals.money_without_receipt
        self.lacking = ask(self._desk.book)
        rows = [
            (one.day.isoformat(), str(one.days), one.party, money.show(one.amount_fen), one.words)
            for one in self.lacking
        ]
        self.table.fill(rows, _HEADINGS)
        done = "开出的收据都到账了。" if which == _NO_MONEY else "到账的钱都开了收据。"
        self.words.setText(f"共 {len(rows)} 笔，双击或按回车打开。" if rows else done)

    def _show_gaps(self) -> None:
        self.lacking = []
        missing = arrivals.missing_numbers(self._desk.book)
        books = sorted(arrivals.books_of(self._desk.book), key=lambda one: one.first.key)
        rows = [
            (one.said, receipts.runs(gone))
            for one in books
            if (gone := [number for number in missing if number in one])
        ]
        self.table.fill(rows, _GAP_HEADINGS)
        said = f"共缺 {len(missing)} 个号，请找到那几联，或登记作废并写原因。"
        self.words.setText(said if missing else "收据号一个不缺。")

    def _open(self, row: int, _column: int) -> None:
        if row < len(self.lacking):
            one = self.lacking[row]
            self._desk.go("funds", one.table, one.row_id)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(*_TABLES):
            self.reload()


def invoices(desk: Desk) -> LedgerPage:
    """The ledger of invoices with a line for the scanner and a button for pictures over it."""
    page = desk.ledger(Invoice, title="发票", columns=_INVOICES, page_type=InvoiceLedger)
    assert isinstance(page, InvoiceLedger)
    page.begin(desk)
    return page


class InvoiceLedger(LedgerPage):
    """The standard list, and the two quick ways in."""

    def begin(self, desk: Desk) -> None:
        line = QLineEdit()
        line.setPlaceholderText(_SCAN)
        line.setMinimumWidth(line.fontMetrics().horizontalAdvance(_SCAN) + _EDGES)
        look.named(line, "扫码录入", "点在这里，用扫码枪对准发票左上角的方块；也可以粘贴")
        picture = push_button("从照片、PDF 认")
        look.named(picture, "从照片、PDF 认", "选发票的照片或 PDF，程序认出上面的方块")
        quick = QWidget()
        row = FlowLayout(quick, gap=8)
        for part in (line, picture):
            row.addWidget(part)
        self._column.insertWidget(1, quick)
        line.returnPressed.connect(partial(_scanned, desk, self, line))
        picture.clicked.connect(partial(_ask_papers, desk, self))


def _scanned(desk: Desk, page: LedgerPage, line: QLineEdit) -> None:
    text = line.text().strip()
    line.clear()
    if text and desk.runner.act(actions.scan_invoice, text, on_refused=page.banner.say):
        page.banner.hide()


def _ask_papers(desk: Desk, page: LedgerPage, _checked: bool = False) -> None:
    names, _ = QFileDialog.getOpenFileNames(page, "选发票", "", _PAPERS)
    if names:
        take_papers(desk, page, [Path(name) for name in names])


def take_papers(desk: Desk, page: LedgerPage, paths: Sequence[Path]) -> None:
    """Reads the squares beside the window and registers what is new."""
    desk.runner.job(
        partial(_read_papers, tuple(paths)), label="正在认发票",
        on_done=partial(_told, page), on_refused=page.banner.say,
    )  # fmt: skip


def _read_papers(paths: tuple[Path, ...], book: Any, tick: Any) -> Changes:
    return actions.invoices_of_papers(book, paths, tick)


def _told(page: LedgerPage, changes: Changes) -> None:
    page.banner.say(str(changes.result))
