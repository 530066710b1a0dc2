"""Which views come with a list, beside those somebody keeps for himself?"""

from collections.abc import Mapping
from types import MappingProxyType

from qinglian_desktop.core.pick import BEFORE, Pick, View
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.tasks import records as tasks

_LATE = Pick("due_on", "period", BEFORE)
_THIS_MONTH = Pick("due_on", "period", "本月")
_OPEN_TASKS = Pick("state", "in", tasks.OPEN)
_OPEN_POSTINGS = Pick("state", "in", ("待公开",))
VIEWS: Mapping[str, tuple[View, ...]] = MappingProxyType(
    {
        "task": (
            View("逾期", (_LATE, _OPEN_TASKS), (("due_on", False),)),
            View("本月到期", (_THIS_MONTH, _OPEN_TASKS), (("due_on", False),)),
            View("等核对", (Pick("state", "in", ("待核",)),)),
        ),
        "notice": (
            View("在贴", (Pick("state", "in", ("已上墙",)),), (("until_on", False),)),
            View("没贴出去", (Pick("state", "in", ("草稿", "待审", "退回", "审核同意")),)),
        ),
        "planned_posting": (
            View("逾期", (_LATE, _OPEN_POSTINGS), (("due_on", False),)),
            View("本月到期", (_THIS_MONTH, _OPEN_POSTINGS), (("due_on", False),)),
        ),
        "objection": (
            View("没办结", (Pick("state", "in", wall.OPEN_OBJECTIONS),), (("due_on", False),)),
            View("已办结", (Pick("state", "in", (wall.CLOSED, wall.WITHDRAWN)),)),
        ),
        "question": (View("没答复", (Pick("state", "in", (wall.ASKED,)),), (("due_on", False),)),),
        "inspection_request": (
            View("还没办", (Pick("state", "in", (wall.WANTED,)),), (("due_on", False),)),
        ),
        "disclosure_demand": (View("要公开", (Pick("state", "in", (wall.TO_DISCLOSE,)),)),),
        "person": (
            View("党员", (Pick("tags", "holds", "党员"),), (("group_name", False),)),
            View("网格员", (Pick("tags", "holds", "网格员"),), (("group_name", False),)),
            View("没有标签", (Pick("tags", "empty"), Pick("state", "in", ("在册",)))),
        ),
        "post": (View("在任", (Pick("until_on", "empty"),), (("body", False),)),),
        "entry": (
            View("本月", (Pick("day", "period", "本月"),), (("day", False),)),
            View("本季", (Pick("day", "period", "本季"),), (("day", False),)),
            View("没有附件", (Pick("files", "empty"),)),
        ),
    }
)
