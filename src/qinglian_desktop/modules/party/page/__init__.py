"""The tab 党建网格: party life, 大党委, members who report, grids."""

from PySide6.QtWidgets import QWidget

from qinglian_desktop.core.record import Record
from qinglian_desktop.modules.party.records import (
    CheckIn,
    DutyLog,
    Grid,
    GridEvent,
    GridStaff,
    GridVisit,
    JointItem,
    JointMeeting,
    MemberUnit,
    PartyBranch,
    PartyMeeting,
    Service,
)
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.grouped_sections import GroupedSections
from qinglian_desktop.ui.sections import Section

_MEETINGS = ("kind", "branch_id", "held_on", "due_period", "topic", "expected", "present", "files")
_DUTIES = ("month", "done_on", "person", "kind", "text", "files")
_BRANCHES = ("name", "kind", "secretary", "members", "from_on", "until_on")
_ITEMS = ("number", "list", "title", "owner_unit", "due_on", "status", "feedback_on", "feedback")
_JOINT = ("due_period", "held_on", "topic", "chair", "decided", "files")
_UNITS = ("name", "kind", "organisation", "deputy", "contact", "phone", "joined_on")
_CHECK_INS = (
    "year", "person", "unit", "where_to", "estate", "reported_on", "post", "result", "feedback_on",
)  # fmt: skip
_SERVICES = ("check_in_id", "served_on", "what", "hours", "place", "files")
_GRIDS = ("number", "name", "area", "groups", "households", "buildings", "micro")
_STAFF = ("grid_id", "person", "role", "duty", "phone", "from_on", "until_on")
_VISITS = ("grid_id", "visited_on", "household_no", "who", "purpose", "findings", "event_id")
_EVENTS = (
    "number", "grid_id", "found_on", "what", "level", "handler", "due_on", "closed_on", "answer",
)  # fmt: skip


def make_page(desk: Desk) -> GroupedSections:
    def plain(record: type[Record], word: str, columns: tuple[str, ...], empty: str) -> Section:
        def build() -> QWidget:
            page = desk.ledger(record, title=word, columns=columns)
            page.list.empty.text.setText(empty)
            return page

        return record.table, word, build

    return GroupedSections(
        "party",
        "党建网格",
        (
            ("组织生活", (
                plain(PartyMeeting, "会议", _MEETINGS, "开了会就登记一条，应开几次自动算。"),
                plain(DutyLog, "履责纪实", _DUTIES, "书记亲自部署、落实、协调，每月至少记一条。"),
                plain(PartyBranch, "党组织", _BRANCHES, "先登记党支部、党小组，应开几次才算得准。"),
            )),
            ("大党委", (
                plain(JointItem, "三张清单", _ITEMS, "居民要什么、单位能做什么、一起做什么。"),
                plain(JointMeeting, "联席会", _JOINT, "每季度开一次，更新三张清单。"),
                plain(MemberUnit, "共建单位", _UNITS, "先登记共建单位，清单里好选责任单位。"),
            )),
            ("在职报到", (
                plain(CheckIn, "报到名册", _CHECK_INS, "名单可以用表格导进来，再补认领岗位。"),
                plain(Service, "服务记录", _SERVICES, "做一次记一条，时长自动加。"),
            )),
            ("网格", (
                plain(Grid, "网格划分", _GRIDS, "先登记网格，再登记人员和走访。"),
                plain(GridStaff, "网格人员", _STAFF, "每个网格要有网格长，还要有专职或兼职。"),
                plain(GridVisit, "走访", _VISITS, "走访一户记一条，走访率自动算。"),
                plain(GridEvent, "事件", _EVENTS, "发现的事登记一条，按期办结。"),
            )),
        ),
    )  # fmt: skip
