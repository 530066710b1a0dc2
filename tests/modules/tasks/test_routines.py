"""Do tasks come back on the right day, once, and nowhere twice?"""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.reckoning import parse, words
from qinglian_desktop.core.recount import recount
from qinglian_desktop.modules.catalog import MODULES, RECORDS
from qinglian_desktop.modules.tasks import actions
from qinglian_desktop.modules.tasks.due import due
from qinglian_desktop.modules.tasks.records import EVERY, SHIFTS, Routine, Task
from qinglian_desktop.modules.tasks.rules import routines as rules
from qinglian_desktop.store import packs
from qinglian_desktop.store.book import Book

CHINA = Calendar.of(packs.named("holidays"))
START, END = date(2026, 1, 1), date(2028, 12, 31)

# Made by hand from the calendars of 2026 (with its holidays), 2027 and 2028 (Monday to Friday).
# every, month, day, shift (0 later, 1 earlier, 2 stays): the days of three years.
BY_HAND = """
每月 1 20 0
2026 01-20 02-24 03-20 04-20 05-20 06-22 07-20 08-20 09-20 10-20 11-20 12-21
2027 01-20 02-22 03-22 04-20 05-20 06-21 07-20 08-20 09-20 10-20 11-22 12-20
2028 01-20 02-21 03-20 04-20 05-22 06-20 07-20 08-21 09-20 10-20 11-20 12-20
每月 1 20 1
2026 01-20 02-14 03-20 04-20 05-20 06-18 07-20 08-20 09-20 10-20 11-20 12-18
2027 01-20 02-19 03-19 04-20 05-20 06-18 07-20 08-20 09-20 10-20 11-19 12-20
2028 01-20 02-18 03-20 04-20 05-19 06-20 07-20 08-18 09-20 10-20 11-20 12-20
每季度 1 20 0
2026 01-20 04-20 07-20 10-20
2027 01-20 04-20 07-20 10-20
2028 01-20 04-20 07-20 10-20
每季度 2 20 0
2026 02-24 05-20 08-20 11-20
2027 02-22 05-20 08-20 11-22
2028 02-21 05-22 08-21 11-20
每季度 3 31 1
2026 03-31 06-30 09-30 12-31
2027 03-31 06-30 09-30 12-31
2028 03-31 06-30 09-29 12-29
每半年 6 31 1
2026 06-30 12-31
2027 06-30 12-31
2028 06-30 12-29
每半年 4 1 0
2026 04-01 10-08
2027 04-01 10-01
2028 04-03 10-02
每年 2 30 2
2026 02-28
2027 02-28
2028 02-29
每年 2 20 0
2026 02-24
2027 02-22
2028 02-21
每年 10 3 1
2026 09-30
2027 10-01
2028 10-03
"""


def by_hand() -> Iterator[tuple[str, list[date]]]:
    for line in BY_HAND.strip().split("\n"):
        first, *rest = line.split()
        if not first.isdigit():
            rule, days = line, list[date]()
            yield rule, days
        else:
            days += [date.fromisoformat(f"{first}-{day}") for day in rest]


def routine(rule: str = "每季度 1 20 0", **more: Any) -> Routine:
    every, month, day, shift = rule.split()
    facts = {"code": "周01", "title": "做财务公开", "every": every, "month": int(month)}
    return Routine(**facts | {"day": int(day), "shift": SHIFTS[int(shift)]} | more)


@pytest.mark.parametrize(("rule", "days"), list(by_hand()), ids=lambda value: str(value)[:12])
def test_three_years_are_those_made_by_hand(rule: str, days: list[date]) -> None:
    found = list(rules.rounds(routine(rule), START, END, CHINA))
    assert [one.day for one in found] == days
    assert [recount(one.reckoned, CHINA) for one in found] == days


def test_a_twentieth_in_the_spring_festival_says_what_moved_it() -> None:
    spring = list(rules.rounds(routine("每月 1 20 0"), date(2026, 2, 1), date(2026, 2, 28), CHINA))
    assert words(spring[0].reckoned.stored()) == (
        "2026年2月：每月20日前，放假顺延到下一个工作日；"
        "2026年2月20日（周五），春节放假，顺延到2026年2月24日（周二）"
    )


@pytest.mark.parametrize(
    ("rule", "said", "note"),
    [
        ("每季度 1 20 0", "每季度第一个月20日前，放假顺延到下一个工作日", ""),
        ("每月 1 30 2", "每月30日前", "2 月没有 30 日时，按 2 月最后一天算"),
        ("每半年 6 31 1", "每半年第六个月最后一天前，放假提前到上一个工作日", ""),
        ("每年 3 15 2", "每年3月15日前", ""),
        ("每年 2 29 2", "每年2月29日前", "2 月没有 29 日时，按 2 月最后一天算"),
    ],
)
def test_the_rule_is_said_as_people_say_it(rule: str, said: str, note: str) -> None:
    assert rules.said(routine(rule)) == said
    assert rules.note(routine(rule)) == note


@given(
    st.sampled_from(EVERY), st.integers(1, 31), st.sampled_from(SHIFTS), st.data(),
    st.dates(START, date(2027, 12, 1)), st.integers(0, 500),
)  # fmt: skip
def test_any_stretch_of_days_has_the_rounds_of_the_whole_in_it(
    every: str, day: int, shift: str, data: st.DataObject, first: date, days: int
) -> None:
    most = {"每月": 1, "每季度": 3, "每半年": 6, "每年": 12}[every]
    month = data.draw(st.integers(1, most))
    one = routine(f"{every} {month} {day} {SHIFTS.index(shift)}")
    last = first + timedelta(days=days)
    whole = [r for r in rules.rounds(one, START, END, CHINA) if first <= r.day <= last]
    assert list(rules.rounds(one, first, last, CHINA)) == whole
    assert len({str(r.period) for r in whole}) == len(whole)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(date(2026, 11, 24)), make_book(tmp_path) as made:
        yield made


def tasks_of(book: Book) -> list[Task]:
    return book.records(Task, order="due_on")


def registered(book: Book, **facts: Any) -> str:
    draft = {"title": "做财务公开", "every": "每季度", "month": 1, "day": 20, "lead": 10} | facts
    return str(actions.save_routine(book, None, draft).result)


def test_a_round_is_made_when_it_comes_near_and_only_once(book: Book) -> None:
    registered(book, from_on="2026-11-24", assignee="张晓梅", lead_office="民政办")
    for day, made in (("2027-01-09", 0), ("2027-01-10", 1), ("2027-01-11", 0), ("2027-04-12", 1)):
        with clock.fixed(date.fromisoformat(day)):
            assert actions.make_rounds(book).result == made
    first, second = tasks_of(book)
    assert (first.code, first.period, first.due_on) == ("周01-2027Q1", "2027Q1", date(2027, 1, 20))
    assert (second.due_on, first.assignee, first.lead_office) == (
        date(2027, 4, 20), "张晓梅", "民政办",
    )  # fmt: skip
    assert (first.year, first.state) == (2027, "未开始")
    found = parse(first.due_reason)
    assert found is not None and recount(found, book.calendar()) == first.due_on
    with clock.fixed(date(2027, 4, 20)):
        assert [line.subject for line in due(book, clock.today())] == ["做财务公开"] * 2


def test_what_was_missed_while_the_program_slept_is_made_and_nothing_of_before(book: Book) -> None:
    registered(book, from_on="2026-12-01", every="每月")
    with clock.fixed(date(2027, 3, 12)):
        assert actions.make_rounds(book).result == 4
    assert [str(t.due_on) for t in tasks_of(book)] == [
        "2026-12-21", "2027-01-20", "2027-02-22", "2027-03-22",
    ]  # fmt: skip


def test_a_round_that_was_deleted_or_undone_does_not_come_back(book: Book) -> None:
    registered(book, from_on="2026-11-01", every="每月")
    actions.make_rounds(book)
    (task,) = tasks_of(book)
    with book.change("删") as change:
        change.drop("task", task.id)
    assert actions.make_rounds(book).result == 0
    with clock.fixed(date(2026, 12, 20)):
        made = actions.make_rounds(book)
        assert made.result == 1
        book.undo(made.step)
        assert actions.make_rounds(book).result == 0
    assert tasks_of(book) == []


def test_two_computers_and_a_restored_file_make_the_same_row(book: Book, tmp_path: Path) -> None:
    registered(book, from_on="2026-11-01", every="每月")
    book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(book.home, tmp_path / "second")
    actions.make_rounds(book)
    with Book.open(tmp_path / "second", RECORDS) as second:
        assert actions.make_rounds(second).result == 1
        ours, theirs = (b.rows(Query("task"))[0] for b in (book, second))
    assert ours["id"] == theirs["id"]
    assert {n: ours[n] for n in Task.fields} == {n: theirs[n] for n in Task.fields}


def test_switched_off_ended_or_half_filled_routines_make_nothing(book: Book) -> None:
    registered(book, from_on="2026-11-01", every="每月", enabled=0)
    registered(book, from_on="2026-09-01", every="每月", until_on="2026-10-31")
    with book.change("半填") as change:
        change.add(Routine, {"from_on": "2026-11-01", "every": "每月", "day": 20})
        change.add(
            Routine, {"code": "周9", "title": "乱", "from_on": "2026-11-01", "month": 9, "day": 3}
        )
    assert actions.make_rounds(book).result == 2
    assert [str(t.due_on) for t in tasks_of(book)] == ["2026-09-20", "2026-10-20"]


@pytest.mark.parametrize(
    ("draft", "field", "what"),
    [
        ({"every": "每季度", "month": 4}, "month", "每季度没有第 4 个月"),
        ({"every": "每月", "month": 2}, "month", "只有 1 个月"),
        ({"day": 32}, "day", "没有 32 日"),
        ({"day": 0}, "day", "没有 0 日"),
        ({"lead": 1000}, "lead", "太早"),
        ({"from_on": "2026-12-01", "until_on": "2026-11-01"}, "until_on", "早于"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(
    book: Book, draft: dict[str, Any], field: str, what: str
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.save_routine(book, None, {"title": "报表", **draft})
    assert refusal.value.field == field and what in str(refusal.value)
    kept = registered(book)
    with pytest.raises(Refused):
        actions.save_routine(book, kept, draft)


def test_a_task_becomes_one_that_comes_back(book: Book) -> None:
    facts = {"title": "入户走访", "due_on": "2026-11-30", "frequency": "每月", "item": "（二）"}
    task = str(actions.save_task(book, None, facts).result)
    made = book.record(Routine, str(actions.from_task(book, task).result))
    assert (made.title, made.every, made.day, made.item) == ("入户走访", "每月", 30, "（二）")
    assert made.from_on == date(2026, 12, 1), "the round at hand is that task itself"
    assert [str(one.day) for one in actions.ahead(book, made)[:3]] == [
        "2026-12-30", "2027-02-01", "2027-03-01",
    ]  # fmt: skip
    with clock.fixed(date(2026, 12, 20)):
        assert actions.make_rounds(book).result == 1
    again = next(t for t in tasks_of(book) if t.routine_id)
    with pytest.raises(Refused, match="已经是定期办的"):
        actions.from_task(book, again.id)


@pytest.mark.parametrize(
    ("every", "due", "month", "coming"),
    [
        ("每季度", "2026-09-20", 3, "2026-12-21"), ("每季度", "2026-11-18", 2, "2027-02-18"),
        ("每半年", "2026-10-12", 4, "2027-04-12"), ("每年", "2028-02-29", 2, "2029-02-28"),
    ],
)  # fmt: skip
def test_a_task_comes_back_in_the_month_of_its_own_day(
    book: Book, every: str, due: str, month: int, coming: str
) -> None:
    facts = {"title": "报表", "due_on": due, "frequency": every}
    task = str(actions.save_task(book, None, facts).result)
    made = book.record(Routine, str(actions.from_task(book, task).result))
    assert made.month == month
    assert str(actions.ahead(book, made, 1200)[0].day) == coming


def test_a_day_moved_far_before_its_period_is_not_lost() -> None:
    """五一 of a year whose holiday begins on 29 April: the first of May is done on the 28th."""
    off = {date(2028, 4, 29) + timedelta(days=n): "劳动节" for n in range(5)}
    calendar = Calendar(off, {}, frozenset({2028}))
    april = (date(2028, 4, 1), date(2028, 4, 28))
    found = rules.rounds(routine("每月 1 1 1"), *april, calendar)
    assert [one.day for one in found][-1] == date(2028, 4, 28)


def test_the_commands_of_a_task_know_whether_it_comes_back_by_itself() -> None:
    (module,) = [m for m in MODULES if m.name == "tasks"]
    row = {"state": "已完成", "routine_id": None, "clause": None}
    assert [c.label for c in module.commands if c.when(row)] == ["办下一期"]
    assert [c.label for c in module.commands if c.when({**row, "routine_id": "x"})] == []
    fresh = {"state": "进行中", "routine_id": None, "clause": None}
    assert "以后定期办" in [c.label for c in module.commands if c.when(fresh)]
