"""The tab 三资: what the two books hold, their ledgers, and the finance notice of a quarter."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Record, defaults
from qinglian_desktop.modules.funds import actions
from qinglian_desktop.modules.funds.page.beside_entry import put_under
from qinglian_desktop.modules.funds.page.control import control_sections
from qinglian_desktop.modules.funds.page.review_bar import put_above
from qinglian_desktop.modules.funds.records import (
    BOOKS,
    COMMITTEE,
    SPENDING,
    BalanceLine,
    Entry,
    Grant,
    OpeningBalance,
)
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.runner import Runner
from qinglian_desktop.ui.sections import Section, Sections

_COLUMNS = (
    "day", "direction", "summary", "amount_fen", "counterparty", "book", "voucher_no", "channel",
)  # fmt: skip
_ROOM_FOR_TWO = 780  # px at 标准 for two books side by side
_ROOM_FOR_PARTS = 470  # px at 标准 of height for what the balances are made of
_QUARTERS_BACK = 6  # closed quarters offered for a notice


def make_page(desk: Desk) -> QWidget:
    return FundsPage(desk)


class FundsPage(QWidget):
    page_id, title = "funds", "三资"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.figures = {account: BookFigures(called(desk.book, account)) for account in BOOKS}
        self.compose_button = push_button("生成本季公开", icon="disclosure")
        self.compose_button.setToolTip("按账上的数编一季的财务公开公告，先是草稿")
        self.banner = Banner()
        self.composer = Composer(desk.book, desk.runner, self._show_notice)
        self.sections = Sections(self.page_id, self.title, self._sections())
        self._lay_out()
        self.compose_button.clicked.connect(self.show_composer)
        self.composer.closed.connect(self.hide_composer)
        enter_at(self, self.sections)
        desk.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self._on_cover)
        self.reload_figures()

    def _sections(self) -> tuple[Section, ...]:
        def section(record: type[Record], word: str) -> Section:
            return record.table, word, partial(self._desk.ledger, record, title=word)

        return (
            (Entry.table, "收支登记", self._entries),
            section(OpeningBalance, "期初余额"),
            section(Grant, "专项资金"),
            section(BalanceLine, "资产负债表"),
            *control_sections(self._desk),
        )

    def _entries(self) -> LedgerPage:
        page = self._desk.ledger(Entry, title="收支登记", columns=_COLUMNS, page_type=EntryLedger)
        number = page.drawer.form.editors["voucher_no"].input
        assert isinstance(number, QLineEdit)
        number.setPlaceholderText("不填就自动编号，例：0012")
        page.head.add.setText("登记收支")
        look.named(page.head.add, "登记收支", "登记一笔收支（Ctrl+N）")
        put_above(page, self._desk.book, self._desk.runner)
        put_under(page, self._desk)
        return page

    def _lay_out(self) -> None:
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(8)
        for card in self.figures.values():
            self._cards.addWidget(card, 1)
        self.line = QWidget()
        top = QHBoxLayout(self.line)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(12)
        top.addLayout(self._cards, 1)
        top.addWidget(self.compose_button)
        head = QVBoxLayout()
        head.setContentsMargins(24, 12, 24, 0)
        head.setSpacing(8)
        for part in (self.banner, self.line, self.composer):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.sections, 1)

    # -- figures --------------------------------------------------------------------------

    def reload_figures(self) -> None:
        """Balances of today and what moved this month, for both books."""
        day = clock.today()
        for account, card in self.figures.items():
            held = actions.balances(self._desk.book, account, day)
            card.show_figures(held.cash, held.bank, self._moved(account, Period.holding(day, "M")))

    def _moved(self, account: str, month: Period) -> tuple[int, int] | None:
        try:
            figures = actions.quarter_figures(self._desk.book, account, month)
        except Refused:
            return None  # the card says so; the ledgers stay open to be put right
        return figures.income, figures.spending

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Entry.table, OpeningBalance.table):
            self.reload_figures()

    def _on_cover(self, _on: bool) -> None:
        for card in self.figures.values():
            card.show_again()  # the same figures: F9 must not wait for the ledger

    # -- the notice of a quarter ----------------------------------------------------------

    def show_composer(self) -> None:
        """In the place of the figures: the ledger below keeps its room in 特大."""
        self.line.hide()
        self.composer.begin()

    def hide_composer(self) -> None:
        self.composer.hide()
        self.line.show()
        self.compose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_notice(self, row_id: str) -> None:
        self.hide_composer()
        self._desk.go("disclosure", "notice", row_id)

    # -- what the window asks of a page ---------------------------------------------------

    def reload(self) -> None:
        self.reload_figures()
        self.sections.reload()

    def new_record(self) -> None:
        self.sections.new_record()

    def print_page(self) -> None:
        self.sections.print_page()

    def flush(self) -> bool:
        """Save what waits; False when something was refused."""
        page = self.sections.current
        return not isinstance(page, LedgerPage) or page.flush()

    def open_record(self, table: str, row_id: str) -> None:
        self.sections.show_row(table, row_id)

    show_row = open_record

    # -- place ----------------------------------------------------------------------------

    def _place(self) -> None:
        wide = self.width() >= look.metrics().px(_ROOM_FOR_TWO)
        direction = QBoxLayout.Direction
        self._cards.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        for card in self.figures.values():  # on a low screen the ledger keeps its room
            card.parts.setVisible(self.height() >= look.metrics().px(_ROOM_FOR_PARTS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_cards"):
            QTimer.singleShot(0, self, self._place)


class EntryLedger(LedgerPage):
    """A new entry begins with today and 支出, in the book of the one before: four fields remain."""

    def new_record(self) -> None:
        super().new_record()
        form = self.drawer.form
        if self.drawer.isHidden() or self.drawer.row_id:
            return
        newest = self._reader.ids(Query(Entry.table, order=(("created_at", True),), limit=1))
        rows = self._reader.page(Entry.table, newest) if newest else ()
        account = (rows[0]["book"] if rows else None) or COMMITTEE
        started = {"book": account, "day": clock.today().isoformat(), "direction": SPENDING}
        form.set_row({**defaults(Entry), **started})
        form.editors["summary"].setFocus(Qt.FocusReason.OtherFocusReason)


def called(book: Any, account: str) -> str:
    """How a book is called in this office: 居委会 or 村委会, and the collective."""
    return str(book.word("committee_short")) if account == COMMITTEE else account


class BookFigures(QFrame):
    """One book at a glance; wraps in 特大 instead of being cut off."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._figures: tuple[int, int, tuple[int, int] | None] = (0, 0, (0, 0))
        self.setProperty("role", "card")
        self.total = look.label("", "group")
        self.parts = look.label("", "hint")
        self.parts.setWordWrap(True)
        first = QHBoxLayout()
        first.addWidget(look.label(f"{name}账"))
        first.addStretch(1)
        first.addWidget(self.total)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(2)
        column.addLayout(first)
        column.addWidget(self.parts)
        column.addStretch(1)

    def show_figures(self, cash: int, bank: int, moved: tuple[int, int] | None) -> None:
        """Amounts in 分; `moved` is income and spending of this month, None when unclear."""
        self._figures = (cash, bank, moved)
        self.show_again()

    def show_again(self) -> None:
        cash, bank, moved = self._figures
        self.total.setText(f"结余 {_shown(cash + bank)} 元")
        words = [f"现金 {_shown(cash)} · 银行 {_shown(bank)}"]
        if moved is None:
            words.append("本月收支对不上，请核对期初余额和收支")
        else:
            words.append(f"本月收入 {_shown(moved[0])} · 本月支出 {_shown(moved[1])}")
        self.parts.setText("\n".join(words))
        said = "，".join(words).replace(" · ", "，")
        look.named(self, f"{self.name}账，{self.total.text()}，{said}")


def _shown(fen: int) -> str:
    return cover.STARS if cover.cover().on else money.show(fen)


class Composer(QFrame):
    """Which book and quarter? Makes the draft of the finance notice and says its number."""

    closed = Signal()

    def __init__(self, book: Any, runner: Runner, show_notice: Callable[[str], object]) -> None:
        super().__init__()
        self._book, self._runner, self._show_notice = book, runner, show_notice
        self.made = ""  # id of the notice made last
        self.setProperty("role", "card")
        look.named(self, "生成本季公开")
        self.account, self.period = ChoiceBox("哪一本账"), ChoiceBox("哪一季")
        for one in BOOKS:
            self.account.addItem(f"{called(book, one)}账", one)
        self.done = push_button("编成公告草稿")
        self.cancel = push_button("收起", "link")
        self.open = push_button("去看公告", "link")
        self.answer = look.label("")
        self.answer.setWordWrap(True)
        self.trouble = Banner()
        self._lay_out()
        self.done.clicked.connect(self.compose)
        self.cancel.clicked.connect(self.closed)
        self.open.clicked.connect(self._on_open)
        self.hide()

    def _lay_out(self) -> None:
        choices = QWidget()
        row = FlowLayout(choices)
        for part in (self.account, self.period, self.done, self.cancel):
            row.addWidget(part)
        end = QHBoxLayout()
        end.addWidget(self.answer, 1)
        end.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(choices)
        column.addLayout(end)
        column.addWidget(self.trouble)

    def begin(self) -> None:
        """Offer the quarters that are over, the last one first."""
        self.period.clear()
        quarter = Period.holding(clock.today(), "Q")
        for _ in range(_QUARTERS_BACK):
            quarter = quarter.previous
            self.period.addItem(quarter.label, str(quarter))
        self._clear()
        self.show()
        self.account.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        for part in (self.answer, self.open, self.trouble):
            part.hide()

    def compose(self) -> None:
        account = str(self.account.currentData())
        period = Period.parse(str(self.period.currentData()))
        self._clear()
        changes = self._runner.act(
            actions.compose_quarterly, account, period, initiator=self, on_refused=self.trouble.say
        )
        if changes is None:
            return
        # A draft composed anew without any difference touches nothing, so the row is asked for.
        notice = actions.finance_notice(self._book, account, period)
        self.made = str(notice["id"]) if notice else ""
        self.answer.setText(self._said(str(changes.result), account, period))
        self.answer.show()
        self.open.show()

    def _said(self, number: str, account: str, period: Period) -> str:
        text = f"{period.label}{self.account.currentText()}的公告已编好：{number}，是草稿。"
        doubtful = actions.doubtful_payees(self._book, account, period)
        if doubtful:
            which = "、".join(f"凭证 {entry.voucher_no}" for entry in doubtful[:3])
            text += (
                f"有 {len(doubtful)} 笔的对方像是人名（{which}），会照登全名；"
                "是个人的请在收支里勾上“对方是个人”，再编一次。"
            )
        return f"{text}请到“公开公示”里送审核。"

    def _on_open(self) -> None:
        self._show_notice(self.made)
