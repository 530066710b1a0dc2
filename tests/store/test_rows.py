"""What a page asks for is what it gets: conditions, order, pages, sums."""

from datetime import date

import pytest

from office import make_entry
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.disclosure.records import PlannedPosting
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store import rows
from qinglian_desktop.store.book import Book

FACTS = (
    ("1", "张晓梅", None),
    ("2", None, "2组"),
    ("10", "李建华", "1组"),
    ("b%", "王' OR 1", "2组"),
)


@pytest.fixture
def houses(book: Book) -> Book:
    with book.change("登记") as change:
        for number, head, group in FACTS:
            change.put(Household(number=number, head=head, group_name=group))
        gone = change.put(Household(number="99", head="张晓梅", group_name="2组"))
        change.drop("household", gone)
    return book


def numbers(book: Book, *where: Where, **rest: object) -> list[str]:
    query = Query("household", where, order=(("number", False),), **rest)  # type: ignore[arg-type]
    found = [row["number"] for row in book.rows(query)]
    assert len(found) == len(book.ids(query))
    if query.limit is None:
        assert book.count(query) == len(found)
    return found


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Where("number", "=", "2"), ["2"]),
        (Where("number", "!=", "2"), ["1", "10", "b%"]),
        (Where("head", "=", None), ["2"]),
        (Where("head", "!=", None), ["1", "10", "b%"]),
        (Where("head", "!=", "张晓梅"), ["10", "2", "b%"]),
        (Where("head", "empty"), ["2"]),
        (Where("head", "filled"), ["1", "10", "b%"]),
        (Where("number", ">", "1"), ["10", "2", "b%"]),
        (Where("number", "<=", "10"), ["1", "10"]),
        (Where("number", ">=", "2"), ["2", "b%"]),
        (Where("number", "<", "10"), ["1"]),
        (Where("number", "in", ("1", "2", "3")), ["1", "2"]),
        (Where("number", "in", ()), []),
        (Where("head", "contains", "晓"), ["1"]),
        (Where("number", "contains", "%"), ["b%"]),
        (Where("head", "contains", "' OR 1"), ["b%"]),
    ],
)
def test_each_condition(houses: Book, where: Where, expected: list[str]) -> None:
    assert numbers(houses, where) == expected


def test_conditions_hold_together(houses: Book) -> None:
    both = Where("group_name", "=", "2组"), Where("head", "filled")
    assert numbers(houses, *both) == ["b%"]


def test_a_period_is_searched_as_it_is_read(book: Book) -> None:
    with book.change("登记") as change:
        for period in ("2026Q3", "2026-09", None, "随时"):
            change.add(PlannedPosting, {"period": period})
    for words, many in (("第三季度", 1), ("2026年", 2), ("9月", 1), ("2026Q3", 1), ("随时", 1)):
        assert book.count(Query("planned_posting", search=words)) == many, words


def test_search_looks_into_every_text(houses: Book) -> None:
    assert numbers(houses, search="建华") == ["10"]
    assert numbers(houses, search="2") == ["2", "b%"]
    assert numbers(houses, search="%") == ["b%"]


def test_deleted_rows_come_only_when_asked_for(houses: Book) -> None:
    assert "99" not in numbers(houses)
    assert "99" in numbers(houses, deleted=True)


def test_order_and_limit(houses: Book) -> None:
    down = Query("household", order=(("group_name", True), ("number", False)), limit=3)
    assert [row["number"] for row in houses.rows(down)] == ["2", "b%", "10"]
    assert len(houses.ids(down)) == 3
    unordered = [row["number"] for row in houses.rows(Query("household"))]
    assert unordered == ["1", "2", "10", "b%"]  # as they were written


def test_a_page_keeps_the_order_it_was_asked_in(houses: Book) -> None:
    ids = houses.ids(Query("household"))
    asked = [ids[2], "gone", ids[0]]
    assert [row["id"] for row in houses.page("household", asked)] == [ids[2], ids[0]]
    assert houses.page("household", []) == []
    assert houses.row("household", "gone") is None


def test_a_whole_ledger_may_be_named_at_once(houses: Book) -> None:
    ids = houses.ids(Query("household"))
    many = [*ids, *(f"none-{n}" for n in range(100_000))]
    assert len(houses.page("household", many)) == len(ids)
    assert len(houses.ids(Query("household", (Where("id", "in", many),)))) == len(ids)


def test_find_takes_the_first_that_fits(houses: Book) -> None:
    found = houses.find(Household, group_name="2组", head=None)
    assert found is not None
    assert found["number"] == "2"
    assert houses.find(Household, number="404") is None


def test_sums_and_groups_are_exact_integers(book: Book) -> None:
    assert book.totals(Query("entry"), ["amount_fen"]) == {"amount_fen": 0}
    big = 10**15 - 1
    for fen, direction in ((1, "收入"), (10, "收入"), (big, "支出"), (big, "支出")):
        make_entry(book, fen, direction=direction)
    assert book.totals(Query("entry"), ["amount_fen"]) == {"amount_fen": 2 * big + 11}
    assert book.grouped(Query("entry"), ["direction"], "amount_fen") == [
        ("支出", 2 * big, 2),
        ("收入", 11, 2),
    ]
    assert sorted(book.distinct("entry", "direction")) == ["支出", "收入"]


def test_records_leaves_drafts_out_and_sorts(book: Book) -> None:
    make_entry(book, day=date(2026, 9, 2), summary="乙")
    make_entry(book, day=date(2026, 9, 1), summary="甲")
    with book.change("草稿") as change:
        change.add(Entry, {"summary": "丙"})
    found = book.records(Entry, Where("summary", "!=", ""), order="day")
    assert [entry.summary for entry in found] == ["甲", "乙"]


@pytest.mark.parametrize("name", ["project_id", "reverses_id", "transfer_id"])
@pytest.mark.parametrize(("op", "value"), [("=", "1"), ("in", ["1", "2"]), ("filled", None)])
def test_what_few_entries_have_is_found_by_an_index_of_those_few(
    book: Book, name: str, op: str, value: object
) -> None:
    where, values = rows.clause(book.tables, Query("entry", (Where(name, op, value),)))
    plan = book.connection.execute(f"EXPLAIN QUERY PLAN SELECT * FROM entry{where}", values)
    assert any(f"USING INDEX entry_{name}" in str(line) for line in plan.fetchall())


def test_an_office_and_its_book_are_found_without_the_days_of_others(book: Book) -> None:
    asked = (Where("owner", "=", "office"), Where("book", "=", "委员会"))
    where, values = rows.clause(book.tables, Query("entry", asked))
    plan = book.connection.execute(f"EXPLAIN QUERY PLAN SELECT id FROM entry{where}", values)
    assert "(book=? AND owner=? AND deleted=?)" in str(plan.fetchall())


def test_equality_uses_the_index_of_the_table(book: Book) -> None:
    plan = book.connection.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM entry WHERE deleted = 0 AND book IS ? AND day >= ?",
        ("委员会", "2026"),
    ).fetchall()
    assert any("USING INDEX" in str(line) for line in plan)
    plan = book.connection.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM entry WHERE id IN (SELECT value FROM json_each(?))",
        ("[]",),
    ).fetchall()
    assert any("SEARCH entry" in str(line) for line in plan)
