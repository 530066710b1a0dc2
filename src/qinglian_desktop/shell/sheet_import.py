"""导入: choose a workbook, look at what can go in and what cannot, take the good rows in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Record
from qinglian_desktop.modules import catalog
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import Banner, close_button, fill, push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.runner import Runner

_KINDS = "表格 (*.xlsx *.xls *.et *.csv *.txt)"


class SheetImport(QWidget):
    closed = Signal()
    page_id = "import"

    def __init__(self, runner: Runner, record: type[Record], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner, self.record = runner, record
        self.title = f"导入{record.label}"
        self.path: Path | None = None
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        head = QHBoxLayout()
        head.addWidget(look.label(self.title, "title"))
        head.addStretch(1)
        self.choose, self.blank = push_button("选表格", "primary"), push_button("要一张空表")
        self.choose.clicked.connect(self.on_choose)
        self.blank.clicked.connect(self.on_blank)
        away = close_button("关")
        away.clicked.connect(self.closed)
        for button in (self.blank, self.choose, away):
            head.addWidget(button)
        self.said = look.label("从 Excel 或 WPS 的表格导入。先检查，检查完再决定导不导入。", "hint")
        self.said.setWordWrap(True)
        self.banner = Banner()
        self.banner.hide()
        columns = (
            Heading("行号", 80, numeric=True), Heading("列", 130),
            Heading("原值", 200, private=True),
            Heading("原因", 0), Heading("怎么改", 0),
        )  # fmt: skip
        self.bad = PlainTable("有问题的格子", columns)
        self.bad.hide()
        self.take = push_button("导入", "primary")
        self.give_back = push_button("导出有问题的行")
        self.take.clicked.connect(self.on_take)
        self.give_back.clicked.connect(self.on_give_back)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.give_back)
        foot.addWidget(self.take)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 16, 24, 12)
        box.setSpacing(12)
        box.addLayout(head)
        self.empty = EmptyCard("先选一个表格；没有的话，要一张空表填好再导入。", "import")
        for part in (self.said, self.banner):
            box.addWidget(part)
        box.addWidget(self.bad, 1)
        box.addWidget(self.empty, 1)
        box.addLayout(foot)
        self._show_buttons(0, 0)

    def _show_buttons(self, good: int, bad: int) -> None:
        # One filled button: first the table is chosen, then its rows are taken in.
        fill(self.choose, not good)
        self.take.setVisible(good > 0)
        self.take.setText(f"导入 {good} 行")
        self.give_back.setVisible(bad > 0)

    def on_blank(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "空表存到哪里", f"{self.record.label}导入表.xlsx", "表格 (*.xlsx)"
        )
        if name:
            from qinglian_desktop.exchange.sheets import write_template

            write_template(self.record, Path(name))
            self.banner.say(f"空表在 {name}，填好再导入。")

    def on_choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.title, "", _KINDS)
        if name:
            self.check(Path(name))

    def check(self, path: Path) -> None:
        """Reads the file beside the window; nothing is saved yet."""
        self.path = path
        record = self.record

        def work(book: Any, tick: Callable[[int, int], bool]) -> Changes:
            return Changes("检查表格", result=_checked(book, record, path))

        self.banner.hide()
        self._runner.job(
            work, label="正在检查表格", on_done=self.on_checked, on_refused=self.banner.say
        )

    def on_checked(self, changes: Changes) -> None:
        intake: Any = changes.result
        unmapped = f"没有用到的列：{'、'.join(intake.unmapped)}。" if intake.unmapped else ""
        self.said.setText(f"{intake.summary}。{unmapped}")
        self.bad.setVisible(bool(intake.bad))
        self.empty.setVisible(not intake.bad)
        self.empty.text.setText(f"{intake.summary}，没有发现问题。")
        self.bad.fill([(str(c.row), c.column, c.value, c.reason, c.remedy) for c in intake.bad])
        self._show_buttons(len(intake.rows), len(intake.bad))

    def on_take(self) -> None:
        path, record = self.path, self.record
        assert path is not None

        def work(book: Any, tick: Callable[[int, int], bool]) -> Changes:
            from qinglian_desktop.exchange.sheets import import_file

            return import_file(
                book,
                record,
                path,
                accept_valid=True,
                reviewer=catalog.reviewer(record.table),
                complete=catalog.completer(record.table),
                tick=tick,
            )

        self._runner.job(
            work, label=f"正在导入{record.label}", on_done=self.on_taken, on_refused=self.banner.say
        )

    def on_taken(self, changes: Changes) -> None:
        result: Any = changes.result
        self._show_buttons(0, len(result.bad))
        self.banner.say(f"已导入 {result.imported} 行。有问题的改好可以再导入，不会重复。")

    def on_give_back(self) -> None:
        if covered := cover.stops("导出"):
            self.banner.say(covered)
            return
        assert self.path is not None
        path, record = self.path, self.record
        out = path.with_name(f"{path.stem}_有问题的行.xlsx")

        def work(book: Any, tick: Callable[[int, int], bool]) -> Changes:
            from qinglian_desktop.exchange.sheets import write_report

            write_report(path, _checked(book, record, path), out)
            return Changes("写出有问题的行", result=out)

        self._runner.job(
            work, label="正在标出有问题的格子", on_refused=self.banner.say,
            on_done=lambda changes: self.banner.say(f"有问题的格子已标红：{out}"),
        )  # fmt: skip


def _checked(book: Any, record: type[Record], path: Path) -> Any:
    from qinglian_desktop.exchange.sheets import check_sheet

    return check_sheet(book, record, path, reviewer=catalog.reviewer(record.table))
