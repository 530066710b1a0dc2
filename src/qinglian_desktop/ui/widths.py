"""How wide is each column? As wide as its words, then what is left goes to the texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTableView

SAMPLE = 60  # rows looked at; the rest of a long ledger is much the same
_EDGE = 28  # px a cell keeps free at both sides
_SORT_MARK = " ↑升1"  # behind a heading the list is sorted by


@dataclass(frozen=True, slots=True)
class Want:
    """What a column asks for, and what it can live with."""

    width: int
    least: int
    grows: bool = False


def shared(room: int, wants: Sequence[Want]) -> list[int]:
    """Widths for a table of `room` pixels.

    Too much room goes to the columns that grow, in proportion; too little is taken from those
    that can be narrower; what still does not fit is scrolled. Nothing is stretched for its own
    sake: a table of figures without texts stays together at the left.
    """
    spare = room - sum(want.width for want in wants)
    if spare >= 0:
        growing = sum(want.width for want in wants if want.grows) or 1
        return [w.width + (spare * w.width // growing if w.grows else 0) for w in wants]
    slack = sum(want.width - want.least for want in wants)
    taken = min(-spare, slack)
    return [w.width - _part(taken, w.width - w.least, slack) for w in wants]


def _part(taken: int, own: int, slack: int) -> int:
    return -(-taken * own // slack) if slack else 0


class Ruler:
    """Measures words in the font of a table."""

    def __init__(self, table: QTableView) -> None:
        bold = QFont(table.font())
        bold.setBold(True)
        self._plain, self._bold = QFontMetrics(table.font()), QFontMetrics(bold)

    def heading(self, word: str, *, sorts: bool = False) -> int:
        mark = self._bold.horizontalAdvance(_SORT_MARK) if sorts else 0
        return self._bold.horizontalAdvance(word) + _EDGE + mark

    def cells(self, texts: Iterable[str]) -> int:
        """The widest of these texts, one line each."""
        return max((self._plain.horizontalAdvance(text) for text in texts), default=0) + _EDGE

    def chips(self, words: Iterable[str], icon: QSize) -> int:
        return self.cells(words) + icon.width() + 20


def settle(table: QTableView, wants: Sequence[Want]) -> None:
    """Give the columns their widths in the room there is now."""
    for place, width in enumerate(shared(table.viewport().width(), wants)):
        table.setColumnWidth(place, width)
