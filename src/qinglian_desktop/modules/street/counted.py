"""What is counted in the merged tables: which ledgers, which columns, by which of their fields.

A new subject is a `Subject` here, or rows of the pack `upward-tables`: drill-down, workbook, paper
and codes follow from it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.pack import word
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.directives.records import CLOSED, WITHDRAWN
from qinglian_desktop.modules.funds.records import BOOKS, COMMITTEE, INCOME, SPENDING
from qinglian_desktop.modules.street.figures import ITEM, OFFICE, TIME, UNIT
from qinglian_desktop.store import packs

OFFICE_ID = "office_id"
Cond = tuple[Where, ...]


class Measure(NamedTuple):
    """A column: its heading, the field added up ("" counts rows), which rows count."""

    heading: str
    field: str = ""
    where: Cond = ()


class Part(NamedTuple):
    """Columns over one ledger; `by` tells by which of its fields each dimension groups.

    `unit` is the field of the roster that this field names where the lines are units.
    """

    table: str
    base: Cond
    by: Mapping[str, str]
    measures: tuple[Measure, ...]
    unit: str = OFFICE_ID


class Subject(NamedTuple):
    key: str
    title: str
    parts: tuple[Part, ...]


def _between(field: str, period: Period) -> Cond:
    first, last = period.first.isoformat(), period.last.isoformat()
    return Where(field, ">=", first), Where(field, "<=", last)


def funds(period: Period) -> Subject:
    columns = []
    committee = word(packs.named("words"), "committee_short")  # a street looks after both kinds
    for account in BOOKS:
        for direction in (INCOME, SPENDING):
            where = (Where("book", "=", account), Where("direction", "=", direction))
            name = committee if account == COMMITTEE else account
            columns.append(Measure(f"{name}{direction}", "amount_fen", where))
    by = {UNIT: "owner", ITEM: "purpose", TIME: "day:7"}
    grants = Measure("全年专项资金", "amount_fen")
    return Subject(
        "funds",
        f"{period.label}收支汇总",
        (
            Part("entry", _between("day", period), by, (*columns, Measure("笔数"))),
            Part("grant_line", (Where("year", "=", period.year),), {UNIT: "owner"}, (grants,)),
        ),
    )


def tasks(period: Period) -> Subject:
    year, today = Where("year", "=", period.year), clock.today().isoformat()
    late = (Where("state", "in", ("未开始", "进行中")), Where("due_on", "<", today))
    by = {UNIT: "owner", ITEM: "item", OFFICE: "lead_office", TIME: "due_on:7"}
    columns = (
        Measure("任务"),
        Measure("已完成", where=(Where("state", "=", "已完成"),)),
        Measure("进行中", where=(Where("state", "in", ("进行中", "待核")),)),
        Measure("未开始", where=(Where("state", "=", "未开始"),)),
        Measure("逾期", where=late),
    )
    first, after = str(period.year), str(period.year + 1)
    begun = (Where("created_at", ">=", first), Where("created_at", "<", after))
    answers = (Measure("答复街道"), Measure("其中办完", where=(Where("state", "=", "已办完"),)))
    return Subject(
        "tasks",
        f"{period.year}年任务进展",
        (
            Part("task", (year,), by, columns),
            Part("directive_answer", begun, {UNIT: "owner"}, answers),
        ),
    )


def party(period: Period) -> Subject:
    """What was held, noted and served in the period; whether it was enough says 党建情况."""
    by = {UNIT: "owner", TIME: "held_on:7"}
    studied = (Where("subject", "=", "清廉村居"),)
    served = {UNIT: "owner", TIME: "served_on:7"}
    first, last = f"{period.first:%Y-%m}", f"{period.last:%Y-%m}"
    months = Where("month", ">=", first), Where("month", "<=", last)
    return Subject(
        "party",
        f"{period.label}党建工作",
        (
            Part("party_meeting", _between("held_on", period), by,
                 (Measure("组织生活"), Measure("其中清廉专题", where=studied))),
            Part("duty_log", months, {UNIT: "owner", TIME: "month"}, (Measure("履责纪实"),)),
            Part("joint_meeting", _between("held_on", period), by, (Measure("联席会"),)),
            Part("check_in", _between("reported_on", period),
                 {UNIT: "owner", TIME: "reported_on:7"}, (Measure("在职报到"),)),
            Part("service_log", _between("served_on", period), served, (Measure("服务"),)),
            Part("grid_visit", _between("visited_on", period),
                 {UNIT: "owner", TIME: "visited_on:7"}, (Measure("走访"),)),
            Part("grid_event", _between("found_on", period),
                 {UNIT: "owner", TIME: "found_on:7"},
                 (Measure("网格事件"), Measure("其中办结", where=(Where("closed_on", "filled"),)))),
        ),
    )  # fmt: skip


def registry() -> Subject:
    listed, by = (Where("state", "=", "在册"),), {UNIT: "owner"}
    people = (Measure("在册人员"), Measure("缺证件号", where=(Where("id_number", "empty"),)))
    return Subject(
        "registry",
        "人户名册",
        (
            Part("household", (), by, (Measure("户"),)),
            Part("person", listed, by, people),
            Part("post", (), by, (Measure("任职"),)),
        ),
    )


def orders(period: Period) -> Subject:
    """What the street found on its rounds and what it sent down; its own rows, by unit."""
    open_findings = Where("state", "in", ("未下发", "已下发"))
    findings = Part(
        "inspection_finding",
        (*_between("found_on", period), Where("state", "!=", "已撤回")),
        {UNIT: "unit_id", ITEM: "item", TIME: "found_on:7"},
        (
            Measure("督查发现"),
            Measure("还没销号", where=(open_findings,)),
            Measure("已销号", where=(Where("state", "=", "已销号"),)),
        ),
        unit="id",
    )
    sent = Part(
        "directive",
        (*_between("issued_on", period), Where("state", "!=", WITHDRAWN)),
        {UNIT: "to_office"},
        (Measure("下发事项"), Measure("其中已办结", where=(Where("state", "=", CLOSED),))),
    )
    return Subject("orders", f"{period.label}督查和下发", (findings, sent))


def assessments(period: Period) -> Subject:
    """What the units have handed in for the evaluation of the year.

    What was sent back and handed in anew is the same self-assessment: its first version counts.
    """
    year, by = (Where("year", "=", period.year),), {UNIT: "owner"}
    first = (*year, Where("version", "=", 1))
    handed_in = Measure("已报送自评", where=(Where("frozen_on", "filled"),))
    return Subject(
        "assessments",
        f"{period.year}年自评和加分",
        (
            Part("assessment", first, by, (Measure("自评"), handed_in)),
            Part("bonus_claim", year, by, (Measure("加分申报"),)),
        ),
    )
