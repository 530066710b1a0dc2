"""What opens under a line to choose from? A list that never takes the focus from the typing."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from qinglian_desktop.ui import look

_MOST = 10  # lines shown at once


class Offer(NamedTuple):
    """One line; without a value it is a heading that cannot be taken."""

    text: str
    value: str = ""
    adds: bool = False  # taking it begins something new


class PickList(QListWidget):
    def __init__(self, owner: QWidget, name: str, take: Callable[[Offer], object]) -> None:
        super().__init__(owner.window())
        self._owner, self._take = owner, take
        self._offers: Sequence[Offer] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.named(self, f"可选的{name}")
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.itemClicked.connect(self._on_clicked)
        owner.destroyed.connect(self.deleteLater)
        self.hide()

    @property
    def offers(self) -> Sequence[Offer]:
        return self._offers

    def offer(self, offers: Sequence[Offer], *, mark_first: bool) -> None:
        """Show these lines; with `mark_first` Enter takes the first of them."""
        self._offers = offers
        self.clear()
        for one in offers:
            item = QListWidgetItem(one.text)
            if not one.value and not one.adds:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setSizeHint(QSize(0, look.metrics().hint * 2))
            self.addItem(item)
        self.setCurrentRow(-1)
        if not offers:
            self.hide()
            return
        if mark_first and offers[0].value:
            self.setCurrentRow(0)
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        """Under the line, or over it where there is more room."""
        window, owner = self.window(), self._owner
        if self.parentWidget() is not window:
            self.setParent(window)
        row = max(self.sizeHintForRow(0), look.metrics().row)
        wanted = min(len(self._offers), _MOST) * row + 4
        place = owner.mapTo(window, QPoint(0, 0))
        below = window.height() - place.y() - owner.height() - 4
        height = min(wanted, max(below, place.y()) - 4)
        y = place.y() + owner.height() + 2 if below >= height else place.y() - height - 2
        words = max(self.sizeHintForColumn(0) + 36, owner.width())
        width = min(words, window.width() - 16)
        x = max(min(place.x(), window.width() - width - 8), 8)
        self.setGeometry(QRect(x, y, width, height))

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._take(self._offers[self.row(item)])

    def step(self, way: int) -> None:
        """The next line that can be taken, round and round."""
        there = [n for n, one in enumerate(self._offers) if one.value or one.adds]
        if not there:
            return
        here = self.currentRow()
        after = [n for n in there if (n > here if way > 0 else n < here)]
        ahead = after or there
        self.setCurrentRow(ahead[0] if way > 0 else ahead[-1])

    def marked(self) -> Offer | None:
        row = self.currentRow()
        return self._offers[row] if self.isVisible() and 0 <= row < len(self._offers) else None
