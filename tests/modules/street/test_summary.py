"""The merged tables: what counts where, and that every countable column is added up."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from exchange.at_work import World, report
from office import WRITER, make_entry
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Note, Table, as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.directives import actions as directing
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import Notice, PlannedPosting
from qinglian_desktop.modules.inspection.records import (
    CALLED_OFF,
    CLOSED,
    NOTED,
    SENT,
    InspectionFinding,
)
from qinglian_desktop.modules.party.records import DutyLog, PartyMeeting
from qinglian_desktop.modules.street import actions as street
from qinglian_desktop.modules.street import notices
from qinglian_desktop.modules.street.figures import DIMENSIONS, ITEM, SummaryTable
from qinglian_desktop.modules.tasks.records import ITEMS, Task
from qinglian_desktop.paper.draw import pages_of
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store.book import Book, Operator

TODAY = date(2026, 11, 24)
QUARTER = Period.parse("2026Q3")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    clock.fix(TODAY)
    yield
    clock.fix(None)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def planned(unit: Book, period: str, due: date, state: str = "待公开", **facts: str | None) -> None:
    """A line of the plan; one that is 已公开 gets a notice that hung on `posted`."""
    posted, notice_id = facts.pop("posted", None), None
    with unit.change("排计划") as change:
        if posted:
            notice_id = change.put(notice(posted, period))
        change.put(
            PlannedPosting(
                year=2026, code=clock.new_id()[:6], category="财务", item="财务收支",
                period=period, due_on=due, state=state, notice_id=notice_id,
            )
        )  # fmt: skip


def notice(posted: str, period: str | None = None, state: str = "已上墙") -> Notice:
    return Notice(
        number=clock.new_id()[:8], kind="一般公开", title="公开", period=period, state=state,
        posted_on=date.fromisoformat(posted),
    )  # fmt: skip


def table(world: World, key: str, period: Period = QUARTER) -> SummaryTable:
    return next(one for one in street.summary(world.street, period) if one.key == key)


def shown(one: SummaryTable, line: int = 0) -> dict[str, int]:
    return dict(zip(one.columns, one.lines[line].values, strict=True))


@pytest.fixture
def unit(world: World) -> Book:
    """A unit with a line of each sort; every due day lies after the period's end."""
    made = world.unit()
    made.operator = Operator(WRITER)
    due = date(2026, 10, 15)
    planned(made, "2026Q3", due, "已公开", posted="2026-10-15")  # on the last day
    planned(made, "2026-07", date(2026, 8, 17), "已公开", posted="2026-08-10")
    planned(made, "2026-09", due, "已公开", posted="2026-10-16")  # a day late
    planned(made, "2026-08", date(2026, 9, 15))  # overdue
    planned(made, "2026Q3", date(2026, 12, 15))  # moved: still time
    planned(made, "2026Q3", due, "不适用")
    # Not of this quarter, though due or posted within it.
    planned(made, "2026Q2", date(2026, 7, 15), "已公开", posted="2026-07-15")
    planned(made, "2026H1", date(2026, 7, 31))
    planned(made, "2026H2", date(2027, 1, 31))
    planned(made, "2026", date(2027, 1, 31))
    with made.change("公告") as change:
        change.put(notice("2026-09-30"))  # an event of the quarter
        change.put(notice("2026-08-01", state="公示不足"))
        change.put(notice("2026-10-01"))  # the day after the quarter
        change.put(notice("2026-08-05", state="审核同意"))  # printed, hangs nowhere
    report(made, world.street, world.usb)
    return made


def test_a_planned_posting_counts_in_the_period_it_speaks_of(world: World, unit: Book) -> None:
    assert shown(table(world, "disclosure")) == {
        "应公开": 5, "按期公开": 2, "迟公开": 1, "逾期未公开": 1, "还没到期": 1, "不适用": 1,
        "随时公开": 2, "公示不足": 1,
    }  # fmt: skip


def test_half_years_and_years_stand_in_the_table_of_the_year(world: World, unit: Book) -> None:
    year = shown(table(world, "disclosure", Period.parse("2026")))
    assert (year["应公开"], year["逾期未公开"], year["还没到期"]) == (9, 2, 3)


def test_each_figure_opens_as_many_rows_as_it_says(world: World, unit: Book) -> None:
    for one in street.summary(world.street, QUARTER):
        for is_money, value, behind in zip(
            one.money, one.lines[0].values, one.lines[0].behind, strict=True
        ):
            assert is_money or len(world.street.rows(behind)) == value


def test_a_posted_line_without_its_notice_is_not_called_late(world: World) -> None:
    made = world.unit()
    planned(made, "2026Q3", date(2026, 10, 15), "已公开")
    report(made, world.street, world.usb)
    assert shown(table(world, "disclosure"))["按期公开"] == 1


def test_a_quarter_closed_by_the_units_own_work_is_not_all_noughts(world: World) -> None:
    made = world.unit()
    disclosure.load_catalog(made, 2026)
    disclosure.plan_year(made, 2026)
    report(made, world.street, world.usb)
    own = made.rows(Query("planned_posting"))
    wanted = {"2026Q3", "2026-07", "2026-08", "2026-09"}
    found = shown(table(world, "disclosure"))
    assert found["应公开"] == sum(row["period"] in wanted for row in own) > 15
    assert found["逾期未公开"] == found["应公开"]


@pytest.fixture
def two(world: World) -> World:
    """Two units with money of two months and kinds, tasks of two offices, one without an office."""
    for number in (1, 2):
        made = world.unit(number)
        make_entry(made, 10_000 * number, day=date(2026, 7, 3), purpose="办公费", voucher_no="01")
        make_entry(made, 2_500, day=date(2026, 8, 3), purpose="误工补助", voucher_no="02")
        with made.change("任务") as change:
            for code, office, due in (
                ("1.01", "民政办", 8),
                ("1.02", "农服中心", 9),
                ("1.03", None, 9),
            ):
                change.put(
                    Task(year=2026, code=code, title="办事", lead_office=office,
                         due_on=date(2026, due, 20))
                )  # fmt: skip
            for day in (date(2026, 7, 2), date(2026, 7, 30), date(2026, 10, 2))[: number + 1]:
                change.put(PartyMeeting(topic="研究", held_on=day, subject="清廉村居"))
            change.put(DutyLog(month="2026-09", person="郑立", text="部署"))
            change.put(DutyLog(month="2026-10", person="郑立", text="部署"))
        planned(made, "2026Q3", date(2026, 10, 15))
        report(made, world.street, world.usb)
    with world.street.change("街道自己的") as change:
        change.put(Task(year=2026, code="9.01", title="街道自己的事", lead_office="民政办"))
    return world


def test_tables_by_item_office_and_month_say_what_the_units_say(two: World) -> None:
    whole = {one.key: one for one in street.summary(two.street, QUARTER)}
    told = {by: {one.key for one in street.summary(two.street, QUARTER, by)} for by in DIMENSIONS}
    assert told["事项"] == {"funds", "disclosure", "tasks", "orders"}
    assert told["期间"] == {"funds", "disclosure", "party", "tasks", "orders"}
    assert whole["party"].totals[:3] == (4, 4, 2), "of the quarter; those of October are not"
    assert told["科室"] == {"tasks"}
    for by in DIMENSIONS:
        for one in street.summary(two.street, QUARTER, by):
            units = dict(zip(whole[one.key].columns, whole[one.key].totals, strict=True))
            assert dict(zip(one.columns, one.totals, strict=True)).items() <= units.items()
            assert sum(one.totals) > 0 or one.key in ("registry", "orders", "assessments")


def test_each_figure_of_each_dimension_is_the_sum_of_the_rows_it_opens(two: World) -> None:
    for by in DIMENSIONS:
        for one in street.summary(two.street, QUARTER, by):
            for line in one.lines:
                for field, value, behind in zip(one.fields, line.values, line.behind, strict=True):
                    rows = two.street.rows(behind)
                    assert value == (sum(row[field] for row in rows) if field else len(rows))


def test_lines_of_a_dimension_stand_in_an_order_that_says_nothing(two: World) -> None:
    lines = {
        by: [line.name for line in one.lines]
        for by in ("科室", "期间")
        for one in street.summary(two.street, QUARTER, by)
        if one.key == "tasks"
    }
    assert lines == {"科室": ["农服中心", "民政办", "没有写"], "期间": ["2026年8月", "2026年9月"]}


def test_after_a_merge_the_tables_are_what_adding_up_anew_says(world: World) -> None:
    unit = world.unit()
    for number in range(1, 4):
        make_entry(unit, number * 100, day=date(2026, 7, number), voucher_no=f"{number}")
        report(unit, world.street, world.usb)
        rows = world.street.rows(Query("entry"))
        assert table(world, "funds").totals[-2] == len(rows) == number
        assert sum(table(world, "funds").totals[:4]) == sum(row["amount_fen"] for row in rows)


def test_the_printed_summary_says_what_is_counted(world: World, unit: Book) -> None:
    tables = street.summary(world.street, QUARTER)
    paper = notices.summary_paper("通惠街道", QUARTER.label, tables, TODAY)
    (note,) = [block.text for block in paper.blocks if isinstance(block, Note)]
    assert "所属期" in note and "2026年第三季度和其中各月" in note
    for word in ("应公开", "按期公开", "迟公开", "随时公开"):
        assert word in note


def test_every_countable_column_has_its_total_on_paper(world: World) -> None:
    for number, entries in ((1, 3), (2, 2)):
        made = world.unit(number)
        for fen in range(1, entries + 1):
            make_entry(made, fen * 100, voucher_no=f"{fen:04d}")
        report(made, world.street, world.usb)
    tables = street.summary(world.street, QUARTER)
    paper = notices.summary_paper("通惠街道", QUARTER.label, tables, TODAY)
    printed = [block for block in paper.blocks if isinstance(block, Table)]
    for one, drawn in zip(tables, printed, strict=True):
        assert drawn.summed == tuple(range(2, 2 + len(one.columns)))
        assert drawn.grand() == one.totals
    assert "合计" in "".join(as_text(paper))
    first = pages_of(paper, fonts=Fonts())[0]
    total = next(text.y for text in first.texts if text.text == "合计")
    in_total = [text.text for text in first.texts if abs(text.y - total) < 1]
    assert in_total == ["合计", "0.00", "9.00", "0.00", "0.00", "5", "0.00"]


def test_what_was_handed_in_anew_is_one_self_assessment(world: World) -> None:
    unit = world.unit(1)
    with unit.change("自评") as change:
        for version in (1, 2):
            told = {"title": f"第 {version} 版", "year": 2026, "version": version,
                    "frozen_on": f"2026-1{version}-01", "state": "已报送"}  # fmt: skip
            change.put_row("assessment", clock.new_id(), told)
    report(unit, world.street, world.usb)
    told_by_unit = table(world, "assessments", Period.parse("2026"))
    assert shown(told_by_unit) == {"自评": 1, "已报送自评": 1, "加分申报": 0}


def test_what_the_street_found_and_sent_down_is_told_by_unit(world: World) -> None:
    world.unit(2)
    world.unit(1)
    office = world.street
    one, two = office.rows(Query("enrolled_unit", order=(("code", False),)))
    with office.change("督查") as change:
        for number, (unit, state, day) in enumerate((
            (one, NOTED, date(2026, 8, 3)), (one, SENT, date(2026, 8, 4)),
            (one, CLOSED, date(2026, 8, 5)), (one, CALLED_OFF, date(2026, 8, 5)),
            (two, NOTED, date(2026, 9, 30)), (two, NOTED, date(2026, 10, 1)),
        ), 1):  # fmt: skip
            change.put(
                InspectionFinding(
                    number=f"督{number}", unit_id=unit["id"], unit_name=unit["name"],
                    found_on=day, what="公告没有上墙", item=ITEMS[0], state=state,
                )
            )  # fmt: skip
    directing.issue(office, (two["code"],), {"title": "补公告", "issued_on": "2026-09-01"})
    told = table(world, "orders")
    assert [line.name for line in told.lines] == [one["name"], two["name"]]
    assert shown(told) == {
        "督查发现": 3, "还没销号": 2, "已销号": 1, "下发事项": 0, "其中已办结": 0,
    }  # fmt: skip
    assert shown(told, 1)["督查发现"] == 1 and shown(told, 1)["下发事项"] == 1
    year = table(world, "orders", Period.parse("2026"))
    assert shown(year, 1)["督查发现"] == 2 and shown(year, 1)["下发事项"] == 1
    for line in year.lines:
        for value, query in zip(line.values, line.behind, strict=True):
            assert office.count(query) == value
    (by_item,) = (found for found in street.summary(office, QUARTER, ITEM) if found.key == "orders")
    assert [line.values for line in by_item.lines] == [(4, 3, 1)]
