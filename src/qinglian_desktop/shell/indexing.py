"""The index of the search is read on in the quiet: after the first page and after changes."""

from typing import Any

from PySide6.QtCore import QObject, QTimer

from qinglian_desktop.ui.runner import Runner

_PAUSE = 3_000  # ms after the last change
_MOST = 2_000  # rows at a time, so that a question of the clerk waits under a second
_BREATH = 200  # ms between two helpings


class Indexing(QObject):
    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._go_on)
        runner.changed.connect(self.wait)

    def stop(self) -> None:
        self._pause.stop()

    def wait(self, *_: Any) -> None:
        self._pause.start(_PAUSE)

    def _go_on(self) -> None:
        from qinglian_desktop.shell import search

        self._runner.read(lambda book: search.freshen(book, _MOST), self._on_read)

    def _on_read(self, count: int) -> None:
        if count >= _MOST:
            self._pause.start(_BREATH)
