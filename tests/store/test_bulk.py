"""Many rows at once leave what single writes leave: rows, images, hashes, chain, to the letter."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import columns
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store import envelope, trail
from qinglian_desktop.store.book import Book

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
HARD = st.sampled_from(
    ("", None, '"', "\\", "100%", "%s", "\x01\x1f\x7f\b\f\n\r\t", "\u2028", "😀")
)
DRAFTS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "summary": TEXTS | HARD,
            "counterparty": TEXTS | HARD,
            "note": HARD,
            "amount_fen": st.none() | st.integers(-(10**15) + 1, 10**15 - 1),
            "is_person": st.none() | st.sampled_from((0, 1)),
            "day": st.sampled_from((None, "", "2026-02-28")),
            "channel": st.sampled_from(("现金", "", None)),
        },
    ),
    min_size=1,
    max_size=60,
)


def as_sqlite_spells(book: Book, table: str, row_id: str) -> str:
    names = trail.column_names(book.connection, table)
    pairs = ", ".join(f"'{name}', \"{name}\"" for name in names)
    found = book.connection.execute(
        f'SELECT json_object({pairs}) FROM "{table}" WHERE id = ?', (row_id,)
    )
    return str(found.fetchone()[0])


def images(book: Book, step: int) -> list[tuple[Any, ...]]:
    return book.connection.execute(
        "SELECT change_id, table_name, row_id, op, before, after FROM trail "
        "WHERE change_id = ? ORDER BY seq",
        (step,),
    ).fetchall()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drafts=DRAFTS)
def test_rows_images_hashes_and_chain_are_those_of_single_writes(
    book: Book, drafts: list[dict[str, Any]]
) -> None:
    with book.change("一个一个") as single:
        one_by_one = [single.add(Entry, draft) for draft in drafts]
    with book.change("一起") as change:
        together = change.add_all(Entry, drafts)
    own = ("id", "created_at", "updated_at", "row_hash")
    for one, other in zip(one_by_one, together, strict=True):
        a, b = book.row("entry", one), book.row("entry", other)
        assert a is not None and b is not None
        assert {**a, **dict.fromkeys(own)} == {**b, **dict.fromkeys(own)}
        assert b["row_hash"] == envelope.hash_of(b)
    assert images(book, change.changes.step) == [
        (change.changes.step, "entry", row_id, "insert", None,
         as_sqlite_spells(book, "entry", row_id))
        for row_id in together
    ]  # fmt: skip
    assert len(images(book, single.changes.step)) == len(drafts)
    assert book.trail_broken_at() is None
    assert trail.unsealed(book.connection) == 0


def test_what_stands_before_and_after_in_the_same_change_keeps_its_place(book: Book) -> None:
    with book.change("先后") as change:
        first = change.put(Person(name="赵大海"))
        (second,) = change.add_all(Person, [{"name": "钱小溪"}])
        change.put_row("person", second, {"phone": "13800000000"})
        change.drop("person", first)
    made = images(book, change.changes.step)
    assert [(row[2], row[3]) for row in made] == [
        (first, "insert"), (second, "insert"), (second, "update"), (first, "update"),
    ]  # fmt: skip
    assert made[1][5] == made[2][4]  # the image before the edit is the one of the new row
    assert book.trail_broken_at() is None


def test_a_batch_that_breaks_leaves_nothing_and_the_triggers_awake(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no room")

    with book.change("断了再写") as change:
        with monkeypatch.context() as patched, pytest.raises(OSError, match="no room"):
            patched.setattr(trail, "append", full)
            change.add_all(Person, [{"name": "赵大海"}])
        kept = change.put(Person(name="钱小溪"))
    assert [row["id"] for row in book.rows(Query("person"))] == [kept]
    assert [(row[2], row[3]) for row in images(book, change.changes.step)] == [(kept, "insert")]
    assert book.trail_broken_at() is None


def test_a_table_with_a_column_of_another_program_is_written_by_its_triggers(book: Book) -> None:
    book.connection.execute("ALTER TABLE person ADD COLUMN nickname TEXT")
    trail.install(book.connection, ["person"])
    assert "nickname" not in columns(Person)
    with book.change("一起") as change:
        (row_id,) = change.add_all(Person, [{"name": "赵大海", "note": ""}])
    (image,) = images(book, change.changes.step)
    assert image[5] == as_sqlite_spells(book, "person", row_id)
    row = book.row("person", row_id)
    assert row is not None and row["row_hash"] == envelope.hash_of(row)
    assert book.trail_broken_at() is None


def test_equal_values_of_another_sort_are_not_taken_for_each_other(tmp_path: Path) -> None:
    drafts = [{"is_person": 1}, {"is_person": True}, {"is_person": 1.0}]
    with make_book(tmp_path) as book:
        for odd in drafts[1:]:
            with pytest.raises(Refused, match="对方是个人"), book.change("一起") as change:
                change.add_all(Entry, [drafts[0], odd])
        with pytest.raises(KeyError, match="nickname"), book.change("一起") as change:
            change.add_all(Entry, [{"nickname": "老赵"}])
        assert book.count(Query("entry")) == 0
