"""The keys of a spreadsheet, pressed in the real window on every list of the program."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from office import make_book
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Owner, Record, Row
from qinglian_desktop.modules import catalog, saving
from qinglian_desktop.modules.decisions import records as decisions
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.model import usual_columns
from windows import TODAY, Clerk, window_on

KEYS, CTRL, SHIFT = (
    Qt.Key,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
# A notice is composed; what was held, by whom and where it hung is written by the steps alone.
# Vouchers, months, depreciation, counts, dues and matches come of acts; what the bank says and
# receipts given out are never deleted; findings and reports go from state to state; a contract is
# kept whole or set apart to be cleared up; a year has one baseline; what stops recognition and the
# lines of a self-assessment are written by their own pages. Each of these has its own tests of what
# is refused.
BY_STEPS = {
    "notice", "matter", "disclosure_plan", "hanging", "objection", "objection_step",
    "voucher", "voucher_line", "book_month", "wear_run", "wear_line", "asset_event",
    "inventory", "inventory_line", "rent_due", "rent_receipt", "bank_line", "receipt_slip",
    "finding", "collective_report", "contract", "erasure",
    "baseline", "veto_event", "assessment", "assessment_line", "assessment_step",
    *decisions.BY_STEPS,
}  # fmt: skip
# Every list a clerk writes rows of.
TABLES = [
    record
    for module in catalog.MODULES
    for record in module.records
    if record.owner in (Owner.COMMUNITY, Owner.EITHER)
    and module.name not in ("exchange", "grid")
    and record.table not in BY_STEPS
]
PLAIN = ("text", "long", "name")


def plain_columns(page: LedgerPage) -> list[str]:
    """Columns any words can be typed into, from left to right."""
    records = page.table.records
    seen = [records.columns[column] for column in page.table.seen_columns()]
    return [n for n in seen if records.record_type.fields[n].kind.name in PLAIN]


def kept_from_hands(book: Book, record: type[Record]) -> set[str]:
    """The columns whose subject refuses what these journeys type: written by its steps alone,
    worked out of others, or not the same word twice."""
    found = set[str]()
    for name, field in record.fields.items():
        typed = {"day": TODAY.isoformat(), "flag": int(not field.default)}
        value = field.choices[-1] if field.choices else typed.get(field.kind.name, "abc")
        if field.kind.name not in (*PLAIN, "day", "flag", "choice"):
            continue
        for number in (0, 1):
            with book.change("登记") as change:
                row = change.add(record, first_words(book, record, number))
            try:
                saving.saver(record.table)(book, row, {name: value})
            except Refused:
                found.add(name)
            else:
                if (book.row(record.table, row) or {})[name] != value:
                    found.add(name)
    return found


def first_words(book: Book, record: type[Record], number: int) -> Row:
    """A half-filled row: its first word or choice that its subject takes."""
    firsts = [n for n, f in record.fields.items() if f.kind.name in (*PLAIN, "choice")]
    for name in firsts:
        field = record.fields[name]
        words = {name: field.choices[0] if field.choices else f"行{number}"}
        with suppress(Refused):
            saved = saving.saver(record.table)(book, None, words)
            saving.dropper(record.table)(book, str(saved.result))
            return words
    return {firsts[0]: f"行{number}"}


def a_list(window: Window, book: Book, record: type[Record]) -> LedgerPage:
    """Three half-filled rows, shown as the window shows them."""
    words = [first_words(book, record, number) for number in range(3)]
    with book.change("登记") as change:
        for one in words:
            change.add(record, one)
    page = window.desk.ledger(record, columns=_columns(record))
    window.lay_over(page)
    page.table.setFocus()
    return page


def _columns(record: type[Record]) -> tuple[str, ...]:
    """The usual ones; a list that would have but one is shown with its long texts, too."""
    usual = usual_columns(record)
    long = tuple(name for name, field in record.fields.items() if field.kind.name == "long")
    return usual if len(usual) > 1 else (*usual, *(name for name in long if name not in usual))


def go(page: LedgerPage, line: int, name: str) -> None:
    page.table.go_to(line, page.table.records.columns.index(name))


def test_there_are_twelve_lists_and_more() -> None:
    assert len(TABLES) >= 12


@pytest.mark.parametrize("record", TABLES, ids=lambda record: record.table)
def test_the_keys_of_a_spreadsheet_work_in_every_list(tmp_path: Path, record: type[Record]) -> None:
    with make_book(tmp_path / "beside") as beside:
        kept = kept_from_hands(beside, record)
    book = make_book(tmp_path)
    with window_on(book) as window:
        page, clerk = a_list(window, book, record), Clerk(window)
        table = page.table

        def stored(name: str) -> list[Any]:
            return [row[name] for row in book.rows(Query(record.table))]

        # An account is judged with the day of its row: a word there would keep the day out.
        names = [name for name in plain_columns(page) if name not in {*kept, "account"}]
        if names:
            _type_and_move(page, clerk, names[-1], stored)
        _pick_and_tick(page, clerk, stored, kept)
        go(page, 0, table.records.columns[0])
        clerk.key(KEYS.Key_Space, SHIFT)
        clerk.key(KEYS.Key_C, CTRL)
        assert len(QGuiApplication.clipboard().text().split("\t")) == len(table.records.columns)
        clerk.key(KEYS.Key_Delete)
        assert len(table.records.ids) == len(stored("id")) == 2
        clerk.key(KEYS.Key_Z, CTRL)
        assert len(table.records.ids) == 3


def _type_and_move(page: LedgerPage, clerk: Clerk, name: str, stored: Any) -> None:
    table = page.table
    go(page, 0, name)
    clerk.key(KEYS.Key_Insert)
    clerk.write("abc")
    clerk.key(KEYS.Key_Return)
    assert stored(name)[0] == "abc" and table.currentIndex().row() == 1
    clerk.key(KEYS.Key_Apostrophe, CTRL)
    assert stored(name)[1] == "abc"
    clerk.key(KEYS.Key_F2)
    clerk.write("d")
    clerk.key(KEYS.Key_Escape)
    assert stored(name)[1] == "abc" and table.hasFocus()
    clerk.key(KEYS.Key_F2)
    clerk.write("d")
    clerk.key(KEYS.Key_Tab)
    assert stored(name)[1] == "abcd"
    here = table.currentIndex()
    wrapped = table.records.columns.index(name) == table.seen_columns()[-1]
    assert (here.row(), here.column() == table.seen_columns()[0]) == (1 + wrapped, wrapped)
    go(page, 2, name)
    clerk.key(KEYS.Key_D, CTRL)
    assert stored(name)[2] == "abcd"
    clerk.key(KEYS.Key_Delete)
    assert stored(name)[2] is None
    clerk.key(KEYS.Key_Z, CTRL)
    assert stored(name)[2] == "abcd"
    clerk.key(KEYS.Key_Y, CTRL)
    assert stored(name)[2] is None
    clerk.key(KEYS.Key_Return)
    assert table.currentIndex().row() == 3, "the blank line below the last"
    clerk.write("new")
    clerk.key(KEYS.Key_Return)
    assert stored(name)[3] == "new" and table.currentIndex().row() == 4
    clerk.key(KEYS.Key_Z, CTRL)
    clerk.key(KEYS.Key_Insert)
    assert table.records.rowCount() == 3


def _pick_and_tick(page: LedgerPage, clerk: Clerk, stored: Any, kept: set[str]) -> None:
    """Days, choices and yes-or-no, where the list has them; what is refused says so."""
    records = page.table.records
    for name in records.columns:
        field = records.record_type.fields[name]
        if name in page.hands._locked:
            continue
        go(page, 1, name)
        before = stored(name)[1]
        if field.kind.name == "day":
            clerk.key(KEYS.Key_Semicolon, CTRL)
            wanted = TODAY.isoformat()
        elif field.kind.name == "flag":
            clerk.key(KEYS.Key_Space)
            wanted = int(not before)
        elif field.choices:
            clerk.key(KEYS.Key_F2)
            page.table.editor.select_all()
            clerk.write(field.choices[-1])
            clerk.key(KEYS.Key_Return)
            wanted = field.choices[-1]
        else:
            continue
        if name in kept:
            assert stored(name)[1] == before, name
        else:
            assert stored(name)[1] == wanted, name
        clerk.key(KEYS.Key_Z, CTRL)


def test_the_cell_that_is_open_when_the_window_is_closed_is_kept(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    with window_on(book) as window:
        page, clerk = a_list(window, book, Household), Clerk(window)
        go(page, 1, "head")
        clerk.write("abc")
    with Book.open(tmp_path / "home", catalog.RECORDS) as again:
        assert again.find(Household, head="abc") is not None
