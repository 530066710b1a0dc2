"""Has nobody touched this computer for a while? Then restricted pages close, and the window locks.

Keys and the mouse are heard where they come into a window of ours, so that nothing is asked of the
thousand other events. Time is the machine's steady clock and the one on the wall, whichever says
longer: a computer that slept is idle, too, and a clock set back keeps nothing open.
"""

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

LEAST, MOST, USUAL = 5, 30, 10  # minutes until the window locks
CLOSES: Final = 5  # minutes until a page of restricted matters closes
RESTRICTED: Final = "restricted"  # the property of such a page, or of a list on it
SETTING: Final = "lock_minutes"
_LOOK: Final = 15_000  # ms between two looks
_TOUCHES: Final = frozenset(
    (
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove,
        QEvent.Type.Wheel, QEvent.Type.TouchBegin,
    )
)  # fmt: skip


def steady() -> float:
    return time.monotonic()


def wall() -> float:
    return time.time()


class Idle(QObject):
    """Watches one window and every other of the program; `check` looks now."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._last = (steady(), wall())
        self._heard: set[QWindow] = set()
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK)
        self._clock.timeout.connect(self.check)
        self._clock.start()
        window.closing.connect(self._clock.stop)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._hear)
        self._hear(app.focusWindow())

    def _hear(self, place: QWindow | None) -> None:
        if place is None or place in self._heard:
            return
        self._heard.add(place)
        place.destroyed.connect(lambda: self._heard.discard(place))
        place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return False

    def touch(self) -> None:
        self._last = (steady(), wall())

    @property
    def minutes(self) -> float:
        """Since the last key or move."""
        return max(steady() - self._last[0], wall() - self._last[1]) / 60

    def check(self) -> None:
        """Closes what must not stay open, locks what has been left alone."""
        idle = self.minutes
        if idle >= CLOSES:
            self._close_restricted()
        if idle >= after(self._window):
            from qinglian_desktop.shell import locking

            locking.lock(self._window)

    def _close_restricted(self) -> None:
        window = self._window
        for page in [one for one in window.laid_over if _shows_restricted(one)]:
            window.close_over(page)
        if _shows_restricted(window.page):
            window.go("today")


def _shows_restricted(page: QWidget) -> bool:
    return any(
        one.property(RESTRICTED) and (one is page or one.isVisibleTo(page))
        for one in (page, *page.findChildren(QWidget))
    )


def after(window: "Window") -> int:
    """Minutes until it locks, as this office wants it."""
    kept = window.book.setting(SETTING, USUAL)
    return min(max(kept if isinstance(kept, int) else USUAL, LEAST), MOST)
