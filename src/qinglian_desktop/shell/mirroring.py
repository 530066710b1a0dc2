"""The mirror (store/mirror) is brought in line when nobody has touched the keys for a while.

It is broken off with the first key or move, and goes on at the next rest: what it has written by
then need not be written again.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from qinglian_desktop.ui.aside import Aside

if TYPE_CHECKING:
    from qinglian_desktop.shell.idle import Idle
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.store.book import Book
    from qinglian_desktop.store.mirror import Mirrored

AFTER: Final = 2.0  # minutes without a key or a move
_LOOK: Final = 30_000  # ms between two looks whether it is quiet


def begin(window: "Window", idle: "Idle") -> "Mirroring | None":
    """Called once the first page stands; made-up and unwritable data need no mirror."""
    if window.book.unit.is_practice or not window.book.writable:
        return None
    return Mirroring(window, idle)


class Mirroring(QObject):
    def __init__(self, window: "Window", idle: "Idle") -> None:
        super().__init__(window)
        self._idle = idle
        self._aside = Aside(window.book.again, self)
        self._aside.refused.connect(lambda _refused: None)  # the copies say what ails the disk
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK)
        self._clock.timeout.connect(self.look)
        window.closing.connect(self._stop)
        self._clock.start()

    def look(self) -> None:
        """Is it quiet, and has the mirror anything to do?"""
        if self._idle.minutes >= AFTER:
            self._aside.ask(partial(_in_line, self._is_quiet), lambda _made: None)

    def _is_quiet(self) -> bool:
        return self._idle.minutes >= AFTER

    def _stop(self) -> None:
        self._clock.stop()
        self._aside.close()


def _in_line(
    quiet: Callable[[], bool], book: "Book", tick: Callable[[int, int], bool]
) -> "Mirrored | None":
    from qinglian_desktop.store import mirror

    if not mirror.is_due(book):
        return None
    return mirror.write(book, lambda done, of: quiet() and tick(done, of))
