"""Work that nobody waits for: beside the window, beside its jobs and its questions.

It never makes the clerk wait. When the window goes it is broken off; whoever asked begins anew
another day.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from qinglian_desktop.core.outcome import Progress, Refused, Stopped
from qinglian_desktop.ui.jobs import Ended, Errand, listens

Question = Callable[[Any, Callable[[int, int], bool]], Any]


class Aside(QObject):
    """One question at a time, each with a book of its own (`again`), which has `interrupt`."""

    refused = Signal(object)  # a Refused that is worth a line; never that it was stopped
    _ended = Signal(object)

    def __init__(self, again: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._again = again
        self._errand: Errand | None = None
        self._book: Any = None  # that of the question that is being answered
        self._progress = Progress()
        self._closed = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._ended.connect(self._on_end, Qt.ConnectionType.QueuedConnection)

    @property
    def working(self) -> bool:
        return self._errand is not None

    def ask(self, question: Question, on_done: Callable[[Any], None]) -> bool:
        """Begin `question(own_book, tick)`; False while another one is being answered."""
        if self._closed or self.working:
            return False
        self._progress = Progress()
        errand = Errand(self._opened, question, (self._progress.tick,), self._ended.emit)
        errand.on_done = on_done
        self._errand = errand
        self._pool.start(errand)
        return True

    def _opened(self) -> Any:
        self._book = self._again()
        return self._book

    def stop(self) -> None:
        """Ask it to end; a statement it is in the middle of is broken off."""
        self._progress.stopped = True
        if (book := self._book) is not None:
            book.interrupt()

    def close(self) -> None:
        """Stop it and wait until it has let go of the files."""
        self._closed = True
        self.stop()
        self._pool.waitForDone()
        self._errand = self._book = None

    def _on_end(self, ended: Ended) -> None:
        if self._closed:
            return
        self._errand = self._book = None
        if isinstance(ended.trouble, Stopped):
            return
        if isinstance(ended.trouble, Refused):
            self.refused.emit(ended.trouble)
        elif ended.trouble is not None:
            raise ended.trouble
        elif ended.errand.on_done is not None and listens(ended.errand.on_done):
            ended.errand.on_done(ended.answer)
