"""闲置低效: what lies idle too long, what somebody has for nothing, what earns little."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.pack import cited
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.property import reads
from qinglian_desktop.modules.property.actions import papering
from qinglian_desktop.modules.property.page.life import TAB
from qinglian_desktop.modules.property.records import Asset
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_COLUMNS = (
    Heading("为什么", 110, state=True), Heading("编号", 100), Heading("名称", 0),
    Heading("类别", 90), Heading("数量或面积", 110, numeric=True), Heading("位置", 160),
    Heading("谁在用", 110, private=True), Heading("说明", 220),
)  # fmt: skip


class IdlePage(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "idle", "闲置低效"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk, self._ids = desk, list[str]()
        self.paper = push_button("打印清单", "primary", icon="print")
        self.banner, self.said = Banner(), look.label("", "hint")
        self.said.setWordWrap(True)
        self.table = PlainTable("闲置低效的资产", _COLUMNS)
        self.empty = EmptyCard("没有闲置低效的资产。有了会自动列在这里。", "document")
        head = QWidget()
        head.setProperty("role", "clear")
        row = FlowLayout(head, gap=12)
        for part in (look.label(self.title, "title"), self.paper):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        column.addWidget(head)
        column.addWidget(self.banner)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.paper.clicked.connect(self.print_page)
        self.table.opened.connect(self._on_opened)
        desk.runner.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        book, today = self._desk.book, clock.today()
        given = reads.rules_on(book, today)
        days = given.value("idle.days")
        rows: list[tuple[str, ...]] = []
        self._ids = []
        for row in reads.idle(book, today):
            self._put(rows, row, "闲置", f"{_days(row, today)} 天，从 {row['status_since']} 起")
        for row in reads.unpaid(book):
            self._put(rows, row, row["status"], "没有收益：收回，或改成有偿")
        for one in reads.low_yield(book, today):
            income = money.show(one.income)
            told = f"年收益 {income} 元，是净值的 {one.permille / 10:g}%"
            self._put(rows, one.row, "收益低", told if one.income else "出租了，没写年收益")
        self.table.fill(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.paper.setEnabled(bool(rows))
        ground = cited(given.pack.value("idle"))
        self.said.setText(f"{len(rows)} 项。闲置超过 {days} 天的列在这里；天数依据：{ground}。")

    def _put(self, rows: list[tuple[str, ...]], row: Any, why: str, told: str) -> None:
        self._ids.append(row["id"])
        rows.append(
            (
                why, row["number"] or "", row["name"] or "", row["nature"] or "",
                papering.amount_of(row), row["location"] or "",
                papering.shown(row, "user_name"), told,
            )
        )  # fmt: skip

    def _on_opened(self, place: int, _column: int) -> None:
        self._desk.go(TAB, Asset.table, self._ids[place])

    def print_page(self) -> None:
        show_paper(self._desk, papering.idle_paper, title="闲置低效资产清单",
                   on_refused=self.banner.say)  # fmt: skip

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if self.isVisible() and changes.touches(Asset.table):
            self.reload()


def _days(row: Any, today: date) -> int:
    return (today - date.fromisoformat(row["status_since"])).days
