"""One side of 银行对账: rows are chosen with Shift or Ctrl, space matches, ← and → change sides."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from qinglian_desktop.core import money
from qinglian_desktop.modules.funds.bank_reads import Placed
from qinglian_desktop.ui.plain_table import Heading, PlainTable

# The amount stands early: in large type the columns behind it may scroll.
_HEADINGS = (
    Heading("日期", 120), Heading("金额", 110, numeric=True), Heading("对方", 110, private=True),
    Heading("摘要", 0),
)  # fmt: skip
_WITH_STATE = (*_HEADINGS, Heading("对上", 80))
_PLACES = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class SideTable(PlainTable):
    tick = Signal()
    across = Signal()
    back = Signal()
    chosen = Signal()

    def __init__(self, name: str, turn: Qt.Key) -> None:
        super().__init__(name, _HEADINGS)
        self._turn = turn
        self.placed: list[Placed] = []
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(self._on_selection)

    def _on_selection(self) -> None:
        self.chosen.emit()

    def show_rows(self, placed: Sequence[Placed], *, states: bool) -> None:
        """Other rows; the place in the list stays, so that the next one is at hand.

        `states` adds how each was matched.
        """
        at = max(self.currentIndex().row(), 0)
        self.placed = list(placed)
        self.clearSelection()
        many = len(_WITH_STATE if states else _HEADINGS)
        self.fill([_cells(one)[:many] for one in placed], _WITH_STATE[:many])
        if self.placed:
            self.selectRow(min(at, len(self.placed) - 1))

    def picked(self) -> list[Placed]:
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.placed[row] for row in rows if row < len(self.placed)]

    def pick(self, keys: Sequence[str]) -> None:
        """Chooses these rows and shows the first of them."""
        self.clearSelection()
        places = [n for n, one in enumerate(self.placed) if one.item.key in keys]
        for row in places:
            self.selectionModel().select(self.records.index(row, 0), _PLACES)
        if places:
            self.selectionModel().setCurrentIndex(
                self.records.index(places[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
            self.scrollTo(self.records.index(places[0], 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() == Qt.Key.Key_Space:
            self.tick.emit()
        elif plain and event.key() == self._turn:
            self.across.emit()
        elif plain and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.back.emit()
        else:
            super().keyPressEvent(event)


def _cells(one: Placed) -> tuple[str, ...]:
    words = f"{one.voucher_no} {one.item.words}".strip()
    state = "改动过" if one.broken else one.how
    return one.item.day.isoformat(), money.show(one.item.fen), one.item.party, words, state
