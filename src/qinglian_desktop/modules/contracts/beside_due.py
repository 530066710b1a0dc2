"""What stands beside the contracts is due: seals not entered, a clean-up past its day."""

from datetime import date, timedelta

from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.modules.contracts.beside import CLEARED, CleanUp, SealUse
from qinglian_desktop.modules.contracts.records import EXPIRED, RUNNING, Contract
from qinglian_desktop.store.book import Book

_RECENT = 60  # days after a contract was signed or printed in which its seal is asked for
_PRINTED = "printed_paper"  # the log of papers: a subject above, asked by its name


def due(book: Book, day: date) -> list[Due]:
    return [*_seals(book, day), *_clean_ups(book, day)]


def _seals(book: Book, day: date) -> list[Due]:
    """One line for all contracts signed or printed of late whose seal nobody entered."""
    since = (day - timedelta(days=_RECENT)).isoformat()
    own = Where("owner", "=", book.unit.office_id)
    where = (own, Where("state", "in", (RUNNING, EXPIRED)), Where("form", "!=", "口头"))
    signed = book.rows(Query(Contract.table, (*where, Where("signed_on", ">=", since))))
    rows = {row["id"]: row for row in signed}
    printed = _printed(book, since)
    if printed:
        rows |= {row["id"]: row for row in book.page(Contract.table, sorted(printed))}
    if not rows:
        return []
    there = (Where("contract_id", "in", tuple(rows)),)
    entered = {row["contract_id"] for row in book.rows(Query(SealUse.table, there))}
    left = [row for key, row in rows.items() if key not in entered and not row["deleted"]]
    if not left:
        return []
    first = min(left, key=lambda row: row["number"] or "")
    name = f"{first['number'] or ''} {first['title'] or ''}".strip()
    subject = f"{len(left)} 份合同还没登记用印" if len(left) > 1 else f"合同 {name} 还没登记用印"
    return [
        Due(
            day, subject, "合同签了、打印了，盖章要先登记", "contracts", "去登记", SealUse.table,
        )
    ]  # fmt: skip


def _printed(book: Book, since: str) -> set[str]:
    """Contracts of which something was printed of late."""
    where = (
        Where("paper_key", "begins", "contracts:"),
        Where("state", "=", "已打印"),
        Where("printed_at", ">=", since),
    )
    keys = (row["paper_key"].split(":") for row in book.rows(Query(_PRINTED, where)))
    return {part for key in keys for part in key[1:] if len(part) > 20}


def _clean_ups(book: Book, day: date) -> list[Due]:
    """Each line of the clean-up whose planned day has come or is near."""
    own = Where("owner", "=", book.unit.office_id)
    where = (own, Where("state", "!=", CLEARED), Where("due_on", "filled"))
    found = []
    for row in book.rows(Query(CleanUp.table, where)):
        due_on = date.fromisoformat(row["due_on"])
        found.append(
            Due(
                due_on, f"问题合同：{row['category'] or ''}，{row['problem'] or ''}"[:40],
                "清理台账里填的计划办结日期", "contracts", "去清理", CleanUp.table, row["id"],
            )
        )  # fmt: skip
    return [line for line in found if line.due_on <= day + timedelta(days=line.lead)]
