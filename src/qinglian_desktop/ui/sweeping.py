"""Who clears away what Python cannot count down to nothing? The main thread, and nobody else.

Python's collector runs in whichever thread happens to allocate. In a worker it would destroy
dead windows and pages there, and Qt ends the process for that. So while a window is open the
collector is off, and a timer of the main thread does its work.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_PAUSE = 5_000  # ms between two looks; a look without rubbish costs microseconds
_open: set[int] = set()  # the sweepers at work; the collector is off while there is one


class Sweeping(QObject):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        _open.add(id(self))
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(sweep)
        self._timer.start()

    def stop(self) -> None:
        """No worker runs any more: the collector may work by itself again."""
        self._timer.stop()
        _open.discard(id(self))
        if not _open:
            gc.enable()


def sweep() -> None:
    """Collects the oldest generation that is due, as the collector itself would."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
