"""月结: which checks stand in the way, close the month, open it again with a second person."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds import actions, checks, reads
from qinglian_desktop.modules.funds.books import BookMonth, Voucher
from qinglian_desktop.modules.funds.looking import Check
from qinglian_desktop.modules.funds.page.picker import BookBox
from qinglian_desktop.modules.funds.page.reason import SecondPerson
from qinglian_desktop.modules.funds.records import Entry, OpeningBalance
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_BACK = 24  # months offered
_CHECKS = (Heading("检查项", 180), Heading("结果", 96, state=True), Heading("怎么办", 0))
_LOG = (
    Heading("月份", 110), Heading("结账", 200), Heading("反结账", 0),
)  # fmt: skip
FINE, STOPS, TOLD = "通过", "待处理", "提醒"


class MonthsPage(QWidget):
    page_id, title = "book_month", "月结"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.found: list[Check] = []
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.book, self.month = BookBox(desk.book), ChoiceBox("哪个月")
        self._offer_months()
        self.state = look.chip("未结账", parent=self)
        self.close_button = push_button("结账", "primary")
        self.reopen_button = push_button("反结账")
        self.gaps_button = push_button("补齐凭证号")
        self.year_button = push_button("年终结转")
        self.unyear_button = push_button("撤掉年终结转")
        self.banner, self.second = Banner(), SecondPerson()
        self.table = PlainTable("结账前的检查", _CHECKS)
        self.log = PlainTable("结账记录", _LOG)
        self._lay_out()
        for button, act in (
            (self.close_button, self.on_close), (self.reopen_button, self._ask_second),
            (self.gaps_button, self.on_gaps), (self.year_button, self.on_year),
            (self.unyear_button, self.on_unyear),
        ):  # fmt: skip
            button.setAutoDefault(False)
            button.clicked.connect(act)
        for box in (self.book, self.month):
            box.currentIndexChanged.connect(self.reload)
        self.second.done.connect(self.on_reopen)
        self.table.opened.connect(self._on_opened)
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self.reload()

    def _lay_out(self) -> None:
        choices = QWidget()
        choices.setProperty("role", "clear")
        row = FlowLayout(choices, gap=8)
        self.state.setMinimumHeight(look.metrics().button)
        parts = (self.book, self.month, self.state, self.close_button, self.reopen_button,
                 self.gaps_button, self.year_button, self.unyear_button)  # fmt: skip
        for part in parts:
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(look.label(self.title, "title"))
        column.addWidget(choices)
        column.addWidget(self.banner)
        column.addWidget(self.second)
        column.addWidget(self.table, 3)
        self.log_title = look.label("结账记录", "group")
        column.addWidget(self.log_title)
        column.addWidget(self.log, 1)

    def _offer_months(self) -> None:
        month = Period.holding(clock.today(), "M")
        for _ in range(_BACK):
            self.month.addItem(month.label, str(month))
            month = month.previous
        self.month.setCurrentIndex(1)  # the last one that is over

    @property
    def period(self) -> Period:
        return Period.parse(str(self.month.currentData()))

    # -- what is shown ----------------------------------------------------------------------

    def reload(self, *_: object) -> None:
        book, account, month = self._desk.book, self.book.account, self.period
        self.second.hide()
        shut = reads.closed(book, account, month.first)
        self.found = checks.of_month(book, account, month)
        self.table.fill([(one.name, _state(one), one.words or "—") for one in self.found])
        self.state.say("已结账" if shut else "未结账")
        latest = reads.closings(book, account)
        last = bool(latest) and latest[-1]["month"] == str(month)
        december = month.first.month == 12 and not shut
        closed_year = december and bool(actions.closing_vouchers(book, account, month.first.year))
        gaps = any(one.name == checks.NUMBERS and not one.fine for one in self.found)
        self.close_button.setVisible(not shut)
        self.reopen_button.setVisible(last)
        self.gaps_button.setVisible(gaps and not shut)
        self.year_button.setVisible(december and not closed_year)
        self.unyear_button.setVisible(closed_year)
        self._fill_log(account)

    def _fill_log(self, account: str) -> None:
        query = Query(BookMonth.table, reads.own(self._desk.book, account),
                      order=(("month", True), ("created_at", True)))  # fmt: skip
        rows = []
        for row in self._desk.book.rows(query):
            back = "—"
            if row["reopened_on"]:
                back = (f"{row['reopened_on']} {row['reopened_by']}，{row['confirmed_by']}确认："
                        f"{row['reason']}")  # fmt: skip
            told = f"；{row['told']}" if row["told"] else ""
            rows.append((row["month"], f"{row['closed_on']} {row['closed_by']}{told}", back))
        self.log.fill(rows)
        for part in (self.log_title, self.log):
            part.setVisible(bool(rows))

    def _on_opened(self, row: int, _column: int) -> None:
        """The first row that a check speaks of."""
        one = self.found[row] if row < len(self.found) else None
        if one is not None and one.table and one.ids:
            self._desk.go("funds", one.table, one.ids[0])

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        tables = (Entry, Voucher, BookMonth, OpeningBalance)
        if self.isVisible() and changes.touches(*(record.table for record in tables)):
            self.reload()

    # -- what is done -----------------------------------------------------------------------

    def on_close(self) -> None:
        self._act(actions.close_month, self.book.account, self.period)

    def _ask_second(self) -> None:
        names = [n for n in actions.reviewers(self._desk.book)
                 if n != self._desk.book.operator.name]  # fmt: skip
        if not names:
            self.banner.say("反结账要有第二个人。请先在“复核人”里加一位，再来反结账。")
            return
        self.second.begin(names)

    def on_reopen(self, reason: str, name: str, pin: str) -> None:
        act = self._desk.runner.act
        made = act(
            actions.reopen_month, self.book.account, self.period, reason, name, pin,
            initiator=self, on_refused=self.banner.say,
        )  # fmt: skip
        if made is not None:
            self.banner.hide()
            self.reload()

    def on_gaps(self) -> None:
        self._act(actions.close_gaps, self.book.account, self.period.first.year)

    def on_year(self) -> None:
        self._act(actions.close_year, self.book.account, self.period.first.year)

    def on_unyear(self) -> None:
        self._act(actions.drop_year_end, self.book.account, self.period.first.year)

    def _act(self, action: Callable[..., Changes], *given: object) -> None:
        self.banner.hide()
        made = self._desk.runner.act(
            action,
            *given,
            initiator=self,
            on_refused=self.banner.say,
        )
        if made is not None:
            self.reload()


def _state(check: Check) -> str:
    if check.fine:
        return FINE
    return STOPS if check.blocks else TOLD
