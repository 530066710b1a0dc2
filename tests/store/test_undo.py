"""Undo is a new change with the values of before; what came later is never overwritten."""

import random
from typing import Any

import pytest

from office import make_entry, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Conflict, Refused
from qinglian_desktop.core.record import ENVELOPE
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store import merge
from qinglian_desktop.store.book import Book


def said(book: Book) -> dict[tuple[str, str], dict[str, Any]]:
    """What every living row says, without its envelope."""
    return {
        (table, row["id"]): {n: v for n, v in row.items() if n not in ENVELOPE}
        for table in ("household", "entry", "person")
        for row in book.rows(Query(table))
    }


def test_undoing_an_edit_brings_the_values_back_as_a_new_version(book: Book) -> None:
    row_id = make_entry(book)
    before = said(book)
    with book.change("改金额", reason="看错") as change:
        change.put_row("entry", row_id, {"amount_fen": 1, "summary": "别的"})
    changes = book.undo(change.step)
    assert said(book) == before
    assert changes.label == "撤销：改金额"
    assert changes.touched == (("entry", row_id),)
    row = book.row("entry", row_id)
    assert row is not None
    assert row["vv"].endswith(":3}")
    assert book.undone(change.step)
    assert book.trail_broken_at() is None


def test_undoing_a_new_row_puts_it_in_the_recycle_bin(book: Book) -> None:
    row_id = make_person(book)
    book.undo(1)
    assert book.count(Query("person")) == 0
    assert book.ids(Query("person", deleted=True)) == [row_id]


def test_undoing_a_deletion_brings_the_row_back(book: Book) -> None:
    row_id = make_person(book)
    before = said(book)
    with book.change("删除") as change:
        change.drop("person", row_id)
    book.undo(change.step)
    assert said(book) == before


def test_undo_and_redo_go_back_and_forth(book: Book) -> None:
    row_id = make_entry(book, 100)
    with book.change("改金额") as change:
        change.put_row("entry", row_id, {"amount_fen": 1})
    step, amounts, labels = change.step, [], []
    for _ in range(4):
        changes = book.undo(step)
        row = book.row("entry", row_id)
        assert row is not None
        amounts.append(row["amount_fen"])
        labels.append(changes.label)
        step = changes.step
    assert amounts == [100, 1, 100, 1]
    assert labels == ["撤销：改金额", "重做：改金额", "撤销：改金额", "重做：改金额"]


def test_a_step_is_undone_once(book: Book) -> None:
    make_person(book)
    book.undo(1)
    with pytest.raises(Refused, match="已经撤销过") as caught:
        book.undo(1)
    assert caught.value.remedy


def test_a_step_that_never_was_cannot_be_undone(book: Book) -> None:
    with pytest.raises(Refused, match="没有这一步"):
        book.undo(404)


def test_a_later_change_stands_in_the_way_and_says_so(book: Book) -> None:
    with book.change("两户") as change:
        first = change.put(Household(number="1"))
        change.put(Household(number="2"))
    with book.change("改户主") as later:
        later.put_row("household", first, {"head": "张晓梅"})
    before, head = said(book), book.trail_head()
    with pytest.raises(Conflict, match="后来又改过") as caught:
        book.undo(change.step)
    assert "经过" in caught.value.remedy
    assert said(book) == before  # nothing of it, not even the row that could have been undone
    assert book.trail_head() == head
    assert not book.undone(change.step)
    book.undo(later.step)
    book.undo(change.step)  # what was undone again stands in nobody's way
    assert book.count(Query("household")) == 0


def test_a_row_touched_twice_in_one_change_goes_back_to_before_both(book: Book) -> None:
    row_id = make_entry(book, 100)
    with book.change("改了又改") as change:
        change.put_row("entry", row_id, {"amount_fen": 1})
        change.put_row("entry", row_id, {"amount_fen": 2, "note": "x"})
        new = change.put(Household(number="1"))
        change.put_row("household", new, {"head": "张晓梅"})
    book.undo(change.step)
    row = book.row("entry", row_id)
    assert row is not None
    assert (row["amount_fen"], row["note"]) == (100, None)
    assert book.count(Query("household")) == 0
    (image,) = book.history("entry", row_id)[3:]
    assert image["before"]["amount_fen"] == 2


def test_a_merge_is_not_undone_here(book: Book) -> None:
    with book.change("合并第 1 号包", kind="merge") as change:
        merge.quiet(change)
        merge.loud(change)
        change.put(Household(number="1"))
    with pytest.raises(Refused, match="不能在这里撤销"):
        book.undo(change.step)


def test_a_row_given_to_another_office_meanwhile_is_left_alone(book: Book) -> None:
    make_person(book)
    book.connection.execute("UPDATE person SET owner = 'other'")
    with pytest.raises(Refused):
        book.undo(1)


def test_two_hundred_random_steps_undone_one_by_one_give_the_beginning(book: Book) -> None:
    chance = random.Random(20261103)
    with book.change("开头") as change:
        for number in range(5):
            change.put(Household(number=str(number), head="李建华"))
    make_entry(book)
    states, steps = [], []
    for turn in range(200):
        before = said(book)
        with book.change(f"第 {turn} 步") as change:
            for _ in range(chance.randint(1, 4)):
                _one_step(book, change, chance, turn)
        if change.changes.step:
            states.append(before)
            steps.append(change.step)
    assert len(steps) > 150
    for step, before in zip(reversed(steps), reversed(states), strict=True):
        book.undo(step)
        assert said(book) == before
    assert book.trail_broken_at() is None
    assert book.connection.execute("SELECT quiet, change_id FROM door").fetchall() == [(0, None)]


def _one_step(book: Book, change: Any, chance: random.Random, turn: int) -> None:
    table = chance.choice(("household", "entry"))
    living = book.ids(Query(table))
    gone = [i for i in book.ids(Query(table, deleted=True)) if i not in living]
    deed = chance.choice(("new", "edit", "edit", "drop", "back"))
    if deed == "new" or not living:
        change.put(Household(number=f"n{turn}"))
    elif deed == "edit" and table == "entry":
        change.put_row(table, chance.choice(living), {"amount_fen": chance.randint(0, 3)})
    elif deed == "edit":
        change.put_row(table, chance.choice(living), {"head": chance.choice(("张三", "", "李四"))})
    elif deed == "drop":
        change.drop(table, chance.choice(living))
    elif gone:
        change.bring_back(table, chance.choice(gone))
