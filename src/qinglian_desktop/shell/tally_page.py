"""完成情况: a year's tasks by item, office and month; every figure leads to its rows (TL-17)."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Column, Document, Heading, Table
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.pick import View
from qinglian_desktop.modules.tasks import reads
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.modules.tasks.rules import Tally, behind
from qinglian_desktop.shell import drawing
from qinglian_desktop.ui import look, plain_table
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import PlainTable
from qinglian_desktop.ui.year_box import YearBox

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.ui.ledger_page import LedgerPage

_WAYS = (("items", "按条目"), ("offices", "按科室"), ("months", "按月"))
_FIRST = {"items": "方案条目", "offices": "牵头科室", "months": "哪个月到期"}
_FIGURES = ("total", "total", "done", "open", "overdue", "done")  # behind each column
_WORDS = ("任务", "已办结", "没办结", "逾期", "办结率")
_HINT = "双击一个数（或按回车），看是哪几条。两个科室一起牵头的，两边都算。"


def offer(window: "Window", page: "LedgerPage") -> None:
    """The way from the ledger to its figures."""
    button = push_button("完成情况")
    button.setToolTip("按条目、按科室、按月看办了多少")
    button.clicked.connect(partial(_open, window))
    page.head.put(button)


def _open(window: "Window", _checked: bool = False) -> None:
    open_it(window)


def open_it(window: "Window") -> None:
    page = TallyPage(window)
    page.closed.connect(partial(window.close_over, page))
    window.lay_over(page)


class TallyPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("tally", "完成情况")
        self._window, self._year, self._way = window, clock.today().year, "items"
        self.lines: list[Tally] = []
        self.years = YearBox()
        self.print = push_button("打印", icon="print")
        self.ways = {name: push_button(word, "choice") for name, word in _WAYS}
        self.table = PlainTable("完成情况", _headings(_FIRST["items"]))
        self.table.select_grid()
        hint = look.label(_HINT, "hint")
        hint.setWordWrap(True)
        row = QWidget()
        row.setProperty("role", "clear")
        flow = FlowLayout(row)
        for name, button in self.ways.items():
            button.setCheckable(True)
            button.clicked.connect(partial(self.show_way, name))
            flow.addWidget(button)
        self.head.addWidget(self.years)
        self.head.addWidget(self.print)
        self.column.addWidget(row)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(hint)
        self.years.chosen.connect(self._on_year)
        self.print.clicked.connect(self.print_page)
        self.table.opened.connect(self.open_figure)
        window.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self.show_way("items")

    def show_way(self, way: str, _checked: bool = False) -> None:
        self._way = way
        for name, button in self.ways.items():
            button.setChecked(name == way)
        book = self._window.book
        self.years.offer(book.distinct(Task.table, "year"), self._year)
        found = reads.rollup(book, self._year)
        self.lines = [*getattr(found, way), found.total]
        titles = reads.item_titles(book, self._year)
        rows = [_shown(line, titles) for line in self.lines]
        self.table.fill(rows, _headings(_FIRST[way]), last_bold=True)

    def _on_year(self, year: int) -> None:
        self._year = year
        self.show_way(self._way)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Task.table):
            self.show_way(self._way)

    def open_figure(self, row: int, column: int) -> None:
        """The ledger with exactly the rows that this figure counts."""
        line, figure = self.lines[row], _FIGURES[column]
        if not getattr(line, figure):
            self.banner.say("这一格是 0 条，没有可看的。")
            return
        view = View(line.name, behind(line, figure, clock.today()))
        page = self._window.go("tasks")
        page.filters.show_view(view)  # type: ignore[attr-defined]

    def print_page(self) -> None:
        found = reads.rollup(self._window.book, self._year)
        titles = reads.item_titles(self._window.book, self._year)
        blocks: list[Heading | Table] = []
        for way, word in _WAYS:
            lines = (*getattr(found, way), found.total)
            rows = tuple(tuple(_shown(line, titles)) for line in lines)
            figures = (Column(label, 13, align="right") for label in _WORDS)
            columns = (Column(_FIRST[way], 36), *figures)
            blocks += [Heading(word, 2), Table(columns, rows, strong=(len(rows) - 1,))]
        unit = self._window.book.unit.name
        paper = Document(
            f"{self._year}年任务完成情况", "table", tuple(blocks), unit=unit,
            made_on=clock.today(), sheet="portrait",
        )  # fmt: skip
        drawing.show_paper(self._window, paper, "任务完成情况")


def _headings(first: str) -> tuple[plain_table.Heading, ...]:
    numbers = (plain_table.Heading(word, 90, numeric=True) for word in _WORDS)
    return (plain_table.Heading(first, 0), *numbers)


def _shown(line: Tally, titles: Mapping[str, str]) -> list[str]:
    figures = [line.total, line.done, line.open, line.overdue]
    name = f"{line.name}{titles.get(line.name, '')}"
    return [name, *(str(figure) for figure in figures), f"{line.percent}%"]
