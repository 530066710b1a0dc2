"""The rules of party work; no book is asked."""

from qinglian_desktop.modules.party.rules.cycles import (
    PACK,
    Cycle,
    Slot,
    Tally,
    counts_for,
    cycles,
    period_of,
    slots,
    tally,
)
from qinglian_desktop.modules.party.rules.problems import (
    check_in_problem,
    event_problem,
    item_problem,
    joint_problem,
    meeting_problem,
    service_problem,
    span_problem,
    visit_problem,
)
from qinglian_desktop.modules.party.rules.standing import (
    after,
    by_link,
    done_in_time,
    event_due,
    groups_of,
    is_late,
    lacking,
    serves,
)

__all__ = [
    "PACK", "Cycle", "Slot", "Tally", "after", "by_link", "check_in_problem", "counts_for",
    "cycles", "done_in_time", "event_due", "event_problem", "groups_of", "is_late",
    "item_problem", "joint_problem", "lacking", "meeting_problem", "period_of", "serves",
    "service_problem", "slots", "span_problem", "tally", "visit_problem",
]  # fmt: skip
