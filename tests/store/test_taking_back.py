"""Taking a batch back: what nobody touched goes, what was edited since waits for a choice."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office import make_book, make_id_number, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused, Stopped
from qinglian_desktop.core.record import ENVELOPE
from qinglian_desktop.exchange.records import SentBundle
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.registry.records import Household, Person, Post
from qinglian_desktop.modules.tasks.records import Task, TaskNote
from qinglian_desktop.store import batches, undo_plan, undoing
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.undo_plan import Rules

RULES = Rules(saving.hold, saving.admit, saving.FACTS)
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _on_a_day() -> Any:
    with clock.fixed(TODAY):
        yield


def said(book: Book) -> dict[tuple[str, str], dict[str, Any]]:
    """What every living row says, without its envelope."""
    return {
        (table, row["id"]): {n: v for n, v in row.items() if n not in ENVELOPE}
        for table in ("household", "person", "task", "task_note", "notice", "planned_posting")
        for row in book.rows(Query(table))
    }


def imported(book: Book, count: int) -> tuple[int, list[str]]:
    with book.change(f"导入户 {count} 条") as change:
        ids = [change.put(Household(number=f"1-{n:03d}")) for n in range(count)]
    return change.step, ids


def edit(book: Book, row_id: str, head: str) -> None:
    with book.change("改户主") as change:
        change.put_row("household", row_id, {"head": head})


def test_import_500_edit_3_take_the_batch_back_497_are_gone_and_3_wait(book: Book) -> None:
    step, ids = imported(book, 500)
    for row_id in ids[10:13]:
        edit(book, row_id, "张晓梅")
    made = undo_plan.plan(book, step)
    assert len(made.free) == 497
    assert [one.row_id for one in made.later] == ids[10:13][::-1]
    first = made.later[0]
    assert first.then is not None
    assert (first.then["head"], first.now["head"], first.who) == (None, "张晓梅", "周文书")
    assert first.label == "改户主"
    changes = undoing.take_back(book, step)
    assert changes.result == undoing.Result(497, 3, ())
    assert sorted(book.ids(Query("household"))) == sorted(ids[10:13])
    assert changes.label == "撤销：导入户 500 条"


def test_the_clerk_may_send_an_edited_row_back_too(book: Book) -> None:
    step, ids = imported(book, 5)
    edit(book, ids[0], "张晓梅")
    edit(book, ids[1], "李建华")
    undoing.take_back(book, step, {("household", ids[0])})
    assert book.ids(Query("household")) == [ids[1]]


def test_a_batch_taken_back_in_part_is_done_again_by_undoing_the_undoing(book: Book) -> None:
    step, ids = imported(book, 6)
    edit(book, ids[0], "张晓梅")
    before = said(book)
    back = undoing.take_back(book, step, {("household", ids[0])})
    assert said(book) == {}
    again = undoing.take_back(book, back.step)
    assert said(book) == before
    assert again.label == "重做：导入户 6 条"
    third = undoing.take_back(book, again.step, {("household", ids[0])})
    assert third.label == "撤销：导入户 6 条"
    assert said(book) == {}
    with pytest.raises(Refused, match="已经撤销过"):
        undoing.take_back(book, step)
    book.undo(third.step)
    assert said(book) == before
    book.undo(step)  # done again, it can be taken back again by its own number
    assert said(book) == {}


def test_what_is_already_as_before_is_in_nobodys_way(book: Book) -> None:
    step, ids = imported(book, 4)
    with book.change("删") as change:
        change.drop("household", ids[0])
    made = undo_plan.plan(book, step)
    assert (len(made.free), made.later, made.there) == (3, (), 1)


def test_a_row_others_point_to_stays_and_says_who(book: Book) -> None:
    with book.change("登记两个人") as change:
        free = change.put(Person(name="李建华"))
        used = change.put(Person(name="张晓梅"))
    with book.change("登记任职") as later:
        later.put(
            Post(body="监委会", person_name="张晓梅", person_id=used, title="委员", from_on=TODAY)
        )
    made = undo_plan.plan(book, change.step)
    assert made.free == (("person", free),)
    assert [(one.name, one.why) for one in made.held] == [("张晓梅", "还有 1 条任职 用着它")]
    changes = undoing.take_back(book, change.step)
    assert isinstance(changes.result, undoing.Result)
    assert changes.result.taken == 1
    assert book.ids(Query("person")) == [used]


def test_a_parent_stays_with_a_child_that_is_kept(book: Book) -> None:
    with book.change("登记任务和进展") as change:
        task = change.add(Task, {"title": "巡查"})
        note = change.put(TaskNote(task_id=task, noted_on=TODAY, text="去了"))
    with book.change("改进展") as later:
        later.put_row("task_note", note, {"text": "又去了"})
    made = undo_plan.plan(book, change.step)
    assert made.free == (("task", task),)  # both could go together
    with pytest.raises(Refused, match=r"巡查.*还有 1 条进展记录 用着它"):
        undoing.take_back(book, change.step)
    assert set(said(book)) == {("task", task), ("task_note", note)}
    undoing.take_back(book, change.step, {("task_note", note)})
    assert said(book) == {}


def test_a_note_does_not_come_back_without_its_task(book: Book) -> None:
    with book.change("登记任务") as change:
        task = change.add(Task, {"title": "巡查"})
    with book.change("记两条进展") as batch:
        for text in ("去了", "又去了"):
            batch.put(TaskNote(task_id=task, noted_on=TODAY, text=text))
    back = undoing.take_back(book, batch.step)
    with book.change("删任务") as change:
        change.drop("task", task)
    with pytest.raises(Refused, match="原来的任务〔巡查〕也删了"):
        book.undo(back.step)
    assert [one.why for one in undo_plan.plan(book, back.step).held] == [
        "原来的任务〔巡查〕也删了"
    ] * 2
    book.undo(change.step)
    book.undo(back.step)
    assert book.count(Query("task_note")) == 2


def test_a_person_whose_number_is_given_on_does_not_come_back(book: Book) -> None:
    number = make_id_number()
    gone = make_person(book, "李建华", id_number=number)
    make_person(book, "王五", group_name="2组")
    with book.change("删两个人") as change:
        for row_id in book.ids(Query("person")):
            change.drop("person", row_id)
    make_person(book, "张晓梅", id_number=number)
    with pytest.raises(Refused, match="证件号已存在：张晓梅"):
        undoing.undo(book, change.step, RULES)
    changes = undoing.take_back(book, change.step, rules=RULES)
    assert isinstance(changes.result, undoing.Result)
    (held,) = changes.result.held
    assert (held.row_id, held.why) == (gone, "证件号已存在：张晓梅")
    assert sorted(row["name"] for row in book.rows(Query("person"))) == ["张晓梅", "王五"]


def test_an_edited_person_deleted_since_does_not_come_back_over_another(book: Book) -> None:
    number = make_id_number()
    first = make_person(book, "李建华", id_number=number)
    with book.change("改备注") as change:
        change.put_row("person", first, {"note": "x"})
    with book.change("删") as later:
        later.drop("person", first)
    make_person(book, "张晓梅", id_number=number)
    with pytest.raises(Refused, match="证件号已存在"):
        undoing.take_back(book, change.step, {("person", first)}, rules=RULES)
    assert book.count(Query("person")) == 1


def test_a_notice_that_was_posted_since_stays(book: Book) -> None:
    with book.change("导入公告") as change:
        ids = [change.add(Notice, {"number": str(n), "title": "公开"}) for n in range(2)]
    with book.change("上墙") as later:
        later.put_row("notice", ids[0], {"state": "已上墙"})
    made = undo_plan.plan(book, change.step, RULES)
    assert made.free == (("notice", ids[1]),)
    assert [one.why for one in made.held] == ["0已经上过墙，要改只能发更正公告"]


def test_after_thirty_days_it_is_not_offered_and_says_why(book: Book) -> None:
    step, _ = imported(book, 2)
    with clock.fixed(TODAY + timedelta(days=30)):
        assert [line.step for line in batches.batches(book)] == [step]
        undo_plan.plan(book, step)
    with clock.fixed(TODAY + timedelta(days=31)):
        assert batches.batches(book) == []
        with pytest.raises(Refused, match=r"2026-11-24 做的，过了 30 天") as caught:
            undoing.take_back(book, step)
    assert "回收站" in caught.value.remedy
    assert book.count(Query("household")) == 2


def test_what_was_sent_stays_written_down(book: Book) -> None:
    with book.change("写出报送包") as change:
        change.put(
            SentBundle(
                number=1, bundle_id="b", file_name="f", to_office="s", stream_id="x", base_seq=0,
                high_seq=1, full=True, row_count=1, size=1, bundle_hash="h",
                written_at=clock.now(),
            )
        )  # fmt: skip
    with pytest.raises(Refused, match="要照实留着"):
        undoing.undo(book, change.step, RULES)
    with pytest.raises(Refused, match="要照实留着"):
        undoing.take_back(book, change.step, rules=RULES)
    (line,) = batches.batches(book, singles=True, facts=saving.FACTS)
    assert line.fixed


def test_stopping_takes_nothing_back(book: Book) -> None:
    step, _ = imported(book, 120)
    before = said(book)
    with pytest.raises(Stopped):
        undoing.take_back(book, step, tick=lambda done, total: done < 50)
    assert said(book) == before
    assert not book.undone(step)


def test_the_list_has_batches_and_behind_a_switch_single_steps(book: Book) -> None:
    make_person(book)
    step, ids = imported(book, 3)
    edit(book, ids[0], "张晓梅")
    (line,) = batches.batches(book)
    assert (line.step, line.rows, line.tip, line.undone, line.until) == (
        step, 3, step, False, "2026-12-24",
    )  # fmt: skip
    assert [one.label for one in batches.batches(book, singles=True)] == [
        "改户主", "导入户 3 条", "登记人员",
    ]  # fmt: skip
    back = undoing.take_back(book, step)
    (line,) = batches.batches(book)
    assert (line.tip, line.undone, line.back) == (back.step, True, 2)
    again = undoing.take_back(book, line.tip)
    (line,) = batches.batches(book)
    assert (line.tip, line.undone) == (again.step, False)


@pytest.fixture(scope="module")
def long_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    made = make_book(tmp_path_factory.mktemp("office"))
    yield made
    made.close()


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 12), st.integers(0, 10), st.integers(0, 12))
def test_a_row_edited_later_changes_only_when_it_is_chosen(
    long_kept: Book, seed: int, size: int, edits: int, choices: int
) -> None:
    chance, book = random.Random(seed), long_kept
    _, old = imported(book, 4)
    begin = said(book)
    with book.change("一批") as change:
        for number in range(size):
            deed = chance.choice(("new", "edit", "drop", "twice"))
            row_id = chance.choice(old)
            if deed in ("new", "twice"):
                row_id = change.put(Household(number=f"2-{number}"))
            if deed in ("edit", "twice"):
                change.put_row("household", row_id, {"head": f"户主{number}"})
            elif deed == "drop":
                change.drop("household", row_id)
    if not change.changes.touched:
        return
    batch = change.changes.ids("household")
    after_batch = _all(book)
    for number in range(edits):
        row_id = chance.choice([*batch, *old])
        with book.change("后来") as later:
            if chance.random() < 0.3:
                later.drop("household", row_id)
            else:
                later.put_row("household", row_id, {"note": chance.choice(("", "记", f"{number}"))})
    before = _all(book)
    chosen = set(chance.sample(batch, min(choices, len(batch))))
    try:
        undoing.take_back(book, change.step, {("household", row_id) for row_id in chosen})
    except Refused:
        assert _all(book) == before
    after = _all(book)
    for row_id in after:
        touched = before[row_id] != after_batch[row_id]
        if row_id not in batch or (touched and row_id not in chosen):
            assert after[row_id] == before[row_id]
        elif ("household", row_id) in begin:
            assert after[row_id] == {**begin["household", row_id], "deleted": 0}
        else:
            assert after[row_id]["deleted"]


def _all(book: Book) -> dict[str, dict[str, Any]]:
    return {
        row["id"]: {n: v for n, v in row.items() if n not in ENVELOPE or n == "deleted"}
        for row in book.rows(Query("household", deleted=True))
    }


def test_undoing_everything_in_turn_gives_the_beginning(book: Book) -> None:
    chance, states = random.Random(7), []
    for turn in range(30):
        before = said(book)
        step, ids = imported(book, chance.randint(1, 6))
        states.append((step, before))
        for row_id in chance.sample(ids, min(2, len(ids))):
            before = said(book)
            with book.change("改一下") as change:
                change.put_row("household", row_id, {"head": f"第{turn}次"})
            states.append((change.step, before))
    for step, before in reversed(states):
        undoing.take_back(book, step)
        assert said(book) == before


def test_a_street_takes_no_merging_back_whose_before_was_not_kept(tmp_path: Path) -> None:
    street = make_book(tmp_path, "street")
    with street.change("合并新街子社区第 1 号包", kind="merge") as change:
        change.add(Task, {"title": "x"})
    (line,) = batches.batches(street)
    assert line.fixed == "没有留下合并前的内容"
    with pytest.raises(Refused, match="不能在这里撤销"):
        undo_plan.plan(street, change.step)
    street.close()
