"""The street's tab 督查会议: inspections, joint meetings, the library of practices."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtWidgets import QMenu, QWidget

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.pick import Pick
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.archive.page import chosen
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.modules.inspection import actions, reads, rules
from qinglian_desktop.modules.inspection.page.library import LibraryPage
from qinglian_desktop.modules.inspection.records import (
    InspectionFinding,
    InspectionRound,
    InspectionVisit,
    MeetingTask,
    StreetMeeting,
    StreetTopic,
)
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.grouped_sections import GroupedSections
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.plain_ledgers import NONE_CHOSEN, OnPrint, Plain, Print, section
from qinglian_desktop.ui.sections import Section
from qinglian_desktop.ui.word_saving import save_as_word

_ROUND = Plain(
    InspectionRound, "督查计划",
    ("title", "sheet", "from_on", "to_on", "inspectors", "focus"),
    "按【新增】写一次督查，再按“排单位”，每个单位排到哪天就有了。",
    (Print("督查计划", "plan"), Print("全部检查表", "sheets"), Print("督查情况", "report")),
)  # fmt: skip
_VISIT = Plain(
    InspectionVisit, "督查安排",
    ("planned_on", "unit_id", "round_id", "inspectors", "visited_on", "result", "files"),
    "先在“督查计划”里写一次督查，按“排单位”。",
    (Print("这家的检查表", "sheet"),),
)  # fmt: skip
_FINDING = Plain(
    InspectionFinding, "督查发现",
    ("number", "unit_id", "what", "state", "due_on", "severity", "found_on", "recheck",
     "closed_on"),
    "到单位看到的问题，一条一条登记，按“下发整改”发给单位。",
)  # fmt: skip
_MEETING = Plain(
    StreetMeeting, "会议",
    ("held_on", "title", "place", "chair", "attendees", "issued_on"),
    "按【新增】写一次会，再按“生成议程”，各单位没办完的问题自动带出来。",
    (Print("议程", "agenda"), Print("纪要", "minutes")),
)  # fmt: skip
_TOPIC = Plain(
    StreetTopic, "议题",
    ("seq", "unit_id", "title", "kind", "state_words", "decision", "meeting_id"),
    "没有待协调的问题。先在“会议”里按“生成议程”。",
)  # fmt: skip
_TASK = Plain(
    MeetingTask, "会议任务",
    ("what", "unit_id", "office", "due_on", "directive_id", "task_id", "meeting_id"),
    "先在“议题”里写议定的事，按“派任务”。",
)  # fmt: skip
_PAPERS: dict[str, tuple[Callable[..., Any], str]] = {
    "plan": (actions.plan_paper, "督查计划"),
    "sheets": (actions.sheets_paper, "检查表"),
    "report": (actions.report_paper, "督查情况"),
    "sheet": (actions.sheet_paper, "检查表"),
    "agenda": (actions.agenda_paper, "联席会议议程"),
    "minutes": (actions.minutes_paper, "联席会议纪要"),
}


class _Word(NamedTuple):
    """A paper of a row as a file to write on in."""

    act: Callable[..., Changes]
    what: str  # 纪要
    more: str


class _Way(NamedTuple):
    """From a row to the rows of another list that hang on it."""

    word: str
    to: type[Record]
    link: str


def make_page(desk: Desk) -> GroupedSections:
    made: list[GroupedSections] = []

    def build(
        plain: Plain, *ways: _Way, word: _Word | None = None, told: bool = False
    ) -> Section:  # fmt: skip
        key, name, base = section(desk, plain, on_print=_printer(desk))

        def page() -> QWidget:
            built = base()
            assert isinstance(built, LedgerPage)
            if word is not None:
                _offer_word(desk, built, word)
            for way in ways:
                _offer_way(built, way, made)
            if plain is _ROUND:
                _offer_sheets(desk, built)
            if plain is _VISIT:
                _offer_points(desk, built, made)
            if told:
                _tell_stand(desk, built)
            if "directive_id" in plain.record.fields:
                _offer_doing(desk, built)
            return built

        return key, name, page

    minutes = _Word(actions.save_minutes_as_word, "纪要", "把选中会议的纪要存成可以再改的文件")
    report = _Word(actions.save_report_as_word, "情况", "把选中督查的情况存成可以再改的文件")
    made.append(
        GroupedSections(
            "inspection",
            "督查会议",
            (
                ("督查", (
                    build(_ROUND, _Way("看安排", InspectionVisit, "round_id"), word=report),
                    build(_VISIT, _Way("看发现", InspectionFinding, "visit_id")),
                    build(_FINDING, told=True),
                )),
                ("联席会议", (
                    build(
                        _MEETING,
                        _Way("看议题", StreetTopic, "meeting_id"),
                        _Way("看任务", MeetingTask, "meeting_id"),
                        word=minutes,
                    ),
                    build(_TOPIC),
                    build(_TASK),
                )),
                ("经验推广", (("experience", "经验库", partial(LibraryPage, desk)),)),
            ),
        )
    )  # fmt: skip
    return made[0]


def _printer(desk: Desk) -> OnPrint:
    def on_print(page: LedgerPage, paper: Print, row_id: str) -> None:
        make, title = _PAPERS[paper.name]
        show_paper(desk, make, row_id, title=title, on_refused=page.banner.say)

    return on_print


def _offer_word(desk: Desk, page: LedgerPage, word: _Word) -> None:
    button = push_button("存为 Word", icon="export")
    look.named(button, "存为 Word", word.more)

    def kept(_checked: bool = False) -> None:
        if row_id := chosen(page):
            row = desk.book.row(page.record_type.table, row_id)
            name = f"{row['title'] or ''}{word.what}"
            save_as_word(desk, page, word.act, row_id, name, page.banner.say)

    button.clicked.connect(kept)
    page.head.put(button)


def _offer_way(page: LedgerPage, way: _Way, pages: list[GroupedSections]) -> None:
    """The other list, narrowed to what hangs on the chosen row."""
    button = push_button(way.word)
    look.named(button, way.word, f"只看选中这一条的{way.to.label}")

    def went(_checked: bool = False) -> None:
        if row_id := chosen(page):
            other = pages[0].show_section(way.to.table)
            assert isinstance(other, LedgerPage)
            other.filters.clear()
            other.filters.pick(way.link, Pick(way.link, "in", [row_id]))

    button.clicked.connect(went)
    page.head.put(button)


def _offer_sheets(desk: Desk, page: LedgerPage) -> None:
    """Another sheet for the chosen round, from those the pack has."""

    def words(_row: Row) -> Sequence[str]:
        return rules.sheet_names(reads.pack_of(desk.book))

    def took(row_id: str, place: int) -> None:
        sheet = words({})[place]
        desk.runner.act(
            actions.save_round, row_id, {"sheet": sheet}, say=f"检查表换成了“{sheet}”。",
            on_refused=page.banner.say,
        )  # fmt: skip

    _offer_menu(desk, page, ("选检查表", "选中这次督查用哪张检查表"), words, took)


def _offer_points(desk: Desk, page: LedgerPage, pages: list[GroupedSections]) -> None:
    """录入: what the sheet asks, one word of the menu each; it begins a finding of that visit."""

    def words(row: Row) -> Sequence[str]:
        return [*(point.what for point in reads.points_of(desk.book, row)), "检查表以外的"]

    def took(row_id: str, place: int) -> None:
        changes = desk.runner.act(
            actions.begin_finding, row_id, place, on_refused=page.banner.say
        )  # fmt: skip
        if changes is not None:
            pages[0].show_row(InspectionFinding.table, str(changes.result))

    more = "照检查表选哪一项有问题，单位和日期自动填好"
    _offer_menu(desk, page, ("登记发现", more), words, took)


def _offer_menu(
    desk: Desk, page: LedgerPage, word: tuple[str, str],
    words: Callable[[Row], Sequence[str]], took: Callable[[str, int], None],
) -> None:  # fmt: skip
    """A button whose words depend on the chosen row."""
    button = push_button(word[0])
    look.named(button, *word)
    menu = QMenu(button)

    def fill() -> None:
        menu.clear()
        row_id = chosen(page)
        row = desk.book.row(page.record_type.table, row_id) if row_id else None
        for place, name in enumerate(words(row) if row else ()):
            menu.addAction(name).triggered.connect(partial(_took, took, row_id, place))
        if row is None:
            menu.addAction(NONE_CHOSEN).setEnabled(False)

    menu.aboutToShow.connect(fill)
    button.setMenu(menu)
    page.head.put(button)


def _took(took: Callable[[str, int], None], row_id: str, place: int, _on: bool = False) -> None:
    took(row_id, place)


def _offer_doing(desk: Desk, page: LedgerPage) -> None:
    """To the directive or task a row became, with what was answered."""
    button = push_button("看办理")
    look.named(button, "看办理", "打开下发的事项或者任务，看办到哪一步")

    def went(_checked: bool = False) -> None:
        if row_id := chosen(page):
            row = desk.book.row(page.record_type.table, row_id)
            if row["directive_id"]:
                desk.go("directives", "directive", row["directive_id"])
            elif row.get("task_id"):
                desk.go("tasks", "task", row["task_id"])
            else:
                page.banner.say("这一条还没有发出去，没有办理情况。请先下发，或者按“派下去”。")

    button.clicked.connect(went)
    page.head.put(button)


def _tell_stand(desk: Desk, page: LedgerPage) -> None:
    """Over the findings: how many wait for whom, in words."""
    label = look.label("", "hint")
    label.setWordWrap(True)
    page.put_below_head(label)

    def told(_changes: object = None, _initiator: object = None) -> None:
        words = reads.waiting_words(desk.book)
        label.setText(words)
        label.setVisible(bool(words))
        look.named(label, words or "督查发现")

    desk.runner.changed.connect(told)
    told()
