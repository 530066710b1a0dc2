"""Who approves a payment (审批), by its sort and amount, and in which order do they sign? Pure.

Tiers and chains are data (pack `payment-approval`), so that a street's own rule takes the place
of what was found elsewhere.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.pack import Pack, doubt
from qinglian_desktop.core.signer import bare
from qinglian_desktop.modules.funds.control import BUILDING, RUNNING

PACK: Final = "payment-approval"
_FEN: Final = 100
_GROUP: Final = 2  # people that make a supervision more than one person's word


class Step(NamedTuple):
    """One box of the slip: who signs there."""

    id: str
    name: str
    seal: bool = False
    group: bool = False  # they look at it together, and the slip says who was there
    approver: bool = False


class Tier(NamedTuple):
    """The tier an amount falls into, with everybody who signs."""

    id: str
    sort: str
    upto_fen: int | None  # None: the highest tier
    above_fen: int  # 0: the lowest
    meeting: str  # "" where no meeting need decide
    steps: tuple[Step, ...]
    chain: str
    basis: str
    doubt: str

    @property
    def words(self) -> str:
        """非生产性支出，超过 1,000.00 元、不超过 10,000.00 元."""
        parts = []
        if self.above_fen:
            parts.append(f"超过 {money.show(self.above_fen)} 元")
        if self.upto_fen is not None:
            parts.append(f"不超过 {money.show(self.upto_fen)} 元")
        return f"{self.sort}支出，{'、'.join(parts) or '不论金额'}"


class Signed(NamedTuple):
    """One signature on the slip."""

    step: str
    name: str
    day: date
    present: str = ""  # who was there, where a group looks at it


def proposed_sort(kind: str) -> str:
    """What a payment of this kind usually is; the clerk may choose another."""
    return BUILDING if kind == "工程款" else RUNNING


def tier_of(pack: Pack, sort: str, fen: int, *, collective: bool) -> Tier:
    """The first tier of this sort that reaches the amount; its upper edge belongs to it."""
    rows = [row for row in pack.rows("tiers") if row["sort"] == sort]
    above = 0
    for row in rows:
        upto = row.get("upto")
        if upto is None or fen <= upto * _FEN or row is rows[-1]:
            break
        above = upto * _FEN
    meeting = row.get("collective" if collective else "meeting", row.get("meeting", ""))
    chain = _chain(pack)
    return Tier(
        row["id"], sort, None if upto is None else upto * _FEN, above, meeting,
        _steps(chain, row, collective=collective), chain["name"], row["basis"], doubt(row),
    )  # fmt: skip


def thresholds(pack: Pack, sort: str) -> tuple[int, ...]:
    """The edges of the tiers of this sort, in 分, rising."""
    found = (row.get("upto") for row in pack.rows("tiers") if row["sort"] == sort)
    return tuple(sorted({edge * _FEN for edge in found if edge is not None}))


def _chain(pack: Pack) -> Mapping[str, Any]:
    chains = {row["id"]: row for row in pack.rows("chains")}
    return chains[pack.value("use.chain")]


def _steps(
    chain: Mapping[str, Any], tier: Mapping[str, Any], *, collective: bool
) -> tuple[Step, ...]:
    made = [
        Step(
            row["id"], row.get("collective", row["name"]) if collective else row["name"],
            bool(row.get("seal")), bool(row.get("group")), bool(row.get("approver")),
        )
        for row in chain["steps"]
    ]  # fmt: skip
    names = {step.name for step in made}
    made += [Step(f"add-{name}", name) for name in tier.get("adds", ()) if name not in names]
    return tuple(made)


def unsigned(tier: Tier, signed: Sequence[Signed]) -> tuple[Step, ...]:
    """Who has not signed yet."""
    done = {one.step for one in signed}
    return tuple(step for step in tier.steps if step.id not in done)


def still(tier: Tier, signed: Sequence[Signed]) -> str:
    """这一档还要监委会主任签字。 or "" when everybody has signed."""
    left = "、".join(step.name for step in unsigned(tier, signed))
    return f"这一档还要{left}签字。" if left else ""


def order_problems(
    tier: Tier, signed: Sequence[Signed], *, paid_on: date | None, decided: bool
) -> tuple[str, ...]:
    """What is not in order with the signatures, in words that ask the clerk to look."""
    by = {one.step: one for one in signed}
    found = []
    last: tuple[Step, Signed] | None = None
    for step in tier.steps:
        one = by.get(step.id)
        if one is None:
            continue
        if last is not None and one.day < last[1].day:
            found.append(
                f"{step.name} {paper_day(one.day)}签在{last[0].name}"
                f" {paper_day(last[1].day)}前面，请核对日期"
            )
        if step.group and len(_people(one)) < _GROUP:
            found.append(f"{step.name}要集体审核，请写明到会的人（不止一位）")
        if paid_on is not None and (step.approver or step.group) and paid_on < one.day:
            found.append(
                f"{paper_day(paid_on)}已付款，{step.name} {paper_day(one.day)}才签："
                "先付后批，请写明原因（PAY-03）"
            )
        last = step, one
    if paid_on is not None:
        late = [s.name for s in unsigned(tier, signed) if s.approver or s.group]
        if late:
            found.append(f"{paper_day(paid_on)}已付款，{'、'.join(late)}还没签（PAY-03）")
    found += _one_hand(tier, by)
    if tier.meeting and not decided:
        found.append(f"这一档要先经{tier.meeting}定，还没有关联决议（PAY-05）")
    return tuple(found)


def _people(one: Signed) -> set[str]:
    listed = one.present
    for mark in "，,；;/ \u3000":
        listed = listed.replace(mark, "、")
    return {bare(name) for name in (*listed.split("、"), one.name) if bare(name)}


def _one_hand(tier: Tier, by: Mapping[str, Signed]) -> list[str]:
    """Nobody handles a payment and approves or supervises it."""
    first = by.get(tier.steps[0].id)
    if first is None:
        return []
    return [
        f"{tier.steps[0].name}和{step.name}都是{first.name}，请换一个人签"
        for step in tier.steps[1:]
        if (step.approver or step.group)
        and step.id in by
        and bare(by[step.id].name) == bare(first.name)
    ]
