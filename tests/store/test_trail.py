"""The trail shows what was done to it: edited, cut, rewritten, or passed by."""

import json
import sqlite3
from pathlib import Path

import pytest

from office import make_entry, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Conflict, Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store import engine, trail
from qinglian_desktop.store.book import Book


@pytest.fixture
def told(book: Book) -> Book:
    """A book with five changes and seven images."""
    for number in range(3):
        make_entry(book, amount_fen=number)
    with book.change("两户") as change:
        change.put(Household(number="1"))
        change.put(Household(number="2"))
    with book.change("改名") as change:
        for row_id in book.ids(Query("household")):
            change.put_row("household", row_id, {"head": "张晓梅"})
    return book


def past_the_guards(book: Book, *sql: str) -> None:
    """What somebody with another tool can do: take the triggers away, change, put them back."""
    for name in ("keep_trail_update", "keep_trail_delete", "keep_change_update",
                 "keep_change_delete"):  # fmt: skip
        book.connection.execute(f"DROP TRIGGER {name}")
    for line in sql:
        book.connection.execute(line)
    trail.install(book.connection, book.tables.records)


def test_an_honest_trail_holds(told: Book) -> None:
    assert told.trail_broken_at() is None
    number, head = told.trail_head()
    assert number == 7
    assert len(head) == 64
    links = told.connection.execute("SELECT prev, hash FROM trail ORDER BY seq").fetchall()
    assert [prev for prev, _ in links] == ["", *(link for _, link in links[:-1])]


def test_an_empty_trail_holds(book: Book) -> None:
    assert book.trail_broken_at() is None
    assert book.trail_head() == (0, "")


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE trail SET after = replace(after, '1', '7') WHERE seq = 2", 2),
        ("UPDATE trail SET before = '{}' WHERE seq = 6", 6),
        ("UPDATE trail SET row_id = 'x' WHERE seq = 1", 1),
        ("UPDATE trail SET op = 'update' WHERE seq = 3", 3),
        ("UPDATE trail SET hash = prev WHERE seq = 4", 4),
        ("DELETE FROM trail WHERE seq = 3", 4),
        ("DELETE FROM trail WHERE seq = 1", 2),
        ("DELETE FROM trail WHERE seq = 7", 7),
        ("DELETE FROM trail WHERE seq >= 4", 4),
        ("DELETE FROM trail", 1),
        ("UPDATE change SET operator = '别人' WHERE id = 2", 2),
        ("UPDATE change SET at = '2020-01-01T00:00:00' WHERE id = 5", 6),
        ("UPDATE change SET reason = '补' WHERE id = 1", 1),
        ("DELETE FROM change WHERE id = 3", 3),
        ("UPDATE trail SET change_id = 1 WHERE seq = 2", 2),
    ],
)
def test_tampering_is_found_where_it_was_done(told: Book, sql: str, broken: int) -> None:
    past_the_guards(told, sql)
    assert told.trail_broken_at() == broken


def test_a_chain_rewritten_from_the_middle_has_another_head(told: Book) -> None:
    head = told.trail_head()
    past_the_guards(
        told,
        "UPDATE trail SET after = replace(after, '0', '9') WHERE seq = 1",
        "UPDATE trail SET prev = NULL, hash = NULL",
    )
    trail.seal(told.connection)
    # The chain alone cannot show this; the head known to the other office does.
    assert told.trail_broken_at() is None
    assert told.trail_head() != head


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE trail SET after = '{}' WHERE seq = 1",
        "UPDATE trail SET hash = '' WHERE seq = 1",
        "DELETE FROM trail WHERE seq = 1",
        "DELETE FROM trail",
        "UPDATE change SET label = '' WHERE id = 1",
        "DELETE FROM change WHERE id = 1",
        "INSERT OR REPLACE INTO trail SELECT * FROM trail WHERE seq = 1",
    ],
)
def test_nothing_can_be_taken_back(told: Book, sql: str) -> None:
    with pytest.raises(engine.ERRORS):
        told.connection.execute(sql)
    assert told.trail_broken_at() is None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entry SET amount_fen = 5 WHERE rowid = 1",
        "DELETE FROM entry WHERE rowid = 2",
        "INSERT OR REPLACE INTO household SELECT * FROM household WHERE rowid = 1",
    ],
)
def test_a_change_past_the_door_is_marked_at_the_next_opening(
    told: Book, tmp_path: Path, sql: str
) -> None:
    told.connection.execute(sql)
    told.close()
    with Book.open(tmp_path / "home", RECORDS) as book:
        step = book.steps(1)[0]
        assert (step["label"], step["kind"]) == (trail.PAST_THE_DOOR, trail.STRAY)
        assert step["rows"] >= 1
        assert book.trail_broken_at() is None
        assert trail.unsealed(book.connection) == 0
    with Book.open(tmp_path / "home", RECORDS) as book:
        assert book.steps(1)[0]["step"] == step["step"]


def test_a_change_past_the_door_is_not_covered_up_by_the_next_honest_one(book: Book) -> None:
    row_id = make_entry(book)
    book.connection.execute("UPDATE entry SET amount_fen = 5")
    make_person(book)
    assert [step["label"] for step in book.steps()] == [
        "登记人员", trail.PAST_THE_DOOR, "登记收支",
    ]  # fmt: skip
    assert [line["label"] for line in book.history("entry", row_id)] == [
        "登记收支", trail.PAST_THE_DOOR,
    ]  # fmt: skip
    assert book.trail_broken_at() is None


def test_what_was_done_past_the_door_can_be_undone(book: Book) -> None:
    changed, gone = make_entry(book, 100), make_entry(book, 200)
    before = {row_id: book.row("entry", row_id) for row_id in (changed, gone)}
    book.connection.execute("UPDATE entry SET amount_fen = 5 WHERE id = ?", (changed,))
    book.connection.execute("DELETE FROM entry WHERE id = ?", (gone,))
    make_person(book)
    book.undo(book.steps()[1]["step"])
    for row_id, old in before.items():
        row = book.row("entry", row_id)
        assert row is not None
        assert old is not None
        assert row["amount_fen"] == old["amount_fen"]
        assert max(json.loads(row["vv"]).values()) == 2
    assert book.trail_broken_at() is None


def test_images_keep_large_whole_numbers_and_odd_signs(book: Book) -> None:
    big, text = 10**15 - 1, "引号\"'\\ \n\t😀 \u2028"
    row_id = make_entry(book, big, summary=text)
    (line,) = book.history("entry", row_id)
    assert line["after"]["amount_fen"] == big
    assert line["after"]["summary"] == text
    assert book.trail_broken_at() is None


def test_a_missing_trigger_is_put_back_at_the_next_opening(book: Book, tmp_path: Path) -> None:
    book.connection.execute("DROP TRIGGER trail_entry_update")
    book.close()
    with Book.open(tmp_path / "home", RECORDS) as again:
        row_id = make_entry(again)
        with again.change("改") as change:
            change.put_row("entry", row_id, {"amount_fen": 1})
        assert len(again.history("entry", row_id)) == 2


def test_every_table_of_records_writes_its_images(book: Book) -> None:
    triggers = {
        name
        for (name,) in book.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
    }
    for record in RECORDS:
        if not record.sealed:
            for op in ("insert", "update", "delete"):
                assert f"trail_{record.table}_{op}" in triggers


def test_the_sealed_file_has_a_trail_of_its_own(book: Book) -> None:
    make_entry(book)
    with book.sealed() as second:
        assert second.trail_head() == (0, "")
        assert second.unit == book.unit
        assert not any(record.sealed for record in book.tables.records.values())
    with pytest.raises((sqlite3.Error, *engine.ERRORS)):
        book.connection.execute("SELECT * FROM sealed.trail")


def test_a_conflict_is_a_refusal() -> None:
    assert issubclass(Conflict, Refused)
