"""各单位 (K-05): scores, review, negative list, bonus and conclusion, one unit after the other."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.evaluation.computing import system_of
from qinglian_desktop.modules.evaluation.system import System
from qinglian_desktop.modules.yearend import actions, reads, rules
from qinglian_desktop.modules.yearend.page.part import Year, YearEndPage
from qinglian_desktop.modules.yearend.records import YearVerdict
from qinglian_desktop.modules.yearend.rules import Judged
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_COLUMNS = (
    Heading("编码", 130), Heading("单位", 0), Heading("自评", 70, numeric=True),
    Heading("复核", 70, numeric=True), Heading("改分", 60, numeric=True),
    Heading("加分", 60, numeric=True), Heading("负面清单", 100), Heading("结论", 90),
    Heading("现在", 100, state=True),
)  # fmt: skip
_WIDE = 240  # px at 标准 of the reason


class UnitsPage(YearEndPage):
    bonus_asked = Signal()
    notice_asked = Signal()

    def __init__(self, desk: Desk, year: Year, review: Callable[[str], object]) -> None:
        self._review = review
        self.next = push_button("下一家")
        self.mark = push_button("核评这一家", icon="edit")
        self.bonus = push_button("核加分")
        self.notice = push_button("生成通报", icon="document")
        super().__init__(
            desk,
            year,
            YearVerdict.table,
            "年终评价",
            (self.next, self.mark, self.bonus, self.notice),
        )
        self.found: list[Judged] = []
        self._system: System | None = None
        self._office = ""
        self.table = PlainTable("各单位的年终评价", _COLUMNS)
        self.empty = EmptyCard("还没有收到自评。先登记单位，收下它们的报送包。", "assessment")
        self.facts = look.label("")
        self.facts.setWordWrap(True)
        self.doubts = look.label("", "hint")
        self.doubts.setWordWrap(True)
        self.choice = ChoiceBox("结论")
        self.reason = QLineEdit()
        look.named(self.reason, "说明")
        self.settle = push_button("核定，到下一家", "primary")
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.opened.connect(lambda _row, _column: self.choice.setFocus())
        self.next.clicked.connect(self.on_next)
        self.mark.clicked.connect(lambda: self._review(self._office))
        self.settle.clicked.connect(self.on_settle)
        self.reason.returnPressed.connect(self.on_settle)
        self.bonus.clicked.connect(self.bonus_asked)
        self.notice.clicked.connect(self.notice_asked)
        enter_at(self, self.table)
        self.reload()

    def _lay_out(self) -> None:
        self.card = QFrame()
        self.card.setProperty("role", "card")
        look.named(self.card, "这一家")
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        line = QWidget()
        line.setProperty("role", "clear")
        row = FlowLayout(line, gap=8)
        for part in (self.choice, self.reason, self.settle):
            row.addWidget(part)
        self._line = line
        for place in (self.facts, self.doubts, line):
            inside.addWidget(place)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.card)
        self.column.addWidget(self.empty, 1)

    def show_year(self) -> None:
        book, year = self.desk.book, self.chosen.year
        self._system = system_of(book, year)
        self.found = reads.judged(book, year, self._system)
        there = any(one.case.begun for one in self.found)
        for part in (self.table, self.card, self.next, self.mark, self.bonus, self.notice):
            part.setVisible(there)
        self.empty.setVisible(not there)
        self.said.setVisible(there)
        self.name.setText(f"{year}年度年终评价")
        if not there:
            return
        unsure = f"（等次{self._system.unsure}）" if self._system.unsure else ""
        lacking = rules.lacking(self.found)
        settled = sum(one.settled for one in self.found)
        state = f"还不能印发：{lacking}。" if lacking else "全部核定，可以生成通报。"
        if reads.is_issued(book, year):
            state = "通报已经印发；要改，请在“通报”里按“更正”。"
        self.said.setText(f"共 {len(self.found)} 家，已核定 {settled} 家。{state}{unsure}")
        self.table.fill([_row(one) for one in self.found])
        offices = [one.case.office for one in self.found]
        place = offices.index(self._office) if self._office in offices else 0
        self.table.selectRow(place)
        self._show(place)

    def _on_row(self, now: Any, _before: Any) -> None:
        self._show(now.row())

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self.found) or self._system is None:
            return
        one = self.found[place]
        other = one.case.office != self._office
        self._office = one.case.office
        self.facts.setText(f"{one.case.name}：{_facts(one)}")
        self.doubts.setText("；".join(one.doubts) + "。" if one.doubts else "")
        self.doubts.setVisible(bool(one.doubts))
        issued = reads.is_issued(self.desk.book, self.chosen.year)
        self._line.setVisible(not issued)
        self.mark.setEnabled(one.case.handed_in is not None)
        allowed = rules.choices(self._system, one)
        self.reason.setMinimumWidth(look.metrics().px(_WIDE))
        kept = self.choice.currentText()
        if [self.choice.itemText(n) for n in range(self.choice.count())] != list(allowed):
            self.choice.clear()
            self.choice.addItems(allowed)
            kept = ""
        if other or kept not in allowed:
            settled = one.conclusion if one.conclusion in allowed else allowed[0]
            self.choice.setCurrentText(settled)
            self.reason.setText(one.said)
        self.reason.setPlaceholderText(
            "没有参评的原因" if one.case.handed_in is None
            else "定得低，要写原因"
        )  # fmt: skip

    def show_row(self, _table: str, row_id: str) -> None:
        """The unit a verdict speaks of."""
        for place, one in enumerate(self.found):
            if one.case.verdict is not None and one.case.verdict["id"] == row_id:
                self.table.selectRow(place)

    def on_next(self) -> None:
        """下一家: the next that is not settled."""
        place = rules.next_after(self.found, self.table.row())
        if place < 0:
            self.desk.runner.said.emit("每一家都核定了，可以生成通报。")
            self.notice.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.table.selectRow(place)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_settle(self) -> None:
        place = self.table.row()
        if not 0 <= place < len(self.found):
            return
        one = self.found[place]
        changes = self.act(
            actions.settle, self.chosen.year, one.case.office, self.choice.currentText(),
            self.reason.text(), on_refused=self._on_refused,
            say=f"{one.case.name}：{self.choice.currentText()}。",
        )  # fmt: skip
        if changes is not None:
            self.on_next()

    def _on_refused(self, refused: Refused) -> None:
        self.banner.say(refused)
        field = {"said": self.reason, "conclusion": self.choice}.get(refused.field)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_page(self) -> None:
        self.notice_asked.emit()


def _row(one: Judged) -> tuple[str, ...]:
    there = one.own is not None and one.review is not None
    return (
        one.case.code, one.case.name,
        rules.score(one.own) if one.own is not None else "",
        rules.score(one.review) if one.review is not None else "",
        str(one.changed) if one.changed else "",
        rules.score(one.bonus) if there else "",
        one.case.standing.state if there else "",
        one.conclusion, one.state,
    )  # fmt: skip


def _facts(one: Judged) -> str:
    row = one.case.handed_in
    if row is None or one.own is None or one.review is None:
        words = "自评还没有报送，不能评分。" if one.case.begun else "还没有收到这一家的自评。"
        return f"{words}确实不参评的，写明原因再核定。"
    day = paper_day(date.fromisoformat(row["frozen_on"]))
    words = f"第 {row['version']} 版，{day}报送，加分 {len(one.case.bonus.claims)} 件。"
    standing = one.case.standing.words
    return f"{words}{standing}。" if standing else f"{words}按分数是“{one.worked_out}”。"
