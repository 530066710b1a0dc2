"""Which clock runs for an audit, what of it may still be changed, who must be audited? Pure.

The pack `collective-audits` is handed in; every day comes back with its reason (core/reckoning).
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.pack import Pack, cited
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.reckoning import Reckoning, Way, reckon
from qinglian_desktop.modules.audits.records import (
    CLOSED,
    HEARD,
    HEARING,
    OPENED,
    PERSONAL,
    PLANNED,
    PUBLISHED,
    RECTIFYING,
    REPORTED,
    SUBMITTED,
    TO_RECTIFY,
    TO_WRITE,
    TOLD,
    WRITTEN,
    Audit,
    Finding,
)

PACK = "collective-audits"
_Row = Mapping[str, Any]
_COMMITTEE = ("委员会", "")  # the kind of body, or none where the register does not say

# The days of an audit in the order in which they come, with the state each one leads to.
_COURSE = (
    ("noticed_on", TOLD), ("opened_on", OPENED), ("drafted_on", HEARING),
    ("reported_on", REPORTED), ("published_on", PUBLISHED),
)  # fmt: skip
# Once the report is there, what was found stands; only its way to the people goes on.
_STILL_OPEN = frozenset(
    {"published_on", "notice_id", "publish_by", "publish_why", "state", "files", "note",
     "due_on", "due_why", "election_on", "opinion", "report_no"}
)  # fmt: skip
_OF_RECTIFYING = frozenset(
    {"measures", "begun_on", "recovered_fen", "evidence", "submitted_on", "closed_on",
     "closed_by", "state", "note", "due_on", "due_why", "responsible"}
)  # fmt: skip


def state_of(row: _Row) -> str:
    """How far an audit has come, from its days."""
    reached = [state for name, state in _COURSE if row.get(name)]
    return reached[-1] if reached else PLANNED


def finding_state(row: _Row) -> str:
    if row.get("closed_on"):
        return CLOSED
    if row.get("submitted_on"):
        return SUBMITTED
    return RECTIFYING if row.get("begun_on") or row.get("measures") else TO_RECTIFY


def report_state(row: _Row) -> str:
    if row.get("heard_on"):
        return HEARD
    return WRITTEN if row.get("written_on") else TO_WRITE


def audit_problem(row: _Row, today: date) -> Problem | None:
    """Why these values cannot stand together; None when they can."""
    days = [(name, row[name]) for name, _ in _COURSE if row.get(name)]
    for name, value in days:
        if value > today.isoformat():
            label = Audit.fields[name].label
            return Problem(f"{label}在今天之后", "请填办这件事那天", field=name, code="QL-SZ-270")
    for (before, first), (name, second) in itertools.pairwise(days):
        if second < first:
            what = f"{Audit.fields[name].label}早于{Audit.fields[before].label}"
            return Problem(what, "请核对两个日期", field=name, code="QL-SZ-271")
    for start, end in (("term_from", "term_until"), ("period_from", "period_until")):
        if row.get(start) and row.get(end) and row[end] < row[start]:
            what = f"{Audit.fields[end].label}早于{Audit.fields[start].label}"
            return Problem(what, "请核对两个日期", field=end, code="QL-SZ-272")
    if row.get("reported_on") and not (row.get("opinion") or "").strip():
        what = "有了审计报告日期，还没写审计意见"
        return Problem(what, "照报告写上审计意见", field="opinion", code="QL-SZ-273")
    return None


def frozen_problem(before: _Row, after: _Row) -> Problem | None:
    """What an audit that has its report lets nobody change any more."""
    if not before.get("reported_on"):
        return None
    # A wrong day may be put right while nobody has read the report on the board.
    own_day = bool(after.get("reported_on")) and not before.get("published_on")
    for name, field in Audit.fields.items():
        if name == "reported_on" and own_day:
            continue
        if name not in _STILL_OPEN and before.get(name) != after.get(name):
            what = f"审计报告已经出了，〔{field.label}〕不能再改"
            remedy = "报告确实改过的，把新报告附上，写在备注里"
            return Problem(what, remedy, field=name, code="QL-SZ-274")
    return None


def finding_frozen(before: _Row, after: _Row) -> Problem | None:
    """A finding of a reported audit: how it is put right goes on, what was found stands."""
    for name, field in Finding.fields.items():
        if name not in _OF_RECTIFYING and before.get(name) != after.get(name):
            what = f"审计报告已经出了，〔{field.label}〕不能再改"
            return Problem(what, "有不同情况写在备注里", field=name, code="QL-SZ-275")
    return None


def finding_problem(row: _Row, today: date) -> Problem | None:
    for name in ("begun_on", "submitted_on", "closed_on"):
        if row.get(name) and row[name] > today.isoformat():
            label = Finding.fields[name].label
            return Problem(f"{label}在今天之后", "请填办这件事那天", field=name, code="QL-SZ-270")
    if row.get("submitted_on") and not (row.get("measures") or "").strip():
        what = "还没写整改措施，不能报送"
        return Problem(what, "先写做了什么", field="measures", code="QL-SZ-276")
    if row.get("closed_on"):
        if not row.get("submitted_on"):
            what = "还没报送，不能销号"
            return Problem(what, "先填报送日期", field="submitted_on", code="QL-SZ-277")
        if not row.get("evidence") or row["evidence"] == "[]":
            what = "还没有整改证明，不能销号"
            return Problem(what, "把证明材料附上", field="evidence", code="QL-SZ-278")
        if not (row.get("closed_by") or "").strip():
            what = "还没写谁同意销号"
            return Problem(what, "写上同意销号的单位或人", field="closed_by", code="QL-SZ-279")
        if row["closed_on"] < row["submitted_on"]:
            what = "销号日期早于报送日期"
            return Problem(what, "请核对两个日期", field="closed_on", code="QL-SZ-271")
    return None


# -- clocks -----------------------------------------------------------------------------------


class Clockwork(NamedTuple):
    """What a deadline is counted by: the pack, the calendar, the law of this kind of office."""

    pack: Pack
    calendar: Calendar
    unit_kind: str

    def limit(self, name: str) -> tuple[str, _Row]:
        """A limit and its name in the pack: that of this kind of office where it has its own."""
        own = f"{name}_{self.unit_kind}"
        found = own if own in self.pack.value("limits") else name
        return found, self.pack.value(f"limits.{found}")


def clocks(row: _Row, by: Clockwork) -> dict[str, str | None]:
    """Every deadline of an audit with its reason, by field; None where its clock does not run."""
    made: dict[str, str | None] = {}

    def after(name: str, field: str) -> Reckoning | None:
        return _counted(by, name, row.get(field))

    for day, why, found in (
        ("start_by", "start_why", after("request", "requested_on")),
        ("due_on", "due_why", _result(row, by)),
        ("opinions_by", "opinions_why", after("opinions", "drafted_on")),
        ("publish_by", "publish_why", after("publish", "reported_on")),
    ):  # fmt: skip
        made |= {day: found.day.isoformat() if found else None}
        made |= {why: found.stored() if found else None}
    return made


def _result(row: _Row, by: Clockwork) -> Reckoning | None:
    """By when the result of an audit of a person must be on the board."""
    if row.get("kind") not in PERSONAL:
        return None
    if row.get("left_early"):
        return _counted(by, "left", row.get("term_until"))
    return _counted(by, "election", row.get("election_on"), back=True)


def _counted(
    by: Clockwork, name: str, start: str | None, *, back: bool = False
) -> Reckoning | None:
    if not start:
        return None
    found, rule = by.limit(name)
    days = int(rule["days"])
    way = Way(
        "count", date.fromisoformat(start), -days if back else days,
        end="earlier" if back else "later", what=rule["what"], by=f"依据：{cited(rule)}",
        rule=f"{by.pack.id} limits.{found}.days",
    )  # fmt: skip
    return reckon(by.calendar, way)


def rectify_by(reported_on: date, by: Clockwork) -> Reckoning:
    """By when a finding is put right where the report gave no day."""
    found = _counted(by, "rectify", reported_on.isoformat())
    assert found is not None
    return found


def left_due(until_on: date, by: Clockwork) -> Reckoning:
    """By when the result is out after somebody has left."""
    found = _counted(by, "left", until_on.isoformat())
    assert found is not None
    return found


def is_audited(pack: Pack, unit_kind: str, title: str, body_kind: str) -> bool:
    """Must whoever held this post be audited on leaving? The law differs by kind of office."""
    rule = pack.value("leaving.village" if unit_kind == "village" else "leaving.community")
    if body_kind in rule["all_of"]:
        return True
    words = [*rule["titles"], *(rule.get("heads", ()) if body_kind in _COMMITTEE else ())]
    return any(word in title and f"副{word}" not in title for word in words)


# -- the same again ---------------------------------------------------------------------------


def repeated(findings: Iterable[_Row], reported: Mapping[str, str], days: int) -> dict[str, int]:
    """Finding id → how often its kind was found within so many days, itself included.

    `reported` says the day of the report of each audit.
    """
    known = [(row, reported[row["audit_id"]]) for row in findings if row["audit_id"] in reported]
    found: dict[str, int] = {}
    for row, told in known:
        day = date.fromisoformat(told)
        first = (day - timedelta(days=days)).isoformat()
        earlier = {
            other["audit_id"] for other, on in known
            if other["issue"] == row["issue"] and first <= on < told
        }  # fmt: skip
        if earlier:
            found[row["id"]] = len(earlier) + 1
    return found


# -- reports to the Party organisation, 述职 --------------------------------------------------


class Owed(NamedTuple):
    """A report that a closed period asks for."""

    kind: str
    period: Period
    to: str
    reckoned: Reckoning


def owed(pack: Pack, day: date, calendar: Calendar) -> Iterator[Owed]:
    """The reports of the last closed half year and year, and of those of the year before it."""
    for rule in pack.rows("reports"):
        last = Period.holding(day, rule["every"]).previous
        periods = (last.previous, last) if rule["every"] == "H" else (last,)
        for period in periods:
            yield Owed(rule["kind"], period, rule["to"], report_due(pack, rule, period, calendar))


def report_due(pack: Pack, rule: _Row, period: Period, calendar: Calendar) -> Reckoning:
    way = Way(
        "place", period.last, int(rule["months"]), on=int(rule["day"]), end="earlier",
        floor=period.last + timedelta(days=1), what=f"{period.label}：{rule['what']}",
        by=f"依据：{cited(rule)}", rule=f"{pack.id} reports.{rule['kind']}",
    )  # fmt: skip
    return reckon(calendar, way)


def report_rule(pack: Pack, kind: str) -> _Row | None:
    return next((rule for rule in pack.rows("reports") if rule["kind"] == kind), None)
