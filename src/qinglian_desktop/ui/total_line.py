"""How does a total stay in sight? One row under a table, its columns following the table's."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.plain_table import PlainTable


class TotalLine(PlainTable):
    """The last row of a table of figures, always shown."""

    def __init__(self, table: PlainTable, parent: QWidget | None = None) -> None:
        self._table = table
        super().__init__("合计", table.records.headings, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(PlainTable.SelectionMode.NoSelection)
        self.setShowGrid(True)
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.horizontalHeader().sectionResized.connect(self._on_resized)
        across = table.horizontalScrollBar()
        across.valueChanged.connect(self.horizontalScrollBar().setValue)
        across.rangeChanged.connect(self._on_range)

    def show_total(self, texts: Sequence[str]) -> None:
        self.fill([texts], self._table.records.headings, last_bold=True)

    def settle(self) -> None:
        for place in range(len(self.records.headings)):
            self.setColumnWidth(place, self._table.columnWidth(place))
        self.setFixedHeight(look.metrics().row + 2)

    def _on_resized(self, place: int, _before: int, width: int) -> None:
        self.setColumnWidth(place, width)

    def _on_range(self, low: int, high: int) -> None:
        # The table's own bar may stand at its right; both must reach the same end.
        self.horizontalScrollBar().setRange(low, high)
        self.horizontalScrollBar().setValue(self._table.horizontalScrollBar().value())
