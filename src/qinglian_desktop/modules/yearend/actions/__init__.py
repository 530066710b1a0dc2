"""What can be done at the end of a year: settle a unit, issue the notice, put it right."""

from qinglian_desktop.modules.yearend.actions.issuing import (
    issue,
    paper_of,
    reopen,
    save_notice_as_word,
)
from qinglian_desktop.modules.yearend.actions.settling import (
    guard_review,
    guard_verdict,
    keep_review,
    keep_row,
    keep_verdict,
    settle,
)

__all__ = [
    "guard_review",
    "guard_verdict",
    "issue",
    "keep_review",
    "keep_row",
    "keep_verdict",
    "paper_of",
    "reopen",
    "save_notice_as_word",
    "settle",
]
