"""How is a row saved, dropped and brought back, where the rules of its subject hold? One table.

Every way of writing comes through here: forms, cells, sheets, the recycle bin and undo.
"""

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from types import MappingProxyType
from typing import Any

from qinglian_desktop.core.erasing import Erasure, TrailCut
from qinglian_desktop.core.module import Operation
from qinglian_desktop.core.record import Row
from qinglian_desktop.core.signer import Signer
from qinglian_desktop.exchange import records as exchange
from qinglian_desktop.modules.calling import later
from qinglian_desktop.modules.decisions import records as decisions
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.party import records as party
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book


def _worked_out(subject: str, table: str, what: str) -> Operation:
    """`save`, `review` or `number` of a kind of row whose fields follow from one another."""

    def run(*given: Any) -> Any:
        actions = import_module(f"qinglian_desktop.modules.{subject}.actions")
        return getattr(actions.SORTS[table], what)(*given)

    run.__qualname__ = f"{subject}.sorts.{table}.{what}"
    return run


# By subject: the kinds of rows of which some fields follow from others.
WORKED_OUT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "oversight": (
            "supervision_meeting", "supervision_attendance", "supervision_report",
            "supervision_opinion", "monitor_log", "special_plan", "special_check", "promise",
            "personal_report", "integrity_note",
        ),
        "grassroots": ("party_check", "party_check_measure", "party_check_month", "moved_down"),
        "education": ("training",),
        "survey": ("survey_result", "survey_line"),
        "customs": (
            "covenant", "covenant_check", "review_meeting", "event_report",
            "environment_inspection", "environment_issue",
        ),
    }
)  # fmt: skip


def _all_worked_out(what: str) -> dict[str, Operation]:
    pairs = [(subject, table) for subject, tables in WORKED_OUT.items() for table in tables]
    return {table: _worked_out(subject, table, what) for subject, table in pairs}


# How a row is saved where a plain save is not enough; each is (book, row_id or None, draft).
_SAVES: Mapping[str, Operation] = MappingProxyType(
    {
        "task": later("tasks", "save_task"),
        "routine": later("tasks", "save_routine"),
        "checklist": later("tasks", "save_checklist"),
        "person": later("registry", "save_person"),
        "post": later("registry", "save_post"),
        "entry": later("funds", "save_entry"),
        "opening_balance": later("funds", "save_opening"),
        "labour_order": later("labour", "save_order"),
        "labour_day": later("labour", "save_day"),
        "labour_pay": later("labour", "save_pay"),
        "asset": later("property", "save_asset"),
        "asset_event": later("property", "save_event"),
        **dict.fromkeys(("wear_run", "wear_line"), later("property", "keep_wear")),
        "benefit_line": later("benefits", "save_line"),
        "contract": later("contracts", "save_contract"),
        "rent_term": later("contracts", "save_term"),
        "bank_account": later("funds", "save_bank_account"),
        "account": later("funds", "save_account"),
        "bank_line": later("funds", "save_bank_line"),
        "receipt_book": later("funds", "save_receipt_book"),
        "receipt_slip": later("funds", "save_receipt"),
        "invoice": later("funds", "save_invoice"),
        "voucher": later("funds", "save_voucher"),
        "approval": later("funds", "save_approval"),
        "cash_count": later("funds", "save_count"),
        "budget_line": later("funds", "save_budget"),
        "balance_line": later("funds", "save_sheet_line"),
        "voucher_line": later("funds", "save_line"),
        "seal_use": later("contracts", "save_seal_use"),
        "clean_up": later("contracts", "save_clean_up"),
        "project": later("projects", "save_project"),
        "project_change": later("projects", "save_change"),
        "notice": later("disclosure", "save_notice"),
        "catalog_item": later("disclosure", "save_item"),
        "disclosure_plan": later("disclosure", "save_plan"),
        **{table: later("disclosure", name) for table, name in wall.SAVES.items()},
        "baseline": later("archive", "save_baseline"),
        "baseline_figure": later("archive", "save_figure"),
        "problem": later("archive", "save_problem"),
        "unit_plan": later("archive", "save_plan"),
        "optional_action": later("archive", "save_action"),
        "filed_paper": later("archive", "save_paper"),
        "reported_number": later("forms", "save_number"),
        "asked_table": later("forms", "save_asked"),
        "handover": later("handover", "save_handover"),
        "inventory": later("property", "save_inventory"),
        "inventory_line": later("property", "save_line"),
        "audit": later("audits", "save_audit"),
        "finding": later("audits", "save_finding"),
        "collective_report": later("audits", "save_report"),
        "matter": later("decisions", "save_matter"),
        "matter_standard": later("decisions", "save_standard"),
        "matter_step": later("decisions", "save_step"),
        "step_person": later("decisions", "save_person"),
        "excluded_adult": later("decisions", "save_excluded"),
        "household_view": later("decisions", "save_view"),
        "delegation": later("decisions", "save_delegation"),
        "directive": later("directives", "save_directive"),
        "directive_answer": later("directives", "save_answer"),
        "review": later("directives", "save_review"),
        "veto_event": later("evaluation", "save_veto"),
        "bonus_claim": later("evaluation", "save_bonus"),
        "bonus_ruling": later("evaluation", "save_ruling"),
        "year_verdict": later("yearend", "keep_verdict"),
        "year_review": later("yearend", "keep_review"),
        "assessment": later("evaluation", "save_assessment"),
        "assessment_line": later("evaluation", "save_line"),
        "assessment_step": later("evaluation", "save_step"),
        "assessment_mark": later("evaluation", "save_mark"),
        "assessment_review": later("evaluation", "save_review"),
        "consultation": later("decisions", "save_consultation"),
        "inspection_round": later("inspection", "save_round"),
        "inspection_visit": later("inspection", "save_visit"),
        "inspection_finding": later("inspection", "save_finding"),
        "street_topic": later("inspection", "save_topic"),
        "meeting_task": later("inspection", "save_task"),
        **{one.table: later("party", f"save_{one.table}") for one in party.RECORDS},
        **_all_worked_out("save"),
    }
)
# The same rules for the rows of a sheet; each is (book) -> (row) -> row | Problem.
_REVIEWERS: Mapping[str, Operation] = MappingProxyType(
    {
        "person": later("registry", "review_people"),
        "post": later("registry", "review_posts"),
        "entry": later("funds", "review_entries"),
        "opening_balance": later("funds", "review_openings"),
        "budget_line": later("funds", "review_budget"),
        "asset": later("property", "review_assets"),
        "contract": later("contracts", "review_contracts"),
        **dict.fromkeys(("voucher", "voucher_line", "book_month"), later("funds", "review_none")),
        "catalog_item": later("disclosure", "review_items"),
        "baseline_figure": later("archive", "review_figures"),
        "problem": later("archive", "review_problems"),
        "matter": later("decisions", "review_matters"),
        "matter_step": later("decisions", "review_steps"),
        **{one.table: later("party", f"review_{one.table}") for one in party.RECORDS},
        **_all_worked_out("review"),
    }
)
# No sheets of them come in, but what they name is there once, also when a row comes back.
_ONLY_ONCE = frozenset({"invoice", "receipt_slip", "receipt_book", "bank_account"})
# What only the open change can give the rows of a sheet; each is (change, rows) -> rows.
_COMPLETES: Mapping[str, Operation] = MappingProxyType(
    {
        "entry": later("funds", "number_entries"),
        "balance_line": later("funds", "number_sheet_lines"),
        "asset": later("property", "number_assets"),
        "task": later("tasks", "number_tasks"),
        "benefit_line": later("benefits", "number_lines"),
        "project": later("projects", "number_projects"),
        "contract": later("contracts", "number_contracts"),
        "catalog_item": later("disclosure", "number_items"),
        "problem": later("archive", "number_problems"),
        "joint_item": later("party", "number_items"),
        "grid_event": later("party", "number_events"),
        **_all_worked_out("number"),
    }
)
_DROPS: Mapping[str, Operation] = MappingProxyType(
    {
        "contract": later("contracts", "drop_contract"),
        "rent_term": later("contracts", "drop_term"),
        "entry": later("funds", "drop_entry"),
        "account": later("funds", "drop_account"),
        "bank_line": later("funds", "drop_bank_line"),
        "receipt_book": later("funds", "drop_receipt_book"),
        "receipt_slip": later("funds", "drop_receipt"),
        "voucher": later("funds", "drop_voucher"),
        "voucher_line": later("funds", "drop_line"),
        "notice": later("disclosure", "drop_notice"),
        "asset": later("property", "drop_asset"),
        "asset_event": later("property", "drop_event"),
        **dict.fromkeys(("wear_run", "wear_line"), later("property", "keep_wear")),
        **{table: later("disclosure", name) for table, name in wall.DROPS.items()},
        "matter": later("decisions", "drop_matter"),
        "inventory": later("property", "drop_inventory"),
        "inventory_line": later("property", "drop_line"),
        "audit": later("audits", "drop_audit"),
        "finding": later("audits", "drop_finding"),
        **dict.fromkeys(decisions.BY_STEPS, later("decisions", "drop_step")),
        "catalog_item": later("disclosure", "drop_item"),
        "labour_day": later("labour", "drop_day"),
        "labour_pay": later("labour", "drop_pay"),
        "veto_event": later("evaluation", "drop_veto"),
        **dict.fromkeys(("year_verdict", "year_review"), later("yearend", "keep_row")),
        "assessment": later("evaluation", "drop_assessment"),
        "assessment_line": later("evaluation", "drop_line"),
        "assessment_step": later("evaluation", "drop_step"),
        "inspection_finding": later("inspection", "drop_finding"),
        "meeting_task": later("inspection", "drop_task"),
        "street_meeting": later("inspection", "drop_meeting"),
        "party_check": later("grassroots", "drop_check"),
    }
)
# What was sent, received or given out, and who may check: a fact that no undoing calls back.
FACTS = frozenset(
    record.table
    for record in (
        exchange.SentBundle,
        exchange.ReceivedBundle,
        exchange.Receipt,
        exchange.RevealedExport,
        exchange.ExportNote,
        exchange.RevealedRow,
        exchange.DownTaken,
        Signer,
        Erasure,
        TrailCut,
    )
)
# How a row comes out of the recycle bin where more than the row comes back.
_RETURNS: Mapping[str, Operation] = MappingProxyType(
    {
        "contract": later("contracts", "bring_back_contract"),
        "rent_due": later("contracts", "keep_due"),
        "rent_term": later("contracts", "bring_back_term"),
        "entry": later("funds", "bring_back_entry"),
        "voucher": later("funds", "bring_back_voucher"),
        "notice": later("disclosure", "bring_back_notice"),
        "catalog_item": later("disclosure", "bring_back_item"),
        "matter": later("decisions", "bring_back_matter"),
        "assessment": later("evaluation", "bring_back_assessment"),
        "party_check": later("grassroots", "bring_back_check"),
        **dict.fromkeys(decisions.BY_STEPS, later("decisions", "bring_back_step")),
    }
)
# Why a row that was worked on since may not be taken back; each is (row) -> words or "".
_HOLDS: Mapping[str, Operation] = MappingProxyType(
    {
        "notice": later("disclosure", "why_notice_stays"),
        "planned_posting": later("disclosure", "why_posting_stays"),
        "matter": later("decisions", "why_matter_stays"),
        "audit": later("audits", "why_stays"),
        "matter_step": later("decisions", "why_step_stays"),
        "disclosure_plan": later("disclosure", "why_plan_stays"),
        "labour_day": later("labour", "why_day_stays"),
    }
)

# Rows that are part of another: the link names it, and they go back only together.
PARTS: Mapping[str, str] = MappingProxyType(
    {"step_person": "step_id", "excluded_adult": "step_id", "voucher_line": "voucher_id"}
)


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
    if table in _REVIEWERS or table in _ONLY_ONCE:
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
