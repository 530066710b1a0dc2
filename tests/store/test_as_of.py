"""某日状态: the tables as they stood at the end of a day, read out of the trail."""

import contextlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.registry.records import Household, Person
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.store import as_of, undoing
from qinglian_desktop.store.book import Book

FIRST = date(2026, 9, 1)
TABLES = ("household", "entry", "person")


def snapshot(book: Any, table: str = "household") -> list[dict[str, Any]]:
    """What a list shows: the living rows in the order they were entered."""
    return [
        {n: v for n, v in row.items() if n in Household.fields or n == "id"}
        for row in book.rows(Query(table))
    ]


def one_deed(book: Book, chance: random.Random, turn: int) -> None:
    """Writes, edits, deletes, brings back, or takes back what was done before."""
    living = book.ids(Query("household"))
    gone = [i for i in book.ids(Query("household", deleted=True)) if i not in living]
    deed = chance.choice(("new", "new", "edit", "edit", "drop", "back", "undo", "part"))
    if deed in ("undo", "part"):
        step = chance.choice([line["step"] for line in book.steps(20)] or [0])
        take = book.undo if deed == "undo" else lambda s: undoing.take_back(book, s)
        with contextlib.suppress(Refused):
            take(step)
        return
    with book.change(f"第 {turn} 步") as change:
        if deed == "new" or not living:
            for number in range(chance.randint(1, 3)):
                change.put(Household(number=f"{turn}-{number}"))
        elif deed == "edit":
            for row_id in chance.sample(living, min(len(living), 2)):
                head = chance.choice(("张三", "", "李四\n“丁”"))
                change.put_row("household", row_id, {"head": head})
        elif deed == "drop":
            change.drop("household", chance.choice(living))
        elif gone:
            change.bring_back("household", chance.choice(gone))


@pytest.fixture(scope="module")
def long_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """One office for every example: its days go on where the last example ended."""
    made = make_book(tmp_path_factory.mktemp("office"))
    yield made
    made.close()


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.lists(st.integers(1, 12), min_size=2, max_size=5))
def test_every_day_looks_as_its_snapshot_did(long_kept: Book, seed: int, deeds: list[int]) -> None:
    chance, book = random.Random(seed), long_kept
    last = date.fromisoformat(book.steps(1)[0]["entered_on"]) if book.steps(1) else FIRST
    taken = {}
    for number, count in enumerate(deeds, 1):
        day = last + timedelta(days=2 * number)
        with clock.fixed(day):
            for turn in range(count):
                one_deed(book, chance, turn)
        taken[day] = taken[day + timedelta(days=1)] = snapshot(book)
    for day, shown in taken.items():
        then = as_of.Day(book, day)
        assert snapshot(then) == shown
        assert then.ids(Query("household")) == [row["id"] for row in shown]
        assert then.count(Query("household")) == len(shown)
        some = [row["id"] for row in shown][::2]
        assert [row["id"] for row in then.page("household", some)] == some


def test_filter_order_search_and_sums_are_those_of_the_day(book: Book) -> None:
    from office import make_entry

    with clock.fixed(FIRST):
        first = make_entry(book, 100, summary="纸")
        second = make_entry(book, 250, summary="笔")
    with clock.fixed(FIRST + timedelta(days=3)):
        with book.change("改") as change:
            change.put_row("entry", first, {"amount_fen": 900, "summary": "墨"})
            change.drop("entry", second)
        make_entry(book, 7, summary="纸")
    then = as_of.Day(book, FIRST)
    assert then.totals(Query("entry"), ["amount_fen"]) == {"amount_fen": 350}
    assert then.ids(Query("entry", order=(("amount_fen", True),))) == [second, first]
    assert then.ids(Query("entry", search="纸")) == [first]
    assert then.ids(Query("entry", (Where("amount_fen", ">", 100),))) == [second]
    assert then.distinct("entry", "summary") == ["笔", "纸"]
    assert book.totals(Query("entry"), ["amount_fen"]) == {"amount_fen": 907}


def test_before_the_first_record_there_is_nothing(book: Book) -> None:
    with clock.fixed(FIRST), book.change("登记") as change:
        change.put(Household(number="1"))
    assert as_of.Day(book, FIRST - timedelta(days=1)).ids(Query("household")) == []
    assert len(as_of.Day(book, FIRST).ids(Query("household"))) == 1


def test_against_today_it_names_what_is_new_changed_and_gone(book: Book) -> None:
    with clock.fixed(FIRST), book.change("登记") as change:
        kept, edited, dropped, swung = (change.put(Household(number=str(n))) for n in range(4))
    with clock.fixed(FIRST + timedelta(days=1)):
        with book.change("改") as change:
            change.put_row("household", edited, {"head": "张三"})
            change.put_row("household", swung, {"head": "李四"})
            change.drop("household", dropped)
            new = change.put(Household(number="9"))
        with book.change("改回去") as change:
            change.put_row("household", swung, {"head": None})
            passing = change.put(Household(number="10"))
            change.drop("household", passing)
    count, lines = as_of.differing(as_of.Day(book, FIRST), Query("household"), 2)
    assert count == {as_of.NEW: 1, as_of.CHANGED: 1, as_of.GONE: 1}
    assert len(lines) == 2
    _, lines = as_of.differing(as_of.Day(book, FIRST), Query("household"), 9)
    assert {line.row_id: line.what for line in lines} == {
        edited: as_of.CHANGED,
        dropped: as_of.GONE,
        new: as_of.NEW,
    }
    assert kept not in {line.row_id for line in lines}


def test_a_linked_row_has_its_name_of_the_day(book: Book) -> None:
    with clock.fixed(FIRST), book.change("登记") as change:
        row_id = change.put(Person(name="李建华"))
    with clock.fixed(FIRST + timedelta(days=1)), book.change("改名") as change:
        change.put_row("person", row_id, {"name": "李建国"})
    assert as_of.Day(book, FIRST).page("person", [row_id])[0]["name"] == "李建华"
    assert as_of.Day(book, FIRST).page(Task.table, ["not there"]) == []
