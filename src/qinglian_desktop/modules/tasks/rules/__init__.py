"""When is a task due (rounds)? What does a message ask (message)? How far is each (tallies)?"""

from qinglian_desktop.modules.tasks.rules.rounds import (
    every,
    following_due,
    item_of,
    next_due,
)
from qinglian_desktop.modules.tasks.rules.tallies import Rollup, Tally, behind, roll_up

__all__ = [
    "Rollup",
    "Tally",
    "behind",
    "every",
    "following_due",
    "item_of",
    "next_due",
    "roll_up",
]
