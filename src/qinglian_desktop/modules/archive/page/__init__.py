"""The tab 清廉档案: survey, problems, plan, the twelve volumes."""

from collections.abc import Callable
from functools import partial
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.modules.archive import actions
from qinglian_desktop.modules.archive.page.volumes import VolumesPage
from qinglian_desktop.modules.archive.records import (
    Baseline,
    BaselineFigure,
    FiledPaper,
    OptionalAction,
    Problem,
    UnitPlan,
)
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.grouped_sections import GroupedSections
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.word_saving import save_as_word

_FORMS = ("year", "made_on", "made_by", "strong", "weak")
_FIGURES = ("year", "number", "name", "value", "unit", "origin", "source", "counted", "counted_on")
_PROBLEMS = (
    "number", "found_on", "source", "category", "description", "responsible", "due_on", "status",
    "recheck_on", "closed_on",
)  # fmt: skip
_PLANS = ("year", "version", "title", "state", "approved_by", "approved_on", "filed_on")
_ACTIONS = ("year", "title", "problem", "start_on", "responsible", "status", "level", "files")
_PAPERS = ("year", "volume", "entry", "title", "document_no", "made_on", "files")
NONE_CHOSEN = "还没选哪一条。请先在列表里点一条。"


def make_page(desk: Desk) -> GroupedSections:
    return GroupedSections(
        "archive",
        "清廉档案",
        (
            ("档案", (
                ("volumes", "十二卷", lambda: VolumesPage(desk)),
                (FiledPaper.table, "归档材料", partial(_papers, desk)),
            )),
            ("排查摸底", (
                (Baseline.table, "基础情况表", partial(_forms, desk)),
                (BaselineFigure.table, "摸底数字", partial(_figures, desk)),
                (Problem.table, "问题清单", partial(_problems, desk)),
            )),
            ("实施方案", (
                (UnitPlan.table, "方案", partial(_plans, desk)),
                (OptionalAction.table, "自选动作", partial(_initiatives, desk)),
            )),
        ),
    )  # fmt: skip


def _ledger(desk: Desk, record: Any, word: str, columns: tuple[str, ...], empty: str) -> LedgerPage:
    page = desk.ledger(record, title=word, columns=columns)
    page.list.empty.text.setText(empty)
    return page


def _button(
    page: LedgerPage, word: str, more: str, act: Callable[[], None], icon: str = ""
) -> None:
    button = push_button(word, icon=icon)
    look.named(button, word, more)
    button.clicked.connect(lambda _checked=False: act())
    page.head.put(button)


def chosen(page: LedgerPage) -> str:
    """The row that is open, else the one chosen in the list; "" is said in the banner."""
    row_id = page.drawer.row_id if page.drawer.isVisible() else page.table.current_id()
    if not row_id:
        page.banner.say(NONE_CHOSEN)
        return ""
    return row_id if page.save_waiting() else ""


def _papers(desk: Desk) -> LedgerPage:
    return _ledger(
        desk, FiledPaper, "归档材料", _PAPERS, "台账里没有的材料，扫描以后放进这里，选好放哪一卷。"
    )


def _forms(desk: Desk) -> LedgerPage:
    page = _ledger(
        desk, Baseline, "基础情况表", _FORMS, "按【新增】填年度，数字自动从台账取，没有的再填。"
    )

    def printed() -> None:
        if row_id := chosen(page):
            show_paper(
                desk, actions.baseline_paper, row_id, title="基础情况表",
                on_refused=page.banner.say,
            )  # fmt: skip

    _button(page, "打印这张", "把选中那年的基础情况表印出来，每个数写明从哪里来", printed, "print")
    return page


def _figures(desk: Desk) -> LedgerPage:
    page = _ledger(
        desk, BaselineFigure, "摸底数字", _FIGURES, "先在“基础情况表”里新增一张，这里就有数字了。"
    )
    page.table.records.figures = ("value", "counted")
    return page


def _problems(desk: Desk) -> LedgerPage:
    page = _ledger(
        desk, Problem, "问题清单", _PROBLEMS, "自查、督查、审计发现的问题，一条一条登记，改好销号。"
    )

    def printed() -> None:
        show_paper(
            desk, actions.problems_paper, clock.today().year, title="问题清单与销号单",
            on_refused=page.banner.say,
        )  # fmt: skip

    _button(page, "打印清单", "把今年的问题清单与销号单印出来", printed, "print")
    return page


def _plans(desk: Desk) -> LedgerPage:
    page = _ledger(desk, UnitPlan, "方案", _PLANS, "按【新增】建一版，再按“起草”，章节自动写好。")

    def printed() -> None:
        if row_id := chosen(page):
            show_paper(
                desk, actions.plan_paper, row_id, title="实施方案", on_refused=page.banner.say,
                draft_note="会议通过以后，纸上的“草稿”两个字自动去掉。",
            )  # fmt: skip

    def kept() -> None:
        if row_id := chosen(page):
            row = desk.book.row(UnitPlan.table, row_id)
            name = f"{row['title'] or '实施方案'}第{row['version']}版"
            save_as_word(desk, page, actions.save_plan_as_word, row_id, name, page.banner.say)

    _button(page, "打印方案", "把选中的一版印出来，带任务分解表", printed, "print")
    _button(page, "存为 Word", "把选中的一版存成可以再改的文件", kept, "export")
    return page


def _initiatives(desk: Desk) -> LedgerPage:
    return _ledger(
        desk,
        OptionalAction,
        "自选动作",
        _ACTIONS,
        "结合本地实际的特色做法，有就登记，没有可以空着。",
    )
