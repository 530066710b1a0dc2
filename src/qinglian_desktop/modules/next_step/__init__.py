"""下一步: what is the one thing to do with this record, and by when? Read from its state (TL-03).

Pure: a row, a day and the closed years are given. None only for what is filed away.
"""

from collections.abc import Container, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from qinglian_desktop.core.check import problems
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.core.record import Owner, Record
from qinglian_desktop.modules.next_step.table import FILED, FINISHED, NEXT, REGISTERS, YEARLY, Next

_STATES = ("state", "status", "stage")
# A record with one of these days at its end is open until that day is filled in.
_ENDS = ("closed_on", "done_on", "feedback_on", "ended_on", "finished_on")


class Step(NamedTuple):
    """The recommended action; `due_on` None where nothing says by when."""

    key: str
    label: str
    due_on: date | None = None

    def words(self, day: date) -> str:
        """办好送核，12月5日前; a day that is past is said to be."""
        if self.due_on is None:
            return self.label
        named = paper_day(self.due_on).removeprefix(f"{day.year}年")
        late = (day - self.due_on).days
        return f"{self.label}，{named}" + (f"到期，过了 {late} 天" if late > 0 else "前")


def next_step(
    record: type[Record], row: Mapping[str, Any], day: date, closed: Container[int] = ()
) -> Step | None:
    """What comes next with this row on this day. `closed`: the years that are filed away."""
    state = state_of(record, row)
    if state in FILED.get(record.table, ()) or _year(record, row, day) in closed:
        return None
    if record.owner is not Owner.LOCAL and (lacking := problems(record, row)):
        return Step("complete", f"补齐{_named(lacking[0].what)}", None)
    for rule in NEXT.get(record.table, ()):
        if _fits(rule, row, state, day):
            return Step(rule.key, _label(rule, record, row), _due(rule, record, row, day))
    return _by_days(record, row, day)


def state_of(record: type[Record], row: Mapping[str, Any]) -> str:
    """The word for where it stands: a row without one is at the first."""
    for name in _STATES:
        if name in record.fields and not (name == "stage" and "state" in record.fields):
            return str(row.get(name) or record.fields[name].default or "")
    return ""


def _fits(rule: Next, row: Mapping[str, Any], state: str, day: date) -> bool:
    if rule.states and state not in rule.states:
        return False
    if rule.when is not None and not rule.when(row):
        return False
    if any(row.get(name) for name in rule.empty) or not all(row.get(n) for n in rule.filled):
        return False
    if rule.since and not ((limit := _day(row, rule.since)) and day >= limit):
        return False
    if rule.until:
        limit = _day(row, rule.until)
        if limit is None or day >= limit:
            return False
        return not rule.within or limit - day <= timedelta(days=rule.within)
    return True


def _by_days(record: type[Record], row: Mapping[str, Any], day: date) -> Step:
    """Open until its last day is filled in; then it waits for the end of its year."""
    end = next((name for name in _ENDS if name in record.fields), "")
    if record.table not in NEXT and end and "due_on" in record.fields and not row.get(end):
        return Step("do", "办完填上结果", _day(row, "due_on"))
    if record.table in REGISTERS and not row.get("closed_on"):
        return Step(YEARLY.key, YEARLY.label, date(day.year, 12, 31))
    return Step(FINISHED.key, FINISHED.label, date(_year(record, row, day), 12, 31))


def _label(rule: Next, record: type[Record], row: Mapping[str, Any]) -> str:
    """A matter says its next step itself."""
    said = row.get("next_step") if rule.key == "go_on" and "next_step" in record.fields else None
    return str(said) if said else rule.label


def _due(rule: Next, record: type[Record], row: Mapping[str, Any], day: date) -> date | None:
    if rule.due:
        return _day(row, rule.due)
    if rule.key == FINISHED.key:
        return date(_year(record, row, day), 12, 31)
    return date(day.year, 12, 31) if rule.key == YEARLY.key else None


def _year(record: type[Record], row: Mapping[str, Any], day: date) -> int:
    """The year a row belongs to: its own, that of the day it happened, that it was written in."""
    if isinstance(year := row.get("year"), int):
        return year
    first = next((name for name, field in record.fields.items() if field.kind is DAY), "")
    if found := _day(row, record.happened) or _day(row, first):
        return found.year
    written = str(row.get("created_at") or "")[:4]
    return int(written) if written.isdigit() else day.year


def _day(row: Mapping[str, Any], name: str) -> date | None:
    value = row.get(name) if name else None
    return date.fromisoformat(value) if value else None


def _named(what: str) -> str:
    return what[: what.index("〕") + 1] if "〕" in what else ""
