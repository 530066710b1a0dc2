"""A field unknown before and declared now is shown where it belongs, and nothing else moves."""

import json

import pytest

from office import make_entry
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import envelope, health, trail, unfolding
from qinglian_desktop.store.book import Book


def fold(book: Book, row_id: str, **fields: object) -> None:
    """As an older program keeps them: these columns empty, what they said in `ext`."""
    row = book.row("entry", row_id)
    assert row is not None
    made = {**row, **{name: None for name in fields if name in row}}
    made["ext"] = envelope.text(fields)
    made["row_hash"] = envelope.hash_of(made)
    connection = book.connection
    connection.execute("UPDATE door SET quiet = 1")
    sets = ", ".join(f'"{name}" = ?' for name in made)
    connection.execute(f"UPDATE entry SET {sets} WHERE id = ?", (*made.values(), row_id))
    connection.execute("UPDATE door SET quiet = 0")
    book.put_setting("settled", "another program's")


def test_after_the_renewal_the_fields_stand_in_their_columns(book: Book) -> None:
    row_id, other = make_entry(book), make_entry(book)
    fold(book, row_id, summary="买纸", still_later="x", counterparty="文具店")
    before, head = book.row("entry", row_id), trail.head(book.connection)
    untouched = book.row("entry", other)
    assert before is not None
    home = book.home
    book.close()
    with Book.open(home, RECORDS) as again:
        after = again.row("entry", row_id)
        assert after is not None
        assert (after["summary"], after["counterparty"]) == ("买纸", "文具店")
        assert json.loads(after["ext"]) == {"still_later": "x"}
        assert after["row_hash"] == before["row_hash"] == envelope.hash_of(after)
        assert (after["vv"], trail.head(again.connection)) == (before["vv"], head)
        assert again.row("entry", other) == untouched
        assert not health.look(again)
        assert unfolding.unfold(again.connection, again.tables) == 0


def test_what_does_not_fit_its_column_stays_folded(book: Book) -> None:
    row_id = make_entry(book)
    fold(book, row_id, amount_fen="much", summary=["no text"])
    home = book.home
    book.close()
    with Book.open(home, RECORDS) as again:
        (row,) = again.rows(Query("entry"))
        assert json.loads(row["ext"]) == {"amount_fen": "much", "summary": ["no text"]}
        assert envelope.hash_of(row) == row["row_hash"]


def test_what_was_said_since_in_the_column_is_not_written_over(book: Book) -> None:
    row_id = make_entry(book, summary="现在的")
    row = book.row("entry", row_id)
    assert row is not None
    connection = book.connection
    connection.execute("UPDATE door SET quiet = 1")
    connection.execute("UPDATE entry SET ext = ? WHERE id = ?", ('{"summary":"从前的"}', row_id))
    connection.execute("UPDATE door SET quiet = 0")
    book.put_setting("settled", "another program's")
    home = book.home
    book.close()
    with Book.open(home, RECORDS) as again:
        (row,) = again.rows(Query("entry"))
        assert row["summary"] == "现在的"


def test_cut_off_half_way_nothing_is_unfolded_and_the_next_start_does_it(book: Book) -> None:
    ids = [make_entry(book), make_entry(book)]
    for row_id in ids:
        fold(book, row_id, summary="买纸")
    connection = book.connection
    before = connection.execute("SELECT * FROM entry ORDER BY id").fetchall()
    connection.execute(
        "CREATE TRIGGER full BEFORE UPDATE ON entry "
        f"WHEN NEW.id = '{ids[1]}' BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    with pytest.raises(Exception, match="full"):
        unfolding.unfold(connection, book.tables)
    assert connection.execute("SELECT * FROM entry ORDER BY id").fetchall() == before
    assert connection.execute("SELECT quiet FROM door").fetchone() == (0,)
    connection.execute("DROP TRIGGER full")
    home = book.home
    book.close()
    with Book.open(home, RECORDS) as again:
        assert [row["summary"] for row in again.rows(Query("entry"))] == ["买纸", "买纸"]
