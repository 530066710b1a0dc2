"""What happens when the program itself is wrong? One dialog, the log, and the work stays open."""

import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal
from PySide6.QtWidgets import QApplication

from qinglian_desktop.core.outcome import Refused

if TYPE_CHECKING:
    from qinglian_desktop.ui.messages import CrashDialog


def _as_refusal(error: BaseException) -> Refused | None:
    """An answer, or trouble of the disk and the file, which is none of ours either."""
    if isinstance(error, Refused):
        return error
    from qinglian_desktop.store import engine

    if not isinstance(error, engine.ERRORS):
        return None
    try:
        return engine.explain(error)
    except engine.ERRORS:
        return None  # a mistake in our SQL


class CrashHook(QObject):
    """Takes every error nobody caught; a Refused among them is an answer and is said as such."""

    refused = Signal(object)
    _arrived = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """`folder` gets the log with the first error; a day without one opens none."""
        super().__init__(parent)
        self._folder = folder
        self.dialog: CrashDialog | None = None
        self._arrived.connect(self.on_arrived)
        self._before = sys.excepthook

    def install(self) -> None:
        self._before = sys.excepthook
        sys.excepthook = self.on_error
        threading.excepthook = self._on_thread_error

    def remove(self) -> None:
        sys.excepthook = self._before
        threading.excepthook = threading.__excepthook__

    def _on_thread_error(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.on_error(args.exc_type, args.exc_value, args.exc_traceback)

    def on_error(
        self, kind: type[BaseException], error: BaseException, place: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        if (refused := _as_refusal(error)) is not None:
            self.refused.emit(refused)
            return
        from qinglian_desktop.shell import logs

        trouble = (kind, error, place)
        logs.note(self._folder, trouble)
        text = logs.report(trouble)
        if QThread.currentThread() is self.thread():
            self.on_arrived(text)
        else:
            self._arrived.emit(text)

    def on_arrived(self, text: str) -> None:
        # One dialog at a time: the same bug in a paint event would open hundreds.
        if self.dialog is not None or not isinstance(QCoreApplication.instance(), QApplication):
            return
        from qinglian_desktop.ui.messages import CrashDialog

        self.dialog = CrashDialog(text, QApplication.activeWindow())
        self.dialog.finished.connect(self.on_closed)
        self.dialog.open()

    def on_closed(self) -> None:
        self.dialog = None
