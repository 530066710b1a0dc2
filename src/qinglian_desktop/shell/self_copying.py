"""The copy that nobody has to think of: each day after the first page, each month one is tried.

Nothing of it is in the clerk's way; what went wrong is said in one line and stands in 今日.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import second_place
from qinglian_desktop.shell.preferences import Preferences
from qinglian_desktop.store import rounds
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.rounds import Round
from qinglian_desktop.ui.aside import Aside

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_AFTER = 20_000  # ms after the first page: the clerk has begun to work
_AGAIN = 3_600_000  # ms; a program left open over night, or a stick plugged in at noon


def begin(window: "Window") -> "SelfCopying | None":
    """Called once the first page stands; made-up and unwritable data need no copies."""
    if window.book.unit.is_practice or not window.book.writable:
        return None
    made = SelfCopying(window)
    made.wait(_AFTER)
    return made


def _in_the_quiet(kept: Preferences, book: Book, tick: Callable[[int, int], bool]) -> Round | None:
    return rounds.in_the_quiet(book, RECORDS, partial(second_place.find, kept), tick)


class SelfCopying(QObject):
    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._aside = Aside(window.book.again, self)
        self._aside.refused.connect(self._on_refused)
        window.closing.connect(self.stop)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.look)

    def wait(self, pause: int) -> None:
        self._clock.start(pause)

    def look(self) -> None:
        """Now; and once more in an hour."""
        second_place.adopt(self._window)
        self._aside.ask(partial(_in_the_quiet, self._window.preferences), self._on_done)
        self.wait(_AGAIN)

    def stop(self) -> None:
        self._clock.stop()
        self._aside.close()

    def _on_done(self, made: Round | None) -> None:
        if made is None:
            return
        self._window.say_status()
        self._window.reload_page()
        if made.trouble is not None:
            self._window.bar.say(str(made.trouble))

    def _on_refused(self, refused: Refused) -> None:
        self._window.bar.say(f"今天的备份没有做成。{refused}")
