"""科目期初: what each account begins the year with; typed, or taken from an old ledger."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.funds import actions, reads
from qinglian_desktop.modules.funds.books import Voucher
from qinglian_desktop.modules.funds.page.lines import LinesGrid, OpeningRow
from qinglian_desktop.modules.funds.page.picker import BookBox
from qinglian_desktop.modules.funds.records import OpeningBalance
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at

_YEARS = 3  # offered: this one and those before
_KINDS = "表格 (*.xlsx *.xls *.et *.csv)"
_HELP = (
    "按旧账 12 月底的科目余额表填，借方合计要等于贷方合计。只有现金和存款两个数的，"
    "在“期初余额”里填就行。"
)


class OpeningPage(QWidget):
    page_id, title = "opening", "科目期初"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._touched = False
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.book, self.year = BookBox(desk.book), ChoiceBox("哪一年")
        for year in range(clock.today().year, clock.today().year - _YEARS, -1):
            self.year.addItem(f"{year}年初", year)
        self.save = push_button("保存期初", "primary")
        self.take = push_button("从旧账导入", icon="import")
        self.banner, self.grid = Banner(), LinesGrid(OpeningRow)
        self.told = look.label("", "hint")
        self.told.setWordWrap(True)
        self._lay_out()
        for button, act in ((self.save, self.on_save), (self.take, self._ask_file)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        for box in (self.book, self.year):
            box.currentIndexChanged.connect(self._on_choice)
        self.grid.edited.connect(self._on_edited)
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.book)
        self.reload()

    def _lay_out(self) -> None:
        choices = QWidget()
        choices.setProperty("role", "clear")
        row = FlowLayout(choices, gap=8)
        for part in (self.book, self.year, self.take, self.save):
            row.addWidget(part)
        words = look.label(_HELP, "hint")
        words.setWordWrap(True)
        inner = QWidget()
        inner.setProperty("role", "clear")
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 8, 8)
        body.addWidget(self.told)
        body.addWidget(self.grid)
        body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(look.label(self.title, "title"))
        column.addWidget(choices)
        column.addWidget(words)
        column.addWidget(self.banner)
        column.addWidget(scroll, 1)

    @property
    def on_year(self) -> int:
        return int(self.year.currentData())

    def reload(self, *_: object) -> None:
        """The balances as they are kept; what is half typed stays."""
        if not self._touched:
            self._read()

    def _read(self) -> None:
        self._touched = False
        self.banner.hide()
        self.told.hide()
        book, account, year = self._desk.book, self.book.account, self.on_year
        self.grid.use(reads.chart_on(book, account, date(year, 1, 1)))
        self.grid.put(actions.opening_lines(book, account, year))

    def _on_choice(self, *_: object) -> None:
        self._read()

    def _on_edited(self) -> None:
        self._touched = True

    def on_save(self) -> None:
        self.banner.hide()
        if trouble := self.grid.trouble():
            self.banner.say(f"{trouble}。请改好再保存。")
            return
        made = self._desk.runner.act(
            actions.open_books, self.book.account, self.on_year, self.grid.lines(),
            initiator=self, on_refused=self.banner.say,
        )  # fmt: skip
        if made is not None:
            self._read()

    def _ask_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "选旧账的科目余额表", "", _KINDS)
        if path:
            self.take_in(Path(path))

    def take_in(self, path: Path) -> None:
        """What the old ledger says, in the grid to be looked at; nothing is kept yet."""
        self.banner.hide()
        found = self._desk.runner.act(
            actions.read_opening, self.book.account, self.on_year, path,
            on_refused=self.banner.say,
        )  # fmt: skip
        if found is None or not isinstance(found.result, actions.OldLedger):
            return
        self.grid.put(found.result.lines)
        self._touched = True
        self.told.setText("\n".join(found.result.told))
        self.told.setVisible(bool(found.result.told))

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if initiator is not self and changes.touches(Voucher.table, OpeningBalance.table):
            self.reload()
