"""Is a batch of cells one change that keeps the rules, holds what is no value and loses nothing?"""

from pathlib import Path
from typing import Any

import pytest

from office import make_book, make_entry, make_id_number, make_person
from qinglian_desktop.core import held
from qinglian_desktop.core.held import HeldCell, RowEdit, Written
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Problem, Refused, Stopped
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.cells import write_cells

NO_AMOUNT = Problem("〔金额〕“abc”不是金额", "只填金额", "amount_fen", value="abc")


def write(book: Book, table: str, *edits: RowEdit, **more: Any) -> tuple[Written, int]:
    changes = write_cells(book, saving.saver(table), table, edits, **more)
    assert isinstance(changes.result, Written)
    return changes.result, changes.step


def standing(book: Book, table: str, row_id: str) -> dict[str, str]:
    row = book.row(table, row_id)
    assert row is not None
    kept = held.by_row(book, table).get(row_id, [])
    return {name: problem.value for name, problem in held.standing(kept, row).items()}


def test_a_batch_is_one_change_and_one_undo(book: Book) -> None:
    row_id = make_entry(book, 100)
    before = len(book.steps())
    written, step = write(
        book, "entry",
        RowEdit(row_id, {"summary": "桌子"}, (NO_AMOUNT,)),
        RowEdit("", {"book": "委员会", "day": "2026-11-03", "summary": "椅子"}),
    )  # fmt: skip
    assert len(book.steps()) == before + 1
    assert written.held == ((row_id, "amount_fen"),) and len(written.row_ids) == 2
    assert standing(book, "entry", row_id) == {"amount_fen": "abc"}
    assert book.row("entry", written.row_ids[1])["voucher_no"] == "0001", "the saver gave it"
    book.undo(step)
    assert standing(book, "entry", row_id) == {} and book.count(Query("entry")) == 1
    assert book.row("entry", row_id)["amount_fen"] == 100


def test_a_held_text_outlives_the_program(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        row_id = make_entry(book, 100)
        write(book, "entry", RowEdit(row_id, {}, (NO_AMOUNT,)))
    with Book.open(tmp_path / "home", RECORDS) as again:
        assert standing(again, "entry", row_id) == {"amount_fen": "abc"}
        write(again, "entry", RowEdit(row_id, {"amount_fen": 5}))
        assert standing(again, "entry", row_id) == {} and again.trail_broken_at() is None
        write(again, "entry", RowEdit(row_id, {}, (NO_AMOUNT,)))
        assert standing(again, "entry", row_id) == {"amount_fen": "abc"}, "held a second time"


def test_what_the_rules_refuse_keeps_the_old_value_and_the_rest_is_stored(book: Book) -> None:
    number = make_id_number()
    make_person(book, "李建华", id_number=number)
    other = make_person(book, "王秀英")
    written, _ = write(book, "person", RowEdit(other, {"id_number": number, "group_name": "2组"}))
    row = book.row("person", other)
    assert row is not None and (row["id_number"], row["group_name"]) == (None, "2组")
    assert written.held == ((other, "id_number"),)
    assert standing(book, "person", other) == {"id_number": number}


def test_a_new_row_whose_value_is_refused_is_kept_as_a_draft(book: Book) -> None:
    number = make_id_number()
    make_person(book, "李建华", id_number=number)
    written, _ = write(book, "person", RowEdit("", {"name": "王秀英", "id_number": number}))
    (row_id,) = written.row_ids
    assert book.row("person", row_id)["name"] == "王秀英"
    assert standing(book, "person", row_id) == {"id_number": number}


def test_a_deleted_row_is_not_written_and_that_is_said(book: Book) -> None:
    gone, there = make_entry(book, 100), make_entry(book, 200)
    saving.dropper("entry")(book, gone)
    written, _ = write(book, "entry", RowEdit(gone, {"note": "x"}), RowEdit(there, {"note": "x"}))
    assert written.row_ids == (there,) and "已经删了" in written.refused[0]
    with pytest.raises(Refused, match="已经删了"):
        write(book, "entry", RowEdit(gone, {"note": "x"}))


def test_rows_of_another_office_refuse_the_whole_when_nothing_else_is_in_it(book: Book) -> None:
    with book.change("登记") as change:
        row_id = change.put_row("task", "t1", {"title": "建立清单"})
    book.connection.execute("UPDATE task SET owner = 'other'")
    steps = len(book.steps())
    with pytest.raises(Refused, match="别的单位"):
        write(book, "task", RowEdit(row_id, {"title": "别的"}))
    assert len(book.steps()) == steps and book.count(Query(HeldCell.table)) == 0


def test_a_ledger_of_the_other_side_takes_no_new_rows(tmp_path: Path) -> None:
    with make_book(tmp_path, "street") as street, pytest.raises(Refused, match="村居登记"):
        write(street, "household", RowEdit("", {"number": "2-001"}))


def test_stopped_half_way_nothing_is_written(book: Book) -> None:
    edits = [RowEdit("", {"number": f"1-{n:03d}"}) for n in range(120)]
    with pytest.raises(Stopped):
        write(book, "household", *edits, tick=lambda done, total: done < 100)
    assert book.count(Query("household")) == 0 and book.trail_broken_at() is None


def test_writing_what_is_there_already_leaves_no_step(book: Book) -> None:
    row_id = make_entry(book, 100)
    _, step = write(book, "entry", RowEdit(row_id, {"amount_fen": 100}))
    assert step == 0
