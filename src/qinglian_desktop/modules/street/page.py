"""The street's two screens: the board of its units, and the merged tables with what is behind."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import access, clock, money
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.street import actions
from qinglian_desktop.modules.street.rules import SummaryTable, UnitLine
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.plain_table import PlainTable
from qinglian_desktop.ui.runner import Runner

_KINDS = (("社区", "community"), ("村", "village"))
_SHOWN = 500  # rows listed behind one figure; the rest is in the export
_COLUMNS = 8


def _page(widget: QWidget, title: str) -> QVBoxLayout:
    widget.setProperty("role", "page")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    look.named(widget, title)
    box = QVBoxLayout(widget)
    box.setContentsMargins(24, 16, 24, 12)
    box.setSpacing(12)
    return box


class StreetPage(QWidget):
    """全街道一览: one line a unit in the order of the codes; no order of merit."""

    page_id, title = "board", "全街道一览"

    def __init__(
        self,
        book: Any,
        runner: Runner,
        *,
        choose_folder: Callable[[str], Path | None],
        choose_file: Callable[[str], Path | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._runner = book, runner
        self._choose_folder, self._choose_file = choose_folder, choose_file
        self.lines: list[UnitLine] = []
        self._file: Path | None = None
        box = _page(self, self.title)
        issue = push_button("发单位文件", "primary")
        issue.clicked.connect(self.on_issue)
        enrol = push_button("登记单位")
        enrol.clicked.connect(self.on_enrol)
        head = QHBoxLayout()
        head.addWidget(look.label(self.title, "title"))
        head.addStretch(1)
        head.addWidget(enrol)
        head.addWidget(issue)
        self.banner = Banner()
        self.banner.hide()
        self.form = self._issue_form()
        self.check = self._enrol_form()
        columns = ("编码", "单位", "类型", "状态", "最近的包", "收到日期", "条数", "缺什么")
        self.table = PlainTable("各单位", columns, right=(4, 6), stretch=7)
        box.addLayout(head)
        for part in (self.banner, self.form, self.check):
            box.addWidget(part)
        box.addWidget(self.table, 1)
        runner.changed.connect(self._on_changed)
        self.reload()

    def _card(self) -> tuple[QFrame, QFormLayout]:
        card = QFrame()
        card.setProperty("role", "card")
        form = QFormLayout(card)
        form.setContentsMargins(16, 12, 16, 12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        card.hide()
        return card, form

    def _issue_form(self) -> QFrame:
        card, form = self._card()
        self.name, self.code, self.kind = QLineEdit(), QLineEdit(), QComboBox()
        for label, value in _KINDS:
            self.kind.addItem(label, value)
        self.name.setPlaceholderText("必填，例：新街子社区")
        self.code.setPlaceholderText("必填，6 至 15 位数字")
        for label, widget in (("名称", self.name), ("编码", self.code), ("类型", self.kind)):
            look.named(widget, label)
            form.addRow(label, widget)
        done = push_button("选位置并写出")
        done.clicked.connect(self.on_issue_now)
        form.addRow("", done)
        return card

    def _enrol_form(self) -> QFrame:
        card, form = self._card()
        self.digits = QLineEdit()
        self.digits.setPlaceholderText("照盖章登记表输入 8 组数字")
        look.named(self.digits, "指纹")
        form.addRow("指纹", self.digits)
        done = push_button("核对并登记")
        done.clicked.connect(self.on_enrol_now)
        form.addRow("", done)
        return card

    def on_issue(self) -> None:
        self.check.hide()
        self.form.setVisible(not self.form.isVisible())
        self.name.setFocus()

    def on_issue_now(self) -> None:
        folder = self._choose_folder("单位文件写到哪里")
        if folder is None:
            return
        facts = (self.name.text(), self.kind.currentData(), self.code.text())
        changes = self._runner.act(
            actions.issue_unit, *facts, folder, initiator=self, on_refused=self.banner.say
        )
        if changes is not None:
            self.banner.say(f"单位文件：{changes.result}。请交给这个单位建立数据。")
            self.form.hide()
            self.reload()

    def on_enrol(self) -> None:
        self.form.hide()
        self._file = self._choose_file("选单位交来的登记文件")
        self.check.setVisible(self._file is not None)
        self.digits.clear()
        self.digits.setFocus()

    def on_enrol_now(self) -> None:
        if self._file is None:
            return
        changes = self._runner.act(
            actions.enrol_unit, self._file, self.digits.text(),
            initiator=self, on_refused=self.banner.say,
        )  # fmt: skip
        if changes is not None:
            self.banner.say(f"已{changes.label}。")
            self.check.hide()
            self.reload()

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if changes.touches("received_bundle", "enrolled_unit"):
            self.reload()

    def reload(self) -> None:
        self.lines = actions.board(self._book)
        self.table.fill([_unit_texts(line) for line in self.lines])
        if not self.lines:
            self.banner.say("先下发单位文件，村居才能报送。")

    def show_row(self, table: str, row_id: str) -> None:
        """From 今日: the unit it speaks of."""
        for index, line in enumerate(self.lines):
            if line.row_id == row_id:
                self.table.selectRow(index)


def _unit_texts(line: UnitLine) -> tuple[str, ...]:
    number = str(line.last_number) if line.last_number else ""
    rows = str(line.rows) if line.last_number else ""
    return (
        line.code, line.name, line.kind, line.state, number, line.last_on, rows, line.missing,
    )  # fmt: skip


class SummaryPage(QWidget):
    """汇总表: merged figures by unit; opening a figure lists the rows it is added up from."""

    page_id, title = "summary", "汇总表"

    def __init__(
        self,
        book: Any,
        runner: Runner,
        *,
        save_path: Callable[[str, str], Path | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._runner, self._save_path = book, runner, save_path
        self.tables: list[SummaryTable] = []
        box = _page(self, self.title)
        self.period = QComboBox()
        look.named(self.period, "期间")
        for period in _periods(clock.today()):
            self.period.addItem(period.label, str(period))
        self.period.currentIndexChanged.connect(self.reload)
        head = QHBoxLayout()
        head.addWidget(look.label(self.title, "title"))
        head.addWidget(self.period)
        head.addStretch(1)
        for text, ending in (("导出表格", "xlsx"), ("打印 PDF", "pdf")):
            button = push_button(text, "primary" if ending == "pdf" else "")
            button.clicked.connect(lambda _=False, chosen=ending: self.on_write(chosen))
            head.addWidget(button)
        self.banner = Banner()
        self.banner.hide()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        look.named(self.tabs, "汇总表")
        self.views: list[PlainTable] = []
        self.below = look.label("双击一个数，下面列出它是由哪些记录加起来的。", "hint")
        self.behind = PlainTable("这个数由哪些记录加起来", ("",))
        self.behind.hide()
        box.addLayout(head)
        box.addWidget(self.banner)
        box.addWidget(self.tabs, 3)
        box.addWidget(self.below)
        box.addWidget(self.behind, 2)
        self._box = box
        runner.changed.connect(self._on_changed)
        self.reload()

    @property
    def chosen_period(self) -> Period:
        return Period.parse(str(self.period.currentData()))

    def reload(self) -> None:
        self.tables = actions.summary(self._book, self.chosen_period)
        if not self.views:
            self._build()
        for view, table in zip(self.views, self.tables, strict=True):
            view.fill(_figures(table))

    def _build(self) -> None:
        for table in self.tables:
            right = range(1, len(table.columns) + 1)
            view = PlainTable(table.title, ("单位", *table.columns), right=tuple(right))
            view.doubleClicked.connect(self.on_open)
            self.tabs.addTab(view, table.title.removeprefix(self.chosen_period.label))
            self.views.append(view)

    def on_open(self, index: QModelIndex) -> None:
        """The rows behind one figure."""
        table = self.tables[self.tabs.currentIndex()]
        if index.column() == 0 or index.row() >= len(table.lines):
            return
        line, column = table.lines[index.row()], index.column() - 1
        query = line.behind[column]
        record = self._book.tables[query.table]
        names = [n for n, f in record.fields.items() if f.kind.name not in ("link", "files")]
        names = names[:_COLUMNS]
        rows = self._book.rows(query)
        old = self.behind
        self.behind = PlainTable(
            "这个数由哪些记录加起来", [record.fields[n].label for n in names], stretch=1
        )
        self._box.replaceWidget(old, self.behind)
        old.deleteLater()
        self.behind.fill(
            [[access.show(record.fields[n], row[n]) for n in names] for row in rows[:_SHOWN]]
        )
        self.behind.show()
        self.below.setText(f"{line.name}　{table.columns[column]}：{len(rows)} 条{record.label}")

    def on_write(self, ending: str) -> None:
        period = self.chosen_period
        path = self._save_path("汇总表存到哪里", f"{period.label}汇总表.{ending}")
        if path is None:
            return

        def work(book: Any, tick: object) -> Changes:
            return actions.write_summary(book, period, path)

        self._runner.job(
            work, label="正在写汇总表", on_refused=self.banner.say,
            on_done=lambda changes: self.banner.say(f"汇总表：{path}"),
        )  # fmt: skip

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if changes.touches("received_bundle"):
            self.reload()


def make_board(desk: Desk) -> StreetPage:
    """全街道一览 wired to the window's book, with the system's own file dialogs."""

    def folder(title: str) -> Path | None:
        found = QFileDialog.getExistingDirectory(None, title)
        return Path(found) if found else None

    def file(title: str) -> Path | None:
        found, _ = QFileDialog.getOpenFileName(None, title, "", "登记文件 (*.qle *.qlb)")
        return Path(found) if found else None

    return StreetPage(desk.book, desk.runner, choose_folder=folder, choose_file=file)


def make_summary(desk: Desk) -> SummaryPage:
    """汇总表 wired to the window's book."""

    def save(title: str, name: str) -> Path | None:
        found, _ = QFileDialog.getSaveFileName(None, title, name)
        return Path(found) if found else None

    return SummaryPage(desk.book, desk.runner, save_path=save)


def _periods(day: date) -> list[Period]:
    """The last eight quarters and three years, newest first."""
    quarter = Period.holding(day, "Q")
    found = [quarter]
    for _ in range(7):
        found.append(found[-1].previous)
    year = Period.holding(day, "Y")
    return [*found, year, year.previous, year.previous.previous]


def _figures(table: SummaryTable) -> list[tuple[str, ...]]:
    def texts(name: str, values: tuple[int, ...]) -> tuple[str, ...]:
        shown = [
            money.show(value) if is_money else f"{value:,}"
            for value, is_money in zip(values, table.money, strict=True)
        ]
        return (name, *shown)

    lines = [texts(line.name, line.values) for line in table.lines]
    return [*lines, texts("合计", table.totals)]
