"""The pages of the base, as groups of the tab 党建网格."""

from functools import partial

from qinglian_desktop.modules.disclosure.page.papers import papers_of
from qinglian_desktop.modules.grassroots import actions
from qinglian_desktop.modules.grassroots.records import (
    MovedDown,
    MovedDownLog,
    PartyCheck,
    PartyCheckMeasure,
    PartyCheckMonth,
    PartyCheckPoint,
    Platform,
)
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.plain_ledgers import Plain, Print, section
from qinglian_desktop.ui.sections import Section

_CHECKS = Plain(
    PartyCheck, "自查整顿",
    ("year", "kind", "checked_on", "outcome", "listed_on", "due_on", "passed", "cleared_on"),
    "每年初自查一次，按【新增】，情形自动列好，逐条看有没有。",
    (Print("打印自查表", "check_paper"),),
)  # fmt: skip
_POINTS = Plain(
    PartyCheckPoint, "自查情形", ("check_id", "code", "situation", "hit", "found", "files"),
    "先在“自查整顿”里新增一次，这里就有情形了。",
)  # fmt: skip
_MEASURES = Plain(
    PartyCheckMeasure, "整顿措施",
    ("check_id", "what", "responsible", "due_on", "closed_on", "result"),
    "查出来的短板，一条措施一行，写清谁做、哪天做完。",
)  # fmt: skip
_MONTHS = Plain(
    PartyCheckMonth, "整顿月报", ("month", "check_id", "progress", "next_steps", "sent_on"),
    "列入整顿以后每月报一次，没有列入的不用填。",
)  # fmt: skip
_MOVED = Plain(
    MovedDown, "下沉清单",
    ("kind", "title", "from_unit", "person", "duty", "where_to", "when", "from_on", "until_on"),
    "下沉来的人、资源、服务事项，一项一行。",
    (Print("打印下沉清单", "moved_paper", blank=True),),
)  # fmt: skip
_LOGS = Plain(
    MovedDownLog, "到岗服务",
    ("moved_down_id", "served_on", "present", "what", "people", "result", "files"),
    "来一次记一条，打印清单时自动算次数。",
)  # fmt: skip
_PLATFORMS = Plain(
    Platform, "上级平台",
    ("name", "level", "asked_by", "keeper", "items", "every", "day", "repeats", "checked_on"),
    "在用的上级平台，一个一行，写清报什么、和哪里重复。",
)  # fmt: skip


def groups(desk: Desk) -> tuple[tuple[str, tuple[Section, ...]], ...]:
    make = partial(section, desk, on_print=papers_of(desk, actions))
    return (
        ("自查整顿", tuple(make(one) for one in (_CHECKS, _POINTS, _MEASURES, _MONTHS))),
        ("下沉平台", tuple(make(one) for one in (_MOVED, _LOGS, _PLATFORMS))),
    )
