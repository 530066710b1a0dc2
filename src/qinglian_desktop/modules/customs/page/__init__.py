"""The tab 移风易俗: covenants, councils and feasts, surroundings."""

from functools import partial

from qinglian_desktop.modules.customs import actions
from qinglian_desktop.modules.customs.records import (
    Council,
    CouncilMember,
    Covenant,
    CovenantCheck,
    EnvironmentInspection,
    EnvironmentIssue,
    EventReport,
    ReviewMeeting,
    SewageFacility,
    ToiletRecord,
)
from qinglian_desktop.modules.disclosure.page.papers import papers_of
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.grouped_sections import GroupedSections
from qinglian_desktop.ui.plain_ledgers import Plain, Print, section

_COVENANTS = Plain(
    Covenant, "文本",
    ("kind", "version", "told", "reviewed_on", "meeting_on", "filed_on", "effective_on"),
    "每修订一次登记一个版本，先征求意见、审查，再表决。",
    note="公约不能设罚款、不能减少依法应得的待遇。写了这类词会提示，不会拦。",
)  # fmt: skip
_COVENANT_CHECKS = Plain(
    CovenantCheck, "执行检查",
    ("half", "covenant_id", "checked_on", "found", "improved_on", "files"),
    "每半年看一次执行得怎么样。",
)  # fmt: skip
_COUNCILS = Plain(
    Council, "理事会评议会", ("kind", "elected_on", "until_on", "chair", "chartered_on", "files"),
    "先登记红白理事会、道德评议会，再登记成员。",
)  # fmt: skip
_MEMBERS = Plain(
    CouncilMember, "成员", ("council_id", "person", "post", "phone", "from_on", "until_on"),
    "每个会有哪些人，一人一条。",
)  # fmt: skip
_REVIEWS = Plain(
    ReviewMeeting, "道德评议",
    ("held_on", "topic", "expected", "present", "present_rate", "praised", "published_on"),
    "每季度评一次，开了就登记。", note="只公布好的典型。要劝导的人当面谈，不公开点名。",
)  # fmt: skip
_FEASTS = Plain(
    EventReport, "红白事",
    ("number", "kind", "host", "event_on", "tables", "reported_on", "advice", "actual_tables"),
    "主家来说一声就登记。", (Print("打印报备表", "event_paper"),),
    "报备只为提前知道、上门倡导，不需要批准，也没有处罚。",
)  # fmt: skip
_ROUNDS = Plain(
    EnvironmentInspection, "检查评分",
    ("month", "inspected_on", "place", "toilet_off", "rubbish_off", "sewage_off", "looks_off",
     "system_off", "score"),
    "每月检查一次，五项扣分填齐，得分自动算。",
    (
        Print("打印评分表", "environment_paper"),
        Print("打印空评分表", "environment_blank", blank=True),
    ),
)  # fmt: skip
_ISSUES = Plain(
    EnvironmentIssue, "整改",
    ("number", "kind", "place", "what", "responsible", "due_on", "closed_on", "files", "after"),
    "先拍整改前，整改完再补整改后的照片。",
)  # fmt: skip
_TOILETS = Plain(
    ToiletRecord, "户厕",
    ("household_no", "kind", "built_in", "in_use", "fault", "due_on", "repaired_on"),
    "一户一条，可以用表格导进来。",
)  # fmt: skip
_FACILITIES = Plain(
    SewageFacility, "污水设施",
    ("place", "kind", "households", "responsible", "running", "maintained_on", "defect"),
    "一处设施一条，坏了记上报日期。",
)  # fmt: skip


def make_page(desk: Desk) -> GroupedSections:
    make = partial(section, desk, on_print=papers_of(desk, actions))
    return GroupedSections(
        "customs",
        "移风易俗",
        (
            ("公约", (make(_COVENANTS), make(_COVENANT_CHECKS))),
            ("红白事和评议", tuple(map(make, (_FEASTS, _REVIEWS, _COUNCILS, _MEMBERS)))),
            ("人居环境", tuple(map(make, (_ROUNDS, _ISSUES, _TOILETS, _FACILITIES)))),
        ),
    )
