"""The yearly catalogue, the plan with its due days, and the coverage matrix."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from office import make_book
from qinglian_desktop import RESOURCES
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.disclosure import actions, frequency, rules
from qinglian_desktop.modules.disclosure.records import CatalogItem, PlannedPosting
from qinglian_desktop.store.book import Book

TODAY = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path, "village", folder="village") as made:
        yield made


def _items() -> list[dict[str, str]]:
    with (RESOURCES / "packs" / "disclosure" / "catalogue.toml").open("rb") as source:
        found: list[dict[str, str]] = tomllib.load(source)["items"]
    return found


def _codes(book: Book) -> set[str]:
    return {item.code for item in book.records(CatalogItem)}


def test_each_kind_of_office_takes_its_own_rows(book: Book, village: Book) -> None:
    by_scope = {s: {i["id"] for i in _items() if i["scope"] == s} for s in "VCB"}
    actions.load_catalog(book, 2026)
    actions.load_catalog(village, 2026)
    assert _codes(book) == by_scope["B"] | by_scope["C"]
    assert _codes(village) == by_scope["B"] | by_scope["V"]
    assert "F04" in _codes(book) - _codes(village)
    assert "F03" in _codes(village) - _codes(book)


def test_a_community_with_collective_land_takes_the_villages_finance_rows(book: Book) -> None:
    actions.load_catalog(book, 2026)
    plain = _codes(book)
    book.put_setting("has_collective", True)
    actions.load_catalog(book, 2026)
    finance = {i["id"] for i in _items() if i["scope"] == "V" and i["category"] == "财务"}
    # its own committee's book is F04; F03 is the village committee's
    assert _codes(book) - plain == finance - {"F03"}


def test_loading_twice_is_loading_once(book: Book) -> None:
    first = actions.load_catalog(book, 2026)
    again = actions.load_catalog(book, 2026)
    assert first.result == len(_codes(book)) > 90
    assert (again.result, again.step) == (0, 0)


def test_next_years_catalogue_keeps_the_offices_own_adjustments(book: Book) -> None:
    actions.load_catalog(book, 2026)
    off, monthly = book.find(CatalogItem, code="G41"), book.find(CatalogItem, code="F04")
    assert off is not None
    assert monthly is not None
    actions.switch_off(book, off["id"], "今年没有征地")
    actions.save_item(book, monthly["id"], {"frequency": "每月"})
    own = {"year": 2026, "code": "Z01", "category": "服务", "item": "停车收费", "enabled": 1}
    actions.save_item(book, None, {**own, "frequency": "每半年"})
    actions.load_catalog(book, 2027)
    found = {i.code: i for i in book.records(CatalogItem, Where("year", "=", 2027))}
    assert (found["G41"].enabled, found["G41"].reason) == (False, "今年没有征地")
    assert found["F04"].frequency == "每月"
    assert found["Z01"].item == "停车收费"
    assert len(found) == len(_codes(book))


def test_only_confirmed_rows_are_marked_confirmed(book: Book) -> None:
    actions.load_catalog(book, 2026)
    firm = {"LAW", "CQ", "SEED"}
    told = {i["id"]: i["evidence"] in firm and not i.get("unsure") for i in _items()}
    assert all(item.confirmed == told[item.code] for item in book.records(CatalogItem))


def test_switching_off_needs_a_reason_and_closes_the_open_periods(book: Book) -> None:
    actions.load_catalog(book, 2026)
    actions.plan_year(book, 2026)
    item = book.find(CatalogItem, code="F04")
    assert item is not None
    with pytest.raises(Refused, match="停用要写原因") as told:
        actions.switch_off(book, item["id"], " ")
    assert told.value.field == "reason"
    with pytest.raises(Refused, match="停用要写原因"):
        actions.save_item(book, item["id"], {"enabled": 0})
    actions.switch_off(book, item["id"], "由街道统一公开")
    of_item = Where("code", "=", "F04")
    states = [p.state for p in book.records(PlannedPosting, of_item)]
    assert states == ["不适用"] * 4
    actions.switch_on(book, item["id"])
    assert {p.state for p in book.records(PlannedPosting, of_item)} == {"待公开"}


def test_the_plan_has_every_closed_period_and_nothing_that_only_happens(book: Book) -> None:
    actions.load_catalog(book, 2026)
    result = actions.plan_year(book, 2026).result
    expected: Counter[str] = Counter()
    count = {"M": 12, "Q": 4, "H": 2, "Y": 1}
    for item in _items():
        if item["scope"] in "BC":
            for part in item["frequency"].split("+"):
                expected[item["id"]] += count.get(part.split("/")[0], 0)
    found = Counter(line.code for line in book.records(PlannedPosting))
    assert found == +expected
    assert result == expected.total()
    again = actions.plan_year(book, 2026)
    assert (again.result, again.step) == (0, 0)


@pytest.mark.parametrize(
    ("code", "period", "due"),
    [
        ("F04", "2026Q1", date(2026, 4, 15)),
        ("F04", "2026Q3", date(2026, 10, 15)),
        ("F04", "2026Q4", date(2027, 1, 15)),
        ("P03", "2026H1", date(2026, 7, 31)),
        ("P03", "2026H2", date(2027, 2, 1)),  # 31 January 2027 is a Sunday
        ("F02", "2026", date(2027, 2, 1)),
        ("F01", "2026", date(2026, 2, 2)),  # made at the head of the year
    ],
)
def test_due_days_follow_the_rule_pack(book: Book, code: str, period: str, due: date) -> None:
    actions.load_catalog(book, 2026)
    actions.plan_year(book, 2026)
    line = book.find(PlannedPosting, code=code, period=period)
    assert line is not None
    assert line["due_on"] == due.isoformat()
    assert line["why"]


def test_a_monthly_item_due_in_the_spring_festival_moves_and_says_so(book: Book) -> None:
    item = {"year": 2026, "code": "Z01", "category": "服务", "item": "停车收费", "enabled": 1}
    actions.save_item(book, None, {**item, "frequency": "每月"})
    actions.plan_year(book, 2026)
    lines = book.records(PlannedPosting, order="period")
    assert len(lines) == 12
    assert lines[0].due_on == date(2026, 2, 24)
    assert "春节" in (lines[0].why or "")
    assert lines[2].due_on == date(2026, 4, 15)
    assert "次月15日前" in (lines[2].why or "")


def test_planning_without_a_catalogue_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="还没有2026年的公开目录"):
        actions.plan_year(book, 2026)


def test_an_unreadable_frequency_is_refused_with_the_words_that_can_be_used(book: Book) -> None:
    with pytest.raises(Refused) as told:
        actions.save_item(book, None, {"code": "Z01", "frequency": "隔三差五"})
    assert told.value.code == "QL-PD-001"
    assert "每季度" in told.value.remedy


def test_frequencies_read_either_and_both() -> None:
    assert frequency.planned_letters("每季度/每月") == ("Q",)
    assert frequency.planned_letters("随时+每年") == ("Y",)
    assert frequency.planned_letters("每年+每季度") == ("Y", "Q")
    assert frequency.planned_letters("长期") == ()
    assert rules.frequency_words("Q/M") == "每季度/每月"


def test_every_term_of_the_catalogue_is_read_back_from_its_words() -> None:
    for item in _items():
        term = rules.term_of(item["days"])
        assert rules.term_of(term.label) == term


def test_what_is_not_due_is_skipped_with_a_reason(book: Book) -> None:
    actions.load_catalog(book, 2026)
    actions.plan_year(book, 2026)
    ids = book.ids(Query("planned_posting", (Where("period", "=", "2026Q1"),)))
    with pytest.raises(Refused, match="要写原因"):
        actions.skip_planned(book, ids, "")
    actions.skip_planned(book, ids, "启用前已公开")
    assert {book.record(PlannedPosting, i).state for i in ids} == {"不适用"}


def test_the_matrix_equals_the_plan(book: Book) -> None:
    actions.load_catalog(book, 2026)
    actions.plan_year(book, 2026)
    ids = book.ids(Query("planned_posting", (Where("period", "=", "2026Q4"),)))
    actions.skip_planned(book, ids[:1], "没有这项")
    with clock.fixed(date(2026, 10, 16)):
        rows = actions.coverage(book, 2026)
        lines = book.records(PlannedPosting)
        words = Counter(cell.word for row in rows for cell in row.cells)
        late = sum(p.due_on < date(2026, 10, 16) for p in lines)
        assert words == {"逾期": late, "待公开": len(lines) - late - 1, "不适用": 1}
        assert {row.code for row in rows} == _codes(book)
        months = {(row.code, c.period): c.month for row in rows for c in row.cells}
    assert {month for (_, period), month in months.items() if period == "2026Q3"} == {9}
    assert {month for (_, period), month in months.items() if period == "2026H1"} == {6}
    assert (months["P12", "2026"], months["P02", "2026"]) == (12, 2), "年初 stands where it is due"


def test_what_was_planned_and_taken_back_can_be_planned_again(book: Book) -> None:
    for _ in range(2):
        catalogue = actions.load_catalog(book, 2026)
        plan = actions.plan_year(book, 2026)
        assert plan.result == book.count(Query("planned_posting")) > 0
        assert catalogue.result == book.count(Query("catalog_item")) > 0
        book.undo(plan.step)
        book.undo(catalogue.step)
    actions.load_catalog(book, 2026)
    assert actions.plan_year(book, 2026).result == plan.result
    gone = book.ids(Query("planned_posting"))[0]
    with book.change("删") as change:
        change.drop("planned_posting", gone)
    assert actions.plan_year(book, 2026).result == 0, "what a hand deleted stays deleted"
