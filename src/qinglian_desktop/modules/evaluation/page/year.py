"""Which year is assessed, and which version of it? One answer for all pages of the tab."""

from typing import Any

from PySide6.QtCore import QObject

from qinglian_desktop.core import clock
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import assessment_reads as reads
from qinglian_desktop.ui.yearly import AskedYear

_LOOKED_BACK_UNTIL = 3  # the month to which the year before is still worked on


class Chosen(AskedYear):
    def __init__(self, book: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self.year = clock.today().year
        if clock.today().month <= _LOOKED_BACK_UNTIL and not self._is_settled(self.year - 1):
            self.year -= 1

    def _is_settled(self, year: int) -> bool:
        """Was it handed in, or is it long past?"""
        row = reads.current(self._book, year)
        begun = reads.current(self._book, year + 1)
        return begun is not None or (row is not None and bool(row["frozen_on"]))

    @property
    def row(self) -> Row | None:
        """The version worked in; None while the year was not begun."""
        return reads.current(self._book, self.year)

    def years(self) -> list[int]:
        """What can be chosen."""
        now = clock.today().year
        return sorted({*reads.years(self._book), now, now - 1, self.year})
