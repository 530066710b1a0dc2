"""年度清查 (Z-10): nine steps, what each asks, its papers, and the differences beneath."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.disclosure.steps import FROZEN
from qinglian_desktop.modules.property import actions, counting
from qinglian_desktop.modules.property import inventory as steps
from qinglian_desktop.modules.property import inventory_reads as reads
from qinglian_desktop.modules.property.actions.inventory_papering import PAPERS, SHEET
from qinglian_desktop.modules.property.inventory import DONE_ON, FINISHED, STEPS, Inventory
from qinglian_desktop.modules.property.page.count_sheet import CountPage
from qinglian_desktop.modules.property.page.line_card import LineCard
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.step_card import StepBar, StepCard, Told
from qinglian_desktop.ui.year_box import YearBox

_HEADINGS = (
    Heading("行号", numeric=True), Heading("名称", 0), Heading("结果", state=True),
    Heading("账面", 90), Heading("核实", 90), Heading("原因", 110),
    Heading("责任人", 100, private=True), Heading("怎么处理", 130),
)  # fmt: skip
# What each step asks for; the day of the step is asked with all of them.
_FIELDS: dict[str, tuple[str, ...]] = {
    steps.COUNTING: ("leader", "members"),
    steps.VERIFYING: ("verified_by",),
    steps.CONFIRMING: ("matter_id",),
    steps.FILING: ("filed_with", "receipt"),
    steps.REPORTING: ("reported_to",),
}
_WORDS = {
    steps.COUNTING: "都盘完了。填上清查组，做下一步。",
    steps.ENTERING: "对不上的列在下面，双击一行写原因和责任人；都写好了做下一步。",
    steps.VERIFYING: "再核一遍。核实以后，盘盈盘亏先记到“待处理财产损溢”，结果不能再改。",
    steps.CONFIRMING: "公示没有异议，由成员（代表）大会确认。先在四议公开里立事项，通过后选上它。",
    steps.LEDGERS: "双击下面每一处，按决议处理、记账；都处理完，台账和账就对上了。",
    steps.FILING: "带上清查报告、明细表、决议，报街道备案，盖章件附上。",
    steps.SUMMING: "打印清查报告、资源总表、明细表，核对合计。",
    steps.REPORTING: "把汇总表报上去，写报到哪里。",
}
_SHEET = "一张纸盘点"
_PRINT_FIRST = "打印盘点表，去现场勾；回来按“一张纸盘点”照纸上打。没盘完下次接着录。"


class InventoryPage(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "inventory", "年度清查"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self.row: dict[str, Any] | None = None
        self.year = reads.next_year(desk.book, clock.today())
        self._lines: list[dict[str, Any]] = []
        self.head = look.label(self.title, "title")
        self.years = YearBox()
        self.light = push_button("简易年份")
        look.named(self.light, "简易年份", "把上年的核实数转来，只改有变化的")
        self.count = push_button("改盘点")
        look.named(self.count, "改盘点", "再看盘点表，盘错的改过来")
        self.papers = push_button("印材料", icon="print")
        menu = QMenu(self.papers)
        for name in PAPERS:
            menu.addAction(name).triggered.connect(partial(self.print_paper, name))
        self.papers.setMenu(menu)
        self.banner = Banner()
        self.bar = StepBar(STEPS)
        self.card = StepCard(desk, Inventory)
        self.line = LineCard(desk)
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        self.table = PlainTable("对不上的", _HEADINGS)
        self.sheet = CountPage(desk)
        self._lay_out()
        self._connect()
        known = reads.unfinished(desk.book)
        if known:
            self.year = known[0]["year"]
        self.reload()

    def _lay_out(self) -> None:
        self._top = HeadRow((self.head, self.years), (self.light, self.count, self.papers))
        self.table.setMinimumHeight(look.metrics().px(160))
        below = (self.bar, self.card, self.line, self.said, self.table)
        body = scrolled(*below, grows=self.table)
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        for above in (self._top, self.banner):
            column.addWidget(above)
        column.addWidget(body, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(main)
        self._stack.addWidget(self.sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.years.chosen.connect(self.show_year)
        self.light.clicked.connect(partial(self._begin, True))
        self.count.clicked.connect(self.open_sheet)
        self.card.asked.connect(self.do_step)
        self.table.opened.connect(self._open_line)
        self.line.done.connect(self.reload)
        self.sheet.closed.connect(self.close_sheet)
        self.sheet.print_asked.connect(partial(self.print_paper, SHEET))
        self._desk.runner.changed.connect(self._on_changed)

    # -- showing --------------------------------------------------------------------------

    def reload(self) -> None:
        book = self._desk.book
        known = [row["year"] for row in reads.inventories(book)]
        self.years.offer([*known, reads.next_year(book, clock.today())], self.year)
        self.row = reads.of_year(book, self.year)
        row = self.row
        self._lines = reads.lines_of(book, row["id"]) if row else []
        found = counting.differences(self._lines)
        self.head.setText(f"{self.year}年清查" if self.years.isHidden() else "年度清查")
        state = row["state"] if row else ""
        self.bar.show_at(STEPS.index(state) if state in STEPS else 0, done=state == FINISHED)
        told = self._told(state)
        self.card.show_step(told, self._filled(state) if told.fields else {})
        self.light.setVisible(row is None and bool(reads.last_counted(book, self.year)))
        told_all = bool(self._lines) and not counting.open_lines(self._lines)
        self.count.setVisible(told_all and state in (steps.COUNTING, steps.ENTERING))
        self.papers.setVisible(row is not None)
        self.table.fill([_line_row(line) for line in found])
        self.table.setVisible(bool(found))
        self.said.setText(self._said(found))
        enter_at(self, self.card.entry())
        if self._stack.currentWidget() is self.sheet:
            self.sheet.reload()

    def _said(self, found: list[Any]) -> str:
        row = self.row
        if row is None:
            return ""
        words = f"时点 {row['as_of']}，共 {len(self._lines)} 项，对不上的 {len(found)} 项。"
        return f"{words}{reckoning.words(row['report_why'])}。" if row["report_why"] else words

    def show_year(self, year: int) -> None:
        self.year = year
        self.line.hide()
        self.reload()

    def show_row(self, table: str, row_id: str) -> None:
        """What 今日 speaks of: a count, or one of its lines."""
        row = self._desk.book.row(table, row_id) if row_id else None
        if row is not None and table != Inventory.table:
            row = self._desk.book.row(Inventory.table, row["inventory_id"])
        if row is not None:
            self.show_year(row["year"])
        else:
            self.show_year(reads.next_year(self._desk.book, clock.today()))

    def _told(self, state: str) -> Told:
        if not state:
            words = f"以{self.year}年12月31日为时点，把台账里的资产编成盘点表，一步一步办。"
            return Told(words, f"开始{self.year}年清查")
        if state == FINISHED:
            assert self.row is not None
            on = paper_day(date.fromisoformat(self.row["reported_on"]))
            return Told(f"{on}已报{self.row['reported_to']}，这次清查办完了。", "印清查报告")
        if state == steps.POSTING:
            return self._posting()
        if state == steps.COUNTING and (waiting := counting.open_lines(self._lines)):
            words = f"{_PRINT_FIRST}还有 {len(waiting)} 件没盘。"
            return Told(words, _SHEET)
        fields = (*_FIELDS.get(state, ()), DONE_ON[state])
        return Told(_WORDS[state], f"{state}好了", fields)

    def _posting(self) -> Told:
        assert self.row is not None
        book = self._desk.book
        notice = reads.notice_of(book, self.row)
        days = actions.posting_days(book)
        if notice is None:
            return Told(f"编出清查结果公示，审核、打印、上墙，贴满 {days} 天。", "编公示")
        if notice["state"] not in FROZEN:
            words = f"公示{notice['number']}现在是“{notice['state']}”，先办到上墙。"
            return Told(words, "去公告")
        posted = reads.posted_on(book, self.row)
        assert posted is not None
        left = counting.days_left(posted, days, clock.today())
        words = f"{paper_day(posted)}上墙，"
        words += f"公示要满 {days} 天，还差 {left} 天。" if left else f"已满 {days} 天。"
        return Told(words, "公示好了", (DONE_ON[steps.POSTING],))

    def _filled(self, state: str) -> dict[str, Any]:
        assert self.row is not None
        street = f"{self._desk.book.unit.street_name}办事处"
        known = {**self.row, DONE_ON[state]: clock.today().isoformat()}
        if state == steps.FILING and not known["filed_with"]:
            known["filed_with"] = street
        if state == steps.REPORTING and not known["reported_to"]:
            known["reported_to"] = street
        return known

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        mine = (Inventory.table, "inventory_line", "notice", "asset")
        if self.isVisible() and changes.touches(*mine):
            self.reload()

    # -- the steps ------------------------------------------------------------------------

    def do_step(self, values: dict[str, Any]) -> None:
        self.banner.hide()
        row = self.row
        if row is None:
            self._begin(False)
        elif row["state"] == FINISHED:
            self.print_paper("清查报告")
        elif row["state"] == steps.POSTING and not values:
            self._to_notice(row)
        elif row["state"] == steps.COUNTING and not values:
            self.open_sheet()
        else:
            state = row["state"]
            stored = values.pop(DONE_ON[state], None)
            day = date.fromisoformat(stored) if stored else clock.today()
            facts = {name: values[name] for name in _FIELDS.get(state, ()) if name in values}
            made = self._desk.runner.act(
                actions.take_step, row["id"], state, day, facts, initiator=self,
                on_refused=self._on_refused, say=f"“{state}”办好了，可以撤销。",
            )  # fmt: skip
            if made is not None:
                self.reload()

    def _begin(self, light: bool, _checked: bool = False) -> None:
        def begin(book: Any, year: int) -> Changes:
            return actions.begin(book, year, light=light)

        made = self._desk.runner.act(
            begin, self.year, on_refused=self.banner.say, say="盘点表编好了。"
        )
        if made is not None:
            self.reload()

    def _to_notice(self, row: dict[str, Any]) -> None:
        notice = reads.notice_of(self._desk.book, row)
        if notice is None:
            made = self._desk.runner.act(
                actions.draft_notice, row["id"], on_refused=self.banner.say
            )
            if made is None:
                return
            self._desk.go("disclosure", "notice", made.ids("notice")[0])
        else:
            self._desk.go("disclosure", "notice", notice["id"])

    def _on_refused(self, refused: Refused) -> None:
        if not self.card.show_problem(refused):
            self.banner.say(refused)

    # -- the sheet, one line, the papers --------------------------------------------------

    def open_sheet(self, _checked: bool = False) -> None:
        if self.row is not None:
            self._stack.setCurrentWidget(self.sheet)
            self.sheet.open_inventory(self.row["id"])

    def close_sheet(self) -> None:
        self._stack.setCurrentIndex(0)
        self.reload()
        self.card.entry().setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_line(self, place: int, _column: int) -> None:
        self.line.open_line(counting.differences(self._lines)[place])

    def print_page(self) -> None:
        self.print_paper(SHEET)

    def print_paper(self, name: str, _checked: bool = False) -> None:
        if self.row is None:
            self.banner.say("还没开始清查，没有可以印的。")
            return
        title = f"{self.year}年{name}"
        show_paper(
            self._desk, actions.inventory_paper, self.row["id"], name, title=title,
            on_refused=self.banner.say, draft_note="办到“汇总”以后，纸上的“草稿”两个字自动去掉。",
        )  # fmt: skip


def _line_row(line: dict[str, Any]) -> tuple[str, ...]:
    measure = line["measure"] or ""
    counted = line["counted_qty"]
    handled = line["handling"] or ("待处理" if line["found_on"] else "")
    return (
        str(line["number"]), line["name"] or "", line["result"] or "",
        f"{show_quantity(counting.booked(line))}{measure}",
        "" if counted is None else f"{show_quantity(counted)}{measure}",
        line["cause"] or "", line["responsible"] or "", handled,
    )  # fmt: skip
