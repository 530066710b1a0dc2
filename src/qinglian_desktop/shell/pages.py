"""Which tabs has this office, and how is each page built? Nothing is built before it is shown."""

from collections.abc import Callable
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


def tabs_of(*, street: bool) -> tuple[Tab, ...]:
    """The navigation from top to bottom; only subjects that exist."""
    today = Tab("today", "今日", "today", _today, ("today",))
    tasks = Tab("tasks", "任务台账", "tasks", _tasks, ("tasks",), ("task", "task_note"))
    settings = Tab("settings", "设置", "settings", _settings)
    if street:
        return (
            today,
            Tab("board", "全街道一览", "street", _board, ("street",), ("enrolled_unit",)),
            Tab("summary", "汇总表", "summary", _summary),
            tasks,
            Tab("exchange", "报送", "exchange", _exchange, ("exchange",), _EXCHANGED),
            settings,
        )
    return (
        today,
        tasks,
        Tab("disclosure", "公开公示", "disclosure", _disclosure, ("disclosure",), _POSTED),
        Tab("funds", "三资", "funds", _funds, ("funds",), _BOOKED),
        Tab("benefits", "惠民补贴", "benefits", _benefits, ("benefits",), ("subsidy_standard",)),
        Tab("registry", "人户名册", "people", _registry, ("registry",), _LISTED),
        Tab("exchange", "报送归档", "exchange", _exchange, ("exchange",), _EXCHANGED),
        Tab("forms", "一表通填", "document", _forms, ("forms",), ("form_map", "reported_number")),
        settings,
    )


_POSTED = (
    "notice", "planned_posting", "catalog_item", "detail_line", "notice_board", "hanging",
    "objection", "question", "inspection_request", "disclosure_demand",
)  # fmt: skip
_BOOKED = ("entry", "opening_balance", "grant_line", "balance_line")
_LISTED = ("person", "household", "body", "post")
_EXCHANGED = ("sent_bundle", "received_bundle", "receipt", "merge_conflict")


def _today(window: "Window") -> QWidget:
    return window.today


def _tasks(window: "Window") -> QWidget:
    from qinglian_desktop.modules.tasks.records import Task

    columns: tuple[str, ...]
    columns = ("code", "title", "item", "lead_office", "assignee", "due_on", "percent", "state")
    if window.book.unit.is_street:  # whose task is it?
        columns = ("owner", "code", "title", "lead_office", "due_on", "percent", "state")
    page = window.desk.ledger(Task, title="任务台账", columns=columns)
    page.page_id = "tasks"
    return page


def _disclosure(window: "Window") -> QWidget:
    from qinglian_desktop.modules.disclosure.page import make_page

    return make_page(window.desk)


def _funds(window: "Window") -> QWidget:
    from qinglian_desktop.modules.funds.page import make_page

    return make_page(window.desk)


def _benefits(window: "Window") -> QWidget:
    from qinglian_desktop.modules.benefits.records import SubsidyStandard

    page = window.desk.ledger(SubsidyStandard, title="补贴标准")
    page.page_id = "benefits"
    return page


def _registry(window: "Window") -> QWidget:
    from qinglian_desktop.modules.registry.records import Body, Household, Person, Post
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
        ),
    )  # fmt: skip


def _board(window: "Window") -> QWidget:
    from qinglian_desktop.modules.street.page import make_board

    return make_board(window.desk)


def _summary(window: "Window") -> QWidget:
    from qinglian_desktop.modules.street.page import make_summary

    return make_summary(window.desk)


def _exchange(window: "Window") -> QWidget:
    from qinglian_desktop.shell.exchange_page import make_page

    return make_page(window.desk)


def _forms(window: "Window") -> QWidget:
    from qinglian_desktop.modules.forms.page import make_page

    return make_page(window.desk)


def _settings(window: "Window") -> QWidget:
    from qinglian_desktop.shell.settings_page import SettingsPage

    return SettingsPage(window)
