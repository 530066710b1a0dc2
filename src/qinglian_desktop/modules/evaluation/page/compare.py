"""三栏对比 (SA-08): what the unit says, what the street gave, what last year came to."""

from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.modules.evaluation import actions, assessment_reads, marking
from qinglian_desktop.modules.evaluation.assessment_rules import told
from qinglian_desktop.modules.evaluation.page.part import YearPage
from qinglian_desktop.modules.evaluation.page.year import Chosen
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_COLUMNS = (
    Heading("编号", 60), Heading("指标", 0), Heading("分值", 60, numeric=True),
    Heading("自评", 60, numeric=True), Heading("核评", 60, numeric=True),
    Heading("上年", 60, numeric=True), Heading("说明", 200), Heading("街道意见", 200),
)  # fmt: skip


class ComparePage(YearPage):
    line_asked = Signal(str)

    def __init__(self, desk: Desk, chosen: Chosen) -> None:
        self.only = push_button("只看不一样的", "choice")
        self.only.setCheckable(True)
        self.note = push_button("登记核评结果", "primary")
        look.named(self.note, "登记核评结果", "看过了，记到这一版的进程里")
        super().__init__(desk, chosen, "compare", "三栏对比", (self.only, self.note))
        self.back = look.label("", "strong")
        self.back.setWordWrap(True)
        self.inner.addWidget(self.back)
        self.table = PlainTable("自评、核评和上年", _COLUMNS)
        self.inner.addWidget(self.table, 1)
        self._ids: list[str] = []
        self._noted = ""  # the version of which something came back
        self.only.toggled.connect(self.reload)
        self.note.clicked.connect(self.on_note)
        self.table.opened.connect(lambda place, _column: self.line_asked.emit(self._ids[place]))
        enter_at(self, self.table)
        self.reload()

    def reload(self, _checked: bool = False) -> None:
        super().reload()

    def show_version(self, row: Any) -> None:
        self.only.setVisible(row is not None)
        self._show_back()
        if row is None:
            return
        street = assessment_reads.word_of_street(self.desk.book, row)
        of = street.version and street.version != row["version"]
        found = assessment_reads.three_columns(self.desk.book, row["id"])
        unlike = [one for one in found if _differ(one)]
        shown = unlike if self.only.isChecked() else found
        self._ids = [one.line["id"] for one in shown]
        places = {
            (place, column)
            for place, one in enumerate(shown)
            for column, other in ((4, one.review), (5, one.last))
            if other is not None and one.own is not None and other != one.own
        }
        review = f"核评（第 {street.version} 版）" if of else "核评"
        headings = [Heading(review, 60, numeric=True) if one.word == "核评" else one
                    for one in _COLUMNS]  # fmt: skip
        self.table.fill([_row(one) for one in shown], headings, marks=places)
        lacking = sum(bool(one.unlike) for one in found)
        words = f"和核评或上年不一样的 {len(unlike)} 项"
        if lacking:
            words += f"，其中 {lacking} 项还没写说明，回车打开去写；写好才能报送"
        self.said.setText(f"{words}。")

    def _show_back(self) -> None:
        """What the street sent back and nobody has written down yet."""
        review = marking.newly_back(self.desk.book, self.chosen.year)
        self._noted = review["assessment_id"] if review else ""
        self.note.setVisible(review is not None)
        self.back.setVisible(review is not None)
        if review is not None:
            day = paper_day(date.fromisoformat(review["made_on"]))
            said = f"：{review['said']}" if review["said"] else ""
            self.back.setText(f"街道{day}{review['outcome']}第 {review['version']} 版{said}")

    def on_note(self) -> None:
        self.act(actions.take_note, self._noted, say="核评结果已登记到进程里。")


def _differ(one: assessment_reads.Beside) -> bool:
    others = (one.review, one.last)
    return one.own is not None and any(o is not None and o != one.own for o in others)


def _row(one: assessment_reads.Beside) -> tuple[str, ...]:
    line = one.line
    words = line["differs"] or ("要写说明" if one.unlike else "")
    return (
        line["indicator"], line["title"], told(line["points"]), told(one.own), told(one.review),
        told(one.last), words, one.said,
    )  # fmt: skip
