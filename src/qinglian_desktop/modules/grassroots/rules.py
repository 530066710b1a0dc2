"""What follows from what in a self-check, and what cannot be."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.grassroots.records import (
    LISTED,
    MovedDown,
    PartyCheck,
    PartyCheckMeasure,
)

_Row = Mapping[str, Any]
_THOUSAND = 1000


def passed(row: _Row, least: int, most: int) -> bool | None:
    """Enough points and not too many against it; None until both are told."""
    score, against = row.get("score"), row.get("dissatisfied")
    if score is None or against is None:
        return None
    return Fraction(score, _THOUSAND) >= least and Fraction(against, _THOUSAND) <= most


def check_follows(row: _Row, least: int, most: int) -> Row:
    """Days in their order; what belongs to a list only while it stands there."""
    for name in ("score", "dissatisfied"):
        value = row.get(name)
        if value is not None and not 0 <= value <= 100 * _THOUSAND:
            label = PartyCheck.fields[name].label
            raise Refused(f"〔{label}〕要在 0 和 100 之间", "改成 0 到 100 的数", field=name,
                          code="QL-PA-040")  # fmt: skip
    in_order(PartyCheck, row, "checked_on", "reported_on")
    in_order(PartyCheck, row, "checked_on", "listed_on", "accepted_on", "cleared_on", "recheck_on")
    if row.get("outcome") != LISTED and row.get("cleared_on"):
        raise Refused(
            "没有列入整顿，不用销号", "列入了就先选认定结果，没有就清空销号日期",
            field="cleared_on", code="QL-PA-041",
        )  # fmt: skip
    judged = passed(row, least, most)
    if row.get("cleared_on") and not judged:
        raise Refused(
            "还没有通过验收，不能销号", "先填验收得分和不满意率，没通过的接着整顿",
            field="cleared_on", code="QL-PA-042",
        )  # fmt: skip
    return {"passed": None if judged is None else int(judged)}


def measure_follows(row: _Row) -> Row:
    if row.get("closed_on") and not (row.get("result") or "").strip():
        label = PartyCheckMeasure.fields["result"].label
        raise Refused(f"做完了还没写〔{label}〕", "写一句做成了什么样", field="result",
                      code="QL-PA-043")  # fmt: skip
    return {}


def moved_follows(row: _Row) -> Row:
    in_order(MovedDown, row, "from_on", "until_on")
    return {}


def in_order(record: Any, row: _Row, *names: str) -> None:
    """Days that follow one another; the later one is named where they do not."""
    last = ""
    for name in names:
        day = row.get(name)
        if not day:
            continue
        if last and day < row[last]:
            fields = record.fields
            what = f"{fields[name].label}早于{fields[last].label}"
            raise Refused(what, "核对两个日期", field=name, code="QL-PA-044")
        last = name


def listed_months(row: _Row, until: date) -> Iterator[Period]:
    """The months that have ended while the organisation stood on the list."""
    first = Period.holding(date.fromisoformat(row["listed_on"]), "M")
    last = min(date.fromisoformat(row["cleared_on"]), until) if row["cleared_on"] else until
    month = first
    while month.last <= last:
        yield month
        month = month.following
