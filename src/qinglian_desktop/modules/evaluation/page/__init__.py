"""The tab 自评: home, lines, gaps, comparison, handing in; bonus and negative list; outcomes."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.modules.evaluation.assessment_records import (
    Assessment,
    AssessmentLine,
    AssessmentStep,
)
from qinglian_desktop.modules.evaluation.page import bonus
from qinglian_desktop.modules.evaluation.page.compare import ComparePage
from qinglian_desktop.modules.evaluation.page.gaps import GapsPage
from qinglian_desktop.modules.evaluation.page.home import HomePage
from qinglian_desktop.modules.evaluation.page.lifting import LiftCard
from qinglian_desktop.modules.evaluation.page.lines import LinesPage
from qinglian_desktop.modules.evaluation.page.outcomes import OutcomesPage
from qinglian_desktop.modules.evaluation.page.submit import SubmitPage
from qinglian_desktop.modules.evaluation.page.year import Chosen
from qinglian_desktop.modules.evaluation.records import BonusClaim, VetoEvent
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.grouped_sections import GroupedSections
from qinglian_desktop.ui.page import enter_at

_VETO = ("article", "happened_on", "confirmed_by", "document_no", "lifted_on", "lifted_with",
         "files")  # fmt: skip


def make_page(desk: Desk) -> GroupedSections:
    chosen = Chosen(desk.book)
    made: list[GroupedSections] = []

    def to_line(row_id: str) -> None:
        page = made[0].show_section(AssessmentLine.table)
        assert isinstance(page, LinesPage)
        page.open_record(row_id)

    def to(key: str) -> None:
        made[0].show_section(key)

    def home() -> QWidget:
        page = HomePage(desk, chosen)
        page.lines_asked.connect(partial(to, AssessmentLine.table))
        page.gaps_asked.connect(partial(to, "gaps"))
        return page

    def leading(kind: type[GapsPage | ComparePage]) -> Callable[[], QWidget]:
        def build() -> QWidget:
            page = kind(desk, chosen)
            page.line_asked.connect(to_line)
            return page

        return build

    def submit() -> QWidget:
        page = SubmitPage(desk, chosen)
        page.line_asked.connect(to_line)
        page.outcome_asked.connect(partial(to, AssessmentStep.table))
        return page

    def vetoes() -> QWidget:
        page = desk.ledger(VetoEvent, title="负面清单", columns=_VETO)
        page.list.empty.text.setText("有关部门书面确认了才登记，只记条款和文号。")
        column = page.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(
            column.indexOf(page.banner), LiftCard(desk, page, page.banner, lambda: chosen.year)
        )
        return page

    made.append(
        GroupedSections(
            "evaluation",
            "自评",
            (
                ("自评", (
                    (Assessment.table, "首页", home),
                    (AssessmentLine.table, "自评表", partial(LinesPage, desk, chosen)),
                    ("gaps", "差距与整改", leading(GapsPage)),
                    ("compare", "三栏对比", leading(ComparePage)),
                    ("submit", "提交", submit),
                )),
                ("加分和负面清单", (
                    (BonusClaim.table, "加分项", partial(bonus.make_page, desk, chosen)),
                    (VetoEvent.table, "负面清单", vetoes),
                )),
                ("认定", (
                    (AssessmentStep.table, "认定登记", partial(OutcomesPage, desk, chosen)),
                )),
            ),
        )
    )  # fmt: skip
    whole = made[0]

    def enter(_key: str = "") -> None:
        enter_at(whole, whole.current)  # the keys begin at what is to be done next

    whole.shown.connect(enter)
    enter()
    return whole
