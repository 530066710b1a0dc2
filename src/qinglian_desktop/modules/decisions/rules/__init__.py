"""What the law of a day asks of a decision: bodies, votes, paths. Pure; the packs are handed in."""

from qinglian_desktop.modules.decisions.rules.delegation import delegation_problem
from qinglian_desktop.modules.decisions.rules.emergency import (
    emergency_problem,
    ratify_by,
    short_notice_allowed,
)
from qinglian_desktop.modules.decisions.rules.law import BODIES, Law, law_on
from qinglian_desktop.modules.decisions.rules.matters import (
    OWNED,
    Hints,
    Match,
    Matter,
    MatterClass,
    Question,
    answered,
    class_of,
    classes,
    find,
    matter,
    matters,
    questions,
)
from qinglian_desktop.modules.decisions.rules.roster import (
    Callers,
    Rhythm,
    call_within_days,
    callers,
    counted_adults,
    notice_by,
    parts_allowed,
    rhythms,
    roster_problems,
    studied_before,
)
from qinglian_desktop.modules.decisions.rules.routes import (
    ASK,
    ELSEWHERE,
    FORBIDDEN,
    FULL,
    NONE,
    PATHS,
    SHORT,
    Approval,
    Choice,
    Delegation,
    Facts,
    Route,
)
from qinglian_desktop.modules.decisions.rules.routing import route
from qinglian_desktop.modules.decisions.rules.votes import (
    Count,
    Needs,
    Share,
    Verdict,
    VoteRule,
    judge,
    judge_owners,
    needs,
    passes,
    quorate,
    rule_for,
    rules_on,
    sums_up,
    together,
)

__all__ = [
    "ASK", "BODIES", "ELSEWHERE", "FORBIDDEN", "FULL", "NONE", "OWNED", "PATHS", "SHORT",
    "Approval", "Callers", "Choice", "Count", "Delegation", "Facts", "Hints", "Law", "Match",
    "Matter", "MatterClass", "Needs", "Question", "Rhythm", "Route", "Share", "Verdict", "VoteRule",
    "answered", "call_within_days", "callers", "class_of", "classes", "counted_adults",
    "delegation_problem", "emergency_problem", "find", "judge", "judge_owners", "law_on", "matter",
    "matters", "needs", "notice_by", "parts_allowed", "passes", "questions", "quorate", "ratify_by",
    "rhythms", "roster_problems", "route", "rule_for", "rules_on", "short_notice_allowed",
    "studied_before", "sums_up", "together",
]  # fmt: skip
