"""账实核对: the register against the control accounts of any day, and what is off."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Field
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE, COMMITTEE
from qinglian_desktop.modules.property import tying
from qinglian_desktop.modules.property.actions import papering
from qinglian_desktop.modules.property.page.life import TAB
from qinglian_desktop.modules.property.reads import register
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.editors import editor_for
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_LINES = (
    Heading("科目", 0), Heading("台账合计（元）", 140, numeric=True),
    Heading("总账余额（元）", 140, numeric=True), Heading("差额（元）", 130, numeric=True),
)  # fmt: skip
_CAUSES = (Heading("可能的原因", 0), Heading("金额（元）", 140, numeric=True))


class TiePage(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "tie", "账实核对"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self._report: tying.Report | None = None
        self.book_box = ChoiceBox("哪本账")
        for account in BOOKS[::-1]:
            self.book_box.addItem(account, account)
        if not register(desk.book, COLLECTIVE) and register(desk.book, COMMITTEE):
            self.book_box.setCurrentIndex(self.book_box.findData(COMMITTEE))
        self.day = editor_for(Field("哪天", DAY), reader=desk.book)
        self.day.set_stored(clock.today().isoformat())
        self.paper = push_button("打印核对表", "primary", icon="print")
        self.banner, self.said = Banner(), look.label("", "strong")
        self.said.setWordWrap(True)
        self.lines = PlainTable("台账和总账", _LINES)
        self.causes_words = look.label("从这几处查起（双击打开）", "group")
        self.causes = PlainTable("可能的原因", _CAUSES)
        self.empty = EmptyCard("这本账还没有资产，总账上也没有。", "document")
        self._lay_out()
        self.book_box.currentIndexChanged.connect(self.reload)
        self.day.changed.connect(self.reload)
        self.paper.clicked.connect(self.print_page)
        self.causes.opened.connect(self._on_cause)
        desk.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self.reload)
        self.reload()

    def _lay_out(self) -> None:
        head = QWidget()
        head.setProperty("role", "clear")
        row = FlowLayout(head, gap=12)
        for part in (look.label(self.title, "title"), self.book_box, self.day, self.paper):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        column.addWidget(head)
        column.addWidget(self.banner)
        column.addWidget(self.said)
        column.addWidget(self.lines, 2)
        column.addWidget(self.causes_words)
        column.addWidget(self.causes, 2)
        column.addWidget(self.empty, 1)

    @property
    def account(self) -> str:
        return str(self.book_box.currentData() or COLLECTIVE)

    def reload(self, _index: object = 0) -> None:
        stored: Any = self.day.stored() if self.day.savable() else None
        if not stored:
            return
        report = self._report = tying.tie(self._desk.book, self.account, date.fromisoformat(stored))
        self.lines.fill(
            [
                (
                    f"{one.account} {one.name}", money.show(one.register), money.show(one.books),
                    money.show(one.gap) if one.gap else "一致",
                )
                for one in report.lines
            ]
        )  # fmt: skip
        self.causes.fill([(one.what, money.show(one.amount)) for one in report.causes])
        self.lines.setVisible(bool(report.lines))
        self.empty.setVisible(not report.lines)
        for part in (self.causes, self.causes_words):
            part.setVisible(bool(report.causes))
        self.said.setText(cover.STARS if cover.cover().on else _words(report))
        self.paper.setEnabled(bool(report.lines))

    def _on_cause(self, place: int, _column: int) -> None:
        if self._report is not None:
            cause = self._report.causes[place]
            self._desk.go(TAB, cause.table, cause.row_id)

    def open_record(self, which: str) -> None:
        """The comparison of one book and day (集体经济组织:2026-09-30), as a check names it."""
        account, _, day = which.partition(":")
        self.book_box.setCurrentIndex(max(self.book_box.findData(account), 0))
        self.day.set_stored(day)
        self.reload()

    def print_page(self) -> None:
        if self._report is not None:
            show_paper(
                self._desk, papering.tie_paper, self.account, self._report.day.isoformat(),
                title="资产账核对表", on_refused=self.banner.say,
            )  # fmt: skip

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        tables = ("asset", "asset_event", "wear_run", "voucher", "entry", "opening_balance")
        if self.isVisible() and changes.touches(*tables):
            self.reload()


def _words(report: tying.Report) -> str:
    day = paper_day(report.day)
    if not report.lines:
        return ""
    if not report.gap:
        return f"到{day}，台账和总账一致。"
    off = "，".join(
        f"{one.name}差 {money.show(abs(one.gap))} 元" for one in report.lines if one.gap
    )
    return f"到{day}，{off}。"
