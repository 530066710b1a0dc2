"""现金盘点: counts of the cash box, and above them what the cash rules ask about."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.modules.funds import actions, reads
from qinglian_desktop.modules.funds.books import BankAccount, Voucher
from qinglian_desktop.modules.funds.cash import Found
from qinglian_desktop.modules.funds.control import CashCount
from qinglian_desktop.modules.funds.records import BOOKS, Entry, OpeningBalance
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_COLUMNS = ("counted_on", "book", "book_fen", "counted_fen", "iou_fen", "cashier", "witness")
_FOUND = (
    Heading("账本", 120), Heading("事项", 150), Heading("是什么情况", 0, private=True),
    Heading("怎么办", 0),
)  # fmt: skip
_ROWS = 3  # findings seen without scrolling


class CashCheck(QFrame):
    """What the rules say of both books today; Enter opens the row it is about."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.found: list[tuple[str, Found]] = []
        self.setProperty("role", "card")
        look.named(self, "现金检查")
        self.words = look.label("", "hint")
        self.words.setWordWrap(True)
        self.table = PlainTable("现金检查", _FOUND)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self.table)
        self.table.opened.connect(self._on_opened)
        desk.runner.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        book, day = self._desk.book, clock.today()
        self.found = [
            (account, one) for account in BOOKS for one in reads.cash_found(book, account, day)
        ]
        whose = {account: actions.whose(book, account) for account in BOOKS}
        self.table.fill([(whose[a], one.name, one.what, one.fix) for a, one in self.found])
        self.table.setVisible(bool(self.found))
        sized = look.metrics()
        lines = min(len(self.found), _ROWS)
        self.table.setFixedHeight(sized.header + lines * sized.row + 4)
        many = len(self.found)
        self.words.setText(
            f"现金检查：有 {many} 项请核实，选中一项按 Enter 去看。" if many
            else "现金检查：没有要核实的。"
        )  # fmt: skip

    def _on_opened(self, row: int, _column: int) -> None:
        rows = self.found[row][1].rows if row < len(self.found) else ()
        for row_id in rows:
            for record in (Entry, CashCount, Voucher, BankAccount):
                if self._desk.book.row(record.table, row_id) is not None:
                    self._desk.go("funds", record.table, row_id)
                    return

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        tables = (Entry, CashCount, Voucher, BankAccount, OpeningBalance)
        if changes.touches(*(record.table for record in tables)):
            self.reload()


def make_cash(desk: Desk) -> LedgerPage:
    page = desk.ledger(CashCount, title="现金盘点", columns=_COLUMNS)
    page.head.add.setText("登记盘点")
    look.named(page.head.add, "登记盘点", "登记一次现金盘点（Ctrl+N）")
    column = page.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(column.indexOf(page.banner), CashCheck(desk))
    for account in BOOKS:
        whose = actions.whose(desk.book, account).removesuffix("账")
        button = push_button(f"空白表（{whose}）", icon="print")
        button.setToolTip("打印空白的盘点表，带去点现金")
        button.clicked.connect(
            _printing(desk, page, partial(actions.empty_count, desk.book, account))
        )
        page.filters.add(button)
    _put_button(desk, page)
    return page


def _put_button(desk: Desk, page: LedgerPage) -> None:
    """打印盘点表 under the form of one count."""
    holder = QWidget()
    button = push_button("打印盘点表", icon="print")
    button.setAutoDefault(False)
    line = QVBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(button)
    inner = page.drawer.body.widget()
    assert inner is not None
    column = inner.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(column.indexOf(page.drawer.history), holder)
    page.drawer.stepped.connect(lambda: holder.setVisible(bool(page.drawer.row_id)))
    holder.hide()
    button.clicked.connect(
        _printing(desk, page, lambda: actions.count_paper(desk.book, page.drawer.row_id))
    )


def _printing(desk: Desk, page: LedgerPage, make: Callable[[], Any]) -> Callable[..., None]:
    def run(*_: object) -> None:
        if not page.save_waiting():
            return
        drawn = desk.runner.act(lambda _book: make(), on_refused=page.banner.say)
        if drawn is not None:
            pdf, paper = BytesIO(), drawn.result
            draw(paper, pdf, fonts=Fonts())  # type: ignore[arg-type]
            desk.preview(pdf.getvalue(), "库存现金盘点表", PaperFacts("cash-count"))

    return run
