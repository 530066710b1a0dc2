"""提交 (A-05): what still lacks, the steps to handing in, and what became of it."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.evaluation import (
    actions,
    assessment_reads,
    assessment_rules,
    snapshot,
)
from qinglian_desktop.modules.evaluation import assessment_records as records
from qinglian_desktop.modules.evaluation.assessment_records import Assessment
from qinglian_desktop.modules.evaluation.page.part import YearPage
from qinglian_desktop.modules.evaluation.page.year import Chosen
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import ask, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.scrolled import scrolled
from qinglian_desktop.ui.step_card import StepBar, StepCard, Told
from qinglian_desktop.ui.word_saving import save_as_word

_BAR = ("草稿", "自评", "党组织审议", "已报送街道")
_LACKING = (Heading("指标", 80), Heading("还差什么", 0))
_VERSIONS = (
    Heading("哪一版", 0), Heading("进展", 110, state=True), Heading("报送日期", 110),
    Heading("得分", 80, numeric=True), Heading("指纹", 110),
)  # fmt: skip
_FREEZE = "报送后这一版就冻结，不能再改，纸上的草稿字样去掉。要改只能另起新版本。现在报送吗？"


class SubmitPage(YearPage):
    line_asked = Signal(str)
    outcome_asked = Signal()

    def __init__(self, desk: Desk, chosen: Chosen) -> None:
        self.prints = {name: push_button(f"打印{name}", icon="print") for name in snapshot.PAPERS}
        self.word = push_button("存为 Word")
        look.named(self.word, "自评报告存为 Word", "存一份接着写的自评报告")
        self.back = push_button("退回修改")
        self.anew = push_button("新版本")
        super().__init__(
            desk, chosen, "submit", "提交", (self.back, self.anew, *self.prints.values(), self.word)
        )
        self.bar = StepBar(_BAR)
        self.card = StepCard(desk, Assessment)
        self.lacking_words = look.label("", "hint")
        self.lacking_words.setWordWrap(True)
        self.lacking = PlainTable("还差什么", _LACKING)
        self.versions = PlainTable("各版本", _VERSIONS)
        self.lacking.setMinimumHeight(look.metrics().px(180))
        self.versions.setMinimumHeight(look.metrics().px(110))
        named = look.label("各版本（回车打印这一版的自评表）", "group")
        self.inner.addWidget(
            scrolled(
                self.bar, self.card, self.lacking_words, self.lacking, named, self.versions,
                grows=self.versions,
            )
        )  # fmt: skip
        self._ids: list[str] = []
        self._versions: list[Any] = []
        self.card.asked.connect(self.do_step)
        self.back.clicked.connect(self.on_back)
        self.anew.clicked.connect(self.on_anew)
        self.word.clicked.connect(self.on_word)
        self.lacking.opened.connect(lambda place, _c: self.line_asked.emit(self._ids[place]))
        self.versions.opened.connect(self._on_version)
        for name, button in self.prints.items():
            button.clicked.connect(lambda _c=False, name=name: self.print_paper(name))
        self.reload()

    def show_version(self, row: Any) -> None:
        for button in (self.back, self.anew, *self.prints.values(), self.word):
            button.setVisible(row is not None)
        if row is None:
            return
        state = row["state"]
        self.back.setVisible(state in (records.DONE, records.HEARD))
        self.anew.setVisible(bool(row["frozen_on"]))
        place = _BAR.index(state) if state in _BAR else len(_BAR) - 1
        self.bar.show_at(min(place + 1, len(_BAR) - 1), done=bool(row["frozen_on"]))
        found = assessment_reads.lacking(self.desk.book, row["id"])
        open_ones = found if not row["frozen_on"] else []
        self.said.setText(f"{row['title']} · {state}")
        self._show_lacking(open_ones)
        told = self._told(row, len(open_ones))
        today = clock.today().isoformat()
        self.card.show_step(told, {"heard_on": today} if told.fields else {})
        self._versions = assessment_reads.versions(self.desk.book, row["year"])
        self.versions.fill([_version(one) for one in self._versions])
        enter_at(self, self.card.entry())

    def _show_lacking(self, found: list[assessment_rules.Lacking]) -> None:
        self._ids = [one.line_id for one in found]
        self.lacking.fill([tuple(one.what.split(" ", 1)) for one in found])
        self.lacking.setVisible(bool(found))
        self.lacking_words.setVisible(bool(found))
        unsaid = sum(one.field == "self_score" for one in found)
        words = [f"还有 {unsaid} 项没自评"] if unsaid else []
        if rest := len(found) - unsaid:
            words.append(f"还有 {rest} 项没写说明")
        self.lacking_words.setText("，".join(words) + "。选中一项按回车去补。" if words else "")

    def _told(self, row: Any, lacking: int) -> Told:
        match row["state"]:
            case records.DRAFT:
                words = "逐项自评完，和系统建议、上年、核评不同的写明原因，再按“自评完成”。"
                return Told(words, "去补" if lacking else "自评完成")
            case records.DONE:
                words = "自评完成。党组织开会审议以后，填审议日期和哪次会。"
                return Told(words, "登记审议", ("heard_on", "heard_by", "heard_said"))
            case records.HEARD:
                heard = paper_day(date.fromisoformat(row["heard_on"]))
                return Told(f"{heard}{row['heard_by']}已审议。{_FREEZE[:-7]}", "冻结并提交")
        day = paper_day(date.fromisoformat(row["frozen_on"]))
        words = (
            f"{day}已报送，内容冻结，指纹 {row['digest'][:8].upper()}。下次写报送包时一起带给街道。"
            "街道、区里有了结果，在“认定登记”里登记。"
        )
        return Told(words, "去登记结果")

    # -- the steps ------------------------------------------------------------------------

    def do_step(self, values: dict[str, Any]) -> None:
        row = self.chosen.row
        if row is None:
            return
        match row["state"]:
            case records.DRAFT if self._ids:
                self.line_asked.emit(self._ids[0])
            case records.DRAFT:
                self._act(actions.finish, row["id"])
            case records.DONE:
                day = date.fromisoformat(values["heard_on"]) if values.get("heard_on") else None
                given = (str(values.get("heard_by") or ""), str(values.get("heard_said") or ""))
                self._act(actions.hear, row["id"], day, *given)
            case records.HEARD:
                if ask(self, _FREEZE, "冻结并提交", "再看看"):
                    self._act(actions.freeze, row["id"])
            case _:
                self.outcome_asked.emit()

    def _act(self, action: Any, *given: Any) -> Changes | None:
        self.banner.hide()
        changes: Changes | None = self.desk.runner.act(action, *given, on_refused=self._on_refused)
        if changes is not None:  # on to the next step
            self.card.entry().setFocus(Qt.FocusReason.OtherFocusReason)
        return changes

    def _on_refused(self, refused: Refused) -> None:
        if not self.card.show_problem(refused):
            self.banner.say(refused)

    def on_back(self) -> None:
        if (row := self.chosen.row) is not None:
            self.act(actions.take_back, row["id"])

    def on_anew(self) -> None:
        if (row := self.chosen.row) is not None:
            self.act(actions.new_version, row["id"], say="另起了一版，原来的一版照旧留着。")

    # -- papers ---------------------------------------------------------------------------

    def print_page(self) -> None:
        self.print_paper(snapshot.TABLE)

    def print_paper(self, name: str) -> None:
        if (row := self.chosen.row) is not None:
            self._print(row["id"], name)

    def _print(self, assessment_id: str, name: str) -> None:
        show_paper(
            self.desk, snapshot.paper, assessment_id, name, title=name,
            on_refused=self.banner.say, draft_note="报送以后，纸上的“草稿”两个字自动去掉。",
        )  # fmt: skip

    def on_word(self) -> None:
        if (row := self.chosen.row) is not None:
            save_as_word(
                self.desk, self, actions.save_report_as_word, row["id"],
                f"{row['year']}年度自评报告", self.banner.say,
            )  # fmt: skip

    def _on_version(self, place: int, _column: int) -> None:
        self._print(self._versions[place]["id"], snapshot.TABLE)


def _version(row: Any) -> tuple[str, ...]:
    return (
        row["title"], row["state"], row["frozen_on"] or "", assessment_rules.told(row["total"]),
        (row["digest"] or "")[:8].upper(),
    )  # fmt: skip
