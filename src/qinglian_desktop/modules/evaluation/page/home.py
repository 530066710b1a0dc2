"""评价首页 (A-01): where the year stands, aspect by aspect, and the one thing to do next."""

from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.evaluation import (
    actions,
    assessment_reads,
    assessment_rules,
    computing,
    marking,
    reads,
    snapshot,
)
from qinglian_desktop.modules.evaluation.page.part import YearPage
from qinglian_desktop.modules.evaluation.page.year import Chosen
from qinglian_desktop.modules.evaluation.system import shown
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_ASPECTS = (
    Heading("方面", 0), Heading("指标", 70, numeric=True), Heading("已自评", 80, numeric=True),
    Heading("应得分", 90, numeric=True), Heading("系统建议", 90, numeric=True),
    Heading("自评", 90, numeric=True),
)  # fmt: skip


class HomePage(YearPage):
    lines_asked = Signal()
    gaps_asked = Signal()
    tables = (*YearPage.tables, "veto_event", "bonus_claim", "rule_pack")

    def __init__(self, desk: Desk, chosen: Chosen) -> None:
        self.go = push_button("继续自评", "primary")
        self.print = push_button("打印自评表", icon="print")
        self.gaps = push_button("看差距")
        super().__init__(desk, chosen, "assessment", "年度自评", (self.go, self.print, self.gaps))
        self.facts = look.label("")
        self.facts.setWordWrap(True)
        self.street = look.label("", "strong")
        self.street.setWordWrap(True)
        self.standing = look.label("", "hint")
        self.standing.setWordWrap(True)
        self.aspects = PlainTable("各方面得分", _ASPECTS)
        for part in (self.street, self.facts, self.standing):
            self.inner.addWidget(part)
        self.inner.addWidget(self.aspects, 1)
        self.empty.text.setText("还没有今年的自评。开始以后，每项指标先按台账算出建议分。")
        self.go.clicked.connect(self.on_go)
        self.print.clicked.connect(self.print_page)
        self.gaps.clicked.connect(self.gaps_asked)
        self.aspects.opened.connect(lambda _row, _column: self.lines_asked.emit())
        enter_at(self, self.go)
        self.reload()

    def show_version(self, row: Any) -> None:
        begun = row is not None
        self.go.setText("继续自评" if begun else "开始自评")
        look.named(self.go, self.go.text())
        fill(self.go, True)
        for button in (self.print, self.gaps):
            button.setVisible(begun)
        self.name.setText(row["title"] if begun else f"{self.chosen.year}年度自评")
        if begun:
            self._show(row)

    def _show(self, row: Any) -> None:
        book = self.desk.book
        system = computing.system_of(book, row["year"])
        lines = assessment_reads.lines(book, row["id"])
        own = assessment_rules.tally(lines)
        told = assessment_rules.tally(lines, "suggested")
        bonus, standing = reads.bonus_of(book, row["year"]), reads.standing_of(book, row["year"])
        unsure = f"（{system.unsure}）" if system.unsure else ""
        self.said.setText(
            f"{row['state']} · {system.title} {row['pack'].partition('@')[2]}{unsure} · "
            f"截止{paper_day(date.fromisoformat(row['cutoff_on']))}"
        )
        level = standing.state or system.level_of(own.points) or "没有达到任何等次"
        back = marking.newly_back(book, row["year"])
        self.street.setVisible(back is not None)
        if back is not None:
            words = f"：{back['said']}" if back["said"] else ""
            self.street.setText(f"街道{back['outcome']}第 {back['version']} 版{words}。"
                                "到“三栏对比”看每一条。")  # fmt: skip
        scaled = (
            "" if own.most == system.total
            else f"（{shown(own.most)} 分里得 {shown(own.earned)} 分，折算成百分）"
        )  # fmt: skip
        self.facts.setText(
            f"自评 {own.said}/{own.asked} 项　得分 {shown(own.points)}{scaled}　系统建议 "
            f"{shown(told.points)}　加分 {shown(bonus.points)}（单列，最多 "
            f"{shown(system.bonus_cap)}）　等次 {level}"
        )
        self.standing.setText(standing.words or "没有负面清单所列情形。")
        rows = []
        for mine, suggested in zip(own.aspects, told.aspects, strict=True):
            of = [line for line in lines if line["dimension"] == mine.name]
            said = sum(line["self_score"] is not None for line in of)
            rows.append(
                (mine.name, str(len(of)), str(said), shown(mine.most),
                 shown(suggested.earned), shown(mine.earned))
            )  # fmt: skip
        rows.append(
            ("合计", str(len(lines)), str(own.said), shown(own.most), shown(told.earned),
             shown(own.earned))
        )  # fmt: skip
        self.aspects.fill(rows, last_bold=True)

    def on_go(self) -> None:
        if self.chosen.row is None and self._begun() is None:
            return
        self.lines_asked.emit()

    def _begun(self) -> Changes | None:
        """The lines that open are the answer."""
        return self.act(actions.begin, self.chosen.year, initiator=self)

    def new_record(self) -> None:
        self.on_go()

    def print_page(self) -> None:
        if (row := self.chosen.row) is not None:
            show_paper(
                self.desk, snapshot.paper, row["id"], snapshot.TABLE, title="自评表",
                on_refused=self.banner.say, draft_note="报送以后，纸上的“草稿”两个字自动去掉。",
            )  # fmt: skip
