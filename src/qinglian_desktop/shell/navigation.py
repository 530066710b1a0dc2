"""Where can the clerk go? The tabs at the left, every one in sight while there is any room.

Where the window is low the tabs stand closer; where that is not enough they are words and numbers
alone. Only when even that has no room are some of them left out, and then a line at the edge says
how many, how much is due there, and leads to them.
"""

from collections.abc import Collection, Iterable
from typing import Protocol

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QWidget

from qinglian_desktop.shell.nav_button import (
    NavButton,
    Way,
    least_height,
    usual_height,
    width_of,
)
from qinglian_desktop.ui import look

ROOM_FOR_WORDS = 1280  # effective pixels; below it the words go under the icons
_AROUND = 8  # px above the first and below the last tab, where there is room for it


class Entry(Protocol):
    """What the navigation reads of a tab."""

    @property
    def page_id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def icon(self) -> str: ...
    @property
    def apart(self) -> bool: ...


class Navigation(QFrame):
    chosen = Signal(str)  # page id

    def __init__(self, tabs: Iterable[Entry], parent: QWidget | None = None) -> None:
        """`tabs` from top to bottom."""
        super().__init__(parent)
        self.setProperty("role", "nav")
        look.named(self, "导航")
        self.buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        self.above = self._edge()
        for tab in tabs:
            button = NavButton(tab.page_id, tab.label, tab.icon, self)
            button.apart = tab.apart
            button.stepped.connect(self._on_stepped)
            self.buttons[tab.page_id] = button
            self._group.addButton(button)
        self.below = self._edge()
        self._offered = list(self.buttons)
        self._first = 0  # of the offered ones, the first that is shown
        self._window_width = ROOM_FOR_WORDS
        self._group.buttonClicked.connect(self._on_clicked)
        self.above.clicked.connect(self._go_up)
        self.below.clicked.connect(self._go_down)
        self.arrange()

    def _edge(self) -> NavButton:
        made = NavButton("", "", "", self)
        made.setCheckable(False)
        return made

    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, NavButton):
            self.chosen.emit(button.page_id)

    def offer(self, page_ids: Collection[str]) -> None:
        """The tabs of whoever sits here; of the others there is no trace."""
        self._offered = [one for one in self.buttons if one in page_ids]
        self.arrange()

    def mark(self, page_id: str) -> None:
        """Which tab is open now."""
        if page_id in self.buttons:
            self.buttons[page_id].setChecked(True)
            self._bring_in(page_id)

    @property
    def marked(self) -> str:
        """The tab that is open, also beneath a page laid over it."""
        return next((i for i, button in self.buttons.items() if button.isChecked()), "")

    def set_due(self, page_id: str, count: int) -> None:
        if page_id in self.buttons:
            self.buttons[page_id].set_due(count)
            self._say_edges()

    # -- room -----------------------------------------------------------------------------

    def fit(self, window_width: int) -> None:
        """Words beside the icons where there is room, below them where there is not."""
        self._window_width = window_width
        self.arrange()

    def arrange(self) -> None:
        """Every tab gets its place, as large as the height allows."""
        count, high = len(self._offered), self.height()
        way = self._way(count, high)
        for button in (self.above, self.below, *self.buttons.values()):
            button.set_way(way)
        self.setFixedWidth(width_of(way))
        least = least_height(way)
        around = _AROUND if count * least + 2 * _AROUND <= high else 0
        places = max((high - 2 * around) // least, 3)
        if count <= places:
            self._first, places = 0, count
            item = min((high - 2 * around) // max(count, 1), usual_height(way))
        else:
            item = high // places
        self._item, self._places, self._top = max(item, least), places, around
        self._place()

    def _way(self, count: int, high: int) -> Way:
        if self._window_width / look.metrics().scale >= ROOM_FOR_WORDS:
            return Way.BESIDE
        return Way.BELOW if count * least_height(Way.BELOW) <= high else Way.BARE

    def _place(self) -> None:
        """Puts up what is shown now, between the two edges where there are any."""
        shown = self._shown()
        wide, top = self.width() - 1, self._top  # the line at the right edge
        column = [self.above] if self._first else []
        column += [self.buttons[one] for one in shown]
        column += [self.below] if self._first + len(shown) < len(self._offered) else []
        for button in (self.above, self.below, *self.buttons.values()):
            if button not in column:
                button.hide()
        for button in column:
            button.setGeometry(0, top, wide, self._item)
            button.show()
            top += self._item
        self._say_edges()

    def _shown(self) -> list[str]:
        """As many as have a place; an edge that leads on takes one."""
        places = self._places - (1 if self._first else 0)
        left = len(self._offered) - self._first
        return self._offered[self._first :][: places if left <= places else places - 1]

    def _say_edges(self) -> None:
        up, shown = self._offered[: self._first], self._shown()
        down = self._offered[self._first + len(shown) :]
        for edge, word, ids in ((self.above, "上面", up), (self.below, "下面", down)):
            edge.set_word(f"{word} {len(ids)} 项")
            edge.set_due(sum(self.buttons[one].due for one in ids))

    def _go_up(self) -> None:
        self._show_from(self._first - self._places + 2)

    def _go_down(self) -> None:
        self._show_from(self._first + len(self._shown()))

    def _show_from(self, first: int) -> None:
        """Begins the column at this tab; the last page is full."""
        full = len(self._offered) - self._places + 1  # beneath one edge
        first = min(first, full)
        self._first = first if first > 1 else 0  # an edge in place of one tab helps nobody
        self._place()

    def _bring_in(self, page_id: str) -> None:
        if page_id not in self._offered or page_id in self._shown():
            return
        place = self._offered.index(page_id)
        self._show_from(place if place > self._first else place - self._places + 3)

    # -- keys, wheel ----------------------------------------------------------------------

    def _on_stepped(self, key: Qt.Key) -> None:
        """The arrow keys go from tab to tab, Enter opens the one they stand on."""
        sender = self.sender()
        if not isinstance(sender, NavButton) or sender.page_id not in self._offered:
            return
        last = len(self._offered) - 1
        place = self._offered.index(sender.page_id)
        to = {
            Qt.Key.Key_Up: max(place - 1, 0),
            Qt.Key.Key_Down: min(place + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }[key]
        self._bring_in(self._offered[to])
        self.buttons[self._offered[to]].setFocus(Qt.FocusReason.TabFocusReason)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._places < len(self._offered) and (turned := event.angleDelta().y()):
            self._show_from(self._first + (1 if turned < 0 else -1) * 2)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
        self._bring_in(self.marked)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_window_width"):
            self.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colours = look.tokens(look.theme())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours["bg.header"]))
        edge = QRect(self.width() - 1, 0, 1, self.height())
        painter.fillRect(edge, QColor(colours["line.divider"]))
