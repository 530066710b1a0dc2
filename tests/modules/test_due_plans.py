"""今日 stays quick however many years lie in the file: what grows is found by an index."""

from pathlib import Path

from office import make_book, make_entry, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.modules import catalog
from qinglian_desktop.store import anchors
from qinglian_desktop.store.migrations import m0044_due

GROWING = {table for table, *_ in m0044_due._INDEXES}
ALL_OF_THEM = {"catalog_item": "SELECT DISTINCT", "clean_up": "IS NOT"}  # few rows; asked whole


def test_what_is_due_walks_no_table_that_grows(tmp_path: Path) -> None:
    asked: list[str] = []
    with make_book(tmp_path) as book:
        make_person(book)
        make_entry(book)
        book.connection.set_trace_callback(asked.append)
        catalog.due_today(book, clock.today())
        book.connection.set_trace_callback(None)
        plans = [
            book.connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
            for statement in asked
        ]
    met = set()
    for statement, steps in zip(asked, plans, strict=True):
        for table in GROWING:
            if f'FROM "{table}"' not in statement or "EXISTS" in statement:
                continue
            met.add(table)
            walked = any(step[3].startswith(f"SCAN {table}") for step in steps)
            alone = any("(owner=?)" in step[3] for step in steps)
            if ALL_OF_THEM.get(table, "\0") not in statement:
                assert not walked, statement
                assert not alone, statement  # every row of an office has its owner
    assert met >= {"entry", "notice", "planned_posting", "question", "matter"}


def test_what_came_from_elsewhere_is_found_without_what_was_written_here(tmp_path: Path) -> None:
    asked: list[str] = []
    with make_book(tmp_path) as book:
        make_entry(book)
        book.connection.set_trace_callback(asked.append)
        assert anchors.came_after(book.connection, ["entry"], 1) == []
        book.connection.set_trace_callback(None)
        (statement,) = asked
        steps = book.connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    assert [step[3] for step in steps if " t " in step[3]] == [
        "SEARCH t USING INDEX trail_change (change_id=? AND rowid>?)"
    ]
