"""What runs in the worker thread? One errand with its own book, told its answer by a callable."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QRunnable
from shiboken6 import isValid

from qinglian_desktop.core import made_by
from qinglian_desktop.core.outcome import Progress, Refused

_BREATH = 0.05  # seconds between two ticks that are passed on


def listens(call: Callable[..., Any]) -> bool:
    """Is whoever is to be told still there? A page may have been closed meanwhile."""
    while isinstance(call, partial):
        call = call.func
    owner = getattr(call, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)


class Errand(QRunnable):
    """Opens a book with `again`, asks the question, closes the book, tells how it ended."""

    def __init__(
        self,
        again: Callable[[], Any],
        action: Callable[..., Any],
        args: tuple[Any, ...],
        ended: Callable[["Ended"], None],
    ) -> None:
        super().__init__()
        self.setAutoDelete(False)  # Python holds it until its end has been told
        self._again, self._action, self._args = again, action, args
        self._tell_end = ended
        self.on_done: Callable[[Any], None] | None = None

    def extra(self) -> tuple[Any, ...]:
        return ()

    def run(self) -> None:
        answer: Any = None
        trouble: BaseException | None = None
        try:
            book = self._again()
            try:
                with made_by.hand(book.operator.name):
                    answer = self._action(book, *self._args, *self.extra())
            finally:
                book.close()
        except BaseException as raised:  # noqa: BLE001  (carried to the main thread, raised there)
            trouble = raised
        self._tell_end(Ended(self, answer, trouble))


class Job(Errand):
    """An errand with progress and a way to stop."""

    def __init__(
        self,
        again: Callable[[], Any],
        action: Callable[..., Any],
        args: tuple[Any, ...],
        label: str,
        ticked: Callable[[int, int, str], None],
        ended: Callable[["Ended"], None],
    ) -> None:
        super().__init__(again, action, args, ended)
        self.label = label
        self.on_refused: Callable[[Refused], None] | None = None
        self.initiator: object = None
        self._progress = Progress(label)
        self._tell_tick = ticked
        self._passed_on = 0.0

    def again_by(self, job: Callable[..., object]) -> Callable[[], object]:
        """The same once more, as it was begun."""
        told = {"on_done": self.on_done, "on_refused": self.on_refused}
        return partial(
            job, self._action, *self._args, label=self.label, initiator=self.initiator, **told
        )

    def stop(self) -> None:
        self._progress.stopped = True

    def extra(self) -> tuple[Any, ...]:
        return (self.tick,)

    def tick(self, done: int, total: int, label: str = "") -> bool:
        """Called by the action; a thousand ticks a second must not flood the window."""
        moment = time.monotonic()
        if moment - self._passed_on >= _BREATH or done >= total:
            self._passed_on = moment
            self._tell_tick(done, total, label)
        return self._progress.tick(done, total, label)


class Ended(NamedTuple):
    """How an errand ended: with an answer or with trouble."""

    errand: Errand
    answer: Any
    trouble: BaseException | None
