"""各单位党建情况: what was due of each unit and what was kept; a figure opens its rows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from qinglian_desktop.core import clock
from qinglian_desktop.core.access import show
from qinglian_desktop.core.document import Column, Document, Note, Table
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.street import party_work
from qinglian_desktop.modules.street.party_work import UnitWork
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HOW = "“按期/应做”，照各单位报来的数算到今天；单位按编码排列。选中一格按回车，看是哪些记录。"
_YEARS_BACK = 4
_MOST, _FIELDS = 500, 7  # rows shown of one figure, fields of each
_MEANS = (
    "按期的次数/应做的次数，照自评指标的算法算。组织生活：三会一课等应开的会；专题研究：每半年研究清廉村居；"
    "履责纪实：每月有记录；联席会：大党委每季度开；共建项目：到期的按期办结；认领岗位、服务反馈：在职党员报到。"
    "“—”是还没有到期的，或者还没有登记。"
)


def open_it(window: "Window") -> None:
    page = PartyWorkPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class PartyWorkPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("party-work", "各单位党建情况")
        self._window = window
        self._lines: list[UnitWork] = []
        self._headings: tuple[str, ...] = ()
        self.year = ChoiceBox("哪一年")
        this = clock.today().year
        for year in range(this, this - _YEARS_BACK, -1):
            self.year.addItem(f"{year}年", year)
        self.print_button = push_button("打印", icon="print")
        self.said = look.label(_HOW, "hint")
        self.said.setWordWrap(True)
        self.table = PlainTable(self.title, (Heading("单位", 0),))
        self.table.select_grid()
        self.rows = PlainTable("这个数后面的记录", (Heading("", 0),))
        self.empty = EmptyCard("还没有单位报来党建记录。合并报送包以后，这里就有数。", "party")
        self.head.addWidget(self.year)
        self.head.addWidget(self.print_button)
        self.column.addWidget(self.said)
        for part in (self.table, self.rows, self.empty):
            self.column.addWidget(part, 1)
        self.table.opened.connect(self.open_rows)
        self.year.currentIndexChanged.connect(self.reload)
        self.print_button.clicked.connect(self.print_page)
        window.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self.reload()

    def reload(self, _index: object = None) -> None:
        book = self._window.book
        self._headings = party_work.headings(book)
        self._lines = party_work.party_work(book, int(self.year.currentData()), clock.today())
        self.table.fill(
            [(line.unit, *(cell.said for cell in line.cells)) for line in self._lines],
            (Heading("单位", 0), *(Heading(word, 96) for word in self._headings)),
        )
        self._show_rows(False)

    def _show_rows(self, on: bool) -> None:
        there = bool(self._lines and self._headings)
        self.rows.setVisible(on)
        self.table.setVisible(there and not on)
        self.empty.setVisible(not there)
        self.print_button.setVisible(there and not on)
        self.year.setVisible(not on)
        if not on:
            self.said.setText(_HOW)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touched:
            self.reload()

    def open_rows(self, place: int, column: int = 1) -> None:
        """The rows of a figure, and what is missing beside them."""
        line, cell = self._lines[place], self._lines[place].cells[max(column, 1) - 1]
        word = self._headings[max(column, 1) - 1]
        lacks = f"还缺：{cell.lacks}。" if cell.lacks else ""
        if not cell.behind:
            self.said.setText(f"{line.unit} {word} {cell.said or '不在列'}，没有记录。{lacks}")
            return
        query = cell.behind[0]
        record = self._window.book.tables[query.table]
        rows = self._window.book.rows(query._replace(limit=_MOST))
        names = [
            name for name, field in record.fields.items()
            if field.kind.name not in ("files", "link", "flag", "reason")
        ][:_FIELDS]  # fmt: skip
        self.rows.fill(
            [[show(record.fields[name], row[name]) for name in names] for row in rows],
            [Heading(record.fields[name].label, 140, private=True) for name in names],
        )
        self._show_rows(True)
        self.said.setText(f"{line.unit} {word} {cell.said}。{lacks}按返回回到各单位。")
        self.rows.selectRow(0)
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """From the rows back to the units, from there out of the page."""
        if self.rows.isHidden():
            super().leave()
            return
        self._show_rows(False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_page(self) -> None:
        from qinglian_desktop.shell import drawing

        book, year = self._window.book, int(self.year.currentData())
        rows = tuple((line.unit, *(cell.said for cell in line.cells)) for line in self._lines)
        columns = (Column("单位", 20), *(Column(word, 10, "center") for word in self._headings))
        paper = Document(
            f"{book.unit.name}{year}年各单位党建情况", "table",
            (Table(columns, rows), Note(_MEANS)), unit=book.unit.name, made_on=clock.today(),
        )  # fmt: skip
        drawing.show_paper(self._window, paper, self.title)
