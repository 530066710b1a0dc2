"""汇总表: the merged tables of a period by unit; each figure opens the rows behind it (K-02)."""

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import clock
from qinglian_desktop.core.access import show
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Owner, Row
from qinglian_desktop.modules.directives.page.reviewing import ReviewForm
from qinglian_desktop.modules.street import actions, lost
from qinglian_desktop.modules.street.figures import DIMENSIONS, UNIT, UPWARD, SummaryTable, said
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout, emptied
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner, fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.total_line import TotalLine
from qinglian_desktop.ui.where import where_to

_HOW = "双击一个数字，看是哪些记录加出来的。"
_AGAIN = "数据在 {} 之后又合并过，已自动刷新。"
_NO_MERGE = "还没有合并任何包。在“全街道一览”里按“导入”开始。"
_NO_TABLES = "没有本科室看的台账要这样汇总，请换一种汇总。"
_EMPTY = 2  # the page of the stack
_MOST = 500  # rows shown behind one figure; the export has all of them


def periods(today: Any) -> list[Period]:
    """This quarter and the seven before it, then this year and last year."""
    found = [Period.holding(today, "Q")]
    while len(found) < 8:
        found.append(found[-1].previous)
    year = Period.holding(today, "Y")
    return [*found, year, year.previous]


def headings_of(table: SummaryTable, total: Sequence[str]) -> list[Heading]:
    """The total is the longest figure of a column, and it is bold."""
    wide = [
        Heading(word, numeric=True, holds=longest)
        for word, longest in zip(table.columns, total[1:], strict=True)
    ]
    return [Heading(table.by, 0), *wide]


def texts_of(table: SummaryTable) -> list[list[str]]:
    """Every unit's line and the total under them."""
    made = [[line.name, *_figures(table, line.values)] for line in table.lines]
    return [*made, ["合计", *_figures(table, table.totals)]]


def _figures(table: SummaryTable, values: tuple[int, ...]) -> list[str]:
    return [said(table.kind(place), value) for place, value in enumerate(values)]


class SummaryPage(QWidget):
    def __init__(
        self, desk: Desk, brief: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.page_id, self.title = "summary", "汇总表"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk, self._shown, self._brief = desk, "funds", brief
        self._tables: list[SummaryTable] = []
        self.period = ChoiceBox("期间")
        for one in periods(clock.today()):
            self.period.addItem(one.label, str(one))
        self.period.setCurrentIndex(1)
        self.by = ChoiceBox("按什么汇总")
        for word in DIMENSIONS:
            self.by.addItem(f"按{word}", word)
        self.by.addItem(UPWARD, UPWARD)
        self.print_button = push_button("打印", "primary", icon="print")
        self.export_button = push_button("导出 Excel", icon="export")
        self.brief = push_button("写简报", icon="document")
        self.brief.clicked.connect(self._on_brief)
        self.back = push_button("回到汇总", "link", icon="back")
        self.banner = Banner()
        self.table = PlainTable("汇总表", (Heading("单位", 0),))
        self.table.select_grid()
        self.total = TotalLine(self.table)
        self.behind = PlainTable("数字后面的记录", (Heading("", 0),))
        self.behind_title = look.label("", "group")
        self.opinion = push_button("提意见", icon="edit")
        self.opinion.setToolTip("对选中的这一条：通过、退回或写意见，随下发的包送给单位")
        self.reviewing = ReviewForm(desk)
        self._behind: list[Row] = []
        self._kind = ""
        self._figure = ("", "", "")  # the one that is open: what it is, its value, its rows
        self.said = look.label(_HOW, "hint")
        self.said.setWordWrap(True)
        self.left_out = look.label("", "hint")
        self.left_out.setWordWrap(True)
        self.refreshed = look.label("", "hint")
        self.empty = EmptyCard(_NO_MERGE, "street")
        self._read: tuple[int, str] | None = None  # how many merges there were, and when
        self._words = QWidget()
        self._word_row = FlowLayout(self._words)
        self._group = QButtonGroup(self)
        self._lay_out()
        self.period.currentIndexChanged.connect(self.reload)
        self.by.currentIndexChanged.connect(self.reload)
        self.table.opened.connect(self.open_figure)
        self.back.clicked.connect(self.close_figure)
        self.opinion.clicked.connect(self.on_opinion)
        self.reviewing.shown.connect(lambda on: fill(self.print_button, not on))
        self.print_button.clicked.connect(self.print_page)
        self.export_button.clicked.connect(self._on_export)
        enter_at(self, self.table)
        cover.cover().changed.connect(self._tell_figure)
        desk.runner.changed.connect(self._on_changed)
        self.reload()

    def _lay_out(self) -> None:
        head = HeadRow(
            (look.label(self.title, "title"), self.period, self.by),
            (self.print_button, self.export_button, self.brief),
        )
        whole, rows = QWidget(), QWidget()
        first = QVBoxLayout(whole)
        first.setContentsMargins(0, 0, 0, 0)
        first.addWidget(self._words)
        figures = QVBoxLayout()
        figures.setSpacing(0)
        figures.addWidget(self.table, 1)
        figures.addWidget(self.total)
        first.addLayout(figures, 1)
        for words in (self.refreshed, self.said, self.left_out):
            first.addWidget(words)
        second = QVBoxLayout(rows)
        second.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        line.addWidget(self.back)
        line.addWidget(self.behind_title, 1)
        line.addWidget(self.opinion)
        second.addLayout(line)
        second.addWidget(self.reviewing)
        second.addWidget(self.behind, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(rows)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)

    @property
    def chosen(self) -> Period:
        return Period.parse(self.period.currentData())

    @property
    def chosen_by(self) -> str:
        return str(self.by.currentData())

    # -- the tables -----------------------------------------------------------------------

    def reload(self) -> None:
        """Added up anew, so that a merge of a minute ago is in it."""
        self._tables = actions.summary(self._desk.book, self.chosen, self.chosen_by)
        self._tell_merge()
        there = bool(self._tables) and self._read is not None
        for part in (self.print_button, self.export_button):
            part.setEnabled(there)
        if not there:
            self.empty.text.setText(_NO_TABLES if self._read else _NO_MERGE)
            self._stack.setCurrentIndex(_EMPTY)
            return
        if self._shown not in [table.key for table in self._tables]:
            self._shown = self._tables[0].key
        note = lost.note(self._desk.book)
        self.left_out.setText(note)
        self.left_out.setVisible(bool(note))
        emptied(self._word_row)
        for table in self._tables:
            button = push_button(table.title, "choice")
            button.setCheckable(True)
            button.setChecked(table.key == self._shown)
            button.clicked.connect(partial(self.show_table, table.key))
            self._group.addButton(button)
            self._word_row.addWidget(button)
            button.show()
        self.show_table(self._shown)

    def _tell_merge(self) -> None:
        """Whether something was merged since these tables were last read."""
        merged = self._desk.book.count(Query("received_bundle"))
        before, self._read = self._read, (merged, clock.now()[11:16]) if merged else None
        again = before is not None and before[0] != merged
        self.refreshed.setText(_AGAIN.format(before[1]) if again and before else "")
        self.refreshed.setVisible(again)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if self.isVisible() and changes.touched:
            self.reload()

    def show_table(self, key: str, _checked: bool = False) -> None:
        self._shown = key
        *lines, total = texts_of(self.current)
        self.table.fill(lines, headings_of(self.current, total))
        self.total.show_total(total)
        self.said.setText("\n".join(filter(None, (_HOW, self.current.note))))
        self._stack.setCurrentIndex(0)

    @property
    def current(self) -> SummaryTable:
        return next(table for table in self._tables if table.key == self._shown)

    # -- the rows behind a figure ---------------------------------------------------------

    def open_figure(self, row: int, column: int) -> None:
        """The rows one figure was added up from."""
        if column < 1 or row >= len(self.current.lines):
            return
        line = self.current.lines[row]
        asked = line.behind[column - 1]
        record = self._desk.book.tables[asked.table]
        rows = self._desk.book.rows(Query(asked.table, asked.where, limit=_MOST))
        self._behind, self._kind = rows, asked.table
        self.reviewing.hide()
        self.opinion.setEnabled(bool(rows) and record.owner is not Owner.STREET)
        told = {where.field for where in asked.where if where.op == "="}  # the title says these
        names = [
            name
            for name, field in record.fields.items()
            if field.kind.name not in ("files", "link", "flag") and name not in told
        ][:8]
        headings = [
            Heading(record.fields[n].label, 150, record.fields[n].kind.numeric, private=True)
            for n in names
        ]
        texts = [[show(record.fields[n], r[n]) for n in names] for r in rows]
        if self.current.by != UNIT:  # else the title says whose they are
            units = {unit["office_id"]: unit["name"] for unit in actions.units(self._desk.book)}
            headings.insert(0, Heading(UNIT, 130))
            texts = [
                [units.get(r["owner"], ""), *cells] for r, cells in zip(rows, texts, strict=True)
            ]
        self.behind.fill(texts, headings)
        more = f"，这里列前 {_MOST} 条" if len(rows) == _MOST else ""
        value = said(self.current.kind(column - 1), line.values[column - 1])
        what = self.current.columns[column - 1]
        self._figure = (f"{line.name} · {what}", value, f"{len(rows)} 条{more}")
        self._tell_figure()
        self._stack.setCurrentIndex(1)
        self.behind.selectRow(0)
        self.behind.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_figure(self, _covered: bool = False) -> None:
        what, value, rows = self._figure
        self.behind_title.setText(f"{what} {cover.veiled(value)}：{rows}" if what else "")

    def on_opinion(self) -> None:
        """提意见 about the row that is chosen."""
        place = self.behind.row()
        if 0 <= place < len(self._behind):
            self.reviewing.begin(self._desk.book.tables[self._kind], self._behind[place])

    def close_figure(self) -> None:
        self._stack.setCurrentIndex(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- paper and workbook ---------------------------------------------------------------

    def print_page(self) -> None:
        pdf = BytesIO()  # never a file: it lies in the clear wherever it is written
        self._write(pdf, partial(self._on_drawn, pdf))

    def _on_drawn(self, pdf: BytesIO, _changes: Changes) -> None:
        title = f"{self._desk.book.unit.name}{self.chosen.label}汇总"
        self._desk.preview(pdf.getvalue(), title, PaperFacts(f"summary:{self.chosen}"))

    def _on_brief(self) -> None:
        self._brief()

    def _on_export(self) -> None:
        name = f"{self._desk.book.unit.name}{self.chosen.label}汇总.xlsx"
        place = where_to(self, "汇总表存到哪里", name, "Excel (*.xlsx)", (".xlsx",))
        if place is not None:
            self.export_to(place)

    def export_to(self, path: Path) -> None:
        self._write(path, partial(self._on_written, path))

    def _on_written(self, path: Path, _changes: Changes) -> None:
        self._desk.runner.said.emit(f"汇总表已存为 {path.name}。")

    def _write(self, target: Path | BytesIO, done: Any) -> None:
        if covered := cover.stops("写汇总表"):
            self._on_refused(covered)
            return
        self._desk.runner.job(
            _written, self.chosen, self.chosen_by, target, label="写汇总表", on_done=done,
            on_refused=self._on_refused,
        )  # fmt: skip

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)


def _written(book: Any, period: Period, by: str, target: Path | BytesIO, _tick: Any) -> Changes:
    return actions.write_summary(book, period, target, by=by)
