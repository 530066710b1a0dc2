"""The tab 党建网格: party life, 大党委, members who report, grids."""

from functools import partial

from PySide6.QtWidgets import QWidget

from qinglian_desktop.core.record import Record
from qinglian_desktop.modules.grassroots import page as grassroots
from qinglian_desktop.modules.party.page import meetings, together
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

_BRANCHES = ("name", "kind", "secretary", "members", "from_on", "until_on")
_JOINT = ("due_period", "held_on", "topic", "chair", "decided", "files")
_UNITS = ("name", "kind", "organisation", "deputy", "contact", "phone", "joined_on")
_SERVICES = ("check_in_id", "served_on", "what", "hours", "place", "files")
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
                (PartyMeeting.table, "会议", partial(meetings.meetings, desk)),
                (meetings.YEAR, "全年对照", partial(meetings.PartyYearPage, desk)),
                (DutyLog.table, "履责纪实", partial(meetings.duties, desk)),
                plain(PartyBranch, "党组织", _BRANCHES, "先登记党支部、党小组，应开几次才算得准。"),
            )),
            ("大党委", (
                (JointItem.table, "三张清单", partial(together.items, desk)),
                (JointMeeting.table, "联席会", partial(meetings.joint_meetings, desk, _JOINT)),
                plain(MemberUnit, "共建单位", _UNITS, "先登记共建单位，清单里好选责任单位。"),
            )),
            ("在职报到", (
                (CheckIn.table, "报到名册", partial(together.check_ins, desk)),
                plain(Service, "服务记录", _SERVICES, "做一次记一条，时长自动加。"),
            )),
            ("网格", (
                (Grid.table, "网格划分", partial(together.grids, desk)),
                plain(GridStaff, "网格人员", _STAFF, "每个网格要有网格长，还要有专职或兼职。"),
                plain(GridVisit, "走访", _VISITS, "走访一户记一条，走访率自动算。"),
                plain(GridEvent, "事件", _EVENTS, "发现的事登记一条，按期办结。"),
            )),
            *grassroots.groups(desk),
        ),
    )  # fmt: skip
