"""When is a task due and how far has it come (rounds)? What does a pasted message ask (message)?"""

from qinglian_desktop.modules.tasks.rules.rounds import (
    Tally,
    every,
    following_due,
    item_of,
    next_due,
    offices_of,
    tally,
)

__all__ = ["Tally", "every", "following_due", "item_of", "next_due", "offices_of", "tally"]
