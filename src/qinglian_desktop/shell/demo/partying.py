"""One unit's party work: a year of meetings with gaps, three lists, members, two grids."""

from datetime import date, timedelta
from random import Random
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.party import actions as party
from qinglian_desktop.modules.party.records import (
    ALL_MEMBERS,
    ARRANGED,
    BOARD_MEETING,
    CARRIED_OUT,
    CLEAN,
    COORDINATED,
    FULL_TIME,
    INSTRUCTOR,
    LEADER,
    LECTURE,
    NEED,
    OTHERS,
    PART_TIME,
    RESOURCE,
    THEME_DAY,
)
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.shell.demo import people
from qinglian_desktop.shell.demo.unit import Unit

_MEMBERS = 18
_SEED = 700
_DUTIES = ("部署月度清廉村居工作", "查看公开栏，督促补齐财务公开", "协调物业和居民商量停车")
_SERVICES = ("文明劝导", "帮老人代办医保", "周末清扫楼道", "政策宣传")
_UNITS = (("通惠第三小学", "学校"), ("区人民医院", "医院"), ("綦江供电所", "企业"))


def keep_party(unit: Unit) -> None:
    """Everything of the tab 党建网格, with a month left out here and there."""
    _meetings(unit)
    _joint(unit)
    _members(unit)
    _grids(unit)


def _chance(unit: Unit) -> Random:
    """Of its own, so that what comes after in the story stays as it was."""
    return Random(_SEED + unit.index)


def _months() -> list[Period]:
    """The months of the year that have ended."""
    today = clock.today()
    return [month for month in Period.within(today.year, "M") if month.last < today]


def _meetings(unit: Unit) -> None:
    book = unit.book
    draft: dict[str, Any] = {"name": "第一党支部", "members": _MEMBERS, "secretary": unit.director}
    branch = str(party.save_party_branch(book, None, draft).result)
    held = {
        "branch_id": branch, "chair": unit.director, "place": "社区二楼会议室",
        "expected": _MEMBERS, "present": _MEMBERS - 2, "begins_at": "14:30",
        "minutes": "通报上月工作，学习纪律条例，讨论当月安排。",
    }  # fmt: skip
    for month in _months():
        day = (month.first + timedelta(days=9)).isoformat()
        kinds = [THEME_DAY, BOARD_MEETING]
        kinds += [ALL_MEMBERS, LECTURE] if month.number % 3 == 0 else []
        for kind in kinds:
            if kind == BOARD_MEETING and month.number == 5:
                continue  # the one that was forgotten
            told = {
                **held, "kind": kind, "held_on": day, "topic": f"{month.label}{kind}",
                "subject": CLEAN if (kind, month.number) == (ALL_MEMBERS, 3) else "没有专题",
            }  # fmt: skip
            if kind == BOARD_MEETING:
                told |= {"expected": 5, "present": 5}
            party.save_party_meeting(book, None, told)
        if month.number != 7:
            kind, text = _duty(month.number)
            party.save_duty_log(book, None, {
                "person": unit.director, "done_on": day, "kind": kind, "text": text,
            })  # fmt: skip


def _duty(number: int) -> tuple[str, str]:
    return (ARRANGED, CARRIED_OUT, COORDINATED)[number % 3], _DUTIES[number % 3]


def _joint(unit: Unit) -> None:
    book, today = unit.book, clock.today()
    names = people.names(_chance(unit), len(_UNITS))
    units = [
        str(party.save_member_unit(book, None, {
            "name": name, "kind": kind, "organisation": f"{name}党支部", "deputy": who,
            "contact": who, "joined_on": f"{today.year}-01-10",
        }).result)
        for (name, kind), who in zip(_UNITS, names, strict=True)
    ]  # fmt: skip
    for quarter in Period.within(today.year, "Q"):
        if quarter.last < today:
            party.save_joint_meeting(book, None, {
                "held_on": quarter.last.replace(day=15).isoformat(), "chair": unit.director,
                "place": "社区二楼会议室", "topic": "更新三张清单",
                "present": "、".join(name for name, _ in _UNITS),
                "minutes": "各单位通报项目进展。", "decided": "路灯项目由供电所办理。",
            })  # fmt: skip
    need = {"list": NEED, "title": "三单元门口装路灯", "raised_by": "第一网格居民",
            "owner_unit": units[2], "due_on": (today + timedelta(days=12)).isoformat()}  # fmt: skip
    party.make_project(book, str(party.save_joint_item(book, None, need).result))
    done = {"list": NEED, "title": "放学时段有人看路口", "raised_by": "第二网格居民"}
    made = party.make_project(book, str(party.save_joint_item(book, None, done).result))
    party.finish_item(book, str(made.result))
    party.save_joint_item(
        book, None, {"list": RESOURCE, "title": "操场周末开放", "owner_unit": units[0]}
    )


def _members(unit: Unit) -> None:
    book, today = unit.book, clock.today()
    start = date(today.year, 1, 20)
    for place, who in enumerate(people.names(_chance(unit), 6)):
        name, _ = _UNITS[place % len(_UNITS)]
        told: dict[str, Any] = {
            "person": who, "unit": name, "reported_on": start.isoformat(),
            "where_to": "小区" if place % 2 else "社区",
            "post": None if place == 5 else "文明劝导岗",
        }  # fmt: skip
        row_id = str(party.save_check_in(book, None, told).result)
        for times in range(0 if place == 5 else place % 3 + 1):
            day = start + timedelta(days=5 + 11 * times)
            if day <= today:
                party.save_service_log(book, None, {
                    "check_in_id": row_id, "served_on": day.isoformat(), "hours": 2000,
                    "what": _SERVICES[(place + times) % len(_SERVICES)],
                })  # fmt: skip


def _grids(unit: Unit) -> None:
    book, today = unit.book, clock.today()
    names = people.names(_chance(unit), 9)
    roles = (LEADER, FULL_TIME, PART_TIME, INSTRUCTOR, OTHERS)
    where = (Where("owner", "=", book.unit.office_id),)
    groups = sorted({
        row["group_name"] for row in book.rows(Query(Household.table, where)) if row["group_name"]
    })  # fmt: skip
    for number in (1, 2):
        mine = groups[number - 1 :: 2]
        grid = str(party.save_grid(book, None, {
            "number": f"{number:02d}", "name": f"第{'一二'[number - 1]}网格",
            "groups": "、".join(mine), "buildings": 6, "micro": 4,
        }).result)  # fmt: skip
        for role, who in zip(roles[: 5 if number == 1 else 2], names[number::2], strict=False):
            party.save_grid_staff(book, None, {
                "grid_id": grid, "person": who, "role": role, "from_on": f"{today.year}-01-01",
            })  # fmt: skip
        here = (*where, Where("group_name", "in", tuple(mine)))
        for row in book.rows(Query(Household.table, here, limit=3)):
            party.save_grid_visit(book, None, {
                "grid_id": grid, "visited_on": today.isoformat(), "household_no": row["number"],
                "who": names[number], "purpose": "入户走访",
            })  # fmt: skip
        party.save_grid_event(book, None, {
            "grid_id": grid, "found_on": (today - timedelta(days=3)).isoformat(),
            "kind": "环境卫生", "what": "楼道堆放杂物", "place": "2 栋 1 单元",
        })  # fmt: skip
