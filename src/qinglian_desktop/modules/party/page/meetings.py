"""组织生活: the list of meetings, the secretary's log, the year against the cycle table."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Record, defaults
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.party import actions, reads, rules
from qinglian_desktop.modules.party.page import papers
from qinglian_desktop.modules.party.page.year_card import CardedPage, YearCard
from qinglian_desktop.modules.party.papers.meetings import HEADINGS, PAPERS
from qinglian_desktop.modules.party.records import (
    DutyLog,
    JointMeeting,
    PartyBranch,
    PartyMeeting,
)
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import Banner
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

YEAR = "party_year"
_MEETINGS = ("kind", "branch_id", "held_on", "due_period", "topic", "expected", "present", "files")
_DUTIES = ("month", "done_on", "person", "kind", "text", "files")
_WIDTHS = {"哪种会": 150, "党组织": 150, "没开的是": 0}


def meetings(desk: Desk) -> LedgerPage:
    page = desk.ledger(PartyMeeting, title="会议", columns=_MEETINGS, page_type=CardedPage)
    assert isinstance(page, CardedPage)

    def told(year: int) -> str:
        found = reads.organisation_life(desk.book, year, clock.today())
        studies = reads.clean_studies(desk.book, year, clock.today())
        return (
            f"到期的组织生活应开 {found.due} 次，按期开了 {found.done} 次；"
            f"清廉村居专题应研究 {studies.due} 次，按期研究了 {studies.done} 次。"
        )

    tables = (PartyMeeting.table, PartyBranch.table)
    page.crown(YearCard(desk, "这一年开会的次数", tables, told))
    with_papers(desk, page, PartyMeeting)
    page.list.empty.text.setText("开了会就登记一条，应开几次自动算。")
    return page


def with_papers(desk: Desk, page: CardedPage, record: type[Record]) -> None:
    """通知, 签到表 and 记录 of the chosen meeting."""

    def way(name: str, row_id: str) -> None:
        papers.one(desk, page, actions.meeting_paper, record.table, row_id, name, title=name)

    ways: papers.Ways = {name: partial(way, name) for name in PAPERS}
    papers.menu_button(page, "印材料", "把选中的这次会的通知、签到表、会议记录印出来", ways)


class DutyPage(CardedPage):
    def new_record(self) -> None:
        """The same person as last time, today; what he did is what is to be typed."""
        super().new_record()
        if self.drawer.isHidden() or self.drawer.row_id:
            return
        newest = Query(DutyLog.table, order=(("created_at", True),), limit=1)
        rows = self._reader.page(DutyLog.table, self._reader.ids(newest))
        started: dict[str, Any] = {**defaults(DutyLog), "done_on": clock.today().isoformat()}
        if rows and rows[0]["person"]:
            started["person"] = rows[0]["person"]
        self.drawer.form.set_row(started)
        wanted = "text" if "person" in started else "person"
        self.drawer.form.editors[wanted].setFocus(Qt.FocusReason.OtherFocusReason)


def duties(desk: Desk) -> LedgerPage:
    page = desk.ledger(DutyLog, title="履责纪实", columns=_DUTIES, page_type=DutyPage)
    assert isinstance(page, DutyPage)

    def told(year: int) -> str:
        months = reads.duty_months(desk.book, year, clock.today())
        if not months:
            return f"{year}年还没到。"
        many = sum(map(len, months.values()))
        empty = [f"{month.number}月" for month, rows in months.items() if not rows]
        lacking = f"；缺 {len(empty)} 个月：{'、'.join(empty)}" if empty else "，每个月都有"
        return f"记了 {many} 条{lacking}。"

    def paper(year: int) -> None:
        papers.one(desk, page, actions.duty_paper, year, title="履责纪实表")

    act = ("打印纪实表", "把这一年的履责纪实按月印成一张表", paper)
    page.crown(YearCard(desk, "这一年的履责纪实", (DutyLog.table,), told, (act,)))
    page.list.empty.text.setText("书记亲自部署、落实、协调，每月至少记一条。")
    return page


class PartyYearPage(QWidget):
    """全年对照: what the cycle table asks for, what was held, what is missing."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = YEAR, "全年对照"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk, self._lines = desk, list[tuple[str, ...]]()
        self.banner = Banner()
        self.table = PlainTable("应开和开了的", tuple(
            Heading(word, _WIDTHS.get(word, 70), numeric=word not in _WIDTHS) for word in HEADINGS
        ))  # fmt: skip
        act = ("打印对照表", "把这一年应开、按期、补开、没开的印成一张表", self._print)
        tables = (PartyMeeting.table, PartyBranch.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(look.label(self.title, "title"))
        column.addWidget(self.banner)
        self.card = YearCard(desk, "这一年的组织生活", tables, self._told, (act,))
        column.addWidget(self.card)
        column.addWidget(self.table, 1)
        self.table.opened.connect(self._on_opened)
        enter_at(self, self.table)

    def _told(self, year: int) -> str:
        until = reads.year_until(year, clock.today())
        slots = reads.year_slots(self._desk.book, year, until)
        self._lines = rules.year_lines(slots, until)
        self.table.fill(self._lines)
        due, done, late, missing = (sum(int(line[n]) for line in self._lines) for n in range(2, 6))
        return (
            f"到今天组织生活和专题应开 {due} 次，按期开了 {done} 次，补开 {late} 次，"
            f"没开 {missing} 次；这一期已经开了的也算。多久开一次在“待核实的做法”里改。"
        )

    def reload(self) -> None:
        self.card.show_year()

    def new_record(self) -> None:
        self._desk.go("party", PartyMeeting.table, "")

    def print_page(self) -> None:
        self._print(self.card.chosen)

    def _print(self, year: int) -> None:
        show_paper(self._desk, actions.party_year, year, title="组织生活对照表",
                   on_refused=self.banner.say)  # fmt: skip

    def _on_opened(self, _row: int, _column: int) -> None:
        self._desk.go("party", PartyMeeting.table, "")


def joint_meetings(desk: Desk, columns: tuple[str, ...]) -> LedgerPage:
    page = desk.ledger(JointMeeting, title="联席会", columns=columns, page_type=CardedPage)
    assert isinstance(page, CardedPage)

    def told(year: int) -> str:
        found = reads.joint_meetings(desk.book, year, clock.today())
        return f"到今天应开 {found.due} 次，按期开了 {found.done} 次。"

    page.crown(YearCard(desk, "这一年的联席会", (JointMeeting.table,), told))
    with_papers(desk, page, JointMeeting)
    page.list.empty.text.setText("每季度开一次，更新三张清单。")
    return page
