"""现金盘点: counts of the cash box, and what the cash rules ask about."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.funds import actions, reads
from qinglian_desktop.modules.funds.books import BankAccount, Voucher
from qinglian_desktop.modules.funds.cash import Found
from qinglian_desktop.modules.funds.control import CashCount
from qinglian_desktop.modules.funds.page.two_parts import TwoParts
from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE, Entry, OpeningBalance
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_COLUMNS = ("counted_on", "book", "book_fen", "counted_fen", "iou_fen", "cashier", "witness")
_FOUND = (
    Heading("账本", 150), Heading("事项", 180), Heading("是什么情况", 0, private=True),
)  # fmt: skip
COUNTS, CHECK = "盘点登记", "现金检查"


class CashPage(TwoParts):
    """What the rules say of both books today, and the counts; Enter opens what it is about."""

    def __init__(self, desk: Desk) -> None:
        ledger = desk.ledger(CashCount, title="现金盘点", columns=_COLUMNS)
        super().__init__(CashCount.table, "现金盘点", ledger)
        self._desk = desk
        self.found: list[tuple[str, Found]] = []
        ledger.head.add.setText("登记盘点")
        look.named(ledger.head.add, "登记盘点", "登记一次现金盘点（Ctrl+N）")
        self.table = PlainTable("现金检查", _FOUND)
        self.empty = EmptyCard("两本账的现金没有要核实的。", "success")
        self.put_parts(((COUNTS, ledger), (CHECK, self._check())), [*map(self._sheet, BOOKS)])
        self._put_button()
        self.table.opened.connect(self._on_opened)
        cover.cover().changed.connect(self._on_row)
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, ledger)
        self.show_part(0)

    def _sheet(self, account: str) -> QPushButton:
        """Prints the empty sheet of one book."""
        whose = actions.whose(self._desk.book, account).removesuffix("账")
        short = "集体" if account == COLLECTIVE else whose
        button = push_button(f"{short}空白表", icon="print")
        button.setToolTip("打印空白的盘点表，带去点现金")
        button.clicked.connect(partial(self.print_empty, account))
        return button

    def _check(self) -> QWidget:
        page = QWidget()
        page.setProperty("role", "page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rest = look.label("", "hint")
        self.rest.setWordWrap(True)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(look.label("现金检查", "title"))
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.rest)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        return page

    def _put_button(self) -> None:
        """打印盘点表 under the form of one count."""
        drawer = self.ledger.drawer
        button = push_button("打印盘点表", icon="print")
        button.setAutoDefault(False)
        inner = drawer.body.widget()
        assert inner is not None
        column = inner.layout()
        assert isinstance(column, QVBoxLayout)
        left = Qt.AlignmentFlag.AlignLeft
        column.insertWidget(column.indexOf(drawer.history), button, 0, left)
        drawer.stepped.connect(lambda: button.setVisible(bool(drawer.row_id)))
        button.hide()
        button.clicked.connect(self.print_count)

    def reload(self, *_: object) -> None:
        super().reload()
        book, day = self._desk.book, clock.today()
        self.found = [
            (account, one) for account in BOOKS for one in reads.cash_found(book, account, day)
        ]
        whose = {account: actions.whose(book, account) for account in BOOKS}
        self.table.fill([(whose[a], one.name, one.what) for a, one in self.found])
        self.table.setVisible(bool(self.found))
        self.empty.setVisible(not self.found)
        if self.found and self.table.row() < 0:
            self.table.selectRow(0)
        word = f"{CHECK}（{len(self.found)}）" if self.found else CHECK
        self.word(1).setText(word)
        self.word(1).setAccessibleName(word)
        self._on_row()

    def _on_row(self, *_: object) -> None:
        row = self.table.row()
        one = self.found[row][1] if 0 <= row < len(self.found) else None
        said = f"{one.what}。怎么办：{one.fix}。依据：{one.basis}" if one else ""
        self.rest.setText("" if cover.cover().on else said)

    def _on_opened(self, row: int, _column: int) -> None:
        rows = self.found[row][1].rows if row < len(self.found) else ()
        for row_id in rows:
            for record in (Entry, CashCount, Voucher, BankAccount):
                if self._desk.book.row(record.table, row_id) is not None:
                    self._desk.go("funds", record.table, row_id)
                    return

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        tables = (Entry, CashCount, Voucher, BankAccount, OpeningBalance)
        if (
            self.isVisible()
            and not self.on_list
            and changes.touches(*(record.table for record in tables))
        ):
            self.reload()

    # -- paper ----------------------------------------------------------------------------

    def print_empty(self, account: str, _checked: bool = False) -> None:
        """The sheet to be taken to the cash box."""
        self._print(actions.empty_count, account)

    def print_count(self) -> None:
        if self.ledger.save_waiting() and self.ledger.drawer.row_id:
            self._print(actions.count_paper, self.ledger.drawer.row_id)

    def _print(self, make: Callable[..., Document], which: str) -> None:
        show_paper(
            self._desk, make, which, title="库存现金盘点表", on_refused=self.ledger.banner.say
        )
