"""Does 批量改 do exactly what its preview showed, in one step that can be taken back?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book, make_entry, make_person
from qinglian_desktop.core import bulk
from qinglian_desktop.core.bulk import Edit, Line
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Stopped
from qinglian_desktop.modules import catalog, saving
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store import batch
from qinglian_desktop.store.book import Book

TAG = Edit("tags", "add", "网格员")


def save(book: Book, table: str, row_id: str | None, draft: Mapping[str, Any]) -> object:
    return saving.saver(table)(book, row_id, draft)


def go_on(done: int, total: int) -> bool:
    return True


def try_out(book: Book, ids: list[str], edit: Edit, table: str = "person") -> list[Line]:
    return batch.try_out(save, book, table, ids, edit, go_on)


def of_another_office(book: Book, row_id: str) -> None:
    with book.change("转") as change:
        change._exactly("person", {**(book.row("person", row_id) or {}), "owner": "别的单位"})


@pytest.fixture
def people(book: Book) -> list[str]:
    """Four people: one with the tag already, one of another office, one deleted."""
    ids = [
        make_person(book, f"李{n}", tags=tags)
        for n, tags in enumerate((None, "党员", "网格员", "党员", None))
    ]
    of_another_office(book, ids[3])
    with book.change("删") as change:
        change.drop("person", ids[4])
    return ids


def test_the_preview_names_every_row_and_keeps_nothing(book: Book, people: list[str]) -> None:
    before, steps = book.rows(Query("person", deleted=True)), len(book.steps())
    lines = try_out(book, people, TAG)
    assert [(line.before, line.after, line.changes) for line in lines] == [
        (None, "网格员", True), ("党员", "党员、网格员", True), ("网格员", "网格员", False),
        ("党员", "党员", False), (None, None, False),
    ]  # fmt: skip
    assert [line.trouble for line in lines] == [
        "", "", "", "这条人员是别的单位登记的，本单位只能看", "已经不在了",
    ]  # fmt: skip
    assert book.rows(Query("person", deleted=True)) == before and len(book.steps()) == steps


def test_what_the_preview_showed_is_what_changes_in_one_step(book: Book, people: list[str]) -> None:
    before = {row["id"]: row["tags"] for row in book.rows(Query("person", deleted=True))}
    lines = try_out(book, people, TAG)
    changes = batch.carry_out(save, book, "person", lines, TAG, go_on)
    assert set(changes.ids("person")) == {line.row_id for line in lines if line.changes}
    assert book.steps()[0]["label"] == "批量改人员的身份标签，2 条"
    after = {row["id"]: row["tags"] for row in book.rows(Query("person", deleted=True))}
    told = {line.row_id: line.after for line in lines if line.changes}
    assert after == {**before, **told}
    book.undo(changes.step)
    assert {r["id"]: r["tags"] for r in book.rows(Query("person", deleted=True))} == before


def test_a_row_changed_after_the_preview_is_left_alone(book: Book, people: list[str]) -> None:
    lines = try_out(book, people, TAG)
    save(book, "person", people[0], {"tags": "代表"})
    changes = batch.carry_out(save, book, "person", lines, TAG, go_on)
    assert (book.row("person", people[0]) or {})["tags"] == "代表"
    assert changes.ids("person") == (people[1],)
    told = {line.row_id: line.trouble for line in changes.result}  # type: ignore[attr-defined]
    assert told == {people[0]: "预览以后又改过，没有动它", people[1]: ""}


def test_the_rules_of_the_subject_hold_for_each_row(book: Book) -> None:
    ids = [make_entry(book, 100, voucher_no=f"{n}") for n in range(3)]
    lines = try_out(book, ids, Edit("amount_fen", "set", 0), "entry")
    assert all("要大于 0" in line.trouble for line in lines) and len(lines) == 3
    assert (
        batch.carry_out(save, book, "entry", lines, Edit("amount_fen", "set", 0), go_on).step == 0
    )
    # Three entries cannot have one voucher number; the first may.
    same = try_out(book, ids, Edit("voucher_no", "set", "9"), "entry")
    assert [line.changes for line in same] == [True, False, False]


def test_an_emptied_required_field_is_told_beforehand(book: Book) -> None:
    row_id = make_entry(book)
    [line] = try_out(book, [row_id], Edit("summary", "clear"), "entry")
    assert line.changes and line.draft


def test_stopping_leaves_everything_as_it_was(book: Book) -> None:
    ids = [make_person(book, f"李{n}") for n in range(5)]
    lines = try_out(book, ids, TAG)
    with pytest.raises(Stopped):
        batch.carry_out(save, book, "person", lines, TAG, lambda done, _total: done < 3)
    assert not any(row["tags"] for row in book.rows(Query("person")))


def test_at_the_street_rows_of_communities_stay(tmp_path: Path) -> None:
    with make_book(tmp_path, "street") as book:
        with book.change("收") as change:
            row_id = change.add(catalog.tasks.Task, {"title": "走访", "code": "1"})
            own = dict(book.row("task", row_id) or {})
            change._exactly("task", {**own, "owner": "社区"})
        [line] = try_out(book, [row_id], Edit("state", "set", "已完成"), "task")
        assert "别的单位" in line.trouble


_WORDS = st.sampled_from(("党员", "网格员", "代表", "低保"))
_TAGS = st.lists(_WORDS, unique=True).map("、".join)


@given(_TAGS, st.lists(_WORDS, min_size=1, max_size=2, unique=True))
def test_tags_are_added_once_and_taken_away_whole(had: str, given_: list[str]) -> None:
    word = "，".join(given_)
    added = bulk.after(Edit("tags", "add", word), had)
    assert set(added.split("、")) == {*filter(None, had.split("、")), *given_}
    assert bulk.after(Edit("tags", "add", word), added) == added
    left = bulk.after(Edit("tags", "remove", word), had) or ""
    assert set(filter(None, left.split("、"))) == set(filter(None, had.split("、"))) - set(given_)


def test_part_of_a_tag_is_no_tag_and_letters_are_replaced_as_written() -> None:
    assert bulk.after(Edit("tags", "remove", "党"), "党员") == "党员"
    assert bulk.after(Edit("address", "replace", "2号", "1号"), "一组1号、11号") == "一组2号、12号"
    assert bulk.after(Edit("address", "replace", "", "一组"), "一组") is None
    assert bulk.after(Edit("address", "clear"), "一组") is None
    assert "files" not in bulk.fields(Entry)
    assert bulk.ways("tags", Person.fields["tags"])[0] == "add"
