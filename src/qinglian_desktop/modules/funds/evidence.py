"""What papers does a payment need (要附的材料), which are there, which are still missing? Pure.

What is needed is told by the pack `payment-evidence`, by kind of spending and amount.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds.records import SPENDING

PACK: Final = "payment-evidence"
_FEN: Final = 100


class Told(NamedTuple):
    """What the clerk said an attachment is, or that a paper lies with the voucher."""

    paper: str
    file_id: str = ""


def kind_of(pack: Pack, entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """The kind of spending: as chosen, else by the words of purpose and summary, in that order."""
    kinds = pack.rows("kinds")
    chosen = entry.get("expense_kind")
    for kind in kinds:
        if chosen and kind["name"] == chosen:
            return kind
    for text in (entry.get("purpose") or "", entry.get("summary") or ""):
        for kind in kinds:
            if any(word in text for word in kind["words"].split()):
                return kind
    return kinds[-1]


def needed(pack: Pack, entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the papers that a payment of this kind and amount needs; none for income."""
    if entry.get("direction") != SPENDING:
        return ()
    names = {row["id"]: row["name"] for row in pack.rows("papers")}
    fen = entry.get("amount_fen") or 0
    asked = kind_of(pack, entry)["needs"]
    return tuple(names[one["paper"]] for one in asked if fen > one.get("over", -1) * _FEN)


def missing(
    pack: Pack,
    entry: Mapping[str, Any],
    told: Iterable[Told] = (),
    names: Mapping[str, str] | None = None,
    also: Iterable[str] = (),
) -> tuple[str, ...]:
    """Which of them are not there, in the order of the pack.

    There is: what a field of the entry says (票据号), what the clerk said of an attachment, what
    the name of another attachment says, and what the caller knows otherwise (`also`).
    """
    wanted = needed(pack, entry)
    if not wanted:
        return ()
    told = tuple(told)
    there = {one.paper for one in told} | set(also)
    said = {one.file_id for one in told if one.file_id}
    there |= {guess(pack, name) for file_id, name in (names or {}).items() if file_id not in said}
    for row in pack.rows("papers"):
        if any(entry.get(field) for field in row.get("field", "").split()):
            there.add(row["name"])
    return tuple(paper for paper in wanted if paper not in there)


def guess(pack: Pack, name: str) -> str:
    """What an attachment is by the name of its file: the longest word wins; "" when none fits."""
    lowered = name.casefold()
    found = [
        (len(word), row["name"])
        for row in pack.rows("papers")
        for word in row["words"].split()
        if word in lowered
    ]
    return max(found, key=lambda one: one[0])[1] if found else ""


def words(papers: Iterable[str]) -> str:
    """还差：验收单、经办人签字。 as the form says it; "" where nothing is missing."""
    listed = "、".join(papers)
    return f"还差：{listed}。" if listed else ""


def due_on(day: date) -> date:
    """Papers are to be there by the last day of the month of the payment."""
    return Period.holding(day, "M").last
