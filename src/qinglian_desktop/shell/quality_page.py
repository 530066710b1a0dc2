"""数据质量: what the rows of each unit lack, in words; a sentence opens the rows it speaks of."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from qinglian_desktop.core import clock
from qinglian_desktop.core.access import show
from qinglian_desktop.core.document import Column, Document, Table
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.street import quality
from qinglian_desktop.modules.street.quality import Lack
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_HEADINGS = (Heading("单位", 200), Heading("缺什么", 0))
_HOW = "按单位编码排列。选中一行按回车，看是哪些记录；电话里照着这句话说就行。"
_MOST, _FIELDS = 500, 7  # rows shown of one sentence, fields of each


def open_it(window: "Window") -> None:
    page = QualityPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class QualityPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("quality", "数据质量")
        self._window = window
        self._lines: list[tuple[str, Lack]] = []
        self.print_button = push_button("打印", icon="print")
        self.said = look.label(_HOW, "hint")
        self.said.setWordWrap(True)
        self.table = PlainTable(self.title, _HEADINGS)
        self.rows = PlainTable("缺内容的记录", (Heading("", 0),))
        self.empty = EmptyCard("各单位报来的记录里，没有发现缺内容的。", "street")
        self.head.addWidget(self.print_button)
        self.column.addWidget(self.said)
        for part in (self.table, self.rows, self.empty):
            self.column.addWidget(part, 1)
        self.table.opened.connect(self.open_rows)
        self.print_button.clicked.connect(self.print_page)
        window.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self.reload()

    def reload(self) -> None:
        found = quality.quality(self._window.book)
        self._lines = [(one.unit, lack) for one in found for lack in one.lacks]
        self.table.fill([(unit, lack.words) for unit, lack in self._lines])
        self._show_rows(False)

    def _show_rows(self, on: bool) -> None:
        self.rows.setVisible(on)
        self.table.setVisible(bool(self._lines) and not on)
        self.empty.setVisible(not self._lines)
        self.print_button.setVisible(bool(self._lines) and not on)
        if not on:
            self.said.setText(_HOW)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touched:
            self.reload()

    def open_rows(self, place: int, _column: int = 0) -> None:
        """The rows a sentence speaks of."""
        unit, lack = self._lines[place]
        record = self._window.book.tables[lack.behind.table]
        rows = self._window.book.rows(lack.behind._replace(limit=_MOST))
        names = [
            name
            for name, field in record.fields.items()
            if field.kind.name not in ("files", "link", "flag")
        ][:_FIELDS]
        headings = [Heading(record.fields[name].label, 140, private=True) for name in names]
        self.rows.fill(
            [[show(record.fields[name], row[name]) for name in names] for row in rows], headings
        )
        more = f"，这里列前 {_MOST} 条" if lack.number > _MOST else ""
        self._show_rows(True)
        self.said.setText(f"{unit}：{lack.words}{more}。按返回回到各单位。")
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

        book = self._window.book
        rows = tuple((one.unit, one.said) for one in quality.quality(book))
        columns = (Column("单位", 16), Column("缺什么", 60))
        paper = Document(
            f"{book.unit.name}各单位数据质量", "table", (Table(columns, rows),),
            unit=book.unit.name, made_on=clock.today(),
        )  # fmt: skip
        drawing.show_paper(self._window, paper, "数据质量")
