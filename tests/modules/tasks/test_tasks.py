"""The plan of 2023 as tasks: loading, due days, steps, notes, evidence, tallies."""

import itertools
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from office import make_book
from qinglian_desktop import RESOURCES
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pick import wheres
from qinglian_desktop.core.reckoning import words
from qinglian_desktop.modules.tasks import actions, reads, rules, steps
from qinglian_desktop.modules.tasks.due import due
from qinglian_desktop.modules.tasks.records import STATES, Task
from qinglian_desktop.store.book import Book

TODAY = date(2026, 8, 3)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


@pytest.fixture
def planned(book: Book) -> Book:
    actions.load_plan(book, 2026)
    return book


def _plan() -> dict[str, list[dict[str, str]]]:
    with (RESOURCES / "packs" / "plan" / "work-plan-2023.toml").open("rb") as source:
        return tomllib.load(source)


def test_the_plan_is_loaded_whole_with_every_office_as_written(planned: Book) -> None:
    tasks = planned.records(Task)
    assert len(tasks) == 127
    offices = {task.code: (task.lead_office, task.offices) for task in tasks}
    for row in _plan()["tasks"]:
        assert offices[row["id"]] == ("、".join(row["lead"]), "、".join(row["responsible"]))
    nine = {f"（{sign}）" for sign in "一二三四五六七八九"}
    assert {task.item for task in tasks} == nine | {"工作步骤", "工作要求"}
    assert all(task.clause and task.evidence and task.due_reason for task in tasks)


def test_loading_the_plan_twice_is_loading_it_once(planned: Book) -> None:
    before = planned.rows(Query("task"))
    changes = actions.load_plan(planned, 2026)
    assert (changes.result, changes.step) == (0, 0)
    assert planned.rows(Query("task")) == before


def test_a_task_thrown_away_does_not_come_back(planned: Book) -> None:
    row = planned.find(Task, code="1.01")
    assert row is not None
    with planned.change("删") as change:
        change.drop("task", row["id"])
    assert actions.load_plan(planned, 2026).result == 0
    assert planned.count(Query("task")) == 126


def test_each_year_has_its_own_tasks(planned: Book) -> None:
    assert actions.load_plan(planned, 2027).result == 127
    due = {t.due_on.year for t in planned.records(Task) if t.year == 2027 and t.due_on}
    assert due == {2027}


def test_a_year_before_the_plan_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="2022年12月31日没有可用的"):
        actions.load_plan(book, 2022)


@pytest.mark.parametrize(
    ("frequency", "after", "due"),
    [
        ("每周", date(2026, 8, 3), date(2026, 8, 7)),
        ("每周", date(2026, 8, 8), date(2026, 8, 14)),  # a Saturday belongs to the next round
        ("每月", date(2026, 8, 3), date(2026, 8, 31)),
        ("每月", date(2026, 2, 1), date(2026, 2, 28)),  # a Saturday, but people work that day
        ("每季度", date(2026, 8, 3), date(2026, 9, 30)),
        ("每半年", date(2026, 8, 3), date(2026, 12, 31)),
        ("每半年", date(2026, 6, 30), date(2026, 6, 30)),
        ("每年", date(2026, 1, 1), date(2026, 12, 31)),
        ("每月", date(2026, 5, 5), date(2026, 5, 29)),  # 31 May 2026 is a Sunday
        ("按需", date(2026, 8, 3), None),
        ("换届时", date(2026, 8, 3), None),
        (None, date(2026, 8, 3), None),
    ],
)
def test_the_next_due_day_of_each_frequency(
    book: Book, frequency: str | None, after: date, due: date | None
) -> None:
    found, why = rules.next_due(frequency, after, 2026, book.calendar())
    assert found == due
    assert why


def test_a_moved_due_day_says_why(book: Book) -> None:
    _, why = rules.next_due("每月", date(2026, 5, 5), 2026, book.calendar())
    assert "周日，提前到2026年5月29日（周五）" in words(why)


def _task(book: Book, state: str = "未开始", **facts: object) -> str:
    draft = {"year": 2026, "code": "x", "title": "入户走访", "state": state, **facts}
    with book.change("登记任务") as change:
        return change.add(Task, draft)


def test_only_the_seven_allowed_steps_pass(book: Book) -> None:
    passed = set()
    for before, after in itertools.product(STATES, STATES):
        row_id = _task(book, before)
        try:
            actions.move_task(book, row_id, after, reason="因为")
        except Refused as told:
            assert told.code == "QL-TL-001"
            assert book.record(Task, row_id).state == before
            assert actions.notes(book, row_id) == []
        else:
            passed.add((before, after))
            assert book.record(Task, row_id).state == after
            (note,) = actions.notes(book, row_id)
            assert (note.who, note.noted_on) == ("周文书", TODAY)
            assert note.text.startswith(f"{before} → {after}")
    assert passed == set(steps.STEPS)
    assert len(passed) == 7


def test_the_form_takes_the_same_steps_and_no_other(book: Book) -> None:
    """TL-05: a state chosen in the form, in a cell or for many rows is noted, or refused."""
    for before, after in itertools.product(STATES, STATES):
        if before == after:
            continue
        row_id = _task(book, before)
        try:
            actions.save_task(book, row_id, {"state": after, "assignee": "王小梅"})
        except Refused:
            way = (before, after)
            assert way not in steps.STEPS or way in steps.NEEDS_REASON
            assert (book.record(Task, row_id).state, actions.notes(book, row_id)) == (before, [])
        else:
            task, (note,) = book.record(Task, row_id), actions.notes(book, row_id)
            assert (task.state, task.assignee) == (after, "王小梅")
            assert note.text == f"{before} → {after}"
            assert task.done_on == (TODAY if after == "已完成" else None)
    row_id = _task(book, "待核")
    changes = actions.save_task(book, row_id, {"state": "已完成", "done_on": "2026-08-01"})
    assert book.record(Task, row_id).done_on == date(2026, 8, 1)
    book.undo(changes.step)
    assert (book.record(Task, row_id).state, actions.notes(book, row_id)) == ("待核", [])


def test_the_form_sends_no_task_to_the_check_with_a_step_open(book: Book) -> None:
    row_id = _task(book, "进行中")
    actions.add_steps(book, row_id, ["第一步"])
    with pytest.raises(Refused, match="还有 1 步没做完"):
        actions.save_task(book, row_id, {"state": "待核"})


def test_each_step_writes_who_and_when(book: Book) -> None:
    row_id = _task(book)
    actions.move_task(book, row_id, "进行中")
    actions.move_task(book, row_id, "待核")
    actions.move_task(book, row_id, "已完成")
    task, notes = book.record(Task, row_id), actions.notes(book, row_id)
    assert (task.done_on, task.percent) == (TODAY, 100)
    assert [note.text for note in notes] == ["未开始 → 进行中", "进行中 → 待核", "待核 → 已完成"]
    assert {(note.who, note.noted_on) for note in notes} == {("周文书", TODAY)}


@pytest.mark.parametrize(
    ("before", "after"), [("待核", "进行中"), ("进行中", "已终止"), ("已完成", "进行中")]
)
def test_going_back_or_stopping_needs_a_reason(book: Book, before: str, after: str) -> None:
    row_id = _task(book, before, done_on="2026-08-01" if before == "已完成" else None)
    with pytest.raises(Refused) as told:
        actions.move_task(book, row_id, after, reason="  ")
    assert (told.value.field, told.value.code) == ("reason", "QL-TL-002")
    actions.move_task(book, row_id, after, reason="材料不全")
    assert book.record(Task, row_id).done_on is None
    assert "材料不全" in actions.notes(book, row_id)[0].text


def test_postponing_needs_a_reason_and_a_later_day(book: Book) -> None:
    row_id = _task(book, due_on="2026-08-10")
    with pytest.raises(Refused, match="推迟要写原因"):
        actions.postpone(book, row_id, date(2026, 8, 20), " ")
    for day in (date(2026, 8, 9), date(2026, 8, 10)):
        with pytest.raises(Refused, match="不晚于原来的2026年8月10日"):
            actions.postpone(book, row_id, day, "下雨")
    actions.postpone(book, row_id, date(2026, 8, 11), "下雨")
    task = book.record(Task, row_id)
    assert task.due_on == date(2026, 8, 11)
    assert words(task.due_reason) == "原定2026年8月10日，推迟：下雨"


def test_a_later_day_without_a_reason_is_refused_and_the_history_has_both_days(book: Book) -> None:
    """TL-18, also in the form, a cell and many rows at once: they all come to this save."""
    row_id = _task(book, due_on="2026-08-10")
    with clock.fixed(TODAY + timedelta(days=1)):
        for day in ("2026-08-11", None):
            with pytest.raises(Refused, match="往后推要写原因"):
                actions.save_task(book, row_id, {"due_on": day})
        assert (book.row("task", row_id) or {})["due_on"] == "2026-08-10"
        actions.postpone(book, row_id, date(2026, 8, 20), "下雨")
        actions.save_task(book, row_id, {"due_on": "2026-08-15"})  # earlier is no delay
    first, second = reads.moved_days(book, row_id)
    assert (first.was, first.now, first.reason) == (date(2026, 8, 10), date(2026, 8, 20), "下雨")
    assert (second.was, second.now) == (date(2026, 8, 20), date(2026, 8, 15))


def test_a_day_typed_wrong_is_put_right_on_the_day_it_was_typed(book: Book) -> None:
    row_id = str(actions.save_task(book, None, {"title": "入户", "due_on": "2026-08-10"}).result)
    actions.save_task(book, row_id, {"due_on": "2026-09-10"})
    assert (book.row("task", row_id) or {})["due_on"] == "2026-09-10"


def test_a_finished_task_is_not_postponed(book: Book) -> None:
    with pytest.raises(Refused, match="不用再推迟"):
        actions.postpone(book, _task(book, "已完成"), date(2026, 9, 1), "忙")


def test_a_note_begins_the_task_and_an_empty_one_is_refused(book: Book) -> None:
    row_id = _task(book)
    with pytest.raises(Refused, match="还没写进展"):
        actions.add_note(book, row_id, " ")
    actions.add_note(book, row_id, "已入户 12 户")
    assert book.record(Task, row_id).state == "进行中"
    assert actions.notes(book, row_id)[0].text == "已入户 12 户"


@pytest.mark.parametrize(
    ("due_on", "year"),
    [("2027-01-15", 2026), ("2026-12-31", 2026), ("2025-12-31", 2025), (None, 2026)],
)
def test_a_task_belongs_to_the_plan_of_the_year_it_is_made_in(
    book: Book, due_on: str | None, year: int
) -> None:
    with clock.fixed(date(2026, 12, 20)):
        made = actions.save_task(book, None, {"title": "补齐公示", "due_on": due_on})
        row = book.row("task", str(made.result))
    assert row is not None and (row["year"], row["code"]) == (year, "临001")


def test_evidence_is_kept_by_content_and_counted_once(book: Book, tmp_path: Path) -> None:
    row_id, photo = _task(book), tmp_path / "p.jpg"
    photo.write_bytes(b"photo")
    assert actions.attach(book, row_id, [photo]).result == 1
    assert actions.attach(book, row_id, [photo]).result == 1
    (file_id,) = book.record(Task, row_id).files or ()
    assert book.files.read(file_id) == b"photo"
    with pytest.raises(Refused, match="打不开文件〔gone"):
        actions.attach(book, row_id, [tmp_path / "gone.jpg"])
    with pytest.raises(Refused, match="附件不在本机"):
        actions.attach(book, row_id, ["0" * 64])


def test_progress_stays_between_0_and_100(book: Book) -> None:
    row_id = _task(book)
    actions.set_progress(book, row_id, 60)
    assert book.record(Task, row_id).percent == 60
    with pytest.raises(Refused):
        actions.set_progress(book, row_id, 101)


def test_the_next_round_follows_until_the_year_is_over(book: Book) -> None:
    row_id = _task(book, "已完成", frequency="每季度", due_on="2026-06-30")
    assert actions.next_round(book, row_id).result == date(2026, 9, 30)
    task = book.record(Task, row_id)
    assert (task.state, task.percent, task.done_on) == ("进行中", 0, None)
    with pytest.raises(Refused, match="这一期还没办结"):
        actions.next_round(book, row_id)
    with book.change("年末") as change:
        change.put_row("task", row_id, {"state": "已完成", "due_on": "2026-12-31"})
    with pytest.raises(Refused, match="今年没有下一期"):
        actions.next_round(book, row_id)


def test_the_weekly_round_goes_from_friday_to_friday(book: Book) -> None:
    row_id = _task(book, "已完成", frequency="每周", due_on="2026-08-07")
    assert actions.next_round(book, row_id).result == date(2026, 8, 14)


def test_today_lists_open_tasks_from_seven_days_ahead(book: Book) -> None:
    soon = _task(book, due_on="2026-08-10")
    _task(book, due_on="2026-08-11")
    late = _task(book, "待核", due_on="2026-08-02")
    for state in ("已完成", "已终止"):
        _task(book, state, due_on="2026-08-03")
    found = due(book, TODAY)
    assert [line.row_id for line in found] == [late, soon]
    assert [line.act for line in found] == ["去核对", "去办理"]
    assert all(line.why for line in found)


def test_the_tally_equals_a_count_by_hand(planned: Book) -> None:
    tasks = planned.records(Task)
    for task in tasks[:10]:
        actions.move_task(planned, task.id, "进行中")
    for task in tasks[:4]:
        actions.move_task(planned, task.id, "待核")
        actions.move_task(planned, task.id, "已完成")
    actions.move_task(planned, tasks[10].id, "已终止", reason="并入别的任务")
    found = actions.rollup(planned, 2026)
    by_item = Counter(task.item for task in tasks)
    assert {line.name: line.total for line in found.items} == dict(by_item)
    leads = Counter(name for task in tasks for name in (task.lead_office or "").split("、"))
    assert {line.name: line.total for line in found.offices} == dict(leads)
    total = found.total
    assert (total.total, total.done, total.open) == (127, 4, 122)
    assert total.percent == 4 * 100 // 126


def test_offices_written_apart_in_any_way_are_one_and_items_add_up_to_the_total(
    book: Book,
) -> None:
    for leads in ("民政办、纪工委", "民政办，纪工委", "民政办, 纪工委", "纪工委；民政办", "民政办"):
        actions.save_task(book, None, {"title": "x", "lead_office": leads, "item": None})
    actions.save_task(book, None, {"title": "y", "item": "（一）"})
    found = actions.rollup(book, 2026)
    assert {line.name: line.total for line in found.offices} == {
        "民政办": 5, "纪工委": 4, rules.tallies.NO_OFFICE: 1,
    }  # fmt: skip
    assert sum(line.total for line in found.items) == found.total.total == 6
    for line in (*found.items, *found.offices, found.total):
        for figure in ("total", "open"):
            picks = rules.tallies.behind(line, figure, TODAY)
            picked = tuple(where for pick in picks for where in wheres(pick, TODAY))
            assert len(book.ids(Query("task", picked))) == getattr(line, figure)


def test_a_state_emptied_in_the_form_is_the_first_one(book: Book) -> None:
    row_id = _task(book)
    actions.save_task(book, row_id, {"state": None})
    assert book.record(Task, row_id).state == "未开始"


def test_an_overdue_task_is_counted(book: Book) -> None:
    _task(book, due_on="2026-08-02")
    _task(book, due_on="2026-08-03")
    assert actions.rollup(book, 2026).total.overdue == 1


def test_a_plan_taken_back_can_be_made_again_and_again(book: Book) -> None:
    for _ in range(3):
        changes = actions.load_plan(book, 2026)
        assert changes.result == book.count(Query("task")) == 127
        book.undo(changes.step)
        assert book.count(Query("task")) == 0
