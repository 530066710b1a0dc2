"""What is changed while it is built."""

from collections.abc import Mapping
from typing import Any

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.projects import reads, rules
from qinglian_desktop.modules.projects.records import ProjectChange
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book


def save_change(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a change of a project; `result` says in words when a meeting must decide again.

    Refused without an amount, and before the contract.
    """
    before = ledger.there(book, ProjectChange.table, row_id) if row_id else {}
    made = {**before, **draft}
    if made.get("amount_fen") == 0:
        what = "增减金额是 0"
        raise Refused(what, "少了的写负数，例：-2380.50", field="amount_fen", code="QL-SZ-356")
    project = reads.own(book, made["project_id"]) if made.get("project_id") else None
    day = made.get("day")
    if project and day and project["set_up_on"] and day < project["set_up_on"]:
        raise Refused("变更日期早于立项日期", "核对日期", field="day", code="QL-SZ-357")
    changes = ledger.save_row(book, ProjectChange.table, row_id, draft)
    if project is None:
        return changes
    pack = reads.pack_of(book)
    percent = rules.undecided_percent(pack, reads.facts_of(book, project))
    if percent is None:
        return changes
    limit = pack.value("change.percent")
    said = f"变更累计 {rules.shown(percent)}%，超过 {limit}%，需要重新审议"
    return changes._replace(result=said)


def drop_change(book: Book, row_id: str) -> Changes:
    return ledger.drop_row(book, ProjectChange.table, row_id)
