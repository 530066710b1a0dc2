"""Which cells of a list are chosen, and how do they stay chosen when the list is read again?"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Signal
from PySide6.QtWidgets import QAbstractItemView
from shiboken6 import isValid

from qinglian_desktop.core import held
from qinglian_desktop.core.module import Query, Reader
from qinglian_desktop.core.record import Record
from qinglian_desktop.ui.grid import sums
from qinglian_desktop.ui.grid.area import Area
from qinglian_desktop.ui.table import RecordTable

FEW = 2_000  # chosen rows up to which the cells are added up at once
FLAGS = QItemSelectionModel.SelectionFlag


class CellTable(RecordTable):
    """Cells are chosen, not rows; the footer adds them up."""

    note_changed = Signal(str)  # what is wrong in the current cell
    entering = False  # 录入: Enter goes down, and a blank line below takes new rows

    def __init__(self, record_type: type[Record], **more: Any) -> None:
        self._first_column = -1  # where Tab began on this line: Enter goes back there
        self._asked_sum = 0
        self._chosen_sum: dict[str, sums.Sum] = {}
        super().__init__(record_type, **more)
        self.records.holds = getattr(self.records.reader, "tables", None) is not None
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.selectionModel().currentChanged.connect(self._on_current)

    # -- places ---------------------------------------------------------------------------

    def seen_columns(self) -> list[int]:
        """The columns from left to right, as the clerk has them."""
        across = self.horizontalHeader()
        order = (across.logicalIndex(place) for place in range(across.count()))
        return [column for column in order if not self.isColumnHidden(column)]

    def area(self) -> Area | None:
        """The chosen block (the outermost of several) in lines and seen columns."""
        order = {column: place for place, column in enumerate(self.seen_columns())}
        chosen = self.selectionModel().selection()
        tops, lefts, bottoms, rights = [], [], [], []
        for n in range(chosen.count()):
            block = chosen.at(n)
            places = [order[c] for c in range(block.left(), block.right() + 1) if c in order]
            if places:
                tops.append(block.top())
                bottoms.append(block.bottom())
                lefts.append(min(places))
                rights.append(max(places))
        if tops:
            return Area(min(tops), min(lefts), max(bottoms), max(rights))
        here = self.currentIndex()
        if not here.isValid() or here.column() not in order:
            return None
        place = order[here.column()]
        return Area(here.row(), place, here.row(), place)

    def chosen_cells(self) -> int:
        chosen = self.selectionModel().selection()
        blocks = (chosen.at(n) for n in range(chosen.count()))
        return sum(block.height() * block.width() for block in blocks)

    def is_solid(self) -> bool:
        """Is one block chosen, without holes?"""
        area = self.area()
        return area is not None and self.chosen_cells() in (0, area.height * area.width)

    def whole_rows(self) -> bool:
        """Are the chosen cells whole lines?"""
        cells, columns = self.chosen_cells(), len(self.seen_columns())
        return columns > 1 and cells > 0 and cells == self.selected_count() * columns

    def _blocks(self) -> set[tuple[int, int]]:
        """The chosen lines as (first, last), each line once."""
        merged: list[tuple[int, int]] = []
        for top, bottom in sorted(super()._blocks()):
            if merged and top <= merged[-1][1] + 1:
                merged[-1] = merged[-1][0], max(bottom, merged[-1][1])
            else:
                merged.append((top, bottom))
        return set(merged)

    def names_of(self, area: Area) -> tuple[str, ...]:
        columns = self.seen_columns()[area.left : area.right + 1]
        return tuple(self.records.columns[column] for column in columns)

    def ids_of(self, area: Area) -> list[str]:
        """The rows of the block; "" for lines below the last."""
        known = list(self.records.ids[area.top : area.bottom + 1])
        return known + [""] * (area.height - len(known))

    def choose(self, area: Area) -> None:
        order = self.seen_columns()
        last = self.records.rowCount() - 1
        if last < 0:
            return
        block = QItemSelection()
        for column in order[area.left : area.right + 1]:
            top = self.records.index(min(area.top, last), column)
            block.select(top, self.records.index(min(area.bottom, last), column))
        here = self.records.index(min(area.top, last), order[area.left])
        self.selectionModel().setCurrentIndex(here, FLAGS.NoUpdate)
        self.selectionModel().select(block, FLAGS.ClearAndSelect)

    def go_to(self, line: int, column: int) -> None:
        """One cell, brought into view."""
        index = self.records.index(line, column)
        if index.isValid():
            # Said outright: the view would look at the keys that are held down just now.
            self.selectionModel().setCurrentIndex(index, FLAGS.ClearAndSelect)
            self.scrollTo(index)

    def current_name(self) -> str:
        here = self.currentIndex()
        return self.records.columns[here.column()] if here.isValid() else ""

    # -- keeping the place ----------------------------------------------------------------

    def _remember(self) -> None:
        here = self.currentIndex()
        self._kept_current = (self.current_id(), here.column(), here.row())
        self._kept_scroll = self.verticalScrollBar().value()
        self._kept_blocks = []
        chosen = self.selectionModel().selection()
        for n in range(chosen.count()):
            block = chosen.at(n)
            ids = self.records.ids[block.top() : block.bottom() + 1]
            if len(ids) > FEW:
                ids = [ids[0], ids[-1]]
            self._kept_blocks.append((list(ids), block.height(), block.left(), block.right()))

    def _restore(self) -> None:
        self._widths.look_at_rows()
        block = QItemSelection()
        for ids, height, left, right in self._kept_blocks:
            for top, bottom in _runs(sorted(self.records.place(i) for i in ids), height):
                block.select(self.records.index(top, left), self.records.index(bottom, right))
        row_id, column, line = self._kept_current
        place = self.records.place(row_id) if row_id else -1
        if place < 0 and not row_id and 0 <= line < self.records.rowCount() and self.entering:
            place = self.records.rowCount() - 1
        if place >= 0:
            self.selectionModel().setCurrentIndex(
                self.records.index(place, max(column, 0)), FLAGS.NoUpdate
            )
        self.selectionModel().select(block, FLAGS.ClearAndSelect)
        self.verticalScrollBar().setValue(self._kept_scroll)

    def take(self, row_ids: Sequence[str], *, own: bool) -> bool:
        """Rows that were written are read again where they stand; False: ask the list anew.

        `own` says that they were written here: they stay in their place whatever the filter and
        the order would say, and new ones come last.
        """
        query = self.records.query
        if len(row_ids) > FEW:
            return False
        if not own and (query.where or query.search or query.order):
            return False
        known = [row_id for row_id in row_ids if self.records.place(row_id) >= 0]
        fresh = [row_id for row_id in row_ids if self.records.place(row_id) < 0]
        if fresh and not (own and len(self.records.ids) == self._length):
            return False
        there = {
            row["id"]
            for row in self.records.reader.page(self.records.record_type.table, row_ids)
            if not row["deleted"]
        }
        self._asked += 1  # an answer on its way knows nothing of this yet
        if gone := {row_id for row_id in known if row_id not in there}:
            self._remember()
            self.records.fill(query, [i for i in self.records.ids if i not in gone])
            self._restore()
        if added := [row_id for row_id in fresh if row_id in there]:
            self.records.append(added)
        self.records.read_again([row_id for row_id in known if row_id in there])
        self._widths.look_at_changed([p for p in map(self.records.place, row_ids) if p >= 0])
        self._length = len(self.records.ids)
        self._count_again()
        self._say_problem()
        self._on_selection()
        return True

    def _count_again(self) -> None:
        """The totals of the footer, beside the window where the list is long."""
        query, added, number = self.records.query, self._asked_sums(), self._asked

        def answered(summed: Mapping[str, int]) -> None:
            if isValid(self) and number == self._asked:
                self._sums = summed
                self._tell()

        self._beside(partial(_call, added, query), answered, len(self.records.ids))

    def _beside(
        self, question: Callable[[Any], Any], answered: Callable[[Any], None], rows: int
    ) -> None:
        if self._lane is not None and rows > FEW:
            self._lane(question, answered)
        else:
            answered(question(self.records.reader))

    def _asked_sums(self) -> Callable[[Reader, Query], Mapping[str, int]]:
        added = super()._asked_sums()
        return partial(_without_held, added) if self.records.holds else added

    # -- choosing -------------------------------------------------------------------------

    def selectAll(self) -> None:
        if self.records.ids:
            self.choose(Area(0, 0, len(self.records.ids) - 1, len(self.seen_columns()) - 1))

    def selected_places(self) -> list[int]:
        return [place for place in super().selected_places() if place < len(self.records.ids)]

    def _go(self, place: int) -> None:
        if 0 <= place < len(self.records.ids):
            self.go_to(place, max(self.currentIndex().column(), 0))

    def choose_rows(self) -> None:
        """The lines of what is chosen, whole (Shift+Space)."""
        if area := self.area():
            self.choose(area._replace(left=0, right=len(self.seen_columns()) - 1))

    # -- footer ---------------------------------------------------------------------------

    def _on_current(self, *_: object) -> None:
        self._first_column = -1
        self._say_problem()

    def _say_problem(self) -> None:
        here = self.currentIndex()
        problem = self.records.held(here.row(), here.column()) if here.isValid() else None
        self.note_changed.emit(self.records.words_of(problem) if problem is not None else "")
        self.viewport().update()

    def _on_selection(self) -> None:
        self._asked_sum += 1
        self._chosen_sum = {}
        area = self.area() if self.selectionModel().hasSelection() else None
        if area is not None and not area.is_one:
            self._add_up(area)
        self._tell()
        self.viewport().update()

    def _add_up(self, area: Area) -> None:
        kind, names = sums.adding(self.records.record_type, self.names_of(area))
        if not names:
            return
        places = self._blocks()
        count = sum(bottom - top + 1 for top, bottom in places)
        if count <= FEW:
            chosen = (p for top, bottom in places for p in range(top, bottom + 1))
            # As in the totals: a row with a text that is no value is a draft.
            lines = (self.records.row(p) for p in chosen if not self.records.held_in(p))
            self._chosen_sum = sums.sides_of_rows(kind, names, lines, self.split_by)
            return
        ids = [i for top, bottom in places for i in self.records.ids[top : bottom + 1]]
        whole = ids if count < len(self.records.ids) else None
        number, query = self._asked_sum, self.records.query

        def answered(found: dict[str, sums.Sum]) -> None:
            if isValid(self) and number == self._asked_sum:
                self._chosen_sum = found
                self._tell()

        sides = self.records.record_type.fields[self.split_by].choices if self.split_by else ()
        ask = partial(
            sums.asked, kind=kind, names=names, query=query, ids=whole,
            split=self.split_by, sides=sides,
        )  # fmt: skip
        self._beside(ask, answered, count)

    def _chosen_words(self) -> list[str]:
        cells = self.chosen_cells()
        if self.whole_rows():
            return [f"选中 {self.selected_count():,} 条", *sums.said(self._chosen_sum)]
        return [f"选中 {cells:,} 格", *sums.said(self._chosen_sum)] if cells > 1 else []


def _runs(places: Sequence[int], height: int) -> list[tuple[int, int]]:
    """Rows that stand below one another as (first, last); a long block by its two ends."""
    found = [place for place in places if place >= 0]
    if len(places) == 2 < height:
        whole = len(found) == 2 and found[1] - found[0] == height - 1
        return [(found[0], found[1])] if whole else []
    runs: list[tuple[int, int]] = []
    for place in found:
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def _call(added: Callable[[Reader, Query], Any], query: Query, reader: Reader) -> Any:
    return added(reader, query)


def _without_held(
    added: Callable[[Reader, Query], Mapping[str, int]], reader: Reader, query: Query
) -> Mapping[str, int]:
    """Rows with a text that is no value are drafts: they do not enter the totals."""
    return added(reader, held.without_waiting(reader, query))
