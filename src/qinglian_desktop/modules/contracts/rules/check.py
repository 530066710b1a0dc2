"""合同体检: does a rule speak about this contract? Pure; words, limits and grounds are pack data.

A predicate answers with the marks its words need, or None. Its limits stand in the row of the
pack it belongs to (`contract-checks`).
"""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.pack import Pack, doubt, marked
from qinglian_desktop.core.reckoning import placed
from qinglian_desktop.modules.contracts.records import (
    DIRECT,
    EXPIRED,
    ONCE,
    ORGANISATION,
    PERSON_PARTY,
    RUNNING,
    TENDER,
    TO_CLEAR,
    Contract,
)
from qinglian_desktop.modules.contracts.rules.comparing import Compared, years_of, yuan
from qinglian_desktop.modules.contracts.rules.days import day_of

Marks = dict[str, object]
LIVE: Final = (TO_CLEAR, RUNNING, EXPIRED)  # states in which a contract is looked at
RED: Final = "红"


class Around(NamedTuple):
    """What must be looked up before a contract can be judged."""

    today: date
    decided: bool = False  # its matter was passed
    scheduled: bool = False  # sums that fall due are there
    held_fen: int = 0  # of its deposit
    rises: bool = False  # another rent is agreed from some day on
    tie: str = ""  # who the other side is, or is close to: 居委会主任郑甲的亲属（配偶）
    same_asset: tuple[Mapping[str, Any], ...] = ()  # other live contracts on it
    asset_area: int | None = None
    compared: Compared | None = None
    began: date | None = None  # the term that a supplement took over, where it did not change it


class Finding(NamedTuple):
    contract_id: str
    rule: str
    code: str
    light: str
    category: str
    what: str
    remedy: str
    basis: str
    evidence: str  # 待核实, or "" where it rests on law


def check(pack: Pack, row: Mapping[str, Any], around: Around) -> tuple[Finding, ...]:
    """Everything that stands out in one contract, the red ones first."""
    found = []
    for rule in pack.rows("rules"):
        if rule.get("kinds") and row["kind"] not in rule["kinds"]:
            continue
        marks = PREDICATES[rule["id"]](row, around, rule)
        if marks is None:
            continue
        what = marked(rule["words"], marks)
        found.append(
            Finding(
                row["id"], rule["id"], rule["code"], str(marks.get("light", rule["light"])),
                rule["category"], what, rule["remedy"], rule["basis"], doubt(rule),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.light != RED))


Predicate = Callable[[Mapping[str, Any], Around, Mapping[str, Any]], Marks | None]


def _when(yes: object, **marks: object) -> Marks | None:
    return marks if yes else None


def _shown(years: Fraction) -> str:
    return f"{float(years):.1f}".removesuffix(".0")


# -- how long ------------------------------------------------------------------------------------


def _term(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    first, last = around.began or day_of(row, "start_on"), day_of(row, "end_on")
    if first is None or last is None:
        return None
    void = placed(first, 12 * int(rule["limit_years"]), first.day)  # the first day too many
    return _when(
        last >= void, years=_shown(years_of(first, last)), limit=rule["limit_years"],
        day=paper_day(void),
    )  # fmt: skip


def _verbal(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    if row["form"] != "口头":
        return None
    first, last = around.began or day_of(row, "start_on"), day_of(row, "end_on")
    if row["open_ended"] or first is None or last is None:
        return {"term": "期限没说定"}
    long = placed(first, int(rule["limit_months"]), first.day)
    return _when(last >= long, term=f"{paper_day(first)}到{paper_day(last)}")


def _stays(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    last = day_of(row, "end_on")
    if last is None or row["ended_on"]:
        return None
    return _when(last < around.today, day=paper_day(last))


def _rise(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    first, last = around.began or day_of(row, "start_on"), day_of(row, "end_on")
    if first is None or last is None or row["rise_percent"] or around.rises:
        return None
    long = (last - first).days > int(rule["limit_days"])
    return _when(long, years=_shown(years_of(first, last)))


def _backdated(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    signed, first = day_of(row, "signed_on"), day_of(row, "start_on")
    if signed is None or first is None:
        return None
    days = (signed - first).days
    return _when(days > int(rule["limit_days"]), days=days)


def _filing(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    signed = day_of(row, "signed_on")
    if signed is None or row["filed_on"]:
        return None
    days = (around.today - signed).days
    return _when(days > int(rule["limit_days"]), days=days)


# -- what is written -----------------------------------------------------------------------------


def _signed(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    return _when(not row["signed_on"] and row["form"] != "口头")


def _original(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    return _when(row["files"] in (None, "", "[]"))


def _price(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    return _when(not row["rent_fen"] and not row["total_fen"] and not around.scheduled)


def _payment(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    """A sum of its own list, or one paid once on a day agreed, needs no days."""
    told = row["pay_days"] is not None or (row["pay_every"] == ONCE and row["start_on"])
    return _when(not told and not around.scheduled)


def _subject(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    return _when(not row["subject"] and not row["asset_id"])


def _area(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    return _when(not row["area"])


def _terms(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    names = ["party", "start_on", *(() if row["open_ended"] else ("end_on",))]
    missing = [Contract.fields[name].label for name in names if not row[name]]
    return _when(missing, fields="、".join(missing))


# -- what it costs -------------------------------------------------------------------------------


def _floor(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    rent, floor = row["rent_fen"] or row["total_fen"], row["floor_fen"]
    if not rent or not floor:
        return None
    return _when(rent < floor, rent=money.show(rent), floor=money.show(floor))


def _cheap(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    of = around.compared
    if of is None or of.price is None or of.percent is None:
        return None
    return _when(
        of.percent < int(rule["limit_percent"]), price=yuan(of.price), count=of.many,
        median=yuan(of.median), percent=int(of.percent),
    )  # fmt: skip


def _deposit(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    agreed = row["deposit_fen"] or 0
    return _when(
        around.held_fen < agreed, agreed=money.show(agreed), held=money.show(around.held_fen)
    )


def _prepaid(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    years, limit = row["prepaid_years"] or 0, int(rule["limit_years"])
    return _when(years > limit, years=years, limit=limit)


def _measured(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    area, measured = row["area"], row["measured_area"]
    if not area or not measured:
        return None
    percent = Fraction(abs(measured - area) * 100, area)
    return _when(
        percent > int(rule["limit_percent"]), area=show_quantity(area),
        measured=show_quantity(measured), percent=round(float(percent), 1),
    )  # fmt: skip


def _valued(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    return _when(not row["floor_basis"] and not row["floor_fen"])


# -- who, and how it was decided -----------------------------------------------------------------


def _decision(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    return _when(not around.decided)


def _outsider(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    """A member is a person; what is not known of a person is not held against him."""
    company = row["party_kind"] not in (None, "", PERSON_PARTY, ORGANISATION)
    outside = row["is_member"] == 0 or (row["is_member"] is None and company)
    return _when(outside and not row["street_on"])


def _kin(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    """Yellow where it was tendered in the open, red where nobody else could bid."""
    light = rule["light"] if row["award"] in (TENDER, "公开竞价") else RED
    tie = around.tie or (row["kin_note"] or "").strip()
    return _when(tie, tie=tie, party=row["party"], light=light)


def _award(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    return _when(row["award"] == DIRECT and not (row["award_reason"] or "").strip())


def _double(row: Mapping[str, Any], around: Around, rule: Mapping[str, Any]) -> Marks | None:
    """Two at a time are one too many, unless the areas together fit into it."""
    for other in around.same_asset:
        if not _overlap(row, other):
            continue
        both = (row["area"] or 0) + (other["area"] or 0)
        if around.asset_area and row["area"] and other["area"] and both <= around.asset_area:
            continue
        return {"other": other["party"] or "别人", "number": other["number"] or ""}
    return None


def _overlap(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    spans = []
    for one in (row, other):
        first = day_of(one, "start_on")
        last = day_of(one, "ended_on") or day_of(one, "end_on") or date.max
        if first is None:
            return False
        spans.append((first, last))
    (a, b), (c, d) = spans
    return a <= d and c <= b


PREDICATES: Final[Mapping[str, Predicate]] = MappingProxyType(
    {
        "term": _term, "signed": _signed, "original": _original, "decision": _decision,
        "price": _price, "verbal": _verbal, "payment": _payment, "subject": _subject,
        "area": _area, "terms": _terms, "backdated": _backdated, "floor": _floor,
        "outsider": _outsider, "double": _double, "stays": _stays, "kin": _kin, "rise": _rise,
        "filing": _filing, "deposit": _deposit, "prepaid": _prepaid, "award": _award,
        "cheap": _cheap, "measured": _measured, "valued": _valued,
    }
)  # fmt: skip
