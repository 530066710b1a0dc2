"""折旧: what a month takes off, charged with one press; the months before, newest first."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE
from qinglian_desktop.modules.property import actions, reads
from qinglian_desktop.modules.property.actions import papering
from qinglian_desktop.modules.property.actions.wearing import Month
from qinglian_desktop.modules.property.page.event_card import BackCard
from qinglian_desktop.modules.property.page.life import TAB
from qinglian_desktop.modules.property.records import Asset, WearRun
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_BACK = 24  # months offered
_DUE = (
    Heading("编号", 100), Heading("名称", 0), Heading("折旧额（元）", 120, numeric=True),
    Heading("几个月", 72, numeric=True), Heading("借方科目", 90),
    Heading("提完后净值（元）", 130, numeric=True),
)  # fmt: skip
_LEFT = (Heading("编号", 100), Heading("名称", 0), Heading("为什么没算", 240))
_RUNS = (
    Heading("月份", 90), Heading("记账日期", 110), Heading("几项", 72, numeric=True),
    Heading("折旧额（元）", 120, numeric=True), Heading("现在", 0),
)  # fmt: skip


class WearPage(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "wear_run", "计提折旧"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk, self._due = desk, Month("", "", (), ())
        self.book_box, self.month_box = ChoiceBox("哪本账"), ChoiceBox("哪个月")
        for account in BOOKS[::-1]:
            self.book_box.addItem(account, account)
        self.go = push_button("计提", "primary")
        self.paper = push_button("打印折旧表", icon="print")
        self.banner, self.back = Banner(), BackCard(desk)
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.table = PlainTable("这个月要提的折旧", _DUE)
        self.left_words = look.label("这几项没算进去，打开卡片补上就能算", "group")
        self.left = PlainTable("没算进去的资产", _LEFT)
        self.runs_words = look.label("提过的月份", "group")
        self.runs = PlainTable("提过的月份", _RUNS)
        self.reverse = push_button("冲销最近一次计提", "link")
        self._lay_out()
        self._fill_months()
        self.go.clicked.connect(self._on_go)
        self.paper.clicked.connect(self.print_page)
        self.reverse.clicked.connect(self._on_reverse)
        self.back.wanted.connect(self._on_back)
        self.table.opened.connect(self._open_due)
        self.left.opened.connect(self._open_left)
        for box in (self.book_box, self.month_box):
            box.currentIndexChanged.connect(self.reload)
        desk.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self.reload)
        self.reload()

    def _lay_out(self) -> None:
        head = QWidget()
        head.setProperty("role", "clear")
        row = FlowLayout(head, gap=12)
        for part in (
            look.label(self.title, "title"), self.book_box, self.month_box, self.go, self.paper,
        ):  # fmt: skip
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        column.addWidget(head)
        for under in (self.banner, self.back, self.said):
            column.addWidget(under)
        column.addWidget(self.table, 3)
        column.addWidget(self.left_words)
        column.addWidget(self.left, 1)
        column.addWidget(self.runs_words)
        column.addWidget(self.runs, 2)
        column.addWidget(self.reverse, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)  # with nothing to list, what is said stays below its heading

    def _fill_months(self) -> None:
        period = Period.holding(clock.today(), "M")
        for _ in range(_BACK):
            self.month_box.addItem(period.label, str(period))
            period = period.previous

    @property
    def account(self) -> str:
        return str(self.book_box.currentData() or COLLECTIVE)

    @property
    def month(self) -> str:
        return str(self.month_box.currentData())

    def reload(self, _index: object = 0) -> None:
        book = self._desk.book
        self._due = actions.month_due(book, self.account, self.month)
        runs = reads.runs(book, self.account)
        done = next((r for r in runs if r["month"] == self.month and not r["reversed_on"]), None)
        newest = reads.last_run(book, self.account)
        later = newest is not None and newest["month"] > self.month
        self.table.fill(
            [
                (
                    one.row["number"] or "", one.row["name"] or "", money.show(one.owed.amount),
                    str(one.owed.months), one.expense, money.show(one.net),
                )
                for one in self._due.charges
            ]
        )  # fmt: skip
        self.table.setVisible(bool(self._due.charges) and not done and not later)
        self.left.fill(
            [(o.row["number"] or "", o.row["name"] or "", o.why) for o in self._due.left_out]
        )
        for part in (self.left, self.left_words):
            part.setVisible(bool(self._due.left_out))
        self.runs.fill([_run_words(run) for run in runs])
        for part in (self.runs, self.runs_words):
            part.setVisible(bool(runs))
        self.reverse.setVisible(newest is not None)
        self.go.setEnabled(bool(self._due.charges) and not done and not later)
        self.said.setText(cover.STARS if cover.cover().on else self._words(done, later))

    def _words(self, done: Mapping[str, Any] | None, later: bool) -> str:
        label, due = Period.parse(self.month).label, self._due
        if done is not None:
            return f"{label}已经提过：{done['count']} 项，{money.show(done['total_fen'])} 元。"
        if later:
            return f"后面的月份已经提过，{label}漏下的会在下一次一起补上。"
        if not due.charges:
            return f"{label}没有要提的折旧。"
        caught = sum(one.owed.months > 1 for one in due.charges)
        more = f"其中 {caught} 项把前面漏的月份一起补上。" if caught else ""
        said = f"{label}要提 {len(due.charges)} 项，共 {money.show(due.total)} 元。"
        return f"{said}{more}按“计提”记成一张凭证，一个月一次。"

    def _on_go(self) -> None:
        self.banner.hide()
        self._desk.runner.act(
            actions.charge_month, self.account, self.month, on_refused=self.banner.say,
            say="已计提，记成一张凭证。",
        )  # fmt: skip
        self.reload()

    def _on_reverse(self) -> None:
        if (newest := reads.last_run(self._desk.book, self.account)) is not None:
            self.back.begin(f"{newest['month']} 的折旧，{money.show(newest['total_fen'])} 元")
            self.back.take_focus()

    def _on_back(self, day: date, reason: str) -> None:
        newest = reads.last_run(self._desk.book, self.account)
        if newest is None:
            return
        changes = self._desk.runner.act(
            actions.reverse_month, newest["id"], day, reason, on_refused=self._refused,
            say="已冲销，可以重新计提。",
        )  # fmt: skip
        if changes is not None:
            self.back.hide()
            self.reload()

    def _refused(self, refused: Refused) -> None:
        self.back.refused(refused)

    def _open_due(self, place: int, _column: int) -> None:
        self._desk.go(TAB, Asset.table, self._due.charges[place].row["id"])

    def _open_left(self, place: int, _column: int) -> None:
        self._desk.go(TAB, Asset.table, self._due.left_out[place].row["id"])

    def print_page(self) -> None:
        show_paper(
            self._desk, papering.month_paper, self.account, self.month, title="折旧计算表",
            on_refused=self.banner.say, draft_note="计提以后，纸上的“草稿”两个字自动去掉。",
        )  # fmt: skip

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if self.isVisible() and changes.touches(Asset.table, WearRun.table, "asset_event"):
            self.reload()


def _run_words(run: Mapping[str, Any]) -> tuple[str, ...]:
    state = f"{run['reversed_on']} 冲销：{run['reversed_why']}" if run["reversed_on"] else "已记账"
    return (run["month"], run["day"], str(run["count"]), money.show(run["total_fen"]), state)
