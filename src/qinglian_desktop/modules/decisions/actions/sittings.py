"""Which meeting of a gate is meant: the planned one, one more sitting, or a new one?"""

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads, rules
from qinglian_desktop.modules.decisions.records import MEETINGS
from qinglian_desktop.modules.decisions.steps import Sitting


def must_meet(gate: str) -> None:
    if gate not in MEETINGS:
        raise Refused(f"“{gate}”这一步不用开会", "请按步骤条上的下一步办", code="QL-DW-047")


def open_parts(found: reads.Case, gate: str) -> tuple[Row, ...]:
    """Sittings of a meeting whose last part is still to come."""
    last: Sitting | None = found.step(gate)
    if last is None:
        return ()
    return tuple(row for row in last.rows if row["held_on"] and not row["result"])


def place_of(found: reads.Case, gate: str) -> Row:
    """Which meeting of the gate a new step belongs to, and which sitting of it."""
    last = found.step(gate)
    if last is None:
        return {"round_no": 1, "sitting_no": 1}
    if open_parts(found, gate):
        return {"round_no": last.last["round_no"], "sitting_no": last.last["sitting_no"] + 1}
    return {"round_no": last.last["round_no"] + 1, "sitting_no": 1}


def other_parts(found: reads.Case, gate: str, row: Row | None) -> tuple[Row, ...]:
    """The sittings that make one meeting with this one: those held so far, or all the others."""
    if row is None:
        return open_parts(found, gate)
    last = found.step(gate)
    rows = last.rows if last is not None and last.last["round_no"] == row["round_no"] else ()
    return tuple(one for one in rows if one["held_on"] and one["id"] != row["id"])


def figures(row: Row) -> rules.Count:
    """What a sitting counted."""
    names = ("due_count", "present_count", "yes_count", "no_count", "abstain_count")
    return rules.Count(*(row[name] or 0 for name in names))
