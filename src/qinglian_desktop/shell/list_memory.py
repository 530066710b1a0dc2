"""Where are columns and views of a list kept? In the book's settings, for the person at the desk.

A setting has no trail and never leaves this computer; conditions may hold names, so it lies in the
encrypted file. It is written after a pause: dragging a column must not wait for the disk.
"""

import contextlib
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.runner import Runner

_PAUSE = 400  # ms after the last change


class ListMemory(QObject):
    def __init__(self, book: Book, runner: Runner) -> None:
        super().__init__(runner)
        self._book, self._runner = book, runner
        self._waiting: dict[str, Mapping[str, Any]] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._write)
        runner.closing.connect(self._flush)

    @property
    def who(self) -> str:
        return self._book.operator.name

    def _name(self, key: str) -> str:
        return f"list/{self.who}/{key}"

    def recall(self, key: str) -> Mapping[str, Any]:
        name = self._name(key)
        found = self._waiting.get(name)
        with contextlib.suppress(Refused):  # one that cannot be read costs the look, not the list
            found = found or self._book.setting(name)
        return found if isinstance(found, dict) else {}

    def keep(self, key: str, values: Mapping[str, Any]) -> None:
        self._waiting[self._name(key)] = dict(values)
        self._pause.start()

    def _write(self) -> None:
        if self._runner.working:  # its change holds the file; nobody waits for a column's width
            self._pause.start()
        else:
            self._flush()

    def _flush(self) -> None:
        """What cannot be written (a read-only folder) is a look of the list, no work of the day."""
        self._pause.stop()
        if not self._book.writable:
            return
        for name in list(self._waiting):
            with contextlib.suppress(Refused):
                self._book.put_setting(name, self._waiting[name])
                del self._waiting[name]
