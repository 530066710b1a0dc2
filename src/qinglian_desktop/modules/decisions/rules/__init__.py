"""What the law of a day asks of a decision: bodies, votes, paths. Pure; the packs are handed in."""

from qinglian_desktop.modules.decisions.rules.law import Law, law_on
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
    "Count",
    "Law",
    "Needs",
    "Share",
    "Verdict",
    "VoteRule",
    "judge",
    "judge_owners",
    "law_on",
    "needs",
    "passes",
    "quorate",
    "rule_for",
    "rules_on",
    "sums_up",
    "together",
]
