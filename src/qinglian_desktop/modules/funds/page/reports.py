"""报表 (Z-04): choose a statement, a book and a period; open a figure; print or save it."""

from functools import partial
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.funds import reads
from qinglian_desktop.modules.funds.actions import reporting
from qinglian_desktop.modules.funds.books import BankAccount, Voucher, VoucherLine
from qinglian_desktop.modules.funds.page.behind import BehindPanel
from qinglian_desktop.modules.funds.page.ties import Ties
from qinglian_desktop.modules.funds.page.told import called, column_of, heading_of, words_of
from qinglian_desktop.modules.funds.reads.behind import Opened, open_figure
from qinglian_desktop.modules.funds.reads.telling import NAMES, Sources, compose, names_of, sources
from qinglian_desktop.modules.funds.records import BOOKS, Entry, OpeningBalance
from qinglian_desktop.modules.funds.statements.values import (
    Behind,
    Figure,
    Lead,
    Line,
    Statement,
    Tie,
)
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.sections import Section
from qinglian_desktop.ui.title_row import TitleRow
from qinglian_desktop.ui.where import where_to

_KINDS: Final = (("M", "月报", 24), ("Q", "季报", 12), ("H", "半年报", 6), ("Y", "年报", 6))
_TOUCHING: Final = (
    Entry.table, Voucher.table, VoucherLine.table, OpeningBalance.table, BankAccount.table,
)  # fmt: skip
_PAGES: Final = {Notice.table: "disclosure"}  # where a row that is no entry opens
_NO_FIGURE: Final = "这一格没有数。请选有金额的格子，再按回车。"
_EMPTY: Final = "这本账到这一期还没有数，先登记收支或期初余额"
_ADDED: Final = "这个数由上面几行加减得来，请看上面各行。"


class Shown(NamedTuple):
    """What was read for the screen."""

    read: Sources
    told: Statement


class ReportsPage(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = "报表"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self._asked = 0
        self.shown: Shown | None = None
        self.head = TitleRow(self.title, with_export=True, with_print=True)
        self.head.add.hide()
        self.every = push_button("全部导出", icon="export")
        self.every.setToolTip("这本账这一期的所有报表，一个文件里一张一页")
        self.account, self.name = ChoiceBox("哪本账"), ChoiceBox("哪张报表")
        self.kind, self.period = ChoiceBox("月报还是季报"), ChoiceBox("哪一期")
        self.banner = Banner()
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.table = PlainTable("报表", (Heading("项目"),))
        self.table.select_grid()
        self.ties = Ties()
        self.behind = BehindPanel()
        self._lay_out()
        self._fill_choices()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        self.head.put(self.every)
        choices = QWidget()
        choices.setProperty("role", "clear")
        row = FlowLayout(choices, gap=8)
        for part in (self.account, self.name, self.kind, self.period):
            row.addWidget(part)
        statement = QWidget()
        inner = QVBoxLayout(statement)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for above in (choices, self.said):
            inner.addWidget(above)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.ties)
        self.stack = QStackedWidget()
        self.stack.addWidget(statement)
        self.stack.addWidget(self.behind)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        enter_at(self, self.table)

    def _connect(self) -> None:
        self.account.activated.connect(self._on_account)
        self.kind.activated.connect(self._on_kind)
        for box in (self.name, self.period):
            box.activated.connect(lambda _place: self.reload())
        self.table.opened.connect(self.open_cell)
        self.head.print_asked.connect(self.print_page)
        self.head.export_asked.connect(self.export)
        self.every.clicked.connect(partial(self.export, every=True))
        self.ties.look_asked.connect(self._show_gap)
        self.behind.closed.connect(self.show_statement)
        self.behind.row_opened.connect(self._open_row)
        self.behind.lead_opened.connect(self.open_lead)
        self._desk.runner.changed.connect(self._on_changed)

    # -- choosing -------------------------------------------------------------------------

    def _fill_choices(self) -> None:
        for one in reversed(BOOKS):
            self.account.addItem(f"{reads.called(self._desk.book, one)}账", one)
        for letter, word, _ in _KINDS:
            self.kind.addItem(word, letter)
        self.kind.setCurrentIndex(1)
        self._fill_names()
        self._fill_periods()

    def _fill_names(self) -> None:
        chosen = self.name.currentData()
        self.name.clear()
        for key in names_of(str(self.account.currentData())):
            self.name.addItem(NAMES[key], key)
        self.name.setCurrentIndex(max(self.name.findData(chosen), 0))

    def _fill_periods(self) -> None:
        letter, _, many = _KINDS[self.kind.currentIndex()]
        self.period.clear()
        one = Period.holding(clock.today(), letter)
        for _ in range(many):
            self.period.addItem(one.label, str(one))
            one = one.previous

    def _on_account(self, _place: int) -> None:
        self._fill_names()
        self.reload()

    def _on_kind(self, _place: int) -> None:
        self._fill_periods()
        self.reload()

    def choose(self, account: str, key: str, period: Period) -> None:
        """Shows this statement; a period that is not offered is added."""
        self.account.setCurrentIndex(self.account.findData(account))
        self._fill_names()
        self.name.setCurrentIndex(self.name.findData(key))
        self.kind.setCurrentIndex([letter for letter, *_ in _KINDS].index(period.kind))
        self._fill_periods()
        if self.period.findData(str(period)) < 0:
            self.period.addItem(period.label, str(period))
        self.period.setCurrentIndex(self.period.findData(str(period)))
        self.reload()

    @property
    def chosen(self) -> tuple[str, str, Period]:
        account, key = str(self.account.currentData()), str(self.name.currentData())
        return account, key, Period.parse(str(self.period.currentData()))

    # -- the statement --------------------------------------------------------------------

    def reload(self) -> None:
        """Reads the chosen statement beside the window."""
        self._asked += 1
        account, key, period = self.chosen

        def question(book: Any) -> Shown | Refused:
            try:
                read = sources(book, account, period)
                return Shown(read, compose(book, read, key))
            except Refused as refused:
                return refused

        self._desk.runner.read(question, partial(self._on_read, self._asked))

    def _on_read(self, number: int, answer: Shown | Refused) -> None:
        if number != self._asked:
            return  # another one was chosen meanwhile
        self.stack.setCurrentIndex(0)
        if isinstance(answer, Refused):
            self.shown = None
            self.table.fill([], (Heading("项目"),))
            self.ties.show_ties(())
            self.said.setText("")
            self.banner.say(answer)
            return
        self.banner.hide()
        self.shown = answer
        told = answer.told
        unsure = "　项目和行次待核实" if told.doubt else ""
        ends = answer.read.period.last >= clock.today()
        filled = any(figure.fen for line in told.lines for figure in line.figures)
        hint = "选一个数按回车，看它由哪些笔组成" if filled else _EMPTY
        self.said.setText(
            f"{told.when}　单位：元{'　这一期还没结束' if ends else ''}{unsure}　{hint}"
        )
        self.said.setToolTip(told.doubt)
        lines = told.lines
        rows = [words_of(told, line) for line in lines]
        strong = {place for place, line in enumerate(lines) if line.strong}
        headings = [
            heading_of(head, [row[place] for row in rows]) for place, head in enumerate(told.heads)
        ]
        self.table.fill(rows, headings, bold=strong)
        if self.table.row() < 0 and rows:
            self.table.setCurrentIndex(self.table.records.index(0, 0))
        self.ties.show_ties(told.ties)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(*_TOUCHING) and self.isVisible():
            self.reload()

    # -- what a figure is made of -----------------------------------------------------------

    def open_cell(self, row: int, column: int) -> None:
        if self.shown is None:
            return
        line = self.shown.told.lines[row]
        if line.row_id and not isinstance(line.cells[column], Figure):
            self._open_row(line.table, line.row_id)
            return
        cell = line.cells[column]
        if not isinstance(cell, Figure):
            cell = next((f for f in line.figures if f.fen), None)
        if cell is None:
            self._desk.runner.said.emit(_NO_FIGURE)
        elif cell.behind is None:
            self._on_no_rows(line)
        else:
            place = line.cells.index(cell)
            self._open(cell.behind, f"{called(line)} {column_of(self.shown.told.heads[place])}")

    def _on_no_rows(self, line: Line) -> None:
        if line.row_id:
            self._open_row(line.table, line.row_id)
        else:
            self._desk.runner.said.emit(_ADDED)

    def _open(self, behind: Behind, title: str) -> None:
        assert self.shown is not None
        read = self.shown.read

        def question(book: Any) -> tuple[Opened, ...]:
            return open_figure(book, read, behind)

        self._desk.runner.read(question, partial(self._on_opened, self._asked, title))

    def _on_opened(self, number: int, title: str, rows: tuple[Opened, ...]) -> None:
        if number != self._asked or self.shown is None:
            return
        self.behind.show_rows(title, rows, self.shown.read.chart)
        self.stack.setCurrentWidget(self.behind)
        self.behind.take_focus()

    def _show_gap(self, tie: Tie) -> None:
        """[找差额]: what the difference is made of; one lead is opened at once."""
        if len(tie.leads) == 1 and tie.leads[0].behind:
            self._open(tie.leads[0].behind, tie.leads[0].said)
            return
        self.behind.show_leads(tie)
        self.stack.setCurrentWidget(self.behind)
        self.behind.take_focus()

    def _open_row(self, table: str, row_id: str) -> None:
        if row_id:
            self._desk.go("funds", table, row_id)

    def open_lead(self, lead: Lead) -> None:
        if lead.behind is not None:
            self._open(lead.behind, lead.said)
        elif lead.row_id:
            self._desk.go(_PAGES[lead.table], lead.table, lead.row_id)

    def show_statement(self) -> None:
        self.stack.setCurrentIndex(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- out -------------------------------------------------------------------------------

    def print_page(self) -> None:
        if covered := cover.stops("打印"):
            self.banner.say(covered)
            return
        account, key, period = self.chosen

        def work(book: Any, _tick: Any) -> Changes:
            return reporting.print_statement(book, account, key, period)

        self._desk.runner.job(
            work,
            label=f"正在排版{NAMES[key]}",
            on_done=partial(self._preview, f"{period.label}{NAMES[key]}", self.chosen),
            on_refused=self.banner.say,
        )

    def _preview(self, title: str, chosen: tuple[str, str, Period], changes: Changes) -> None:
        drawn = changes.result
        assert isinstance(drawn, reporting.Drawn)
        key = f"statement:{':'.join(map(str, chosen))}"
        self._desk.preview(drawn.pdf, title, PaperFacts(key, draft=drawn.draft, note=drawn.note))

    def export(self, _checked: bool = False, *, every: bool = False) -> None:
        if covered := cover.stops("导出"):
            self.banner.say(covered)
            return
        account, key, period = self.chosen
        keys = names_of(account) if every else (key,)
        what = "报表" if every else NAMES[key]
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"{folder}/{period.label}{account}{what}.xlsx"
        place = where_to(self, f"导出{what}", name, "表格 (*.xlsx)", (".xlsx",))
        if place is None:
            return

        def work(book: Any, _tick: Any) -> Changes:
            return reporting.write_statements(book, account, keys, period, place)

        self._desk.runner.job(
            work,
            label=f"正在导出{what}",
            on_done=lambda changes: self._desk.runner.said.emit(f"{changes.label}：{place}"),
            on_refused=self.banner.say,
        )


def reports(desk: Desk) -> Section:
    """The section 报表 of the tab 三资."""
    return "reports", "报表", partial(ReportsPage, desk)
