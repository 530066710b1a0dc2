"""The table of contents of the program: every subject, in tab order."""

from collections.abc import Mapping
from datetime import date
from functools import cache, partial
from importlib import import_module
from types import MappingProxyType
from typing import Any

from qinglian_desktop.core import reason
from qinglian_desktop.core.held import HeldCell
from qinglian_desktop.core.module import Command, Due, Module, Operation
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.own_value import OwnValue
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.exchange import due as exchanging
from qinglian_desktop.exchange import records as exchange
from qinglian_desktop.modules.benefits import records as benefits
from qinglian_desktop.modules.decisions import beside
from qinglian_desktop.modules.decisions import due as deciding
from qinglian_desktop.modules.decisions import records as decisions
from qinglian_desktop.modules.disclosure import due as disclosing
from qinglian_desktop.modules.disclosure import following
from qinglian_desktop.modules.disclosure import records as disclosure
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.rules import FINANCE_CODES
from qinglian_desktop.modules.forms import records as forms
from qinglian_desktop.modules.funds import due as accounting
from qinglian_desktop.modules.funds import records as funds
from qinglian_desktop.modules.printing import records as printing
from qinglian_desktop.modules.registry import due as registering
from qinglian_desktop.modules.registry import records as registry
from qinglian_desktop.modules.tasks import due as tasking
from qinglian_desktop.modules.tasks import records as tasks
from qinglian_desktop.modules.tasks import steps as task_steps
from qinglian_desktop.store import ledger, packs
from qinglian_desktop.store.book import Book


def _later(subject: str, name: str) -> Operation:
    """An action of a subject, imported when it is first called.

    This table is read at every start; what a command does is needed when it is clicked.
    """

    def run(*given: Any) -> Any:
        actions = import_module(f"qinglian_desktop.modules.{subject}.actions")
        return getattr(actions, name)(*given)

    run.__qualname__ = f"{subject}.actions.{name}"
    return run


def _in(*states: str) -> Operation:
    def stands(row: Row) -> bool:
        return row["state"] in states

    return stands


def _move(state: str) -> Operation:
    move_task = _later("tasks", "move_task")

    def move(book: Book, row_id: str) -> object:
        return move_task(book, row_id, state)

    return move


def _agreed(row: Row) -> bool:
    """A consultation whose outcome is to be published."""
    return bool(row["outcome"]) and not row["notice_id"]


def _free(row: Row) -> bool:
    """A consultation that has not become a matter."""
    return not row["matter_id"]


def _is_finance(row: Row) -> bool:
    return row["state"] == "待公开" and row["code"] in FINANCE_CODES


def _is_demanded(row: Row) -> bool:
    return row["state"] == wall.TO_DISCLOSE and not row["notice_id"]


MODULES: tuple[Module, ...] = (
    Module(
        name="tasks",
        label="任务台账",
        tab="tasks",
        records=(tasks.Task, tasks.TaskNote, tasks.Routine),
        commands=(
            Command("开始办", _move("进行中"), "task", _in("未开始"), primary=True),
            Command("送核", _move("待核"), "task", _in("进行中"), primary=True),
            Command("核对办结", _move("已完成"), "task", _in("待核"), primary=True),
            Command("办下一期", _later("tasks", "next_round"), "task", task_steps.goes_on),
            Command("以后定期办", _later("tasks", "from_task"), "task", task_steps.may_return),
        ),
        due=tasking.due,
        sheets=(tasks.Task,),
    ),
    Module(
        name="decisions",
        label="四议公开",
        tab="decisions",
        records=(
            decisions.Matter,
            decisions.MatterStep,
            decisions.StepPerson,
            decisions.ExcludedAdult,
            decisions.HouseholdView,
            decisions.MatterLink,
            beside.Delegation,
            beside.Consultation,
            decisions.MeetingPaper,
            beside.MatterStandard,
            decisions.CheckNote,
        ),
        commands=(
            Command(
                "编公告",
                _later("decisions", "publish_consultation"),
                "consultation",
                _agreed,
                primary=True,
            ),
            Command("立为事项", _later("decisions", "raise_consultation"), "consultation", _free),
        ),
        due=deciding.due,
        roles=("unit",),
    ),
    Module(
        name="disclosure",
        label="公开公示",
        tab="disclosure",
        records=(
            disclosure.Notice,
            disclosure.PlannedPosting,
            disclosure.CatalogItem,
            disclosure.DetailLine,
            disclosure.DisclosurePlan,
            *wall.RECORDS,
        ),
        commands=(
            Command(
                "送审核",
                _later("disclosure", "send_to_review"),
                "notice",
                _in("草稿", "退回"),
                primary=True,
            ),
            Command("撤下归档", _later("disclosure", "take_down"), "notice", _in("已上墙")),
            Command("重新取明细", _later("disclosure", "recompose"), "notice", _in("草稿", "退回")),
            Command(
                "编公告",
                _later("funds", "compose_planned"),
                "planned_posting",
                _is_finance,
                primary=True,
            ),
            Command(
                "编公告",
                _later("disclosure", "compose_demanded"),
                "disclosure_demand",
                _is_demanded,
                primary=True,
            ),
        ),
        due=disclosing.due,
        sheets=(disclosure.DetailLine, disclosure.CatalogItem),
    ),
    Module(
        name="funds",
        label="三资",
        tab="funds",
        records=(funds.Entry, funds.OpeningBalance, funds.Grant, funds.BalanceLine),
        due=accounting.due,
        sheets=(funds.Entry, funds.OpeningBalance, funds.Grant, funds.BalanceLine),
    ),
    Module(
        name="benefits",
        label="惠民补贴",
        tab="benefits",
        records=(benefits.SubsidyStandard,),
        sheets=(benefits.SubsidyStandard,),
    ),
    Module(
        name="registry",
        label="人户名册",
        tab="registry",
        records=(
            registry.Person,
            registry.Household,
            registry.Body,
            registry.Post,
            registry.Kin,
        ),
        due=registering.due,
        sheets=(registry.Person, registry.Household, registry.Body, registry.Post),
    ),
    Module(
        name="forms",
        label="一表通填",
        tab="forms",
        records=(forms.FormMap, forms.ReportedNumber),
    ),
    Module(
        name="exchange",
        label="报送归档",
        tab="exchange",
        records=(
            exchange.SentBundle,
            exchange.ReceivedBundle,
            exchange.Receipt,
            exchange.EnrolledUnit,
            exchange.MergeConflict,
            exchange.UnmatchedRow,
            exchange.RevealedExport,
            exchange.RulePack,
            OwnValue,
        ),
        due=exchanging.due,
    ),
    Module(name="grid", label="表格", tab="", records=(HeldCell,)),
    Module(
        name="printing",
        label="打印记录",
        tab="settings",
        records=(printing.PrintedPaper,),
    ),
)

RECORDS: tuple[type[Record], ...] = tuple(r for module in MODULES for r in module.records)

# How a row is saved where a plain save is not enough; each is (book, row_id or None, draft).
_SAVES: Mapping[str, Operation] = MappingProxyType(
    {
        "task": _later("tasks", "save_task"),
        "routine": _later("tasks", "save_routine"),
        "person": _later("registry", "save_person"),
        "post": _later("registry", "save_post"),
        "entry": _later("funds", "save_entry"),
        "opening_balance": _later("funds", "save_opening"),
        "notice": _later("disclosure", "save_notice"),
        "catalog_item": _later("disclosure", "save_item"),
        "disclosure_plan": _later("disclosure", "save_plan"),
        **{table: _later("disclosure", name) for table, name in wall.SAVES.items()},
        "reported_number": _later("forms", "save_number"),
        "matter": _later("decisions", "save_matter"),
        "matter_standard": _later("decisions", "save_standard"),
        "matter_step": _later("decisions", "save_step"),
        "step_person": _later("decisions", "save_person"),
        "excluded_adult": _later("decisions", "save_excluded"),
        "household_view": _later("decisions", "save_view"),
        "delegation": _later("decisions", "save_delegation"),
        "consultation": _later("decisions", "save_consultation"),
    }
)
# The same rules for the rows of a sheet; each is (book) -> (row) -> row | Problem.
_REVIEWERS: Mapping[str, Operation] = MappingProxyType(
    {
        "person": _later("registry", "review_people"),
        "post": _later("registry", "review_posts"),
        "entry": _later("funds", "review_entries"),
        "opening_balance": _later("funds", "review_openings"),
        "catalog_item": _later("disclosure", "review_items"),
        "matter": _later("decisions", "review_matters"),
        "matter_step": _later("decisions", "review_steps"),
    }
)
# What only the open change can give the rows of a sheet; each is (change, rows) -> rows.
_COMPLETES: Mapping[str, Operation] = MappingProxyType(
    {
        "entry": _later("funds", "number_entries"),
        "task": _later("tasks", "number_tasks"),
        "catalog_item": _later("disclosure", "number_items"),
    }
)
_DROPS: Mapping[str, Operation] = MappingProxyType(
    {
        "notice": _later("disclosure", "drop_notice"),
        **{table: _later("disclosure", name) for table, name in wall.DROPS.items()},
        "matter": _later("decisions", "drop_matter"),
        **dict.fromkeys(decisions.BY_STEPS, _later("decisions", "drop_step")),
        "catalog_item": _later("disclosure", "drop_item"),
    }
)
# What was sent, received or given out: a fact that no undoing calls back.
FACTS = frozenset(
    record.table
    for record in (
        exchange.SentBundle,
        exchange.ReceivedBundle,
        exchange.Receipt,
        exchange.RevealedExport,
    )
)
# How a row comes out of the recycle bin where more than the row comes back.
_RETURNS: Mapping[str, Operation] = MappingProxyType(
    {
        "notice": _later("disclosure", "bring_back_notice"),
        "catalog_item": _later("disclosure", "bring_back_item"),
        "matter": _later("decisions", "bring_back_matter"),
        **dict.fromkeys(decisions.BY_STEPS, _later("decisions", "bring_back_step")),
    }
)
# Why a row that was worked on since may not be taken back; each is (row) -> words or "".
_HOLDS: Mapping[str, Operation] = MappingProxyType(
    {
        "notice": _later("disclosure", "why_notice_stays"),
        "planned_posting": _later("disclosure", "why_posting_stays"),
        "matter": _later("decisions", "why_matter_stays"),
        "matter_step": _later("decisions", "why_step_stays"),
        "disclosure_plan": _later("disclosure", "why_plan_stays"),
    }
)

# Rows that are part of another: the link names it, and they go back only together.
PARTS: Mapping[str, str] = MappingProxyType({"step_person": "step_id", "excluded_adult": "step_id"})
# When a notice goes up or comes down, its matter shows it, in the same change.
following.use(_later("decisions", "follow_notice"), doubts=_later("decisions", "doubts_about"))


def saver(table: str) -> Operation:
    """The save of a ledger, called with (book, row_id or None, draft); gives back Changes."""
    return _SAVES.get(table) or partial(_save_plain, table)


def reviewer(table: str) -> Operation | None:
    """The rules for rows of a sheet, called with (book); None where the declaration is all."""
    return _REVIEWERS.get(table)


def completer(table: str) -> Operation | None:
    """Puts in the numbers of a series while rows of a sheet are written; None without one."""
    return _COMPLETES.get(table)


def dropper(table: str) -> Operation:
    """The drop of a ledger's row, called with (book, row_id); gives back Changes."""
    return _DROPS.get(table) or partial(_drop_plain, table)


def restorer(table: str) -> Operation:
    """The way out of the recycle bin, called with (book, row_id); the subject's rules hold."""
    return _RETURNS.get(table) or partial(_bring_back, table)


def admit(book: Book, table: str, row_id: str) -> None:
    """Refused when a row that is back breaks a rule of its subject: a number given on meanwhile."""
    if table in _REVIEWERS:
        saver(table)(book, row_id, {})


def hold(table: str, row: Row) -> str:
    """Why a row that was worked on since may not be taken back; "" when it may."""
    return str(_HOLDS[table](row)) if table in _HOLDS else ""


def _bring_back(table: str, book: Book, row_id: str) -> object:
    with book.change(f"还原{book.tables[table].label}") as change:
        change.bring_back(table, row_id)
        admit(book, table, row_id)
    return change.changes


def _save_plain(table: str, book: Book, row_id: str | None, draft: Row) -> object:
    return ledger.save_row(book, table, row_id, draft)


def _drop_plain(table: str, book: Book, row_id: str) -> object:
    return ledger.drop_row(book, table, row_id)


def due_today(book: Book, day: date) -> list[Due]:
    """Everything due from every subject, the earliest first.

    A subject that cannot answer says so in a line of its own and hides nobody else.
    """
    found: list[Due] = []
    for module in MODULES:
        if module.due is None:
            continue
        try:
            found += module.due(book, day)
        except Refused as trouble:
            what = f"有 1 项没算出来：{module.label}，{trouble.what}"
            found.append(Due(day, what, trouble.remedy, module.name, act="去看看"))
    return [_in_brief(line) for line in sorted(found, key=lambda line: line.due_on)]


def _in_brief(line: Due) -> Due:
    laws = _everyday_names() if "《" in line.why else {}
    return line._replace(brief=reason.brief(line.why, line.due_on, laws))


@cache
def _everyday_names() -> dict[str, str]:
    """《重庆市实施〈村民委员会组织法〉办法》 → 重庆实施办法; read when a reason names a law."""
    codes = packs.named("sources")[0].rows("codes")
    return {row["short"]: row["brief"] for row in codes if "brief" in row}
