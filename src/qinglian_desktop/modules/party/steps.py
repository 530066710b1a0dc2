"""What may be done next with a row of party work?"""

from collections.abc import Callable

from qinglian_desktop.core.module import Command, Operation
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.party.records import NEED, OPEN, UNDER_WAY, CheckIn, JointItem


def _is_need(row: Row) -> bool:
    """A need nobody has taken up."""
    return bool(row["list"] == NEED and row["status"] == OPEN)


def _waits(row: Row) -> bool:
    return bool(row["list"] != NEED and row["status"] == OPEN)


def _under_way(row: Row) -> bool:
    return bool(row["status"] == UNDER_WAY)


def _unanswered(row: Row) -> bool:
    """A member with a post whose unit has not heard."""
    return bool(row["post"]) and not row["feedback_on"]


def commands(act: Callable[[str], Operation]) -> tuple[Command, ...]:
    """What stands in the drawer; `act` finds an action by its name when it is called."""
    items, members = JointItem.table, CheckIn.table
    return (
        Command("立为项目", act("make_project"), items, _is_need, primary=True),
        Command("开始办", act("begin_item"), items, _waits, primary=True),
        Command("办结", act("finish_item"), items, _under_way, primary=True),
        Command("登记已反馈", act("answer_member"), members, _unanswered),
    )
