"""Five hundred random acts at cells and form, then all of them taken back: as at the beginning?"""

import hashlib
import json
import random
from typing import Any

import pytest
from PySide6.QtCore import Qt

from office import make_entry
from qinglian_desktop.core.held import HeldCell
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Record
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.runner import Runner
from ui.test_grid import HOUSE, Grid, households

CTRL = Qt.KeyboardModifier.ControlModifier
STEPS = 500
TEXTS = {
    Household: ("2-015", "李建华", "2组", "138", "13800000000", "", "某路7号"),
    Entry: ("办公用品", "12", "1.2万", "abc", "2026-11-3", "13月2日", "支出", "收入", "0007", ""),
}
FORMED = {Household: ("address", "note"), Entry: ("summary", "note")}


def content(book: Book, record: type[Record]) -> str:
    """What the rows say, held texts too, whatever their envelopes; deleted ones are not there."""
    said = []
    for table in (record, HeldCell):
        rows = book.rows(Query(table.table))
        said.append(sorted([row["id"], *(str(row[n]) for n in table.fields)] for row in rows))
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


class Walk:
    def __init__(self, grid: Grid, seed: int) -> None:
        self.grid, self.chance = grid, random.Random(seed)
        self.acts = (
            self.typed, self.typed, self.typed, self.pasted, self.filled, self.cleared,
            self.formed, self.deleted, self.undone, self.undone, self.redone,
        )  # fmt: skip

    def step(self) -> None:
        self.chance.choice(self.acts)()

    def _somewhere(self) -> bool:
        rows = len(self.grid.table.records.ids)
        if rows:
            columns = self.grid.table.records.columns
            self.grid.at(self.chance.randrange(rows), self.chance.choice(columns))
        return bool(rows)

    def _block(self) -> bool:
        if not self._somewhere():
            return False
        area = self.grid.table.area()
        last = len(self.grid.table.records.ids) - 1
        wide = len(self.grid.table.records.columns) - 1
        self.grid.table.choose(area._replace(
            bottom=min(area.bottom + self.chance.randrange(3), last),
            right=min(area.right + self.chance.randrange(2), wide),
        ))  # fmt: skip
        return True

    def _text(self) -> str:
        return self.chance.choice(TEXTS[self.grid.record])

    def typed(self) -> None:
        if self._somewhere() and self.grid.table.edit_cell(over=True):
            self.grid.table.editor.put(self._text())
            self.grid.table.editor.end("down")

    def pasted(self) -> None:
        self._somewhere()
        wide, tall = self.chance.randint(1, 3), self.chance.randint(1, 3)
        lines = ("\t".join(self._text() for _ in range(wide)) for _ in range(tall))
        self.grid.page.hands.paste_clip("", "\n".join(lines))

    def filled(self) -> None:
        if self._block():
            self.grid.page.hands.on_asked("fill down", None)

    def cleared(self) -> None:
        if self._block():
            self.grid.page.hands.on_asked("clear", None)

    def formed(self) -> None:
        ids = self.grid.table.records.ids
        if not ids:
            return
        page = self.grid.page
        page.drawer.show_row(page._row(self.chance.choice(ids)))
        page.drawer.show()
        name = self.chance.choice(FORMED[self.grid.record])
        editor = page.drawer.form.editors[name]
        editor.put_text(f"{self._text()}{self.chance.randrange(99)}")
        editor.mark_touched()
        page.save_now()
        page.drawer.hide()

    def deleted(self) -> None:
        if len(self.grid.table.records.ids) > 3 and self._somewhere():
            self.grid.page.drop_rows([self.grid.table.current_id()])

    def undone(self) -> None:
        if self.grid.runner.undo_label:
            self.grid.runner.undo()

    def redone(self) -> None:
        if self.grid.runner.redo_label:
            self.grid.runner.redo()


@pytest.mark.parametrize(("record", "seed"), [(Household, 1), (Household, 2), (Entry, 3)])
def test_everything_can_be_taken_back_to_the_beginning(
    qtbot: Any, book: Book, runner: Runner, record: type[Record], seed: int
) -> None:
    if record is Household:
        households(book, *(f"1-{n:03d}" for n in range(6)))
        grid = Grid(qtbot, book, runner, Household, columns=HOUSE)
    else:
        for amount in range(100, 700, 100):
            make_entry(book, amount)
        columns = ("day", "direction", "summary", "amount_fen", "receipt_no")
        grid = Grid(qtbot, book, runner, Entry, columns=columns)
    refused: list[Any] = []
    runner.refused.connect(refused.append)
    before, walk = content(book, record), Walk(grid, seed)
    for _ in range(STEPS):
        walk.step()
    assert refused == [], "an undo of one's own last step is never in the way"
    assert content(book, record) != before
    taken_back = 0
    while runner.undo_label:
        assert runner.undo() is not None
        taken_back += 1
    assert content(book, record) == before
    assert taken_back >= 50
    assert book.trail_broken_at() is None


def test_two_hundred_single_steps_go_back_and_forth(qtbot: Any, book: Book, runner: Runner) -> None:
    households(book, "1-001")
    grid = Grid(qtbot, book, runner, Household, columns=HOUSE)
    before = content(book, Household)
    for number in range(250):
        grid.at(0, "head")
        grid.table.edit_cell(over=True)
        grid.table.editor.put(f"户主{number}")
        grid.table.editor.end("stay")
    after = content(book, Household)
    for _ in range(250):
        assert runner.undo() is not None
    assert content(book, Household) == before
    for _ in range(250):
        assert runner.redo() is not None
    assert content(book, Household) == after
