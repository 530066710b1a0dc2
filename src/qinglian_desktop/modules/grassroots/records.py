"""What strengthens the base: self-checks of the Party organisation, what was moved down, platforms.

A check stands by itself; what it found, what is done about it and the reports of each month name
it. The points of a check come from the pack `party-weak`.
"""

from datetime import date

from qinglian_desktop.core.kinds import (
    CHOICE,
    COUNT,
    DAY,
    FILES,
    FLAG,
    LONG,
    NAME,
    PERIOD,
    PHONE,
    QUANTITY,
)
from qinglian_desktop.core.record import Board, Level, Owner, Record, Tie, fact

FULL = Board.FULL

WEAK, VANGUARD = "软弱涣散排查", "红岩先锋自查"
CHECK_KINDS = (WEAK, VANGUARD)
NOT_LISTED, LISTED = "没有列入", "列入整顿"
OUTCOMES = (NOT_LISTED, LISTED)

FORCE, RESOURCE, SERVICE = "力量", "资源", "服务事项"
MOVED = (FORCE, RESOURCE, SERVICE)
LEVELS = ("市级", "区级", "街道", "其他")
ROUNDS = ("每天", "每周", "每月", "每季度", "按需")


class PartyCheck(
    Record,
    table="party_check",
    label="党组织自查",
    owner=Owner.COMMUNITY,
    key=("year", "kind", "checked_on"),
    named_by=("year", "kind"),
    happened="checked_on",
    together=(("accepted_on", "score", "dissatisfied", "passed"),),
):
    """From the yearly look to the day it is struck off the list, and the second look after."""

    year: int = fact("年度", COUNT, board=FULL, example="2026", given=True)
    kind: str = fact("查什么", CHOICE, board=FULL, choices=CHECK_KINDS, default=WEAK)
    branch: str | None = fact("哪个党组织", board=FULL, default=None, example="社区党委")
    checked_on: date = fact("自查日期", DAY, board=FULL)
    checked_by: str | None = fact("谁查的", NAME, board=FULL, default=None, suggests="person")
    finding: str | None = fact("总的情况", LONG, board=FULL, default=None)
    reported_on: date | None = fact("报街道日期", DAY, board=FULL, default=None)
    outcome: str | None = fact("认定结果", CHOICE, board=FULL, choices=OUTCOMES, default=None)
    listed_on: date | None = fact("列入日期", DAY, board=FULL, default=None)
    document_no: str | None = fact("认定文号", board=FULL, default=None)
    plan: str | None = fact("整顿方案", LONG, board=FULL, default=None)
    helpers: str | None = fact("谁来联系帮助", board=FULL, default=None, example="第一书记")
    due_on: date | None = fact("整顿到哪天", DAY, board=FULL, default=None, ahead=True)
    accepted_on: date | None = fact("验收日期", DAY, board=FULL, default=None)
    score: int | None = fact("验收得分", QUANTITY, board=FULL, default=None, example="82")
    dissatisfied: int | None = fact("不满意率（%）", QUANTITY, board=FULL, default=None)
    passed: bool | None = fact("通过验收", FLAG, board=FULL, default=None, kept=True)
    cleared_on: date | None = fact("销号日期", DAY, board=FULL, default=None)
    recheck_on: date | None = fact("回头看日期", DAY, board=FULL, default=None, ahead=True)
    recheck: str | None = fact("回头看情况", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("自查表、方案", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class PartyCheckPoint(
    Record,
    table="party_check_point",
    label="自查情形",
    owner=Owner.COMMUNITY,
    key=("check_id", "code"),
    named_by=("code", "situation"),
):
    """One situation that was looked for, and whether it is there."""

    check_id: str = fact("哪次自查", link="party_check", tie=Tie.PART)
    code: str = fact("编号", board=FULL, example="R1")
    situation: str = fact("情形", LONG, board=FULL, example="书记出缺超过3个月")
    hit: bool | None = fact("有没有", FLAG, board=FULL, default=None)
    found: str | None = fact("查看情况", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("佐证", FILES, default=None)


class PartyCheckMeasure(
    Record,
    table="party_check_measure",
    label="整顿措施",
    owner=Owner.COMMUNITY,
    key=("check_id", "what"),
    named_by=("what",),
):
    """What is done about what was found: by whom, by when, and what came of it."""

    check_id: str = fact("哪次自查", link="party_check")
    point_id: str | None = fact("针对哪个情形", link="party_check_point", default=None)
    what: str = fact("措施", board=FULL, example="补齐组织委员")
    responsible: str | None = fact("负责人", NAME, board=FULL, default=None, suggests="person")
    due_on: date = fact("哪天做完", DAY, board=FULL, ahead=True)
    closed_on: date | None = fact("做完日期", DAY, board=FULL, default=None)
    result: str | None = fact("结果", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("佐证", FILES, default=None)


class PartyCheckMonth(
    Record,
    table="party_check_month",
    label="整顿月报",
    owner=Owner.COMMUNITY,
    key=("check_id", "month"),
    named_by=("month",),
    happened="sent_on",
):
    """What the month brought, while the organisation is on the list."""

    check_id: str = fact("哪次自查", link="party_check")
    month: str = fact("哪个月", PERIOD, board=FULL, example="2026年9月")
    progress: str = fact("进展", LONG, board=FULL, example="措施4条，做完2条")
    next_steps: str | None = fact("下月打算", LONG, board=FULL, default=None)
    sent_on: date | None = fact("报街道日期", DAY, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("月报", FILES, default=None)


class MovedDown(
    Record,
    table="moved_down",
    label="下沉清单",
    owner=Owner.COMMUNITY,
    key=("kind", "title", "from_unit"),
    rather="不再下沉就填到哪天为止，记录还在",
    named_by=("kind", "title"),
    happened="from_on",
):
    """People, means and services that came down to the unit, and from where."""

    kind: str = fact("哪一类", CHOICE, board=FULL, choices=MOVED, default=FORCE)
    title: str = fact("名称", board=FULL, example="派出所民警驻点")
    from_unit: str = fact("从哪里下沉", board=FULL, example="派出所")
    person: str | None = fact("联系人", NAME, board=FULL, default=None, suggests="person")
    phone: str | None = fact("联系电话", PHONE, level=Level.PERSON, default=None)
    duty: str | None = fact("负责什么", LONG, board=FULL, default=None)
    where_to: str | None = fact("下沉到哪里", board=FULL, default=None, example="第二网格")
    when: str | None = fact("什么时候在", board=FULL, default=None, example="每周三上午")
    from_on: date = fact("下沉日期", DAY, board=FULL)
    until_on: date | None = fact("到哪天为止", DAY, board=FULL, default=None, ahead=True)
    files: tuple[str, ...] | None = fact("下沉文件", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class MovedDownLog(
    Record,
    table="moved_down_log",
    label="到岗服务",
    owner=Owner.COMMUNITY,
    key=("moved_down_id", "served_on", "what"),
    named_by=("served_on", "what"),
    happened="served_on",
):
    """Who or what of the list was there on a day, and what was done."""

    moved_down_id: str = fact("清单哪一项", link="moved_down")
    served_on: date = fact("日期", DAY, board=FULL)
    present: bool = fact("到岗", FLAG, board=FULL, default=True)
    what: str = fact("做了什么", board=FULL, example="调解楼道堆物纠纷1件")
    people: int | None = fact("服务几人", COUNT, board=FULL, default=None)
    result: str | None = fact("结果", LONG, board=FULL, default=None)
    files: tuple[str, ...] | None = fact("照片、记录", FILES, default=None)


class Platform(
    Record,
    table="report_platform",
    label="上级平台",
    owner=Owner.COMMUNITY,
    key=("name",),
    named_by=("name",),
    happened="checked_on",
):
    """A platform of those above: who keeps its account, what it wants and what is typed twice."""

    name: str = fact("平台名称", board=FULL, example="基层治理平台")
    level: str = fact("哪一级的", CHOICE, board=FULL, choices=LEVELS, default=LEVELS[1])
    asked_by: str | None = fact("哪个部门要", board=FULL, default=None, example="街道平安办")
    keeper: str | None = fact("账号谁管", NAME, board=FULL, default=None, suggests="person")
    items: str = fact("报什么", LONG, board=FULL, example="网格事件、走访次数")
    every: str = fact("多久报一次", CHOICE, board=FULL, choices=ROUNDS, default=ROUNDS[2])
    day: str | None = fact("几号前报", board=FULL, default=None, example="每月25日")
    repeats: str | None = fact("和哪里重复", LONG, board=FULL, default=None)
    settled: str | None = fact("怎么清理的", LONG, board=FULL, default=None)
    checked_on: date = fact("核对日期", DAY, board=FULL)
    until_on: date | None = fact("停用日期", DAY, board=FULL, default=None)
    note: str | None = fact("备注", LONG, default=None)


CHECKS = (PartyCheck, PartyCheckPoint, PartyCheckMeasure, PartyCheckMonth)
DOWN = (MovedDown, MovedDownLog, Platform)
RECORDS = (*CHECKS, *DOWN)
