"""A task in steps (TL-06): 12 of 12 lead to 待核, 11 do not, and what lacks is named."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.tasks import actions, reads
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.store.book import Book

TODAY = date(2026, 8, 3)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


@pytest.fixture
def task(book: Book) -> str:
    made = actions.save_task(book, None, {"title": "开代表会议", "due_on": "2026-08-20"})
    template = next(t for t in actions.templates(book) if len(t.steps) == 12)
    assert actions.add_steps(book, made.result, template.steps).result == 12
    return str(made.result)


def _state(book: Book, task: str) -> str:
    return book.record(Task, task).state


def test_the_last_of_twelve_steps_leads_to_the_check_and_the_eleventh_does_not(
    book: Book, task: str
) -> None:
    steps = reads.steps(book, task)
    assert [step.place for step in steps] == list(range(1, 13))
    for step in steps[:11]:
        assert actions.tick(book, step.id).result == "进行中"
    with pytest.raises(Refused, match="还有 1 步没做完，不能送核：12 材料归档") as told:
        actions.move_task(book, task, "待核")
    assert (told.value.code, _state(book, task)) == ("QL-TL-042", "进行中")
    assert actions.tick(book, steps[11].id).result == "待核"
    assert _state(book, task) == "待核"
    assert {(s.done_on, s.who) for s in reads.steps(book, task)} == {(TODAY, "周文书")}
    assert [n.text for n in actions.notes(book, task)] == ["未开始 → 进行中", "进行中 → 待核"]


def test_the_message_names_the_first_steps_and_counts_the_rest(book: Book, task: str) -> None:
    for step in reads.steps(book, task)[:7]:
        actions.tick(book, step.id)
    with pytest.raises(Refused) as told:
        actions.move_task(book, task, "待核")
    named = "8 说明方案，听取意见、9 表决、计票，当场宣布、10 写会议记录，到会的人签字"
    assert told.value.what == f"还有 5 步没做完，不能送核：{named}等 5 步"


def test_a_step_opened_again_takes_the_task_back_and_says_why(book: Book, task: str) -> None:
    steps = reads.steps(book, task)
    for step in steps:
        actions.tick(book, step.id)
    actions.tick(book, steps[3].id, False)
    assert _state(book, task) == "进行中"
    assert "第 4 步“定日子、地点，发会议通知”还没做完" in actions.notes(book, task)[-1].text
    assert reads.steps(book, task)[3].who is None


def test_one_undo_takes_back_the_last_step_with_all_that_followed(book: Book, task: str) -> None:
    steps = reads.steps(book, task)
    *first, last = steps
    for step in first:
        actions.tick(book, step.id)
    book.undo(actions.tick(book, last.id).step)
    assert _state(book, task) == "进行中"
    assert reads.steps(book, task)[11].done_on is None
    assert len(actions.notes(book, task)) == 1


def test_steps_of_a_finished_task_are_left_alone(book: Book, task: str) -> None:
    steps = reads.steps(book, task)
    for step in steps:
        actions.tick(book, step.id)
    actions.move_task(book, task, "已完成")
    for act in (
        lambda: actions.tick(book, steps[0].id, False),
        lambda: actions.add_steps(book, task, ["还有一步"]),
        lambda: actions.drop_step(book, steps[0].id),
    ):
        with pytest.raises(Refused, match="步骤不再改"):
            act()
    assert len(reads.steps(book, task)) == 12


def test_a_step_more_while_it_waits_to_be_checked_opens_it_again(book: Book, task: str) -> None:
    for step in reads.steps(book, task):
        actions.tick(book, step.id)
    assert actions.add_steps(book, task, ["报街道备案", "", " 材料归档 "]).result == 1
    assert _state(book, task) == "进行中"
    assert [s.place for s in reads.steps(book, task)][-1] == 13


def test_the_same_template_twice_adds_nothing(book: Book, task: str) -> None:
    template = next(t for t in actions.templates(book) if len(t.steps) == 12)
    assert actions.add_steps(book, task, template.steps).result == 0
    assert len(reads.steps(book, task)) == 12


def test_a_step_taken_away_no_longer_holds_the_task(book: Book, task: str) -> None:
    *first, last = reads.steps(book, task)
    for step in first:
        actions.tick(book, step.id)
    actions.drop_step(book, last.id)
    actions.move_task(book, task, "待核")
    assert _state(book, task) == "待核"


def test_the_next_round_begins_with_its_first_step(book: Book) -> None:
    draft = {"year": 2026, "code": "x", "title": "月报", "frequency": "每月"}
    made = actions.save_task(book, None, {**draft, "due_on": "2026-08-31"}).result
    actions.add_steps(book, made, ["写", "交"])
    for step in reads.steps(book, made):
        actions.tick(book, step.id)
    actions.move_task(book, made, "已完成")
    actions.next_round(book, made)
    assert [step.done_on for step in reads.steps(book, made)] == [None, None]


def test_steps_of_a_task_become_a_template_of_the_office(book: Book, task: str) -> None:
    actions.keep_as_template(book, task, "我们的会")
    mine = actions.templates(book)[0]
    assert (mine.title, len(mine.steps)) == ("我们的会", 12)


@pytest.mark.parametrize(
    ("steps", "code"),
    [("\n \n", "QL-TL-040"), ("\n".join(f"第{n}件" for n in range(61)), "QL-TL-041")],
)
def test_a_list_needs_a_step_and_an_end(book: Book, steps: str, code: str) -> None:
    with pytest.raises(Refused) as told:
        actions.save_checklist(book, None, {"title": "长", "steps": steps})
    assert told.value.code == code
    assert book.count(Query("checklist")) == 0
