"""Which year is looked at? Hidden while there is only one."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qinglian_desktop.ui.choice_box import ChoiceBox


class YearBox(ChoiceBox):
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("年度", parent)
        self.setToolTip("看哪一年")
        self.activated.connect(self._on_activated)

    def offer(self, years: Iterable[object], now: int) -> None:
        """These years and the one that is shown, which is chosen."""
        listed = sorted({int(str(year)) for year in years} | {now})
        if [self.itemData(place) for place in range(self.count())] != listed:
            self.clear()
            for year in listed:
                self.addItem(f"{year}年", year)
            self.updateGeometry()
        self.setCurrentIndex(listed.index(now))
        self.setVisible(len(listed) > 1)

    def _on_activated(self, place: int) -> None:
        self.chosen.emit(int(self.itemData(place)))
