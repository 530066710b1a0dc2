"""The note of a week's or month's work (TL-19): all and only what changed, in words, as .docx."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.tasks import actions
from qinglian_desktop.modules.tasks.actions import noting
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.modules.tasks.rules import work_note as rules
from qinglian_desktop.modules.tasks.steps import NEEDS_REASON, following
from qinglian_desktop.store.book import Book

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(date(2026, 9, 1)), make_book(tmp_path) as made:
        yield made


def task(book: Book, title: str, **draft: str) -> str:
    changes = actions.save_task(book, None, {"title": title, **draft})
    assert isinstance(changes.result, str)
    return changes.result


def move(book: Book, day: date, row_id: str, *states: str) -> None:
    with clock.fixed(day):
        for state in states:
            actions.move_task(book, row_id, state, "材料不齐")


def noted(book: Book) -> dict[str, str]:
    """Row id → its part."""
    return {item.row_id: item.part for item in noting.gather(book, FIRST, LAST).items}


def test_a_month_has_all_and_only_what_changed_in_it(book: Book) -> None:
    done, doing, before, after, never = (task(book, f"第{n}件事") for n in "一二三四五")
    move(book, date(2026, 9, 30), before, "进行中")
    move(book, FIRST, done, "进行中")
    move(book, LAST, done, "待核", "已完成")
    move(book, date(2026, 10, 15), doing, "进行中")
    move(book, date(2026, 11, 1), after, "进行中")
    with clock.fixed(date(2026, 10, 16)):
        actions.add_note(book, before, "又走访了十户")  # progress, but no other state
    assert noted(book) == {done: rules.DONE, doing: rules.DOING}
    assert never not in noted(book)


def test_what_is_late_put_off_or_sent_back_asks_for_help(book: Book) -> None:
    late, put_off, back = (
        task(book, "迟了", due_on="2026-10-20"),
        task(book, "推迟"),
        task(book, "退"),
    )
    for row_id in (late, put_off):
        move(book, date(2026, 10, 5), row_id, "进行中")
    with clock.fixed(date(2026, 10, 6)):
        actions.postpone(book, put_off, date(2026, 12, 1), "等上级批复")
    move(book, date(2026, 10, 7), back, "进行中", "待核", "进行中")
    with clock.fixed(date(2026, 11, 3)):
        note = noting.gather(book, FIRST, LAST)
    assert {item.part for item in note.items} == {rules.ASKING}
    words = rules.text_of(note.items, rules.ASKING)
    assert "已超过期限 11 天" in words and "推迟到2026年12月1日：等上级批复" in words
    assert "材料不齐" in words and words.count("\n") == 2


def test_progress_comes_along_and_steps_are_not_told_twice(book: Book) -> None:
    row_id = task(book, "入户宣传")
    with clock.fixed(date(2026, 10, 9)):
        actions.add_note(book, row_id, "已入户 12 户。")
    move(book, date(2026, 10, 20), row_id, "待核", "已完成")
    (item,) = noting.gather(book, FIRST, LAST).items
    assert item.words == "入户宣传（未开始 → 已完成，材料不齐）。已入户 12 户"


def test_what_was_taken_back_did_not_change(book: Book) -> None:
    row_id = task(book, "点错了")
    with clock.fixed(date(2026, 10, 9)):
        step = actions.move_task(book, row_id, "进行中").step
        undoing = book.undo(step).step
        assert noted(book) == {}
        book.undo(undoing)
    assert noted(book) == {row_id: rules.DOING}


def test_a_step_of_last_month_taken_back_in_this_one_did(book: Book) -> None:
    row_id = task(book, "上月点错")
    with clock.fixed(date(2026, 9, 30)):
        step = actions.move_task(book, row_id, "进行中").step
    with clock.fixed(FIRST):
        book.undo(step)
    assert noted(book) == {row_id: rules.DOING}


def test_rows_in_the_bin_are_left_out(book: Book) -> None:
    row_id = task(book, "删掉的")
    move(book, date(2026, 10, 5), row_id, "进行中")
    with book.change("删") as change:
        change.drop(Task.table, row_id)
    assert noted(book) == {}


DAYS = st.integers(min_value=-20, max_value=50)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), DAYS, st.integers(0, 5)), max_size=12))
def test_any_year_is_told_as_a_plain_diary_of_it_would(
    tmp_path_factory: pytest.TempPathFactory, walk: list[tuple[int, int, int]]
) -> None:
    """Against a diary kept beside: which rows moved on which day, and where they came to."""
    with clock.fixed(date(2026, 9, 1)), make_book(tmp_path_factory.mktemp("note")) as book:
        ids = [task(book, f"第{n}件") for n in range(4)]
        state, moved = dict.fromkeys(ids, "未开始"), dict[str, str]()
        for which, offset, turn in sorted(walk, key=lambda one: one[1]):
            row_id, day = ids[which], date.fromordinal(FIRST.toordinal() + offset)
            ways = following(state[row_id])
            if not ways:
                continue
            after = ways[turn % len(ways)]
            reason = "有原因" if (state[row_id], after) in NEEDS_REASON else ""
            with clock.fixed(day):
                actions.move_task(book, row_id, after, reason)
            state[row_id] = after
            if FIRST <= day <= LAST:
                moved[row_id] = after
        told = noted(book)
    assert told.keys() == moved.keys()
    done = {row_id for row_id, after in moved.items() if after in ("已完成", "已终止")}
    assert {row_id for row_id, part in told.items() if part == rules.DONE} == done


def test_the_note_is_a_document_with_the_words_as_edited(book: Book, tmp_path: Path) -> None:
    row_id = task(book, "入户宣传")
    move(book, date(2026, 10, 5), row_id, "进行中")
    note = noting.gather(book, FIRST, LAST)
    parts = {rules.DONE: "", rules.DOING: "1. 文书自己改过的一句", rules.ASKING: ""}
    paper = noting.note_paper(book, note, "2026年10月工作简报", parts)
    path = tmp_path / "简报.docx"
    changes = noting.save_note_as_word(book, paper, len(note.items), path)
    assert changes.result == ()
    with zipfile.ZipFile(path) as package:
        text = package.read("word/document.xml").decode()
    for words in (
        "2026年10月工作简报",
        "文书自己改过的一句",
        "需协调",
        "在办 1 项",
        book.unit.name,
    ):
        assert words in text
    assert "2026年10月1日至31日" in text
    assert book.count(Query("export_note")) == 1


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (FIRST, LAST, "2026年10月1日至31日"),
        (date(2026, 9, 28), date(2026, 10, 4), "2026年9月28日至10月4日"),
        (date(2026, 12, 28), date(2027, 1, 3), "2026年12月28日至2027年1月3日"),
    ],
)
def test_the_days_are_said_without_repeating(first: date, last: date, said: str) -> None:
    assert rules.span(first, last) == said


def test_what_was_stopped_is_not_counted_as_done_without_saying_so(book: Book) -> None:
    done, stopped = task(book, "办成的"), task(book, "不办的")
    move(book, date(2026, 10, 5), done, "进行中", "待核", "已完成")
    move(book, date(2026, 10, 6), stopped, "已终止")
    note = noting.gather(book, FIRST, LAST)
    text = "\n".join(as_text(noting.note_paper(book, note, "简报", {})))
    assert "有变化的任务 2 项：完成 2 项（其中终止 1 项）。" in text
    assert rules.told(note.items[:0]) == ""
