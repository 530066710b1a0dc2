"""Covenants, councils and feasts; what residents say in a survey and were promised."""

from fractions import Fraction

from qinglian_desktop.modules.evaluation.measures.frame import (
    HALF,
    Frame,
    Rows,
    Source,
    ids,
    in_periods,
    in_time,
    measure,
    of_rows,
)
from qinglian_desktop.modules.evaluation.scoring import Found

_COVENANT = Source(
    "covenant", "", (), ("review", "reviewed_on", "meeting_on", "filed_on", "effective_on",
                         "until_on")
)  # fmt: skip
_LEGAL = ("合法", "修改后合法")


def _in_force(frame: Frame, covenants: Rows) -> Rows:
    """The covenants that hold on the cut-off day: of each, the version that began last."""
    begun = [
        row for row in covenants
        if (row["effective_on"] or row["meeting_on"] or "") <= frame.last
        and (row["until_on"] or "9999") >= frame.last
    ]  # fmt: skip
    return sorted(begun, key=lambda row: row["effective_on"] or row["meeting_on"] or "")[-1:]


def _done(frame: Frame, covenants: Rows, field: str, lacks: str) -> Found:
    held = _in_force(frame, covenants)
    good = [row for row in held if row[field] and row[field] <= frame.last]
    words = "" if good or not held else lacks
    return Found(len(good), 1, ids("covenant", held), words)


@measure("covenant-reviewed", "村规民约（居民公约）有合法性审查意见", _COVENANT)
def covenant_reviewed(frame: Frame, covenants: Rows) -> Found:
    legal = [row for row in covenants if row["review"] in _LEGAL]
    found = _done(frame, legal, "reviewed_on", "没有写审查日期")
    return found if legal else Found(0, 1, ids("covenant", covenants), "没有合法性审查意见")


@measure("covenant-voted", "村规民约（居民公约）经过表决", _COVENANT)
def covenant_voted(frame: Frame, covenants: Rows) -> Found:
    return _done(frame, covenants, "meeting_on", "没有表决日期")


@measure("covenant-filed", "村规民约（居民公约）已备案", _COVENANT)
def covenant_filed(frame: Frame, covenants: Rows) -> Found:
    return _done(frame, covenants, "filed_on", "没有报街道备案")


@measure("covenant-checks", "村规民约（居民公约）每半年检查", Source("covenant_check", "half"))
def covenant_checks(frame: Frame, checks: Rows) -> Found:
    return in_periods(frame, "covenant_check", checks, "half", HALF)


@measure(
    "councils",
    "红白理事会、道德评议会有章程和成员",
    Source("council", "", (), ("kind", "charter", "chartered_on", "elected_on", "until_on")),
    Source("council_member", "", (), ("council_id",)),
)
def councils(frame: Frame, listed: Rows, members: Rows) -> Found:
    """Both of them, in office on the cut-off day."""
    with_people = {row["council_id"] for row in members}
    now = [
        row for row in listed
        if row["elected_on"] <= frame.last and (row["until_on"] or "9999") >= frame.last
    ]  # fmt: skip
    whole = {
        row["kind"] for row in now
        if (row["charter"] or row["chartered_on"]) and row["id"] in with_people
    }  # fmt: skip
    lacking = [name for name in ("红白理事会", "道德评议会") if name not in whole]
    words = f"{'、'.join(lacking)}没有章程或者成员名单" if lacking and now else ""
    return Found(2 - len(lacking), 2, ids("council", now), words)


_EVENTS = Source("event_report", "event_on", (), ("reported_on", "is_party_member", "is_cadre"))


@measure("events-reported", "红白事报备登记率", _EVENTS)
def events_reported(frame: Frame, events: Rows) -> Found:
    """Of those that are known; whether before or after is advice, not a rule."""
    good = [row for row in events if row["reported_on"] and row["reported_on"] <= frame.last]
    return of_rows("event_report", good, events, "没有报备")


@measure("cadre-events-reported", "党员干部办红白事都报告", _EVENTS)
def cadre_events_reported(frame: Frame, events: Rows) -> Found:
    own = [row for row in events if row["is_party_member"] or row["is_cadre"]]
    good = [row for row in own if row["reported_on"] and row["reported_on"] <= frame.last]
    return of_rows("event_report", good, own, "没有报告")


@measure(
    "satisfaction",
    "群众满意率",
    Source(
        "survey_result",
        "surveyed_on",
        (),
        ("sample_planned", "valid", "satisfied", "fairly", "unknown"),
    ),
)
def satisfaction(frame: Frame, surveys: Rows) -> Found:
    """All surveys of the year together; too few valid sheets tell nothing."""
    rows = ids("survey_result", surveys)
    valid = sum(row["valid"] or 0 for row in surveys)
    wanted = sum(row["sample_planned"] or 0 for row in surveys)
    wanted = max(wanted, int(frame.settings["survey_least"]))
    known = valid - sum(row["unknown"] or 0 for row in surveys)
    if not surveys or known <= 0:
        return Found(0, 0, rows)
    if valid < wanted:
        return Found(0, 1, rows, f"有效问卷 {valid} 份，少于要求的 {wanted} 份")
    good = sum((row["satisfied"] or 0) + (row["fairly"] or 0) for row in surveys)
    return Found(Fraction(good), known, rows)


@measure("promises-kept", "好事实事按承诺期限办结", Source("promise", "due_on", (), ("closed_on",)))
def promises_kept(frame: Frame, promises: Rows) -> Found:
    return in_time(frame, "promise", promises, "due_on", "closed_on")
