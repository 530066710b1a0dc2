"""街道意见: what the street has said of single rows, and whether the unit has moved on since."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.directives import actions, reads
from qinglian_desktop.modules.directives.records import Review
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_LIST = (
    Heading("意见", 96, state=True),
    Heading("说的是哪一条", 0, private=True),
    Heading("怎么说的", 320, private=True),
    Heading("日期", 140),
    Heading("后来", 130),
)
_AT_STREET = (_LIST[0], Heading("单位", 150), *_LIST[1:])
LookAt = Callable[[QWidget, str, str], object]  # from this page to (table, row id)


class ReviewsPage(QWidget):
    def __init__(
        self, desk: Desk, look_at: LookAt | None = None, parent: QWidget | None = None
    ) -> None:
        """`look_at` leads a unit to the row; a street takes an opinion back here."""
        super().__init__(parent)
        self._desk, self._look_at = desk, look_at
        self._street = bool(desk.book.unit.is_street)
        self.page_id, self.title = "review", "提过的意见" if self._street else "街道意见"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.rows: list[Row] = []
        self.banner = Banner()
        self.table = PlainTable(self.title, _AT_STREET if self._street else _LIST)
        self.go = push_button("收回这条意见" if self._street else "看那条记录")
        words = "还没有提过意见。在汇总表里打开数字后面的记录，就能提。"
        self.empty = EmptyCard(words if self._street else "街道没有提过意见。", "exchange")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(HeadRow((look.label(self.title, "title"),), (self.go,)))
        column.addWidget(self.banner)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.go.clicked.connect(self.on_go)
        if not self._street:
            self.table.opened.connect(self.on_go)
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self.reload()

    def reload(self) -> None:
        self.rows = self._desk.book.rows(Query(Review.table, order=(("made_on", True),)))
        self.table.fill([self._texts(row) for row in self.rows])
        self.table.setVisible(bool(self.rows))
        self.go.setVisible(bool(self.rows))
        self.empty.setVisible(not self.rows)
        if self.rows:
            self.table.selectRow(0)

    def _texts(self, row: Row) -> tuple[str, ...]:
        there: Any = reads.target(self._desk.book, row)
        since = "已改过" if there is not None and reads.is_outdated(there, row) else ""
        if there is None or there["deleted"]:
            since = "已删掉"
        day = paper_day(DAY.load(row["made_on"]))
        texts = (row["verdict"], row["about"], row["said"] or "", day, since)
        return (texts[0], row["to_name"], *texts[1:]) if self._street else texts

    def show_row(self, _table: str, row_id: str) -> None:
        for place, row in enumerate(self.rows):
            if row["id"] == row_id:
                self.table.selectRow(place)

    def on_go(self, *_: object) -> None:
        place = self.table.row()
        if not 0 <= place < len(self.rows):
            return
        row = self.rows[place]
        if self._street:
            self._desk.runner.act(
                actions.take_review_back, row["id"], say="已收回，下次下发时单位那边也没有了。",
                on_refused=self.banner.say,
            )  # fmt: skip
        elif self._look_at is not None:
            self._look_at(self, row["target_table"], row["target_id"])

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touched:
            self.reload()
