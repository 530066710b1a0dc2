"""Views per office: whoever sits here for a department meets its ledgers alone, in every view."""

from collections.abc import Iterator
from io import BytesIO

import pytest

from exchange.at_work import World, report
from office import make_entry, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Owner
from qinglian_desktop.modules.benefits.records import BenefitLine
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.disclosure.records import PlannedPosting
from qinglian_desktop.modules.street import (
    actions,
    briefing,
    comparing,
    phoning,
    quality,
    reads,
    tracing,
)
from qinglian_desktop.modules.street.figures import DIMENSIONS, UPWARD, SummaryTable
from qinglian_desktop.modules.street.records import TracedPaper
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.store import packs, roles
from qinglian_desktop.store.book import Book, Operator
from windows import TODAY

YEAR = Period.parse("2026")
(PACK,) = packs.named("roles")
DEPARTMENTS = {one["name"]: one for one in PACK.rows("departments")}
SUBJECTS = {one["name"]: frozenset(one["tables"]) for one in PACK.rows("subjects")}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two units, each with a row that counts, lacks something or is late in every view."""
    with clock.fixed(TODAY):
        made = World(tmp_path_factory.mktemp("departments"))
        for place in (1, 2):
            unit = made.unit(place)
            make_entry(unit, 100 * place, approver=None)
            make_person(unit, "王秀英", id_number="11010519491231002X", household_no=None)
            with unit.change("登记") as change:
                change.put(
                    BenefitLine(programme="高龄津贴", period="2026", row_no=1, name="王秀英",
                                amount_fen=100, id_number="11010519491231002X")
                )  # fmt: skip
                change.put(
                    BenefitLine(
                        programme="高龄津贴", period="2026", row_no=2, name="周", amount_fen=9
                    )
                )
                change.put(
                    Task(
                        year=2026, code="1", title="办事", item="党建", due_on=TODAY.replace(day=1)
                    )
                )
                change.put(
                    PlannedPosting(year=2026, code="F1", category="财务", item="收支",
                                   period="2026Q3", due_on=TODAY.replace(day=1), state="待公开")
                )  # fmt: skip
            report(unit, made.street, made.usb)
        yield made
        made.close()


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def street(world: World) -> Iterator[Book]:
    yield world.street
    world.street.operator = Operator("李经办")


def sit(street: Book, department: str) -> frozenset[str]:
    """Somebody of the department sits here; the tables that are others'."""
    street.operator = Operator("科室的人", department, "somebody")
    mine = [SUBJECTS[name] for name in DEPARTMENTS[department]["subjects"]]
    return frozenset().union(*SUBJECTS.values()) - frozenset().union(*mine)


def behind(tables: list[SummaryTable]) -> dict[tuple[str, str, str, str], tuple[str, int]]:
    """(table, by, line, column) → the ledger the figure comes from, and the figure."""
    return {
        (table.key, table.by, line.name, heading): (query.table, value)
        for table in tables
        for line in table.lines
        for heading, query, value in zip(table.columns, line.behind, line.values, strict=True)
    }


def everything(street: Book) -> dict[tuple[str, str, str, str], tuple[str, int]]:
    return {
        key: told
        for by in DIMENSIONS
        for key, told in behind(reads.summary(street, YEAR, by)).items()
    }


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_department_sees_only_its_own_ledgers_and_all_of_those(
    street: Book, department: str
) -> None:
    whole = everything(street)
    lacks = {(one.unit, lack.words) for one in quality.quality(street) for lack in one.lacks}
    pairs = {(m.kind, place.table) for m in comparing.matches(street) for place in m.places}
    tables = {lack.behind.table for one in quality.quality(street) for lack in one.lacks}
    assert tables >= {"person", "entry", "benefit_line"} and len(pairs) == 2
    others = sit(street, department)
    assert everything(street) == {k: told for k, told in whole.items() if told[0] not in others}
    mine = [lack for one in quality.quality(street) for lack in one.lacks]
    assert {one.behind.table for one in mine} == tables - others
    assert {one.words for one in mine} <= {words for _unit, words in lacks}
    found = {(m.kind, place.table) for m in comparing.matches(street) for place in m.places}
    assert found == {one for one in pairs if one[1] not in others}
    counted = [name for name in ("task", "planned_posting") if name not in others]
    assert [line.warnings for line in actions.board(street)] == [len(counted)] * 2


def test_a_paper_without_any_table_is_not_printed(street: Book) -> None:
    sit(street, "党群办")
    with pytest.raises(Refused, match="换一种汇总"):
        actions.write_summary(street, YEAR, BytesIO(), by=UPWARD)


def test_what_was_asked_of_a_unit_stands_on_the_phone_list_of_who_asks(
    street: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Query("directive")
    monkeypatch.setattr(
        "qinglian_desktop.modules.street.reads.directing.matters",
        lambda *_args: pytest.fail(f"reads {asked.table}"),
    )
    sit(street, "平安办")
    assert phoning.calls(street) == [] and actions.board(street)


def test_no_code_opens_the_rows_of_a_ledger_one_does_not_look_at(street: Book) -> None:
    tables = reads.summary(street, YEAR)
    codes = {table.key: marks for table, marks in
             zip(tables, tracing.keep(street, tables, "汇总"), strict=True)}  # fmt: skip
    money, people = codes["funds"][0][0], codes["registry"][-1][0]
    assert street.count(Query(TracedPaper.table)) == 1
    for department, (opens, shut) in {"财政办": (money, people), "民政办": (people, money)}.items():
        sit(street, department)
        assert tracing.open_code(street, opens).code == opens
        with pytest.raises(Refused, match="查看") as refused:
            tracing.open_code(street, shut)
        assert department not in refused.value.what and "街道经办" in refused.value.what


def test_a_typed_role_without_a_pin_hides_nothing(street: Book) -> None:
    whole = everything(street)
    street.operator = Operator("有人", "平安办")
    assert everything(street) == whole and not roles.hidden(street)


def test_every_ledger_of_the_units_stands_in_one_subject_and_every_word_is_known() -> None:
    listed = [table for tables in SUBJECTS.values() for table in tables]
    assert len(listed) == len(set(listed))
    known = {record.table for record in RECORDS}
    assert set(listed) <= known
    told = {r.table for r in RECORDS if r.owner in (Owner.COMMUNITY, Owner.STREET)}
    assert told - set(listed) == {  # who the units are: whoever has the page sees them
        "computer", "enrolled_unit", "stopped_computer", "transfer_order", "fork_decision",
    }  # fmt: skip
    for one in DEPARTMENTS.values():
        assert set(one["subjects"]) <= set(SUBJECTS), one["name"]


@pytest.mark.parametrize(("department", "sections"), [("民政办", 2), ("财政办", 2), ("平安办", 1)])
def test_a_briefing_has_the_sections_of_the_departments_ledgers(
    street: Book, department: str, sections: int
) -> None:
    whole = [line for line in as_text(briefing.briefing(street, YEAR)) if line[1:2] == "、"]
    assert whole == ["一、报送情况", "二、任务进展", "三、公开情况", "四、收支情况"]
    sit(street, department)
    told = [line for line in as_text(briefing.briefing(street, YEAR)) if line[1:2] == "、"]
    assert len(told) == 1 + sections and {one[2:] for one in told} <= {one[2:] for one in whole}
    assert [one[0] for one in told] == list("一二三四"[: len(told)])
