"""Which tabs has this office, and how is each page built? Nothing is built before it is shown."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from qinglian_desktop.core.record import Record

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


class Tab(NamedTuple):
    """One entry of the navigation. `tables` are found here by 今日 and the search."""

    page_id: str
    label: str
    icon: str
    build: "Callable[[Window], QWidget]"
    modules: tuple[str, ...] = ()  # whose due things are counted here
    tables: tuple[str, ...] = ()
    number: int = 0  # Alt+number leads here; 0: its place from the top
    apart: bool = False  # the navigation draws a line above it: another group begins


def numbered(tabs: Iterable[Tab]) -> list[tuple[int, Tab]]:
    """The tabs with the digit that leads to each."""
    found = [(tab.number or place, tab) for place, tab in enumerate(tabs, 1)]
    return [(number, tab) for number, tab in found if number <= 9]


def tabs_of(*, street: bool) -> tuple[Tab, ...]:
    """The navigation from top to bottom; only subjects that exist."""
    today = Tab("today", "今日", "today", _today, ("today",))
    tasks = Tab("tasks", "任务台账", "tasks", _tasks, ("tasks",), ("task", "task_note"))
    settings = Tab("settings", "设置", "settings", _settings, ("handover",))
    if street:
        return (
            today,
            Tab("board", "全街道一览", "street", _board, ("street",), ("enrolled_unit",)),
            Tab("summary", "汇总表", "summary", _summary),
            tasks,
            Tab("exchange", "报送", "exchange", _exchange, ("exchange",), _EXCHANGED, apart=True),
            Tab("directives", "下发", "export", _directives, ("directives",), _DIRECTED),
            Tab(
                "inspection",
                "督查会议",
                "oversight",
                _inspection,
                ("inspection",),
                _INSPECTED,
                8,
                apart=True,
            ),
            Tab(
                "yearend",
                "年终评价",
                "assessment",
                _yearend,
                ("yearend", "evaluation"),
                _YEAR_END,
                9,
            ),
            settings._replace(number=7),
        )
    return (
        today,
        tasks,
        Tab("evaluation", "自评", "assessment", _evaluation, ("evaluation",), _ASSESSED, 3),
        Tab(
            "decisions",
            "四议公开",
            "decisions",
            _decisions,
            ("decisions",),
            _DECIDED,
            4,
            apart=True,
        ),
        Tab("disclosure", "公开公示", "disclosure", _disclosure, ("disclosure",), _POSTED, 5),
        Tab("funds", "三资", "funds", _funds, _COLLECTIVE, _BOOKED, 6),
        Tab("benefits", "惠民补贴", "benefits", _benefits, ("benefits",), _PAID, 7),
        Tab("party", "党建网格", "party", _party, ("party", "grassroots"), _PARTY, 12, apart=True),
        Tab("oversight", "监督教育", "oversight", _oversight, _SUPERVISED, _OVERSEEN, 13),
        Tab("customs", "移风易俗", "customs", _customs, ("customs",), _CUSTOMS, 14),
        Tab("archive", "清廉档案", "archive", _archive, ("archive",), _FILED, 15),
        Tab("registry", "人户名册", "people", _registry, ("registry",), _LISTED, 8, apart=True),
        Tab(
            "exchange",
            "报送归档",
            "exchange",
            _exchange,
            ("exchange", "directives"),
            (*_EXCHANGED, *_DIRECTED, "sent_back"),
            9,
        ),
        Tab("forms", "一表通填", "document", _forms, ("forms",), _FORMS, 10),
        settings._replace(number=11),
    )


_FORMS = ("form_map", "reported_number")
_DECIDED = ("matter", "delegation", "consultation", "matter_standard")
_POSTED = (
    "notice", "planned_posting", "catalog_item", "disclosure_plan", "detail_line",
    "notice_board", "hanging",
    "objection", "question", "inspection_request", "disclosure_demand",
)  # fmt: skip
_COLLECTIVE = (  # whose due things are counted at the tab 三资
    "funds",
    "labour",
    "contract_care",
    "projects",
    "property",
    "inventory",
    "audits",
    "contracts",
)
_BOOKED = (  # every page of the tab, in its order
    "entry", "voucher", "transfers", "book_month", "reports", "grant_line", "balance_line",
    "approval", "cash_count", "budget_line", "payment_hints", "bank_line",
    "receipt_slip", "receipt_book", "arrival", "invoice",
    "opening", "opening_balance", "chart", "account", "bank_account",
    "asset", "idle", "wear_run", "tie", "inventory",
    "contract", "rent_due", "rent_calendar", "rent_check", "deposit_move",
    "contract_check", "clean_up", "seal_use",
    "project", "labour_order", "labour_day", "labour_pay",
    "audit", "finding", "collective_report", "dossier",
)  # fmt: skip
_FILED = (
    "volumes", "filed_paper", "baseline", "baseline_figure", "problem", "unit_plan",
    "optional_action",
)  # fmt: skip
_PAID = ("benefit_line", "subsidy_standard")
_PARTY = (
    "party_meeting", "party_year", "duty_log", "party_branch",
    "joint_item", "joint_meeting", "member_unit", "check_in", "service_log",
    "grid", "grid_staff", "grid_visit", "grid_event",
    "party_check", "party_check_point", "party_check_measure", "party_check_month",
    "moved_down", "moved_down_log", "report_platform",
)  # fmt: skip
_ASSESSED = (
    "assessment", "assessment_line", "gaps", "compare", "submit", "bonus_claim", "veto_event",
    "assessment_step",
)  # fmt: skip
_YEAR_END = ("year_verdict", "bonus_ruling", "year_review")
_SUPERVISED = ("oversight", "education", "survey")  # whose due things are counted at the tab
_OVERSEEN = (
    "supervision_meeting", "supervision_item", "supervision_opinion", "supervision_attendance",
    "supervision_report", "monitor_log", "monitor_appointment",
    "key_person", "key_person_talk", "personal_report", "integrity_note",
    "special_plan", "special_check", "promise",
    "training", "culture_activity", "culture_site", "experience",
    "survey_result", "survey_line",
)  # fmt: skip
_CUSTOMS = (
    "covenant", "covenant_check", "event_report", "review_meeting", "council", "council_member",
    "environment_inspection", "environment_issue", "toilet", "sewage_facility",
)  # fmt: skip
_LISTED = ("person", "household", "body", "post", "kin")
_INSPECTED = (
    "inspection_round", "inspection_visit", "inspection_finding", "street_meeting",
    "street_topic", "meeting_task", "experience_note", "experience",
)  # fmt: skip
_DIRECTED = ("directive", "directive_answer", "review")
_EXCHANGED = ("sent_bundle", "received_bundle", "receipt", "merge_conflict")


def _today(window: "Window") -> QWidget:
    return window.today


def _tasks(window: "Window") -> QWidget:
    from qinglian_desktop.modules.tasks.records import Task
    from qinglian_desktop.shell import tally_page, task_card, task_ledger

    columns: tuple[str, ...]
    columns = ("code", "title", "item", "lead_office", "assignee", "due_on", "percent", "state")
    if window.book.unit.is_street:  # whose task is it?
        columns = ("owner", "code", "title", "lead_office", "due_on", "percent", "state")
    page = window.desk.ledger(Task, title="任务台账", columns=columns)
    page.page_id = "tasks"
    task_ledger.dress(window, page)
    task_card.offer(window, page)
    tally_page.offer(window, page)
    return page


def _decisions(window: "Window") -> QWidget:
    from qinglian_desktop.modules.decisions.page import make_page
    from qinglian_desktop.shell import acts

    return make_page(window.desk, {"自检": partial(acts.do, window, "走过场自检")})


def _disclosure(window: "Window") -> QWidget:
    from qinglian_desktop.modules.disclosure.page import make_page

    return make_page(window.desk)


def _funds(window: "Window") -> QWidget:
    from qinglian_desktop.modules.collective.page import make_page

    return make_page(window.desk)


def _benefits(window: "Window") -> QWidget:
    from qinglian_desktop.modules.benefits.page import make_page

    return make_page(window.desk)


def _party(window: "Window") -> QWidget:
    from qinglian_desktop.modules.party.page import make_page

    return make_page(window.desk)


def _evaluation(window: "Window") -> QWidget:
    from qinglian_desktop.modules.evaluation.page import make_page

    return make_page(window.desk)


def _oversight(window: "Window") -> QWidget:
    from qinglian_desktop.modules.oversight.page import make_page

    return make_page(window.desk)


def _archive(window: "Window") -> QWidget:
    from qinglian_desktop.modules.archive.page import make_page

    return make_page(window.desk)


def _customs(window: "Window") -> QWidget:
    from qinglian_desktop.modules.customs.page import make_page

    return make_page(window.desk)


def _registry(window: "Window") -> QWidget:
    from qinglian_desktop.modules.registry.records import Body, Household, Kin, Person, Post
    from qinglian_desktop.ui.sections import Section, Sections

    def section(record: type[Record], word: str, *columns: str) -> Section:
        shown = columns or None
        return (
            record.table,
            word,
            lambda: window.desk.ledger(record, title=word, columns=shown),
        )

    return Sections(
        "registry",
        "人户名册",
        (
            section(Person, "人员", "name", "sex", "group_name", "household_no", "tags", "phone",
                    "state"),
            section(Household, "户"),
            section(Body, "机构"),
            section(Post, "任职", "body", "person_name", "title", "from_on", "until_on", "votes",
                    "phone"),
            section(Kin, "亲属"),
        ),
    )  # fmt: skip


def _board(window: "Window") -> QWidget:
    from qinglian_desktop.modules.street.page import make_board
    from qinglian_desktop.shell import acts

    ways = [partial(acts.do, window, word) for word in ("打印提醒电话单", "写回执")]
    return make_board(window.desk, *ways)


def _summary(window: "Window") -> QWidget:
    from qinglian_desktop.modules.street.page import make_summary
    from qinglian_desktop.shell import acts

    return make_summary(window.desk, partial(acts.do, window, "写简报"))


def _exchange(window: "Window") -> QWidget:
    from qinglian_desktop.shell.exchange_page import make_page

    return make_page(window.desk)


def _directives(window: "Window") -> QWidget:
    from qinglian_desktop.modules.directives.page import make_street
    from qinglian_desktop.shell import sticks

    return make_street(window.desk, sticks.choose, partial(_whence, window))


def _whence(window: "Window", directive_id: str) -> None:
    from qinglian_desktop.modules.inspection.reads import decided_in

    if found := decided_in(window.book, directive_id):
        window.desk.go("inspection", *found)


def _inspection(window: "Window") -> QWidget:
    from qinglian_desktop.modules.inspection.page import make_page

    return make_page(window.desk)


def _yearend(window: "Window") -> QWidget:
    from qinglian_desktop.modules.yearend.page import make_page
    from qinglian_desktop.shell import marking_page

    return make_page(window.desk, partial(marking_page.open_it, window))


def _forms(window: "Window") -> QWidget:
    from qinglian_desktop.modules.forms.page import make_page

    return make_page(window.desk)


def _settings(window: "Window") -> QWidget:
    from qinglian_desktop.shell.settings_page import SettingsPage

    return SettingsPage(window)
