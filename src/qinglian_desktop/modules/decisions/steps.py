"""In which order does a matter go through its gates, and what stands in the way of the next?

Pure: a matter and its steps come in as stored rows. The bodies, thresholds and figures of law
are told by `rules`; here is only what comes after what.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions.records import (
    ARCHIVE,
    BRIEFED,
    DECISION,
    DONE,
    FAILED,
    GATES,
    MEETINGS,
    NOT_PASSED,
    ORIGIN,
    PASSED,
    PRE_REVIEW,
    PROPOSAL,
    PUBLISHED,
    RESULT,
    RUNNING,
    STUDY,
    TALK,
)

# Who meets at a gate where that does not depend on the matter.
BODY_OF = {PROPOSAL: "党组织", TALK: "两委", STUDY: "党员大会"}
_SIMPLE = (ORIGIN, TALK, PUBLISHED, RESULT, ARCHIVE)
_CLOSED = "这件事已经是“{state}”，不能再登记"


class Sitting(NamedTuple):
    """The figures of one gate: its last meeting, all sittings of it together."""

    rows: tuple[Row, ...]

    @property
    def last(self) -> Row:
        return self.rows[-1]

    @property
    def result(self) -> str:
        return str(self.last["result"] or "")

    def total(self, name: str) -> int | None:
        figures = [row[name] for row in self.rows if row[name] is not None]
        return sum(figures) if figures else None


def gates_of(matter: Row) -> tuple[str, ...]:
    """The gates this matter goes through, in order."""
    if matter["path"] == "简易":
        return _SIMPLE
    return tuple(gate for gate in GATES if gate != PRE_REVIEW or matter["pre_review"])


def deciding(matter: Row) -> str:
    """The gate at which this matter is decided: the short way ends with both committees."""
    return DECISION if DECISION in gates_of(matter) else TALK


def in_order(found: Iterable[Row]) -> list[Row]:
    """Steps as they follow one another: by gate, then by meeting, then by sitting."""
    return sorted(
        found, key=lambda row: (GATES.index(row["gate"]), row["round_no"], row["sitting_no"])
    )


def sitting(found: Iterable[Row], gate: str) -> Sitting | None:
    """The last meeting of a gate with all its sittings; None where nothing was entered."""
    rows = [row for row in in_order(found) if row["gate"] == gate]
    if not rows:
        return None
    newest = rows[-1]["round_no"]
    return Sitting(tuple(row for row in rows if row["round_no"] == newest))


def passed(found: Sequence[Row], gate: str) -> bool:
    return (last := sitting(found, gate)) is not None and last.result in (PASSED, DONE)


def next_gate(matter: Row, found: Sequence[Row]) -> str:
    """The gate that is to be done next; "" when all are passed."""
    return next((gate for gate in gates_of(matter) if not passed(found, gate)), "")


def before(matter: Row, gate: str) -> tuple[str, ...]:
    gates = gates_of(matter)
    return gates[: gates.index(gate)]


def day_of(found: Sequence[Row], gate: str) -> date | None:
    """The last day on which a gate was held."""
    held = sitting(found, gate)
    days = [row["held_on"] for row in held.rows if row["held_on"]] if held else []
    return date.fromisoformat(max(days)) if days else None


def may_record(
    matter: Row, found: Sequence[Row], gate: str, day: date, today: date, *, again: bool = False
) -> None:
    """Refused unless this gate may be entered now, for that day.

    `again` corrects a gate that was entered already: then nothing may have followed it.
    """
    if matter["state"] not in (RUNNING, FAILED):
        raise Refused(
            _CLOSED.format(state=matter["state"]),
            "要变更或终止已经作出的决议，另立一件事项",
            code="QL-DW-030",
        )
    if gate not in gates_of(matter):
        raise Refused(f"这件事不用走“{gate}”这一步", "请按步骤条上的下一步办", code="QL-DW-031")
    for earlier in before(matter, gate):
        if not passed(found, earlier):
            raise Refused(f"先完成“{earlier}”", f"完成后才能登记“{gate}”", code="QL-DW-025")
    if again:
        _nothing_after(matter, found, gate)
    elif passed(found, gate):
        what = f"“{gate}”已经登记过了"
        raise Refused(what, "填错了就打开那一步更正", code="QL-DW-032")
    else:
        after_earlier(found, gate, day)
    in_time(matter, found, gate, day, today)


def in_time(matter: Row, found: Sequence[Row], gate: str, day: date, today: date) -> None:
    """Refused when the day lies ahead, or before a gate that comes first."""
    if day > today:
        raise Refused(
            f"{gate}日期（{paper_day(day)}）在今天之后", "办完那天再登记", field="held_on",
            code="QL-DW-033",
        )  # fmt: skip
    for earlier in reversed(before(matter, gate)):
        there = day_of(found, earlier)
        if there is not None and day < there:
            what = f"{gate}日期（{_short(day, there)}）早于{earlier}日期（{_short(there, day)}）"
            raise Refused(what, "请核对", field="held_on", code="QL-DW-026")


def after_earlier(found: Sequence[Row], gate: str, day: date, round_no: int | None = None) -> None:
    """Refused when a gate that is held again lies before an earlier meeting of it."""
    days = [
        row["held_on"]
        for row in found
        if row["gate"] == gate and row["held_on"] and row["result"]
        and (round_no is None or row["round_no"] < round_no)
    ]  # fmt: skip
    if days and day.isoformat() < max(days):
        last = date.fromisoformat(max(days))
        what = f"{gate}日期（{_short(day, last)}）早于上次{gate}的日期（{_short(last, day)}）"
        raise Refused(what, "请核对", field="held_on", code="QL-DW-111")


def _nothing_after(matter: Row, found: Sequence[Row], gate: str) -> None:
    gates = gates_of(matter)
    for later in gates[gates.index(gate) + 1 :]:
        last = sitting(found, later)
        if last is not None and any(row["held_on"] for row in last.rows):
            raise Refused(
                f"“{gate}”之后已经登记了“{later}”，不能再改",
                f"先撤销“{later}”那一步，再来更正",
                code="QL-DW-034",
            )


def _short(day: date, other: date) -> str:
    """3月2日; with its year where the two are of different years."""
    return f"{day.month}月{day.day}日" if day.year == other.year else paper_day(day)


# -- entered late ----------------------------------------------------------------------------

LATE_MOST = 7  # days


def grace(days: int) -> int:
    """Days between meeting and entry that are no 补录; never so many that the mark says nothing."""
    return min(max(days, 0), LATE_MOST)


def is_late(held_on: date, entered_on: date, days: int) -> bool:
    return (entered_on - held_on).days > days


def late_warning(held_on: date, today: date, days: int) -> str:
    """What is said before a meeting is entered late; "" when it is in time."""
    if not is_late(held_on, today, days):
        return ""
    return f"这次会议是 {(today - held_on).days} 天后才登记的，将标“补录”。"


def late_words(held_on: date, entered_on: date) -> str:
    return f"这一步是 {(entered_on - held_on).days} 天后才登记的，已标“补录”。"


# -- what is next ----------------------------------------------------------------------------

_NEXT = {
    PROPOSAL: "开党组织会议提议",
    TALK: "开两委会议商议",
    PRE_REVIEW: "报街道预审",
    STUDY: "开党员大会审议",
    PUBLISHED: "公开决议",
    RESULT: "落实并公开结果",
    ARCHIVE: "核对材料归档",
}
_REPEAT = {NOT_PASSED: "没通过，再议或终止", BRIEFED: "上次人数不够，改期再开"}


def next_words(matter: Row, found: Sequence[Row], meeting: str) -> str:
    """The one next thing to do, as the list shows it; `meeting` is the deciding one's name."""
    if matter["state"] not in (RUNNING, FAILED):
        return ""
    gate = next_gate(matter, found)
    last = sitting(found, gate) if gate in MEETINGS else None
    if last is not None and last.result in _REPEAT:
        return _REPEAT[last.result]
    if gate == DECISION:
        return f"开{meeting}决议"
    if gate == TALK and gate == deciding(matter):
        return f"开{meeting}商议"
    return _NEXT.get(gate, "")


def stage(matter: Row, found: Sequence[Row]) -> str:
    """The gate the matter stands at: the next one, or the last when it is done."""
    return next_gate(matter, found) or ARCHIVE
