"""What must be there before the next stage, and what stands out? Pure: facts and pack given."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.pack import FIRM, Pack, doubt, marked
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.projects.records import DONE, STAGES, Project
from qinglian_desktop.modules.registry.rules import bare

_YUAN = 100
# Where the figure of a rule stands: an office may have settled it, and the rule itself not.
_LINES = {
    "split": "tender", "tender": "tender", "settled": "settlement", "often": "contractor",
    "ahead": "progress", "change": "change",
}  # fmt: skip
# What a stage may ask for that is no field: the words the clerk reads.
_ASKED = {
    "decided": "通过的立项决议",
    "changes_decided": "变更超过限额的重新审议",
    "other_acceptor": "审批人以外的验收人",
}


class Change(NamedTuple):
    day: date
    amount_fen: int
    decided: bool = False  # a decision about it was passed


class Paid(NamedTuple):
    day: date
    amount_fen: int


class Facts(NamedTuple):
    """One project with what hangs on it."""

    row: Row
    decided: bool = False  # its 立项 was passed
    changes: tuple[Change, ...] = ()
    payments: tuple[Paid, ...] = ()
    posted: bool = False

    @property
    def contract_fen(self) -> int:
        return int(self.row["contract_fen"] or 0)

    @property
    def changed_fen(self) -> int:
        return sum(change.amount_fen for change in self.changes)

    @property
    def paid_fen(self) -> int:
        return sum(one.amount_fen for one in self.payments)

    def day(self, name: str) -> date | None:
        return date.fromisoformat(self.row[name]) if self.row[name] else None

    @property
    def acceptors(self) -> tuple[str, ...]:
        return tuple(
            part for part in re.split(r"[、，,;；\s]+", self.row["acceptors"] or "") if part
        )


class Hint(NamedTuple):
    rule: str
    code: str
    light: str
    what: str
    remedy: str
    basis: str


# -- stages --------------------------------------------------------------------------------


def following(stage: str) -> str:
    """The stage after this one; "" after the last."""
    place = STAGES.index(stage)
    return STAGES[place + 1] if place + 1 < len(STAGES) else ""


def missing(pack: Pack, facts: Facts) -> tuple[str, ...]:
    """What this stage still needs, in the words of the form."""
    stage = facts.row["stage"]
    if stage == DONE:
        return ()
    needs = next(row["needs"] for row in pack.rows("stages") if row["name"] == stage)
    return tuple(_word(name) for name in needs if not _there(pack, facts, name))


def _word(name: str) -> str:
    return _ASKED.get(name) or Project.fields[name].label


def _there(pack: Pack, facts: Facts, name: str) -> bool:
    if name == "decided":
        return facts.decided
    if name == "changes_decided":
        return undecided_percent(pack, facts) is None
    if name == "other_acceptor":
        return any(one != facts.row["approver"] for one in facts.acceptors)
    if name == "handed_over" and facts.row["asset_id"]:
        return True
    return facts.row[name] not in (None, "")


# -- what stands out -----------------------------------------------------------------------


def undecided_percent(pack: Pack, facts: Facts) -> Fraction | None:
    """How much of the price was changed without a decision, once that is more than allowed.

    A decision settles what was changed up to it: the price it approved is the new measure.
    While the price of the contract is not filled in, the budget is.
    """
    base, open_fen = price_of(facts.row), 0
    if base <= 0:
        return None
    for change in sorted(facts.changes, key=lambda one: one.day):
        open_fen += change.amount_fen
        if change.decided:
            base, open_fen = base + open_fen, 0
    if base <= 0:
        return None
    percent = Fraction(abs(open_fen) * 100, base)
    return percent if percent > int(pack.value("change.percent")) else None


def shown(percent: Fraction) -> str:
    """12, 10.5; a share just over a limit never looks like the limit itself."""
    tenths = -(-percent.numerator * 10 // percent.denominator)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def hints(
    pack: Pack, facts: Facts, others: Sequence[Row], ties: dict[str, str], today: date
) -> tuple[Hint, ...]:
    """`others` are the other projects of the office, `ties` whom the contractor may not be."""
    told = _Told(pack)
    found = (
        *dict.fromkeys(_of_price(told, pack, facts, others)),
        *_of_contractor(told, pack, facts, others, ties),
        *_of_work(told, pack, facts, today),
        *_of_money(told, pack, facts),
    )
    return tuple(sorted(found, key=lambda one: (one.light != "红", one.code)))


class _Told:
    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._rules = {row["id"]: row for row in pack.rows("rules")}

    def _grounds(self, rule: str) -> str:
        """On what a rule rests, and its figure, which an office may have settled itself."""
        row, name = self._rules[rule], _LINES.get(rule)
        if name is None:
            return _ground(row)
        line = _ground(self._pack.value(name))
        return f"{_ground(row)}；额度：{line}" if row["evidence"] in FIRM else line

    def __call__(self, rule: str, **marks: object) -> Hint:
        row = self._rules[rule]
        what = marked(row["words"], marks)
        return Hint(rule, row["code"], row["light"], what, row["remedy"], self._grounds(rule))


def _ground(rule: Mapping[str, Any]) -> str:
    return "，".join(filter(None, (rule["basis"], doubt(rule))))


def price_of(row: Row) -> int:
    """What a project costs as far as it is known: its contract, else its budget."""
    return int(row["contract_fen"] or row["budget_fen"] or 0)


def _of_price(told: _Told, pack: Pack, facts: Facts, others: Sequence[Row]) -> Iterator[Hint]:
    limit = int(pack.value("tender.amount_yuan")) * _YUAN
    tendered = pack.value("tender.ways")
    mine, row = price_of(facts.row), facts.row
    if row["selection"] in tendered:
        return
    if facts.contract_fen >= limit:
        yield told("tender", amount=money.show(mine), limit=_round(limit))
        return
    for group in _alike(row, others, int(pack.value("tender.window_days"))):
        small = [one for one in group if price_of(one) < limit and one["selection"] not in tendered]
        for split in _splits(mine, small, limit):
            apart = max(_days_apart(row, one) or 0 for one in split)
            amount = mine + sum(map(price_of, split))
            yield told(
                "split", other="、".join(f"“{one['name']}”" for one in split), days=apart,
                amount=money.show(amount), limit=_round(limit),
            )  # fmt: skip


def _alike(row: Row, others: Sequence[Row], window: int) -> Iterator[list[Row]]:
    """The other work of the same contractor, and that at the same place, begun about then."""
    for name in ("contractor", "place"):
        yield [
            other for other in others
            if bare(row[name]) and bare(row[name]) == bare(other[name]) and price_of(other)
            and (apart := _days_apart(row, other)) is not None and apart <= window
        ]  # fmt: skip


def _splits(mine: int, group: Sequence[Row], limit: int) -> list[list[Row]]:
    """Each that reaches the limit with this one; else all of them, where together they do."""
    if not group or not 0 < mine < limit:
        return []
    pairs = [[one] for one in group if mine + price_of(one) >= limit]
    together = [list(group)] if mine + sum(map(price_of, group)) >= limit else []
    return pairs or together


def _days_apart(row: Row, other: Row) -> int | None:
    days = [_began(one) for one in (row, other)]
    if days[0] is None or days[1] is None:
        return None
    return abs((days[0] - days[1]).days)


def _began(row: Row) -> date | None:
    day = row["started_on"] or row["chosen_on"] or row["set_up_on"]
    return date.fromisoformat(day) if day else None


def _round(fen: int) -> str:
    return f"{fen // _YUAN:,}"


def _of_contractor(
    told: _Told, pack: Pack, facts: Facts, others: Sequence[Row], ties: dict[str, str]
) -> Iterator[Hint]:
    row = facts.row
    least, many = int(pack.value("bids.least")), row["bidders"]
    if row["selection"] in pack.value("bids.of") and many is not None and many < least:
        yield told("bidders", count=many, limit=least)
    name = bare(row["contractor"])
    if not name:
        return
    if name in ties:
        yield told("kin", contractor=name, tie=ties[name])
    within, began = int(pack.value("contractor.within_days")), _began(row)
    same = [
        other for other in others
        if bare(other["contractor"]) == name and began and (day := _began(other))
        and 0 <= (began - day).days <= within
    ]  # fmt: skip
    if len(same) + 1 >= int(pack.value("contractor.jobs")):
        yield told("often", contractor=name, count=len(same) + 1)


def _of_work(told: _Told, pack: Pack, facts: Facts, today: date) -> Iterator[Hint]:
    row, started = facts.row, facts.day("started_on")
    if not row["matter_id"] and (row["contract_fen"] or started):
        yield told("undecided")
    percent = undecided_percent(pack, facts)
    if percent is not None:
        yield told("change", percent=shown(percent), limit=pack.value("change.percent"))
    approver = row["approver"]
    if approver and approver in facts.acceptors:
        yield told("acceptor", name=approver)
    if started and not facts.posted:
        open_days = (today - started).days
        if open_days > int(pack.value("posting.days")):
            yield told("unposted", days=open_days)


def _of_money(told: _Told, pack: Pack, facts: Facts) -> Iterator[Hint]:
    price, settled = facts.contract_fen, int(facts.row["settled_fen"] or 0)
    if price and settled:
        limit = int(pack.value("settlement.percent"))
        over = Fraction((settled - price) * 100, price)
        if over > limit:
            yield told("settled", percent=shown(over), limit=limit)
    accepted = facts.day("accepted_on")
    early = sum(one.amount_fen for one in facts.payments if accepted is None or one.day < accepted)
    share = int(pack.value("progress.percent"))
    if price and early * 100 > price * share:
        yield told("ahead", amount=money.show(early), limit=share)
    ceiling, what = (settled, "结算价") if settled else (price + facts.changed_fen, "合同价和变更")
    if price and facts.paid_fen > ceiling:
        yield told(
            "overpaid", amount=money.show(facts.paid_fen), what=what, limit=money.show(ceiling),
            more=money.show(facts.paid_fen - ceiling),
        )  # fmt: skip
