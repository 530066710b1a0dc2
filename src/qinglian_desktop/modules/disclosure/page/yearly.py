"""年度调整: the catalogue of a year on its way into force, one step at a time (PD-16, PD-17)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.disclosure import actions, steps, yearly
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.disclosure.records import DisclosurePlan
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.step_card import StepBar, StepCard, Told
from qinglian_desktop.ui.year_box import YearBox

_DRAFT = "会议通过以后，纸上的“草稿”两个字自动去掉。"
_BAR = ("起草", "征求意见", "审查", "答复", "会议", "公布", "备案", "生效")
# What is filled in at a state, in the order of the form.
_FIELDS: dict[str, tuple[str, ...]] = {
    yearly.DRAFT: ("opinions_from", "opinions_until"),
    yearly.HEARING: ("opinions", "heard", "sent_on"),
    yearly.EXAMINING: ("reviewer", "verdict", "opinion", "reviewed_on"),
    yearly.ANSWERING: ("answered_by", "answer", "answered_on"),
    yearly.MEETING: ("meeting", "decided_on", "decision"),
    yearly.FILING: ("filed_with", "filed_on", "receipt"),
}
_BUTTONS = {
    yearly.DRAFT: "开始征求意见",
    yearly.HEARING: "送监委会审查",
    yearly.EXAMINING: "登记审查意见",
    yearly.ANSWERING: "登记答复",
    yearly.MEETING: "会议通过",
    yearly.PUBLISHING: "编目录公告",
    yearly.FILING: "报街道备案",
    yearly.IN_FORCE: "看公开计划",
}
_CHANGES = (
    Heading("编号", 70),
    Heading("事项", 240),
    Heading("变化", 70),
    Heading("怎么变的", 0),
    Heading("原因", 220),
)
LAST, BASE = "和上一年比", "和底本比"


class YearlyPage(QWidget):
    notice_asked = Signal(str)  # notice id
    item_asked = Signal(str)  # row of the catalogue
    plan_asked = Signal(int)  # a year's plan
    catalogue_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "disclosure_plan", "年度调整"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self.year = actions.next_year(desk.book, clock.today())
        self.plan: dict[str, Any] | None = None
        self.head = look.label(self.title, "title")
        self.years = YearBox()
        self.sheet = push_button("打印审查表", icon="print")
        self.list_paper = push_button("打印目录", icon="print")
        self.edit = push_button("去改目录")
        self.banner = Banner()
        self.bar = StepBar(_BAR)
        self.card = StepCard(desk, DisclosurePlan)
        self.against = {word: push_button(word, "choice") for word in (LAST, BASE)}
        self.changes = PlainTable("目录的变化", _CHANGES)
        self.counted = look.label("", "hint")
        self.counted.setWordWrap(True)
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        self._top = HeadRow((self.head, self.years), (self.edit, self.list_paper, self.sheet))
        which = QHBoxLayout()
        which.setSpacing(8)
        pair = QButtonGroup(self)
        for button in self.against.values():
            button.setCheckable(True)
            pair.addButton(button)
            which.addWidget(button)
        which.addWidget(self.counted, 1)
        self.against[LAST].setChecked(True)
        within = QWidget()
        within.setProperty("role", "clear")
        inner = QVBoxLayout(within)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self.bar)
        inner.addWidget(self.card)
        inner.addLayout(which)
        self.changes.setMinimumHeight(look.metrics().px(120))
        inner.addWidget(self.changes, 1)
        inner.addStretch(0)  # while nothing has changed, the card keeps to the top
        body = QScrollArea()  # in 特大 the card and the changes are taller than the page
        body.setWidgetResizable(True)
        body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body.setFrameShape(QFrame.Shape.NoFrame)
        body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body.setWidget(within)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(self._top)
        column.addWidget(self.banner)
        column.addWidget(body, 1)

    def _connect(self) -> None:
        self.years.chosen.connect(self.show_year)
        self.sheet.clicked.connect(self.print_page)
        self.list_paper.clicked.connect(self.print_catalogue)
        self.edit.clicked.connect(self.catalogue_asked)
        self.card.asked.connect(self.do_step)
        for button in self.against.values():
            button.toggled.connect(self._show_changes)
        self.changes.activated.connect(self._on_change)
        self._desk.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self._on_cover)

    # -- showing --------------------------------------------------------------------------

    def reload(self) -> None:
        desk = self._desk
        years = desk.book.distinct("disclosure_plan", "year")
        self.years.offer([*years, actions.next_year(desk.book, clock.today())], self.year)
        self.plan = actions.plan_of(self._desk.book, self.year)
        state = self.plan["state"] if self.plan else ""
        self.head.setText(f"{self.year}年公开方案" if self.years.isHidden() else "公开方案")
        now = yearly.ORDER.index(state) if state else 0
        self.bar.show_at(now, done=state == yearly.IN_FORCE)
        told = self._told(state)
        self.card.show_step(told, self._filled(state) if told.fields else {})
        self.sheet.setVisible(self.plan is not None)
        listed = bool(actions.items_of(self._desk.book, self.year))
        self.list_paper.setVisible(listed)
        self.edit.setVisible(listed)
        self._show_changes()
        enter_at(self, self.card.entry())

    def show_year(self, year: int) -> None:
        self.year = year
        self.reload()

    def _told(self, state: str) -> Told:
        """What the card says in this state."""
        plan = self.plan
        if plan is None:
            words = f"先起草：把上一年的目录抄成{self.year}年的草稿，在〔目录〕里改，改了的写原因。"
            return Told(words, f"起草{self.year}年目录")
        fields = _FIELDS.get(state, ())
        match state:
            case yearly.DRAFT:
                words = "目录改好了，贴出来或开会征求居民意见。和上一年不同的，每一项都要有原因。"
                words = words.replace("居民", self._desk.book.word("resident"))
            case yearly.HEARING:
                until = paper_day(date.fromisoformat(plan["opinions_until"]))
                words = f"正在征求意见，到{until}。到期后写下收到几条、怎么采纳的，送监委会审查。"
            case yearly.EXAMINING:
                words = (
                    f"{_due(plan, 'review')}。由监委会成员看方案，写意见，签名和日期照纸上的填。"
                )
            case yearly.ANSWERING:
                said = cover.veiled(f"{plan['reviewer']}：{plan['verdict']}，{plan['opinion']}")
                words = f"{said}。{_due(plan, 'answer')}。"
            case yearly.MEETING:
                words = "两边都签过了。开会定下来以后填这里；定了再改，每一处都要写原因。"
            case yearly.PUBLISHING:
                words = "会议已通过。编出目录公告，审核、打印、上墙照平常办。"
            case yearly.FILING:
                words, fields = self._filing(plan, fields)
            case _:
                filed = paper_day(date.fromisoformat(plan["filed_on"]))
                words = f"{filed}已报{plan['filed_with']}备案，{self.year}年目录生效，计划已排好。"
        button = _BUTTONS[state]
        if state == yearly.FILING and not fields:
            button = "去公告" if self._notice() is not None else _BUTTONS[yearly.PUBLISHING]
        return Told(words, button, fields)

    def _notice(self) -> dict[str, Any] | None:
        """The notice of the catalogue, while it is there."""
        row_id = self.plan["notice_id"] if self.plan else None
        row: dict[str, Any] | None = self._desk.book.row("notice", row_id) if row_id else None
        return row if row is not None and not row["deleted"] else None

    def _filing(self, plan: dict[str, Any], fields: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        notice = self._notice()
        if notice is None:
            return "目录公告的草稿删掉了，重新编一份。", ()
        if notice["state"] not in steps.FROZEN:
            return f"目录公告{notice['number']}现在是“{notice['state']}”，先办到上墙。", ()
        posted = paper_day(date.fromisoformat(notice["posted_on"]))
        return f"目录公告{posted}已上墙。报街道备案后，{plan['year']}年目录生效。", fields

    def _filled(self, state: str) -> dict[str, Any]:
        """What is known beforehand is filled in; the clerk changes what is different."""
        book, today = self._desk.book, clock.today()
        day = today.isoformat()
        known: dict[str, dict[str, Any]] = {
            yearly.DRAFT: {
                "opinions_from": day,
                "opinions_until": actions.suggested_until(book, today).isoformat(),
            },
            yearly.HEARING: {"opinions": 0, "sent_on": day},
            yearly.EXAMINING: {"verdict": "同意", "reviewed_on": day},
            yearly.ANSWERING: {"answered_on": day},
            yearly.MEETING: {
                "meeting": f"{book.word('committee_short')}{today.month}月会议",
                "decided_on": day,
                "decision": "通过",
            },
            yearly.FILING: {"filed_with": f"{book.unit.street_name}办事处", "filed_on": day},
        }
        return known.get(state, {})

    def _show_changes(self, _checked: bool = False) -> None:
        base = self.against[BASE].isChecked()
        compare = actions.changes_of_base if base else actions.changes_of
        found = compare(self._desk.book, self.year)
        self.changes.fill([(c.code, c.item, c.word, c.told, c.reason) for c in found])
        lacking = sum(not c.reason for c in found if c.word != "取消") if not base else 0
        words = f"变化 {len(found)} 项" if found else "没有变化"
        words += f"，{lacking} 项还没写原因，双击一行去写。" if lacking else "。"
        if not actions.items_of(self._desk.book, self.year):
            words = "起草以后，变化列在这里。"
        self.counted.setText(words)
        self.changes.setVisible(bool(found))

    def _on_change(self, index: Any) -> None:
        code = self.changes.model().index(index.row(), 0).data()
        for item in actions.items_of(self._desk.book, self.year):
            if item["code"] == code:
                self.item_asked.emit(item["id"])

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("disclosure_plan", "catalog_item", "notice") and self.isVisible():
            self.reload()

    def _on_cover(self, _on: bool) -> None:
        if self.isVisible():
            self.reload()

    def show_row(self, _table: str, row_id: str) -> None:
        """The year that 今日 speaks of."""
        rows = self._desk.book.page("disclosure_plan", [row_id]) if row_id else []
        self.year = rows[0]["year"] if rows else actions.next_year(self._desk.book, clock.today())
        self.reload()

    # -- the steps ------------------------------------------------------------------------

    def do_step(self, values: dict[str, Any]) -> None:
        self.banner.hide()
        plan, state = self.plan, self.plan["state"] if self.plan else ""
        if plan is None:
            self._act(actions.draft_year, self.year, say=f"{self.year}年目录的草稿起好了。")
        elif state == yearly.IN_FORCE:
            self.plan_asked.emit(self.year)
        elif state == yearly.PUBLISHING or (state == yearly.FILING and not values):
            self._to_notice(plan["id"])
        else:
            action, given = _call(state, values)
            self._act(action, plan["id"], *given, say="已登记，可以撤销。")

    def _to_notice(self, plan_id: str) -> None:
        notice = self._notice()
        if notice is not None:
            self.notice_asked.emit(notice["id"])
            return
        changes = self._act(actions.publish, plan_id)
        if changes is not None:
            self.notice_asked.emit(changes.ids("notice")[0])

    def _act(self, action: Callable[..., Changes], *given: Any, say: str = "") -> Changes | None:
        return self._desk.runner.act(
            action, *given, initiator=self, on_refused=self._on_refused, say=say
        )

    def _on_refused(self, refused: Refused) -> None:
        if not self.card.show_problem(refused):
            self.banner.say(refused)

    # -- papers ---------------------------------------------------------------------------

    def print_page(self) -> None:
        """The plan with its two signatures, or the catalogue where nothing was begun."""
        if self.plan is None:
            self.print_catalogue()
            return
        show_paper(
            self._desk, actions.plan_paper, self.plan["id"],
            title=f"{self.year}年公开方案审查表", on_refused=self.banner.say, draft_note=_DRAFT,
        )  # fmt: skip

    def print_catalogue(self) -> None:
        show_paper(
            self._desk, actions.catalogue_paper, self.year,
            title=f"{self.year}年公开目录", on_refused=self.banner.say, draft_note=_DRAFT,
        )  # fmt: skip


def _due(plan: dict[str, Any], name: str) -> str:
    return reckoning.words(plan[f"{name}_why"])


def _call(state: str, values: dict[str, Any]) -> tuple[Callable[..., Changes], tuple[Any, ...]]:
    """The action of a state and what it is called with; days as days, blanks as they are said."""

    def day(name: str) -> date:
        stored = values.get(name)
        return date.fromisoformat(stored) if stored else clock.today()

    def text(name: str) -> str:
        return str(values.get(name) or "")

    match state:
        case yearly.DRAFT:
            return actions.ask_opinions, (day("opinions_until"), day("opinions_from"))
        case yearly.HEARING:
            return actions.hear, (values.get("opinions") or 0, text("heard"), day("sent_on"))
        case yearly.EXAMINING:
            given = (text("reviewer"), text("verdict") or "同意", text("opinion"))
            return actions.examine, (*given, day("reviewed_on"))
        case yearly.ANSWERING:
            return actions.answer, (text("answered_by"), text("answer"), day("answered_on"))
        case yearly.MEETING:
            return actions.decide, (text("meeting"), day("decided_on"), text("decision"))
    papers = tuple(text("receipt").split())
    return actions.file_with, (text("filed_with"), day("filed_on"), papers)
